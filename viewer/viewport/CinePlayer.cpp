#include "viewport/CinePlayer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isocenter {

namespace {

constexpr double kDefaultMs = 100;
constexpr double kWaitMs = 4; ///< how soon a missing frame is looked for again

double sane(double milliseconds)
{
    return std::isfinite(milliseconds) && milliseconds > 0 ? std::clamp(milliseconds, 1.0, 10000.0) : kDefaultMs;
}

} // namespace

std::vector<double> cineDurations(const ImageSeries& series)
{
    std::vector<double> durations;
    durations.reserve(series.frames.size());
    for (const FrameRef& ref : series.frames) {
        const std::vector<double>& times = ref.image->frameTimesMs;
        const double rate = ref.image->recommendedFrameRate;
        if (!times.empty()) {
            durations.push_back(
                sane(times[times.size() == 1 ? 0 : std::min(times.size() - 1, static_cast<std::size_t>(ref.frame))]));
        } else {
            durations.push_back(rate > 0 ? sane(1000.0 / rate) : kDefaultMs);
        }
    }
    return durations;
}

CinePlayer::CinePlayer(Clock clock, QObject* parent) : QObject(parent), m_clock(std::move(clock))
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &CinePlayer::tick);
}

void CinePlayer::start(std::vector<double> durationsMs, int index)
{
    stop();
    if (durationsMs.size() < 2) {
        return;
    }
    m_durations = std::move(durationsMs);
    moveTo(index);
}

void CinePlayer::stop()
{
    m_timer.stop();
    m_durations.clear();
    m_shown.clear();
}

void CinePlayer::setSpeed(double factor)
{
    const double old = m_speed;
    m_speed = std::isfinite(factor) ? std::clamp(factor, 0.1, 10.0) : 1.0;
    if (isPlaying()) {
        const double now = m_clock();
        m_due = now + std::max(0.0, m_due - now) * old / m_speed;
        schedule();
    }
}

double CinePlayer::nominalRate() const
{
    const double total = std::accumulate(m_durations.begin(), m_durations.end(), 0.0);
    return total > 0 ? 1000.0 * double(m_durations.size()) * m_speed / total : 0;
}

void CinePlayer::moveTo(int index)
{
    if (isPlaying()) {
        m_index = std::clamp(index, 0, static_cast<int>(m_durations.size()) - 1);
        m_due = m_clock() + durationOf(m_index);
        schedule();
    }
}

void CinePlayer::noteShown()
{
    const double now = m_clock();
    m_shown.push_back(now);
    while (m_shown.size() > 2 && now - m_shown.front() > 1000) {
        m_shown.pop_front();
    }
}

double CinePlayer::rate() const
{
    if (m_shown.size() < 2 || m_shown.back() <= m_shown.front()) {
        return 0;
    }
    return 1000.0 * double(m_shown.size() - 1) / (m_shown.back() - m_shown.front());
}

void CinePlayer::tick()
{
    if (!isPlaying()) {
        return;
    }
    const double now = m_clock();
    const int count = static_cast<int>(m_durations.size());
    const double round = std::accumulate(m_durations.begin(), m_durations.end(), 0.0) / m_speed;
    if (now - m_due > round) {
        m_due += std::floor((now - m_due) / round) * round; // whole rounds missed change nothing
    }
    const int before = m_index;
    while (now >= m_due) {
        const int next = (m_index + 1) % count;
        if (m_isReady && !m_isReady(next)) {
            m_due = now + kWaitMs;
            break;
        }
        m_index = next;
        m_due += durationOf(next);
    }
    schedule();
    if (m_index != before) {
        Q_EMIT frameDue(m_index);
    }
}

double CinePlayer::durationOf(int index) const
{
    return m_durations[static_cast<std::size_t>(index)] / m_speed;
}

void CinePlayer::schedule()
{
    m_timer.start(std::max(0, static_cast<int>(std::ceil(m_due - m_clock()))));
}

} // namespace isocenter
