#pragma once

#include "base/CancelToken.h"

#include <QtGlobal>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace isocenter {

/// A fixed set of worker threads that take tasks by priority (lower number first, then oldest first).
/// All functions may be called from any thread. Tasks must not throw. The destructor drops what has not begun, waits
/// for what runs; cancel long tasks first.
class WorkQueue
{
public:
    using Task = std::function<void()>;
    using Ticket = std::uint64_t;

    /// `threads` >= 1; each has a stack of 8 MiB (decoders of damaged files).
    explicit WorkQueue(int threads);
    ~WorkQueue();
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;

    Ticket add(int priority, Task task);
    /// Removes a task that has not begun; false if it runs, ran or never was.
    bool remove(Ticket ticket);
    /// Moves a waiting task to another priority; false if it is no longer waiting.
    bool reprioritize(Ticket ticket, int priority);
    /// Tasks waiting, not running.
    int waiting() const;
    int threads() const { return static_cast<int>(m_threads.size()); }

private:
    void run();

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::map<std::pair<int, Ticket>, Task> m_tasks;
    std::map<Ticket, int> m_priorities;
    Ticket m_next = 1;
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace isocenter
