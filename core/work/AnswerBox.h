#pragma once

#include "work/CancelToken.h"
#include "work/WorkQueue.h"

#include <QMetaObject>
#include <QObject>

#include <memory>
#include <mutex>
#include <utility>

namespace isocenter {

/// Asks a WorkQueue and gets the answers on the thread of `owner`, as long as they are still wanted. Member of the object
/// that asks; used on the owner's thread only. Answers never come after forget() or after the box is gone.
class AnswerBox
{
public:
    /// Priority of what a person waits for at the keyboard: before any image that is loaded ahead.
    static constexpr int Interactive = -1000;

    explicit AnswerBox(QObject* owner) : m_state(std::make_shared<State>()) { m_state->owner = owner; }
    ~AnswerBox()
    {
        forget();
        const std::lock_guard lock(m_state->mutex);
        m_state->owner = nullptr;
    }
    AnswerBox(const AnswerBox&) = delete;
    AnswerBox& operator=(const AnswerBox&) = delete;

    /// Cancels what was asked so far; its answers are dropped even if they are already on their way.
    void forget()
    {
        m_token.cancel();
        m_token = CancelToken();
    }

    /// Runs `work(const CancelToken&)` on a worker, then `answer(value)` on the owner's thread. What `work` touches must
    /// outlive the queue.
    template <typename Work, typename Answer>
    void ask(WorkQueue& queue, int priority, Work work, Answer answer)
    {
        queue.add(priority, [state = m_state, token = m_token, work = std::move(work), answer = std::move(answer)]() mutable {
            if (token.isCancelled()) {
                return;
            }
            auto value = std::make_shared<decltype(work(token))>(work(token));
            const std::lock_guard lock(state->mutex);
            if (state->owner) {
                QMetaObject::invokeMethod(
                    state->owner,
                    [token, value, answer]() mutable {
                        if (!token.isCancelled()) {
                            answer(std::move(*value));
                        }
                    },
                    Qt::QueuedConnection);
            }
        });
    }

private:
    struct State
    {
        std::mutex mutex;
        QObject* owner = nullptr;
    };

    std::shared_ptr<State> m_state;
    CancelToken m_token;
};

} // namespace isocenter
