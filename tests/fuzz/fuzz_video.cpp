// Any bytes as a video stream: the first says which coding the transfer syntax names, the second how large streams may be that
// stay in memory. In this process, which the program never does (isocenter-video-decoder).

#include "video/VideoHandler.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

using namespace isocenter;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const int memory = size < 3 ? -1 : ::memfd_create("input", MFD_CLOEXEC);
    if (memory < 0) {
        return 0;
    }
    if (::write(memory, data + 2, size - 2) != static_cast<ssize_t>(size - 2)) {
        ::close(memory);
        return 0;
    }
    const auto bytes = static_cast<std::int64_t>(size - 2);
    auto stream =
        std::make_unique<FragmentStream>(memory, std::vector<StreamPart>{{0, bytes / 3}, {bytes / 3, bytes - bytes / 3}});
    VideoSession session(std::move(stream), static_cast<VideoCoding>(data[0] % 3), (data[1] & 2) != 0,
                         (data[1] & 1) != 0 ? 1 << 20 : 0);
    const std::size_t frames = session.frames();
    for (const std::size_t number : {frames / 2, std::size_t(0), std::size_t(1), frames - 1, frames}) {
        VideoSession::Fault fault = VideoSession::Fault::None;
        const AVFrame* frame = session.frame(number, fault);
        if ((frame != nullptr) != (fault == VideoSession::Fault::None) || (frame && number >= frames)) {
            std::abort();
        }
        VideoFacts facts;
        if (frame && describePicture(*frame, facts) && facts.bytes() < 64 << 20) {
            std::vector<char> planes(facts.bytes());
            copyPlanes(*frame, facts, planes.data());
        }
    }
    return 0;
}
