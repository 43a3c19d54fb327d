#pragma once

#include <cstddef>
#include <vector>

namespace isocenter {

/// Smallest and largest values of any stretch of one channel, in a time that does not depend on its length, so that a recording
/// of hours is drawn as fast as one of seconds. Holds a tenth of the memory of the values. Immutable, any thread.
class TraceEnvelope
{
public:
    struct Span
    {
        float least; ///< NaN where the stretch has no value
        float most;
        bool gap; ///< padding or no number lies within
    };

    /// `values` must outlive this.
    explicit TraceEnvelope(const std::vector<float>& values);

    std::size_t count() const { return m_values->size(); }
    /// Of samples [from, to), clamped to the channel.
    Span over(std::size_t from, std::size_t to) const;
    Span whole() const { return over(0, count()); }
    float at(std::size_t index) const { return (*m_values)[index]; }
    bool has(std::size_t index) const; ///< false beyond the end, for padding and for what is no number

private:
    void add(Span& span, std::size_t level, std::size_t from, std::size_t to) const;

    const std::vector<float>* m_values;
    std::vector<std::vector<Span>> m_levels; ///< [0]: of 32 samples each, every further one of 32 of the one before
};

} // namespace isocenter
