#pragma once

#include "base/CancelToken.h"
#include "work/Mailbox.h"
#include "work/WorkQueue.h"

#include <memory>
#include <utility>

namespace isocenter {

/// Asks a WorkQueue and gets the answers on the thread of `owner`, as long as they are still wanted. Member of the object
/// that asks; used on the owner's thread only. Answers never come after forget() or after the box is gone.
class AnswerBox
{
public:
    /// Priority of what a person waits for at the keyboard: before any image that is loaded ahead.
    static constexpr int Interactive = -1000;

    explicit AnswerBox(QObject* owner) : m_mailbox(std::make_shared<Mailbox>(owner)) {}
    ~AnswerBox()
    {
        forget();
        m_mailbox->close();
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
    template <typename Work, typename Answer> void ask(WorkQueue& queue, int priority, Work work, Answer answer)
    {
        queue.add(priority, [mailbox = m_mailbox, token = m_token, work = std::move(work), answer = std::move(answer)]() mutable {
            if (token.isCancelled()) {
                return;
            }
            auto value = std::make_shared<decltype(work(token))>(work(token));
            mailbox->post([token, value, answer = std::move(answer)]() mutable {
                if (!token.isCancelled()) {
                    answer(std::move(*value));
                }
            });
        });
    }

private:
    std::shared_ptr<Mailbox> m_mailbox;
    CancelToken m_token;
};

} // namespace isocenter
