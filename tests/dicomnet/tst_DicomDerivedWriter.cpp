#include "derivation/DicomDerivedWriter.h"
#include "file/HeaderReader.h"
#include "reader/DicomImageReader.h"
#include "stack/VolumeLayout.h"
#include "support/Dicom.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <Eigen/Geometry>

#include <cmath>
#include <map>

using namespace isocenter;
using Eigen::Vector3d;
using isocenter::test::DicomBytes;

namespace {

const QByteArray kCt = "1.2.840.10008.5.1.4.1.1.2";
const QByteArray kMr = "1.2.840.10008.5.1.4.1.1.4";
const QByteArray kPet = "1.2.840.10008.5.1.4.1.1.128";

/// A source file, element by element; missing() leaves one out.
struct Source
{
    explicit Source(const QByteArray& sopClass, const QByteArray& modality, int number) : m_class(sopClass)
    {
        m_uid = "1.2.3.4." + QByteArray::number(number + 1);
        text(0x00080005, "CS", "ISO_IR 100").text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL");
        text(0x00080016, "UI", sopClass).text(0x00080018, "UI", m_uid);
        text(0x00080020, "DA", "20260102").text(0x00080030, "TM", "101500").text(0x00080050, "SH", "A17");
        text(0x00080060, "CS", modality).text(0x00080070, "LO", "Maker").text(0x00080090, "PN", "Doe^Jane");
        text(0x00081030, "LO",
             "Sch\xE4"
             "del")
            .text(0x00100010, "PN", "M\xFCller^Anna")
            .text(0x00100020, "LO", "P1");
        text(0x00100030, "DA", "19700203").text(0x00100040, "CS", "F");
        text(0x00180015, "CS", "HEAD").text(0x00185100, "CS", "HFS");
        text(0x0020000D, "UI", "1.2.3.1").text(0x0020000E, "UI", "1.2.3.2").text(0x00200010, "SH", "S1");
        text(0x00200011, "IS", "4").text(0x00200013, "IS", QByteArray::number(number + 1));
        text(0x00200032, "DS", "0\\0\\" + QByteArray::number(2 * number)).text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
        text(0x00200052, "UI", "1.2.3.99").text(0x00201040, "LO", "");
        text(0x00280004, "CS", "MONOCHROME2").text(0x00280030, "DS", "1\\1");
    }
    Source& text(std::uint32_t tag, const char* vr, const QByteArray& value)
    {
        m_texts[tag] = {vr, value};
        return *this;
    }
    Source& missing(std::uint32_t tag)
    {
        m_texts.erase(tag);
        return *this;
    }
    ImagePtr write(const QTemporaryDir& folder, const QString& name) const
    {
        DicomBytes bytes;
        bool pixelModule = false;
        const auto module = [&] {
            bytes.us(0x00280010, 8).us(0x00280011, 8).us(0x00280100, 16).us(0x00280101, 16).us(0x00280102, 15).us(0x00280103, 1);
            pixelModule = true;
        };
        for (const auto& [tag, value] : m_texts) {
            if (tag > 0x00280010 && !pixelModule && tag > 0x00280103) {
                module();
            }
            if (tag != 0x00280030) { // stands among the binary ones and is not needed to be in order here
                bytes.text(tag, value.first, value.second);
            }
        }
        if (!pixelModule) {
            module();
        }
        bytes.words(0x7FE00010, std::vector<std::uint16_t>(64, 7));
        const QString path = folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes.file(m_class, m_uid)) < 0) {
            return nullptr;
        }
        file.close();
        const Result<ImagePtr> image = readHeader(path);
        return image ? *image : nullptr;
    }

    QByteArray m_class;
    QByteArray m_uid;
    std::map<std::uint32_t, std::pair<const char*, QByteArray>> m_texts;
};

Source ctSource(int number)
{
    Source source(kCt, "CT", number);
    source.text(0x00180060, "DS", "120").text(0x00181151, "IS", QByteArray::number(200 + number));
    source.text(0x00200012, "IS", "3").text(0x00281052, "DS", "-1024").text(0x00281053, "DS", "1");
    return source;
}

Source mrSource(int number)
{
    Source source(kMr, "MR", number);
    source.text(0x00180020, "CS", "SE").text(0x00180021, "CS", "SK").text(0x00180022, "CS", "").text(0x00180023, "CS", "2D");
    source.text(0x00180082, "DS", "0"); // as scanners write it, though there is no inversion
    return source.text(0x00180080, "DS", "500").text(0x00180081, "DS", "12").text(0x00180091, "IS", "1");
}

