#include "layout/SeriesLookup.h"

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

ImageSeriesPtr firstNotShown(const SeriesList& list, const QStringList& shown)
{
    const auto next = std::find_if(list.begin(), list.end(), [&](const ImageSeriesPtr& series) {
        return !series->frames.empty() && !shown.contains(seriesKey(series));
    });
    return next == list.end() ? nullptr : *next;
}

int openingIndex(const ImageSeriesPtr& series)
{
    return series->order.byPosition ? series->count() / 2 : 0;
}

} // namespace isocenter
