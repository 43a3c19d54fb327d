#include "demo/DemoFolder.h"
#include "demo/DemoObject.h"
#include "demo/DemoStudies.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>

#include <cmath>
#include <cstring>
#include <mutex>

using namespace isocenter;

namespace {

/// Keeps records instead of files.
class MemoryStore : public InstanceStore
{
public:
    std::vector<StoreResult> put(const std::vector<StoreItem>&, StoreMode, const CancelToken&) override { return {}; }
    Result<QStringList> putTogether(const std::vector<StoreItem>&, const CancelToken&) override { return QStringList(); }
    StoreResult putBytes(const QByteArray& part10, const InstanceRecord& record) override
    {
        const std::lock_guard lock(mutex);
        if (!failure.isEmpty()) {
            return {StoreOutcome::Failed, {}, {failure, {}}};
        }
        bytes += part10.size();
        records.push_back(record);
        return {StoreOutcome::Stored, {}, {}};
    }
    QString path(const InstanceUid&) const override { return {}; }

    std::mutex mutex;
    QString failure;
    qint64 bytes = 0;
    std::vector<InstanceRecord> records;
};

QByteArray fileNamed(const QString& name)
{
    for (const demo::DemoObject& object : demo::demoObjects()) {
        if (object.fileName == name) {
            const Result<demo::DemoFile> file = object.make();
            return file ? file->part10 : QByteArray();
        }
    }
    return {};
}

/// Value of an element with a 16-bit length, found by its tag and VR; the first one in the file.
QByteArray value(const QByteArray& file, std::uint32_t tag, const char* vr)
{
    QByteArray key(4, '\0');
    qToLittleEndian<std::uint16_t>(static_cast<std::uint16_t>(tag >> 16), key.data());
    qToLittleEndian<std::uint16_t>(static_cast<std::uint16_t>(tag & 0xFFFF), key.data() + 2);
    const qsizetype at = file.indexOf(key + vr);
    return at < 0 ? QByteArray() : file.mid(at + 8, qFromLittleEndian<std::uint16_t>(file.constData() + at + 6));
}

std::vector<double> decimals(const QByteArray& file, std::uint32_t tag)
{
    std::vector<double> numbers;
    for (const QByteArray& word : value(file, tag, "DS").split('\\')) {
        numbers.push_back(word.trimmed().toDouble());
    }
    return numbers;
}

/// Stored 16-bit value; the pixel data are the last element.
int stored(const QByteArray& file, int rows, int columns, int row, int column)
{
    const qsizetype start = file.size() - qsizetype{2} * rows * columns;
    return qFromLittleEndian<std::uint16_t>(file.constData() + start + 2 * (qsizetype{row} * columns + column));
}

/// Mean HU of a 5x5 patch of a demonstration CT slice around a place in mm.
double hounsfield(const QByteArray& file, double x, double y)
{
    constexpr int kSize = 512;
    const std::vector<double> corner = decimals(file, 0x00200032);
    const int column = static_cast<int>(std::lround((x - corner[0]) / 0.7));
    const int row = static_cast<int>(std::lround((y - corner[1]) / 0.7));
    double sum = 0;
    for (int r = row - 2; r <= row + 2; ++r) {
        for (int c = column - 2; c <= column + 2; ++c) {
            sum += stored(file, kSize, kSize, r, c) - 1024;
        }
    }
    return sum / 25;
}

/// Name of the slice nearest to z of 120 slices 1.5 mm apart, centred.
QString sliceAt(const QString& folder, double z)
{
    return QStringLiteral("%1/%2.dcm")
        .arg(folder)
        .arg(static_cast<int>(std::lround(z / 1.5 + 59.5)) + 1, 4, 10, QLatin1Char('0'));
}

} // namespace

class DemoStudiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void objectsAreUniqueAndMarked();
    void ctHasTheStatedValues_data();
    void ctHasTheStatedValues();
    void noduleGrows();
    void ctSlicesAreEvenlySpaced();
    void headSeriesShareTheirFrame();
    void ultrasoundIsCalibratedAndMoves();
    void sameBytesEachTime();
    void fillsTheStore();
    void cancels();
    void saysWhyItFailed();
    void filesAreValidDicom();
};

