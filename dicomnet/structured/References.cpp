#include "structured/References.h"

#include "structured/StateTags.h"

namespace isocenter {

std::vector<int> referencedFrames(const Item& item)
{
    std::vector<int> frames;
    for (const double number : item.numbers(tag::ReferencedFrameNumber, vr("IS"))) {
        if (number >= 1 && number <= 1 << 24) {
            frames.push_back(static_cast<int>(number));
        }
    }
    return frames;
}

void addReference(const Item& item, ImageReferences& references)
{
    const InstanceUid uid(item.first(tag::ReferencedSOPInstanceUID));
    if (!uid.isEmpty()) {
        references.add(uid, referencedFrames(item));
    }
}

} // namespace isocenter
