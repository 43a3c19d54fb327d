#pragma once

#include "base/CancelToken.h"

#include <QString>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <vector>

namespace isocenter {

/// Paths on their way from the one who lists folders to those who read files: bounded, so that a folder of any size needs
/// little memory. Safe from any thread.
class ImportQueue
{
public:
    /// Waits while the queue is full; false once cancelled.
    bool push(const QString& path, const CancelToken& cancel);
    /// No more will come.
    void close();
    /// Up to `most` paths; waits for the first. Empty: closed and all taken, or cancelled.
    std::vector<QString> take(std::size_t most, const CancelToken& cancel);

private:
    static constexpr std::size_t kBound = 4096;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<QString> m_paths;
    bool m_closed = false;
};

} // namespace isocenter
