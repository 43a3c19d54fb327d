#pragma once

#include "base/Result.h"
#include "image/ImageAttributes.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace isocenter {

/// How the cells of one frame become stored values (PS3.5 8.1): made once from the header, checked, then used by every
/// decoder. Bounds: rows, columns 1 to 65,535, samples 1 to 4, cells 1 to 64 bits.
struct PixelLayout
{
    int rows = 0;
    int columns = 0;
    int samples = 1;
    int bitsAllocated = 16;
    int bitsStored = 16;
    int shift = 0; ///< lowest stored bit of a cell: HighBit + 1 - BitsStored
    bool isSigned = false;
    bool isFloat = false; ///< Float or Double Float Pixel Data: cells are IEEE numbers

    std::size_t count() const { return static_cast<std::size_t>(rows) * columns * samples; }
    /// Of the frame: the smallest integer type that holds the cell, or a float type.
    SampleType type() const;

    /// A header that contradicts itself gets its cells read whole (BitsStored 0 or above BitsAllocated, HighBit outside).
    static Result<PixelLayout> of(const ImageAttributes& image);
};

/// Takes each cell of `count` samples apart in place: mask, shift, sign. `data` holds values of layout.type(), in machine
/// byte order. Returns the frame; `data` belongs to it then.
FramePtr finishFrame(const PixelLayout& layout, const std::shared_ptr<std::byte>& data, const QStringList& cautions = {});

/// A sentence and a detail; the sentence is looked up in the "FrameReader" translations.
Error frameError(const char* sentence, const QString& detail = {});

} // namespace isocenter
