#include "dicomnet/FrameFile.h"
#include "support/Encoders.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kRows = 29;
constexpr int kColumns = 37;

/// A smooth slope with noise and both extremes, so that every kind of code occurs.
std::vector<std::uint16_t> picture(int bits, int samples)
{
    std::mt19937 random(7);
    const unsigned top = (1U << bits) - 1;
    std::vector<std::uint16_t> values(static_cast<std::size_t>(kRows) * kColumns * static_cast<std::size_t>(samples));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const unsigned slope =
            static_cast<unsigned>(i) * (top / 2) / static_cast<unsigned>(values.size()) + random() % (top / 16 + 1);
        values[i] = static_cast<std::uint16_t>(i % 97 == 0 ? top : i % 89 == 0 ? 0 : slope);
    }
    return values;
}

FrameFile fileOf(const QByteArray& codestream, const char* syntax, int bits, int samples)
{
    return compressedFile(codestream, syntax, kRows, kColumns, bits, samples);
}

QList<double> expected(const std::vector<std::uint16_t>& values)
{
    return {values.begin(), values.end()};
}

double greatestDifference(const QList<double>& a, const std::vector<std::uint16_t>& b)
{
    double most = a.size() == static_cast<qsizetype>(b.size()) ? 0 : 1e9;
    for (qsizetype i = 0; most < 1e9 && i < a.size(); ++i) {
        most = std::max(most, std::abs(a[i] - b[static_cast<std::size_t>(i)]));
    }
    return most;
}

struct Kind
{
    const char* syntax;
    Encoder encode;
};

const Kind kLossless[] = {{"1.2.840.10008.1.2.4.57", &encodeJpegLossless},
                          {"1.2.840.10008.1.2.4.70", &encodeJpegLossless},
                          {"1.2.840.10008.1.2.4.80", &encodeJpegLs},
                          {"1.2.840.10008.1.2.4.90", &encodeJpeg2000}};

} // namespace

class CodecsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { registerEncoders(); }
    void cleanupTestCase() { unregisterEncoders(); }
    void isExact_data();
    void isExact();
    void extendsTheSign_data() { isExact_data(); }
    void extendsTheSign();
    void decodesEveryPredictor();
    void decodesNearLossless();
    void isCloseWhenLossy();
    void row14_jpegColorByItsMarkers();
    void refusesCutStreams_data() { isExact_data(); }
    void refusesCutStreams();
    void refusesAnotherSize();
    void survivesDamage();
    void saysWhyASyntaxCannotBeShown_data();
    void saysWhyASyntaxCannotBeShown();
};

void CodecsTest::isExact_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("samples");
    for (int kind = 0; kind < 4; ++kind) {
        for (int bits : {8, 10, 12, 16}) {
            QTest::addRow("%s %d bit", kLossless[kind].syntax, bits) << kind << bits << 1;
        }
        QTest::addRow("%s colour", kLossless[kind].syntax) << kind << 8 << 3;
    }
}

void CodecsTest::isExact()
{
    QFETCH(int, kind);
    QFETCH(int, bits);
    QFETCH(int, samples);
    const auto values16 = picture(bits, samples);
    const QByteArray stream = kLossless[kind].encode({kRows, kColumns, samples, bits, kind == 0 ? 4 : 1}, values16);
    QVERIFY(!stream.isEmpty());
    const Result<FramePtr> frame = fileOf(stream, kLossless[kind].syntax, bits, samples).read();
    QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message + frame.error().detail));
    QCOMPARE(values(**frame), expected(values16));
}

void CodecsTest::extendsTheSign()
{
    QFETCH(int, kind);
    QFETCH(int, bits);
    QFETCH(int, samples);
    const auto values16 = picture(bits, samples);
    const QByteArray stream = kLossless[kind].encode({kRows, kColumns, samples, bits, 1}, values16);
    FrameFile file = fileOf(stream, kLossless[kind].syntax, bits, samples);
    file.image.isSigned = true;
    QList<double> wanted = expected(values16);
    for (double& value : wanted) {
        value -= value >= (1 << (bits - 1)) ? (1 << bits) : 0;
    }
    QCOMPARE(values(**file.read()), wanted);
}

void CodecsTest::decodesEveryPredictor()
{
    for (int predictor = 1; predictor <= 7; ++predictor) {
        for (int samples : {1, 3}) {
            const int bits = samples == 1 ? 16 : 8;
            const auto values16 = picture(bits, samples);
            const QByteArray stream = encodeJpegLossless({kRows, kColumns, samples, bits, predictor}, values16);
            const Result<FramePtr> frame = fileOf(stream, "1.2.840.10008.1.2.4.57", bits, samples).read();
            QVERIFY2(frame, qPrintable(QString::number(predictor)));
            QCOMPARE(values(**frame), expected(values16));
        }
    }
}

void CodecsTest::decodesNearLossless()
{
    for (int bits : {8, 10, 16}) {
        for (int near : {1, 4, 10}) {
            const auto values16 = picture(bits, 1);
            const QByteArray stream = encodeByDcmtk({kRows, kColumns, 1, bits, 1}, values16, EXS_JPEGLSLossy,
                                                    DJLSRepresentationParameter(static_cast<Uint16>(near), OFFalse));
            const Result<FramePtr> frame = fileOf(stream, "1.2.840.10008.1.2.4.81", bits, 1).read();
            QVERIFY2(frame, frame ? "" : qPrintable(frame.error().detail));
            const double most = greatestDifference(values(**frame), values16);
            QVERIFY(most > 0 && most <= near);
        }
    }
}

