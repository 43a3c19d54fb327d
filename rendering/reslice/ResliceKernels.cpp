#include "reslice/ResliceKernels.h"

namespace isocenter {

namespace baseline {
extern const ResliceKernels kResliceKernels;
}

namespace avx2 {
extern const ResliceKernels kResliceKernels;
}

const ResliceKernels& baselineResliceKernels()
{
    return baseline::kResliceKernels;
}

const ResliceKernels& resliceKernels()
{
#if defined(ISOCENTER_AVX2)
    static const ResliceKernels& best =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? avx2::kResliceKernels : baseline::kResliceKernels;
    return best;
#else
    return baseline::kResliceKernels;
#endif
}

} // namespace isocenter
