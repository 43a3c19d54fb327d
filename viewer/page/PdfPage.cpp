#include "page/PdfPage.h"

#include "paged/PageSearch.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace isocenter {

namespace {

constexpr double kZoomStep = 1.25;

} // namespace

PdfPage::PdfPage(std::unique_ptr<PageSource> source, QWidget* parent)
    : DocumentPage(parent), m_view(new PagedView(std::move(source), this))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(4);
    buildBar(bar);
    column->addLayout(bar);
    m_caution = new QLabel(this);
    m_caution->setObjectName(QStringLiteral("pdfCaution"));
    m_caution->setTextFormat(Qt::PlainText);
    m_caution->setWordWrap(true);
    m_caution->setContentsMargins(8, 0, 8, 4);
    m_caution->setStyleSheet(QStringLiteral("color: %1").arg(Theme::applied().color("caution").name()));
    column->addWidget(m_caution);
    column->addWidget(m_view, 1);
    setFocusProxy(m_view);
    connect(m_view, &PagedView::stateChanged, this, &PdfPage::follow);
    connect(m_view, &PagedView::completeChanged, this, &DocumentPage::completeChanged);
    follow();
}

QToolButton* PdfPage::addButton(QHBoxLayout* bar, const QString& icon, const QString& tip, const QString& name)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    if (!icon.isEmpty()) {
        button->setIcon(themedIcon(icon));
    }
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(button);
    return button;
}

void PdfPage::buildBar(QHBoxLayout* bar)
{
    const auto addLabel = [this, bar](const QString& name) {
        auto* label = new QLabel(this);
        label->setObjectName(name);
        label->setTextFormat(Qt::PlainText);
        bar->addWidget(label);
        return label;
    };
    const auto up = addButton(bar, QStringLiteral("chevron-up"), tr("Page before (Page Up)"), QStringLiteral("pdfBefore"));
    connect(up, &QToolButton::clicked, m_view, [this] { m_view->goToPage(m_view->currentPage() - 1); });
    const auto down = addButton(bar, QStringLiteral("chevron-down"), tr("Next page (Page Down)"), QStringLiteral("pdfNext"));
    connect(down, &QToolButton::clicked, m_view, [this] { m_view->goToPage(m_view->currentPage() + 1); });
    m_number = addLabel(QStringLiteral("pdfNumber"));
    bar->addSpacing(12);
    const auto out = addButton(bar, QStringLiteral("minus"), tr("Smaller (-)"), QStringLiteral("pdfSmaller"));
    connect(out, &QToolButton::clicked, m_view, [this] { zoom(-1); });
    m_size = addLabel(QStringLiteral("pdfSize"));
    const auto in = addButton(bar, QStringLiteral("plus"), tr("Larger (+)"), QStringLiteral("pdfLarger"));
    connect(in, &QToolButton::clicked, m_view, [this] { zoom(1); });
    m_width = addButton(bar, {}, tr("Fit the width"), QStringLiteral("pdfWidth"));
    m_width->setText(tr("Width"));
    m_whole = addButton(bar, {}, tr("Whole pages"), QStringLiteral("pdfWhole"));
    m_whole->setText(tr("Page"));
    for (QToolButton* button : {m_width, m_whole}) {
        button->setCheckable(true);
        const auto fit = button == m_width ? PagedView::Fit::Width : PagedView::Fit::Page;
        connect(button, &QToolButton::clicked, m_view, [this, fit] {
            m_view->setFit(fit);
            follow();
        });
    }
    bar->addStretch(1);
    m_hits = addLabel(QStringLiteral("pdfHits"));
    m_field = new QLineEdit(this);
    m_field->setObjectName(QStringLiteral("pdfFind"));
    m_field->setPlaceholderText(tr("Find in the text"));
    m_field->setAccessibleName(tr("Find in the text"));
    m_field->setClearButtonEnabled(true);
    m_field->setMaxLength(100);
    m_field->setMinimumWidth(Theme::scaled(60));
    m_field->setMaximumWidth(Theme::scaled(200));
    m_field->installEventFilter(this);
    bar->addWidget(m_field, 1);
    connect(m_field, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (text.isEmpty()) {
            m_view->search().start({}, 0);
        }
    });
    m_invert = addButton(bar, QStringLiteral("invert"), tr("Invert the paper, for dark rooms"), QStringLiteral("pdfInvert"));
    m_invert->setCheckable(true);
    connect(m_invert, &QToolButton::toggled, this, [this](bool on) {
        m_view->setInverted(on);
        follow();
    });
}

QString PdfPage::searchText() const
{
    const PageSearch& search = m_view->search();
    if (search.text().isEmpty()) {
        return {};
    }
    if (search.hits() == 0) {
        return search.isRunning() ? tr("searching…") : tr("not found");
    }
    const QString of = tr("%1 of %2").arg(search.ordinal()).arg(search.hits());
    return search.isRunning() ? of + QStringLiteral("…") : of;
}

void PdfPage::follow()
{
    const QLocale locale;
    const int page = m_view->currentPage();
    m_number->setText(page < 0 ? QString() : tr("%1 of %2").arg(locale.toString(page + 1), locale.toString(m_view->saidPages())));
    m_size->setText(page < 0 ? QString() : tr("%1 %").arg(locale.toString(std::round(100 * m_view->scale()), 'f', 0)));
    m_width->setChecked(m_view->fit() == PagedView::Fit::Width);
    m_whole->setChecked(m_view->fit() == PagedView::Fit::Page);
    m_hits->setText(searchText());
    QStringList cautions;
    if (m_view->isInverted()) {
        cautions << tr("Colours are inverted: pictures on these pages are negatives.");
    }
    if (!m_view->caution().isEmpty()) {
        cautions << m_view->caution();
    }
    if (page >= 0 && !m_view->refusal().isEmpty()) {
        cautions << m_view->refusal();
    }
    m_caution->setText(QStringLiteral("⚠ ") + cautions.join(QLatin1Char(' ')));
    m_caution->setVisible(!cautions.isEmpty());
}

bool PdfPage::isComplete() const
{
    return m_view->isComplete() && !m_view->search().isRunning();
}

void PdfPage::zoom(int steps)
{
    m_view->zoomBy(std::pow(kZoomStep, steps));
}

void PdfPage::resetZoom()
{
    m_view->setFit(PagedView::Fit::Width);
}

void PdfPage::scrollLines(int lines)
{
    QScrollBar* bar = m_view->verticalScrollBar();
    bar->setValue(bar->value() + lines * bar->singleStep());
}

void PdfPage::openFind()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

/// Enter: looks for it, then the next place; Shift+Enter the one before; Escape: back to the pages.
bool PdfPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        PageSearch& search = m_view->search();
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            if (m_field->text() != search.text()) {
                search.start(m_field->text(), m_view->currentPage());
            } else {
                search.step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            }
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            m_field->clear();
            search.start({}, 0);
            m_view->setFocus(Qt::OtherFocusReason);
            return true;
        }
    }
    return DocumentPage::eventFilter(watched, event);
}

} // namespace isocenter
