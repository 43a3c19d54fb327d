#include "sculpt/ValueRuns.h"

#include "slice/ParallelRows.h"

#include <algorithm>
#include <atomic>

namespace isocenter {

namespace {

/// Runs of one line.
void scanLine(const std::int16_t* line, int columns, int least, std::uint32_t number, std::vector<ValueRuns::Run>& out)
{
    constexpr int kBlock = 16;
    for (int i = 0; i < columns;) {
        // Most of a volume is below: passed over in blocks, which the compiler makes vectors of.
        if (i + kBlock <= columns) {
            std::int16_t most = line[i];
            for (int n = 1; n < kBlock; ++n) {
                most = std::max(most, line[i + n]);
            }
            if (most < least) {
                i += kBlock;
                continue;
            }
        }
        if (line[i] < least) {
            ++i;
            continue;
        }
        const int first = i;
        while (i < columns && line[i] >= least) {
            ++i;
        }
        out.push_back({first, i - 1, number});
    }
}

/// Takes hidden voxels out of the runs from `from` on.
void takeOut(const HiddenVoxels& hidden, std::size_t lineStart, std::size_t from, std::vector<ValueRuns::Run>& runs)
{
    const std::vector<ValueRuns::Run> whole(runs.begin() + static_cast<std::ptrdiff_t>(from), runs.end());
    runs.resize(from);
    for (const ValueRuns::Run& run : whole) {
        int first = -1;
        for (int i = run.first; i <= run.last + 1; ++i) {
            const bool there = i <= run.last && !hidden.at(lineStart + static_cast<std::size_t>(i));
            if (there && first < 0) {
                first = i;
            } else if (!there && first >= 0) {
                runs.push_back({first, i - 1, run.line});
                first = -1;
            }
        }
    }
}

} // namespace

ValueRuns::ValueRuns(const Volume& volume, const HiddenVoxels* hidden, int least, const SculptWatch& watch)
    : m_rows(volume.rows), m_slices(volume.slices), m_columns(volume.columns)
{
    scan(volume, hidden, least, watch);
    m_cancelled = watch.cancel.isCancelled();
    if (!m_cancelled) {
        join();
        number();
    }
}

void ValueRuns::scan(const Volume& volume, const HiddenVoxels* hidden, int least, const SculptWatch& watch)
{
    std::vector<std::vector<Run>> slices(static_cast<std::size_t>(m_slices));
    std::atomic<int> done{0};
    forRows(m_slices, 4, [&](int begin, int end) {
        for (int k = begin; k < end && !watch.cancel.isCancelled(); ++k) {
            std::vector<Run>& runs = slices[static_cast<std::size_t>(k)];
            for (int j = 0; j < m_rows; ++j) {
                const auto line = static_cast<std::uint32_t>(j + m_rows * k);
                const std::size_t start = static_cast<std::size_t>(line) * static_cast<std::size_t>(m_columns);
                const std::size_t from = runs.size();
                scanLine(volume.voxels.get() + start, m_columns, least, line, runs);
                if (hidden && runs.size() > from) {
                    takeOut(*hidden, start, from, runs);
                }
            }
            watch.tell(0.7 * ++done / m_slices);
        }
    });
    std::size_t count = 0;
    for (const auto& runs : slices) {
        count += runs.size();
    }
    m_runs.reserve(count);
    for (const auto& runs : slices) {
        m_runs.insert(m_runs.end(), runs.begin(), runs.end());
    }
    const std::size_t lines = static_cast<std::size_t>(m_rows) * static_cast<std::size_t>(m_slices);
    m_lines.assign(lines + 1, m_runs.size());
    for (std::size_t i = m_runs.size(); i-- > 0;) {
        m_lines[m_runs[i].line] = i;
    }
    for (std::size_t line = lines; line-- > 0;) {
        m_lines[line] = std::min(m_lines[line], m_lines[line + 1]);
    }
}

std::uint32_t ValueRuns::root(std::uint32_t run)
{
    while (m_parent[run] != run) {
        m_parent[run] = m_parent[m_parent[run]];
        run = m_parent[run];
    }
    return run;
}

/// Runs of two neighbouring lines that share a column.
void ValueRuns::joinLines(std::uint32_t a, std::uint32_t b)
{
    std::size_t i = m_lines[a];
    std::size_t j = m_lines[b];
    while (i < m_lines[a + 1] && j < m_lines[b + 1]) {
        if (m_runs[i].first <= m_runs[j].last && m_runs[j].first <= m_runs[i].last) {
            const std::uint32_t x = root(static_cast<std::uint32_t>(i));
            const std::uint32_t y = root(static_cast<std::uint32_t>(j));
            m_parent[std::max(x, y)] = std::min(x, y); // the first run of a component is its root
        }
        if (m_runs[i].last < m_runs[j].last) {
            ++i;
        } else {
            ++j;
        }
    }
}

void ValueRuns::join()
{
    m_parent.resize(m_runs.size());
    for (std::size_t i = 0; i < m_parent.size(); ++i) {
        m_parent[i] = static_cast<std::uint32_t>(i);
    }
    for (int k = 0; k < m_slices; ++k) {
        for (int j = 0; j < m_rows; ++j) {
            const auto line = static_cast<std::uint32_t>(j + m_rows * k);
            if (j > 0) {
                joinLines(line - 1, line);
            }
            if (k > 0) {
                joinLines(line - static_cast<std::uint32_t>(m_rows), line);
            }
        }
    }
}

void ValueRuns::number()
{
    m_component.resize(m_runs.size());
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        const std::uint32_t first = root(static_cast<std::uint32_t>(i));
        if (first == i) {
            m_component[i] = static_cast<std::uint32_t>(m_sizes.size());
            m_sizes.push_back(0);
        } else {
            m_component[i] = m_component[first];
        }
        m_sizes[m_component[i]] += static_cast<std::uint64_t>(m_runs[i].last - m_runs[i].first + 1);
    }
}

std::ptrdiff_t ValueRuns::runAt(int i, int j, int k) const
{
    if (i < 0 || j < 0 || k < 0 || i >= m_columns || j >= m_rows || k >= m_slices) {
        return -1;
    }
    const auto line = static_cast<std::size_t>(j) + static_cast<std::size_t>(m_rows) * static_cast<std::size_t>(k);
    const auto begin = m_runs.begin() + static_cast<std::ptrdiff_t>(m_lines[line]);
    const auto end = m_runs.begin() + static_cast<std::ptrdiff_t>(m_lines[line + 1]);
    const auto found = std::find_if(begin, end, [&](const Run& run) { return run.first <= i && i <= run.last; });
    return found == end ? -1 : found - m_runs.begin();
}

} // namespace isocenter
