#include "trace/TraceEnvelope.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isocenter {

namespace {

constexpr std::size_t kBlock = 32;
constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

void join(TraceEnvelope::Span& span, const TraceEnvelope::Span& other)
{
    if (!std::isnan(other.least)) {
        span.least = std::isnan(span.least) ? other.least : std::min(span.least, other.least);
        span.most = std::isnan(span.most) ? other.most : std::max(span.most, other.most);
    }
    span.gap = span.gap || other.gap;
}

TraceEnvelope::Span spanOf(float value)
{
    return std::isfinite(value) ? TraceEnvelope::Span{value, value, false} : TraceEnvelope::Span{kNone, kNone, true};
}

} // namespace

TraceEnvelope::TraceEnvelope(const std::vector<float>& values) : m_values(&values)
{
    std::vector<Span> level((values.size() + kBlock - 1) / kBlock, Span{kNone, kNone, false});
    for (std::size_t i = 0; i < values.size(); ++i) {
        join(level[i / kBlock], spanOf(values[i]));
    }
    while (level.size() > 1) {
        std::vector<Span> next((level.size() + kBlock - 1) / kBlock, Span{kNone, kNone, false});
        for (std::size_t i = 0; i < level.size(); ++i) {
            join(next[i / kBlock], level[i]);
        }
        m_levels.push_back(std::move(level));
        level = std::move(next);
    }
    m_levels.push_back(std::move(level));
}

bool TraceEnvelope::has(std::size_t index) const
{
    return index < count() && std::isfinite((*m_values)[index]);
}

TraceEnvelope::Span TraceEnvelope::over(std::size_t from, std::size_t to) const
{
    Span span{kNone, kNone, false};
    add(span, 0, from, std::min(to, count()));
    return span;
}

/// Entries [from, to) of level `level`, 0 being the samples themselves.
void TraceEnvelope::add(Span& span, std::size_t level, std::size_t from, std::size_t to) const
{
    while (from < to) {
        const bool last = level == m_levels.size();
        const std::size_t first = last ? to : std::min(to, (from + kBlock - 1) / kBlock * kBlock);
        const std::size_t end = last ? to : std::max(first, to / kBlock * kBlock);
        const auto addOne = [&](std::size_t i) { join(span, level == 0 ? spanOf((*m_values)[i]) : m_levels[level - 1][i]); };
        for (std::size_t i = from; i < first; ++i) {
            addOne(i);
        }
        for (std::size_t i = end; i < to; ++i) {
            addOne(i);
        }
        from = first / kBlock;
        to = end / kBlock;
        ++level;
    }
}

} // namespace isocenter
