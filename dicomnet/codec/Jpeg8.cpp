#include "codec/JpegLossy.h"
#include "codec/PixelLayout.h"

#include <csetjmp>
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

namespace isocenter {

namespace {

struct Failure
{
    jpeg_error_mgr base;
    std::jmp_buf back;
    int code = 0; ///< of libjpeg; 0: none
};

Failure* failureOf(j_common_ptr info)
{
    return reinterpret_cast<Failure*>(info->err);
}

[[noreturn]] void onError(j_common_ptr info)
{
    failureOf(info)->code = info->err->msg_code;
    std::longjmp(failureOf(info)->back, 1);
}

/// libjpeg goes on after damage with invented values and only warns: such a warning is an error here.
void onMessage(j_common_ptr info, int level)
{
    if (level >= 0) {
        return;
    }
    switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA: // rubbish between segments
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_JPEG_EOF: // only the end marker is missing; missing data are told by JWRN_HIT_MARKER
    case JWRN_TOO_MUCH_DATA:
    case JWRN_NOT_SEQUENTIAL: // spectral range not stated in a sequential scan
        return;
    default:
        failureOf(info)->code = info->err->msg_code;
    }
}

void onOutput(j_common_ptr /*info*/) {}

/// No object with a destructor may live in here: errors come back by longjmp.
bool decode(jpeg_decompress_struct& info, Failure& failure, const QByteArray& bytes, const JpegHeader& header, std::uint8_t* out)
{
    if (setjmp(failure.back) != 0) {
        return false;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.constData()), static_cast<unsigned long>(bytes.size()));
    if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK || info.image_width != static_cast<JDIMENSION>(header.columns) ||
        info.image_height != static_cast<JDIMENSION>(header.rows) ||
        info.num_components != static_cast<int>(header.components.size())) {
        failure.code = -1;
        return false;
    }
    info.out_color_space = info.jpeg_color_space; // as it is stored: no conversion
    info.dct_method = JDCT_ISLOW;
    info.do_block_smoothing = FALSE;
    info.mem->max_memory_to_use = 1L << 30;
    jpeg_start_decompress(&info);
    const std::size_t rowBytes = static_cast<std::size_t>(info.output_width) * static_cast<unsigned>(info.output_components);
    while (info.output_scanline < info.output_height && failure.code == 0) {
        JSAMPROW row = out + info.output_scanline * rowBytes;
        jpeg_read_scanlines(&info, &row, 1);
    }
    return failure.code == 0;
}

} // namespace

Result<void> decodeJpeg8(const QByteArray& bytes, const JpegHeader& header, std::uint8_t* out)
{
    jpeg_decompress_struct info = {};
    Failure failure = {};
    info.err = jpeg_std_error(&failure.base);
    failure.base.error_exit = &onError;
    failure.base.emit_message = &onMessage;
    failure.base.output_message = &onOutput;
    const bool done = header.complete && decode(info, failure, bytes, header, out);
    jpeg_destroy_decompress(&info);
    if (done) {
        return {};
    }
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The JPEG compressed image is damaged or incomplete; it is not shown."),
                      QStringLiteral("libjpeg message %1").arg(failure.code));
}

} // namespace isocenter
