#include "codec/CellKernels.h"
#include "codec/Jpeg2000.h"
#include "codec/PixelLayout.h"

#include <cstdint>
#include <cstdio>
#include <mutex>
#include <new>
#include <stdexcept>

// The library names an enumerator ERROR and declares a printf of its own; its headers come last.
#include <openjph/ojph_arch.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <openjph/ojph_codestream.h>
#include <openjph/ojph_message.h>

namespace isocenter {

namespace {

/// Whether the decoder warned in this thread: it goes on after some kinds of damage.
// Aligned: mold 1.10 puts thread-local data before the page that it protects, and a binary whose code ends in the last bytes of a
// page did not start.
alignas(16) thread_local bool t_warned = false;

ssize_t onWarning(void* /*cookie*/, const char* /*text*/, std::size_t bytes)
{
    t_warned = true;
    return static_cast<ssize_t>(bytes);
}

ssize_t onIgnored(void* /*cookie*/, const char* /*text*/, std::size_t bytes)
{
    return static_cast<ssize_t>(bytes);
}

FILE* streamInto(cookie_write_function_t* write)
{
    cookie_io_functions_t functions = {};
    functions.write = write;
    FILE* stream = fopencookie(nullptr, "w", functions);
    if (!stream) {
        throw std::bad_alloc();
    }
    std::setvbuf(stream, nullptr, _IONBF, 0); // at once, in the thread that says it
    return stream;
}

/// Once for the process. Version 0.9 of the library has functions that set handlers of messages and do nothing; only the
/// streams that it writes to can be set. An error is thrown by it after that.
void handleMessages()
{
    static std::once_flag once;
    std::call_once(once, [] {
        ojph::set_warning_stream(streamInto(&onWarning));
        ojph::set_error_stream(streamInto(&onIgnored));
        ojph::set_info_stream(streamInto(&onIgnored));
    });
}

template <typename T> void copyLine(const ojph::line_buf& line, const Jpeg2000Header& header, T* out)
{
    // Lossy values may lie a little outside.
    const std::int32_t low = header.isSigned ? -(1 << (header.precision - 1)) : 0;
    const std::int32_t high = low + (1 << header.precision) - 1;
    storeCells(line.i32, static_cast<std::size_t>(header.columns), low, high, static_cast<std::size_t>(header.components),
               sizeof(T), out);
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
    if (header.layers != 1) { // the library would read the second layer as what comes after it
        return frameError(
            QT_TRANSLATE_NOOP("FrameReader", "This form of High-Throughput JPEG 2000 (several quality layers) cannot be shown."));
    }
    handleMessages();
    t_warned = false;
    if (cellBytes == 1) {
        decode(codestream, header, static_cast<std::uint8_t*>(out));
    } else if (cellBytes == 2) {
        decode(codestream, header, static_cast<std::uint16_t*>(out));
    } else {
        decode(codestream, header, static_cast<std::uint32_t*>(out));
    }
    return t_warned ? Result<void>(failed("warning of the decoder")) : Result<void>();
}

} // namespace isocenter
