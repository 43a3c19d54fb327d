#pragma once

#include "scene/Volume.h"
#include "scene/VolumeView.h"
#include "sculpt/SculptWatch.h"

#include <cstdint>
#include <vector>

namespace isocenter {

/// The voxels of a volume at or above a value, as runs along its lines, and which runs hang together by faces of voxels. Hidden
/// voxels do not count. About twenty times faster than labelling voxels. Immutable once made.
class ValueRuns
{
public:
    struct Run
    {
        int first = 0; ///< column
        int last = 0;
        std::uint32_t line = 0; ///< j + rows * k
    };

    /// `least`: voxel value. Scans on idle threads too; incomplete (isCancelled()) once cancelled.
    ValueRuns(const Volume& volume, const HiddenVoxels* hidden, int least, const SculptWatch& watch);

    bool isCancelled() const { return m_cancelled; }
    const std::vector<Run>& runs() const { return m_runs; } ///< by lines, then columns
    /// Number of the component of a run, from 0, in the order of their first runs.
    std::uint32_t component(std::size_t run) const { return m_component[run]; }
    /// Voxels of each component.
    const std::vector<std::uint64_t>& sizes() const { return m_sizes; }
    /// The run that covers a voxel; -1: it is below the value, hidden, or outside.
    std::ptrdiff_t runAt(int i, int j, int k) const;

private:
    void scan(const Volume& volume, const HiddenVoxels* hidden, int least, const SculptWatch& watch);
    void join();
    void joinLines(std::uint32_t a, std::uint32_t b);
    std::uint32_t root(std::uint32_t run);
    void number();

    int m_rows;
    int m_slices;
    int m_columns;
    bool m_cancelled = false;
    std::vector<Run> m_runs;
    std::vector<std::size_t> m_lines; ///< first run of each line, and the end
    std::vector<std::uint32_t> m_parent;
    std::vector<std::uint32_t> m_component;
    std::vector<std::uint64_t> m_sizes;
};

} // namespace isocenter
