#include "reader/DicomImageReader.h"

#include "support/States.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// The set bits as "row,column", 0-based.
QStringList setBits(const BitPlane& plane)
{
    QStringList out;
    for (int row = 0; row < plane.rows(); ++row) {
        for (int column = 0; column < plane.columns(); ++column) {
            if (plane.at(row, column)) {
                out << QStringLiteral("%1,%2").arg(row).arg(column);
            }
        }
    }
    return out;
}

/// An image of 4 x 5 pixels with what `rest` adds between the header and the pixels.
QByteArray imageWith(const QByteArray& rest, const QByteArray& pixels, int bitsStored = 12, bool big = false)
{
    DicomBytes d(big ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1", true, big);
    d.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7").text(0x00080018, "UI", "1.2.3.4").text(0x00080060, "CS", "OT");
    d.us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").us(0x00280010, 4).us(0x00280011, 5);
    d.us(0x00280100, 16).us(0x00280101, static_cast<std::uint16_t>(bitsStored));
    d.us(0x00280102, static_cast<std::uint16_t>(bitsStored - 1)).us(0x00280103, 0);
    d.raw(rest).bytes(0x7FE00010, "OW", pixels);
    return d.file();
}

DicomBytes overlayHeader(int rows, int columns, const QByteArray& type = "G", bool big = false)
{
    DicomBytes d(big ? "1.2.840.10008.1.2.2" : "1.2.840.10008.1.2.1", true, big);
    d.us(0x60000010, static_cast<std::uint16_t>(rows)).us(0x60000011, static_cast<std::uint16_t>(columns));
    d.text(0x60000040, "CS", type);
    return d;
}

} // namespace

class TestOverlays : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row17_overlays();
    void row17_negativeOriginAndRegion();
    void row17_framesFollowEachOtherBitByBit();
    void row17_embeddedInUnusedBits();
    void row17_bitsOfThePixelAreNoOverlay();
    void row17_bigEndianWords();
    void row17_truncatedIsAnError();
    void row18_shutterIsRead();

private:
    ImagePtr open(const QByteArray& file);
    QStringList bits(const ImagePtr& image, int frame) const;

    QTemporaryDir m_dir;
    int m_files = 0;
    DicomImageReader m_reader;
};

ImagePtr TestOverlays::open(const QByteArray& bytes)
{
    const QString path = m_dir.filePath(QString::number(++m_files));
    QFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    file.close();
    const Result<ImagePtr> image = m_reader.readHeader(path);
    return written && image ? *image : nullptr;
}

QStringList TestOverlays::bits(const ImagePtr& image, int frame) const
{
    const Result<BitPlanePtr> plane = m_reader.readOverlay(*image, image->overlays.front(), frame, CancelToken());
    return plane ? setBits(**plane) : QStringList{QStringLiteral("error")};
}

void TestOverlays::row17_overlays()
{
    // Three rows of three pixels: 1 . . / . 1 1 / . . 1, the lowest bit of a byte first: bits 0, 4, 5, 8.
    DicomBytes d = overlayHeader(3, 3);
    d.text(0x60000022, "LO", "drawn by hand").bytes(0x60000050, "SS", shorts({2, 3})).us(0x60000100, 1).us(0x60000102, 0);
    d.text(0x60001500, "LO", "ARROW").bytes(0x60003000, "OW", QByteArray::fromHex("3101"));
    const ImagePtr image = open(imageWith(d.dataset(), QByteArray(40, '\0')));
    QVERIFY(image);
    QCOMPARE(image->overlays.size(), std::size_t{1});
    const OverlayPlane& plane = image->overlays.front();
    QCOMPARE(plane.label, QStringLiteral("ARROW"));
    QCOMPARE(plane.description, QStringLiteral("drawn by hand"));
    QVERIFY(!plane.region && !plane.embedded);
    QCOMPARE(plane.originRow, 2);
    QCOMPARE(plane.originColumn, 3);
    QCOMPARE(bits(image, 0),
             (QStringList{QStringLiteral("0,0"), QStringLiteral("1,1"), QStringLiteral("1,2"), QStringLiteral("2,2")}));
    QCOMPARE(plane.frameFor(7).value(), 0); // one overlay for every frame
}

void TestOverlays::row17_negativeOriginAndRegion()
{
    DicomBytes d = overlayHeader(2, 2, "R");
    d.bytes(0x60000050, "SS", shorts({0xFFFE, 0})).text(0x60001301, "IS", "3").text(0x60001302, "DS", "40.5");
    d.text(0x60001303, "DS", "2.25").bytes(0x60003000, "OW", QByteArray::fromHex("0F00"));
    const ImagePtr image = open(imageWith(d.dataset(), QByteArray(40, '\0')));
    QVERIFY(image && image->overlays.size() == 1);
    const OverlayPlane& plane = image->overlays.front();
    QVERIFY(plane.region);
    QCOMPARE(plane.originRow, -2);
    QCOMPARE(plane.originColumn, 0);
    QCOMPARE(plane.regionArea.value(), 3.0);
    QCOMPARE(plane.regionMean.value(), 40.5);
    QCOMPARE(plane.regionDeviation.value(), 2.25);
}

