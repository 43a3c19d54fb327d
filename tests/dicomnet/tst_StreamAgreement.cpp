#include "codec/StreamAgreement.h"
#include "dicomnet/FrameFile.h"
#include "support/Encoders.h"

#include <QTest>

#include <zlib.h>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kRows = 9;
constexpr int kColumns = 16;

std::vector<std::uint16_t> ramp(int top, int samples = 1)
{
    std::vector<std::uint16_t> values(static_cast<std::size_t>(kRows * kColumns * samples));
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<std::uint16_t>(i * static_cast<std::size_t>(top) / (values.size() - 1));
    }
    return values;
}

FrameFile fileOf(const QByteArray& stream, const char* syntax, int allocated, int stored, int samples = 1)
{
    FrameFile file = compressedFile(stream, syntax, kRows, kColumns, stored, samples);
    file.image.bitsAllocated = allocated;
    return file;
}

QByteArray deflated(const QByteArray& bytes)
{
    QByteArray out(bytes.size() + 1000, '\0');
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

} // namespace

/// display-pipeline.md row 2: the codestream decides how the values are decoded, the header what they mean, and a person is told.
class StreamAgreementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { registerEncoders(); }
    void cleanupTestCase() { unregisterEncoders(); }
    void row02_silentWhenBothAgree();
    void row02_precisionIsTheStreams();
    void row02_tellsOfTheSign();
    void row02_tellsOfLoss();
    void row02_tellsOfColor();
    void row02_refusesAnotherSize();
    void inflatesFrames();
};

void StreamAgreementTest::row02_silentWhenBothAgree()
{
    QVERIFY((*fileOf(encodeJpegLossless({kRows, kColumns, 1, 12, 1}, ramp(4095)), "1.2.840.10008.1.2.4.70", 16, 12).read())
                ->cautions()
                .isEmpty());
    QVERIFY((*fileOf(encodeJpeg2000({kRows, kColumns, 1, 12, 1}, ramp(4095)), "1.2.840.10008.1.2.4.90", 16, 12).read())
                ->cautions()
                .isEmpty());
}

void StreamAgreementTest::row02_precisionIsTheStreams()
{
    for (const auto& encode : {&encodeJpegLossless, &encodeJpegLs, &encodeJpeg2000}) {
        // 12 bits in the stream where the header allots 8: nothing is cut off.
        const auto original = ramp(4095);
        const FramePtr wide = *fileOf(encode({kRows, kColumns, 1, 12, 1}, original), "1.2.840.10008.1.2.4.90", 8, 8).read();
        QCOMPARE(values(*wide), QList<double>(original.begin(), original.end()));
        QCOMPARE(wide->cautions().size(), 1);
        QVERIFY(wide->cautions().front().contains(QLatin1String("the header of the file says 8")));
        // 8 bits in the stream where the header allots 16
        const auto bytes = ramp(255);
        const FramePtr narrow = *fileOf(encode({kRows, kColumns, 1, 8, 1}, bytes), "1.2.840.10008.1.2.4.90", 16, 12).read();
        QCOMPARE(values(*narrow), QList<double>(bytes.begin(), bytes.end()));
        QCOMPARE(narrow->type(), SampleType::UInt16);
        QCOMPARE(narrow->cautions().size(), 1);
    }
}

void StreamAgreementTest::row02_tellsOfTheSign()
{
    FrameFile file = fileOf(encodeJpeg2000({kRows, kColumns, 1, 12, 1}, ramp(4095)), "1.2.840.10008.1.2.4.90", 16, 12);
    file.image.isSigned = true;
    const FramePtr frame = *file.read();
    int lowest = 0;
    for (const int value : ramp(4095)) {
        lowest = std::min(lowest, value >= 2048 ? value - 4096 : value);
    }
    QCOMPARE(frame->minimum(), static_cast<double>(lowest)); // the header's meaning
    QCOMPARE(frame->cautions().size(), 1);
    QVERIFY(frame->cautions().front().contains(QStringLiteral("signed")));
}

void StreamAgreementTest::row02_tellsOfLoss()
{
    const QByteArray near =
        encodeByDcmtk({kRows, kColumns, 1, 8, 1}, ramp(255), EXS_JPEGLSLossy, DJLSRepresentationParameter(2, OFFalse));
    FrameFile file = fileOf(near, "1.2.840.10008.1.2.4.81", 8, 8);
    QCOMPARE((*file.read())->cautions().size(), 1);
    file.image.lossy.lossy = true;
    QVERIFY((*file.read())->cautions().isEmpty());
}

void StreamAgreementTest::row02_tellsOfColor()
{
    const QByteArray ybr = encodeJpegLossy({kRows, kColumns, 3, 8, 1}, ramp(255, 3)); // with a JFIF marker
    FrameFile file = fileOf(ybr, "1.2.840.10008.1.2.4.50", 8, 8, 3);
    file.image.lossy.lossy = true;
    QCOMPARE((*file.read())->cautions().size(), 1);
    file.image.photometric = Photometric::YbrFull422;
    QVERIFY((*file.read())->cautions().isEmpty());
}

void StreamAgreementTest::row02_refusesAnotherSize()
{
    QStringList cautions;
    PixelLayout header;
    header.rows = 10;
    header.columns = 20;
    for (const StreamFacts& facts :
         {StreamFacts{11, 20, 1, 16, {}, true}, StreamFacts{10, 19, 1, 16, {}, true}, StreamFacts{10, 20, 3, 16, {}, true}}) {
        const Result<PixelLayout> layout = agree(header, facts, {}, cautions);
        QVERIFY(!layout && !layout.error().message.isEmpty());
    }
    QVERIFY(agree(header, {10, 20, 1, 16, {}, true}, {}, cautions) && cautions.isEmpty());
}

void StreamAgreementTest::inflatesFrames()
{
    const auto original = ramp(65535);
    const QByteArray bytes(reinterpret_cast<const char*>(original.data()), static_cast<qsizetype>(2 * original.size()));
    const FrameFile file = fileOf(deflated(bytes), "1.2.840.10008.1.2.8.1", 16, 16);
    const Result<FramePtr> frame = file.read();
    QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message));
    QCOMPARE(values(**frame), QList<double>(original.begin(), original.end()));

    QByteArray bits; // a segmentation: eight pixels a byte
    for (int i = 0; i < kRows * kColumns / 8; ++i) {
        bits.append(static_cast<char>(0x81));
    }
    const FramePtr mask = *fileOf(deflated(bits), "1.2.840.10008.1.2.8.1", 1, 1).read();
    QCOMPARE(mask->at(0, 0) + mask->at(0, 7) + mask->at(0, 8), 3.0);
    QCOMPARE(mask->at(0, 1) + mask->at(0, 6), 0.0);

    QVERIFY(!fileOf(deflated(bytes.left(bytes.size() / 2)), "1.2.840.10008.1.2.8.1", 16, 16).read()); // too little
    QVERIFY(!fileOf(deflated(bytes + bytes), "1.2.840.10008.1.2.8.1", 16, 16).read());                // too much
    QVERIFY(!fileOf(QByteArray(100, '\x77'), "1.2.840.10008.1.2.8.1", 16, 16).read());
}

QTEST_GUILESS_MAIN(StreamAgreementTest)
#include "tst_StreamAgreement.moc"
