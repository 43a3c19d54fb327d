#include "work/SeriesLoader.h"

#include <algorithm>

namespace isocenter {

struct SeriesLoader::Slot
{
    QString reason;
    bool loaded = false;
    bool pinned = false;
    bool running = false;
};

struct SeriesLoader::Answer
{
    FramePtr frame;
    QString reason; ///< if there is no frame
};

namespace {

// Visible work goes before thumbnails and imports in the same queue.
constexpr int kFramePriority = 10;
// Frames beyond the budget that stay pinned because they were just looked at.
constexpr std::size_t kVisited = 4;
// Frames beyond the budget that are fetched before they are looked at: a second of video, as far as memory allows.
constexpr std::size_t kMostAhead = 24;
constexpr std::size_t kAheadBytes = std::size_t{256} << 20;

FrameKey keyOf(const FrameRef& ref)
{
    return {ref.image->path, ref.frame};
}

std::size_t estimatedBytes(const ImageAttributes& image)
{
    const std::size_t bits = static_cast<std::size_t>(std::max(8, image.bitsAllocated));
    return static_cast<std::size_t>(image.rows) * static_cast<std::size_t>(image.columns) *
           static_cast<std::size_t>(image.samples) * bits / 8;
}

} // namespace

SeriesLoader::SeriesLoader(const ImageReader& reader, FrameCache& cache, WorkQueue& queue, QObject* parent)
    : QObject(parent), m_reader(reader), m_cache(cache), m_queue(queue), m_answers(this)
{
}

SeriesLoader::~SeriesLoader()
{
    clear();
}

void SeriesLoader::clear()
{
    m_answers.forget();
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        if (m_slots[i].pinned) {
            m_cache.unpin(keyOf(m_series->frames[i]));
        }
    }
    for (const int index : m_visited) {
        m_cache.unpin(keyOf(m_series->frames[static_cast<std::size_t>(index)]));
    }
    m_visited.clear();
    m_series.reset();
    m_slots.clear();
    m_waiting.clear();
    m_running = m_loaded = m_failed = 0;
}

