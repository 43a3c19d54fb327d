#define ISOCENTER_KERNELS baseline
#include "slice/KernelLoops.inl"
