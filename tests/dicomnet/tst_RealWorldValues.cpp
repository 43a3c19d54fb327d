#include "presentation/ValueMapping.h"
#include "reader/DicomImageReader.h"
#include "support/States.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

QByteArray code(const QByteArray& value, const QByteArray& scheme, const QByteArray& meaning)
{
    return DicomBytes().text(0x00080100, "SH", value).text(0x00080102, "SH", scheme).text(0x00080104, "LO", meaning).dataset();
}

QByteArray doubles(const std::vector<double>& values)
{
    return littleEndian(values);
}

struct MapSpec
{
    std::vector<double> table;
    double slope = 2;
    double intercept = -10;
    QByteArray unit = "mm2/s";
    QByteArray meaning = "square millimetre per second";
    bool real = false; ///< first and last as doubles
    std::uint16_t first = 0, last = 100;
    const char* vr = "US";
    QByteArray quantity;
};

QByteArray mapItem(const MapSpec& s)
{
    DicomBytes d;
    d.text(0x00283003, "LO", "an explanation").sequence(0x004008EA, {code(s.unit, "UCUM", s.meaning)});
    d.text(0x00409210, "SH", "LABEL");
    if (!s.real) {
        d.bytes(0x00409211, s.vr, shorts({s.last}));
    }
    if (!s.table.empty()) {
        d.bytes(0x00409212, "FD", doubles(s.table));
    }
    if (s.real) {
        d.bytes(0x00409213, "FD", doubles({double(s.last)})).bytes(0x00409214, "FD", doubles({double(s.first)}));
    } else {
        d.bytes(0x00409216, s.vr, shorts({s.first}));
    }
    if (!s.quantity.isEmpty()) {
        DicomBytes other;
        other.sequence(0x0040A043, {code("1", "X", "Something")}).sequence(0x0040A168, {code("2", "X", "else")});
        DicomBytes quantity;
        quantity.sequence(0x0040A043, {code("246205007", "SCT", "Quantity")});
        quantity.sequence(0x0040A168, {code("113041", "DCM", s.quantity)});
        d.sequence(0x00409220, {other.dataset(), quantity.dataset()});
    }
    if (s.table.empty()) {
        d.bytes(0x00409224, "FD", doubles({s.intercept})).bytes(0x00409225, "FD", doubles({s.slope}));
    }
    return d.dataset();
}

QByteArray maps(const std::vector<QByteArray>& items)
{
    return DicomBytes().sequence(0x00409096, items).dataset();
}

} // namespace

/// PS3.3 C.7.6.16.2.11 and C.8.8.3: what stored values mean.
class TestRealWorldValues : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row33_linearMap();
    void row33_tableMap();
    void row33_signedAndRealRanges();
    void row33_sharedAndOwnGroups();
    void row33_nonsenseIsLeftOutAndSaid();
    void row33_parametricMapIsReadInItsUnit();
    void row33_doseGrid();
    void row33_unitsForReaders();
    void row33_mappingObject();

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
    ImagePtr imageWith(const QByteArray& more, int frames = 1, bool isSigned = false, const QByteArray& modality = "MR")
    {
        ImageSpec spec;
        spec.modality = modality;
        spec.frames = frames;
        spec.isSigned = isSigned;
        spec.more = more;
        return header(imageFile(spec));
    }

    QTemporaryDir m_dir;
    int m_files = 0;
};

void TestRealWorldValues::row33_linearMap()
{
    MapSpec spec;
    spec.quantity = "Apparent Diffusion Coefficient";
    const ImagePtr image = imageWith(maps({mapItem(spec), mapItem({})}));
    QVERIFY(image && image->frame(0).realWorld);
    QCOMPARE(image->frame(0).realWorld->size(), std::size_t(2));
    const RealWorldMap& map = image->frame(0).realWorld->front();
    QCOMPARE(*map.value(0), -10.0);
    QCOMPARE(*map.value(100), 190.0);
    QVERIFY(!map.value(101));
    QVERIFY(!map.value(-1));
    QCOMPARE(map.unit, QStringLiteral("mm2/s"));
    QCOMPARE(map.label, QStringLiteral("LABEL"));
    QCOMPARE(map.explanation, QStringLiteral("an explanation"));
    QCOMPARE(map.quantity, QStringLiteral("Apparent Diffusion Coefficient"));
    QVERIFY(!image->frame(0).modality.present); // it is shown beside the value, not in place of it
    QVERIFY(image->warnings.isEmpty());
}

void TestRealWorldValues::row33_tableMap()
{
    MapSpec spec;
    spec.first = 3;
    spec.last = 6;
    spec.table = {0.5, 1.5, 10, 1e-9};
    const ImagePtr image = imageWith(maps({mapItem(spec)}));
    QVERIFY(image && image->frame(0).realWorld);
    const RealWorldMap& map = image->frame(0).realWorld->front();
    QCOMPARE(*map.value(3), 0.5);
    QCOMPARE(*map.value(5), 10.0);
    QCOMPARE(*map.value(6), 1e-9);
    QVERIFY(!map.value(2) && !map.value(7));
    MapSpec large; // the longest table that explicit VR can hold
    large.last = 8190;
    large.table.assign(8191, 1.25);
    const ImagePtr whole = imageWith(maps({mapItem(large)}));
    QVERIFY(whole && whole->frame(0).realWorld);
    QCOMPARE(*whole->frame(0).realWorld->front().value(8190), 1.25);
}

