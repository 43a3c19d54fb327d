#include "archive/SqliteStudyIndex.h"
#include "import/ImportPipeline.h"
#include "import/ImportService.h"
#include "import/ZipArchive.h"
#include "reader/DicomImageReader.h"
#include "support/ArchiveRecords.h"
#include "support/Zip.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace isocenter;
using namespace isocenter::test;

namespace {

struct Cache
{
    explicit Cache(const QString& folder)
    {
        auto opened = SqliteStudyIndex::open(folder);
        if (opened) {
            index = std::move(opened).value();
            auto made = FileInstanceStore::open(*index);
            if (made) {
                store = std::move(made).value();
            }
        }
    }
    std::unique_ptr<SqliteStudyIndex> index;
    std::unique_ptr<FileInstanceStore> store;
};

ImageSpec number(int instance, int series = 1)
{
    ImageSpec spec;
    spec.series = series;
    spec.instance = instance;
    return spec;
}

/// A DICOMDIR that names files, each by its ID components.
QByteArray dicomDir(const QByteArrayList& files)
{
    QByteArray items;
    for (const QByteArray& file : files) {
        DicomBytes record;
        record.bytes(0x00041400, "UL", QByteArray(4, '\0')).us(0x00041410, 0xFFFF).bytes(0x00041420, "UL", QByteArray(4, '\0'));
        record.text(0x00041430, "CS", "IMAGE").text(0x00041500, "CS", file);
        const QByteArray data = record.dataset();
        QByteArray item("\xFE\xFF\x00\xE0", 4);
        for (int i = 0; i < 4; ++i) {
            item.append(static_cast<char>((data.size() >> (8 * i)) & 0xFF));
        }
        items += item + data;
    }
    DicomBytes directory;
    directory.text(0x00041130, "CS", "TEST").bytes(0x00041220, "SQ", items);
    return directory.file("1.2.840.10008.1.3.10", "1.2.3.99");
}

} // namespace

