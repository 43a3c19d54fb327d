#include "isolation/DecoderLoop.h"

#include "isolation/DecoderWire.h"
#include "isolation/ProcessBounds.h"
#include "isolation/SharedArena.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <unistd.h>

namespace isocenter {

namespace {

constexpr int kTrimMs = 1000; // unused for that long: memory goes back to the system

void copyText(const QByteArray& from, char (&to)[256])
{
    const auto bytes = std::min<std::size_t>(static_cast<std::size_t>(from.size()), sizeof to - 1);
    std::memcpy(to, from.constData(), bytes);
    to[bytes] = '\0';
}

/// Whether something is to be read within the time.
bool waitFor(int descriptor, int timeoutMs)
{
    pollfd entry{descriptor, POLLIN, 0};
    int ready = -1;
    do {
        ready = ::poll(&entry, 1, timeoutMs);
    } while (ready < 0 && errno == EINTR);
    return ready != 0;
}

/// The station's end of the pipe is never written to and closes with the station, however that ends; the signal that the
/// system sends then ends this process, even in an endless loop. (A signal at the parent's death would come at the end of
/// the parent's thread.)
bool dieWithStation()
{
    const bool armed = ::fcntl(wire::kLifeline, F_SETOWN, ::getpid()) == 0 &&
                       ::fcntl(wire::kLifeline, F_SETFL, ::fcntl(wire::kLifeline, F_GETFL) | O_ASYNC) == 0;
    return armed && !waitFor(wire::kLifeline, 0);
}

/// Frames are allocated and freed in turn: memory is kept between them instead of being mapped anew for each.
void keepMemory()
{
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 4 << 20);
}

wire::Reply answerOf(const DecodeAnswer& answer)
{
    wire::Reply reply;
    reply.status = static_cast<std::uint32_t>(answer.status);
    reply.sound = answer.sound ? 1 : 0;
    reply.numbers = answer.numbers;
    reply.outputBytes = answer.outputBytes;
    copyText(answer.message, reply.message);
    copyText(answer.detail, reply.detail);
    return reply;
}

DecodeAnswer perform(const DecodeHandler& handle, const DecodeWork& work)
{
    DecodeAnswer answer;
    try {
        answer = handle(work);
    } catch (const std::bad_alloc&) {
        answer.status = DecodeAnswer::Status::NoMemory;
    } catch (const std::exception& e) {
        answer.detail = e.what();
    } catch (...) {
        answer.detail = "unknown exception";
    }
    return answer;
}

/// Takes one task and answers it; false at the end of the connection.
bool serve(SharedArena& arena, const DecodeHandler& handle, const ProcessBounds& bounds)
{
    wire::Request request;
    wire::Descriptors descriptors;
    if (!wire::receive(wire::kSocket, &request, sizeof request, &descriptors) || request.magic != wire::kMagic) {
        return false;
    }
    std::size_t next = 0;
    if (request.bringsArena != 0) {
        arena = {};
        arena = SharedArena::map(descriptors[next++]);
    }
    DecodeWork work;
    work.file = request.bringsFile != 0 ? descriptors[next] : -1;
    if (!arena.ok() || request.inputBytes > request.outputOffset || request.outputOffset > arena.size() ||
        request.outputBytes > arena.size() - request.outputOffset) {
        return false;
    }
    work.kind = request.kind;
    work.numbers = request.numbers;
    work.input = QByteArray::fromRawData(arena.data(), static_cast<qsizetype>(request.inputBytes));
    work.output = arena.data() + request.outputOffset;
    work.outputBytes = request.outputBytes;
    bounds.set(request.memory, request.cpuSeconds);
    // What a decoder leaves out must not be the picture of the frame before.
    std::memset(work.output, 0, work.outputBytes);
    const wire::Reply reply = answerOf(perform(handle, work));
    if (work.file >= 0) {
        ::close(work.file);
    }
    return wire::send(wire::kSocket, &reply, sizeof reply);
}

} // namespace

int runDecoderLoop(int argc, char** argv, const std::function<void()>& warmUp, const DecodeHandler& handle)
{
    const int idleMs = argc == 2 ? std::atoi(argv[1]) : 0;
    if (idleMs <= 0 || ::fcntl(wire::kSocket, F_GETFD) < 0 || ::fcntl(wire::kLifeline, F_GETFD) < 0) {
        std::fputs("isocenter-decoder decodes images for Isocenter, which starts it; it does nothing by itself.\n", stderr);
        return 2;
    }
    for (const int descriptor : {wire::kSocket, wire::kLifeline}) {
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
    if (!dieWithStation()) {
        return 1;
    }
    keepMemory();
    warmUp();
    ProcessBounds bounds;
    if (!bounds.closeSystem()) {
        return 1;
    }
    const wire::Hello hello;
    SharedArena arena;
    bool going = wire::send(wire::kSocket, &hello, sizeof hello);
    while (going) {
        if (!waitFor(wire::kSocket, std::min(kTrimMs, idleMs))) {
            malloc_trim(0);
            if (!waitFor(wire::kSocket, idleMs)) {
                return wire::kIdleStatus;
            }
        }
        going = serve(arena, handle, bounds);
    }
    return 0;
}

} // namespace isocenter
