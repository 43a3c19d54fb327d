#pragma once

#include "scene/TransferFunction.h"

namespace isocenter {

/// Where a person's own transfer functions are kept. GUI thread; a small file.
class TransferStore
{
public:
    virtual ~TransferStore() = default;
    virtual TransferPresets load() const = 0; ///< empty where there are none
    virtual bool save(const TransferPresets& presets) = 0;
};

} // namespace isocenter
