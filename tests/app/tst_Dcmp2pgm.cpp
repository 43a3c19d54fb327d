#include "cli/PixelStages.h"
#include "cli/StateOption.h"
#include "reader/DicomImageReader.h"

#include "support/States.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

Q_DECLARE_METATYPE(ImageSpec)

namespace {

constexpr int kColumns = 48;
constexpr int kRows = 40;

/// A Softcopy VOI LUT Sequence of one window.
QByteArray window(const QByteArray& center, const QByteArray& width)
{
    DicomBytes item;
    item.text(0x00281050, "DS", center).text(0x00281051, "DS", width);
    return DicomBytes().sequence(0x00283110, {item.dataset()}).dataset();
}

QByteArray rescale(const QByteArray& intercept, const QByteArray& slope)
{
    return DicomBytes().text(0x00281052, "DS", intercept).text(0x00281053, "DS", slope).text(0x00281054, "LO", "US").dataset();
}

QByteArray voiTable(int first, int bits, const std::vector<std::uint16_t>& entries)
{
    const QByteArray item = DicomBytes().sequence(0x00283010, {lutItem(first, bits, entries)}).dataset();
    return DicomBytes().sequence(0x00283110, {item}).dataset();
}

QByteArray turned(int degrees, const QByteArray& flip)
{
    return DicomBytes().text(0x00700041, "CS", flip).us(0x00700042, static_cast<std::uint16_t>(degrees)).dataset();
}

/// Entries that rise and fall, so that a table read upside down or shifted by one is seen.
std::vector<std::uint16_t> wave(int count, int bits)
{
    std::vector<std::uint16_t> entries;
    const double top = std::exp2(bits) - 1;
    for (int i = 0; i < count; ++i) {
        entries.push_back(static_cast<std::uint16_t>(top * (0.5 + 0.5 * std::sin(i * 7.0 / count))));
    }
    return entries;
}

/// Twelve bits, every value; what it says of its own display must not be used.
ImageSpec ctImage()
{
    ImageSpec image;
    image.rows = kRows;
    image.columns = kColumns;
    image.bitsStored = 12;
    image.slope = 3;
    image.intercept = -77;
    image.windowCenter = "9";
    image.windowWidth = "9";
    for (int i = 0; i < kRows * kColumns; ++i) {
        image.pixels.push_back(static_cast<std::uint16_t>((i * 2957) & 0xFFF));
    }
    return image;
}

ImageSpec sixteenBits()
{
    ImageSpec image = ctImage();
    image.bitsStored = 16;
    for (std::uint16_t& value : image.pixels) {
        value = static_cast<std::uint16_t>(value * 16 + value % 16);
    }
    return image;
}

ImageSpec eightBits()
{
    ImageSpec image = ctImage();
    image.bitsAllocated = image.bitsStored = 8;
    for (std::uint16_t& value : image.pixels) {
        value &= 0xFF;
    }
    return image;
}

/// The values of a PGM file, empty if it is none.
QByteArray readPgm(const QString& path, int& width, int& height)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.readLine().trimmed() != "P5") {
        return {};
    }
    const QList<QByteArray> numbers = file.readLine().simplified().split(' ');
    if (numbers.size() != 3) {
        return {};
    }
    width = numbers[0].toInt();
    height = numbers[1].toInt();
    return file.read(qint64{width} * height);
}

} // namespace

/// Grayscale presentation states against DCMTK's dcmp2pgm, which shares no code with the pipeline: every pixel at most one
/// P-value apart.
class TestDcmp2pgm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void row22_statesAgreeWithDcmtk_data();
    void row22_statesAgreeWithDcmtk();
    void row18_shutterCoversWhatLiesOutside();

private:
    QByteArray product(const QString& image, const QString& state) const;
    QByteArray reference(const QString& image, const QString& state, int& width, int& height) const;
    QString write(const QString& name, const QByteArray& bytes) const;

    QTemporaryDir m_dir;
    QString m_tool;
};

