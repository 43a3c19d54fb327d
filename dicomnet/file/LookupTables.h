#pragma once

#include "file/DataSet.h"
#include "image/ImageAttributes.h"

#include <memory>
#include <vector>

namespace isocenter {

/// The table of one item of a Modality or VOI LUT Sequence (PS3.3 C.11.1.1, C.11.2.1.1); null if it makes no sense.
/// `signedInput`: the first value mapped may be negative.
std::shared_ptr<const LookupTable> readLut(const Item& item, bool signedInput);

/// Red, green, blue of a palette (PS3.3 C.7.9), segmented ones expanded; false unless all three are sound.
bool readPalette(const Item& root, bool signedInput, std::shared_ptr<const LookupTable> (&palette)[3]);

/// Expands a segmented palette (PS3.3 C.7.9.2). At most `entries` values; empty if the segments make no sense.
/// `words` are the units of the segments: 16-bit words, or bytes where the table has 8 bits (`bytesWide`).
std::vector<std::uint16_t> expandSegments(const std::vector<std::uint16_t>& words, std::size_t entries, bool bytesWide);

} // namespace isocenter
