#include "isolation/DecoderProcess.h"

#include "isolation/DecoderWire.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace isocenter {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kStartMs = 30'000;       // of a cold disk
constexpr int kStepMs = 20;            // between looks at the cancel token and at the time used
constexpr milliseconds kPatience(500); // a cancelled task that ends soon keeps its process
constexpr std::size_t kSmallArena = std::size_t{2} << 20;
constexpr std::size_t kLargeArena = std::size_t{64} << 20; // not kept for small frames
constexpr std::size_t kAlign = 4096;

QString systemText(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

std::size_t aligned(std::size_t bytes)
{
    return (bytes + kAlign - 1) / kAlign * kAlign;
}

bool readable(int descriptor, int timeoutMs)
{
    pollfd entry{descriptor, POLLIN, 0};
    int ready = -1;
    do {
        ready = ::poll(&entry, 1, timeoutMs);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/// Processor time that the process has used; 0 if it is gone.
milliseconds usedTime(pid_t id)
{
    clockid_t clock = {};
    timespec time = {};
    if (::clock_getcpuclockid(id, &clock) != 0 || ::clock_gettime(clock, &time) != 0) {
        return milliseconds(0);
    }
    return milliseconds(std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000);
}

/// Descriptors above those that the new process gets, so that moving one into place never hits another.
int moveUp(int descriptor)
{
    const int up = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 16);
    ::close(descriptor);
    return up;
}

/// What the new process finds: its two descriptors, standard error, and nothing else of the station.
struct SpawnPlan
{
    posix_spawn_file_actions_t actions = {};
    posix_spawnattr_t attributes = {};

    SpawnPlan(int socket, int lifeline)
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, socket, wire::kSocket);
        posix_spawn_file_actions_adddup2(&actions, lifeline, wire::kLifeline);
        posix_spawn_file_actions_addclosefrom_np(&actions, wire::kLifeline + 1);
        posix_spawnattr_init(&attributes);
        sigset_t none = {};
        sigset_t all = {};
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setpgroup(&attributes, 0); // Ctrl+C in a terminal is for the station
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan()
    {
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
    }
};

QString describe(int status)
{
    if (WIFSIGNALED(status)) {
        return QStringLiteral("the decoder ended by signal %1").arg(WTERMSIG(status));
    }
    return QStringLiteral("the decoder ended with status %1").arg(WEXITSTATUS(status));
}

} // namespace

std::unique_ptr<DecoderProcess> DecoderProcess::start(const QString& program, int idleMs, QString& why)
{
    std::unique_ptr<DecoderProcess> process(new DecoderProcess);
    if (!process->launch(program, idleMs, why) || !process->greet(why)) {
        return nullptr;
    }
    return process;
}

DecoderProcess::~DecoderProcess()
{
    end();
}

bool DecoderProcess::launch(const QString& program, int idleMs, QString& why)
{
    int sockets[2] = {-1, -1};
    int pipe[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
        why = systemText(errno);
        return false;
    }
    m_socket = sockets[0];
    const int socket = moveUp(sockets[1]);
    const bool piped = ::pipe2(pipe, O_CLOEXEC) == 0;
    m_lifeline = pipe[1];
    const int lifeline = piped ? moveUp(pipe[0]) : -1;
    int error = EMFILE;
    if (socket >= 0 && lifeline >= 0) {
        const SpawnPlan plan(socket, lifeline);
        QByteArray name = QFile::encodeName(program);
        QByteArray idle = QByteArray::number(idleMs);
        char* arguments[] = {name.data(), idle.data(), nullptr};
        error = ::posix_spawn(&m_id, name.constData(), &plan.actions, &plan.attributes, arguments, environ);
    }
    for (const int descriptor : {socket, lifeline}) {
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
    if (error != 0) {
        m_id = -1;
        why = systemText(error);
    }
    return error == 0;
}

bool DecoderProcess::greet(QString& why) const
{
    wire::Hello hello;
    const wire::Hello expected;
    if (!readable(m_socket, kStartMs) || !wire::receive(m_socket, &hello, sizeof hello)) {
        why = QStringLiteral("it ended at once");
        return false;
    }
    if (std::memcmp(&hello, &expected, sizeof hello) != 0) {
        why = QStringLiteral("it is of another version");
        return false;
    }
    return true;
}

bool DecoderProcess::hasEnded()
{
    // The end of the connection is readable; so would be a packet that nobody asked for.
    return m_id < 0 || readable(m_socket, 0);
}

int DecoderProcess::end()
{
    int status = 0;
    if (m_id > 0) {
        const int handle = static_cast<int>(::syscall(SYS_pidfd_open, m_id, 0));
        // One that is ending by itself is given the time to say how.
        if (handle < 0 || !readable(m_socket, 0) || !readable(handle, 1000)) {
            ::kill(m_id, SIGKILL);
        }
        while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
        }
        if (handle >= 0) {
            ::close(handle);
        }
    }
    m_id = -1;
    for (int* descriptor : {&m_socket, &m_lifeline}) {
        if (*descriptor >= 0) {
            ::close(std::exchange(*descriptor, -1));
        }
    }
    return status;
}