Source petSource(int number)
{
    Source source(kPet, "PT", number);
    return source.text(0x00281052, "DS", "0").text(0x00281053, "DS", QByteArray::number(0.5 + 0.1 * number));
}

constexpr int kColumns = 13;
constexpr int kRows = 9;
constexpr int kPlanes = 5;

float valueAt(int plane, int row, int column)
{
    return static_cast<float>(-1000.3 + 37.77 * plane + 11.13 * row + 3.1 * column);
}

/// Oblique to all axes.
DerivedPlane obliquePlane(int index)
{
    const Eigen::Matrix3d turn = (Eigen::AngleAxisd(0.4, Vector3d::UnitX()) * Eigen::AngleAxisd(-0.7, Vector3d::UnitY()) *
                                  Eigen::AngleAxisd(0.3, Vector3d::UnitZ()))
                                     .toRotationMatrix();
    DerivedPlane plane;
    plane.plane.right = turn.col(0);
    plane.plane.down = turn.col(1);
    plane.plane.position = Vector3d(-12.34567, 8.7654321, 101.00009) + turn.col(2) * (1.3 * index);
    plane.plane.columnSpacing = plane.plane.rowSpacing = 0.7;
    plane.plane.spacingKnown = true;
    for (int row = 0; row < kRows; ++row) {
        for (int column = 0; column < kColumns; ++column) {
            plane.values.push_back(valueAt(index, row, column));
        }
    }
    plane.values.back() = std::numeric_limits<float>::quiet_NaN();
    plane.firstSource = 1;
    plane.lastSource = 2;
    return plane;
}

DerivedSeries seriesOf(const std::vector<ImagePtr>& sources)
{
    DerivedSeries series;
    for (const ImagePtr& image : sources) {
        series.sources.push_back({image, 0});
    }
    series.description = QStringLiteral("MPR oblique");
    series.derivation = QStringLiteral("Plane, linear interpolation");
    series.columns = kColumns;
    series.rows = kRows;
    series.count = kPlanes;
    series.thickness = 2;
    series.spacing = 1.3;
    series.least = -1001;
    series.most = -600;
    series.step = 1;
    series.unit = QStringLiteral("HU");
    series.window = Window{40, 400, VoiFunction::Linear, {}};
    series.number = 5;
    return series;
}

struct Made
{
    QString error;
    std::vector<ImagePtr> images;
    QStringList paths;
};

Made make(const DerivedSeries& series, const QTemporaryDir& folder)
{
    Made made;
    const Result<std::unique_ptr<DerivedObjects>> objects = DicomDerivedWriter().begin(series, {});
    if (!objects) {
        made.error = objects.error().message;
        return made;
    }
    for (int i = 0; i < series.count; ++i) {
        const Result<DerivedObject> object = (*objects)->make(obliquePlane(i), i);
        if (!object) {
            made.error = object.error().message + object.error().detail;
            return made;
        }
        const QString path = folder.filePath(QStringLiteral("made%1.dcm").arg(i));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(object->part10) != object->part10.size()) {
            made.error = QStringLiteral("disk");
            return made;
        }
        file.close();
        made.paths << path;
        const Result<ImagePtr> image = readHeader(path);
        if (image) {
            made.images.push_back(*image);
        }
    }
    return made;
}

std::vector<ImagePtr> written(const QTemporaryDir& folder, Source (*source)(int))
{
    std::vector<ImagePtr> images;
    for (int i = 0; i < 3; ++i) {
        images.push_back(source(i).write(folder, QStringLiteral("source%1.dcm").arg(i)));
    }
    return images;
}

/// The errors that dciodvfy finds.
QString complaints(const QString& path)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral("dciodvfy"), {path});
    process.waitForFinished();
    QString text;
    for (const QString& line : QString::fromUtf8(process.readAll()).split(QLatin1Char('\n'))) {
        if (line.startsWith(QLatin1String("Error"))) {
            text += line + QLatin1Char('\n');
        }
    }
    return text;
}

} // namespace

class TestDicomDerivedWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void geometryAndValuesComeBack_data();
    void geometryAndValuesComeBack();
    void saysOnlyWhatAllSourcesSay();
    void marksAreCarriedOver();
    void isValid_data();
    void isValid();
    void oddSourcesGiveValidObjects();
    void otherPatientsAreRefused();
    void scalesKeepWholeUnits();
    void isReadByAnotherToolkit();
};

