#pragma once

#include "study/Uid.h"

#include <QHash>

#include <algorithm>
#include <vector>

namespace isocenter {

/// A set of images and of frames of them, as objects refer to them (Referenced Image Sequence).
class ImageReferences
{
public:
    /// `frames`: 1-based; empty: all of the instance.
    void add(const InstanceUid& image, const std::vector<int>& frames)
    {
        const bool known = m_frames.contains(image);
        std::vector<int>& all = m_frames[image];
        if (frames.empty() || (known && all.empty())) {
            all.clear();
        } else {
            all.insert(all.end(), frames.begin(), frames.end());
        }
    }
    bool isEmpty() const { return m_frames.isEmpty(); }
    qsizetype imageCount() const { return m_frames.size(); }
    bool hasImage(const InstanceUid& image) const { return m_frames.contains(image); }
    /// `frame` counts from 0.
    bool contains(const InstanceUid& image, int frame) const
    {
        const auto found = m_frames.constFind(image);
        return found != m_frames.constEnd() &&
               (found->empty() || std::find(found->begin(), found->end(), frame + 1) != found->end());
    }
    /// An item without references is for all images that the object refers to.
    bool allows(const InstanceUid& image, int frame) const { return isEmpty() || contains(image, frame); }

private:
    QHash<InstanceUid, std::vector<int>> m_frames;
};

} // namespace isocenter
