#include "video/VideoIndex.h"

#include <algorithm>
#include <numeric>

namespace isocenter {

void VideoIndex::add(VideoUnit unit, const UnitFacts& facts)
{
    const bool second = unit.field && m_openField && facts.bottomField != m_openBottom;
    const std::int32_t before = m_units.empty() ? 0 : m_units.back().sequence;
    unit.sequence = before + (facts.beginsSequence && !second ? 1 : 0);
    unit.order = facts.pictureOrder;
    unit.frame = second || unit.skipped ? -1 : 0;
    unit.key = unit.key && !second;
    m_openField = unit.field && !second;
    m_openBottom = facts.bottomField;
    m_isB.push_back(facts.isB);
    m_units.push_back(unit);
}

/// MPEG-2: B pictures are shown at once, the others when the next one that is not a B picture comes.
void VideoIndex::orderByType()
{
    std::int64_t shown = 0;
    std::size_t held = m_units.size();
    for (std::size_t i = 0; i < m_units.size(); ++i) {
        if (m_units[i].frame < 0) {
            continue;
        }
        if (m_isB[i]) {
            m_units[i].order = shown++;
            continue;
        }
        if (held < m_units.size()) {
            m_units[held].order = shown++;
        }
        held = i;
    }
    if (held < m_units.size()) {
        m_units[held].order = shown;
    }
}

void VideoIndex::numberFrames()
{
    m_frames.clear();
    for (std::size_t i = 0; i < m_units.size(); ++i) {
        if (m_units[i].frame >= 0) {
            m_frames.push_back(i);
        }
    }
    std::stable_sort(m_frames.begin(), m_frames.end(), [this](std::size_t a, std::size_t b) {
        const VideoUnit& first = m_units[a];
        const VideoUnit& second = m_units[b];
        return first.sequence != second.sequence ? first.sequence < second.sequence : first.order < second.order;
    });
    for (std::size_t n = 0; n < m_frames.size(); ++n) {
        m_units[m_frames[n]].frame = static_cast<std::int32_t>(n);
    }
}

/// Decoded before a frame but shown after it: so many wait in the decoder when the frame comes.
void VideoIndex::measureDelay()
{
    std::vector<std::int32_t> waiting; // a sorted list of few
    std::int32_t next = 0;
    for (const VideoUnit& unit : m_units) {
        if (unit.frame < 0) {
            continue;
        }
        waiting.insert(std::lower_bound(waiting.begin(), waiting.end(), unit.frame), unit.frame);
        while (!waiting.empty() && waiting.front() == next) {
            waiting.erase(waiting.begin());
            ++next;
        }
        m_delay = std::max(m_delay, static_cast<int>(std::min<std::size_t>(waiting.size(), 16)));
        if (waiting.size() > 64) { // no stream keeps so many
            next = waiting.front();
        }
    }
}

/// MPEG-2: the pictures of a group are counted. Where one is not there, all others of the group may be predicted from it, but
/// for the key picture.
void VideoIndex::findLostPictures(const std::vector<std::int64_t>& told)
{
    std::size_t first = 0;
    for (std::size_t n = 1; n <= m_frames.size(); ++n) {
        const bool same = n < m_frames.size() && m_units[m_frames[n]].sequence == m_units[m_frames[n - 1]].sequence;
        if (same) {
            continue;
        }
        bool complete = true;
        for (std::size_t i = first + 1; i < n; ++i) {
            complete = complete && told[m_frames[i]] == (told[m_frames[i - 1]] + 1) % 1024;
        }
        for (std::size_t i = first; i < n && !complete && m_units.back().sequence > 0; ++i) {
            m_units[m_frames[i]].bad = m_units[m_frames[i]].bad || !m_units[m_frames[i]].key;
        }
        first = n;
    }
}

void VideoIndex::finish()
{
    std::vector<std::int64_t> told(m_units.size());
    std::transform(m_units.begin(), m_units.end(), told.begin(), [](const VideoUnit& unit) { return unit.order; });
    if (!m_countsOrder) {
        orderByType();
    }
    numberFrames();
    if (!m_countsOrder) {
        findLostPictures(told);
    }
    measureDelay();
}

/// Sure are those up to the last unit, but for the end, after which all frames from the first to the latest were there.
void VideoIndex::distrustEnd()
{
    std::size_t sure = 0;
    std::int32_t latest = -1;
    std::int32_t count = 0;
    for (std::size_t i = 0; i + 1 < m_units.size(); ++i) {
        if (m_units[i].frame >= 0) {
            ++count;
            latest = std::max(latest, m_units[i].frame);
        }
        sure = count == latest + 1 ? i + 1 : sure;
    }
    for (std::size_t i = sure; i < m_units.size(); ++i) {
        m_units[i].bad = true;
    }
}

std::size_t VideoIndex::keyBefore(std::size_t unit) const
{
    while (unit > 0 && !m_units[unit].key) {
        --unit;
    }
    return unit;
}

bool VideoIndex::isLeading(std::size_t unit) const
{
    const std::size_t key = keyBefore(unit);
    return key != unit && m_units[unit].frame >= 0 && m_units[unit].frame < m_units[key].frame;
}

std::size_t VideoIndex::startFor(std::size_t unit) const
{
    std::size_t key = keyBefore(unit);
    while (key > 0 && m_units[unit].frame < m_units[key].frame) {
        key = keyBefore(key - 1);
    }
    return key;
}

bool VideoIndex::isDamaged(std::size_t unit) const
{
    if (m_units[unit].bad) {
        return true;
    }
    for (std::size_t i = startFor(unit); i < unit; ++i) {
        if (m_units[i].bad && m_units[i].reference) {
            return true;
        }
    }
    // The second field lies behind.
    return unit + 1 < m_units.size() && m_units[unit].field && m_units[unit + 1].frame < 0 && m_units[unit + 1].bad;
}

} // namespace isocenter