void TestDcmp2pgm::initTestCase()
{
    m_tool = QStandardPaths::findExecutable(QStringLiteral("dcmp2pgm"));
    if (m_tool.isEmpty()) {
        QSKIP("dcmp2pgm (package dcmtk) is not installed");
    }
}

QString TestDcmp2pgm::write(const QString& name, const QByteArray& bytes) const
{
    const QString path = m_dir.filePath(name);
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

QByteArray TestDcmp2pgm::product(const QString& image, const QString& state) const
{
    const DicomImageReader reader;
    const Result<ImagePtr> header = reader.readHeader(image);
    const Result<PresentationStatePtr> presentation = cli::stateFromFile(state);
    if (!header || !presentation) {
        return {};
    }
    const Result<FramePtr> frame = reader.readFrame(**header, 0, CancelToken());
    return frame ? cli::stageBytes(cli::PixelStage::Display, *header, 0, *frame, {}, {}, *presentation) : QByteArray();
}

QByteArray TestDcmp2pgm::reference(const QString& image, const QString& state, int& width, int& height) const
{
    const QString out = m_dir.filePath(QStringLiteral("out.pgm"));
    QFile::remove(out);
    QProcess process;
    process.start(m_tool, {QStringLiteral("-q"), QStringLiteral("-p"), state, image, out});
    return process.waitForFinished(30000) && process.exitCode() == 0 ? readPgm(out, width, height) : QByteArray();
}

void TestDcmp2pgm::row22_statesAgreeWithDcmtk_data()
{
    QTest::addColumn<ImageSpec>("image");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<bool>("shape");
    const ImageSpec ct = ctImage();
    ImageSpec cr = ct;
    cr.photometric = "MONOCHROME1"; // overridden by the state
    const ImageSpec full = sixteenBits();
    ImageSpec negative = full;
    negative.isSigned = true;
    const ImageSpec eight = eightBits();
    const auto add = [](const char* name, const ImageSpec& image, const QByteArray& rest, bool shape = true) {
        QTest::newRow(name) << image << rest << shape;
    };
    add("window", ct, window("2000", "1500"));
    add("window and rescale", ct, rescale("-1024", "1") + window("40", "400"));
    add("rescale with a fraction", ct, rescale("-100.5", "0.37") + window("300.25", "700.5"));
    add("falling rescale", ct, rescale("4000", "-1") + window("2500", "900"));
    add("threshold", ct, window("2000", "1"));
    add("width 2", ct, window("2000", "2"));
    add("wider than the data", ct, window("2048", "20000"));
    add("sixteen bits", full, window("30000", "50000"));
    add("signed", negative, window("-2000", "30000"));
    add("signed with rescale", negative, rescale("-10", "2") + window("500", "64000"));
    add("eight bits", eight, window("100", "90"));
    add("no window", ct, {});
    add("no window, eight bits", eight, {});
    add("no window, rescale", ct, rescale("-1024", "2"));
    add("MONOCHROME1 is not regarded", cr, window("2000", "3000"));
    const QByteArray inverse = DicomBytes().text(0x20500020, "CS", "INVERSE").dataset();
    add("inverse", ct, window("2000", "1500") + inverse, false);
    add("inverse of MONOCHROME1", cr, window("2000", "1500") + inverse, false);
    add("VOI table of 8 bits", ct, voiTable(0, 8, wave(4096, 8)));
    add("VOI table of 12 bits from 500", ct, voiTable(500, 12, wave(2000, 12)));
    add("VOI table of 16 bits", ct, voiTable(0, 16, wave(4096, 16)));
    const QByteArray modality =
        DicomBytes()
            .sequence(0x00283000, {DicomBytes().raw(lutItem(0, 12, wave(4096, 12))).text(0x00283004, "LO", "US").dataset()})
            .dataset();
    add("modality table", ct, modality + window("2000", "3000"));
    add("modality and VOI table", ct, modality + voiTable(0, 10, wave(4096, 10)));
    const auto presentation = [](int count, int bits) {
        return DicomBytes().sequence(0x20500010, {lutItem(0, bits, wave(count, bits))}).dataset();
    };
    add("presentation table of 256 x 8", ct, window("2000", "1500") + presentation(256, 8), false);
    add("presentation table of 4096 x 12", ct, window("2048", "4096") + presentation(4096, 12), false);
    add("presentation table of 1024 x 16", ct, window("2048", "4096") + presentation(1024, 16), false);
    add("all three tables", ct, modality + voiTable(0, 12, wave(4096, 12)) + presentation(4096, 12), false);
    for (const int degrees : {0, 90, 180, 270}) {
        for (const char* flip : {"N", "Y"}) {
            const QByteArray name = "turn " + QByteArray::number(degrees) + ' ' + flip;
            add(name.constData(), ct, window("2000", "1500") + turned(degrees, flip));
        }
    }
}

void TestDcmp2pgm::row22_statesAgreeWithDcmtk()
{
    QFETCH(ImageSpec, image);
    QFETCH(QByteArray, rest);
    QFETCH(bool, shape);
    StateSpec state;
    state.columns = kColumns;
    state.rows = kRows;
    state.rest = rest;
    state.shape = shape;
    const QString imagePath = write(QStringLiteral("image.dcm"), imageFile(image));
    const QString statePath = write(QStringLiteral("state.dcm"), stateFile(state));
    int width = 0;
    int height = 0;
    const QByteArray theirs = reference(imagePath, statePath, width, height);
    const QByteArray ours = product(imagePath, statePath);
    QVERIFY2(!theirs.isEmpty(), "dcmp2pgm refused the files");
    QCOMPARE(ours.size(), theirs.size());
    const bool upright = width == kColumns;
    QCOMPARE(height, upright ? kRows : kColumns);
    int apart = 0;
    qsizetype where = 0;
    for (qsizetype i = 0; i < ours.size(); ++i) {
        const int difference = std::abs(static_cast<uchar>(ours[i]) - static_cast<uchar>(theirs[i]));
        if (difference > apart) {
            apart = difference;
            where = i;
        }
    }
    QVERIFY2(apart <= 1, qPrintable(QStringLiteral("%1 apart at %2: %3 instead of %4")
                                        .arg(apart)
                                        .arg(where)
                                        .arg(static_cast<uchar>(ours[where]))
                                        .arg(static_cast<uchar>(theirs[where]))));
}

/// dcmp2pgm leaves geometric shutters to its caller: outside them the value of the state, inside what it gives.
void TestDcmp2pgm::row18_shutterCoversWhatLiesOutside()
{
    ImageSpec image;
    image.rows = kRows;
    image.columns = kColumns;
    StateSpec state;
    state.columns = kColumns;
    state.rows = kRows;
    state.rest = window("1000", "2000");
    const QString imagePath = write(QStringLiteral("image.dcm"), imageFile(image));
    const QString plain = write(QStringLiteral("plain.dcm"), stateFile(state));
    DicomBytes shutter;
    shutter.text(0x00181600, "CS", "RECTANGULAR").text(0x00181602, "IS", "5").text(0x00181604, "IS", "20");
    shutter.text(0x00181606, "IS", "3").text(0x00181608, "IS", "30").us(0x00181622, 0x8080);
    state.rest += shutter.dataset();
    const QString covered = write(QStringLiteral("covered.dcm"), stateFile(state));
    int width = 0;
    int height = 0;
    const QByteArray theirs = reference(imagePath, plain, width, height);
    const QByteArray ours = product(imagePath, covered);
    QCOMPARE(ours.size(), qsizetype{kRows} * kColumns);
    QCOMPARE(theirs.size(), ours.size());
    for (int row = 1; row <= kRows; ++row) {
        for (int column = 1; column <= kColumns; ++column) {
            const qsizetype i = qsizetype{row - 1} * kColumns + column - 1;
            const bool inside = column >= 5 && column <= 20 && row >= 3 && row <= 30;
            const int expected = inside ? static_cast<uchar>(theirs[i]) : 0x80;
            QVERIFY(std::abs(static_cast<uchar>(ours[i]) - expected) <= (inside ? 1 : 0));
        }
    }
}

QTEST_GUILESS_MAIN(TestDcmp2pgm)
#include "tst_Dcmp2pgm.moc"
