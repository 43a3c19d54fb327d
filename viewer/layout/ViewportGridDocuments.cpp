#include "layout/SyncGroup.h"
#include "layout/ViewportGridParts.h"
#include "page/DocumentCover.h"
#include "page/DocumentView.h"
#include "slide/SlideView.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace isocenter {

// Objects without a picture in the viewports, and what they refer to.

DocumentCover* ViewportGrid::coverOf(ImageViewport& view)
{
    if (!m->services.documents) {
        return nullptr;
    }
    const auto placeOf = [this](const ObjectReference& reference) { return m->objects.text(reference); };
    auto* cover = new DocumentCover(m->services, placeOf, view);
    const DocumentView* document = &cover->view();
    connect(document, &DocumentView::activated, this, [this, &view] { activate(&view); });
    connect(document, &DocumentView::touched, this, [this] { m->touched = true; });
    connect(document, &DocumentView::doubleClicked, this, [this, &view] {
        activate(&view);
        setMaximized(!m->maximized);
    });
    connect(document, &DocumentView::objectChanged, this, [this, &view] { tellChanged(&view); });
    connect(document, &DocumentView::completeChanged, this, [this, &view] { tellChanged(&view); });
    connect(document, &DocumentView::tagsRequested, this, [this, &view] {
        activate(&view);
        Q_EMIT tagsRequested();
    });
    connect(document, &DocumentView::referenceActivated, this,
            [this, &view](const ObjectReference& reference) { showReference(reference, view); });
    return cover;
}

DocumentView* ViewportGrid::documentIn(const ImageViewport& viewport) const
{
    const auto cell = std::find_if(m->cells.begin(), m->cells.end(), [&](const Parts::Cell& c) { return c.view == &viewport; });
    return cell != m->cells.end() && cell->cover && cell->cover->isUp() ? &cell->cover->view() : nullptr;
}

void ViewportGrid::scrollActive(int steps)
{
    if (DocumentView* document = documentIn(*active())) {
        document->scroll(steps);
    } else if (SlideView* slide = slideIn(*active())) {
        slide->stepPlane(steps);
    } else {
        active()->scroll(steps);
    }
}

void ViewportGrid::updateReferences()
{
    for (const Parts::Cell& cell : m->cells) {
        if (cell.cover) {
            cell.cover->view().updateReferences();
        }
    }
}

/// Where that series is shown already, else the next viewport after `from`; a second one is made where there is none.
ImageViewport* ViewportGrid::besides(const ImageViewport& from, const ImageSeriesPtr& series)
{
    if (m->layout.count() == 1) {
        const bool portrait = height() > width();
        applyLayout(portrait ? GridLayout{2, 1} : GridLayout{1, 2});
    }
    m->maximized = false;
    const std::vector<ImageViewport*> views = viewports();
    const auto showing = std::find_if(views.begin(), views.end(), [&](const ImageViewport* view) {
        return view != &from && seriesKey(view->series()) == seriesKey(series);
    });
    if (showing != views.end()) {
        return *showing;
    }
    const auto at = std::find(views.begin(), views.end(), &from);
    return at == views.end() || at + 1 == views.end() ? views.front() : *(at + 1);
}

bool ViewportGrid::showReference(const ObjectReference& reference, const ImageViewport& from)
{
    const std::optional<ObjectPlace> place = m->objects.find(reference);
    if (!place || !belongs(place->series)) {
        return false;
    }
    // Another object of the series that `from` shows stays there.
    if (DocumentView* same = documentIn(from);
        same && !place->series->objects.empty() && seriesKey(from.series()) == seriesKey(place->series)) {
        same->setIndex(place->index);
        return true;
    }
    m->touched = true;
    const bool wasMaximized = m->maximized;
    {
        const QScopedValueRollback<bool> busy(m->busy, true);
        const SyncGroup::Hold hold(*m->sync);
        ImageViewport* view = besides(from, place->series);
        const auto cell = std::find_if(m->cells.begin(), m->cells.end(), [&](const Parts::Cell& c) { return c.view == view; });
        view->stopCine();
        Parts::show(*cell, place->series, place->index);
    }
    settle();
    if (wasMaximized) {
        Q_EMIT layoutChanged();
    }
    return true;
}

} // namespace isocenter
