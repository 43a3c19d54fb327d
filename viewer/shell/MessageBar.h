#pragma once

#include <QFrame>
#include <QRect>
#include <QString>
#include <QTimer>

#include <functional>
#include <vector>

class QLabel;
class QPushButton;

namespace isocenter {

/// One sentence and at most one action, over the lower edge of `host` (or of the place given) and centred in it. A message
/// without an action leaves by itself; one with an action stays until it is answered or closed, and comes back when a later one
/// has left. Never takes the focus. Texts are shown as they are, never as markup.
class MessageBar : public QFrame
{
    Q_OBJECT
public:
    enum class Kind { Plain, Caution };

    explicit MessageBar(QWidget* host);

    void show(const QString& sentence, const QString& actionText = {}, const std::function<void()>& action = {},
              Kind kind = Kind::Plain);
    /// Closes the message in view; an earlier one that still waits for its answer comes back.
    void dismiss();
    void clear();
    /// Empty while nothing is shown.
    QString sentence() const;
    int waiting() const { return static_cast<int>(m_messages.size()); }
    /// Where it lies, asked each time, in the host's coordinates: over the lower edge of that place. Null or without an answer:
    /// the host.
    void setPlace(const std::function<QRect()>& place);
    void place();
    /// How long a message without an action stays; 0: until dismissed.
    void setLifetime(int milliseconds) { m_lifetime = milliseconds; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Message
    {
        QString sentence;
        QString actionText;
        std::function<void()> action;
        Kind kind = Kind::Plain;
    };
    void present();
    void act();

    std::vector<Message> m_messages; ///< the last one is in view
    std::function<QRect()> m_place;
    QTimer m_leave;
    int m_lifetime = 7000;
    QLabel* m_sign;
    QLabel* m_text;
    QPushButton* m_action;
    QWidget* m_close;
};

} // namespace isocenter
