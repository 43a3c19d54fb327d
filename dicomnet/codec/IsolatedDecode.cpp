#include "codec/IsolatedDecode.h"

#include "codec/PixelLayout.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <memory>

#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace isocenter {

namespace {

Error failure(const QString& detail)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image is damaged; it is not shown."), detail);
}

/// Memory that parent and child see.
class Shared
{
public:
    explicit Shared(std::size_t bytes)
        : m_bytes(bytes), m_address(mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
    {
    }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    ~Shared()
    {
        if (ok()) {
            munmap(m_address, m_bytes);
        }
    }
    bool ok() const { return m_address != MAP_FAILED; }
    void* address() const { return m_address; }

private:
    std::size_t m_bytes;
    void* m_address;
};

/// Never returns. 0: the frame is whole.
[[noreturn]] void runChild(void* out, const std::function<bool(void*)>& decode, int seconds, std::size_t memory)
{
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGINT}) {
        std::signal(signal, SIG_DFL); // the station's own handlers are not for this process
    }
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    const rlimit time{static_cast<rlim_t>(seconds), static_cast<rlim_t>(seconds)};
    setrlimit(RLIMIT_CPU, &time);
    const rlimit heap{memory, memory}; // private pages beyond those that it begins with
    setrlimit(RLIMIT_DATA, &heap);
    bool whole = false;
    try {
        whole = decode(out);
    } catch (...) {
        whole = false;
    }
    _exit(whole ? 0 : 1);
}

/// Waits for the end of the child, at most `seconds`; then ends it. Its exit status, or -1 if it did not end by itself.
int waitFor(pid_t child, int seconds)
{
    const int handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    int status = 0;
    bool late = false;
    for (;;) {
        const pid_t ended = waitpid(child, &status, late || handle < 0 ? 0 : WNOHANG);
        if (ended == child) {
            break;
        }
        if (ended < 0 && errno != EINTR) {
            status = -1;
            break;
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        if (left <= 0) {
            kill(child, SIGKILL);
            late = true;
            continue;
        }
        pollfd wait{handle, POLLIN, 0};
        poll(&wait, 1, static_cast<int>(std::min<long long>(left, 1000)));
    }
    if (handle >= 0) {
        close(handle);
    }
    return !late && status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

Result<void> decodeIsolated(void* out, std::size_t bytes, const std::function<bool(void*)>& decode, int seconds,
                            std::size_t memory)
{
    const Shared shared(std::max<std::size_t>(bytes, 1));
    if (!shared.ok()) {
        return failure(QStringLiteral("no memory to share"));
    }
    const pid_t child = fork();
    if (child == 0) {
        runChild(shared.address(), decode, seconds, memory);
    }
    if (child < 0) {
        return failure(QStringLiteral("no process: %1").arg(errno));
    }
    const int status = waitFor(child, seconds);
    if (status != 0) {
        return failure(status < 0 ? QStringLiteral("the decoder did not end by itself")
                                  : QStringLiteral("refused by the decoder"));
    }
    std::memcpy(out, shared.address(), bytes);
    return {};
}

} // namespace isocenter
