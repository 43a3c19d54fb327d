#include "page/PageBrowser.h"

#include "theme/Theme.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPointer>
#include <QScrollBar>
#include <QTextDocumentFragment>
#include <QTextFrame>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr int kMeasure = 90; ///< characters of a line
constexpr int kLeastPercent = 60;
constexpr int kMostPercent = 300;
constexpr double kNotch = 120;

} // namespace

PageBrowser::PageBrowser(QWidget* parent) : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("documentText"));
    setAccessibleName(tr("Text of the document"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setAcceptDrops(false); // a series dropped here is the viewport's
    viewport()->setAcceptDrops(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl& url) {
        const int index = referenceOf(url.toString());
        if (index >= 0 && index < static_cast<int>(m_page.references.size())) {
            Q_EMIT referenceActivated(index);
        }
    });
}

void PageBrowser::setPage(const PageText& page, const PlaceOf& placeOf)
{
    m_page = page;
    m_placeOf = placeOf;
    refresh();
    verticalScrollBar()->setValue(0);
}

QFont PageBrowser::pageFont() const
{
    QFont face = font();
    face.setPixelSize(std::max(6, qRound(Theme::scaled(15) * m_percent / 100.0)));
    return face;
}

void PageBrowser::refresh()
{
    const Theme theme = Theme::applied();
    const int first = cursorForPosition(QPoint(0, 0)).position();
    const bool scrolled = verticalScrollBar()->value() > 0;
    const PageStyle style{pageFont(),          theme.color("text"),   theme.color("text-quiet"), theme.color("current"),
                          theme.color("line"), theme.color("caution")};
    // A document of its own each time: only what comes into view of it is laid out.
    const QPointer<QTextDocument> before = document();
    auto* next = new QTextDocument(this);
    m_links = isocenter::setPage(*next, m_page, style, m_placeOf);
    layOut(*next);
    setDocument(next);
    if (before) { // Qt deletes only the one it made itself
        before->deleteLater();
    }
    if (scrolled) {
        QTextCursor top(next);
        top.setPosition(std::min(first, std::max(0, next->characterCount() - 1)));
        setTextCursor(top);
        verticalScrollBar()->setValue(verticalScrollBar()->value() + cursorRect(top).top());
    }
    Q_EMIT pageSet();
}

void PageBrowser::setZoomPercent(int percent)
{
    const int bounded = std::clamp(percent, kLeastPercent, kMostPercent);
    if (bounded != m_percent) {
        m_percent = bounded;
        refresh();
    }
}

// Below the header's texts, in lines that the eye can follow however wide the viewport is.
void PageBrowser::layOut(QTextDocument& page) const
{
    const double measure = kMeasure * QFontMetricsF(pageFont()).averageCharWidth();
    const double left = Theme::scaled(14);
    const double right = std::max(left, std::floor(viewport()->width() - left - measure));
    QTextFrameFormat format = page.rootFrame()->frameFormat();
    if (format.leftMargin() != left || format.rightMargin() != right || format.topMargin() != left) {
        format.setLeftMargin(left);
        format.setRightMargin(right);
        format.setTopMargin(left);
        format.setBottomMargin(3 * left);
        page.rootFrame()->setFrameFormat(format);
    }
}

void PageBrowser::scrollLines(int lines)
{
    QScrollBar& bar = *verticalScrollBar();
    bar.setValue(bar.value() + lines * 3 * QFontMetrics(pageFont()).height());
}

// Keys that viewer commands have as well: within the page they are the page's.
bool PageBrowser::takes(const QKeyEvent& event) const
{
    if (event.matches(QKeySequence::Copy) || event.matches(QKeySequence::SelectAll) || event.matches(QKeySequence::Find) ||
        event.matches(QKeySequence::FindNext) || event.matches(QKeySequence::FindPrevious)) {
        return true;
    }
    const QTextCursor cursor = textCursor();
    switch (event.key()) {
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
        return (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    case Qt::Key_Tab:
        return event.modifiers() == Qt::NoModifier && std::any_of(m_links.begin(), m_links.end(), [&](const PageLink& link) {
                   return link.start >= cursor.selectionEnd();
               });
    case Qt::Key_Backtab:
        return std::any_of(m_links.begin(), m_links.end(),
                           [&](const PageLink& link) { return link.end <= cursor.selectionStart(); });
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return std::any_of(m_links.begin(), m_links.end(), [&](const PageLink& link) {
            return link.start == cursor.selectionStart() && link.end == cursor.selectionEnd();
        });
    default:
        return false;
    }
}

bool PageBrowser::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && takes(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QTextBrowser::event(event);
}

void PageBrowser::keyPressEvent(QKeyEvent* event)
{
    QScrollBar& bar = *verticalScrollBar();
    if (event->matches(QKeySequence::Find)) {
        Q_EMIT findRequested();
    } else if (event->matches(QKeySequence::FindNext) || event->matches(QKeySequence::FindPrevious)) {
        Q_EMIT findNextRequested(event->matches(QKeySequence::FindNext));
    } else if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) {
        bar.setValue(event->key() == Qt::Key_Home ? bar.minimum() : bar.maximum());
    } else if (event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown) {
        bar.setValue(bar.value() + (event->key() == Qt::Key_PageUp ? -bar.pageStep() : bar.pageStep()));
    } else {
        QTextBrowser::keyPressEvent(event);
    }
}

void PageBrowser::wheelEvent(QWheelEvent* event)
{
    if (!(event->modifiers() & Qt::ControlModifier)) {
        QTextBrowser::wheelEvent(event);
        event->accept(); // at the end of the text too: the wheel never turns to another document by itself
        return;
    }
    m_wheelRest += event->angleDelta().y() / kNotch;
    const int steps = static_cast<int>(std::trunc(m_wheelRest));
    m_wheelRest -= steps;
    if (steps != 0) {
        Q_EMIT zoomRequested(steps);
    }
    event->accept();
}

void PageBrowser::resizeEvent(QResizeEvent* event)
{
    QTextBrowser::resizeEvent(event);
    layOut(*document());
}

void PageBrowser::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        refresh(); // another theme or size of text
    }
}

void PageBrowser::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, &QTextEdit::copy)->setEnabled(textCursor().hasSelection());
    menu->addAction(tr("Select all"), this, &QTextEdit::selectAll);
    menu->addAction(tr("Find\u2026"), this, &PageBrowser::findRequested);
    menu->popup(event->globalPos());
}

QMimeData* PageBrowser::createMimeDataFromSelection() const
{
    auto* copied = new QMimeData;
    copied->setText(textCursor().selection().toPlainText());
    return copied;
}

QVariant PageBrowser::loadResource(int, const QUrl&)
{
    return {};
}

} // namespace isocenter
