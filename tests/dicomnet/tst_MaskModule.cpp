#include "presentation/PresentationState.h"
#include "reader/DicomImageReader.h"
#include "support/States.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

using Kind = MaskOperation::Kind;

QByteArray maskItem(const QByteArray& operation, const std::vector<std::uint16_t>& masks, const QByteArray& more = {},
                    const std::vector<float>& shift = {}, const std::vector<std::uint16_t>& ranges = {})
{
    DicomBytes d;
    d.text(0x00286101, "CS", operation);
    if (!ranges.empty()) {
        d.bytes(0x00286102, "US", shorts(ranges));
    }
    if (!masks.empty()) {
        d.bytes(0x00286110, "US", shorts(masks));
    }
    if (!shift.empty()) {
        d.bytes(0x00286114, "FL", floats(shift));
    }
    return d.raw(more).dataset();
}

QByteArray shiftItem(std::uint16_t id, const std::vector<float>& shift)
{
    return DicomBytes().bytes(0x00286114, "FL", floats(shift)).us(0x00289416, id).dataset();
}

QByteArray shiftGroup(const std::vector<QByteArray>& items)
{
    return items.empty() ? QByteArray() : DicomBytes().sequence(0x00289415, items).dataset();
}

} // namespace

class TestMaskModule : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row06_operationsOfAnImage();
    void row06_intensityRelation();
    void row06_frameShiftsOfFunctionalGroups();
    void row06_nonsenseIsKeptAsUnknown();
    void row06_masksOfAState();
    void row06_shiftsOfAnXaState();

private:
    ImagePtr header(const QByteArray& bytes)
    {
        const QString path = m_dir.filePath(QString::number(++m_files));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return nullptr;
        }
        file.close();
        const auto image = DicomImageReader().readHeader(path);
        return image ? *image : nullptr;
    }
    ImagePtr imageWith(const QByteArray& more)
    {
        ImageSpec spec;
        spec.modality = "XA";
        spec.frames = 4;
        spec.more = more;
        return header(imageFile(spec));
    }

    QTemporaryDir m_dir;
    int m_files = 0;
};

void TestMaskModule::row06_operationsOfAnImage()
{
    DicomBytes offset;
    offset.ss(0x00286120, -2).text(0x00286190, "ST", "late mask");
    DicomBytes more;
    more.text(0x00281090, "CS", "SUB");
    DicomBytes averaging;
    averaging.us(0x00286112, 2);
    more.sequence(0x00286100,
                  {maskItem("AVG_SUB", {1, 2}, averaging.dataset(), {0.5F, -1.25F}, {2, 3, 7, 9}), maskItem("NONE", {}),
                   maskItem("TID", {}, offset.dataset()), maskItem("REV_TID", {}, {}, {}, {5, 8})});
    const ImagePtr image = imageWith(more.dataset());
    QVERIFY(image);
    QVERIFY(image->recommendsSubtraction);
    QCOMPARE(image->masks.size(), std::size_t(4));
    const MaskOperation& first = image->masks[0];
    QVERIFY(first.kind == Kind::Average);
    QCOMPARE(first.maskFrames, (std::vector<int>{1, 2}));
    QCOMPARE(first.ranges, (std::vector<std::pair<int, int>>{{2, 3}, {7, 9}}));
    QCOMPARE(first.averaging, 2);
    QVERIFY(first.shift == (MaskShift{0.5, -1.25}));
    QVERIFY(image->masks[1].kind == Kind::None);
    QVERIFY(image->masks[2].kind == Kind::TimeDifference);
    QCOMPARE(image->masks[2].offset, -2);
    QCOMPARE(image->masks[2].explanation, QStringLiteral("late mask"));
    QVERIFY(image->masks[3].kind == Kind::ReversedTimeDifference);
    QCOMPARE(image->masks[3].offset, 1); // the standard's default
}

void TestMaskModule::row06_intensityRelation()
{
    const ImagePtr plain = imageWith({});
    QVERIFY(plain && plain->masks.empty() && !plain->recommendsSubtraction);
    QVERIFY(plain->intensity == IntensityRelation::Unknown);
    DicomBytes linear;
    linear.text(0x00281040, "CS", "LIN").ss(0x00281041, -1);
    const ImagePtr falling = imageWith(linear.dataset());
    QVERIFY(falling && falling->intensity == IntensityRelation::Linear && falling->intensityFalls);
    const ImagePtr logarithmic = imageWith(DicomBytes().text(0x00281040, "CS", "LOG").dataset());
    QVERIFY(logarithmic && logarithmic->intensity == IntensityRelation::Logarithmic && !logarithmic->intensityFalls);
    // A recommendation without a mask means nothing.
    const ImagePtr empty = imageWith(DicomBytes().text(0x00281090, "CS", "SUB").dataset());
    QVERIFY(empty && !empty->recommendsSubtraction);
}