void TestDicomDerivedWriter::geometryAndValuesComeBack_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("sopClass");
    QTest::addColumn<double>("step");
    QTest::newRow("CT") << 0 << QString::fromLatin1(kCt) << 1.0;
    QTest::newRow("MR") << 1 << QString::fromLatin1(kMr) << 1.0;
    QTest::newRow("PET") << 2 << QStringLiteral("1.2.840.10008.5.1.4.1.1.7") << 0.0;
}

void TestDicomDerivedWriter::geometryAndValuesComeBack()
{
    QFETCH(int, kind);
    QFETCH(QString, sopClass);
    QFETCH(double, step);
    const QTemporaryDir folder;
    DerivedSeries series = seriesOf(written(folder, kind == 0 ? ctSource : kind == 1 ? mrSource : petSource));
    series.step = step;
    const Made made = make(series, folder);
    QCOMPARE(made.error, QString());
    QCOMPARE(made.images.size(), std::size_t{kPlanes});
    QCOMPARE(made.images.front()->record.instance.sopClass, sopClass);
    const std::vector<VolumeLayout> layouts = layoutVolumes(made.images);
    QCOMPARE(layouts.size(), std::size_t{1});
    const VolumeLayout& layout = layouts.front();
    QVERIFY2(layout.isUsable(), qPrintable(layout.reason));
    QCOMPARE(layout.slices, kPlanes);
    QVERIFY(layout.uniform);
    QCOMPARE(layout.tilt, 0.0);
    const double half = (step > 0 ? step : (series.most - series.least) / 65534) / 2;
    const DicomImageReader reader;
    for (int k = 0; k < kPlanes; ++k) {
        const DerivedPlane plane = obliquePlane(k);
        QVERIFY((layout.at(0, 0, k) - plane.plane.position).norm() < 0.001);
        QVERIFY((layout.at(kColumns - 1, kRows - 1, k) - plane.plane.at(kColumns - 1, kRows - 1)).norm() < 0.001);
        const FrameRef& ref = layout.phases.front().slices[static_cast<std::size_t>(k)];
        const Result<FramePtr> frame = reader.readFrame(*ref.image, 0, {});
        QVERIFY(frame);
        const ModalityTransform& modality = ref.attributes().modality;
        for (int row = 0; row < kRows; ++row) {
            for (int column = 0; column < kColumns; ++column) {
                const double stored = (*frame)->at(row, column);
                if (row == kRows - 1 && column == kColumns - 1) {
                    QCOMPARE(stored, *ref.image->paddingValue);
                } else {
                    const double value = stored * modality.slope + modality.intercept;
                    QVERIFY(std::abs(value - static_cast<double>(valueAt(k, row, column))) <= half * 1.001);
                }
            }
        }
    }
}

void TestDicomDerivedWriter::saysOnlyWhatAllSourcesSay()
{
    const QTemporaryDir folder;
    const std::vector<ImagePtr> sources = written(folder, ctSource);
    const Made made = make(seriesOf(sources), folder);
    QCOMPARE(made.error, QString());
    const Result<ScannedFile> file = scanFile(made.paths.front());
    QVERIFY(file);
    const Item root(file->data);
    QCOMPARE(root.text(0x00180060), QStringLiteral("120")); // KVP: alike in all
    QVERIFY(root.find(0x00181151) == nullptr);              // tube current: varies
    QCOMPARE(root.text(0x00100010), QString::fromUtf8("Müller^Anna"));
    QCOMPARE(root.text(0x00081030), QString::fromUtf8("Schädel"));
    QCOMPARE(root.text(0x0020000D), QStringLiteral("1.2.3.1"));
    QCOMPARE(root.text(0x00200052), QStringLiteral("1.2.3.99"));
    QVERIFY(root.text(0x0020000E).startsWith(QLatin1String("2.25.")));
    QCOMPARE(root.text(0x00200011), QStringLiteral("5"));
    QVERIFY(root.text(0x00080008).startsWith(QLatin1String("DERIVED\\SECONDARY\\")));
    QCOMPARE(root.text(0x00282110), QStringLiteral("00"));
    QCOMPARE(root.text(0x00280301), QStringLiteral("NO"));
    QCOMPARE(root.text(0x00281054), QStringLiteral("HU"));
    const std::vector<Item> references = root.items(0x00082112);
    QCOMPARE(references.size(), std::size_t{2}); // sources 1 and 2
    QCOMPARE(references.front().text(0x00081155), QStringLiteral("1.2.3.4.2"));
    QCOMPARE(root.item(0x00089215).text(0x00080100), QStringLiteral("113072"));
    QCOMPARE(root.item(0x0018A001).text(0x00080070), QStringLiteral("Maker"));
    QCOMPARE(made.images[0]->record.series.uid.text(), made.images[4]->record.series.uid.text());
    QVERIFY(made.images[0]->record.instance.uid != made.images[4]->record.instance.uid);
    QVERIFY(made.images[0]->derived);
    // A sum over a slab is in no Hounsfield units.
    DerivedSeries sum = seriesOf(sources);
    sum.kind = Derivation::Sum;
    const Made summed = make(sum, folder);
    QCOMPARE(summed.images.front()->shared.modality.unit, QString());
}

