#include "volume/VolumeSpin.h"

#include <algorithm>

namespace isocenter {

namespace {

constexpr int kTick = 33;         // ms, that of a draft
constexpr double kLongest = 0.25; // s: after a stall it goes on, it does not jump

} // namespace

VolumeSpin::VolumeSpin(QObject* parent) : QObject(parent)
{
    m_timer.setInterval(kTick);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const double seconds = static_cast<double>(m_clock.nsecsElapsed()) / 1e9;
        m_clock.restart();
        Q_EMIT turned(m_speed * std::min(seconds, kLongest));
    });
}

void VolumeSpin::setOn(bool on)
{
    if (on == isOn()) {
        return;
    }
    if (on) {
        m_clock.restart();
        m_timer.start();
    } else {
        m_timer.stop();
    }
    Q_EMIT changed();
}

void VolumeSpin::setSpeed(double degreesPerSecond)
{
    m_speed = std::clamp(degreesPerSecond, kSlowest, kFastest);
    Q_EMIT changed();
}

} // namespace isocenter
