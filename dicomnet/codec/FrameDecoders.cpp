#include "codec/FrameDecoders.h"

#include "codec/DecoderHandler.h"
#include "codec/JpegLossy.h"
#include "codec/JpegLs.h"
#include "codec/PixelLayout.h"
#include "isolation/DecoderPool.h"

namespace isocenter {

namespace {

/// No decoder needs more: samples of 32 bits, the same again as coefficients or floats, both once more for good measure, and
/// what is allocated whatever the size.
constexpr std::size_t kMemoryBase = std::size_t{256} << 20;
constexpr std::size_t kMemoryOfSample = 48;
/// The slowest decoder takes a second for some millions of samples.
constexpr int kSecondsBase = 20;
constexpr std::size_t kSamplesOfSecond = 1'000'000;

std::size_t samplesOf(const JpegHeader& header)
{
    return static_cast<std::size_t>(header.rows) * header.columns * header.components.size();
}

Error refusal(const DecodeAnswer& answer)
{
    const QString detail = QString::fromUtf8(answer.detail);
    if (answer.status == DecodeAnswer::Status::NoMemory) {
        return frameError(
            QT_TRANSLATE_NOOP("FrameReader", "Decoding the image takes more memory than its size accounts for; it is not shown."),
            detail);
    }
    if (answer.message.isEmpty()) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image is damaged; it is not shown."), detail);
    }
    return frameError(answer.message.constData(), detail);
}

} // namespace

Result<DecodeAnswer> FrameDecoders::run(DecodeTask task, std::size_t samples, void* out) const
{
    task.memory = kMemoryBase + kMemoryOfSample * samples + 4 * static_cast<std::size_t>(task.input.size());
    task.cpuSeconds = kSecondsBase + static_cast<int>(samples / kSamplesOfSecond);
    Result<DecodeAnswer> answer = m_pool->run(task, out, m_cancel);
    if (answer && answer->status != DecodeAnswer::Status::Whole) {
        return refusal(*answer);
    }
    return answer;
}

Result<void> FrameDecoders::decode(std::uint32_t kind, const QByteArray& bytes, std::size_t samples, int cellBytes,
                                   void* out) const
{
    DecodeTask task;
    task.kind = kind;
    task.numbers[0] = cellBytes;
    task.input = bytes;
    task.outputBytes = samples * static_cast<unsigned>(cellBytes);
    const Result<DecodeAnswer> answer = run(task, samples, out);
    if (answer && answer->outputBytes != task.outputBytes) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image is damaged; it is not shown."),
                          QStringLiteral("%1 bytes came back").arg(answer->outputBytes));
    }
    return answer ? Result<void>() : Result<void>(answer.error());
}

Result<void> FrameDecoders::jpeg2000(const QByteArray& codestream, const Jpeg2000Header& header, int cellBytes, void* out) const
{
    if (!m_pool) {
        return (header.highThroughput ? &decodeHtj2k : &decodeJpeg2000)(codestream, header, cellBytes, out);
    }
    const std::size_t samples = static_cast<std::size_t>(header.rows) * header.columns * static_cast<unsigned>(header.components);
    return decode(static_cast<std::uint32_t>(DecoderKind::Jpeg2000), codestream, samples, cellBytes, out);
}

Result<void> FrameDecoders::jpeg12(const QByteArray& bytes, const JpegHeader& header, std::uint16_t* out) const
{
    return m_pool ? decode(static_cast<std::uint32_t>(DecoderKind::Jpeg12), bytes, samplesOf(header), 2, out)
                  : decodeJpeg12(bytes, header, out);
}

Result<void> FrameDecoders::jpegLs(const QByteArray& bytes, const JpegHeader& header, void* out) const
{
    const int cell = header.precision <= 8 ? 1 : 2;
    return m_pool ? decode(static_cast<std::uint32_t>(DecoderKind::JpegLs), bytes, samplesOf(header), cell, out)
                  : decodeJpegLsByDcmtk(bytes, header, out);
}

Result<JpegXlHeader> FrameDecoders::jpegXlHeader(const QByteArray& bytes) const
{
    if (!m_pool) {
        return readJpegXlHeader(bytes);
    }
    DecodeTask task;
    task.kind = static_cast<std::uint32_t>(DecoderKind::JpegXlHeader);
    task.input = bytes;
    const Result<DecodeAnswer> answer = run(task, 0, nullptr);
    if (!answer) {
        return answer.error();
    }
    const DecodeNumbers& n = answer->numbers;
    const auto within = [&n](std::size_t i, std::int64_t low, std::int64_t high) { return n[i] >= low && n[i] <= high; };
    if (!within(0, 1, 65535) || !within(1, 1, 65535) || !within(2, 1, 3) || !within(3, 1, 16)) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image is damaged; it is not shown."));
    }
    return JpegXlHeader{
        static_cast<int>(n[0]), static_cast<int>(n[1]), static_cast<int>(n[2]), static_cast<int>(n[3]), n[4] != 0, n[5] != 0};
}

Result<QByteArray> FrameDecoders::jpegXlJpeg(const QByteArray& bytes, qsizetype limit) const
{
    if (!m_pool) {
        return extractJpeg(bytes, limit);
    }
    QByteArray jpeg(limit, Qt::Uninitialized);
    DecodeTask task;
    task.kind = static_cast<std::uint32_t>(DecoderKind::JpegXlJpeg);
    task.input = bytes;
    task.outputBytes = static_cast<std::size_t>(limit);
    const Result<DecodeAnswer> answer = run(task, static_cast<std::size_t>(limit), jpeg.data());
    if (!answer) {
        return answer.error();
    }
    jpeg.truncate(static_cast<qsizetype>(answer->outputBytes));
    return jpeg;
}

Result<void> FrameDecoders::jpegXl(const QByteArray& bytes, const JpegXlHeader& header, int cellBytes, void* out) const
{
    const std::size_t samples = static_cast<std::size_t>(header.rows) * header.columns * static_cast<unsigned>(header.components);
    return m_pool ? decode(static_cast<std::uint32_t>(DecoderKind::JpegXl), bytes, samples, cellBytes, out)
                  : decodeJpegXl(bytes, header, cellBytes, out);
}

} // namespace isocenter
