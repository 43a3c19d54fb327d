#include "dicomnet/FrameFile.h"
#include "support/Htj2kEncoder.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kRows = 61;
constexpr int kColumns = 83;
constexpr char kLossless[] = "1.2.840.10008.1.2.4.201";
constexpr char kLosslessRpcl[] = "1.2.840.10008.1.2.4.202";
constexpr char kLossy[] = "1.2.840.10008.1.2.4.203";

using Spec = Htj2kSpec;

std::vector<int> picture(const Spec& spec)
{
    std::mt19937 random(3);
    const int low = spec.isSigned ? -(1 << (spec.bits - 1)) : 0;
    const int top = (1 << spec.bits) - 1;
    std::vector<int> values(static_cast<std::size_t>(kRows * kColumns * spec.samples));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double place = static_cast<double>(i) / static_cast<double>(values.size());
        const int value = static_cast<int>((0.5 + 0.4 * std::sin(20 * place)) * top);
        values[i] = low + (i % 97 == 0 && spec.lossless ? top : std::min(top, value + static_cast<int>(random() % 3)));
    }
    return values;
}

QByteArray encoded(const Spec& spec, const std::vector<int>& values)
{
    return encodeHtj2k(spec, kRows, kColumns, values);
}

/// Of a stream of one code-block: it announces a second coding pass, of no bytes. The packet header (ISO 15444-1 B.10) has a bit
/// each for the packet and the block being there, the missing bit-planes as zeros and a one, the number of passes ("0": 1, "10":
/// 2), ones and a zero that lengthen the length's 3 bits, the length of each part. Empty if the stream is of another kind.
QByteArray withEmptyPass(const QByteArray& stream)
{
    const qsizetype data = stream.indexOf(QByteArray("\xFF\x93", 2)) + 2; // SOD, no byte stuffing in what follows
    QByteArray bits;
    for (qsizetype i = data; i < data + 4; ++i) {
        bits += QByteArray::number(static_cast<uchar>(stream[i]) | 0x100, 2).mid(1);
    }
    const qsizetype passes = bits.indexOf('1', 2) + 1;
    const qsizetype length = bits.indexOf('0', passes + 1) + 1;
    const qsizetype lengthBits = 3 + length - passes - 2;
    if (!bits.startsWith("11") || bits[passes] != '0' || length + lengthBits != bits.size()) {
        return {};
    }
    bits.insert(passes, '1');
    bits.append(lengthBits, '0');
    bits.append((8 - bits.size() % 8) % 8, '0');
    QByteArray header;
    for (qsizetype i = 0; i < bits.size(); i += 8) {
        header += static_cast<char>(bits.mid(i, 8).toInt(nullptr, 2));
    }
    QByteArray changed = stream.left(data) + header + stream.mid(data + 4);
    const qsizetype tilePart = data - 14;
    qToBigEndian(static_cast<quint32>(changed.size() - 2 - tilePart), changed.data() + tilePart + 6);
    return changed;
}

FrameFile fileOf(const QByteArray& stream, const char* syntax, const Spec& spec)
{
    FrameFile file = compressedFile(stream, syntax, kRows, kColumns, spec.bits, spec.samples);
    file.image.isSigned = spec.isSigned;
    if (spec.samples == 3) {
        file.image.photometric = Photometric::YbrRct;
    }
    return file;
}

} // namespace

class Htj2kTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isExact_data();
    void isExact();
    void isCloseWhenLossy();
    void refusesCutStreams();
    void survivesDamage();
    void refusesWhatTheLibraryWarnsOf();
};

void Htj2kTest::isExact_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("isSigned");
    QTest::addColumn<int>("samples");
    for (int bits : {8, 10, 12, 16}) {
        QTest::addRow("%d bit", bits) << bits << false << 1;
        QTest::addRow("%d bit signed", bits) << bits << true << 1;
    }
    QTest::addRow("colour") << 8 << false << 3;
    QTest::addRow("16-bit colour") << 16 << false << 3;
}

