#include "presentation/ValueMapping.h"

#include <algorithm>
#include <map>

namespace isocenter {

namespace {

/// The maps of several items for one frame, after its own.
RealWorldMapsPtr joined(const RealWorldMapsPtr& own, const std::vector<RealWorldMapsPtr>& others)
{
    auto maps = own ? std::make_shared<RealWorldMaps>(*own) : std::make_shared<RealWorldMaps>();
    for (const RealWorldMapsPtr& other : others) {
        maps->insert(maps->end(), other->begin(), other->end());
    }
    return maps;
}

std::vector<RealWorldMapsPtr> mapsFor(const ImageAttributes& image, int frame, const std::vector<ValueMappingPtr>& mappings)
{
    std::vector<RealWorldMapsPtr> found;
    for (const ValueMappingPtr& mapping : mappings) {
        for (const ValueMapping::Item& item : mapping->items) {
            if (item.images.contains(image.record.instance.uid, frame)) {
                found.push_back(item.maps);
            }
        }
    }
    return found;
}

ImagePtr mapped(const ImageAttributes& image, const std::vector<ValueMappingPtr>& mappings)
{
    auto copy = std::make_shared<ImageAttributes>(image);
    if (image.frames > 1 && copy->perFrame.empty()) {
        copy->perFrame.assign(static_cast<std::size_t>(image.frames), image.shared);
    }
    // Frames with the same maps share them.
    std::map<std::vector<RealWorldMapsPtr>, RealWorldMapsPtr> known;
    const auto add = [&](FrameAttributes& frame, int index) {
        std::vector<RealWorldMapsPtr> parts = mapsFor(image, index, mappings);
        if (parts.empty()) {
            return;
        }
        parts.push_back(frame.realWorld);
        RealWorldMapsPtr& maps = known[parts];
        if (!maps) {
            parts.pop_back();
            maps = joined(frame.realWorld, parts);
        }
        frame.realWorld = maps;
    };
    if (copy->perFrame.empty()) {
        add(copy->shared, 0);
    }
    for (std::size_t i = 0; i < copy->perFrame.size(); ++i) {
        add(copy->perFrame[i], static_cast<int>(i));
    }
    return copy;
}

} // namespace

bool ValueMapping::concerns(const ImageAttributes& image) const
{
    return std::any_of(items.begin(), items.end(),
                       [&](const Item& item) { return item.images.hasImage(image.record.instance.uid); });
}

bool isValueMapping(const QString& sopClass)
{
    return sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.67");
}

std::vector<ImagePtr> withMappings(const std::vector<ImagePtr>& images, const std::vector<ValueMappingPtr>& mappings)
{
    if (mappings.empty()) {
        return images;
    }
    std::vector<ImagePtr> result;
    result.reserve(images.size());
    for (const ImagePtr& image : images) {
        const bool meant =
            image->hasPixels() && std::any_of(mappings.begin(), mappings.end(),
                                              [&](const ValueMappingPtr& mapping) { return mapping->concerns(*image); });
        result.push_back(meant ? mapped(*image, mappings) : image);
    }
    return result;
}

} // namespace isocenter
