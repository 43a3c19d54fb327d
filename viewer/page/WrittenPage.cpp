#include "page/WrittenPage.h"

#include "page/FindBar.h"
#include "page/PageBrowser.h"

#include <QVBoxLayout>

namespace isocenter {

namespace {

constexpr int kZoomStep = 10; // per cent

} // namespace

WrittenPage::WrittenPage(const PageText& text, const PageServices& services, QWidget* parent)
    : DocumentPage(parent), m_browser(new PageBrowser(this)), m_find(new FindBar(*m_browser, this)), m_placeOf(services.placeOf)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_browser, 1);
    column->addWidget(m_find);
    m_browser->setPage(text, m_placeOf);
    m_places = places();
    setFocusProxy(m_browser);
    connect(m_browser, &PageBrowser::referenceActivated, this,
            [this](int index) { Q_EMIT referenceActivated(m_browser->page().references[static_cast<std::size_t>(index)]); });
    connect(m_browser, &PageBrowser::pageSet, m_find, &FindBar::refresh);
    connect(m_browser, &PageBrowser::findRequested, m_find, &FindBar::open);
    connect(m_browser, &PageBrowser::findNextRequested, m_find, &FindBar::next);
    connect(m_browser, &PageBrowser::zoomRequested, this, &WrittenPage::zoom);
}

QStringList WrittenPage::places() const
{
    QStringList list;
    for (const ObjectReference& reference : m_browser->page().references) {
        list << (m_placeOf ? m_placeOf(reference) : QString());
    }
    return list;
}

void WrittenPage::zoom(int steps)
{
    m_browser->setZoomPercent(m_browser->zoomPercent() + steps * kZoomStep);
}

void WrittenPage::resetZoom()
{
    m_browser->setZoomPercent(100);
}

void WrittenPage::scrollLines(int lines)
{
    m_browser->scrollLines(lines);
}

void WrittenPage::openFind()
{
    m_find->open();
}

void WrittenPage::updateReferences()
{
    const QStringList now = places();
    if (now != m_places) {
        m_places = now;
        m_browser->refresh();
    }
}

} // namespace isocenter
