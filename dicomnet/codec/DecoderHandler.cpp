#include "codec/DecoderHandler.h"

#include "codec/DecoderLog.h"
#include "codec/Jpeg2000.h"
#include "codec/JpegHeader.h"
#include "codec/JpegLossy.h"
#include "codec/JpegLs.h"
#include "codec/JpegXl.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdict.h>

#include <cstring>

namespace isocenter {

namespace {

DecodeAnswer refused(const Error& error)
{
    DecodeAnswer answer;
    answer.message = error.message.toUtf8();
    answer.detail = error.detail.toUtf8();
    return answer;
}

DecodeAnswer disagrees()
{
    DecodeAnswer answer;
    answer.detail = "the task and the image differ in size";
    return answer;
}

DecodeAnswer whole(const DecodeWork& work, const Result<void>& decoded)
{
    if (!decoded) {
        return refused(decoded.error());
    }
    DecodeAnswer answer;
    answer.status = DecodeAnswer::Status::Whole;
    answer.outputBytes = work.outputBytes;
    return answer;
}

/// Whether an image of these samples fills the output exactly.
bool fills(const DecodeWork& work, int rows, int columns, std::size_t components, std::int64_t cellBytes)
{
    return (cellBytes == 1 || cellBytes == 2 || cellBytes == 4) && static_cast<std::size_t>(rows) *
                                                                           static_cast<std::size_t>(columns) * components *
                                                                           static_cast<std::size_t>(cellBytes) ==
                                                                       work.outputBytes;
}

DecodeAnswer jpeg2000(const DecodeWork& work)
{
    QByteArray codestream;
    const Result<Jpeg2000Header> header = readJpeg2000Header(work.input, codestream);
    if (!header) {
        return refused(header.error());
    }
    if (!fills(work, header->rows, header->columns, static_cast<std::size_t>(header->components), work.numbers[0])) {
        return disagrees();
    }
    const auto decode = header->highThroughput ? &decodeHtj2k : &decodeJpeg2000;
    return whole(work, decode(codestream, *header, static_cast<int>(work.numbers[0]), work.output));
}

DecodeAnswer jpeg(const DecodeWork& work, bool lossless)
{
    const Result<JpegHeader> header = readJpegHeader(work.input);
    if (!header) {
        return refused(header.error());
    }
    const std::int64_t cell = lossless && header->precision <= 8 ? 1 : 2;
    if (!fills(work, header->rows, header->columns, header->components.size(), cell)) {
        return disagrees();
    }
    return whole(work, lossless ? decodeJpegLsByDcmtk(work.input, *header, work.output)
                                : decodeJpeg12(work.input, *header, reinterpret_cast<std::uint16_t*>(work.output)));
}

DecodeAnswer jpegXlHeader(const DecodeWork& work)
{
    const Result<JpegXlHeader> header = readJpegXlHeader(work.input);
    DecodeAnswer answer = whole(work, header ? Result<void>() : Result<void>(header.error()));
    if (header) {
        answer.numbers = {header->rows,      header->columns,  header->components,
                          header->precision, header->lossless, header->holdsJpeg};
    }
    return answer;
}

DecodeAnswer jpegXlJpeg(const DecodeWork& work)
{
    const Result<QByteArray> bytes = extractJpeg(work.input, static_cast<qsizetype>(work.outputBytes));
    DecodeAnswer answer = whole(work, bytes ? Result<void>() : Result<void>(bytes.error()));
    if (bytes) {
        answer.outputBytes = static_cast<std::size_t>(bytes->size());
        std::memcpy(work.output, bytes->constData(), answer.outputBytes);
    }
    return answer;
}

DecodeAnswer jpegXl(const DecodeWork& work)
{
    const Result<JpegXlHeader> header = readJpegXlHeader(work.input);
    if (!header) {
        return refused(header.error());
    }
    const std::int64_t cell = work.numbers[0];
    if (cell > 2 || !fills(work, header->rows, header->columns, static_cast<std::size_t>(header->components), cell)) {
        return disagrees();
    }
    return whole(work, decodeJpegXl(work.input, *header, static_cast<int>(cell), work.output));
}

} // namespace

void warmDecodersUp()
{
    silenceDecoders();
    dcmDataDict.rdlock();
    dcmDataDict.rdunlock();
}

DecodeAnswer handleDecodeWork(const DecodeWork& work)
{
    switch (static_cast<DecoderKind>(work.kind)) {
    case DecoderKind::Jpeg2000:
        return jpeg2000(work);
    case DecoderKind::Jpeg12:
        return jpeg(work, false);
    case DecoderKind::JpegLs:
        return jpeg(work, true);
    case DecoderKind::JpegXlHeader:
        return jpegXlHeader(work);
    case DecoderKind::JpegXlJpeg:
        return jpegXlJpeg(work);
    case DecoderKind::JpegXl:
        return jpegXl(work);
    }
    return {};
}

} // namespace isocenter
