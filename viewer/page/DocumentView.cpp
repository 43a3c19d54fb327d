#include "page/DocumentView.h"

#include "page/DocumentHeader.h"
#include "page/DocumentLoader.h"
#include "page/PageFactory.h"
#include "page/SentencePage.h"
#include "region/RegionSet.h"

#include <QApplication>
#include <QChildEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace isocenter {

namespace {

/// Where the object in view is in the grown series; -1: it is not.
int indexOf(const ImageSeries& series, const ImagePtr& object)
{
    const auto same = [&](const ImagePtr& other) {
        return other->path == object->path && isSameObject(object->record, other->record);
    };
    const auto found = object ? std::find_if(series.objects.begin(), series.objects.end(), same) : series.objects.end();
    return found == series.objects.end() ? -1 : static_cast<int>(found - series.objects.begin());
}

} // namespace

DocumentView::DocumentView(const ViewerServices& services, PlaceOf placeOf, QWidget* parent)
    : QWidget(parent),
      m_services{services, std::move(placeOf)},
      m_header(new DocumentHeader(this)),
      m_column(new QVBoxLayout(this)),
      m_loader(new DocumentLoader(services, this))
{
    setObjectName(QStringLiteral("documentView"));
    setAttribute(Qt::WA_StyledBackground);
    setAttribute(Qt::WA_NoMousePropagation); // nothing of it is for the viewport below
    setAccessibleName(tr("Document"));
    setFocusPolicy(Qt::StrongFocus);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
    m_column->addWidget(m_header);
    watch(this);
    connect(m_header, &DocumentHeader::stepRequested, this, [this](int steps) { setIndex(m_index + steps); });
    connect(m_header, &DocumentHeader::findRequested, this, &DocumentView::openFind);
    connect(m_header, &DocumentHeader::zoomRequested, this, &DocumentView::zoom);
    connect(m_header, &DocumentHeader::tagsRequested, this, &DocumentView::tagsRequested);
    connect(m_loader, &DocumentLoader::loaded, this, &DocumentView::showDocument);
    connect(m_loader, &DocumentLoader::failed, this, [this](const QString& reason) {
        setPage(new SentencePage(reason, SentencePage::Kind::Failure, this));
        Q_EMIT objectChanged();
        Q_EMIT completeChanged();
    });
}

DocumentView::~DocumentView() = default;

void DocumentView::setSeries(const ImageSeriesPtr& series, int index)
{
    const ImagePtr before = object();
    m_series = series && !series->objects.empty() ? series : nullptr;
    if (!m_series) {
        m_loader->load(nullptr);
        m_index = -1;
        m_document.reset();
        setPage(nullptr);
        Q_EMIT objectChanged();
        return;
    }
    const int same = indexOf(*m_series, before);
    if (same < 0) {
        showObject(std::clamp(index, 0, count() - 1));
        return;
    }
    m_index = same;
    m_header->setNumber(m_index, count());
    updateReferences();
}

int DocumentView::count() const
{
    return m_series ? static_cast<int>(m_series->objects.size()) : 0;
}

ImagePtr DocumentView::object() const
{
    return m_series && m_index >= 0 ? m_series->objects[static_cast<std::size_t>(m_index)] : nullptr;
}

void DocumentView::setIndex(int index)
{
    const int wished = std::clamp(index, 0, std::max(0, count() - 1));
    if (m_series && wished != m_index) {
        showObject(wished);
    }
}

void DocumentView::scroll(int steps)
{
    if (count() > 1) {
        setIndex(m_index + steps);
    } else if (m_page) {
        m_page->scrollLines(steps);
    }
}

// The page before goes at once: nothing of it may stand below another's header.
void DocumentView::showObject(int index)
{
    m_index = index;
    m_document.reset();
    const InstanceRecord& record = object()->record;
    m_header->setDocument(record.study, {kindText(record.instance.sopClass), {}, {}, {}});
    m_header->setNumber(m_index, count());
    setPage(new SentencePage(tr("Reading\u2026"), SentencePage::Kind::Waiting, this));
    m_loader->load(object());
    Q_EMIT objectChanged();
}

void DocumentView::showDocument(const DocumentPtr& document)
{
    m_document = document;
    m_header->setDocument(document->record.study, headline(*document));
    const QString reason = whyNotDrawn();
    setPage(reason.isEmpty() ? makePage(document, m_services, this) : new SentencePage(reason, SentencePage::Kind::Plain, this));
    Q_EMIT objectChanged();
    Q_EMIT completeChanged();
}

/// Structures and segmentations belong on images: the series says why these are not drawn.
QString DocumentView::whyNotDrawn() const
{
    const bool regions = isRegionSet(object()->record.instance.sopClass);
    return regions && m_series->notShown.size() == count() ? m_series->notShown.value(m_index) : QString();
}

void DocumentView::setPage(DocumentPage* page)
{
    const QWidget* focus = QApplication::focusWidget();
    const bool hadFocus = focus && (focus == this || isAncestorOf(focus));
    DocumentPage* before = std::exchange(m_page, page);
    setFocusProxy(page);
    if (page) {
        m_column->addWidget(page, 1);
        watch(page);
        connect(page, &DocumentPage::completeChanged, this, &DocumentView::completeChanged);
        connect(page, &DocumentPage::tagsRequested, this, &DocumentView::tagsRequested);
        // Queued: what follows may end the page that speaks.
        connect(page, &DocumentPage::referenceActivated, this, &DocumentView::referenceActivated, Qt::QueuedConnection);
        page->show();
    }
    m_header->setAbilities(page && page->canFind(), page && page->canZoom());
    if (hadFocus) {
        setFocus();
    }
    if (before) {
        before->disconnect(this);
        before->hide();
        before->deleteLater();
    }
}

void DocumentView::zoom(int steps)
{
    if (m_page) {
        m_page->zoom(steps);
    }
}

void DocumentView::resetZoom()
{
    if (m_page) {
        m_page->resetZoom();
    }
}

void DocumentView::openFind()
{
    if (m_page && m_page->canFind()) {
        m_page->openFind();
    }
}

void DocumentView::updateReferences()
{
    if (m_page) {
        m_page->updateReferences();
    }
}

bool DocumentView::isComplete() const
{
    return !m_series || (!m_loader->isBusy() && m_page && m_page->isComplete());
}

void DocumentView::watch(QWidget* widget)
{
    widget->installEventFilter(this);
    for (QWidget* child : widget->findChildren<QWidget*>()) {
        child->installEventFilter(this);
    }
}

bool DocumentView::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::ChildAdded:
        if (QObject* child = static_cast<QChildEvent*>(event)->child(); child->isWidgetType()) {
            child->installEventFilter(this);
        }
        break;
    case QEvent::MouseButtonDblClick:
        if (watched == m_header) {
            Q_EMIT doubleClicked();
        }
        break;
    case QEvent::MouseButtonPress:
        Q_EMIT touched();
        Q_EMIT activated();
        break;
    case QEvent::FocusIn:
        Q_EMIT activated();
        break;
    case QEvent::Wheel:
    case QEvent::KeyPress:
        Q_EMIT touched();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace isocenter
