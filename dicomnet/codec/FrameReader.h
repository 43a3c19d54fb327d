#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "image/ImageAttributes.h"

#include <memory>

namespace isocenter {

class DecoderPool;

/// Reads and decodes single frames: only the bytes of that frame are read. Safe from any thread at once; keeps the fragment
/// tables of the last multi-frame files and the inflated data of the last deflated one.
class FrameReader
{
public:
    /// With decoder processes of its own (isolation/DecoderPool.h).
    FrameReader();
    /// With those of others, for images and for videos. Null for images: all decoders run in this process, which a hostile file
    /// may then end; for fuzzing. Null for videos: they cannot be shown.
    explicit FrameReader(std::shared_ptr<DecoderPool> images, std::shared_ptr<DecoderPool> videos = nullptr);
    ~FrameReader();

    /// Stored values of frame `frame` (0-based) of image.path, as image/Frame.h defines them. The whole frame or an error;
    /// never part of it, never another one. Colour: as Photometric Interpretation says, full resolution; JPEG 2000 with
    /// YBR_RCT or YBR_ICT is RGB already (its decoder undoes the transform), and so is video, whatever the header says. Cell
    /// type: the smallest that holds Bits Allocated, or the codestream's precision where that is larger. Never throws.
    Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const;

private:
    struct State;
    std::unique_ptr<State> m;
};

/// With a reader of its own that lives as long as the process; for code that has no place for a FrameReader.
Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel);

/// Why frames of a transfer syntax cannot be shown, as a sentence; empty if they can.
QString unsupportedSyntaxReason(const QString& transferSyntax);

} // namespace isocenter
