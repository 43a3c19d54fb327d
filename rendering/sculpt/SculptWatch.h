#pragma once

#include "base/CancelToken.h"

#include <functional>

namespace isocenter {

/// How long work on a volume is followed and stopped. `progress` (0 to 1; may be empty) is called by any thread.
struct SculptWatch
{
    std::function<void(double share)> progress;
    CancelToken cancel;

    void tell(double share) const
    {
        if (progress) {
            progress(share);
        }
    }
};

} // namespace isocenter