void DemoStudiesTest::objectsAreUniqueAndMarked()
{
    QSet<QString> uids;
    QSet<QString> names;
    QSet<QString> studies;
    for (const demo::DemoObject& object : demo::demoObjects()) {
        names.insert(object.fileName);
        if (object.fileName.startsWith(QLatin1String("us")) || object.fileName.endsWith(QLatin1String("0001.dcm")) ||
            object.fileName.endsWith(QLatin1String("0002.dcm"))) {
            const Result<demo::DemoFile> file = object.make();
            QVERIFY(file);
            const InstanceRecord& record = file->record;
            uids.insert(record.instance.uid.text());
            studies.insert(record.study.uid.text());
            QVERIFY(QRegularExpression(QStringLiteral("^2\\.25\\.[1-9]\\d{0,38}$")).match(record.instance.uid.text()).hasMatch());
            QVERIFY(record.study.patient.name.alphabetic.startsWith(QLatin1String("PHANTOM^DEMO")));
            // What the record says is what the file says.
            QCOMPARE(QString::fromLatin1(value(file->part10, 0x00080018, "UI")).remove(QChar(0)), record.instance.uid.text());
            QCOMPARE(QString::fromLatin1(value(file->part10, 0x0020000D, "UI")).remove(QChar(0)), record.study.uid.text());
            QCOMPARE(value(file->part10, 0x00280301, "CS").trimmed(), QByteArray("NO"));
            QCOMPARE(value(file->part10, 0x00080080, "LO").trimmed(), QByteArray("Isocenter demonstration"));
        }
    }
    QCOMPARE(names.size(), 2 * 120 + 1 + 24 + 24 + 21 + 1);
    QCOMPARE(uids.size(), 2 * 5 + 2);
    QCOMPARE(studies.size(), 5);
}

void DemoStudiesTest::ctHasTheStatedValues_data()
{
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::addColumn<double>("z");
    QTest::addColumn<double>("hu");
    QTest::newRow("air around") << -175.0 << -150.0 << 0.0 << -1000.0;
    QTest::newRow("water") << 143.0 << 0.0 << 0.0 << 0.0;
    QTest::newRow("fat") << 160.0 << 0.0 << 0.0 << -100.0;
    QTest::newRow("bone ring") << 129.0 << 0.0 << 0.0 << 700.0;
    QTest::newRow("between rings") << 129.0 << 0.0 << 12.0 << 0.0;
    QTest::newRow("lung") << -65.0 << -40.0 << 30.0 << -850.0;
    QTest::newRow("liver") << -50.0 << 30.0 << -75.0 << 60.0;
    QTest::newRow("liver lesion") << -55.0 << -10.0 << -70.0 << 25.0;
    QTest::newRow("vertebra") << 0.0 << 58.0 << -60.0 << 180.0;
    QTest::newRow("aorta") << 30.0 << 42.0 << 75.0 << 150.0;
    QTest::newRow("nodule of 12 mm") << 75.0 << 15.0 << 50.0 << 30.0;
    QTest::newRow("nodule of 10 mm") << -80.0 << -20.0 << 40.0 << 40.0;
}

void DemoStudiesTest::ctHasTheStatedValues()
{
    QFETCH(const double, x);
    QFETCH(const double, y);
    QFETCH(const double, z);
    QFETCH(const double, hu);
    const QByteArray file = fileNamed(sliceAt(QStringLiteral("ct-current"), z));
    QVERIFY(!file.isEmpty());
    QVERIFY2(std::abs(decimals(file, 0x00200032)[2] - z) <= 0.75, "the slice lies where it was looked for");
    // Noise of 6 HU over 25 pixels; what lies below -1024 is cut off, which lifts air a little.
    const double measured = hounsfield(file, x, y);
    QVERIFY2(std::abs(measured - hu) < 5, qPrintable(QString::number(measured)));
}

