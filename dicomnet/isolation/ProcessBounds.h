#pragma once

#include <cstddef>

namespace isocenter {

/// What this process may use, set by itself before a decoder sees hostile bytes. Under a sanitizer all but time is left open.
class ProcessBounds
{
public:
    ProcessBounds();
    ~ProcessBounds();
    ProcessBounds(const ProcessBounds&) = delete;
    ProcessBounds& operator=(const ProcessBounds&) = delete;

    /// No core files, no debugger, no new privileges; from then on only system calls that work on what is open already:
    /// memory, reading, messages, clocks. False if the system does not allow even that.
    bool closeSystem() const;
    /// From now on at most `memory` bytes of private memory beyond those at construction, and about `cpuSeconds` of processor
    /// time; the system ends the process after that (SIGXCPU).
    void set(std::size_t memory, unsigned cpuSeconds) const;

private:
    std::size_t m_memoryAtStart = 0;
};

} // namespace isocenter
