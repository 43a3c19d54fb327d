// A decoder process that misbehaves as it is told (HostileKinds.h).
#include "dicomnet/decoder/HostileKinds.h"
#include "isolation/DecoderLoop.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace isocenter;
using isocenter::test::HostileKind;

namespace {

int s_done = 0;

DecodeAnswer whole(std::size_t bytes)
{
    DecodeAnswer answer;
    answer.status = DecodeAnswer::Status::Whole;
    answer.numbers[0] = ::getpid();
    answer.outputBytes = bytes;
    return answer;
}

DecodeAnswer copy(const DecodeWork& work)
{
    std::copy(work.input.begin(), work.input.end(), work.output);
    return whole(static_cast<std::size_t>(work.input.size()));
}

[[noreturn]] void allocate()
{
    std::vector<char*> all;
    for (;;) {
        all.push_back(new char[1 << 20]);
        std::memset(all.back(), 1, 1 << 20);
    }
}

DecodeAnswer trySystem()
{
    DecodeAnswer answer = whole(0);
    const auto outcome = [](int result) { return result >= 0 ? 0 : errno; };
    answer.numbers[0] = outcome(::open("/etc/passwd", O_RDONLY | O_CLOEXEC));
    answer.numbers[1] = outcome(::open("/tmp", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
    answer.numbers[2] = outcome(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    char name[] = "/bin/true";
    char* arguments[] = {name, nullptr};
    answer.numbers[3] = outcome(::execv(name, arguments));
    answer.numbers[4] = outcome(::kill(::getppid(), 0));
    return answer;
}

DecodeAnswer refuse(bool sound)
{
    DecodeAnswer answer;
    answer.message = "no";
    answer.detail = QByteArray(1000, 'd');
    answer.sound = sound;
    return answer;
}

DecodeAnswer misbehave(const DecodeWork& work)
{
    switch (static_cast<HostileKind>(work.kind)) {
    case HostileKind::Copy:
        return copy(work);
    case HostileKind::WriteNothing:
        return whole(work.outputBytes);
    case HostileKind::CrashIfUsed:
        if (s_done == 0) {
            return copy(work);
        }
        [[fallthrough]];
    case HostileKind::Crash:
        std::raise(SIGSEGV);
        *reinterpret_cast<volatile int*>(work.numbers[0]) = 1;
        break;
    case HostileKind::Abort:
        std::abort();
    case HostileKind::Exit:
        std::_Exit(0);
    case HostileKind::RunForever:
        for (volatile unsigned i = 0;; ++i) {
        }
    case HostileKind::AllocateForever:
        allocate();
    case HostileKind::Throw:
        throw std::runtime_error("thrown");
    case HostileKind::Refuse:
        return refuse(false);
    case HostileKind::RefuseSoundly:
        return refuse(true);
    case HostileKind::ClaimTooMuch:
        return whole(work.outputBytes + 1);
    case HostileKind::TryTheSystem:
        return trySystem();
    case HostileKind::ReadFile:
        return whole(static_cast<std::size_t>(std::max<ssize_t>(0, ::pread(work.file, work.output, work.outputBytes, 0))));
    }
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    return runDecoderLoop(
        argc, argv, [] {},
        [](const DecodeWork& work) {
            const DecodeAnswer answer = misbehave(work);
            ++s_done;
            return answer;
        });
}
