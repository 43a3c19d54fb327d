#define ISOCENTER_KERNELS avx2
#include "slice/KernelLoops.inl"
