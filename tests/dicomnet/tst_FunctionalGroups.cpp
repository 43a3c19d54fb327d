#include "file/HeaderReader.h"
#include "support/Dicom.h"

#include <QTest>

using namespace isocenter;
using test::DicomBytes;

namespace {

QByteArray position(const QByteArray& value)
{
    return DicomBytes().sequence(0x00209113, {DicomBytes().text(0x00200032, "DS", value).dataset()}).dataset();
}

QByteArray window(const QByteArray& center, const QByteArray& function)
{
    const QByteArray item =
        DicomBytes().text(0x00281050, "DS", center).text(0x00281051, "DS", "100").text(0x00281056, "CS", function).dataset();
    return DicomBytes().sequence(0x00289132, {item}).dataset();
}

QByteArray rescale(const QByteArray& slope, const QByteArray& type)
{
    const QByteArray item =
        DicomBytes().text(0x00281052, "DS", "5").text(0x00281053, "DS", slope).text(0x00281054, "LO", type).dataset();
    return DicomBytes().sequence(0x00289145, {item}).dataset();
}

QByteArray sharedGroup()
{
    const QByteArray orientation = DicomBytes().text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").dataset();
    const QByteArray measures = DicomBytes().text(0x00180050, "DS", "5").text(0x00280030, "DS", "0.7\\0.8").dataset();
    return DicomBytes().sequence(0x00209116, {orientation}).sequence(0x00289110, {measures}).raw(rescale("2", "US")).dataset();
}

ImagePtr read(const std::vector<QByteArray>& perFrame, const QByteArray& shared, int frames = 2)
{
    DicomBytes d;
    d.text(0x00080018, "UI", "1.2.3").text(0x00080060, "CS", "MR").us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
    d.text(0x00280008, "IS", QByteArray::number(frames))
        .us(0x00280010, 2)
        .us(0x00280011, 2)
        .us(0x00280100, 16)
        .us(0x00280101, 16);
    d.us(0x00280102, 15).us(0x00280103, 0);
    if (!shared.isEmpty()) {
        d.sequence(0x52009229, {shared});
    }
    d.sequence(0x52009230, perFrame, true).bytes(0x7FE00010, "OW", QByteArray(8 * frames, 0));
    return *readHeader(*scanBytes(d.file()), {});
}

} // namespace

class FunctionalGroupsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsSharedAndPerFrame()
    {
        const ImagePtr image =
            read({position("0\\0\\1") + window("40", "LINEAR"), position("0\\0\\6") + window("50", "SIGMOID")}, sharedGroup());
        QCOMPARE(image->perFrame.size(), std::size_t(2));
        QCOMPARE(image->frame(1).plane->position.z(), 6.0);
        QCOMPARE(image->frame(1).plane->rowSpacing, 0.7);
        QCOMPARE(image->frame(1).spacing->column, 0.8);
        QCOMPARE(image->frame(0).windows.front().center, 40.0);
        QCOMPARE(image->frame(1).windows.front().function, VoiFunction::Sigmoid);
        QCOMPARE(image->frame(0).modality.slope, 2.0);
        QCOMPARE(image->frame(0).modality.unit, QString());
        QCOMPARE(image->spacingSource, QStringLiteral("PixelSpacing"));
        QCOMPARE(image->texts.value(QStringLiteral("SliceThickness")), QStringLiteral("5"));
    }

    void aFrameMayOverrule()
    {
        const ImagePtr image = read({position("0\\0\\1"), position("0\\0\\2") + rescale("3", "HU")}, sharedGroup());
        QCOMPARE(image->frame(0).modality.slope, 2.0);
        QCOMPARE(image->frame(1).modality.slope, 3.0);
        QCOMPARE(image->frame(1).modality.unit, QStringLiteral("HU"));
    }

    void aFrameThatIsNotDescribedHasNoPlace()
    {
        const ImagePtr image = read({position("0\\0\\1")}, sharedGroup());
        QVERIFY(image->frame(0).plane.has_value());
        QVERIFY(!image->frame(1).plane);
        QCOMPARE(image->warnings.size(), 1);
    }

    void ordersNothing()
    {
        const ImagePtr image = read({position("0\\0\\9"), position("0\\0\\1"), position("0\\0\\5")}, sharedGroup(), 3);
        QCOMPARE(image->frame(0).plane->position.z(), 9.0);
        QCOMPARE(image->frame(2).plane->position.z(), 5.0);
    }
};

QTEST_APPLESS_MAIN(FunctionalGroupsTest)
#include "tst_FunctionalGroups.moc"