void DemoStudiesTest::noduleGrows()
{
    // 5 mm from its centre: inside 12 mm, outside 8 mm.
    const QByteArray current = fileNamed(sliceAt(QStringLiteral("ct-current"), 50.0));
    const QByteArray prior = fileNamed(sliceAt(QStringLiteral("ct-prior"), 50.0));
    const auto at = [](const QByteArray& file, double x, double y) {
        const std::vector<double> corner = decimals(file, 0x00200032);
        return stored(file, 512, 512, static_cast<int>(std::lround((y - corner[1]) / 0.7)),
                      static_cast<int>(std::lround((x - corner[0]) / 0.7))) -
               1024;
    };
    QVERIFY(at(current, 80, 15) > 0);
    QVERIFY(at(prior, 80, 15) < -800);
    QVERIFY(at(prior, 75, 15) > 0);
    const QDate before = QDate::fromString(QString::fromLatin1(value(prior, 0x00080020, "DA")), QStringLiteral("yyyyMMdd"));
    const QDate after = QDate::fromString(QString::fromLatin1(value(current, 0x00080020, "DA")), QStringLiteral("yyyyMMdd"));
    QCOMPARE(before.addMonths(14), after);
    QCOMPARE(value(prior, 0x00100020, "LO"), value(current, 0x00100020, "LO"));
}

void DemoStudiesTest::ctSlicesAreEvenlySpaced()
{
    const QByteArray first = fileNamed(QStringLiteral("ct-current/0001.dcm"));
    const QByteArray second = fileNamed(QStringLiteral("ct-current/0002.dcm"));
    QCOMPARE(decimals(first, 0x00280030), (std::vector<double>{0.7, 0.7}));
    QCOMPARE(decimals(first, 0x00200037), (std::vector<double>{1, 0, 0, 0, 1, 0}));
    QCOMPARE(decimals(first, 0x00200032), (std::vector<double>{-178.85, -178.85, -89.25}));
    QCOMPARE(decimals(second, 0x00200032)[2], -87.75);
}

void DemoStudiesTest::headSeriesShareTheirFrame()
{
    const QByteArray t1 = fileNamed(QStringLiteral("mr-t1/0001.dcm"));
    const QByteArray t2 = fileNamed(QStringLiteral("mr-t2/0001.dcm"));
    const QByteArray sagittal = fileNamed(QStringLiteral("mr-sagittal/0001.dcm"));
    QVERIFY(!value(t1, 0x00200052, "UI").isEmpty());
    QCOMPARE(value(t1, 0x00200052, "UI"), value(sagittal, 0x00200052, "UI"));
    QCOMPARE(decimals(t1, 0x00200032), decimals(t2, 0x00200032));
    for (const QByteArray& file : {t1, sagittal}) {
        const std::vector<double> c = decimals(file, 0x00200037);
        QVERIFY(std::abs(c[0] * c[0] + c[1] * c[1] + c[2] * c[2] - 1) < 1e-9);
        QVERIFY(std::abs(c[3] * c[3] + c[4] * c[4] + c[5] * c[5] - 1) < 1e-9);
        QVERIFY(std::abs(c[0] * c[3] + c[1] * c[4] + c[2] * c[5]) < 1e-9);
    }
    // Oblique: no direction lies along an axis.
    const std::vector<double> c = decimals(t1, 0x00200037);
    QVERIFY(std::abs(c[1]) > 0.05 && std::abs(c[5]) > 0.05);
}

void DemoStudiesTest::ultrasoundIsCalibratedAndMoves()
{
    const QByteArray file = fileNamed(QStringLiteral("us-heart/0001.dcm"));
    constexpr qsizetype kFrame = 640 * 480 * 3;
    QVERIFY(file.size() > 40 * kFrame);
    QCOMPARE(value(file, 0x00280008, "IS").trimmed(), QByteArray("40"));
    QCOMPARE(qFromLittleEndian<double>(value(file, 0x0018602C, "FD").constData()), 0.04);
    QCOMPARE(qFromLittleEndian<std::uint16_t>(value(file, 0x00186024, "US").constData()), std::uint16_t{3});
    const char* pixels = file.constData() + file.size() - 40 * kFrame;
    QVERIFY(std::memcmp(pixels, pixels + 10 * kFrame, kFrame) != 0);
    QCOMPARE(QByteArray(pixels, 3), QByteArray("\0\0\0", 3));
}

