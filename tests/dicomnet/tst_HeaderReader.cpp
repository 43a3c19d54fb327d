#include "file/HeaderReader.h"
#include "support/Dicom.h"

#include <QTest>

using namespace isocenter;
using test::DicomBytes;

namespace {

// A single image; each part may be given by a test. Tags are written in order.
struct Parts
{
    DicomBytes before;  ///< group 0008 to 0020
    DicomBytes between; ///< group 0028 before 0028,0100
    DicomBytes after;   ///< behind the bits
    QByteArray photometric = "MONOCHROME2";
    int rows = 4, columns = 4, bits = 16;
    bool isSigned = false;
    QByteArray modality = "CT";
    QByteArray frames;
    int pixelBytes = 32;
    QByteArray syntax = "1.2.840.10008.1.2.1";
};

Result<ImagePtr> read(const Parts& p)
{
    DicomBytes d(p.syntax);
    d.text(0x00080018, "UI", "1.2.3").text(0x00080060, "CS", p.modality).raw(p.before.dataset());
    d.us(0x00280002, 1).text(0x00280004, "CS", p.photometric);
    if (!p.frames.isEmpty()) {
        d.text(0x00280008, "IS", p.frames);
    }
    d.us(0x00280010, static_cast<std::uint16_t>(p.rows))
        .us(0x00280011, static_cast<std::uint16_t>(p.columns))
        .raw(p.between.dataset());
    d.us(0x00280100, static_cast<std::uint16_t>(p.bits)).us(0x00280101, static_cast<std::uint16_t>(p.bits));
    d.us(0x00280102, static_cast<std::uint16_t>(p.bits - 1)).us(0x00280103, p.isSigned ? 1 : 0).raw(p.after.dataset());
    d.bytes(0x7FE00010, "OW", QByteArray(p.pixelBytes, 1));
    const Result<ScannedFile> scanned = scanBytes(d.file());
    if (!scanned) {
        return scanned.error();
    }
    return readHeader(*scanned, QStringLiteral("x"));
}

DicomBytes place(const QByteArray& position = "1\\2\\3", const QByteArray& orientation = "1\\0\\0\\0\\0\\-1")
{
    return DicomBytes().text(0x00200032, "DS", position).text(0x00200037, "DS", orientation);
}

} // namespace

class HeaderReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheRecord()
    {
        Parts p;
        p.before.text(0x00080005, "CS", "ISO_IR 192").text(0x00080020, "DA", "2026.01.31").text(0x00080030, "TM", "235960.25");
        p.before.text(0x00080050, "SH", " ACC ").text(0x00100010, "PN", "A^B=\xE5\xB1\xB1").text(0x00100020, "LO", "ID7");
        p.before.text(0x00100030, "DA", "19561231").text(0x0020000D, "UI", "1.2.840.1").text(0x0020000E, "UI", "1.2.840.2");
        p.before.text(0x00200011, "IS", "12").text(0x00200013, "IS", "+7");
        const Result<ImagePtr> image = read(p);
        QVERIFY(image.ok());
        const InstanceRecord& record = (*image)->record;
        QCOMPARE(record.study.date, QDate(2026, 1, 31));
        QCOMPARE(record.study.time, QTime(23, 59, 59, 250));
        QCOMPARE(record.study.accession, QStringLiteral("ACC"));
        QCOMPARE(record.study.patient.name.ideographic, QString::fromUtf8("山"));
        QCOMPARE(record.study.patient.birthDate, QDate(1956, 12, 31));
        QCOMPARE(record.study.uid.text(), QStringLiteral("1.2.840.1"));
        QCOMPARE(record.series.uid.text(), QStringLiteral("1.2.840.2"));
        QCOMPARE(record.series.number, std::optional(12));
        QCOMPARE(record.instance.number, std::optional(7));
        QCOMPARE(record.instance.frames, 1);
        QCOMPARE(record.instance.uid.text(), QStringLiteral("1.2.3"));
    }

    void row05_windowsAndRescale()
    {
        Parts p;
        p.after.text(0x00281050, "DS", "40\\-600,5").text(0x00281051, "DS", "400\\1500").text(0x00281052, "DS", "-1024");
        p.after.text(0x00281053, "DS", "2").text(0x00281055, "LO", "SOFT\\LUNG").text(0x00281056, "CS", "SIGMOID");
        const FrameAttributes f = (*read(p))->shared;
        QCOMPARE(f.windows.size(), std::size_t(2));
        QCOMPARE(f.windows[1].center, -600.5);
        QCOMPARE(f.windows[1].width, 1500.0);
        QCOMPARE(f.windows[1].explanation, QStringLiteral("LUNG"));
        QCOMPARE(f.windows[0].function, VoiFunction::Sigmoid);
        QCOMPARE(f.modality.slope, 2.0);
        QCOMPARE(f.modality.intercept, -1024.0);
        QCOMPARE(f.modality.unit, QStringLiteral("HU"));
        QVERIFY(f.modality.present);
    }

    void row05_neverASlopeOfZeroOrAWindowOfZero()
    {
        Parts p;
        p.modality = "MR";
        p.after.text(0x00281050, "DS", "40").text(0x00281051, "DS", "0").text(0x00281052, "DS", "0").text(0x00281053, "DS", "0");
        const ImagePtr image = *read(p);
        QVERIFY(image->shared.windows.empty());
        QCOMPARE(image->shared.modality.slope, 1.0);
        QCOMPARE(image->shared.modality.unit, QString());
        QCOMPARE(image->warnings.size(), 1);
    }

    void row03_paddingBySign()
    {
        Parts p;
        p.isSigned = true;
        p.after.us(0x00280120, 0xF830).us(0x00280121, 0xF800); // written as US over signed pixels: -2000, -2048
        QCOMPARE((*read(p))->paddingValue, std::optional(-2000.0));
        QCOMPARE((*read(p))->paddingLimit, std::optional(-2048.0));
        p.isSigned = false;
        QCOMPARE((*read(p))->paddingValue, std::optional(63536.0));
    }

    void placesTheImage()
    {
        Parts p;
        p.before = place();
        p.between.text(0x00280030, "DS", "0.5\\0.25");
        const ImagePtr image = *read(p);
        QVERIFY(image->shared.plane.has_value());
        QCOMPARE(image->shared.plane->position.z(), 3.0);
        QCOMPARE(image->shared.plane->down.z(), -1.0);
        QCOMPARE(image->shared.plane->rowSpacing, 0.5);
        QCOMPARE(image->shared.plane->columnSpacing, 0.25);
        QVERIFY(image->shared.plane->spacingKnown);
        QCOMPARE(image->spacingSource, QStringLiteral("PixelSpacing"));
    }

    void trustsNoOrientationThatIsNone()
    {
        Parts p;
        p.before = place("0\\0\\0", "1\\0\\0\\1\\0\\0");
        const ImagePtr image = *read(p);
        QVERIFY(!image->shared.plane);
        QCOMPARE(image->warnings.size(), 1);
    }

    void row30_sourceOfTheSpacing()
    {
        Parts imager;
        imager.before.text(0x00181164, "DS", "0.14\\0.15");
        QCOMPARE((*read(imager))->spacingSource, QStringLiteral("ImagerPixelSpacing"));
        QCOMPARE((*read(imager))->shared.spacing->row, 0.14);
        QVERIFY(!(*read(imager))->shared.plane);
        Parts text;
        text.between.text(0x00280030, "DS", "abc\\def");
        QVERIFY(!(*read(text))->shared.spacing);
        QVERIFY((*read(text))->spacingSource.isEmpty());
        QCOMPARE((*read(text))->warnings.size(), 1);
        Parts aspect;
        aspect.between.text(0x00280034, "IS", "4\\3");
        QCOMPARE((*read(aspect))->pixelAspect, std::optional(4.0 / 3.0));
    }

    void row31_ultrasoundOnlyWhereRegionsAgree()
    {
        const auto region = [](double x, int unit) {
            const auto real = [](double v) { return QByteArray(reinterpret_cast<const char*>(&v), sizeof v); };
            return DicomBytes()
                .us(0x00186024, static_cast<std::uint16_t>(unit))
                .us(0x00186026, static_cast<std::uint16_t>(unit))
                .bytes(0x0018602C, "FD", real(x))
                .bytes(0x0018602E, "FD", real(0.02))
                .dataset();
        };
        Parts one;
        one.before.sequence(0x00186011, {region(0.01, 3), region(7, 4)});
        QCOMPARE((*read(one))->spacingSource, QStringLiteral("UltrasoundRegion"));
        QCOMPARE((*read(one))->shared.spacing->column, 0.1);
        QCOMPARE((*read(one))->shared.spacing->row, 0.2);
        Parts two;
        two.before.sequence(0x00186011, {region(0.01, 3), region(0.03, 3)});
        QVERIFY(!(*read(two))->shared.spacing);
    }

    void boundsFramesByTheFile()
    {
        Parts p;
        p.frames = "2000000000";
        const ImagePtr image = *read(p);
        QVERIFY(image->pixelData.truncated);
        QCOMPARE(image->frames, 1);
        QVERIFY(!image->warnings.isEmpty());
        p.frames = "-3";
        QCOMPARE((*read(p))->frames, 1);
        QVERIFY(!(*read(p))->pixelData.truncated);
    }

    void saysWhenPixelsAreMissing()
    {
        Parts p;
        p.pixelBytes = 31;
        QVERIFY((*read(p))->pixelData.truncated);
        p.rows = p.columns = 65535;
        QVERIFY((*read(p))->pixelData.truncated);
        p.rows = 0;
        QVERIFY(!(*read(p))->hasPixels());
        QVERIFY(!(*read(p))->warnings.isEmpty());
    }

    void row35_lossyImages()
    {
        Parts p;
        QVERIFY(!(*read(p))->lossy.lossy);
        p.after.text(0x00282110, "CS", "01").text(0x00282112, "DS", "12.5").text(0x00282114, "CS", "ISO_10918_1");
        QVERIFY((*read(p))->lossy.lossy);
        QCOMPARE((*read(p))->lossy.ratio, QStringLiteral("12.5"));
        Parts jpeg;
        jpeg.syntax = "1.2.840.10008.1.2.4.50";
        QVERIFY((*read(jpeg))->lossy.lossy);
        jpeg.syntax = "1.2.840.10008.1.2.4.70";
        QVERIFY(!(*read(jpeg))->lossy.lossy);
    }

    void row34_frameTimes()
    {
        Parts p;
        p.frames = "3";
        p.pixelBytes = 96;
        p.before.text(0x00181065, "DS", "0\\40\\50");
        QCOMPARE((*read(p))->frameTimesMs, (std::vector<double>{40, 50, 50}));
        Parts rate;
        rate.before.text(0x00080068, "CS", "FOR PROCESSING").text(0x00180040, "IS", "25").text(0x00200020, "CS", "A\\FR");
        QCOMPARE((*read(rate))->frameTimesMs, std::vector<double>{40});
        QVERIFY((*read(rate))->forProcessing);
        QCOMPARE((*read(rate))->rowLetters, QStringLiteral("A"));
        QCOMPARE((*read(rate))->columnLetters, QStringLiteral("FR"));
    }

    void row24_doseFrames()
    {
        Parts p;
        p.modality = "RTDOSE";
        p.frames = "2";
        p.pixelBytes = 64;
        p.before = place("0\\0\\10", "1\\0\\0\\0\\1\\0");
        p.after.text(0x3004000C, "DS", "0\\2.5");
        const ImagePtr image = *read(p);
        QCOMPARE(image->frame(0).plane->position.z(), 10.0);
        QCOMPARE(image->frame(1).plane->position.z(), 12.5);
    }

    void row24_reconstructedNuclearFrames()
    {
        const auto nuclear = [](const QByteArray& kind, const QByteArray& slices) {
            Parts p;
            p.modality = "NM";
            p.frames = "4";
            p.pixelBytes = 128;
            p.before.text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\" + kind + "\\EMISSION").text(0x00180088, "DS", "4");
            p.before.raw(place("0\\0\\10", "1\\0\\0\\0\\1\\0").dataset());
            if (!slices.isEmpty()) {
                p.after.bytes(0x00540080, "US", slices);
            }
            const ImagePtr image = *read(p);
            std::vector<double> places;
            for (int i = 0; i < 4; ++i) {
                places.push_back(image->frame(i).plane->position.z());
            }
            return places;
        };
        const QByteArray twice("\1\0\2\0\1\0\2\0", 8);
        QCOMPARE(nuclear("RECON TOMO", {}), std::vector<double>({10, 14, 18, 22}));
        QCOMPARE(nuclear("RECON TOMO", twice), std::vector<double>({10, 14, 10, 14}));
        QCOMPARE(nuclear("RECON GATED TOMO", twice), std::vector<double>({10, 14, 10, 14}));
        QCOMPARE(nuclear("RECON GATED TOMO", {}), std::vector<double>({10, 10, 10, 10}));
    }

    void keepsTextsByKeyword()
    {
        Parts p;
        p.before.text(0x00180060, "DS", "120").text(0x00181210, "SH", "B30f");
        const ImagePtr image = *read(p);
        QCOMPARE(image->texts.value(QStringLiteral("KVP")), QStringLiteral("120"));
        QCOMPARE(image->texts.value(QStringLiteral("ConvolutionKernel")), QStringLiteral("B30f"));
        QVERIFY(!image->texts.contains(QStringLiteral("EchoTime")));
    }
};

QTEST_APPLESS_MAIN(HeaderReaderTest)
#include "tst_HeaderReader.moc"