class TestImportService : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_source;
    std::unique_ptr<Cache> m_cache;
    DicomImageReader m_reader;

    void add(const QString& name, const QByteArray& bytes) { QVERIFY(writeFile(m_source + QLatin1Char('/') + name, bytes)); }

    ImportReport import(const QStringList& paths, StoreMode mode = StoreMode::Copy)
    {
        ImportPipeline pipeline(m_reader, *m_cache->store);
        return pipeline.run(paths, mode, {});
    }

    static QString reasonOf(const ImportReport& report, const QString& end)
    {
        for (const RefusedFile& refusal : report.refused) {
            if (refusal.path.endsWith(end)) {
                return refusal.reason;
            }
        }
        return {};
    }

    int stored() const { return static_cast<int>(filesUnder(m_dir->filePath(QStringLiteral("cache/objects"))).size()); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_source = m_dir->filePath(QStringLiteral("source"));
        QVERIFY(QDir().mkpath(m_source));
        m_cache = std::make_unique<Cache>(m_dir->filePath(QStringLiteral("cache")));
        QVERIFY(m_cache->store);
    }
    void cleanup()
    {
        m_cache.reset();
        m_dir.reset();
    }

    void refusesBadFilesWithASentenceAndTakesTheRest()
    {
        const QByteArray good = imageFile(number(1));
        add(QStringLiteral("good"), good);
        add(QStringLiteral("text.dcm"), "This is a text file, whatever its name says.\n");
        add(QStringLiteral("empty.dcm"), {});
        add(QStringLiteral("header-cut.dcm"), good.left(400));
        const QByteArray full = imageFile(number(2));
        add(QStringLiteral("no-meta"), full.mid(full.indexOf(QByteArray("\x08\x00\x05\x00", 4))));
        DicomBytes report;
        report.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11").text(0x00080018, "UI", "1.2.3.4.5.6");
        report.text(0x00100020, "LO", "P1").text(0x0020000D, "UI", "1.2.3.4").text(0x0020000E, "UI", "1.2.3.4.5");
        add(QStringLiteral("no-pixels"), report.file("1.2.840.10008.5.1.4.1.1.88.11", "1.2.3.4.5.6"));
        QVERIFY(QFile::link(m_source, m_source + QStringLiteral("/loop")));
        QVERIFY(QFile::link(m_source + QStringLiteral("/self"), m_source + QStringLiteral("/self")));
        const ImportReport result = import({m_source});
        QCOMPARE(result.stored, qint64(3)); // good, without meta header, without pixels
        QCOMPARE(stored(), 3);
        for (const char* name : {"text.dcm", "empty.dcm", "header-cut.dcm", "self"}) {
            QVERIFY2(reasonOf(result, QLatin1String(name)).endsWith(QLatin1Char('.')), name);
        }
        QCOMPARE(result.refused.size(), std::size_t(4));
        QCOMPARE(result.files, result.stored + result.duplicates + qint64(result.refused.size()));
    }

    void changesNothingInTheSource()
    {
        add(QStringLiteral("a"), imageFile(number(1)));
        struct stat before = {}, after = {};
        const QByteArray name = QFile::encodeName(m_source + QStringLiteral("/a"));
        QCOMPARE(::stat(name.constData(), &before), 0);
        QCOMPARE(import({m_source}).stored, qint64(1));
        QCOMPARE(::stat(name.constData(), &after), 0);
        QCOMPARE(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
        QCOMPARE(after.st_ctim.tv_nsec, before.st_ctim.tv_nsec);
        QCOMPARE(QDir(m_source).entryList(QDir::Files), QStringList(QStringLiteral("a")));
    }

    void folderWithoutRightsIsReported()
    {
        if (::geteuid() == 0) {
            QSKIP("root may read everything");
        }
        add(QStringLiteral("a"), imageFile(number(1)));
        const QString closed = m_source + QStringLiteral("/closed");
        QVERIFY(QDir().mkpath(closed));
        QCOMPARE(::chmod(QFile::encodeName(closed).constData(), 0), 0);
        const ImportReport result = import({m_source});
        QCOMPARE(::chmod(QFile::encodeName(closed).constData(), 0700), 0);
        QCOMPARE(result.stored, qint64(1));
        QVERIFY(!reasonOf(result, closed).isEmpty());
    }

    // Hazard: one patient's image stored over another's.
    void sameUidWithOtherContentIsKeptOutAndNamed()
    {
        add(QStringLiteral("a"), imageFile(number(1)));
        QCOMPARE(import({m_source}).stored, qint64(1));
        ImageSpec other = number(1);
        other.patientId = "P2";
        add(QStringLiteral("b"), imageFile(other));
        const ImportReport result = import({m_source});
        QCOMPARE(result.duplicates, qint64(1));
        QCOMPARE(result.stored, qint64(0));
        QVERIFY(reasonOf(result, QStringLiteral("/b")).contains(QLatin1String("SOP Instance UID")));
        QCOMPARE(*m_cache->index->studyCount(), qint64(1));
    }

    void zipIsUnpackedWithoutUsingItsNames()
    {
        const QByteArray inner = zipOf({{"x", imageFile(number(9))}});
        add(QStringLiteral("images"), zipOf({{"../../escape", imageFile(number(1))},
                                             {"/tmp/isocenter-absolute", imageFile(number(2))},
                                             {"readme.txt", "text"},
                                             {"inner.zip", inner}}));
        const ImportReport result = import({m_source}, StoreMode::LeaveInPlace);
        QCOMPARE(result.stored, qint64(2));
        QCOMPARE(stored(), 2); // copied: an archive cannot be left in place
        QVERIFY(!QFile::exists(QStringLiteral("/tmp/isocenter-absolute")));
        QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("escape"))));
        QVERIFY(!reasonOf(result, QStringLiteral("images: readme.txt")).isEmpty());
        QVERIFY(reasonOf(result, QStringLiteral("images: inner.zip")).contains(QLatin1String("archive inside an archive")));
        QVERIFY(filesUnder(m_cache->store->temporaryFolder()).isEmpty());
    }

    void zipBoundsHold()
    {
        add(QStringLiteral("a.zip"), zipOf({{"1", QByteArray(5000, 'x')}, {"2", QByteArray(5000, 'y')}}));
        const auto unpack = [&](const ZipLimits& limits, int& files) {
            return unpackZip(
                m_source + QStringLiteral("/a.zip"), m_cache->store->temporaryFolder(), {},
                [&files](const UnpackedFile& file) {
                    ++files;
                    QFile::remove(file.path);
                },
                [](const QString&, const QString&) {}, limits);
        };
        const std::vector<std::pair<ZipLimits, int>> cases{{{1, 1 << 20, 200, 1 << 20}, 1},
                                                           {{10, 4999, 200, 1 << 20}, 0},
                                                           {{10, 1 << 20, 0, 6000}, 1},
                                                           {{10, 5000, 0, 10000}, 2}};
        for (const auto& [limits, expected] : cases) {
            int files = 0;
            const Result<void> done = unpack(limits, files);
            QCOMPARE(files, expected);
            QCOMPARE(done.ok(), expected == 2);
        }
        QVERIFY(filesUnder(m_cache->store->temporaryFolder()).isEmpty());
    }

    void damagedZipGivesAReason()
    {
        const QByteArray zip = zipOf({{"1", imageFile(number(1))}, {"2", imageFile(number(2))}});
        add(QStringLiteral("cut.zip"), zip.left(zip.size() / 2));
        const ImportReport result = import({m_source});
        QVERIFY(!result.refused.empty());
        QVERIFY(result.stored <= 1);
        QVERIFY(filesUnder(m_cache->store->temporaryFolder()).isEmpty());
    }

    void dicomDirBringsWhatItNames()
    {
        QVERIFY(QDir().mkpath(m_source + QStringLiteral("/IMG")));
        add(QStringLiteral("IMG/A1"), imageFile(number(1)));
        add(QStringLiteral("IMG/A2"), imageFile(number(2)));
        add(QStringLiteral("IMG/OTHER"), imageFile(number(3)));
        add(QStringLiteral("DICOMDIR"), dicomDir({"IMG\\A1", "IMG\\A2", "IMG\\GONE"}));
        const ImportReport named = import({m_source + QStringLiteral("/DICOMDIR")});
        QCOMPARE(named.stored, qint64(2));
        QCOMPARE(named.refused.size(), std::size_t(1));
        QVERIFY(named.refused[0].path.contains(QLatin1String("GONE")));
        // As part of a folder it is no image and no fault.
        const ImportReport folder = import({m_source});
        QCOMPARE(folder.stored, qint64(1));
        QCOMPARE(folder.duplicates, qint64(2));
    }

    void theCacheItselfIsNotImported()
    {
        add(QStringLiteral("a"), imageFile(number(1)));
        QCOMPARE(import({m_source}).stored, qint64(1));
        const ImportReport all = import({m_dir->path()});
        QCOMPARE(all.files, qint64(1));
    }

    void diskFullIsSaidAndLeavesNothingHalf()
    {
        const QString disk = m_dir->filePath(QStringLiteral("disk"));
        QVERIFY(QDir().mkpath(disk));
        if (::geteuid() != 0 ||
            QProcess::execute(QStringLiteral("mount"), {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"),
                                                        QStringLiteral("size=3m"), QStringLiteral("none"), disk}) != 0) {
            QSKIP("a small disk cannot be mounted here");
        }
        ImageSpec spec;
        spec.rows = spec.columns = 400;
        for (int i = 1; i <= 20; ++i) {
            spec.instance = i;
            add(QString::number(i), imageFile(spec));
        }
        ImportReport result;
        QStringList files, temporaries;
        QStringList sources;
        {
            Cache cache(disk);
            QVERIFY(cache.store);
            ImportPipeline pipeline(m_reader, *cache.store);
            result = pipeline.run({m_source}, StoreMode::Copy, {});
            files = filesUnder(disk + QStringLiteral("/objects"));
            temporaries = filesUnder(disk + QStringLiteral("/incoming"));
            for (const QString& file : files) {
                sources << QString::number(readFile(file).size());
            }
        }
        QCOMPARE(QProcess::execute(QStringLiteral("umount"), {disk}), 0);
        QCOMPARE(result.files, qint64(20));
        QVERIFY(!result.refused.empty());
        QVERIFY2(result.refused[0].reason.contains(QLatin1String("full")), qPrintable(result.refused[0].reason));
        QCOMPARE(qint64(files.size()), result.stored);
        QVERIFY(temporaries.isEmpty());
        for (const QString& size : sources) {
            QVERIFY(size.toLongLong() > 400 * 400 * 2); // whole
        }
    }

    void theServiceTellsAndEnds()
    {
        for (int i = 1; i <= 30; ++i) {
            add(QString::number(i), imageFile(number(i)));
        }
        JobList jobs;
        ImportService service(m_reader, *m_cache->store, jobs);
        QSignalSpy studies(&service, &ImportService::studyStored);
        ImportReport report;
        int ended = 0;
        connect(&service, &ImportService::finished, this, [&](int job, const ImportReport& result) {
            report = result;
            ended = job;
        });
        const int job = service.import({m_source}, StoreMode::Copy);
        QCOMPARE(jobs.job(job)->state, JobList::State::Running);
        QTRY_COMPARE(ended, job);
        QCOMPARE(report.stored, qint64(30));
        QCOMPARE(jobs.job(job)->state, JobList::State::Done);
        QCOMPARE(jobs.job(job)->done, qint64(30));
        qint64 bytes = 0;
        for (const QString& file : filesUnder(m_source)) {
            bytes += readFile(file).size();
        }
        QCOMPARE(jobs.job(job)->bytes, bytes);
        QVERIFY(studies.count() >= 1 && studies.count() <= 30);
        QVERIFY(!service.isRunning());
    }

    void aCancelKeepsWhatIsStored()
    {
        for (int i = 1; i <= 300; ++i) {
            add(QString::number(i), imageFile(number(i)));
        }
        JobList jobs;
        ImportService service(m_reader, *m_cache->store, jobs);
        QSignalSpy ended(&service, &ImportService::finished);
        ImportReport report;
        connect(&service, &ImportService::finished, this, [&](int, const ImportReport& result) { report = result; });
        const int job = service.import({m_source}, StoreMode::Copy);
        jobs.cancel(job);
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(jobs.job(job)->state, JobList::State::Cancelled);
        QVERIFY(report.cancelled);
        QVERIFY(report.refused.empty());
        QCOMPARE(qint64(stored()), report.stored);
        QCOMPARE(filesUnder(m_source).size(), 300);
    }

    void theReportIsWritten()
    {
        ImportReport report;
        report.files = 1;
        report.refused = {{QStringLiteral("/a \"b\",c"), QStringLiteral("Reason.")}};
        const QString csv = m_dir->filePath(QStringLiteral("r.csv"));
        QVERIFY(saveReport(report, csv));
        QCOMPARE(readFile(csv), QByteArray("\"Path\",\"Reason\"\r\n\"/a \"\"b\"\",c\",\"Reason.\"\r\n"));
        const QString json = m_dir->filePath(QStringLiteral("r.json"));
        QVERIFY(saveReport(report, json));
        const QJsonObject object = QJsonDocument::fromJson(readFile(json)).object();
        QCOMPARE(object[QStringLiteral("refused")].toArray()[0].toObject()[QStringLiteral("path")].toString(),
                 report.refused[0].path);
        QVERIFY(!saveReport(report, QStringLiteral("/no/such/folder/r.csv")));
    }
};

QTEST_GUILESS_MAIN(TestImportService)
#include "tst_ImportService.moc"
