#include "isolation/ProcessBounds.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace isocenter {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned kArchitecture = 0; // no list: the process stays open
#endif

/// What decoding needs: memory, what is open, the clock, the end. Anything else fails with EPERM: opening, connecting, starting,
/// and signals too, so that abort() ends in an illegal instruction.
constexpr int kAllowed[] = {
    SYS_read,
    SYS_pread64,
    SYS_readv,
    SYS_write,
    SYS_writev,
    SYS_lseek,
    SYS_fstat,
    SYS_close,
    SYS_recvmsg,
    SYS_sendmsg,
    SYS_ppoll,
    SYS_mmap,
    SYS_munmap,
    SYS_mremap,
    SYS_mprotect,
    SYS_madvise,
    SYS_brk,
    SYS_futex,
    SYS_exit,
    SYS_exit_group,
    SYS_rt_sigreturn,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_getpid,
    SYS_gettid,
    SYS_dup,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_gettimeofday,
    SYS_getrusage,
    SYS_prlimit64,
    SYS_setrlimit,
    SYS_getrlimit,
    SYS_getrandom,
    SYS_sched_yield,
    SYS_restart_syscall,
    SYS_sched_getaffinity,
    SYS_sysinfo,
#if defined(SYS_poll)
    SYS_poll,
#endif
#if defined(SYS_newfstatat)
    SYS_newfstatat, // fstat of glibc, by descriptor
#endif
};

bool installFilter()
{
    constexpr std::size_t kCount = sizeof kAllowed / sizeof *kAllowed;
    sock_filter program[kCount + 6];
    std::size_t n = 0;
    const auto add = [&](std::uint16_t code, std::uint32_t value, std::size_t yes, std::size_t no) {
        program[n++] = sock_filter{code, static_cast<std::uint8_t>(yes), static_cast<std::uint8_t>(no), value};
    };
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch), 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr), 0, 0);
    for (std::size_t i = 0; i < kCount; ++i) {
        add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(kAllowed[i]), kCount - i, 0);
    }
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    const sock_fprog filter{static_cast<unsigned short>(n), program};
    return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// Private memory of this process, as RLIMIT_DATA counts it.
std::size_t privateMemory()
{
    std::size_t pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%*u %*u %*u %*u %*u %zu", &pages) != 1) {
            pages = 0;
        }
        std::fclose(file);
    }
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

ProcessBounds::ProcessBounds() : m_memoryAtStart(privateMemory()) {}

ProcessBounds::~ProcessBounds() = default;

bool ProcessBounds::closeSystem() const
{
    const rlimit none{0, 0};
    const bool quiet = ::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    if (kSanitized) {
        return quiet;
    }
    return quiet && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && (kArchitecture == 0 || installFilter());
}

void ProcessBounds::set(std::size_t memory, unsigned cpuSeconds) const
{
    rusage used = {};
    ::getrusage(RUSAGE_SELF, &used);
    // The station looks at the time too; this one holds where the station is gone. Its grain is a second.
    const auto seconds = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + cpuSeconds + 3;
    const rlimit time{seconds, RLIM_INFINITY};
    ::setrlimit(RLIMIT_CPU, &time);
    if (!kSanitized) {
        const rlimit data{m_memoryAtStart + memory, RLIM_INFINITY};
        ::setrlimit(RLIMIT_DATA, &data);
    }
}

} // namespace isocenter
