#pragma once

namespace isocenter {

/// DCMTK's decoders write their complaints to stderr by themselves: from the first call on they do not. What was wrong
/// comes back as a value. Thread-safe.
void silenceDecoders();

} // namespace isocenter