void TestDicomDerivedWriter::marksAreCarriedOver()
{
    const QTemporaryDir folder;
    std::vector<ImagePtr> images;
    for (int i = 0; i < 3; ++i) {
        Source source = ctSource(i);
        if (i == 1) {
            source.text(0x00280301, "CS", "YES").text(0x00282110, "CS", "01").text(0x00282112, "DS", "12.5");
            source.text(0x00282114, "CS", "ISO_10918_1");
        }
        source.text(0x00200060, "CS", "L").text(0x00280302, "CS", "YES");
        images.push_back(source.write(folder, QStringLiteral("lossy%1").arg(i)));
    }
    const Made made = make(seriesOf(images), folder);
    QCOMPARE(made.error, QString());
    QVERIFY(made.images.front()->lossy.lossy);
    QCOMPARE(made.images.front()->lossy.ratio, QStringLiteral("12.5"));
    QVERIFY(made.images.front()->burnedIn);
    QCOMPARE(made.images.front()->laterality, QStringLiteral("L"));
}

void TestDicomDerivedWriter::isValid_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("derivation");
    QTest::newRow("CT") << 0 << static_cast<int>(Derivation::Plane);
    QTest::newRow("CT MIP") << 0 << static_cast<int>(Derivation::Maximum);
    QTest::newRow("CT sum") << 0 << static_cast<int>(Derivation::Sum);
    QTest::newRow("MR") << 1 << static_cast<int>(Derivation::Plane);
    QTest::newRow("MR MIP") << 1 << static_cast<int>(Derivation::Maximum);
    QTest::newRow("PET") << 2 << static_cast<int>(Derivation::Plane);
}

void TestDicomDerivedWriter::isValid()
{
    if (QStandardPaths::findExecutable(QStringLiteral("dciodvfy")).isEmpty()) {
        QSKIP("dciodvfy is not installed");
    }
    QFETCH(int, kind);
    QFETCH(int, derivation);
    const QTemporaryDir folder;
    DerivedSeries series = seriesOf(written(folder, kind == 0 ? ctSource : kind == 1 ? mrSource : petSource));
    series.kind = static_cast<Derivation>(derivation);
    const Made made = make(series, folder);
    QCOMPARE(made.error, QString());
    QCOMPARE(complaints(made.paths.front()), QString());
    QCOMPARE(complaints(made.paths.back()), QString());
}

void TestDicomDerivedWriter::oddSourcesGiveValidObjects()
{
    const QTemporaryDir folder;
    std::vector<ImagePtr> images;
    for (int i = 0; i < 3; ++i) {
        Source source = ctSource(i);
        source.text(0x00080005, "CS", "\\ISO 2022 IR 87");
        source.text(0x00100010, "PN", "Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B");
        source.text(0x00180060, "DS", "about 120").text(0x00080020, "DA", "yesterday").text(0x00180015, "CS", "the head, mostly");
        source.text(0x00185100, "CS", "lying")
            .text(0x00100040, "CS", QByteArray(40, 'F'))
            .text(0x00081030, "LO", QByteArray(300, 'x'));
        source.text(0x00180010, "LO", "agent\x07").text(0x00120062, "CS", "YES"); // without the method
        source.missing(0x00080030).missing(0x00080050).missing(0x00080090).missing(0x00200010).missing(0x00100030);
        source.missing(0x00200012).missing(0x00201040);
        images.push_back(source.write(folder, QStringLiteral("odd%1").arg(i)));
        QVERIFY(images.back());
    }
    const Made made = make(seriesOf(images), folder);
    QCOMPARE(made.error, QString());
    const Result<ScannedFile> file = scanFile(made.paths.front());
    QVERIFY(file);
    const Item root(file->data);
    QCOMPARE(root.text(0x00080005), QStringLiteral("ISO_IR 192"));
    QCOMPARE(root.text(0x00100010), QString::fromUtf8("Yamada^Tarou=山田^太郎"));
    QVERIFY(root.find(0x00180060) != nullptr && root.text(0x00180060).isEmpty()); // type 2
    QVERIFY(root.find(0x00080020) != nullptr && root.text(0x00080020).isEmpty());
    QVERIFY(root.find(0x00180015) == nullptr);
    if (!QStandardPaths::findExecutable(QStringLiteral("dciodvfy")).isEmpty()) {
        QCOMPARE(complaints(made.paths.front()), QString());
    }
    // A name of 40 characters is 120 bytes in UTF-8, and allowed.
    images.clear();
    QByteArray name = "ABC=\x1B$B";
    for (int i = 0; i < 40; ++i) {
        name += ";3";
    }
    name += "\x1B(B";
    for (int i = 0; i < 3; ++i) {
        Source source = ctSource(i);
        source.text(0x00080005, "CS", "\\ISO 2022 IR 87").text(0x00100010, "PN", name);
        images.push_back(source.write(folder, QStringLiteral("long%1").arg(i)));
    }
    QCOMPARE(make(seriesOf(images), folder).error, QString());
}

