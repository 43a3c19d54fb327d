#include "video/FragmentStream.h"

#include <algorithm>
#include <cerrno>

#include <unistd.h>

extern "C" {
#include <libavformat/avio.h>
#include <libavutil/error.h>
#include <libavutil/mem.h>
}

namespace isocenter {

namespace {

constexpr int kBuffer = 64 << 10;

} // namespace

FragmentStream::FragmentStream(int descriptor, std::vector<StreamPart> parts)
    : m_descriptor(descriptor), m_parts(std::move(parts))
{
    for (const StreamPart& part : m_parts) {
        m_starts.push_back(m_size);
        m_size += part.length;
    }
}

FragmentStream::~FragmentStream()
{
    freeContext();
    ::close(m_descriptor);
}

void FragmentStream::freeContext()
{
    if (m_context) {
        av_freep(&m_context->buffer); // it may have taken another one than it was given
    }
    avio_context_free(&m_context);
}

int FragmentStream::read(std::int64_t at, std::uint8_t* to, int bytes) const
{
    int done = 0;
    while (done < bytes && at >= 0 && at < m_size) {
        const auto i = static_cast<std::size_t>(std::upper_bound(m_starts.begin(), m_starts.end(), at) - m_starts.begin() - 1);
        const std::int64_t inside = at - m_starts[i];
        const auto most = static_cast<std::size_t>(std::min<std::int64_t>(bytes - done, m_parts[i].length - inside));
        const ssize_t got = ::pread(m_descriptor, to + done, most, m_parts[i].offset + inside);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        done += static_cast<int>(got);
        at += got;
    }
    return done;
}

int FragmentStream::readNext(void* self, std::uint8_t* to, int bytes)
{
    auto& stream = *static_cast<FragmentStream*>(self);
    const int got = stream.read(stream.m_at, to, bytes);
    stream.m_at += got;
    return got > 0 ? got : AVERROR_EOF;
}

std::int64_t FragmentStream::seek(void* self, std::int64_t offset, int whence)
{
    auto& stream = *static_cast<FragmentStream*>(self);
    if ((whence & AVSEEK_SIZE) != 0) {
        return stream.m_size;
    }
    const int from = whence & ~AVSEEK_FORCE;
    const std::int64_t base = from == SEEK_CUR ? stream.m_at : from == SEEK_END ? stream.m_size : 0;
    if (offset < -base || offset > stream.m_size - base) {
        return AVERROR(EINVAL);
    }
    stream.m_at = base + offset;
    return stream.m_at;
}

AVIOContext* FragmentStream::rewound()
{
    freeContext();
    m_at = 0;
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer));
    if (buffer) {
        m_context = avio_alloc_context(buffer, kBuffer, 0, this, &readNext, nullptr, &seek);
    }
    return m_context;
}

} // namespace isocenter
