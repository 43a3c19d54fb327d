#pragma once

#include <QMetaObject>
#include <QObject>

#include <functional>
#include <memory>
#include <mutex>

namespace isocenter {

/// Where workers leave calls for an object that may be gone before they come. Workers hold the mailbox by shared_ptr;
/// the object closes it in its destructor.
class Mailbox
{
public:
    explicit Mailbox(QObject* owner) : m_owner(owner) {}

    /// From any thread: `call` runs on the owner's thread, later; never if the box is closed or the owner is gone by then.
    void post(std::function<void()> call)
    {
        const std::lock_guard lock(m_mutex);
        if (m_owner) {
            QMetaObject::invokeMethod(m_owner, std::move(call), Qt::QueuedConnection);
        }
    }

    /// On the owner's thread.
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_owner = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject* m_owner;
};

} // namespace isocenter
