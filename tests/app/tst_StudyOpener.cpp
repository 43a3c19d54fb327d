#include "open/StudyOpener.h"

#include "support/FakeImageReader.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// Knows the instances of one study; nothing else.
class OneStudyIndex : public StudyIndex
{
public:
    Result<std::vector<qint64>> find(const StudyQuery&, const CancelToken&) const override { return std::vector<qint64>(); }
    Result<std::vector<Study>> studies(const std::vector<qint64>&) const override { return std::vector<Study>(); }
    Result<std::vector<Series>> series(const StudyUid&) const override { return std::vector<Series>(); }
    Result<std::vector<StoredInstance>> instances(const SeriesUid&) const override { return std::vector<StoredInstance>(); }
    Result<std::vector<StoredInstance>> instancesOfStudy(const StudyUid& study) const override
    {
        return study == uid ? stored : std::vector<StoredInstance>();
    }
    Result<qint64> studyCount() const override { return qint64(1); }

    StudyUid uid;
    std::vector<StoredInstance> stored;
};

} // namespace

class TestStudyOpener : public QObject
{
    Q_OBJECT

    struct Bench
    {
        QTemporaryDir dir;
        FakeImageReader reader;
        OneStudyIndex index;
        WorkQueue queue{2};
        StudyOpener opener{reader, index, queue};
        QSignalSpy opened{&opener, &StudyOpener::opened};
        QSignalSpy grown{&opener, &StudyOpener::grown};
        QSignalSpy finished{&opener, &StudyOpener::finished};
        QSignalSpy failed{&opener, &StudyOpener::failed};

        /// A file on disk with one image of that patient, study and slice.
        QString add(const QString& patient, const QString& study, int number, const QDate& date = QDate(2026, 1, 1))
        {
            auto image = std::make_shared<ImageAttributes>();
            image->path = dir.filePath(QStringLiteral("%1-%2-%3").arg(patient, study).arg(number));
            image->record.study.uid = StudyUid(study);
            image->record.study.date = date;
            image->record.study.patient.id = patient;
            image->record.series.uid = SeriesUid(study + QStringLiteral(".1"));
            image->record.series.study = image->record.study.uid;
            image->record.instance.number = number;
            image->rows = image->columns = 2;
            image->pixelData.offset = 10;
            reader.add(image, [](int, int, int) { return 0; });
            QFile file(image->path);
            if (!file.open(QIODevice::WriteOnly)) {
                qFatal("cannot write");
            }
            return image->path;
        }
        std::vector<ImageSeriesPtr> last() const
        {
            const QSignalSpy& spy = grown.isEmpty() ? opened : grown;
            return spy.last().at(1).value<std::vector<ImageSeriesPtr>>();
        }
    };

private Q_SLOTS:
    void opensAFolderWhole()
    {
        Bench b;
        for (int i = 1; i <= 60; ++i) {
            b.add(QStringLiteral("P"), QStringLiteral("1.2"), i);
        }
        QFile note(b.dir.filePath(QStringLiteral("readme.txt")));
        QVERIFY(note.open(QIODevice::WriteOnly));
        b.opener.openPaths({b.dir.path()});
        QVERIFY(b.finished.wait());
        QCOMPARE(b.last().size(), std::size_t(1));
        QCOMPARE(b.last().front()->count(), 60);
        QVERIFY(b.last().front()->complete);
        QCOMPARE(b.opened.count(), 1);
    }

    void growsByWhatIsAdded()
    {
        Bench b;
        const QString first = b.add(QStringLiteral("P"), QStringLiteral("1.2"), 1);
        b.opener.openPaths({first});
        QVERIFY(b.finished.wait());
        b.opener.add(StudyUid(QStringLiteral("1.9")), {b.add(QStringLiteral("P"), QStringLiteral("1.9"), 1)}); // not the open one
        b.opener.add(StudyUid(QStringLiteral("1.2")), {b.add(QStringLiteral("P"), QStringLiteral("1.2"), 2)});
        QTRY_COMPARE(b.last().front()->count(), 2);
        QVERIFY(b.last().front()->complete);
        // hazard: wrong patient. The same study UID under another patient is another study.
        b.opener.add(StudyUid(QStringLiteral("1.2")), {b.add(QStringLiteral("Q"), QStringLiteral("1.2"), 3)});
        b.opener.add(StudyUid(QStringLiteral("1.2")), {b.add(QStringLiteral("P"), QStringLiteral("1.2"), 4)});
        QTRY_COMPARE(b.last().front()->count(), 3);
        QCOMPARE(b.last().size(), std::size_t(1));
        QCOMPARE(b.finished.count(), 1);
        QCOMPARE(b.opened.count(), 1);
    }

    void choosesTheNewestAndCountsTheOthers()
    {
        Bench b;
        b.add(QStringLiteral("P"), QStringLiteral("1.2"), 1, QDate(2020, 1, 1));
        b.add(QStringLiteral("P"), QStringLiteral("1.3"), 1, QDate(2026, 1, 1));
        b.opener.openPaths({b.dir.path()});
        QVERIFY(b.finished.wait());
        QCOMPARE(b.last().front()->study.uid.text(), QStringLiteral("1.3"));
        QCOMPARE(b.finished.last().at(1).toInt(), 1);
    }

    void neverJoinsTwoPatientsUnderOneUid() // hazard: wrong patient opened
    {
        Bench b;
        b.add(QStringLiteral("P"), QStringLiteral("1.2"), 1);
        b.add(QStringLiteral("Q"), QStringLiteral("1.2"), 2);
        b.opener.openPaths({b.dir.path()});
        QVERIFY(b.finished.wait());
        QCOMPARE(b.last().size(), std::size_t(1));
        QCOMPARE(b.last().front()->count(), 1);
        QCOMPARE(b.finished.last().at(1).toInt(), 1);
    }

    void saysWhatIsMissingFromTheCache() // hazard: incomplete series unnoticed
    {
        Bench b;
        b.index.uid = StudyUid(QStringLiteral("1.2"));
        for (int i = 1; i <= 3; ++i) {
            StoredInstance stored;
            stored.path = b.add(QStringLiteral("P"), QStringLiteral("1.2"), i);
            stored.instance.series = SeriesUid(QStringLiteral("1.2.1"));
            b.index.stored.push_back(stored);
        }
        b.index.stored[1].path += QStringLiteral("-gone");
        b.opener.openStudy(b.index.uid);
        QVERIFY(b.finished.wait());
        QCOMPARE(b.last().front()->count(), 2);
        QVERIFY(!b.last().front()->complete);
        QCOMPARE(b.last().front()->notShown.size(), 1);
    }

    void aSecondOpenSilencesTheFirst()
    {
        Bench b;
        const QString first = b.add(QStringLiteral("P"), QStringLiteral("1.2"), 1);
        const QString second = b.add(QStringLiteral("Q"), QStringLiteral("1.3"), 1);
        b.opener.openPaths({first});
        b.opener.openPaths({second});
        QVERIFY(b.finished.wait());
        QCOMPARE(b.opened.count(), 1);
        QCOMPARE(b.last().front()->study.patient.id, QStringLiteral("Q"));
    }

    void saysWhenThereIsNothing()
    {
        Bench b;
        b.opener.openPaths({b.dir.path()});
        QVERIFY(b.failed.wait());
        QVERIFY(!b.failed.last().at(0).toString().isEmpty());
        QCOMPARE(b.opened.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestStudyOpener)
#include "tst_StudyOpener.moc"
