// Programs that run from where they were built, and not beside isocenter, are told here where its decoders lie.
#include <cstdlib>

namespace {

const int kTold = ::setenv("ISOCENTER_DECODERS", ISOCENTER_DECODERS_FOLDER, 0); // 0: what is set stays

} // namespace
