#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace isocenter {

/// A turntable's clock: says by how much to turn, about thirty times a second, by the time that has really passed. GUI thread.
class VolumeSpin : public QObject
{
    Q_OBJECT
public:
    static constexpr double kSlowest = 5;
    static constexpr double kFastest = 180;

    explicit VolumeSpin(QObject* parent = nullptr);

    bool isOn() const { return m_timer.isActive(); }
    void setOn(bool on);
    double speed() const { return m_speed; } ///< degrees a second
    void setSpeed(double degreesPerSecond);  ///< within the bounds

Q_SIGNALS:
    void changed(); ///< on or speed
    void turned(double degrees);

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_speed = 36;
};

} // namespace isocenter
