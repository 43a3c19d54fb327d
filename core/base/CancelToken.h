#pragma once

#include <atomic>
#include <memory>

namespace isocenter {

/// Says that the answer is no longer wanted. Copies share one state; safe from any thread. Work polls it at least every
/// 20 ms; a cancel does not wait for the work to end.
class CancelToken
{
public:
    CancelToken() : m_cancelled(std::make_shared<std::atomic<bool>>(false)) {}

    void cancel() const { m_cancelled->store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_cancelled->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> m_cancelled;
};

} // namespace isocenter
