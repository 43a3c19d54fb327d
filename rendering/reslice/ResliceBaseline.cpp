#define ISOCENTER_KERNELS baseline
#include "reslice/ResliceLoops.inl"

namespace isocenter::baseline {

extern const ResliceKernels kResliceKernels;
const ResliceKernels kResliceKernels = portable();

} // namespace isocenter::baseline
