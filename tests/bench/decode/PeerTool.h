#pragma once

#include "bench/decode/DecodeKind.h"

#include <QByteArrayList>

#include <optional>
#include <vector>

namespace isocenter::bench {

/// What a number of frames cost.
struct Cost
{
    double framesPerSecond = 0; ///< of the clock
    double cpuMs = 0; ///< processor time a frame, of all threads and processes: what others do on the machine matters less
};

/// The command line tool that decodes a kind, run on the same frames. The time it takes to start is taken off: that of the same
/// runs on one frame, or on next to none. Reading the file and writing the result (to /dev/null where it can) are part of it.
class PeerTool
{
public:
    /// Writes the files that the tool needs into `folder`, for `copies` runs at once. `folder` holds the files of `data`.
    PeerTool(const DecodeData& data, const QString& folder, int copies);

    bool isThere() const { return !m_runs.empty(); }
    const char* name() const { return m_name; }
    /// The tool `copies` times side by side, each over all frames. Nothing if it fails, or ends too soon to tell.
    std::optional<Cost> measure(int copies) const;

private:
    /// Commands one after another, and the same doing next to nothing.
    struct Run
    {
        std::vector<QByteArrayList> work;
        std::vector<QByteArrayList> start;
        int frames = 0; ///< that the work has more than the start
    };
    Run onMultiFrameFile(const DecodeData& data) const;
    Run onFolder(const DecodeData& data, const QString& folder) const;
    Run onEachFile(const DecodeData& data, const QString& folder) const;

    const char* m_name = "";
    std::vector<Run> m_runs; ///< one a copy
};

/// Processor time of this process, and of its children that have ended or are still there, in seconds.
double processorSeconds();

} // namespace isocenter::bench
