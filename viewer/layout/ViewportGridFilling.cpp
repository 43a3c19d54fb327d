#include "layout/SyncGroup.h"
#include "layout/SyncMath.h"
#include "layout/ViewportGridParts.h"
#include "page/DocumentCover.h"
#include "page/DocumentView.h"

#include <algorithm>
#include <utility>

namespace isocenter {

// Which series a viewport shows when nobody has chosen it.

int ViewportGrid::Parts::indexIn(const Cell& cell)
{
    return cell.cover && cell.cover->isUp() ? cell.cover->view().index() : cell.view->index();
}

void ViewportGrid::Parts::show(const Cell& cell, const ImageSeriesPtr& series, int index)
{
    cell.view->setSeries(series, index);
    if (cell.cover && cell.cover->isUp()) {
        cell.cover->view().setIndex(index);
    }
}

void ViewportGrid::replaceGrown()
{
    for (Parts::Cell& cell : m->cells) {
        const ImageSeriesPtr before = cell.view->series();
        if (!before || std::find(m->series.begin(), m->series.end(), before) != m->series.end()) {
            continue;
        }
        const FrameRef* shown = cell.view->frameRef();
        // The small picture that stands for a slide may be another one when more of it has come.
        auto [stack, index] = shown && !before->slide ? stackWithFrame(m->series, before->series.uid, *shown)
                                                      : std::pair(stackLike(m->series, *before), 0);
        if (!stack) {
            cell.view->setSeries(nullptr);
        } else if (stack->part == before->part) {
            cell.view->setSeries(stack, index); // the viewport keeps slice and view of a series that grew
        } else {
            const ViewState state = cell.view->viewState();
            cell.view->setSeries(stack, index);
            cell.view->setViewState(state);
        }
    }
}

void ViewportGrid::fillInOrder()
{
    SeriesList order; // pictures first, documents where there is room left
    for (const bool pictures : {true, false}) {
        std::copy_if(m->series.begin(), m->series.end(), std::back_inserter(order), [pictures](const ImageSeriesPtr& stack) {
            return pictures ? stack->opensByItself() : isDocument(*stack) && !stack->opensByItself();
        });
    }
    if (order.empty() && !m->series.empty()) {
        order.push_back(m->series.front()); // nothing to see: says why
    }
    for (std::size_t i = 0; i < m->places.size(); ++i) {
        ImageViewport* view = m->cells[static_cast<std::size_t>(m->places[i])].view;
        const ImageSeriesPtr series = i < order.size() ? order[i] : nullptr;
        if (view->series() != series) {
            view->setSeries(series);
        }
        if (series) {
            view->setIndex(openingIndex(series)); // of a series that grew: the same place as if it had been whole at once
        }
    }
}

void ViewportGrid::fillEmpty()
{
    for (int place : m->places) {
        Parts::Cell& cell = m->cells[static_cast<std::size_t>(place)];
        if (cell.view->series()) {
            continue;
        }
        const auto parked = std::exchange(cell.parked, std::nullopt);
        const QStringList shown = shownKeys();
        if (const ImageSeriesPtr back = parked && !shown.contains(parked->key) ? findSeries(parked->key) : nullptr) {
            Parts::show(cell, back, parked->index);
            cell.view->setViewState(parked->view);
            continue;
        }
        if (const ImageSeriesPtr next = firstNotShown(m->series, shown)) {
            cell.view->setSeries(next);
            takePlaceOfOthers(cell.view);
        }
    }
}

// A series that comes in beside others of its frame of reference starts where they are.
void ViewportGrid::takePlaceOfOthers(ImageViewport* view)
{
    if (!m->sync->isScrollLinked() || !view->frameRef()) {
        return;
    }
    std::vector<ImageViewport*> others = visibleViewports();
    std::stable_partition(others.begin(), others.end(), [this](ImageViewport* other) { return other == active(); });
    for (ImageViewport* other : others) {
        const FrameRef* there = other != view ? other->frameRef() : nullptr;
        const auto center = there && canFollowByPosition(*there, *view->frameRef()) ? centerOf(*there) : std::nullopt;
        if (center) {
            view->setIndex(nearestSlice(*view->series(), *center, view->index()).value_or(view->index()));
            return;
        }
    }
}

} // namespace isocenter
