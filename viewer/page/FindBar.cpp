#include "page/FindBar.h"

#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTextDocument>
#include <QTextEdit>
#include <QToolButton>

#include <algorithm>

namespace isocenter {

namespace {

constexpr std::size_t kMost = 1000; // places marked

QToolButton* button(QWidget* parent, const char* icon, const QString& name)
{
    auto* made = new QToolButton(parent);
    made->setIcon(themedIcon(QLatin1String(icon)));
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setFocusPolicy(Qt::NoFocus);
    return made;
}

} // namespace

FindBar::FindBar(QTextEdit& text, QWidget* parent)
    : QWidget(parent), m_text(text), m_field(new QLineEdit(this)), m_count(new QLabel(this))
{
    setObjectName(QStringLiteral("documentFind"));
    setAttribute(Qt::WA_StyledBackground);
    m_field->setProperty("search", true);
    m_field->setPlaceholderText(tr("Find in this document"));
    m_field->setAccessibleName(tr("Find in this document"));
    m_field->setMaxLength(200);
    m_field->installEventFilter(this);
    m_count->setProperty("quiet", true);
    QToolButton* before = button(this, "chevron-up", tr("Previous place (Shift+Enter)"));
    QToolButton* after = button(this, "chevron-down", tr("Next place (Enter)"));
    QToolButton* close = button(this, "close", tr("Close (Escape)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    row->addWidget(before);
    row->addWidget(after);
    row->addWidget(close);
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::find);
    connect(before, &QToolButton::clicked, this, [this] { next(false); });
    connect(after, &QToolButton::clicked, this, [this] { next(true); });
    connect(close, &QToolButton::clicked, this, &FindBar::leave);
    hide();
}

void FindBar::open()
{
    setVisible(true);
    m_field->setFocus();
    m_field->selectAll();
    find();
}

void FindBar::leave()
{
    setVisible(false);
    m_found.clear();
    m_current = -1;
    m_text.setExtraSelections({});
    m_text.setFocus();
}

void FindBar::refresh()
{
    if (!isHidden()) {
        search();
        m_current = std::min(m_current, count() - 1);
        tell();
    }
}

void FindBar::search()
{
    m_found.clear();
    const QString words = m_field->text();
    QTextCursor at(m_text.document());
    while (!words.isEmpty() && m_found.size() < kMost) {
        at = m_text.document()->find(words, at);
        if (at.isNull()) {
            break;
        }
        m_found.push_back(at);
    }
}

void FindBar::find()
{
    search();
    // From where the reader is.
    const int from = m_text.cursorForPosition(QPoint(0, 0)).position();
    const auto first =
        std::find_if(m_found.begin(), m_found.end(), [from](const QTextCursor& c) { return c.selectionStart() >= from; });
    show(m_found.empty() ? -1 : first == m_found.end() ? 0 : static_cast<int>(first - m_found.begin()));
}

void FindBar::next(bool forward)
{
    if (isHidden()) {
        open();
    } else if (const int n = count(); n > 0) {
        show((m_current + (forward ? 1 : n - 1)) % n);
    }
}

void FindBar::show(int index)
{
    m_current = index;
    if (index >= 0) {
        QTextCursor place = m_found[static_cast<std::size_t>(index)];
        place.setPosition(place.selectionStart());
        m_text.setTextCursor(place);
        m_text.ensureCursorVisible();
    }
    tell();
}

void FindBar::tell()
{
    const QString of = m_found.size() < kMost ? QString::number(m_found.size()) : tr("%1 or more").arg(kMost);
    const QString found = m_found.empty() ? tr("not found") : tr("%1 of %2").arg(m_current + 1).arg(of);
    m_count->setText(m_field->text().isEmpty() ? QString() : found);
    const Theme theme = Theme::applied();
    QList<QTextEdit::ExtraSelection> marks;
    for (std::size_t i = 0; i < m_found.size(); ++i) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = m_found[i];
        const bool now = static_cast<int>(i) == m_current;
        selection.format.setBackground(theme.color(now ? "current" : "selection"));
        selection.format.setForeground(theme.color(now ? "on-current" : "text"));
        marks << selection;
    }
    m_text.setExtraSelections(marks);
}

// The field's keys come before the commands of the viewports.
bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress) {
        return QWidget::eventFilter(watched, event);
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool again = key->matches(QKeySequence::FindNext) || key->matches(QKeySequence::FindPrevious);
    const bool find = key->matches(QKeySequence::Find);
    if (!enter && !again && !find && key->key() != Qt::Key_Escape) {
        return QWidget::eventFilter(watched, event);
    }
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
    } else if (key->key() == Qt::Key_Escape) {
        leave();
    } else if (find) {
        m_field->selectAll();
    } else {
        next(enter ? !(key->modifiers() & Qt::ShiftModifier) : key->matches(QKeySequence::FindNext));
    }
    return true;
}

} // namespace isocenter
