#pragma once

#include <cstddef>

namespace isocenter {

/// Bytes of the machine's memory; 0 if that is not known.
std::size_t machineMemory();

} // namespace isocenter
