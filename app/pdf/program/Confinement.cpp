#include "pdf/program/Confinement.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace isocenter::pdf {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kBoundsAddresses = false; // sanitizers map terabytes
#else
constexpr bool kBoundsAddresses = true;
#endif
constexpr rlim_t kAddresses = rlim_t{3} << 30;
constexpr rlim_t kOpenFiles = 128; // fonts

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kMachine = 0;
#endif

void limit(int what, rlim_t value)
{
    const rlimit both{value, value};
    setrlimit(static_cast<__rlimit_resource_t>(what), &both);
}

/// No file is made, changed or removed from now on; reading stays.
void denyWriting()
{
    landlock_ruleset_attr rules{};
    rules.handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                              LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                              LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                              LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_EXECUTE;
    const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0));
    if (ruleset >= 0) {
        syscall(SYS_landlock_restrict_self, ruleset, 0);
        close(ruleset);
    }
}

/// Sockets, other programs and looking into other processes: EPERM.
void denyCalls()
{
    static constexpr std::array<int, 14> kDenied{SYS_socket,         SYS_socketpair, SYS_connect,          SYS_bind,
                                                 SYS_listen,         SYS_accept4,    SYS_execve,           SYS_execveat,
                                                 SYS_ptrace,         SYS_kill,       SYS_process_vm_readv, SYS_process_vm_writev,
                                                 SYS_io_uring_setup, SYS_bpf};
    std::array<sock_filter, kDenied.size() + 7> program{};
    std::size_t n = 0;
    const auto add = [&](std::uint16_t code, std::uint32_t value, std::uint8_t yes = 0, std::uint8_t no = 0) {
        program[n++] = sock_filter{code, yes, no, value};
    };
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, kMachine, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS); // calls of another machine's numbers would pass the list
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
    for (std::size_t i = 0; i < kDenied.size(); ++i) {
        add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(kDenied[i]), static_cast<std::uint8_t>(kDenied.size() - i), 0);
    }
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & SECCOMP_RET_DATA));
    const sock_fprog filter{static_cast<unsigned short>(n), program.data()};
    if (kMachine != 0) {
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
    }
}

void report(const char* what, bool denied)
{
    std::printf("%s %s\n", what, denied ? "denied" : "allowed");
    std::fflush(stdout); // the next attempt may end this program
}

} // namespace

void confine()
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    std::signal(SIGXFSZ, SIG_IGN);
    limit(RLIMIT_NOFILE, kOpenFiles);
    if (kBoundsAddresses) {
        limit(RLIMIT_AS, kAddresses);
    }
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    denyWriting();
    denyCalls();
}

void allowSeconds(int seconds)
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    rlimit time{};
    getrlimit(RLIMIT_CPU, &time);
    // The soft limit only: the hard one could not be raised again. Its signal ends the process.
    time.rlim_cur = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + seconds + 1);
    time.rlim_cur = std::min(time.rlim_cur, time.rlim_max);
    setrlimit(RLIMIT_CPU, &time);
}

void reportConfinement()
{
    report("network", socket(AF_INET, SOCK_STREAM, 0) < 0);
    report("writing", open("isocenter-pdf-check", O_WRONLY | O_CREAT | O_TMPFILE, 0600) < 0 &&
                          open("isocenter-pdf-check", O_WRONLY | O_CREAT, 0600) < 0);
    report("memory", mmap(nullptr, std::size_t{4} << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                          0) == MAP_FAILED);
    char name[] = "/bin/true";
    char* const words[] = {name, nullptr};
    execve(name, words, nullptr); // does not come back where it is allowed
    report("programs", true);
}

} // namespace isocenter::pdf