void TestOverlays::row17_framesFollowEachOtherBitByBit()
{
    DicomBytes d = overlayHeader(3, 3);
    d.text(0x60000015, "IS", "2").us(0x60000051, 3);
    // Nine bits a frame: only the first of frame 1, only the last of frame 2 (bit 17).
    d.bytes(0x60003000, "OW", QByteArray::fromHex("01000200"));
    const ImagePtr image = open(imageWith(d.dataset(), QByteArray(40, '\0')));
    QVERIFY(image && image->overlays.size() == 1);
    const OverlayPlane& plane = image->overlays.front();
    QVERIFY(!plane.frameFor(0) && !plane.frameFor(1) && !plane.frameFor(4));
    QCOMPARE(plane.frameFor(2).value(), 0);
    QCOMPARE(plane.frameFor(3).value(), 1);
    QCOMPARE(bits(image, 0), QStringList{QStringLiteral("0,0")});
    QCOMPARE(bits(image, 1), QStringList{QStringLiteral("2,2")});
    QCOMPARE(bits(image, 2), QStringList{QStringLiteral("error")});
}

void TestOverlays::row17_embeddedInUnusedBits()
{
    DicomBytes d = overlayHeader(4, 5);
    d.us(0x60000100, 16).us(0x60000102, 13);
    std::vector<std::uint16_t> cells(20, 0x0FFF); // all stored bits set, none of the overlay
    cells[7] |= 0x2000;
    cells[19] |= 0x2000;
    cells[3] |= 0xD000; // the other unused bits
    const ImagePtr image = open(imageWith(d.dataset(), shorts(cells)));
    QVERIFY(image && image->overlays.size() == 1);
    QVERIFY(image->overlays.front().embedded);
    QCOMPARE(bits(image, 0), (QStringList{QStringLiteral("1,2"), QStringLiteral("3,4")}));
    const Result<FramePtr> frame = m_reader.readFrame(*image, 0, CancelToken());
    QVERIFY(frame);
    QCOMPARE((*frame)->maximum(), 4095.0); // and the pixels know nothing of it
}

void TestOverlays::row17_bitsOfThePixelAreNoOverlay()
{
    DicomBytes d = overlayHeader(4, 5);
    d.us(0x60000100, 16).us(0x60000102, 11);
    const ImagePtr image = open(imageWith(d.dataset(), QByteArray(40, '\0')));
    QVERIFY(image);
    QVERIFY(image->overlays.empty());
}

void TestOverlays::row17_bigEndianWords()
{
    DicomBytes d = overlayHeader(3, 3, "G", true);
    d.bytes(0x60003000, "OW", QByteArray::fromHex("0131")); // the word 0x0131
    const ImagePtr image = open(imageWith(d.dataset(), QByteArray(40, '\0'), 12, true));
    QVERIFY(image && image->overlays.size() == 1);
    QCOMPARE(bits(image, 0),
             (QStringList{QStringLiteral("0,0"), QStringLiteral("1,1"), QStringLiteral("1,2"), QStringLiteral("2,2")}));
}

void TestOverlays::row17_truncatedIsAnError()
{
    DicomBytes d = overlayHeader(300, 300);
    d.bytes(0x60003000, "OW", QByteArray(64, '\xFF'));
    const ImagePtr image = open(imageWith(d.dataset(), QByteArray(40, '\0')));
    QVERIFY(image && image->overlays.size() == 1);
    QCOMPARE(bits(image, 0), QStringList{QStringLiteral("error")});
    QCOMPARE(bits(image, -1), QStringList{QStringLiteral("error")});
}

void TestOverlays::row18_shutterIsRead()
{
    DicomBytes d;
    d.text(0x00181600, "CS", "RECTANGULAR\\CIRCULAR\\POLYGONAL").text(0x00181602, "IS", "2").text(0x00181604, "IS", "4");
    d.text(0x00181606, "IS", "1").text(0x00181608, "IS", "3").text(0x00181610, "IS", "7\\9").text(0x00181612, "IS", "5");
    d.text(0x00181620, "IS", "1\\2\\3\\4\\5\\6").us(0x00181622, 0x1234).bytes(0x00181624, "US", shorts({1, 2, 3}));
    const ImagePtr image = open(imageWith(d.dataset(), QByteArray(40, '\0')));
    QVERIFY(image);
    const Shutter& shutter = image->shutter;
    QVERIFY(shutter.rectangle && shutter.circle);
    QCOMPARE(shutter.rectangle->left, 2);
    QCOMPARE(shutter.rectangle->right, 4);
    QCOMPARE(shutter.rectangle->upper, 1);
    QCOMPARE(shutter.rectangle->lower, 3);
    QCOMPARE(shutter.circle->row, 7); // row, then column
    QCOMPARE(shutter.circle->column, 9);
    QCOMPARE(shutter.circle->radius, 5);
    QCOMPARE(shutter.polygon, (std::vector<QPoint>{{2, 1}, {4, 3}, {6, 5}}));
    QCOMPARE(int(shutter.value), 0x1234);
    QVERIFY(shutter.color == (CieLab{1, 2, 3}));
}

QTEST_GUILESS_MAIN(TestOverlays)
#include "tst_Overlays.moc"
