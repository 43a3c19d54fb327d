#include "codec/VideoTask.h"

namespace isocenter {

DecodeNumbers VideoFacts::numbers() const
{
    return {frames,
            rows,
            columns,
            bits,
            chromaAcross,
            chromaDown,
            static_cast<std::int64_t>(matrix),
            (fullRange ? 1 : 0) | (interlaced ? 2 : 0) | (chromaCentred ? 4 : 0),
            pixelWidth,
            pixelHeight};
}

bool VideoFacts::of(const DecodeNumbers& n, VideoFacts& facts)
{
    const auto within = [&n](std::size_t i, std::int64_t low, std::int64_t high) { return n[i] >= low && n[i] <= high; };
    if (!within(0, 0, std::int64_t{1} << 32) || !within(1, 0, 65535) || !within(2, 0, 65535) || !within(3, 8, 16) ||
        !within(4, 0, 2) || !within(5, 1, 2) || !within(6, 0, static_cast<std::int64_t>(VideoMatrix::Smpte240)) ||
        !within(7, 0, 7) || !within(8, 1, 1 << 30) || !within(9, 1, 1 << 30)) {
        return false;
    }
    facts.frames = n[0];
    facts.rows = static_cast<int>(n[1]);
    facts.columns = static_cast<int>(n[2]);
    facts.bits = static_cast<int>(n[3]);
    facts.chromaAcross = static_cast<int>(n[4]);
    facts.chromaDown = static_cast<int>(n[5]);
    facts.matrix = static_cast<VideoMatrix>(n[6]);
    facts.fullRange = (n[7] & 1) != 0;
    facts.interlaced = (n[7] & 2) != 0;
    facts.chromaCentred = (n[7] & 4) != 0;
    facts.pixelWidth = static_cast<int>(n[8]);
    facts.pixelHeight = static_cast<int>(n[9]);
    return true;
}

} // namespace isocenter
