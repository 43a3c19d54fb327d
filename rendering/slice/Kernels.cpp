#include "slice/Kernels.h"

namespace isocenter {

namespace baseline {
extern const Kernels kKernels;
}

namespace avx2 {
extern const Kernels kKernels;
}

const Kernels& baselineKernels()
{
    return baseline::kKernels;
}

const Kernels& kernels()
{
#if defined(ISOCENTER_AVX2)
    static const Kernels& best =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? avx2::kKernels : baseline::kKernels;
    return best;
#else
    return baseline::kKernels;
#endif
}

} // namespace isocenter
