#include "file/HeaderReader.h"
#include "support/Dicom.h"

#include <QTest>

#include <cstring>

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

QByteArray words(std::initializer_list<quint16> values)
{
    QByteArray bytes;
    for (const quint16 value : values) {
        bytes.append(static_cast<char>(value & 0xFF)).append(static_cast<char>(value >> 8));
    }
    return bytes;
}

QByteArray longs(std::initializer_list<quint32> values)
{
    QByteArray bytes;
    for (const quint32 value : values) {
        bytes += words({static_cast<quint16>(value & 0xFFFF), static_cast<quint16>(value >> 16)});
    }
    return bytes;
}

/// Stack, dimension indices.
QByteArray content(const QByteArray& stack, std::initializer_list<quint32> indices)
{
    const QByteArray item = DicomBytes().text(0x00209056, "SH", stack).bytes(0x00209157, "UL", longs(indices)).dataset();
    return DicomBytes().sequence(0x00209111, {item}).dataset();
}

QByteArray echo(double ms)
{
    QByteArray value(8, 0);
    std::memcpy(value.data(), &ms, 8);
    return DicomBytes().sequence(0x00189114, {DicomBytes().bytes(0x00189082, "FD", value).dataset()}).dataset();
}

/// One dimension: the tag it points at, in the functional group.
QByteArray dimension(std::initializer_list<quint16> pointer, std::initializer_list<quint16> group)
{
    return DicomBytes().bytes(0x00209165, "AT", words(pointer)).bytes(0x00209167, "AT", words(group)).dataset();
}

