#pragma once

#include "base/Result.h"
#include "codec/PixelFile.h"
#include "image/ImageAttributes.h"

#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// One item of encapsulated pixel data: its value's place in the file, cut at the end of the file.
struct Fragment
{
    qint64 offset = 0;
    qint64 length = 0;
};

/// Which fragments hold which frame (PS3.5 A.4). Immutable, shared between threads.
class FragmentTable
{
public:
    /// Walks the items of image.pixelData once; each step is one read of eight bytes, at most 4 million items.
    static Result<std::shared_ptr<const FragmentTable>> read(const PixelFile& file, const ImageAttributes& image);

    /// The compressed bytes of frame `frame` (0-based), its fragments joined. An error if that frame is not in the file or
    /// if nothing tells for sure which fragments are its own.
    Result<QByteArray> frameBytes(const PixelFile& file, int frame) const;

    /// All, in the order of the file: of a video, together its one stream.
    const std::vector<Fragment>& fragments() const { return m_fragments; }
    /// The file ends within the pixel data.
    bool isCut() const { return m_end == End::EndOfFile; }

private:
    struct Span
    {
        std::size_t first = 0;
        std::size_t count = 0; ///< 0: the frame is missing
    };
    enum class End { Delimiter, EndOfFile, Damaged };
    using Starts = std::vector<std::uint64_t>;

    Result<void> walk(const PixelFile& file, qint64 at, qint64 end);
    void assign(const PixelFile& file, const ImageAttributes& image);
    bool assignByOffsets(const Starts& starts, int frames);
    bool assignByCodestreams(const PixelFile& file, int frames);
    std::optional<std::size_t> fragmentAt(std::uint64_t offset) const;

    std::vector<Fragment> m_fragments;
    qint64 m_base = 0; ///< of the first fragment's item tag: offset 0 of the offset table
    Starts m_offsetTable;
    std::vector<Span> m_frames; ///< empty: not known
    End m_end = End::Delimiter;
};

/// The tables of the files read last, by path, size and place, so that frame n of a long loop costs no more than frame 1.
/// Thread-safe.
class FragmentTableCache
{
public:
    using TablePtr = std::shared_ptr<const FragmentTable>;

    FragmentTableCache();
    ~FragmentTableCache();
    Result<TablePtr> table(const PixelFile& file, const ImageAttributes& image);

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace isocenter