void TestRealWorldValues::row33_signedAndRealRanges()
{
    MapSpec spec;
    spec.first = static_cast<std::uint16_t>(-50);
    spec.last = 50;
    spec.vr = "SS";
    const ImagePtr image = imageWith(maps({mapItem(spec)}), 1, true);
    QVERIFY(image && image->frame(0).realWorld);
    QCOMPARE(image->frame(0).realWorld->front().first, -50.0);
    QCOMPARE(*image->frame(0).realWorld->front().value(-50), -110.0);
    spec.vr = "UN"; // no word on the sign: that of the pixels
    const ImagePtr unknown = imageWith(maps({mapItem(spec)}), 1, true);
    QVERIFY(unknown && unknown->frame(0).realWorld);
    QCOMPARE(unknown->frame(0).realWorld->front().first, -50.0);
    MapSpec real;
    real.real = true;
    const ImagePtr doubles = imageWith(maps({mapItem(real)}));
    QVERIFY(doubles && doubles->frame(0).realWorld);
    QCOMPARE(*doubles->frame(0).realWorld->front().value(99.5), 189.0);
}

void TestRealWorldValues::row33_sharedAndOwnGroups()
{
    MapSpec shared;
    MapSpec own;
    own.slope = 5;
    DicomBytes more;
    more.sequence(0x52009229, {maps({mapItem(shared)})});
    more.sequence(0x52009230, {QByteArray(), maps({mapItem(own)})});
    const ImagePtr image = imageWith(more.dataset(), 2);
    QVERIFY(image);
    QCOMPARE(*image->frame(0).realWorld->front().value(1), -8.0);
    QCOMPARE(*image->frame(1).realWorld->front().value(1), -5.0);
}

void TestRealWorldValues::row33_nonsenseIsLeftOutAndSaid()
{
    MapSpec shortTable;
    shortTable.last = 9;
    shortTable.table = {1, 2, 3};
    const ImagePtr image = imageWith(maps({QByteArray(), mapItem(shortTable), mapItem({})}));
    QVERIFY(image && image->frame(0).realWorld);
    QCOMPARE(image->frame(0).realWorld->size(), std::size_t(1)); // entries are never those of other values
    QCOMPARE(image->warnings.size(), qsizetype(1));
    const ImagePtr none = imageWith(maps({QByteArray()}));
    QVERIFY(none && !none->frame(0).realWorld && none->warnings.size() == 1);
}

void TestRealWorldValues::row33_parametricMapIsReadInItsUnit()
{
    ImageSpec spec;
    MapSpec map;
    map.slope = 0.001;
    map.intercept = 0.5;
    spec.windowCenter = "50.5";
    spec.windowWidth = "101";
    spec.more = maps({mapItem(map)});
    QByteArray file = imageFile(spec);
    const QByteArray before = "1.2.840.10008.5.1.4.1.1.7";
    const QByteArray after = QByteArray("1.2.840.10008.5.1.4.1.1.30").leftJustified(26, '\0');
    QByteArray changed = file;
    // The class stands in the data set with the even length of its neighbour.
    const qsizetype at = changed.lastIndexOf(before);
    QVERIFY(at > 0);
    changed.replace(at, 26, after);
    const ImagePtr image = header(changed);
    QVERIFY(image);
    QCOMPARE(image->record.instance.sopClass, QStringLiteral("1.2.840.10008.5.1.4.1.1.30"));
    const FrameAttributes& frame = image->frame(0);
    QVERIFY(frame.modality.present && frame.modality.realWorld);
    QCOMPARE(frame.modality.slope, 0.001);
    QCOMPARE(frame.modality.intercept, 0.5);
    QCOMPARE(frame.modality.unit, QStringLiteral("mm\u00b2/s"));
    // LINEAR 50.5 / 101 runs from 0 to 100 stored, and so from 0.5 to 0.6.
    QVERIFY(frame.windows.front().function == VoiFunction::LinearExact);
    QVERIFY(std::abs(frame.windows.front().center - 0.55) < 1e-12);
    QVERIFY(std::abs(frame.windows.front().width - 0.1) < 1e-12);
}