void TestMaskModule::row06_frameShiftsOfFunctionalGroups()
{
    DicomBytes more;
    more.sequence(0x00286100, {maskItem("AVG_SUB", {1}, DicomBytes().us(0x00289416, 7).dataset())});
    more.sequence(0x52009229, {shiftGroup({shiftItem(7, {2, 3})})});
    more.sequence(0x52009230, {shiftGroup({}), shiftGroup({shiftItem(6, {9, 9}), shiftItem(7, {0.25F, -0.5F})})});
    const ImagePtr image = imageWith(more.dataset());
    QVERIFY(image);
    QCOMPARE(image->masks.size(), std::size_t(1));
    QVERIFY((*planMask(image->masks, 1, 4))->shift == (MaskShift{2, 3}));
    QVERIFY((*planMask(image->masks, 2, 4))->shift == (MaskShift{0.25, -0.5}));
}

void TestMaskModule::row06_nonsenseIsKeptAsUnknown()
{
    DicomBytes averaging;
    averaging.us(0x00286112, 60000);
    DicomBytes more;
    more.sequence(0x00286100, {maskItem("MAGIC", {1}), maskItem("AVG_SUB", std::vector<std::uint16_t>(300, 1)),
                               maskItem("AVG_SUB", {1}, averaging.dataset()), QByteArray()});
    const ImagePtr image = imageWith(more.dataset());
    QVERIFY(image);
    QCOMPARE(image->masks.size(), std::size_t(4));
    for (const MaskOperation& operation : image->masks) {
        QVERIFY(operation.kind == Kind::Unknown);
    }
    const float large = 1e30F;
    DicomBytes far;
    far.sequence(0x00286100, {maskItem("AVG_SUB", {1}, {}, {large, -large})});
    const ImagePtr shifted = imageWith(far.dataset());
    QVERIFY(shifted && std::abs(shifted->masks[0].shift.row) < 1e6 && std::abs(shifted->masks[0].shift.column) < 1e6);
}

void TestMaskModule::row06_masksOfAState()
{
    StateSpec spec;
    DicomBytes rest;
    rest.sequence(0x00286100, {maskItem("AVG_SUB", {2}, {}, {1, 0})});
    spec.rest = rest.dataset();
    const ImagePtr object = header(stateFile(spec));
    QVERIFY(object);
    const auto state = DicomImageReader().readPresentationState(object);
    QVERIFY(state);
    QCOMPARE((*state)->masks.size(), std::size_t(1));
    QVERIFY((*state)->problems.isEmpty()); // it is applied
    auto image = std::make_shared<ImageAttributes>();
    image->record.instance.uid = InstanceUid(QString::fromLatin1(imageUid(1, 1, 1)));
    const auto operations = (*state)->masksFor({image, 2});
    QCOMPARE(operations.size(), std::size_t(1));
    QCOMPARE(operations[0].maskFrames, std::vector<int>{2});
    QVERIFY(operations[0].shift == (MaskShift{1, 0}));
}

void TestMaskModule::row06_shiftsOfAnXaState()
{
    const QByteArray whole = DicomBytes().bytes(0x00286114, "FL", floats({0.5F, 0.25F})).dataset();
    DicomBytes part;
    part.bytes(0x00286114, "FL", floats({3, 3})).bytes(0x00289503, "SS", shorts({1, 1, 9, 9}));
    const QByteArray ranged = DicomBytes().sequence(0x00289502, {whole}).bytes(0x00289506, "US", shorts({2, 3})).dataset();
    const QByteArray regional =
        DicomBytes().sequence(0x00289502, {part.dataset()}).bytes(0x00289506, "US", shorts({4, 4})).dataset();
    StateSpec spec;
    spec.kind = 5;
    DicomBytes item;
    item.sequence(0x00081140, {imageItem(imageUid(1, 1, 1))}).text(0x00286101, "CS", "AVG_SUB");
    item.bytes(0x00286110, "US", shorts({1})).sequence(0x00289501, {ranged, regional});
    spec.rest = DicomBytes().sequence(0x00286100, {item.dataset()}).dataset();
    const auto state = DicomImageReader().readPresentationState(header(stateFile(spec)));
    QVERIFY(state);
    auto image = std::make_shared<ImageAttributes>();
    image->record.instance.uid = InstanceUid(QString::fromLatin1(imageUid(1, 1, 1)));
    const auto operations = (*state)->masksFor({image, 0});
    QCOMPARE(operations.size(), std::size_t(1));
    QVERIFY((*planMask(operations, 1, 9))->shift == MaskShift());
    QVERIFY((*planMask(operations, 3, 9))->shift == (MaskShift{0.5, 0.25}));
    QVERIFY((*planMask(operations, 4, 9))->shift == MaskShift()); // parts of a frame are not moved, and that is said
    QCOMPARE((*state)->problems.size(), qsizetype(1));
    auto other = std::make_shared<ImageAttributes>();
    other->record.instance.uid = InstanceUid(QStringLiteral("1.9"));
    QVERIFY((*state)->masksFor({other, 0}).empty());
}

QTEST_APPLESS_MAIN(TestMaskModule)
#include "tst_MaskModule.moc"
