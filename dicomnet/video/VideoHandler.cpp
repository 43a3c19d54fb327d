#include "video/VideoHandler.h"

#include "isolation/DecoderPool.h"

#include <QtGlobal>

#include <algorithm>
#include <cstring>

#include <unistd.h>

extern "C" {
#include <libavutil/frame.h>
#include <libavutil/pixdesc.h>
}

namespace isocenter {

namespace {

constexpr std::size_t kMostParts = 4'000'000;

const char* sentenceOf(VideoSession::Fault fault)
{
    switch (fault) {
    case VideoSession::Fault::OtherCoding:
        return QT_TRANSLATE_NOOP("FrameReader", "This form of video cannot be shown.");
    case VideoSession::Fault::NoSuchFrame:
        return QT_TRANSLATE_NOOP("FrameReader", "This frame is missing in the file.");
    case VideoSession::Fault::Damaged:
        return QT_TRANSLATE_NOOP("FrameReader",
                                 "The video is damaged here: this frame depends on damaged data and is not shown.");
    case VideoSession::Fault::Missing:
        return QT_TRANSLATE_NOOP("FrameReader", "This frame of the video cannot be decoded: what it is based on is missing.");
    case VideoSession::Fault::NoMemory:
        return QT_TRANSLATE_NOOP("FrameReader", "There is not enough memory for this image.");
    default:
        return QT_TRANSLATE_NOOP("FrameReader", "The video is damaged; it is not shown.");
    }
}

/// A refusal after which the process is in order.
DecodeAnswer refused(const char* sentence, const VideoFacts& facts)
{
    DecodeAnswer answer;
    answer.message = sentence;
    answer.sound = true;
    answer.numbers = facts.numbers();
    return answer;
}

VideoMatrix matrixOf(AVColorSpace space)
{
    switch (space) {
    case AVCOL_SPC_BT709:
        return VideoMatrix::Bt709;
    case AVCOL_SPC_BT470BG:
    case AVCOL_SPC_SMPTE170M:
        return VideoMatrix::Bt601;
    case AVCOL_SPC_BT2020_NCL:
        return VideoMatrix::Bt2020;
    case AVCOL_SPC_FCC:
        return VideoMatrix::Fcc;
    case AVCOL_SPC_SMPTE240M:
        return VideoMatrix::Smpte240;
    default:
        return VideoMatrix::Unknown;
    }
}

/// What YCbCr cannot describe: RGB, YCgCo, constant luminance.
bool isOtherColor(AVColorSpace space)
{
    return space == AVCOL_SPC_RGB || space == AVCOL_SPC_YCGCO || space == AVCOL_SPC_BT2020_CL || space == AVCOL_SPC_SMPTE2085 ||
           space == AVCOL_SPC_CHROMA_DERIVED_CL || space == AVCOL_SPC_ICTCP;
}

} // namespace

bool describePicture(const AVFrame& frame, VideoFacts& facts)
{
    const auto format = static_cast<AVPixelFormat>(frame.format);
    const AVPixFmtDescriptor* pixel = av_pix_fmt_desc_get(format);
    facts.rows = frame.height;
    facts.columns = frame.width;
    if (!pixel || (pixel->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_ALPHA |
                                   AV_PIX_FMT_FLAG_BE | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_FLOAT)) != 0) {
        return false;
    }
    const bool gray = pixel->nb_components == 1;
    const bool planar = gray || (pixel->flags & AV_PIX_FMT_FLAG_PLANAR) != 0;
    const AVComponentDescriptor& luma = pixel->comp[0];
    if (!planar || (!gray && pixel->nb_components != 3) || luma.depth < 8 || luma.depth > 16 || luma.shift != 0 ||
        pixel->log2_chroma_w > 1 || pixel->log2_chroma_h > 1 || luma.step != (luma.depth > 8 ? 2 : 1) ||
        isOtherColor(frame.colorspace)) {
        return false;
    }
    facts.bits = luma.depth;
    facts.chromaAcross = gray ? 0 : 1 << pixel->log2_chroma_w;
    facts.chromaDown = gray ? 1 : 1 << pixel->log2_chroma_h;
    facts.matrix = matrixOf(frame.colorspace);
    facts.fullRange = frame.color_range == AVCOL_RANGE_JPEG || format == AV_PIX_FMT_YUVJ420P || format == AV_PIX_FMT_YUVJ422P ||
                      format == AV_PIX_FMT_YUVJ444P;
    facts.interlaced = frame.interlaced_frame != 0;
    facts.chromaCentred = frame.chroma_location == AVCHROMA_LOC_CENTER;
    const AVRational shape = frame.sample_aspect_ratio;
    const bool known = shape.num > 0 && shape.den > 0;
    facts.pixelWidth = known ? shape.num : 1;
    facts.pixelHeight = known ? shape.den : 1;
    return true;
}

