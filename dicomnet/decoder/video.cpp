// isocenter-video-decoder: decodes pictures of video streams for the station in a process of its own. Apart from
// isocenter-decoder, since libavformat brings a hundred libraries that still images need not wait for.
#include "video/VideoHandler.h"

int main(int argc, char** argv)
{
    isocenter::VideoHandler handler;
    return isocenter::runDecoderLoop(
        argc, argv, [] {}, [&handler](const isocenter::DecodeWork& work) { return handler.handle(work); });
}
