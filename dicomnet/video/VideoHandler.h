#pragma once

#include "isolation/DecoderLoop.h"
#include "video/VideoSession.h"

#include <list>

namespace isocenter {

/// What isocenter-video-decoder does with its tasks (codec/VideoTask.h). Keeps the streams of the last sessions open.
class VideoHandler
{
public:
    DecodeAnswer handle(const DecodeWork& work);

private:
    struct Open
    {
        std::uint64_t id;
        std::unique_ptr<VideoSession> session;
    };
    VideoSession* session(const VideoRequest& request, const DecodeWork& work);

    std::list<Open> m_sessions; ///< used last first
};

/// Copies the planes of `frame` if it is of a kind that can be shown and `bytes` suffice; what it is, is in `facts` either
/// way. False if it is of no such kind.
bool describePicture(const AVFrame& frame, VideoFacts& facts);
void copyPlanes(const AVFrame& frame, const VideoFacts& facts, char* to);

} // namespace isocenter
