#pragma once

#include "base/Result.h"
#include "file/DataSet.h"
#include "file/FileStart.h"

namespace isocenter {

struct ScanOptions
{
    /// Stop at the pixel data, unless what describes them has not been seen yet.
    bool headerOnly = true;
    std::size_t mostElements = 3'000'000;
    /// Longer values are passed over (their element stays, without bytes).
    std::uint32_t longestValue = 256u << 10;
};

/// Levels of sequences that are followed.
constexpr int kDeepestNesting = 64;

/// Reads the elements from `start` on. Iterative and bounded: never deeper than kDeepestNesting, never more than the
/// options allow, pixel data never touched. Errors in the file end the scan (DataSet::truncated, damaged, warnings) and
/// what precedes them is returned; never throws.
DataSet scanDataSet(ByteSource source, qint64 start, const Encoding& encoding, const ScanOptions& options = {});

} // namespace isocenter
