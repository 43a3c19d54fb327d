#include "codec/IsolatedDecode.h"
#include "codec/Jpeg2000.h"
#include "codec/PixelLayout.h"

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <stdexcept>

// The library names an enumerator ERROR and declares a printf of its own; its headers come last.
#include <openjph/ojph_arch.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <openjph/ojph_codestream.h>
#include <openjph/ojph_message.h>

#include <algorithm>

namespace isocenter {

namespace {

/// Warnings of the decoder in this thread: it goes on after some kinds of damage.
thread_local bool t_warned = false;

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor" // the library's bases have none; these objects live for ever
#endif

class Warning final : public ojph::message_warning
{
public:
    void operator()(int /*code*/, const char* /*file*/, int /*line*/, const char* /*format*/, ...) override { t_warned = true; }
};

class Failure final : public ojph::message_error
{
public:
    void operator()(int code, const char* /*file*/, int /*line*/, const char* /*format*/, ...) override
    {
        char text[40];
        std::snprintf(text, sizeof text, "OpenJPH error %08X", static_cast<unsigned>(code));
        throw std::runtime_error(text);
    }
};

class Information final : public ojph::message_info
{
public:
    void operator()(int /*code*/, const char* /*file*/, int /*line*/, const char* /*format*/, ...) override {}
};

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/// The library writes to stderr unless told otherwise, once for the process.
void handleMessages()
{
    static Warning warning;
    static Failure failure;
    static Information information;
    static std::once_flag once;
    std::call_once(once, [] {
        ojph::configure_warning(&warning);
        ojph::configure_error(&failure);
        ojph::configure_info(&information);
    });
}

template <typename T> void copyLine(const ojph::line_buf& line, const Jpeg2000Header& header, T* out)
{
    // Lossy values may lie a little outside.
    const std::int64_t low = header.isSigned ? -(std::int64_t{1} << (header.precision - 1)) : 0;
    const std::int64_t high = low + (std::int64_t{1} << header.precision) - 1;
    for (int x = 0; x < header.columns; ++x) {
        const auto value = std::min(std::max<std::int64_t>(line.i32[x], low), high);
        out[static_cast<std::size_t>(x) * static_cast<std::size_t>(header.components)] = static_cast<T>(value);
    }
}

template <typename T> void decode(const QByteArray& codestream, const Jpeg2000Header& header, T* out)
{
    ojph::mem_infile file;
    file.open(reinterpret_cast<const ojph::ui8*>(codestream.constData()), static_cast<std::size_t>(codestream.size()));
    ojph::codestream decoder;
    decoder.read_headers(&file);
    ojph::param_siz size = decoder.access_siz();
    for (int c = 0; c < header.components; ++c) {
        const auto component = static_cast<ojph::ui32>(c);
        if (size.get_num_components() != static_cast<ojph::ui32>(header.components) ||
            size.get_recon_width(component) != static_cast<ojph::ui32>(header.columns) ||
            size.get_recon_height(component) != static_cast<ojph::ui32>(header.rows)) {
            throw std::runtime_error("size");
        }
    }
    decoder.set_planar(false);
    decoder.create();
    const auto stride = static_cast<std::size_t>(header.components);
    for (int row = 0; row < header.rows; ++row) {
        for (int c = 0; c < header.components; ++c) {
            ojph::ui32 component = 0;
            const ojph::line_buf* line = decoder.pull(component);
            if (!line || component != static_cast<ojph::ui32>(c) || line->size < static_cast<std::size_t>(header.columns)) {
                throw std::runtime_error("line");
            }
            copyLine(*line, header, out + static_cast<std::size_t>(row) * header.columns * stride + component);
        }
    }
    decoder.close();
}

} // namespace

Result<void> decodeHtj2k(const QByteArray& codestream, const Jpeg2000Header& header, int cellBytes, void* out)
{
    const auto failed = [](const char* detail) {
        return frameError(
            QT_TRANSLATE_NOOP("FrameReader", "The JPEG 2000 compressed image is damaged or incomplete; it is not shown."),
            QString::fromLatin1(detail));
    };
    if (header.precision > 26) { // the library computes in 32 bits, with guard bits
        return failed("precision");
    }
    handleMessages(); // before there is another process
    const std::size_t size = static_cast<std::size_t>(header.rows) * header.columns * header.components * cellBytes;
    // Version 0.9 of the library reads outside its buffers on damaged streams.
    return decodeIsolated(out, size, [&](void* to) {
        t_warned = false;
        if (cellBytes == 1) {
            decode(codestream, header, static_cast<std::uint8_t*>(to));
        } else if (cellBytes == 2) {
            decode(codestream, header, static_cast<std::uint16_t*>(to));
        } else {
            decode(codestream, header, static_cast<std::uint32_t*>(to));
        }
        return !t_warned;
    });
}

} // namespace isocenter