void copyPlanes(const AVFrame& frame, const VideoFacts& facts, char* to)
{
    for (int plane = 0; plane < (facts.chromaAcross == 0 ? 1 : 3); ++plane) {
        const int rows = plane == 0 ? facts.rows : facts.chromaRows();
        const auto bytes = static_cast<std::size_t>(plane == 0 ? facts.columns : facts.chromaColumns()) * facts.cellBytes();
        for (int row = 0; row < rows; ++row, to += bytes) {
            std::memcpy(to, frame.data[plane] + static_cast<std::ptrdiff_t>(row) * frame.linesize[plane], bytes);
        }
    }
}

VideoSession* VideoHandler::session(const VideoRequest& request, const DecodeWork& work)
{
    const auto found = std::find_if(m_sessions.begin(), m_sessions.end(), [&](const Open& o) { return o.id == request.session; });
    if (found != m_sessions.end()) {
        m_sessions.splice(m_sessions.begin(), m_sessions, found);
        return m_sessions.front().session.get();
    }
    const auto count = static_cast<std::size_t>(work.input.size()) / sizeof(StreamPart);
    if (count == 0 || count > kMostParts) {
        return nullptr;
    }
    std::vector<StreamPart> parts(count);
    std::memcpy(parts.data(), work.input.constData(), count * sizeof(StreamPart));
    while (m_sessions.size() >= DecoderPool::kSessions) {
        m_sessions.pop_back();
    }
    const int file = ::dup(work.file);
    if (file < 0) {
        return nullptr;
    }
    auto stream = std::make_unique<FragmentStream>(file, std::move(parts));
    m_sessions.push_front({request.session, std::make_unique<VideoSession>(std::move(stream), request.coding, request.cut)});
    return m_sessions.front().session.get();
}

DecodeAnswer VideoHandler::handle(const DecodeWork& work)
{
    const VideoRequest request = VideoRequest::of(work.numbers);
    VideoFacts facts;
    VideoSession* open = work.kind == kVideoPicture ? session(request, work) : nullptr;
    if (!open || request.frame < 0) {
        return refused(sentenceOf(VideoSession::Fault::NoVideo), facts);
    }
    facts.frames = static_cast<std::int64_t>(open->frames());
    VideoSession::Fault fault = VideoSession::Fault::None;
    const AVFrame* frame = open->frame(static_cast<std::size_t>(request.frame), fault);
    if (!frame) {
        return refused(sentenceOf(fault), facts);
    }
    if (!describePicture(*frame, facts)) {
        return refused(sentenceOf(VideoSession::Fault::OtherCoding), facts);
    }
    if (facts.bytes() > work.outputBytes) {
        return refused("", facts); // to be asked again, with more room
    }
    copyPlanes(*frame, facts, work.output);
    DecodeAnswer answer;
    answer.status = DecodeAnswer::Status::Whole;
    answer.numbers = facts.numbers();
    answer.outputBytes = facts.bytes();
    return answer;
}

} // namespace isocenter
