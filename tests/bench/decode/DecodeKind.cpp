#include "bench/decode/DecodeKind.h"

#include "bench/BenchPhantom.h"
#include "reader/DicomImageReader.h"
#include "support/Encoders.h"
#include "support/JpegXlEncoder.h"

#include <QFile>
#include <QtEndian>

#include <cstdio>

#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dcrlerp.h>
#include <zlib.h>

#include "support/Htj2kEncoder.h"

namespace isocenter::bench {

namespace {

constexpr char kDeflated[] = "1.2.840.10008.1.2.1.99";

QByteArray cells(const Kind& kind, const std::vector<std::uint16_t>& values)
{
    if (kind.bits <= 8) {
        QByteArray bytes(static_cast<qsizetype>(values.size()), Qt::Uninitialized);
        std::copy(values.begin(), values.end(), bytes.begin());
        return bytes;
    }
    QByteArray bytes(static_cast<qsizetype>(2 * values.size()), Qt::Uninitialized);
    qToLittleEndian<quint16>(values.data(), static_cast<qsizetype>(values.size()), bytes.data());
    return bytes;
}

QByteArray deflated(const QByteArray& bytes)
{
    z_stream stream = {};
    deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return done ? out : QByteArray();
}

/// Colour: three channels that have to do with each other.
std::vector<std::uint16_t> valuesOf(const Kind& kind, int index, int side)
{
    const std::vector<std::uint16_t> grey = phantomSlice(index, side, kind.bits);
    if (kind.samples == 1) {
        return grey;
    }
    std::vector<std::uint16_t> color;
    for (const std::uint16_t value : grey) {
        color.push_back(value);
        color.push_back(static_cast<std::uint16_t>(value * 3 / 4));
        color.push_back(static_cast<std::uint16_t>(value / 2));
    }
    return color;
}

/// The attributes up to the pixel data.
test::DicomBytes header(const Kind& kind, int frames, int side)
{
    test::DicomBytes d(kind.syntax);
    d.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.3");
    d.text(0x00080018, "UI", "1.2.826.0.1.3680043.10.1.7").text(0x00080060, "CS", "OT");
    d.text(0x00100010, "PN", "PHANTOM^BENCH").text(0x00100020, "LO", "BENCH1");
    d.text(0x0020000D, "UI", "1.2.826.0.1.3680043.10.1.5").text(0x0020000E, "UI", "1.2.826.0.1.3680043.10.1.6");
    d.us(0x00280002, static_cast<std::uint16_t>(kind.samples));
    d.text(0x00280004, "CS", kind.samples == 1 ? "MONOCHROME2" : "YBR_FULL_422");
    if (kind.samples > 1) {
        d.us(0x00280006, 0);
    }
    d.text(0x00280008, "IS", QByteArray::number(frames));
    d.us(0x00280010, static_cast<std::uint16_t>(side)).us(0x00280011, static_cast<std::uint16_t>(side));
    d.us(0x00280100, kind.bits <= 8 ? 8 : 16).us(0x00280101, static_cast<std::uint16_t>(kind.bits));
    d.us(0x00280102, static_cast<std::uint16_t>(kind.bits - 1)).us(0x00280103, 0);
    if (kind.tolerance > 0) {
        d.text(0x00282110, "CS", "01");
    }
    return d;
}

QByteArray offsetTable(const std::vector<QByteArray>& streams)
{
    QByteArray table;
    quint32 at = 0;
    for (const QByteArray& stream : streams) {
        char word[4];
        qToLittleEndian(at, word);
        table.append(word, 4);
        at += 8 + static_cast<quint32>(stream.size() + stream.size() % 2);
    }
    return table;
}

/// The file; `streams` gets what is in it, encoded on the first call.
QByteArray fileOf(const DecodeData& data, int frames, std::vector<QByteArray>& streams)
{
    const Kind& kind = data.kind;
    test::DicomBytes d = header(kind, frames, data.side);
    if (kind.codec == Codec::Native || kind.codec == Codec::DeflatedDataSet) {
        QByteArray all;
        for (int i = 0; i < frames; ++i) {
            all += cells(kind, data.values[static_cast<std::size_t>(i)]);
        }
        d.bytes(0x7FE00010, "OW", all);
        if (kind.codec == Codec::Native) {
            return d.file();
        }
        streams.assign(1, deflated(d.dataset()));
        return test::DicomBytes(kDeflated).raw(streams.front()).file();
    }
    for (std::size_t i = streams.size(); i < static_cast<std::size_t>(frames); ++i) {
        streams.push_back(encodeFrame(kind, data.side, data.values[i]));
    }
    const std::vector<QByteArray> part(streams.begin(), streams.begin() + frames);
    return d.fragments(part, offsetTable(part)).file();
}

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

} // namespace

const std::vector<Kind>& kinds()
{
    static const std::vector<Kind> kAll{
        {"native", "native", "1.2.840.10008.1.2.1", Codec::Native, 12, 1, 0},
        {"deflated", "deflated data set", kDeflated, Codec::DeflatedDataSet, 12, 1, 0},
        {"deflatedframe", "deflated frames", "1.2.840.10008.1.2.8.1", Codec::DeflatedFrames, 12, 1, 0},
        {"rle", "RLE", "1.2.840.10008.1.2.5", Codec::Rle, 12, 1, 0},
        {"jpegll", "JPEG lossless SV1", "1.2.840.10008.1.2.4.70", Codec::JpegLossless, 12, 1, 0},
        {"jpegll16", "JPEG lossless SV1", "1.2.840.10008.1.2.4.70", Codec::JpegLossless, 16, 1, 0},
        {"jpeg8", "JPEG baseline", "1.2.840.10008.1.2.4.50", Codec::Jpeg, 8, 1, 12},
        {"jpegrgb", "JPEG baseline colour", "1.2.840.10008.1.2.4.50", Codec::Jpeg, 8, 3, 255}, // stored as YBR
        {"jpeg12", "JPEG extended", "1.2.840.10008.1.2.4.51", Codec::Jpeg, 12, 1, 200},
        {"jpegls", "JPEG-LS lossless", "1.2.840.10008.1.2.4.80", Codec::JpegLs, 12, 1, 0},
        {"jpegls16", "JPEG-LS lossless", "1.2.840.10008.1.2.4.80", Codec::JpegLs, 16, 1, 0},
        {"jpeglsnear", "JPEG-LS near-lossless (2)", "1.2.840.10008.1.2.4.81", Codec::JpegLs, 12, 1, 2},
        {"j2k", "JPEG 2000 lossless", "1.2.840.10008.1.2.4.90", Codec::Jpeg2000, 12, 1, 0},
        {"j2k16", "JPEG 2000 lossless", "1.2.840.10008.1.2.4.90", Codec::Jpeg2000, 16, 1, 0},
        {"j2klossy", "JPEG 2000 lossy (8:1)", "1.2.840.10008.1.2.4.91", Codec::Jpeg2000, 12, 1, 200},
        {"htj2k", "HTJ2K lossless", "1.2.840.10008.1.2.4.201", Codec::Htj2k, 12, 1, 0},
        {"jxl", "JPEG XL lossless", "1.2.840.10008.1.2.4.110", Codec::JpegXl, 12, 1, 0},
    };
    return kAll;
}

QByteArray encodeFrame(const Kind& kind, int side, const std::vector<std::uint16_t>& values)
{
    test::EncodeSpec spec{side, side, kind.samples, kind.bits, 1, kind.tolerance == 0, 6};
    test::Htj2kSpec htj2k;
    htj2k.bits = kind.bits;
    switch (kind.codec) {
    case Codec::DeflatedFrames:
        return deflated(cells(kind, values));
    case Codec::Rle:
        return test::encodeByDcmtk(spec, values, EXS_RLELossless, DcmRLERepresentationParameter());
    case Codec::JpegLossless:
        return test::encodeJpegLossless(spec, values);
    case Codec::Jpeg:
        return test::encodeJpegLossy(spec, values);
    case Codec::JpegLs:
        return kind.tolerance == 0
                   ? test::encodeJpegLs(spec, values)
                   : test::encodeByDcmtk(spec, values, EXS_JPEGLSLossy,
                                         DJLSRepresentationParameter(static_cast<Uint16>(kind.tolerance), OFFalse));
    case Codec::Jpeg2000:
        return test::encodeJpeg2000(spec, values);
    case Codec::Htj2k:
        return test::encodeHtj2k(htj2k, side, side, {values.begin(), values.end()});
    case Codec::JpegXl:
        return test::encodeJpegXl(spec, values);
    case Codec::Native:
    case Codec::DeflatedDataSet:
        break;
    }
    return {};
}

void registerEncoders()
{
    OFLog::configure(OFLogger::ERROR_LOG_LEVEL);
    test::registerEncoders();
    DcmRLEEncoderRegistration::registerCodecs();
}

std::unique_ptr<DecodeData> makeDecodeData(const Kind& kind, const QString& folder, int frames, int side)
{
    auto data = std::make_unique<DecodeData>();
    data->kind = kind;
    data->side = side;
    for (int i = 0; i < frames; ++i) {
        data->values.push_back(valuesOf(kind, i, side));
    }
    data->file = folder + QStringLiteral("/%1.dcm").arg(QLatin1String(kind.key));
    const QByteArray one = fileOf(*data, 1, data->streams);
    const QByteArray all = fileOf(*data, frames, data->streams);
    for (const QByteArray& stream : data->streams) {
        if (stream.isEmpty()) {
            std::fprintf(stderr, "%s: the encoder refused\n", kind.key);
            return nullptr;
        }
    }
    const Result<ImagePtr> image =
        write(folder + QStringLiteral("/%1-one.dcm").arg(QLatin1String(kind.key)), one) && write(data->file, all)
            ? DicomImageReader().readHeader(data->file)
            : Result<ImagePtr>(Error{QStringLiteral("cannot write"), {}});
    if (!image) {
        std::fprintf(stderr, "%s: %s\n", kind.key, qPrintable(image.error().message));
        return nullptr;
    }
    data->image = *image;
    return data;
}

} // namespace isocenter::bench
