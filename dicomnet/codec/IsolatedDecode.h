#pragma once

#include "base/Result.h"

#include <cstddef>
#include <functional>

namespace isocenter {

/// Runs a decoder that is known to fault on damaged input in a process of its own, so that a fault costs the frame and not the
/// station. `decode` fills `bytes` bytes at the address it is given and returns whether it is whole; exceptions count as no. It
/// must not take locks that other threads of this process may hold, other than those of memory allocation. At most
/// `seconds` of time and `memory` bytes more than the process has. An error's detail says how it ended. Any thread.
Result<void> decodeIsolated(void* out, std::size_t bytes, const std::function<bool(void*)>& decode, int seconds = 20,
                            std::size_t memory = std::size_t(2) << 30);

} // namespace isocenter
