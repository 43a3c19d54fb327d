#include "layout/SeriesLookup.h"

#include "study/SopClasses.h"

#include <algorithm>

namespace isocenter {

ImageSeriesPtr seriesWithKey(const SeriesList& list, const QString& key)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& series) { return seriesKey(series) == key; });
    return found == list.end() ? nullptr : *found;
}

std::pair<ImageSeriesPtr, int> stackWithFrame(const SeriesList& list, const SeriesUid& series, const FrameRef& frame)
{
    for (const ImageSeriesPtr& stack : list) {
        if (stack->series.uid != series) {
            continue;
        }
        const auto found = std::find_if(stack->frames.begin(), stack->frames.end(), [&](const FrameRef& other) {
            return other.frame == frame.frame && other.image->path == frame.image->path;
        });
        if (found != stack->frames.end()) {
            return {stack, static_cast<int>(found - stack->frames.begin())};
        }
    }
    return {nullptr, -1};
}

ImageSeriesPtr stackLike(const SeriesList& list, const ImageSeries& before)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const ImageSeriesPtr& stack) {
        return stack->series.uid == before.series.uid && stack->objects.empty() == before.objects.empty() &&
               (stack->slide != nullptr) == (before.slide != nullptr) && (!before.objects.empty() || stack->part == before.part);
    });
    return found == list.end() ? nullptr : *found;
}

bool isDocument(const ImageSeries& series)
{
    return std::any_of(series.objects.begin(), series.objects.end(), [](const ImagePtr& object) {
        const ObjectKind kind = objectKind(object->record.instance.sopClass);
        return hasPage(kind) && kind != ObjectKind::KeyObjects;
    });
}

ImageSeriesPtr firstNotShown(const SeriesList& list, const QStringList& shown)
{
    for (const bool pictures : {true, false}) {
        const auto next = std::find_if(list.begin(), list.end(), [&](const ImageSeriesPtr& series) {
            return (pictures ? !series->frames.empty() : isDocument(*series)) && !shown.contains(seriesKey(series));
        });
        if (next != list.end()) {
            return *next;
        }
    }
    return nullptr;
}

int openingIndex(const ImageSeriesPtr& series)
{
    return series->order.byPosition ? series->count() / 2 : 0;
}

} // namespace isocenter
