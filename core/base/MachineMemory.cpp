#include "base/MachineMemory.h"

#include <unistd.h>

namespace isocenter {

std::size_t machineMemory()
{
    const long pages = ::sysconf(_SC_PHYS_PAGES);
    const long size = ::sysconf(_SC_PAGE_SIZE);
    return pages > 0 && size > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(size) : 0;
}

} // namespace isocenter