void Htj2kTest::isExact()
{
    QFETCH(int, bits);
    QFETCH(bool, isSigned);
    QFETCH(int, samples);
    for (const char* order : {"RPCL", "LRCP", "CPRL"}) {
        for (int levels : {0, 1, 5}) {
            const Spec spec{bits, isSigned, samples, true, levels, order};
            const std::vector<int> original = picture(spec);
            const Result<FramePtr> frame =
                fileOf(encoded(spec, original), qstrcmp(order, "RPCL") ? kLossless : kLosslessRpcl, spec).read();
            QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message + frame.error().detail));
            QCOMPARE(values(**frame), QList<double>(original.begin(), original.end()));
            QVERIFY((*frame)->cautions().isEmpty());
        }
    }
}

void Htj2kTest::isCloseWhenLossy()
{
    for (int bits : {8, 12, 16}) {
        for (bool isSigned : {false, true}) {
            const Spec spec{bits, isSigned, 1, false};
            const std::vector<int> original = picture(spec);
            const FrameFile file = fileOf(encoded(spec, original), kLossy, spec);
            const Result<FramePtr> frame = file.read();
            QVERIFY2(frame, frame ? "" : qPrintable(frame.error().detail));
            const QList<double> decoded = values(**frame);
            for (qsizetype i = 0; i < decoded.size(); ++i) {
                QVERIFY(std::abs(decoded[i] - original[static_cast<std::size_t>(i)]) <= 2 + (1 << bits) / 256);
            }
            QCOMPARE((*frame)->cautions().size(), 1); // the header does not say that it is lossy
        }
    }
}

void Htj2kTest::refusesCutStreams()
{
    const Spec spec{12};
    const QByteArray stream = encoded(spec, picture(spec));
    for (int percent : {1, 5, 20, 50, 75, 90, 97}) {
        const Result<FramePtr> frame = fileOf(stream.left(stream.size() * percent / 100), kLossless, spec).read();
        QVERIFY2(!frame, qPrintable(QString::number(percent)));
        QVERIFY(!frame.error().message.isEmpty());
    }
}

void Htj2kTest::survivesDamage()
{
    std::mt19937 random(21);
    for (const Spec& spec : {Spec{12}, Spec{8, false, 3}, Spec{16, true, 1, false}}) {
        const QByteArray stream = encoded(spec, picture(spec));
        for (int n = 0; n < 150; ++n) {
            QByteArray damaged = stream;
            for (int i = 0; i < 1 + n % 4; ++i) {
                damaged[static_cast<qsizetype>(2 + random() % static_cast<unsigned>(n % 2 ? damaged.size() - 2 : 150))] =
                    static_cast<char>(random());
            }
            const Result<FramePtr> frame = fileOf(damaged, kLossless, spec).read();
            QVERIFY(!frame || (*frame)->count() == static_cast<std::size_t>(kRows * kColumns * spec.samples));
        }
    }
}

void Htj2kTest::refusesWhatTheLibraryWarnsOf()
{
    // The library only warns, and leaves the block empty.
    Spec spec{12};
    spec.levels = 0;
    constexpr int kSide = 16;
    std::vector<int> original;
    for (int i = 0; i < kSide * kSide; ++i) {
        original.push_back(1000 + i * 37 % 300);
    }
    const QByteArray stream = encodeHtj2k(spec, kSide, kSide, original);
    QVERIFY(compressedFile(stream, kLossless, kSide, kSide, 12, 1).read());
    const QByteArray damaged = withEmptyPass(stream);
    QVERIFY(!damaged.isEmpty());
    const Result<FramePtr> frame = compressedFile(damaged, kLossless, kSide, kSide, 12, 1).read();
    QVERIFY(!frame);
    QVERIFY(!frame.error().message.isEmpty());
}

QTEST_GUILESS_MAIN(Htj2kTest)
#include "tst_Htj2k.moc"
