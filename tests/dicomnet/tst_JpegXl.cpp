#include "dicomnet/FrameFile.h"
#include "support/JpegXlEncoder.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kRows = 40;
constexpr int kColumns = 53;

std::vector<std::uint16_t> picture(int bits, int samples)
{
    std::mt19937 random(13);
    const int top = (1 << bits) - 1;
    std::vector<std::uint16_t> values(static_cast<std::size_t>(kRows * kColumns * samples));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double place = static_cast<double>(i) / static_cast<double>(values.size());
        values[i] = static_cast<std::uint16_t>(
            std::min(top, static_cast<int>((0.5 + 0.45 * std::sin(9 * place)) * top) + static_cast<int>(random() % 2)));
    }
    values[5] = static_cast<std::uint16_t>(top);
    values[6] = 0;
    return values;
}

QByteArray encode(const std::vector<std::uint16_t>& values, int bits, int samples, bool lossless)
{
    return encodeJpegXl({kRows, kColumns, samples, bits, 1, lossless}, values);
}

FrameFile fileOf(const QByteArray& stream, const char* syntax, int bits, int samples)
{
    return compressedFile(stream, syntax, kRows, kColumns, bits, samples);
}

} // namespace

class JpegXlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isExact_data();
    void isExact();
    void isCloseWhenLossy();
    void givesTheJpegBack();
    void refusesCutStreams();
    void refusesAnotherSize();
    void survivesDamage();
};

void JpegXlTest::isExact_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("samples");
    for (int bits : {8, 10, 12, 16}) {
        QTest::addRow("%d bit", bits) << bits << 1;
    }
    QTest::addRow("colour") << 8 << 3;
    QTest::addRow("16-bit colour") << 16 << 3;
}

void JpegXlTest::isExact()
{
    QFETCH(int, bits);
    QFETCH(int, samples);
    const auto original = picture(bits, samples);
    const QByteArray stream = encode(original, bits, samples, true);
    QVERIFY(!stream.isEmpty());
    const Result<FramePtr> frame = fileOf(stream, "1.2.840.10008.1.2.4.110", bits, samples).read();
    QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message + frame.error().detail));
    QCOMPARE(values(**frame), QList<double>(original.begin(), original.end()));
    QVERIFY((*frame)->cautions().isEmpty());
}

void JpegXlTest::isCloseWhenLossy()
{
    for (const auto& [bits, samples] : QList<QPair<int, int>>{{8, 1}, {12, 1}, {8, 3}}) {
        const auto original = picture(bits, samples);
        FrameFile file = fileOf(encode(original, bits, samples, false), "1.2.840.10008.1.2.4.112", bits, samples);
        file.image.lossy.lossy = true;
        const Result<FramePtr> frame = file.read();
        QVERIFY2(frame, frame ? "" : qPrintable(frame.error().detail));
        QVERIFY((*frame)->cautions().isEmpty());
        const QList<double> decoded = values(**frame);
        double sum = 0; // in the same curve of grey: linear light would differ by a quarter of the range
        for (qsizetype i = 0; i < decoded.size(); ++i) {
            sum += std::abs(decoded[i] - original[static_cast<std::size_t>(i)]);
        }
        QVERIFY(sum / static_cast<double>(decoded.size()) < (1 << bits) / 40.0);
    }
}

void JpegXlTest::givesTheJpegBack()
{
    std::vector<std::uint16_t> original = picture(8, 3);
    const QByteArray jpeg = encodeJpegLossy({kRows, kColumns, 3, 8, 1}, original);
    const QByteArray stream = recompressAsJpegXl(jpeg);
    QVERIFY(!stream.isEmpty());
    FrameFile file = fileOf(stream, "1.2.840.10008.1.2.4.111", 8, 3);
    FrameFile plain = fileOf(jpeg, "1.2.840.10008.1.2.4.50", 8, 3);
    file.image.photometric = plain.image.photometric = Photometric::YbrFull422;
    const Result<FramePtr> frame = file.read();
    QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message + frame.error().detail));
    QCOMPARE(values(**frame), values(**plain.read()));
}

void JpegXlTest::refusesCutStreams()
{
    const QByteArray stream = encode(picture(12, 1), 12, 1, true);
    for (int percent : {1, 5, 20, 50, 75, 90, 97}) {
        QVERIFY(!fileOf(stream.left(stream.size() * percent / 100), "1.2.840.10008.1.2.4.110", 12, 1).read());
    }
}

void JpegXlTest::refusesAnotherSize()
{
    const QByteArray stream = encode(picture(12, 1), 12, 1, true);
    FrameFile file = fileOf(stream, "1.2.840.10008.1.2.4.110", 12, 1);
    file.image.columns = kColumns + 1;
    QVERIFY(!file.read());
    file.image.columns = kColumns;
    file.image.samples = 3;
    QVERIFY(!file.read());
}

void JpegXlTest::survivesDamage()
{
    std::mt19937 random(17);
    const QByteArray lossless = encode(picture(12, 1), 12, 1, true);
    const QByteArray lossy = encode(picture(8, 3), 8, 3, false);
    const QByteArray jpeg = recompressAsJpegXl(encodeJpegLossy({kRows, kColumns, 3, 8, 1}, picture(8, 3)));
    for (const QByteArray& stream : {lossless, lossy, jpeg}) {
        for (int n = 0; n < 150; ++n) {
            QByteArray damaged = stream;
            for (int i = 0; i < 1 + n % 4; ++i) {
                damaged[static_cast<qsizetype>(random() % static_cast<unsigned>(n % 2 ? damaged.size() : 60))] =
                    static_cast<char>(random());
            }
            const int samples = stream == lossless ? 1 : 3;
            const Result<FramePtr> frame = fileOf(damaged, "1.2.840.10008.1.2.4.112", samples == 1 ? 12 : 8, samples).read();
            QVERIFY(!frame || (*frame)->count() == static_cast<std::size_t>(kRows * kColumns * samples));
        }
    }
}

QTEST_GUILESS_MAIN(JpegXlTest)
#include "tst_JpegXl.moc"
