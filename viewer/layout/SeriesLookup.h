#pragma once

#include "image/ImageSeries.h"

#include <QStringList>

#include <utility>
#include <vector>

namespace isocenter {

using SeriesList = std::vector<ImageSeriesPtr>;

/// By seriesKey(); null if absent.
ImageSeriesPtr seriesWithKey(const SeriesList& list, const QString& key);
/// The stack of `series` that holds this very frame, and where: parts may be numbered anew while a series grows. Null if none.
std::pair<ImageSeriesPtr, int> stackWithFrame(const SeriesList& list, const SeriesUid& series, const FrameRef& frame);
/// The stack that took the place of `before`, whose part may be numbered anew: the same key, or the objects without a picture
/// of the same series. Null if none.
ImageSeriesPtr stackLike(const SeriesList& list, const ImageSeries& before);
/// Whether it has a report, a document or a recording to read.
bool isDocument(const ImageSeries& series);
/// The first one with pictures that is not among `shown`, else the first document; null if there is none.
ImageSeriesPtr firstNotShown(const SeriesList& list, const QStringList& shown);
/// The slice a stack opens with: the middle where it is ordered by position, else the first.
int openingIndex(const ImageSeriesPtr& series);

} // namespace isocenter
