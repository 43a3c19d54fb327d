#include "import/ImportQueue.h"

#include <algorithm>
#include <chrono>

namespace isocenter {

namespace {

// A cancel does not wake those who wait; they look for it this often.
constexpr std::chrono::milliseconds kLook(20);

} // namespace

bool ImportQueue::push(const QString& path, const CancelToken& cancel)
{
    std::unique_lock lock(m_mutex);
    while (m_paths.size() >= kBound && !cancel.isCancelled()) {
        m_changed.wait_for(lock, kLook);
    }
    if (cancel.isCancelled()) {
        return false;
    }
    m_paths.push_back(path);
    if (m_paths.size() == 1) {
        m_changed.notify_all();
    }
    return true;
}

void ImportQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_changed.notify_all();
}

std::vector<QString> ImportQueue::take(std::size_t most, const CancelToken& cancel)
{
    std::unique_lock lock(m_mutex);
    while (m_paths.empty() && !m_closed && !cancel.isCancelled()) {
        m_changed.wait_for(lock, kLook);
    }
    std::vector<QString> taken;
    if (!cancel.isCancelled()) {
        const auto end = m_paths.begin() + static_cast<std::ptrdiff_t>(std::min(most, m_paths.size()));
        taken.assign(std::make_move_iterator(m_paths.begin()), std::make_move_iterator(end));
        m_paths.erase(m_paths.begin(), end);
        m_changed.notify_all();
    }
    return taken;
}

} // namespace isocenter
