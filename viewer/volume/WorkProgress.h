#pragma once

#include "base/CancelToken.h"
#include "work/Mailbox.h"

#include <atomic>
#include <functional>
#include <memory>

namespace isocenter {

/// A progress function for workers that tells the owner of a mailbox of each further hundredth, on its thread, until cancelled.
inline std::function<void(double)> progressTo(std::shared_ptr<Mailbox> mailbox, const CancelToken& cancel,
                                              std::function<void(double share)> tell)
{
    return [mailbox = std::move(mailbox), cancel, tell = std::move(tell),
            told = std::make_shared<std::atomic<int>>(0)](double share) {
        const int percent = static_cast<int>(share * 100);
        int before = told->load();
        while (percent > before && !told->compare_exchange_weak(before, percent)) {
        }
        if (percent > before) {
            mailbox->post([cancel, tell, percent] {
                if (!cancel.isCancelled()) {
                    tell(percent / 100.0);
                }
            });
        }
    };
}

} // namespace isocenter
