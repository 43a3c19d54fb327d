#include "video/VideoSession.h"

#include <algorithm>
#include <cstring>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
}

namespace isocenter {

namespace {

constexpr std::size_t kKeptBytes = std::size_t{160} << 20;
constexpr std::size_t kFewest = 4;
constexpr std::size_t kMost = 96;
/// A decoder holds back at most 16 frames of two fields, and what it is just working on.
constexpr std::size_t kLongestDelay = 40;
constexpr std::size_t kNear = 32; // units that are decoded on the way rather than jumped over
constexpr int kStepsBack = 4;
constexpr int kLongestSide = 16'384;

/// What libavcodec said since it was last asked. It goes on after damage with invented pictures and does not mark all of them.
struct Complaints
{
    int errors = 0;
    int gaps = 0; ///< numbers of reference frames that are missing: a frame was lost
};
Complaints s_complaints;

/// Said of what surrounds the pictures, which stay whole; and of pictures that are to be forgotten but were never there, which
/// happens after a beginning in the middle. (A lost one is told by a gap.)
bool isHarmless(const char* format)
{
    static constexpr const char* kHarmless[] = {"SEI type",        "Overread VUI",      "Invalid VUI",
                                                "Unknown profile", "Truncating likely", "mmco: unref short failure"};
    return std::any_of(std::begin(kHarmless), std::end(kHarmless),
                       [format](const char* start) { return std::strncmp(format, start, std::strlen(start)) == 0; });
}

void listen(void* /*object*/, int level, const char* format, va_list /*values*/)
{
    if (level <= AV_LOG_ERROR) {
        s_complaints.errors += isHarmless(format) ? 0 : 1;
    } else if (std::strncmp(format, "Frame num gap", 13) == 0) {
        ++s_complaints.gaps;
    }
}

std::size_t bytesOf(const AVFrame& frame)
{
    const int bytes = av_image_get_buffer_size(static_cast<AVPixelFormat>(frame.format), frame.width, frame.height, 1);
    return static_cast<std::size_t>(std::max(bytes, 1));
}

} // namespace

VideoSession::VideoSession(std::unique_ptr<FragmentStream> stream, VideoCoding coding, bool cut, std::size_t keep)
    : m_source(std::move(stream), coding, keep), m_scratch(av_frame_alloc())
{
    av_log_set_callback(&listen);
    switch (m_source.number(m_index)) {
    case PacketSource::Fault::None:
        break;
    case PacketSource::Fault::OtherCoding:
        m_fault = Fault::OtherCoding;
        return;
    default:
        m_fault = Fault::NoVideo;
        return;
    }
    if (cut) {
        m_index->distrustEnd();
    }
    if (!openDecoder() || !m_scratch) {
        m_fault = Fault::NoMemory;
    }
}

VideoSession::~VideoSession()
{
    for (Kept& kept : m_kept) {
        av_frame_free(&kept.frame);
    }
    av_frame_free(&m_scratch);
    avcodec_free_context(&m_decoder);
}

bool VideoSession::openDecoder()
{
    const AVCodec* codec = avcodec_find_decoder(m_source.parameters().codec_id);
    m_decoder = codec ? avcodec_alloc_context3(codec) : nullptr;
    if (!m_decoder || avcodec_parameters_to_context(m_decoder, &m_source.parameters()) < 0) {
        return false;
    }
    m_decoder->thread_count = 1;
    m_decoder->flags |= AV_CODEC_FLAG_UNALIGNED; // cropped to the pixel
    m_decoder->err_recognition = AV_EF_CRCCHECK; // sums of pictures, where the stream has them
    m_decoder->max_pixels = std::int64_t{kLongestSide} * kLongestSide;
    m_decoder->has_b_frames = m_index->delay(); // it would find out late, and drop pictures until then
    return avcodec_open2(m_decoder, codec, nullptr) >= 0;
}

const AVFrame* VideoSession::kept(std::size_t unit) const
{
    const auto found = std::find_if(m_kept.begin(), m_kept.end(), [unit](const Kept& k) { return k.unit == unit; });
    return found == m_kept.end() ? nullptr : found->frame;
}

const AVFrame* VideoSession::frame(std::size_t number, Fault& fault)
{
    fault = m_fault;
    if (fault != Fault::None) {
        return nullptr;
    }
    if (number >= m_index->frames()) {
        fault = Fault::NoSuchFrame;
        return nullptr;
    }
    const std::size_t unit = m_index->unitOf(number);
    decode(unit);
    const AVFrame* result = kept(unit);
    if (m_index->isDamaged(unit)) {
        fault = Fault::Damaged;
        return nullptr;
    }
    fault = result ? Fault::None : Fault::Missing;
    return result;
}

/// From where the decoder is, if that is near; else from the key unit; else from the ones before, where there may be
/// what the picture needs.
void VideoSession::decode(std::size_t unit)
{
    std::size_t start = m_index->startFor(unit);
    for (int step = 0; step < kStepsBack && !kept(unit) && !m_index->isDamaged(unit); ++step) {
        const bool near = m_running && m_start <= start && m_next <= unit + kLongestDelay && m_next + kNear >= start;
        if (!near) {
            beginAt(start);
        }
        if (runTo(unit) || m_start == 0) {
            return;
        }
        start = m_index->startFor(m_start - 1);
        m_running = false;
    }
}

void VideoSession::beginAt(std::size_t unit)
{
    avcodec_flush_buffers(m_decoder);
    m_start = m_next = unit;
    m_running = true;
}

bool VideoSession::runTo(std::size_t unit)
{
    while (!kept(unit) && m_running && m_next <= unit + kLongestDelay) {
        if (!feed()) {
            m_running = false;
        }
    }
    return kept(unit) != nullptr;
}

/// Complaints about pictures that refer to what lies before the beginning of the run, or about the beginning itself having no
/// predecessor, say nothing about damage.
bool VideoSession::isIgnored(std::size_t unit) const
{
    return m_start > 0 && unit > m_start && m_index->isLeading(unit) && m_index->startFor(unit) < m_start;
}

/// One unit goes in, and whatever is ready comes out. False at the end.
bool VideoSession::feed()
{
    const std::size_t unit = m_next;
    s_complaints = {};
    if (unit >= m_index->units().size()) {
        avcodec_send_packet(m_decoder, nullptr);
        collect();
        return false;
    }
    const AVPacket* packet = m_source.unit(unit);
    AVPacket* copy = packet ? av_packet_clone(packet) : nullptr;
    if (!copy) {
        m_index->unit(unit).bad = true;
        return false;
    }
    copy->pts = static_cast<std::int64_t>(unit); // comes back with the picture
    copy->dts = AV_NOPTS_VALUE;
    s_complaints = {};
    const int sent = avcodec_send_packet(m_decoder, copy);
    av_packet_free(&copy);
    ++m_next;
    ++m_decodedUnits;
    collect();
    const bool complained = sent < 0 || s_complaints.errors > 0 || (s_complaints.gaps > 0 && unit != m_start);
    if (complained && !isIgnored(unit) && !m_index->units()[unit].skipped) {
        m_index->unit(unit).bad = true;
    }
    return true;
}

void VideoSession::collect()
{
    while (avcodec_receive_frame(m_decoder, m_scratch) >= 0) {
        const auto unit = static_cast<std::size_t>(m_scratch->pts);
        if (m_scratch->pts >= 0 && unit < m_index->units().size()) {
            const bool faulty = m_scratch->decode_error_flags != 0 || (m_scratch->flags & AV_FRAME_FLAG_CORRUPT) != 0;
            if (faulty && !isIgnored(unit)) {
                m_index->unit(unit).bad = true;
            }
            if (!faulty) {
                keep(*m_scratch);
            }
        }
        av_frame_unref(m_scratch);
    }
}

void VideoSession::keep(const AVFrame& frame)
{
    const auto unit = static_cast<std::size_t>(frame.pts);
    AVFrame* copy = kept(unit) ? nullptr : av_frame_clone(&frame); // shares the pixels
    if (!copy) {
        return;
    }
    m_kept.push_back({unit, copy});
    const std::size_t most = std::clamp(kKeptBytes / bytesOf(frame), kFewest, kMost);
    while (m_kept.size() > most) {
        av_frame_free(&m_kept.front().frame);
        m_kept.pop_front();
    }
}

} // namespace isocenter
