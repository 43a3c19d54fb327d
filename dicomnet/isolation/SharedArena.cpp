#include "isolation/SharedArena.h"

#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace isocenter {

namespace {

constexpr std::size_t kUnasked = std::size_t{64} << 20; ///< any machine has that
constexpr std::size_t kMost = std::size_t{32} << 30;

/// The system would give more than it has, and end a process of its choice when the pages are touched.
std::size_t availableMemory()
{
    std::size_t kilobytes = 0;
    if (std::FILE* file = std::fopen("/proc/meminfo", "re")) {
        char line[128];
        while (std::fgets(line, sizeof line, file) && std::sscanf(line, "MemAvailable: %zu", &kilobytes) != 1) {
        }
        std::fclose(file);
    }
    return kilobytes * 1024;
}

} // namespace

SharedArena::SharedArena(SharedArena&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(std::exchange(other.m_size, 0)),
      m_address(std::exchange(other.m_address, nullptr))
{
}

SharedArena& SharedArena::operator=(SharedArena&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_size, other.m_size);
    std::swap(m_address, other.m_address);
    return *this;
}

SharedArena::~SharedArena()
{
    if (m_address) {
        ::munmap(m_address, m_size);
    }
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

bool SharedArena::mapPages()
{
    void* address = ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, m_descriptor, 0);
    m_address = address == MAP_FAILED ? nullptr : static_cast<char*>(address);
    return m_address != nullptr;
}

SharedArena SharedArena::create(std::size_t bytes)
{
    SharedArena arena;
    if (bytes > kMost || (bytes > kUnasked && bytes > availableMemory() / 2)) {
        return arena;
    }
    arena.m_size = bytes;
    arena.m_descriptor = ::memfd_create("isocenter-frames", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    // Pages are taken now: later, a lack of memory would be a bus error in this process.
    const bool sized = arena.m_descriptor >= 0 && ::fallocate(arena.m_descriptor, 0, 0, static_cast<off_t>(bytes)) == 0 &&
                       ::fcntl(arena.m_descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
    if (!sized || !arena.mapPages()) {
        return {};
    }
    return arena;
}

SharedArena SharedArena::map(int descriptor)
{
    SharedArena arena;
    arena.m_descriptor = descriptor;
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0 || status.st_size <= 0) {
        return {};
    }
    arena.m_size = static_cast<std::size_t>(status.st_size);
    if (!arena.mapPages()) {
        return {};
    }
    ::close(std::exchange(arena.m_descriptor, -1));
    return arena;
}

} // namespace isocenter
