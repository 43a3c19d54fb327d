#include "reader/DicomImageReader.h"
#include "region/RegionSet.h"

#include "support/Dicom.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using test::DicomBytes;

namespace {

const QByteArray kSegmentation = QByteArrayLiteral("1.2.840.10008.5.1.4.1.1.66.4");
const QByteArray kStructures = QByteArrayLiteral("1.2.840.10008.5.1.4.1.1.481.3");

QByteArray position(double z, int segment, const QByteArray& source)
{
    const QByteArray reference =
        DicomBytes().text(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2").text(0x00081155, "UI", source).dataset();
    const QByteArray derivation = DicomBytes().sequence(0x00082112, {reference}).dataset();
    const QByteArray plane = DicomBytes().text(0x00200032, "DS", "-5\\-6\\" + QByteArray::number(z)).dataset();
    const QByteArray named = DicomBytes().us(0x0062000B, static_cast<std::uint16_t>(segment)).dataset();
    return DicomBytes().sequence(0x00089124, {derivation}).sequence(0x00209113, {plane}).sequence(0x0062000A, {named}).dataset();
}

QByteArray segment(int number, const QByteArray& label, bool colored)
{
    DicomBytes item;
    const QByteArray code = DicomBytes().text(0x00080104, "LO", "Liver").dataset();
    item.us(0x00620004, static_cast<std::uint16_t>(number)).text(0x00620005, "LO", label).text(0x00620008, "CS", "AUTOMATIC");
    if (colored) {
        item.words(0x0062000D, {0x8000, 0x9000, 0x7000});
    }
    return item.sequence(0x0062000F, {code}).dataset();
}

/// Two segments on 4 x 3 pixels: segment 2 at z 10 covers (row 1, columns 1 and 2), segment 1 at z 12 the corner (2, 3).
QByteArray segmentation(const QByteArray& type, int bits, const QByteArray& pixels)
{
    const QByteArray orientation = DicomBytes().text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").dataset();
    const QByteArray measures = DicomBytes().text(0x00280030, "DS", "2\\2").dataset();
    const QByteArray shared = DicomBytes().sequence(0x00209116, {orientation}).sequence(0x00289110, {measures}).dataset();
    DicomBytes file;
    file.text(0x00080016, "UI", kSegmentation).text(0x00080018, "UI", "1.5.1").text(0x00080060, "CS", "SEG");
    file.text(0x0020000D, "UI", "1.5").text(0x0020000E, "UI", "1.5.2").text(0x00200052, "UI", "1.5.9");
    file.us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").text(0x00280008, "IS", "2").us(0x00280010, 3).us(0x00280011, 4);
    const auto size = static_cast<std::uint16_t>(bits);
    file.us(0x00280100, size).us(0x00280101, size).us(0x00280102, static_cast<std::uint16_t>(bits - 1)).us(0x00280103, 0);
    file.text(0x00620001, "CS", type);
    file.sequence(0x00620002, {segment(1, "First", false), segment(2, "Second", true)});
    if (type == "FRACTIONAL") {
        file.us(0x0062000E, 200);
    }
    file.text(0x00700080, "CS", "ORGANS");
    file.sequence(0x52009229, {shared});
    file.sequence(0x52009230, {position(10, 2, "1.7.10"), position(12, 1, "1.7.12")});
    file.bytes(0x7FE00010, "OB", pixels);
    return file.file(kSegmentation, "1.5.1");
}

QByteArray structures()
{
    const auto roi = [](const char* number, const char* name, const char* space) {
        return DicomBytes().text(0x30060022, "IS", number).text(0x30060024, "UI", space).text(0x30060026, "LO", name).dataset();
    };
    const auto contour = [](const char* type, const char* data) {
        return DicomBytes().text(0x30060042, "CS", type).text(0x30060050, "DS", data).dataset();
    };
    const QByteArray lung = DicomBytes()
                                .text(0x3006002A, "IS", "255\\128\\0")
                                .sequence(0x30060040, {contour("CLOSED_PLANAR", "1\\2\\3\\4\\5\\3\\7\\8\\3"),
                                                       contour("OPEN_PLANAR", "1\\2\\6\\4\\5\\6"), contour("POINT", "1\\2")})
                                .text(0x30060084, "IS", "7")
                                .dataset();
    DicomBytes file;
    file.text(0x00080016, "UI", kStructures).text(0x00080018, "UI", "1.6.1").text(0x00080060, "CS", "RTSTRUCT");
    file.text(0x0020000D, "UI", "1.5").text(0x0020000E, "UI", "1.6.2").text(0x30060002, "SH", "PLAN 1");
    file.sequence(0x30060020, {roi("7", "Lung", "1.5.9"), roi("8", "Heart", "1.5.9"), roi("9", "Elsewhere", "1.5.8")});
    file.sequence(0x30060039, {lung});
    file.sequence(0x30060080, {DicomBytes().text(0x30060084, "IS", "7").text(0x300600A4, "CS", "ORGAN").dataset()});
    return file.file(kStructures, "1.6.1");
}

} // namespace

class TestRegionReader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void binarySegmentation();
    void fractionalSegmentation();
    void labelMap();
    void structureSet();
    void otherObjectsAndDamage();

private:
    Result<RegionSetPtr> read(const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(QString::number(++m_count)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return Error{QStringLiteral("test"), {}};
        }
        file.close();
        const Result<ImagePtr> header = m_reader.readHeader(file.fileName());
        return header ? m_reader.readRegions(*header, {}) : Result<RegionSetPtr>(header.error());
    }

