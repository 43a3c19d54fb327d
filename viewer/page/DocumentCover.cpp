#include "page/DocumentCover.h"

#include "page/DocumentView.h"
#include "viewport/ImageViewport.h"

#include <QApplication>
#include <QEvent>

namespace isocenter {

namespace {

constexpr int kBorder = 3; // of the viewport, to be seen around the page

} // namespace

DocumentCover::DocumentCover(const ViewerServices& services, const PlaceOf& placeOf, ImageViewport& viewport)
    : QObject(&viewport), m_viewport(viewport), m_view(new DocumentView(services, placeOf, &viewport))
{
    m_view->hide();
    viewport.installEventFilter(this);
    connect(&viewport, &ImageViewport::seriesChanged, this, &DocumentCover::follow);
    follow();
}

bool DocumentCover::isUp() const
{
    return m_view->series() != nullptr;
}

void DocumentCover::follow()
{
    const bool wasUp = isUp();
    const QWidget* focus = QApplication::focusWidget();
    const bool hadFocus = focus && (focus == &m_viewport || m_viewport.isAncestorOf(focus));
    m_view->setSeries(m_viewport.series());
    if (isUp() == wasUp) {
        return;
    }
    place();
    m_view->setVisible(isUp());
    m_viewport.setFocusProxy(isUp() ? m_view : nullptr);
    if (hadFocus) {
        m_viewport.setFocus(Qt::OtherFocusReason);
    }
}

void DocumentCover::place()
{
    m_view->setGeometry(m_viewport.rect().adjusted(kBorder, kBorder, -kBorder, -kBorder));
}

bool DocumentCover::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) {
        place();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace isocenter
