#include "layout/ViewportGridParts.h"
#include "slide/SlideCover.h"
#include "slide/SlidePage.h"

#include <algorithm>

namespace isocenter {

// Whole slides in the viewports.

SlideCover* ViewportGrid::slideCoverOf(ImageViewport& view)
{
    auto* cover = new SlideCover(m->services, view);
    connect(cover, &SlideCover::pageMade, this, [this, &view](SlidePage* page) {
        connect(page, &SlidePage::activated, this, [this, &view] { activate(&view); });
        connect(page, &SlidePage::touched, this, [this] { m->touched = true; });
        connect(page, &SlidePage::doubleClicked, this, [this, &view] {
            activate(&view);
            setMaximized(!m->maximized);
        });
        connect(&page->view(), &SlideView::completeChanged, this, [this, &view] { tellChanged(&view); });
    });
    return cover;
}

SlideView* ViewportGrid::slideIn(const ImageViewport& viewport) const
{
    const auto cell = std::find_if(m->cells.begin(), m->cells.end(), [&](const Parts::Cell& c) { return c.view == &viewport; });
    return cell != m->cells.end() && cell->slide && cell->slide->isUp() ? &cell->slide->page()->view() : nullptr;
}

} // namespace isocenter