void TestRealWorldValues::row33_doseGrid()
{
    DicomBytes more;
    more.text(0x30040002, "CS", "GY").text(0x30040004, "CS", "PHYSICAL").text(0x3004000A, "CS", "PLAN");
    more.text(0x3004000E, "DS", "1.0e-3");
    const ImagePtr image = imageWith(more.dataset(), 2, false, "RTDOSE");
    QVERIFY(image);
    for (int i = 0; i < 2; ++i) {
        const ModalityTransform& modality = image->frame(i).modality;
        QVERIFY(modality.present && modality.realWorld);
        QCOMPARE(modality.slope, 0.001);
        QCOMPARE(modality.unit, QStringLiteral("Gy"));
    }
    QCOMPARE(image->texts.value(QStringLiteral("DoseType")), QStringLiteral("PHYSICAL"));
    QCOMPARE(image->texts.value(QStringLiteral("DoseSummationType")), QStringLiteral("PLAN"));
    DicomBytes relative;
    relative.text(0x30040002, "CS", "RELATIVE").text(0x3004000E, "DS", "0.01");
    QCOMPARE(imageWith(relative.dataset(), 1, false, "RTDOSE")->frame(0).modality.unit, QStringLiteral("RELATIVE"));
    const ImagePtr unscaled = imageWith({}, 1, false, "RTDOSE");
    QVERIFY(unscaled && !unscaled->frame(0).modality.present && !unscaled->warnings.isEmpty());
}

void TestRealWorldValues::row33_unitsForReaders()
{
    const auto unit = [](const char* code, const char* meaning = "") {
        RealWorldMap map;
        map.unit = QString::fromLatin1(code);
        map.unitMeaning = QString::fromLatin1(meaning);
        return unitText(map);
    };
    QCOMPARE(unit("[hnsf'U]"), QStringLiteral("HU"));
    QCOMPARE(unit("mm2/s"), QStringLiteral("mm\u00b2/s"));
    QCOMPARE(unit("um2/s"), QStringLiteral("\u00b5m\u00b2/s"));
    QCOMPARE(unit("g/ml{SUVbw}"), QStringLiteral("g/ml SUVbw"));
    QCOMPARE(unit("{ratio}"), QStringLiteral("ratio"));
    QCOMPARE(unit("ml/100ml/s"), QStringLiteral("ml/100ml/s"));
    QCOMPARE(unit("ms"), QStringLiteral("ms"));
    QCOMPARE(unit("", "no units"), QString());
    QCOMPARE(unit("", "Hounsfield Unit"), QStringLiteral("Hounsfield Unit"));
    RealWorldMap map;
    map.explanation = QStringLiteral("line\nbreak");
    QCOMPARE(nameText(map), QStringLiteral("line break"));
    map.label = QStringLiteral("T1");
    QCOMPARE(nameText(map), QStringLiteral("T1"));
    map.quantity = QStringLiteral("T1 relaxation");
    QCOMPARE(nameText(map), QStringLiteral("T1 relaxation"));
}

void TestRealWorldValues::row33_mappingObject()
{
    const QByteArray sopClass = "1.2.840.10008.5.1.4.1.1.67";
    DicomBytes one;
    one.sequence(0x00081140, {imageItem(imageUid(1, 1, 1)), imageItem(imageUid(1, 1, 2), "2\\3")});
    one.raw(maps({mapItem({})}));
    DicomBytes d;
    d.text(0x00080016, "UI", sopClass).text(0x00080018, "UI", "1.2.3.9").text(0x00080060, "CS", "RWV");
    d.text(0x00100020, "LO", "P1").text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.3");
    d.sequence(0x00409094, {one.dataset()});
    const auto mapping = DicomImageReader().readValueMapping(header(d.file(sopClass, "1.2.3.9")));
    QVERIFY(mapping);
    QCOMPARE((*mapping)->items.size(), std::size_t(1));
    auto single = std::make_shared<ImageAttributes>();
    single->record.instance.uid = InstanceUid(QString::fromLatin1(imageUid(1, 1, 1)));
    single->rows = single->columns = 1;
    single->pixelData.offset = 0;
    auto multi = std::make_shared<ImageAttributes>(*single);
    multi->record.instance.uid = InstanceUid(QString::fromLatin1(imageUid(1, 1, 2)));
    multi->frames = 3;
    auto own = std::make_shared<RealWorldMaps>(1);
    own->front().label = QStringLiteral("own");
    multi->shared.realWorld = own;
    auto other = std::make_shared<ImageAttributes>(*single);
    other->record.instance.uid = InstanceUid(QStringLiteral("1.9.9"));
    const std::vector<ImagePtr> images = withMappings({single, multi, other}, {*mapping});
    QVERIFY(images[0] != single && images[0]->frame(0).realWorld);
    QCOMPARE(*images[0]->frame(0).realWorld->front().value(1), -8.0);
    QCOMPARE(images[1]->frame(0).realWorld->size(), std::size_t(1)); // frame 1 is not named
    QCOMPARE(images[1]->frame(1).realWorld->size(), std::size_t(2));
    QCOMPARE(images[1]->frame(1).realWorld->front().label, QStringLiteral("own"));
    QCOMPARE(images[1]->frame(1).realWorld, images[1]->frame(2).realWorld);
    QCOMPARE(images[2], ImagePtr(other));
    QVERIFY(!DicomImageReader().readValueMapping(single));
    DicomBytes empty;
    empty.text(0x00080016, "UI", sopClass).text(0x00080018, "UI", "1.2.3.8").text(0x0020000D, "UI", "1.2");
    QVERIFY(!DicomImageReader().readValueMapping(header(empty.file(sopClass, "1.2.3.8"))));
}

QTEST_APPLESS_MAIN(TestRealWorldValues)
#include "tst_RealWorldValues.moc"
