#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <optional>

namespace isocenter {

/// How much of a JPEG 2000 image is there. A packet is one layer of one precinct of one resolution of one component of one tile
/// (ISO 15444-1 B.9), and each must be in the codestream, though it may be empty.
struct PacketCount
{
    std::uint64_t present = 0; ///< whole, in the order in which they must come; what follows the first that is not is not counted
    std::uint64_t expected = 0; ///< by SIZ, COD and COC, at least one
};

/// Counts the packets of a codestream (no JP2 boxes) by their headers, in the codestream or packed (PPM, PPT), without decoding
/// them: ISO 15444-1 B.10 and 15444-15. A stream that was cut between two packets, its lengths put right, is whole to decoders,
/// which show less detail or fill up with grey.
/// Nothing where it is not sure: subsampled components, extensions of Part 2, code-blocks of both coders in one component,
/// High-Throughput blocks in several layers, impossible codes, or more work than a few steps for each byte. Any bytes; any
/// thread.
std::optional<PacketCount> countPackets(QByteArrayView codestream);

} // namespace isocenter