void SeriesLoader::load(const ImageSeriesPtr& series, int focus)
{
    // Pinned before the old series is let go: a series that grew keeps what is already in the cache.
    std::vector<Slot> slots(series ? series->frames.size() : 0);
    for (std::size_t i = 0; i < slots.size(); ++i) {
        slots[i].pinned = m_cache.tryPin(keyOf(series->frames[i]), estimatedBytes(*series->frames[i].image));
    }
    clear();
    m_series = series;
    m_slots = std::move(slots);
    m_direction = 1;
    m_focus = series ? std::clamp(focus, 0, std::max(0, series->count() - 1)) : 0;
    for (int i = 0; i < static_cast<int>(m_slots.size()); ++i) {
        Slot& slot = m_slots[static_cast<std::size_t>(i)];
        slot.loaded = m_cache.find(keyOf(series->frames[static_cast<std::size_t>(i)])) != nullptr;
        m_loaded += slot.loaded ? 1 : 0;
        // What does not fit the budget is fetched when the focus comes near.
        if (!slot.loaded && slot.pinned) {
            m_waiting.push_back(i);
        }
    }
    if (!m_slots.empty()) {
        fetchNearFocus();
    }
    schedule();
    pump();
    if (isFinished()) {
        // Later, as for any other series: the caller is not ready yet.
        const auto tell = [this, expected = series] {
            if (m_series == expected) {
                Q_EMIT finished();
            }
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    }
}

void SeriesLoader::setFocus(int index)
{
    if (!m_series || index < 0 || index >= m_series->count()) {
        return;
    }
    if (index != m_focus) {
        m_direction = index > m_focus ? 1 : -1;
    }
    m_focus = index;
    fetchNearFocus();
    schedule();
    pump();
}

/// How many frames after `index` are fetched though they do not fit the budget.
int SeriesLoader::ahead(int index) const
{
    const std::size_t bytes = std::max<std::size_t>(1, estimatedBytes(*m_series->frames[static_cast<std::size_t>(index)].image));
    return static_cast<int>(std::min(kMostAhead, std::min(kAheadBytes, m_cache.budget() / 8) / bytes));
}

/// What does not fit the budget: the focus and what follows it is asked for, what was asked for elsewhere is not any more.
void SeriesLoader::fetchNearFocus()
{
    const int count = ahead(m_focus);
    const int last = m_focus + m_direction * count;
    const auto isNear = [&](int i) { return i >= std::min(m_focus, last) && i <= std::max(m_focus, last); };
    m_waiting.erase(std::remove_if(m_waiting.begin(), m_waiting.end(),
                                   [&](int i) { return !m_slots[static_cast<std::size_t>(i)].pinned && !isNear(i); }),
                    m_waiting.end());
    for (int step = count; step >= 0; --step) { // the focus last: it is the newest of the visited
        const int i = m_focus + m_direction * step;
        if (i < 0 || i >= m_series->count() || m_slots[static_cast<std::size_t>(i)].pinned) {
            continue;
        }
        pinVisited(i);
        Slot& slot = m_slots[static_cast<std::size_t>(i)];
        const bool waiting = std::find(m_waiting.begin(), m_waiting.end(), i) != m_waiting.end();
        if (!waiting && !slot.running && slot.reason.isEmpty() && !frame(i)) {
            m_loaded -= slot.loaded ? 1 : 0;
            slot.loaded = false;
            m_waiting.push_back(i);
        }
    }
    while (m_visited.size() > kVisited + static_cast<std::size_t>(count)) {
        m_cache.unpin(keyOf(m_series->frames[static_cast<std::size_t>(m_visited.front())]));
        m_visited.erase(m_visited.begin());
    }
}

void SeriesLoader::pinVisited(int index)
{
    const auto found = std::find(m_visited.begin(), m_visited.end(), index);
    if (found != m_visited.end()) {
        std::rotate(found, found + 1, m_visited.end());
        return;
    }
    m_cache.pin(keyOf(m_series->frames[static_cast<std::size_t>(index)]));
    m_visited.push_back(index);
}

void SeriesLoader::schedule()
{
    // Two ahead count as one behind: the reader goes on in the direction of the last step.
    const auto cost = [this](int i) {
        const int d = (i - m_focus) * m_direction;
        return d >= 0 ? d : -2 * d;
    };
    std::sort(m_waiting.begin(), m_waiting.end(), [&](int a, int b) { return cost(a) > cost(b); });
}

void SeriesLoader::pump()
{
    // Few are handed out at a time, so that a change of focus takes effect at once.
    while (m_running < 2 * m_queue.threads() && !m_waiting.empty()) {
        const int index = m_waiting.back();
        m_waiting.pop_back();
        ++m_running;
        m_slots[static_cast<std::size_t>(index)].running = true;
        const FrameRef ref = m_series->frames[static_cast<std::size_t>(index)];
        const auto work = [&reader = m_reader, &cache = m_cache, ref](const CancelToken& cancel) {
            Answer answer{cache.find(keyOf(ref)), {}};
            if (!answer.frame) {
                Result<FramePtr> read = reader.readFrame(*ref.image, ref.frame, cancel);
                if (read) {
                    answer.frame = std::move(read).value();
                    cache.put(keyOf(ref), answer.frame);
                } else {
                    answer.reason = read.error().message;
                }
            }
            return answer;
        };
        m_answers.ask(m_queue, kFramePriority, work, [this, index](const Answer& answer) { deliver(index, answer); });
    }
}

void SeriesLoader::deliver(int index, const Answer& answer)
{
    --m_running;
    const ImageSeriesPtr current = m_series;
    Slot& slot = m_slots[static_cast<std::size_t>(index)];
    slot.running = false;
    if (answer.frame) {
        slot.loaded = true;
        ++m_loaded;
        Q_EMIT frameReady(index);
    } else {
        slot.reason = answer.reason;
        ++m_failed;
        Q_EMIT frameFailed(index, answer.reason);
    }
    if (m_series != current) {
        return; // a receiver loaded something else
    }
    pump();
    if (isFinished()) {
        Q_EMIT finished();
    }
}

FramePtr SeriesLoader::frame(int index) const
{
    return m_series ? m_cache.find(keyOf(m_series->frames[static_cast<std::size_t>(index)])) : nullptr;
}

QString SeriesLoader::failure(int index) const
{
    return m_series ? m_slots[static_cast<std::size_t>(index)].reason : QString();
}

bool SeriesLoader::isLoaded(int index) const
{
    if (!m_series || !m_slots[static_cast<std::size_t>(index)].loaded) {
        return false;
    }
    // One that does not fit the budget may have had to go.
    return m_slots[static_cast<std::size_t>(index)].pinned || frame(index) != nullptr;
}

bool SeriesLoader::isFinished() const
{
    return m_series && m_loaded + m_failed == m_series->count();
}

} // namespace isocenter
