#include "shell/MessageBar.h"

#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace isocenter {

MessageBar::MessageBar(QWidget* host)
    : QFrame(host), m_sign(new QLabel(this)), m_text(new QLabel(this)), m_action(new QPushButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(false);
    m_text->setObjectName(QStringLiteral("messageText"));
    m_action->setProperty("link", true);
    m_action->setFocusPolicy(Qt::TabFocus);
    m_action->setObjectName(QStringLiteral("messageAction"));
    auto* close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setToolTip(tr("Close this message"));
    close->setAccessibleName(tr("Close this message"));
    close->setFocusPolicy(Qt::TabFocus);
    m_close = close;
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 6, 6);
    layout->setSpacing(10);
    layout->addWidget(m_sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(close);
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(m_action, &QPushButton::clicked, this, &MessageBar::act);
    m_leave.setSingleShot(true);
    connect(&m_leave, &QTimer::timeout, this, &MessageBar::dismiss);
    host->installEventFilter(this);
    hide();
}

void MessageBar::show(const QString& sentence, const QString& actionText, const std::function<void()>& action, Kind kind)
{
    if (!m_messages.empty() && !m_messages.back().action) {
        m_messages.pop_back(); // what asks for nothing gives way
    }
    m_messages.push_back({sentence, actionText, action, kind});
    present();
}

void MessageBar::dismiss()
{
    if (!m_messages.empty()) {
        m_messages.pop_back();
    }
    present();
}

void MessageBar::clear()
{
    m_messages.clear();
    present();
}

QString MessageBar::sentence() const
{
    return m_messages.empty() ? QString() : m_messages.back().sentence;
}

void MessageBar::act()
{
    if (m_messages.empty()) {
        return;
    }
    const std::function<void()> action = m_messages.back().action;
    dismiss();
    if (action) {
        action();
    }
}

void MessageBar::present()
{
    m_leave.stop();
    if (m_messages.empty()) {
        hide();
        return;
    }
    const Message& message = m_messages.back();
    const bool caution = message.kind == Kind::Caution;
    m_sign->setPixmap(iconPixmap(caution ? QStringLiteral("caution") : QStringLiteral("info"),
                                 QSize(Theme::scaled(18), Theme::scaled(18)),
                                 Theme::applied().color(caution ? "caution" : "text-quiet"), devicePixelRatioF()));
    m_text->setText(message.sentence);
    m_action->setVisible(!message.actionText.isEmpty());
    m_action->setText(message.actionText);
    setAccessibleName(message.sentence);
    place();
    QFrame::show();
    raise();
    if (!message.action && m_lifetime > 0) {
        m_leave.start(m_lifetime);
    }
}

void MessageBar::setPlace(const std::function<QRect()>& place)
{
    m_place = place;
}

void MessageBar::place()
{
    const QRect host = parentWidget()->rect();
    const QRect given = m_place ? m_place() : QRect();
    const QRect area = given.isValid() ? given & host : host;
    const int edge = Theme::scaled(16);
    // A narrow place gives its height alone: words in a column are not read.
    const QRect across = area.width() < Theme::scaled(420) ? host : area;
    const int most = across.width() - 2 * edge;
    m_text->setWordWrap(false);
    QSize size = sizeHint();
    if (size.width() > most) {
        m_text->setWordWrap(true);
        size = QSize(most, std::max(size.height(), layout()->totalHeightForWidth(most)));
    }
    resize(size);
    const int left = std::clamp(area.center().x() - size.width() / 2, across.left(),
                                std::max(across.left(), across.right() + 1 - size.width()));
    move(left, std::max(host.top(), area.bottom() + 1 - size.height() - edge));
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisibleTo(parentWidget())) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace isocenter