void CodecsTest::isCloseWhenLossy()
{
    for (int bits : {8, 12}) {
        std::vector<std::uint16_t> smooth(static_cast<std::size_t>(kRows) * kColumns);
        for (std::size_t i = 0; i < smooth.size(); ++i) {
            smooth[i] = static_cast<std::uint16_t>((i % kColumns) * ((1U << bits) - 1) / kColumns);
        }
        const QByteArray stream = encodeJpegLossy({kRows, kColumns, 1, bits, 1}, smooth);
        const Result<FramePtr> frame = fileOf(stream, "1.2.840.10008.1.2.4.51", bits, 1).read();
        QVERIFY2(frame, frame ? "" : qPrintable(frame.error().detail));
        QVERIFY(greatestDifference(values(**frame), smooth) <= (1 << bits) / 64);
        for (int cut : {3, 2}) { // half or two thirds of the stream: refused, never half grey
            QVERIFY(!fileOf(stream.left(stream.size() * (cut - 1) / cut), "1.2.840.10008.1.2.4.51", bits, 1).read());
        }
    }
}

void CodecsTest::row14_jpegColorByItsMarkers()
{
    // Pure red, written by libjpeg as YCbCr with a JFIF marker.
    std::vector<std::uint16_t> red(static_cast<std::size_t>(kRows) * kColumns * 3, 0);
    for (std::size_t i = 0; i < red.size(); i += 3) {
        red[i] = 255;
    }
    const QByteArray stream = encodeJpegLossy({kRows, kColumns, 3, 8, 1}, red);
    FrameFile file = fileOf(stream, "1.2.840.10008.1.2.4.50", 8, 3);
    QVERIFY(greatestDifference(values(**file.read()), red) <= 3);
    file.image.photometric = Photometric::YbrFull422;
    const FramePtr frame = *file.read(); // PS3.3 C.7.6.3.1.2: 0.299, 128 - 0.1687, 128 + 0.5 of 255
    QVERIFY(std::abs(frame->at(9, 9, 0) - 76) <= 2);
    QVERIFY(std::abs(frame->at(9, 9, 1) - 85) <= 2);
    QVERIFY(std::abs(frame->at(9, 9, 2) - 255) <= 2);
}

void CodecsTest::refusesCutStreams()
{
    QFETCH(int, kind);
    QFETCH(int, bits);
    QFETCH(int, samples);
    const QByteArray stream = kLossless[kind].encode({kRows, kColumns, samples, bits, 1}, picture(bits, samples));
    for (int percent : {1, 5, 20, 50, 75, 90, 97}) {
        const Result<FramePtr> frame =
            fileOf(stream.left(stream.size() * percent / 100), kLossless[kind].syntax, bits, samples).read();
        QVERIFY2(!frame, qPrintable(QString::number(percent)));
        QVERIFY(!frame.error().message.isEmpty());
    }
}

void CodecsTest::refusesAnotherSize()
{
    for (const Kind& kind : kLossless) {
        const QByteArray stream = kind.encode({kRows, kColumns, 1, 8, 1}, picture(8, 1));
        FrameFile file = fileOf(stream, kind.syntax, 8, 1);
        file.image.columns = kColumns + 1;
        QVERIFY(!file.read());
        file.image.columns = kColumns;
        file.image.samples = 3;
        QVERIFY(!file.read());
    }
}

void CodecsTest::survivesDamage()
{
    std::mt19937 random(11);
    for (const Kind& kind : kLossless) {
        const QByteArray stream = kind.encode({kRows, kColumns, 1, 12, 1}, picture(12, 1));
        for (int n = 0; n < 60; ++n) {
            QByteArray damaged = stream;
            for (int i = 0; i < 4; ++i) {
                damaged[static_cast<qsizetype>(2 + random() % static_cast<unsigned>(n % 2 ? damaged.size() - 2 : 100))] =
                    static_cast<char>(random());
            }
            const Result<FramePtr> frame = fileOf(damaged, kind.syntax, 12, 1).read();
            QVERIFY(!frame || (*frame)->maximum() <= 4095);
        }
    }
}

void CodecsTest::saysWhyASyntaxCannotBeShown_data()
{
    QTest::addColumn<QByteArray>("says"); // empty: it can
    const auto add = [](const char* syntax, const char* says) { QTest::newRow(syntax) << QByteArray(says); };
    add("1.2.840.10008.1.2.4.52", "withdrawn");
    add("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2");
    add("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2");
    for (const char* jpip :
         {"1.2.840.10008.1.2.4.94", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.204", "1.2.840.10008.1.2.4.205"}) {
        add(jpip, "an address on a server");
    }
    add("1.2.840.10008.1.2.7.1", "live video stream");
    for (const char* shown :
         {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.100", "1.2.840.10008.1.2.4.106.1",
          "1.2.840.10008.1.2.4.108", "1.2.840.10008.1.2.4.203", "1.2.840.10008.1.2.8.1"}) {
        add(shown, "");
    }
}

void CodecsTest::saysWhyASyntaxCannotBeShown()
{
    QFETCH(QByteArray, says);
    const QByteArray syntax = QTest::currentDataTag();
    const QString reason = unsupportedSyntaxReason(QString::fromLatin1(syntax));
    QCOMPARE(reason.isEmpty(), says.isEmpty());
    if (!says.isEmpty()) {
        QVERIFY(reason.contains(QString::fromLatin1(says)) &&
                reason.contains(QStringLiteral("cannot be shown"), Qt::CaseInsensitive));
        const Result<FramePtr> frame = compressedFile(QByteArray(100, 'x'), syntax.constData(), 8, 8, 8, 1).read();
        QVERIFY(!frame);
        QCOMPARE(frame.error().message, reason);
    }
}

QTEST_GUILESS_MAIN(CodecsTest)
#include "tst_Codecs.moc"