    QTemporaryDir m_folder;
    DicomImageReader m_reader;
    int m_count = 0;
};

void TestRegionReader::binarySegmentation()
{
    // Bits in order, the lowest first: frame 1 has bits 5 and 6, frame 2 (from bit 12) bit 11 of its own.
    const Result<RegionSetPtr> read = this->read(segmentation("BINARY", 1, QByteArray("\x60\x00\x80\x00", 4)));
    QVERIFY2(read.ok(), read ? "" : qPrintable(read.error().message));
    const RegionSet& set = **read;
    QCOMPARE(set.label, QStringLiteral("ORGANS"));
    QCOMPARE(set.regions.size(), std::size_t(2));
    QCOMPARE(set.regions[0].label, QStringLiteral("First"));
    QCOMPARE(set.regions[1].meaning, QStringLiteral("Liver"));
    QVERIFY(!set.regions[0].lab);
    QCOMPARE((*set.regions[1].lab)[1], std::uint16_t(0x9000));
    QCOMPARE(set.masks.size(), std::size_t(2));
    QCOMPARE(set.masks[0].region, 1);
    QCOMPARE(set.masks[0].box, QRect(1, 1, 2, 1));
    QCOMPARE(set.masks[0].coverage, (std::vector<std::uint8_t>{255, 255}));
    QCOMPARE(set.masks[0].plane->position.z(), 10.0);
    QCOMPARE(set.masks[0].plane->rowSpacing, 2.0);
    QVERIFY(set.masks[0].sources.contains(InstanceUid(QStringLiteral("1.7.10")), 0));
    QVERIFY(!set.masks[0].sources.contains(InstanceUid(QStringLiteral("1.7.12")), 0));
    QCOMPARE(set.masks[1].region, 0);
    QCOMPARE(set.masks[1].box, QRect(3, 2, 1, 1));
    QCOMPARE(set.frameOfReference, QStringLiteral("1.5.9"));
}

void TestRegionReader::fractionalSegmentation()
{
    QByteArray pixels(24, '\0');
    pixels[5] = 100; // of 200
    pixels[6] = char(200);
    const Result<RegionSetPtr> read = this->read(segmentation("FRACTIONAL", 8, pixels));
    QVERIFY2(read.ok(), read ? "" : qPrintable(read.error().message));
    QVERIFY((*read)->fractional);
    QCOMPARE((*read)->masks.size(), std::size_t(1)); // the empty frame has no mask
    QCOMPARE((*read)->masks[0].coverage, (std::vector<std::uint8_t>{128, 255}));
}

void TestRegionReader::labelMap()
{
    QByteArray pixels(24, '\0');
    pixels[0] = 1;
    pixels[1] = 2;
    pixels[12] = 2;
    const Result<RegionSetPtr> read = this->read(segmentation("LABELMAP", 8, pixels));
    QVERIFY2(read.ok(), read ? "" : qPrintable(read.error().message));
    QCOMPARE((*read)->masks.size(), std::size_t(3));
    QCOMPARE((*read)->masks[1].region, 1);
    QCOMPARE((*read)->masks[1].box, QRect(1, 0, 1, 1));
}

void TestRegionReader::structureSet()
{
    const Result<RegionSetPtr> read = this->read(structures());
    QVERIFY2(read.ok(), read ? "" : qPrintable(read.error().message));
    const RegionSet& set = **read;
    QCOMPARE(set.label, QStringLiteral("PLAN 1"));
    QCOMPARE(set.regions.size(), std::size_t(2));
    QCOMPARE(set.regions[0].label, QStringLiteral("Lung"));
    QCOMPARE(set.regions[0].meaning, QStringLiteral("ORGAN"));
    QCOMPARE(*set.regions[0].rgb, (std::array<int, 3>{255, 128, 0}));
    QCOMPARE(set.frameOfReference, QStringLiteral("1.5.9"));
    QCOMPARE(set.contours.size(), std::size_t(2));
    QVERIFY(set.contours[0].closed);
    QCOMPARE(set.contours[0].points[1], Eigen::Vector3d(4, 5, 3));
    QVERIFY(!set.contours[1].closed);
    QCOMPARE(set.warnings.size(), 2); // one structure elsewhere, one damaged contour
}

void TestRegionReader::otherObjectsAndDamage()
{
    QVERIFY(!read(test::imageFile({})).ok());
    const QByteArray whole = structures();
    QVERIFY(!read(whole.left(whole.size() - 9)).ok());
    const QByteArray segments = segmentation("BINARY", 1, QByteArray("\x60\x00", 2)); // half of the pixels
    QVERIFY(!read(segments).ok());
}

QTEST_APPLESS_MAIN(TestRegionReader)
#include "tst_RegionReader.moc"
