#include "work/WorkQueue.h"

#include <algorithm>

namespace isocenter {

WorkQueue::WorkQueue(int threads)
{
    // glibc gives std::thread the process's stack limit, 8 MiB on Debian.
    for (int i = 0; i < std::max(1, threads); ++i) {
        m_threads.emplace_back([this] { run(); });
    }
}

WorkQueue::~WorkQueue()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_tasks.clear();
        m_priorities.clear();
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads) {
        thread.join();
    }
}

WorkQueue::Ticket WorkQueue::add(int priority, Task task)
{
    Ticket ticket = 0;
    {
        const std::lock_guard lock(m_mutex);
        ticket = m_next++;
        m_tasks.emplace(std::pair(priority, ticket), std::move(task));
        m_priorities.emplace(ticket, priority);
    }
    m_wake.notify_one();
    return ticket;
}

bool WorkQueue::remove(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_priorities.find(ticket);
    if (found == m_priorities.end()) {
        return false;
    }
    m_tasks.erase({found->second, ticket});
    m_priorities.erase(found);
    return true;
}

bool WorkQueue::reprioritize(Ticket ticket, int priority)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_priorities.find(ticket);
    if (found == m_priorities.end()) {
        return false;
    }
    auto node = m_tasks.extract({found->second, ticket});
    node.key() = {priority, ticket};
    m_tasks.insert(std::move(node));
    found->second = priority;
    return true;
}

int WorkQueue::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(m_tasks.size());
}

void WorkQueue::run()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_tasks.empty(); });
        if (m_stopping) {
            return;
        }
        auto node = m_tasks.extract(m_tasks.begin());
        m_priorities.erase(node.key().second);
        lock.unlock();
        node.mapped()();
        node.mapped() = nullptr; // what the task holds is released outside the lock
        lock.lock();
    }
}

} // namespace isocenter
