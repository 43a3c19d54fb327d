#include "shell/CommandPalette.h"

#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace isocenter {

namespace {

enum ItemRole { IdRole = Qt::UserRole + 1, GroupRole, KeyRole };

QString folded(const QString& text)
{
    QString plain;
    for (QChar c : text.normalized(QString::NormalizationForm_D)) {
        if (c.category() != QChar::Mark_NonSpacing) {
            plain += c.toCaseFolded();
        }
    }
    return plain;
}

/// Name at the left, group beside it, shortcut at the right.
class PaletteDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, Theme::scaled(34)}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme theme = Theme::applied();
        const bool enabled = index.flags().testFlag(Qt::ItemIsEnabled);
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->fillRect(option.rect, theme.color("selection"));
        }
        const QRect row = option.rect.adjusted(Theme::scaled(14), 0, -Theme::scaled(14), 0);
        const QFontMetrics metrics(option.font);
        const QString name = index.data(Qt::DisplayRole).toString();
        painter->setPen(theme.color(enabled ? "text" : "text-quiet"));
        painter->drawText(row, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, name);
        painter->setPen(theme.color("text-quiet"));
        painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, index.data(KeyRole).toString());
        const QRect group = row.adjusted(metrics.horizontalAdvance(name) + Theme::scaled(12), 0, -Theme::scaled(110), 0);
        painter->drawText(group, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          metrics.elidedText(index.data(GroupRole).toString(), Qt::ElideRight, group.width()));
        painter->restore();
    }
};

} // namespace

int fuzzyScore(const QString& pattern, const QString& text)
{
    const QString wanted = folded(pattern).simplified();
    const QString in = folded(text);
    int score = 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (QChar c : wanted) {
        if (c.isSpace()) {
            continue;
        }
        // The start of a word is preferred to the next occurrence, if the rest of the pattern can still follow.
        qsizetype at = in.indexOf(c, from);
        if (at != last + 1) {
            for (qsizetype i = at; i >= 0 && i < in.size(); i = in.indexOf(c, i + 1)) {
                if (i == 0 || !in[i - 1].isLetterOrNumber()) {
                    at = i;
                    break;
                }
            }
        }
        if (at < 0) {
            return -1;
        }
        const bool start = at == 0 || !in[at - 1].isLetterOrNumber();
        score += at == last + 1 ? 8 : start ? 6 : 1;
        last = at;
        from = at + 1;
    }
    if (in.contains(wanted)) {
        score += in.startsWith(wanted) ? 40 : 20;
    }
    return wanted.isEmpty() ? 0 : score * 10 - static_cast<int>(std::min<qsizetype>(in.size(), 60)) / 6;
}

QString actionTitle(const QAction& action)
{
    QString text = action.text();
    text.replace(QLatin1String("&&"), QString(QChar(0xFFFF)));
    text.remove(QLatin1Char('&'));
    text.replace(QChar(0xFFFF), QLatin1Char('&'));
    return text;
}

CommandPalette::CommandPalette(const ActionRegistry& actions, QWidget* parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint),
      m_actions(actions),
      m_field(new QLineEdit(this)),
      m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("popup"));
    setAttribute(Qt::WA_StyledBackground); // opaque from its first frame, also without a compositor
    setAutoFillBackground(true);
    setAccessibleName(tr("Command palette"));
    m_field->setProperty("bare", true);
    m_field->setPlaceholderText(tr("What do you want to do?"));
    m_field->setAccessibleName(tr("Name of a command"));
    m_field->installEventFilter(this);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setStyleSheet(QStringLiteral("background: transparent;"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->setSpacing(0);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refill);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
}

void CommandPalette::open(QWidget* window)
{
    m_field->clear();
    refill();
    resize(std::min(Theme::scaled(620), window->width() - 40), std::min(Theme::scaled(420), window->height() - 80));
    move(window->mapToGlobal(QPoint((window->width() - width()) / 2, Theme::scaled(56))));
    show();
    m_field->setFocus();
}

std::vector<QString> CommandPalette::matches(const QString& pattern) const
{
    std::vector<std::pair<int, QString>> scored;
    for (const ActionRegistry::Entry& entry : m_actions.entries()) {
        const QString name = actionTitle(*entry.action);
        const int byName = fuzzyScore(pattern, name);
        const int byGroup = fuzzyScore(pattern, entry.group + QLatin1Char(' ') + name) - 20;
        const int score = std::max(byName, byGroup);
        if (score >= 0 || pattern.trimmed().isEmpty()) {
            scored.emplace_back(entry.action->isEnabled() ? score : score - 1000, entry.id);
        }
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<QString> ids;
    for (const auto& [score, id] : scored) {
        ids.push_back(id);
    }
    return ids;
}

void CommandPalette::refill()
{
    m_list->clear();
    for (const QString& id : matches(m_field->text())) {
        const auto entry =
            std::find_if(m_actions.entries().begin(), m_actions.entries().end(), [&](const auto& one) { return one.id == id; });
        auto* item = new QListWidgetItem(actionTitle(*entry->action), m_list);
        item->setData(IdRole, id);
        item->setData(GroupRole, entry->group);
        item->setData(KeyRole, entry->action->shortcut().toString(QKeySequence::NativeText));
        if (!entry->action->isEnabled()) {
            item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
        }
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    const QListWidgetItem* item = m_list->currentItem();
    QAction* action = item ? m_actions.action(item->data(IdRole).toString()) : nullptr;
    if (!action || !action->isEnabled()) {
        return;
    }
    hide();
    // After the popup has let go of the keyboard, so that what the action opens can have it.
    QTimer::singleShot(0, action, &QAction::trigger);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int step = key->key() == Qt::Key_Down ? 1 : key->key() == Qt::Key_Up ? -1 : 0;
        if (step != 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            run();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace isocenter
