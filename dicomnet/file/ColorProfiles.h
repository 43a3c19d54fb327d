#pragma once

#include "file/DataSet.h"
#include "image/ImageAttributes.h"

#include <memory>

namespace isocenter {

/// ICC Profile (0028,2000) and Color Space (0028,2002) of an item, unchecked; null where it has neither.
ColorProfilePtr colorProfileOf(const Item& item);

/// Gives images that have the same profile the same object, so that a hundred photographs keep it once. Safe from any thread.
class ProfilePool
{
public:
    ProfilePool();
    ~ProfilePool();

    /// `image` must be nobody else's yet.
    void share(ImageAttributes& image) const;

private:
    struct State;
    ColorProfilePtr shared(const ColorProfilePtr& profile) const;
    std::unique_ptr<State> m;
};

} // namespace isocenter
