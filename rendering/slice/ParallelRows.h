#pragma once

#include <functional>

namespace isocenter {

/// Calls work(first, last) for strips that together cover [0, rows) once, on the calling thread and on those threads of the
/// global pool that are idle now. Returns when all is done; never waits for a busy pool. `work` must be safe to run at once on
/// different strips. An exception of `work` is thrown here after all strips have ended.
void forRows(int rows, int rowsPerStrip, const std::function<void(int first, int last)>& work);

} // namespace isocenter
