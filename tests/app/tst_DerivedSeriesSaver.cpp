#include "saving/DerivedSeriesSaver.h"

#include "archive/FileInstanceStore.h"
#include "archive/SqliteStudyIndex.h"
#include "derivation/DicomDerivedWriter.h"
#include "file/HeaderReader.h"
#include "support/Dicom.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;

namespace {

constexpr int kPlanes = 6;

struct Bench
{
    Bench()
    {
        for (int i = 1; i <= 3; ++i) {
            test::ImageSpec spec;
            spec.instance = i;
            spec.series = 4;
            spec.z = i;
            QFile file(dir.filePath(QString::number(i)));
            if (!file.open(QIODevice::WriteOnly) || file.write(test::imageFile(spec)) < 0) {
                qFatal("cannot write");
            }
            file.close();
            const Result<ImagePtr> image = readHeader(file.fileName());
            if (!image) {
                qFatal("cannot read");
            }
            series.sources.push_back({*image, 0});
        }
        series.description = QStringLiteral("MPR coronal");
        series.columns = 4;
        series.rows = 3;
        series.count = kPlanes;
        series.thickness = series.spacing = 1;
        series.most = 100;
        series.step = 1;
    }

    static Result<DerivedPlane> plane(int index)
    {
        DerivedPlane made;
        made.plane.position = Eigen::Vector3d(0, 0, index);
        made.values.assign(12, static_cast<float>(index));
        return made;
    }
    int stored() const
    {
        const auto known = index->instancesOfStudy(series.sources.front().image->record.study.uid);
        return known ? static_cast<int>(known->size()) : -1;
    }
    bool hasLeftovers() const
    {
        return !QDir(store->temporaryFolder()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).isEmpty();
    }

    QTemporaryDir dir;
    std::unique_ptr<SqliteStudyIndex> index = std::move(SqliteStudyIndex::open(dir.filePath(QStringLiteral("cache")))).value();
    std::unique_ptr<FileInstanceStore> store = std::move(FileInstanceStore::open(*index)).value();
    DicomDerivedWriter writer;
    WorkQueue queue{2};
    JobList jobs;
    DerivedSeriesSaver saver{{writer, *store, *index, queue, jobs}, store->temporaryFolder()};
    QSignalSpy storedSpy{&saver, &DerivedSeriesSaver::stored};
    QSignalSpy finished{&saver, &DerivedSeriesSaver::finished};
    DerivedSeries series;
};

} // namespace

class TestDerivedSeriesSaver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void storesTheSeriesAndSaysSo()
    {
        Bench b;
        b.saver.save(b.series, [](int index, const CancelToken&) { return Bench::plane(index); });
        QCOMPARE(b.jobs.runningCount(), 1);
        QTRY_COMPARE(b.finished.count(), 1);
        QVERIFY(b.finished.front().at(0).toBool());
        QCOMPARE(b.storedSpy.count(), 1);
        const QStringList files = b.storedSpy.front().at(1).toStringList();
        QCOMPARE(files.size(), kPlanes);
        QCOMPARE(b.stored(), kPlanes);
        const Result<ImagePtr> image = readHeader(files[2]);
        QVERIFY(image);
        QCOMPARE(*(*image)->record.series.number, 5); // the source is series 4
        QCOMPARE((*image)->record.series.description, QStringLiteral("MPR coronal"));
        QCOMPARE((*image)->record.study.patient.id, QStringLiteral("P1"));
        QCOMPARE(b.jobs.jobs().front().state, JobList::State::Done);
        QTRY_VERIFY(!b.hasLeftovers());
        // The next one has the next number, though the source has not changed.
        b.saver.save(b.series, [](int index, const CancelToken&) { return Bench::plane(index); });
        QTRY_COMPARE(b.finished.count(), 2);
        QVERIFY(b.finished.back().at(1).toString().contains(QLatin1String("6")));
    }

    void nothingStaysOfWhatFailed() // hazard: part of a series taken for the whole
    {
        Bench b;
        b.saver.save(b.series, [](int index, const CancelToken&) -> Result<DerivedPlane> {
            return index == 4 ? Result<DerivedPlane>(Error{QStringLiteral("no memory"), {}}) : Bench::plane(index);
        });
        QTRY_COMPARE(b.finished.count(), 1);
        QVERIFY(!b.finished.front().at(0).toBool());
        QVERIFY(b.finished.front().at(1).toString().contains(QLatin1String("no memory")));
        QCOMPARE(b.jobs.jobs().front().state, JobList::State::Failed);
        QCOMPARE(b.storedSpy.count(), 0);
        QCOMPARE(b.stored(), 0);
        QVERIFY(!b.hasLeftovers());
    }

    void nothingStaysOfWhatWasCancelled()
    {
        Bench b;
        b.saver.save(b.series, [&b](int index, const CancelToken& token) {
            if (index == kPlanes - 1) {
                token.cancel();
            }
            return Bench::plane(index);
        });
        QTRY_COMPARE(b.finished.count(), 1);
        QCOMPARE(b.jobs.jobs().front().state, JobList::State::Cancelled);
        QCOMPARE(b.stored(), 0);
        QVERIFY(!b.hasLeftovers());
    }
};

QTEST_MAIN(TestDerivedSeriesSaver)
#include "tst_DerivedSeriesSaver.moc"
