// Programs that run from where they were built, and not beside isocenter, are told here where its decoder process lies.
#include <cstdlib>

namespace {

const int kTold = ::setenv("ISOCENTER_DECODER", ISOCENTER_DECODER_FILE, 0); // 0: what is set stays

} // namespace
