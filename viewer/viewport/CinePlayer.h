#pragma once

#include "image/ImageSeries.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <vector>

namespace isocenter {

/// Milliseconds each frame of a series is to be seen: the recorded frame times, one by one where the file has a vector, else
/// the recommended display rate, else 10 frames a second. Times that no display can follow are taken as 1 ms to 10 s.
std::vector<double> cineDurations(const ImageSeries& series);

/// Says which frame is due. It follows the clock and not the number of its calls: late calls drop frames, the tempo stays.
/// GUI thread. The clock gives milliseconds and never goes back.
class CinePlayer : public QObject
{
    Q_OBJECT
public:
    using Clock = std::function<double()>;

    explicit CinePlayer(Clock clock, QObject* parent = nullptr);

    /// A frame that is not ready is waited for: the tempo goes on from when it came. Default: all are ready.
    void setReady(std::function<bool(int index)> isReady) { m_isReady = std::move(isReady); }
    void start(std::vector<double> durationsMs, int index); ///< one a frame, at least two; else nothing happens
    void stop();
    bool isPlaying() const { return !m_durations.empty(); }
    void setSpeed(double factor);
    double speed() const { return m_speed; }
    /// Mean of what is asked for, speed included, frames a second; 0 while stopped.
    double nominalRate() const;
    /// The reader went to another frame by hand.
    void moveTo(int index);
    /// To be called when a frame was really painted.
    void noteShown();
    double rate() const; ///< frames a second really painted during the last second; 0 before two were

    /// What the timer does; public for tests with a clock of their own.
    void tick();

Q_SIGNALS:
    void frameDue(int index);

private:
    double durationOf(int index) const;
    void schedule();

    Clock m_clock;
    std::function<bool(int)> m_isReady;
    QTimer m_timer;
    std::vector<double> m_durations;
    std::deque<double> m_shown;
    double m_speed = 1;
    double m_due = 0; ///< when the frame in view has been seen long enough
    int m_index = 0;
};

} // namespace isocenter
