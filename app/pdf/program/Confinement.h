#pragma once

namespace isocenter::pdf {

/// Takes from this process what drawing pages does not need: memory beyond 3 GiB, writing to files, other programs, the
/// network, more than a few files at a time; it ends with its parent. What the kernel does not know is left out.
void confine();
/// Processor time from now on, in seconds, after which the kernel ends this process.
void allowSeconds(int seconds);
/// Tries what is forbidden; one line "WORD denied|allowed" each on the standard output.
void reportConfinement();

} // namespace isocenter::pdf