void TestDicomDerivedWriter::otherPatientsAreRefused()
{
    const QTemporaryDir folder;
    std::vector<ImagePtr> images = written(folder, ctSource);
    Source other = ctSource(3);
    other.text(0x00100020, "LO", "P2");
    images.push_back(other.write(folder, QStringLiteral("other")));
    QVERIFY(!make(seriesOf(images), folder).error.isEmpty());
    images.pop_back();
    // An ID that no object may have is not cut short: it would be another patient's.
    std::vector<ImagePtr> longIds;
    for (int i = 0; i < 3; ++i) {
        Source source = ctSource(i);
        source.text(0x00100020, "LO", QByteArray(70, '7'));
        longIds.push_back(source.write(folder, QStringLiteral("longId%1").arg(i)));
    }
    QVERIFY(!make(seriesOf(longIds), folder).error.isEmpty());
    // Another file in place of one that was opened.
    Source replaced = ctSource(7);
    QVERIFY(replaced.write(folder, QStringLiteral("source1.dcm")));
    QVERIFY(!make(seriesOf(images), folder).error.isEmpty());
    QFile::remove(folder.filePath(QStringLiteral("source1.dcm")));
    QVERIFY(!make(seriesOf(images), folder).error.isEmpty());
}

void TestDicomDerivedWriter::scalesKeepWholeUnits()
{
    const auto scale = [](double least, double most, double step) {
        DerivedSeries series;
        series.least = least;
        series.most = most;
        series.step = step;
        return storedScale(series);
    };
    QCOMPARE(scale(-1024, 3071, 1).slope, 1.0);
    QCOMPARE(scale(-1024, 3071, 1).intercept, 0.0);
    QCOMPARE(scale(-1024, 64000, 1).slope, 1.0); // does not lie about 0, still whole
    QCOMPARE(scale(-1024, 64000, 1).intercept, 31488.0);
    QCOMPARE(scale(0, 200000, 1).slope, 200000.0 / 65534);
    QCOMPARE(scale(0, 655.34, 0).slope, 0.01);
    QCOMPARE(scale(3, 3, 0).slope, 1.0);
    QCOMPARE(scale(3, 3, 0).intercept, 3.0);
}

void TestDicomDerivedWriter::isReadByAnotherToolkit()
{
    const QString python = QStringLiteral("/usr/bin/python3");
    QProcess probe;
    probe.start(python, {QStringLiteral("-c"), QStringLiteral("import pydicom, numpy")});
    if (!probe.waitForFinished() || probe.exitCode() != 0) {
        QSKIP("pydicom is not installed");
    }
    const QTemporaryDir folder;
    const Made made = make(seriesOf(written(folder, ctSource)), folder);
    QCOMPARE(made.error, QString());
    const QString program =
        QStringLiteral("import pydicom, sys\n"
                       "d = pydicom.dcmread(sys.argv[1])\n"
                       "p = d.pixel_array\n"
                       "print(d.PatientName, d.Rows, d.Columns, p[0, 0] * d.RescaleSlope + d.RescaleIntercept,"
                       " p[8, 12], d.ImagePositionPatient[0], len(d.SourceImageSequence))");
    QProcess process;
    process.start(python, {QStringLiteral("-c"), program, made.paths.front()});
    QVERIFY(process.waitForFinished());
    QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()).trimmed(),
             QString::fromUtf8("Müller^Anna 9 13 -1000.0 -32768 -12.34567 2"));
}

QTEST_MAIN(TestDicomDerivedWriter)
#include "tst_DicomDerivedWriter.moc"