ImagePtr read(const std::vector<QByteArray>& perFrame, const QByteArray& shared, int frames = 2,
              const std::vector<QByteArray>& dimensions = {}, const QByteArray& more = {})
{
    DicomBytes d;
    d.text(0x00080018, "UI", "1.2.3").text(0x00080060, "CS", "MR").us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
    d.text(0x00280008, "IS", QByteArray::number(frames))
        .us(0x00280010, 2)
        .us(0x00280011, 2)
        .us(0x00280100, 16)
        .us(0x00280101, 16);
    d.us(0x00280102, 15).us(0x00280103, 0);
    d.raw(more);
    if (!dimensions.empty()) {
        d.sequence(0x00209222, dimensions);
    }
    if (!shared.isEmpty()) {
        d.sequence(0x52009229, {shared});
    }
    if (!perFrame.empty()) {
        d.sequence(0x52009230, perFrame, true);
    }
    d.bytes(0x7FE00010, "OW", QByteArray(8 * frames, 0));
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

    void row23_textsOfOneFrameAreNotThoseOfAnother()
    {
        const ImagePtr image = read({echo(30) + position("0\\0\\1"), echo(60) + position("0\\0\\2")}, sharedGroup());
        QVERIFY(!image->texts.contains(QStringLiteral("EchoTime")));
        QCOMPARE(image->text(0, QStringLiteral("EchoTime")), QStringLiteral("30"));
        QCOMPARE(image->text(1, QStringLiteral("EchoTime")), QStringLiteral("60"));
        QCOMPARE(image->text(1, QStringLiteral("SliceThickness")), QStringLiteral("5")); // shared
        const ImagePtr same = read({echo(30), echo(30)}, sharedGroup());
        QCOMPARE(same->texts.value(QStringLiteral("EchoTime")), QStringLiteral("30"));
        QVERIFY(!same->perFrame[0].details);
    }

    void row23_dimensionsAreNamed()
    {
        const ImagePtr image =
            read({content("1", {1, 1}) + echo(30), content("1", {1, 2}) + echo(60)}, sharedGroup(), 2,
                 {dimension({0x0020, 0x9057}, {0x0020, 0x9111}), dimension({0x0018, 0x9082}, {0x0018, 0x9114})});
        QCOMPARE(image->perFrame[1].details->dimension, std::vector<std::uint32_t>({1, 2}));
        QCOMPARE(image->perFrame[0].details->label, QStringLiteral("TE 30 ms"));
        QCOMPARE(image->perFrame[1].details->label, QStringLiteral("TE 60 ms"));
        QCOMPARE(image->perFrame[1].details->stack, 0);
    }

    void row23_indicesThatDoNotFitAreNotUsed()
    {
        const ImagePtr image =
            read({content("1", {2}), content("1", {1, 1})}, sharedGroup(), 2, {dimension({0x0020, 0x9057}, {0x0020, 0x9111})});
        QVERIFY(!image->perFrame[0].details);
    }

    void row23_stacks()
    {
        const ImagePtr image = read({content("A", {}), content("B", {})}, sharedGroup());
        QCOMPARE(image->perFrame[0].details->stack, 0);
        QCOMPARE(image->perFrame[1].details->stack, 1);
        QCOMPARE(image->perFrame[1].details->stackName, QStringLiteral("Stack B"));
    }

    void row23_sideOfEachFrame() // hazard: wrong side
    {
        const auto side = [](const QByteArray& letter) {
            return DicomBytes().sequence(0x00209071, {DicomBytes().text(0x00209072, "CS", letter).dataset()}).dataset();
        };
        const ImagePtr image = read({side("L"), side("R")}, sharedGroup());
        QCOMPARE(image->laterality, QString());
        QCOMPARE(image->lateralityOf(0), QStringLiteral("L"));
        QCOMPARE(image->lateralityOf(1), QStringLiteral("R"));
        QCOMPARE(read({side("R"), side("R")}, sharedGroup())->lateralityOf(1), QStringLiteral("R"));
    }

    void row24_nuclearVectors()
    {
        const QByteArray vectors =
            DicomBytes().bytes(0x00540020, "US", words({1, 1, 2, 2})).bytes(0x00540030, "US", words({1, 2, 1, 2})).dataset();
        const ImagePtr image = read({}, {}, 4, {}, vectors);
        QCOMPARE(image->perFrame[2].details->label, QStringLiteral("Detector 2 · Phase 1"));
        QCOMPARE(image->perFrame[3].details->dimension, std::vector<std::uint32_t>({2, 2}));
    }

    void row10_tableOfOneFrame()
    {
        const QByteArray table = DicomBytes()
                                     .bytes(0x00283002, "US", words({2, 0, 8}))
                                     .text(0x00283003, "LO", "bone")
                                     .bytes(0x00283006, "US", words({0, 255}))
                                     .dataset();
        const QByteArray voi =
            DicomBytes().sequence(0x00289132, {DicomBytes().sequence(0x00283010, {table}).dataset()}).dataset();
        const ImagePtr image = read({voi, window("40", "LINEAR")}, sharedGroup());
        QCOMPARE(image->frame(0).voiTables.size(), std::size_t(1));
        QCOMPARE(image->frame(0).voiTables[0]->explanation, QStringLiteral("bone"));
        QVERIFY(image->frame(1).voiTables.empty());
        QCOMPARE(image->frame(1).windows.size(), std::size_t(1));
    }

    void row19_spacingAtTheDetector()
    {
        const QByteArray detector =
            DicomBytes().sequence(0x00289443, {DicomBytes().text(0x00181164, "DS", "0.2\\0.3").dataset()}).dataset();
        const ImagePtr image = read({detector, detector}, {});
        QCOMPARE(image->frame(1).spacing->column, 0.3);
        QCOMPARE(image->spacingSource, QStringLiteral("ImagerPixelSpacing"));
    }

    void row28_directionsOfProjections() // hazard: wrong side
    {
        const auto letters = [](const QByteArray& value) {
            return DicomBytes().sequence(0x00209450, {DicomBytes().text(0x00200020, "CS", value).dataset()}).dataset();
        };
        QCOMPARE(read({letters("L\\F"), letters("L\\F")}, {})->rowLetters, QStringLiteral("L"));
        QCOMPARE(read({letters("L\\F"), letters("R\\F")}, {})->rowLetters, QString()); // of one frame, not of all
    }

    void row23_concatenation()
    {
        const QByteArray part = DicomBytes()
                                    .text(0x00209161, "UI", "1.2.9")
                                    .us(0x00209162, 2)
                                    .us(0x00209163, 3)
                                    .bytes(0x00209228, "UL", longs({10}))
                                    .dataset();
        const ImagePtr image = read({position("0\\0\\1"), position("0\\0\\2")}, sharedGroup(), 2, {}, part);
        QVERIFY(image->concatenation.has_value());
        QCOMPARE(image->concatenation->number, 2);
        QCOMPARE(image->concatenation->total, 3);
        QCOMPARE(image->concatenation->frameOffset, 10);
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
