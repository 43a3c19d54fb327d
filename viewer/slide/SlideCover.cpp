#include "slide/SlideCover.h"

#include "slide/SlidePage.h"
#include "viewport/ImageViewport.h"

#include <QApplication>
#include <QEvent>

namespace isocenter {

namespace {

constexpr int kBorder = 1; // of the viewport, to be seen around the slide

} // namespace

SlideCover::SlideCover(const ViewerServices& services, ImageViewport& viewport)
    : QObject(&viewport), m_services(services), m_viewport(viewport)
{
    viewport.installEventFilter(this);
    connect(&viewport, &ImageViewport::seriesChanged, this, &SlideCover::follow);
}

bool SlideCover::isUp() const
{
    return m_page && m_page->view().series();
}

void SlideCover::follow()
{
    const ImageSeriesPtr& series = m_viewport.series();
    const bool wanted = series && series->slide;
    const bool wasUp = isUp();
    if (!m_page && wanted) {
        m_page = new SlidePage(m_services, &m_viewport);
        m_page->hide();
        Q_EMIT pageMade(m_page);
    }
    if (!m_page || (!wanted && !wasUp)) {
        return;
    }
    const QWidget* focus = QApplication::focusWidget();
    const bool hadFocus = focus && (focus == &m_viewport || m_viewport.isAncestorOf(focus));
    m_page->view().setTextsVisible(m_viewport.isOverlayVisible());
    m_page->setSeries(wanted ? series : nullptr);
    if (wanted == wasUp) {
        return;
    }
    place();
    m_page->setVisible(wanted);
    if (wanted || m_viewport.focusProxy() == m_page) {
        m_viewport.setFocusProxy(wanted ? m_page : nullptr);
    }
    if (hadFocus) {
        m_viewport.setFocus(Qt::OtherFocusReason);
    }
}

void SlideCover::place()
{
    if (m_page) {
        m_page->setGeometry(m_viewport.rect().adjusted(kBorder, kBorder, -kBorder, -kBorder));
    }
}

bool SlideCover::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) {
        place();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace isocenter