bool DecoderProcess::provideArena(std::size_t bytes, bool& isNew)
{
    const bool fits = m_arena.ok() && bytes <= m_arena.size();
    const bool tooLarge = m_arena.size() > kLargeArena && bytes < m_arena.size() / 8;
    isNew = !fits || tooLarge;
    if (isNew) {
        m_arena = {};
        m_arena = SharedArena::create(aligned(std::max(kSmallArena, bytes + bytes / 8)));
    }
    return m_arena.ok();
}

bool DecoderProcess::send(const DecodeTask& task, bool withArena) const
{
    wire::Request request;
    request.kind = task.kind;
    request.numbers = task.numbers;
    request.inputBytes = static_cast<std::uint64_t>(task.input.size());
    request.outputOffset = aligned(request.inputBytes);
    request.outputBytes = task.outputBytes;
    request.memory = task.memory;
    request.cpuSeconds = static_cast<std::uint32_t>(task.cpuSeconds);
    std::copy(task.input.begin(), task.input.end(), m_arena.data());
    int descriptors[2];
    int count = 0;
    if (withArena) {
        request.bringsArena = 1;
        descriptors[count++] = m_arena.descriptor();
    }
    if (task.file >= 0) {
        request.bringsFile = 1;
        descriptors[count++] = task.file;
    }
    return wire::send(m_socket, &request, sizeof request, descriptors, count);
}

DecoderProcess::Outcome DecoderProcess::wait(const DecodeTask& task, const CancelToken& cancel) const
{
    const auto begin = Clock::now();
    const milliseconds limit = usedTime(m_id) + milliseconds(1000) * task.cpuSeconds;
    // A process that uses no time at all waits for something that will not come.
    const auto latest = begin + milliseconds(4000) * task.cpuSeconds + milliseconds(30'000);
    while (!readable(m_socket, kStepMs)) {
        const auto now = Clock::now();
        if (cancel.isCancelled() && now - begin > kPatience) {
            return Outcome::Cancelled;
        }
        if (usedTime(m_id) > limit || now > latest) {
            return Outcome::TooSlow;
        }
    }
    return Outcome::Answered;
}

DecoderProcess::Outcome DecoderProcess::failed(Outcome outcome, QString& detail)
{
    const int status = end();
    if (outcome == Outcome::Crashed && WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
        outcome = Outcome::TooSlow;
    }
    if (outcome == Outcome::Crashed && WIFEXITED(status) && WEXITSTATUS(status) == wire::kIdleStatus) {
        outcome = Outcome::Retired; // it decided to end just before the task came
    }
    detail = describe(status);
    return outcome;
}

bool DecoderProcess::accept(const DecodeTask& task, void* out, DecodeAnswer& answer) const
{
    wire::Reply reply;
    if (!wire::receive(m_socket, &reply, sizeof reply) || reply.magic != wire::kMagic ||
        reply.status > static_cast<std::uint32_t>(DecodeAnswer::Status::NoMemory) || reply.outputBytes > task.outputBytes) {
        return false;
    }
    answer.status = static_cast<DecodeAnswer::Status>(reply.status);
    answer.sound = reply.sound != 0;
    answer.numbers = reply.numbers;
    answer.message = QByteArray(reply.message, static_cast<qsizetype>(strnlen(reply.message, sizeof reply.message)));
    answer.detail = QByteArray(reply.detail, static_cast<qsizetype>(strnlen(reply.detail, sizeof reply.detail)));
    answer.outputBytes = 0;
    if (answer.status == DecodeAnswer::Status::Whole && reply.outputBytes > 0) {
        answer.outputBytes = reply.outputBytes;
        std::memcpy(out, m_arena.data() + aligned(static_cast<std::size_t>(task.input.size())), reply.outputBytes);
    }
    return true;
}

DecoderProcess::Outcome DecoderProcess::run(const DecodeTask& task, void* out, const CancelToken& cancel, DecodeAnswer& answer,
                                            QString& detail)
{
    if (hasEnded()) {
        return failed(Outcome::Retired, detail);
    }
    bool newArena = false;
    if (!provideArena(aligned(static_cast<std::size_t>(task.input.size())) + task.outputBytes, newArena)) {
        detail = QStringLiteral("no memory to share");
        return Outcome::NoMemory;
    }
    if (!send(task, newArena)) {
        return failed(Outcome::Retired, detail);
    }
    const Outcome waited = wait(task, cancel);
    if (waited != Outcome::Answered) {
        return failed(waited, detail);
    }
    if (!accept(task, out, answer)) {
        return failed(Outcome::Crashed, detail);
    }
    ++m_served;
    return Outcome::Answered;
}

QString findDecoderProgram(const QString& name)
{
    const QString self = QFile::symLinkTarget(QStringLiteral("/proc/self/exe"));
    const QString folder = self.left(self.lastIndexOf(QLatin1Char('/')));
    for (const QString& place :
         {folder, folder + QStringLiteral("/../libexec/isocenter"), qEnvironmentVariable("ISOCENTER_DECODERS")}) {
        const QFileInfo info(place + QLatin1Char('/') + name);
        if (!place.isEmpty() && info.isFile() && info.isExecutable()) {
            return info.filePath();
        }
    }
    return {};
}

} // namespace isocenter