void DemoStudiesTest::sameBytesEachTime()
{
    QCOMPARE(fileNamed(QStringLiteral("mr-t1/0012.dcm")), fileNamed(QStringLiteral("mr-t1/0012.dcm")));
    QCOMPARE(demo::demoUid(QStringLiteral("a")), demo::demoUid(QStringLiteral("a")));
    QVERIFY(demo::demoUid(QStringLiteral("a")) != demo::demoUid(QStringLiteral("b")));
}

void DemoStudiesTest::fillsTheStore()
{
    MemoryStore store;
    JobList jobs;
    WorkQueue queue(2);
    DemoStudies demo(store, queue, jobs);
    QSignalSpy finished(&demo, &DemoStudies::finished);
    demo.start();
    demo.start(); // a second press changes nothing
    QCOMPARE(jobs.jobs().size(), std::size_t{1});
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 110000);
    QCOMPARE(finished.at(0).at(0).toBool(), true);
    QCOMPARE(store.records.size(), std::size_t{311});
    QCOMPARE(jobs.jobs().front().state, JobList::State::Done);
    QCOMPARE(jobs.jobs().front().done, qint64{311});
    QVERIFY(!demo.isRunning());
}

void DemoStudiesTest::cancels()
{
    MemoryStore store;
    JobList jobs;
    WorkQueue queue(1);
    DemoStudies demo(store, queue, jobs);
    QSignalSpy finished(&demo, &DemoStudies::finished);
    connect(&jobs, &JobList::changed, &jobs, [&jobs](int id) {
        if (jobs.job(id)->done > 0) {
            jobs.cancel(id);
        }
    });
    demo.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
    QCOMPARE(finished.at(0).at(0).toBool(), false);
    QCOMPARE(jobs.jobs().front().state, JobList::State::Cancelled);
    QVERIFY(store.records.size() < 311);
}

void DemoStudiesTest::saysWhyItFailed()
{
    MemoryStore store;
    store.failure = QStringLiteral("The disk is full.");
    JobList jobs;
    WorkQueue queue(1);
    DemoStudies demo(store, queue, jobs);
    QSignalSpy finished(&demo, &DemoStudies::finished);
    demo.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 60000);
    QCOMPARE(finished.at(0).at(0).toBool(), false);
    QVERIFY(finished.at(0).at(1).toString().contains(store.failure));
    QCOMPARE(jobs.jobs().front().state, JobList::State::Failed);
}

void DemoStudiesTest::filesAreValidDicom()
{
    const QString judge = QStandardPaths::findExecutable(QStringLiteral("dciodvfy"));
    if (judge.isEmpty()) {
        QSKIP("dicom3tools is not installed");
    }
    const QTemporaryDir folder;
    for (const char* name : {"ct-current/0001.dcm", "ct-prior/0002.dcm", "cr-chest/0001.dcm", "mr-t1/0003.dcm", "mr-t2/0004.dcm",
                             "mr-sagittal/0005.dcm", "us-heart/0001.dcm"}) {
        QFile file(folder.filePath(QStringLiteral("a.dcm")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        const QByteArray bytes = fileNamed(QString::fromLatin1(name));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(judge, {QStringLiteral("-new"), file.fileName()});
        QVERIFY(process.waitForFinished());
        const QByteArray said = process.readAll();
        QVERIFY2(!said.contains("Error"), name + QByteArray(": ") + said);
        QVERIFY2(said.contains("Image"), name); // it recognised the object
    }
}

QTEST_GUILESS_MAIN(DemoStudiesTest)
#include "tst_DemoStudies.moc"
