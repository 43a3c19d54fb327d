#include "archive/DurableFile.h"
#include "archive/FileInstanceStore.h"
#include "archive/SqliteStudyIndex.h"
#include "support/ArchiveRecords.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>

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

} // namespace

class TestFileInstanceStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_cache;

    StoreItem item(const ImageSpec& spec, const QString& name)
    {
        const QString path = m_dir->filePath(name);
        if (!writeFile(path, imageFile(spec))) {
            qFatal("cannot write a test file");
        }
        return {path, recordOf(spec)};
    }

    static ImageSpec number(int instance)
    {
        ImageSpec spec;
        spec.instance = instance;
        return spec;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_cache = m_dir->filePath(QStringLiteral("cache"));
    }

    void storesTogetherOrNotAtAll() // hazard: part of a series taken for the whole
    {
        Cache cache(m_cache);
        std::vector<StoreItem> items;
        for (int i = 1; i <= 5; ++i) {
            items.push_back(item(number(i), QString::number(i)));
        }
        const StudyUid study = items[0].record.study.uid;
        const auto count = [&] {
            const auto known = cache.index->instancesOfStudy(study);
            return known ? static_cast<int>(known->size()) : -1;
        };
        CancelToken cancelled;
        cancelled.cancel();
        QVERIFY(!cache.store->putTogether(items, cancelled));
        QCOMPARE(count(), 0);
        // One that cannot be read.
        std::vector<StoreItem> broken = items;
        broken[3].sourcePath = m_dir->filePath(QStringLiteral("absent"));
        QVERIFY(!cache.store->putTogether(broken, {}));
        QCOMPARE(count(), 0);
        // One whose place is found taken only when the others have been moved to theirs: a repeat under another series.
        std::vector<StoreItem> clash = items;
        clash[4].record.instance.uid = clash[3].record.instance.uid;
        QVERIFY(!cache.store->putTogether(clash, {}));
        QCOMPARE(count(), 0);
        QCOMPARE(cache.store->path(items[0].record.instance.uid), QString());
        const Result<QStringList> stored = cache.store->putTogether(items, {});
        QVERIFY(stored);
        QCOMPARE(count(), 5);
        QCOMPARE(readFile(stored->at(4)), readFile(items[4].sourcePath));
    }

    void storesTheBytesAsTheyAreUnderPrivateNames()
    {
        Cache cache(m_cache);
        QVERIFY(cache.store);
        std::vector<StoreItem> items;
        for (int i = 1; i <= 20; ++i) {
            items.push_back(item(number(i), QString::number(i)));
        }
        const std::vector<StoreResult> results = cache.store->put(items, StoreMode::Copy, {});
        QCOMPARE(results.size(), items.size());
        for (std::size_t i = 0; i < items.size(); ++i) {
            QCOMPARE(results[i].outcome, StoreOutcome::Stored);
            QCOMPARE(readFile(results[i].storedPath), readFile(items[i].sourcePath));
            QCOMPARE(cache.store->path(items[i].record.instance.uid), results[i].storedPath);
            QVERIFY(!results[i].storedPath.contains(QLatin1String("1.2.826")));
            struct stat info = {};
            QCOMPARE(::stat(QFile::encodeName(results[i].storedPath).constData(), &info), 0);
            QCOMPARE(info.st_mode & 0777, mode_t(0600));
            QCOMPARE(::stat(QFile::encodeName(QFileInfo(results[i].storedPath).path()).constData(), &info), 0);
            QCOMPARE(info.st_mode & 0777, mode_t(0700));
        }
        const auto instances = cache.index->instancesOfStudy(items[0].record.study.uid);
        QVERIFY(instances);
        QCOMPARE(instances->size(), items.size());
        QCOMPARE(filesUnder(m_cache + QStringLiteral("/objects")).size(), 20);
        QVERIFY(filesUnder(m_cache + QStringLiteral("/incoming")).isEmpty());
        for (const char* file : {"/index.sqlite", "/index.sqlite-wal"}) {
            struct stat info = {};
            QCOMPARE(::stat(QFile::encodeName(m_cache + QLatin1String(file)).constData(), &info), 0);
            QCOMPARE(info.st_mode & 0777, mode_t(0600));
        }
    }

    void theSameInstanceTwiceIsStoredOnce()
    {
        Cache cache(m_cache);
        const StoreItem one = item(number(1), QStringLiteral("a"));
        QByteArray other = imageFile(number(1));
        // Another program's name in the meta information (the implementation class UID ends in .9): the same image.
        const qsizetype at = other.indexOf("1.2.826.0.1.3680043.10.1.9");
        QVERIFY(at > 0 && at < 400);
        other[at + 25] = '8';
        QVERIFY(writeFile(m_dir->filePath(QStringLiteral("b")), other));
        const StoreItem again{m_dir->filePath(QStringLiteral("b")), one.record};
        const auto together = cache.store->put({one, one, again}, StoreMode::Copy, {});
        QCOMPARE(together[0].outcome, StoreOutcome::Stored);
        QCOMPARE(together[1].outcome, StoreOutcome::Duplicate);
        QCOMPARE(together[2].outcome, StoreOutcome::Duplicate);
        const auto later = cache.store->put({again}, StoreMode::Copy, {});
        QCOMPARE(later[0].outcome, StoreOutcome::Duplicate);
        QCOMPARE(later[0].storedPath, together[0].storedPath);
        QCOMPARE(filesUnder(m_cache + QStringLiteral("/objects")).size(), 1);
        const auto study = cache.index->instancesOfStudy(one.record.study.uid);
        QCOMPARE(study->size(), std::size_t(1));
    }

    void theSameUidWithOtherContentIsKeptOut_data()
    {
        QTest::addColumn<bool>("otherPatient");
        QTest::newRow("other pixels") << false;
        QTest::newRow("another patient") << true;
    }

    // Hazard: one patient's image stored over another's.
    void theSameUidWithOtherContentIsKeptOut()
    {
        QFETCH(bool, otherPatient);
        Cache cache(m_cache);
        const StoreItem first = item(number(1), QStringLiteral("a"));
        ImageSpec spec = number(1);
        if (otherPatient) {
            spec.patientId = "P2";
            spec.patientName = "Other^Bert";
        } else {
            spec.pixels = {7, 7, 7};
        }
        const StoreItem second = item(spec, QStringLiteral("b"));
        for (const bool together : {true, false}) {
            const auto results = together ? cache.store->put({first, second}, StoreMode::Copy, {})
                                          : cache.store->put({second}, StoreMode::Copy, {});
            QCOMPARE(results.back().outcome, StoreOutcome::Conflict);
            QVERIFY(!results.back().error.message.isEmpty());
        }
        QCOMPARE(cache.store->putBytes(imageFile(spec), recordOf(spec)).outcome, StoreOutcome::Conflict);
        const QStringList files = filesUnder(m_cache + QStringLiteral("/objects"));
        QCOMPARE(files.size(), 1);
        QCOMPARE(readFile(files.front()), imageFile(number(1)));
        QCOMPARE(*cache.index->studyCount(), qint64(1));
    }

    void leavesInPlaceAndTakesInLater()
    {
        Cache cache(m_cache);
        const StoreItem one = item(number(1), QStringLiteral("a"));
        QCOMPARE(cache.store->put({one}, StoreMode::LeaveInPlace, {})[0].outcome, StoreOutcome::Stored);
        QCOMPARE(cache.store->path(one.record.instance.uid), one.sourcePath);
        QVERIFY(filesUnder(m_cache + QStringLiteral("/objects")).isEmpty());
        QCOMPARE(cache.store->put({one}, StoreMode::LeaveInPlace, {})[0].outcome, StoreOutcome::Duplicate);
        const auto taken = cache.store->put({one}, StoreMode::Copy, {});
        QCOMPARE(taken[0].outcome, StoreOutcome::Stored);
        QCOMPARE(cache.store->path(one.record.instance.uid), taken[0].storedPath);
        QVERIFY(taken[0].storedPath.startsWith(m_cache));
        QCOMPARE(readFile(one.sourcePath), imageFile(number(1)));
        QCOMPARE((*cache.index->studies(*cache.index->find({}, {})))[0].instanceCount, 1);
    }

    void aFileThatWentAwayIsStoredAnew()
    {
        Cache cache(m_cache);
        const StoreItem one = item(number(1), QStringLiteral("a"));
        const StoreItem same = item(number(1), QStringLiteral("b"));
        QCOMPARE(cache.store->put({one}, StoreMode::LeaveInPlace, {})[0].outcome, StoreOutcome::Stored);
        QVERIFY(QFile::remove(one.sourcePath));
        const auto results = cache.store->put({same}, StoreMode::Copy, {});
        QCOMPARE(results[0].outcome, StoreOutcome::Stored);
        QCOMPARE(readFile(cache.store->path(one.record.instance.uid)), imageFile(number(1)));
    }

    void refusesWhatHasNoUidOrCannotBeRead()
    {
        Cache cache(m_cache);
        StoreItem nameless = item(number(1), QStringLiteral("a"));
        nameless.record.instance.uid = InstanceUid();
        StoreItem gone{m_dir->filePath(QStringLiteral("gone")), recordOf(number(2))};
        StoreItem folder{m_dir->path(), recordOf(number(3))};
        StoreItem good = item(number(4), QStringLiteral("d"));
        const auto results = cache.store->put({nameless, gone, folder, good}, StoreMode::Copy, {});
        for (std::size_t i : {0u, 1u, 2u}) {
            QCOMPARE(results[i].outcome, StoreOutcome::Failed);
            QVERIFY(!results[i].error.message.isEmpty());
        }
        QCOMPARE(results[3].outcome, StoreOutcome::Stored);
        QVERIFY(filesUnder(m_cache + QStringLiteral("/incoming")).isEmpty());
    }

    void aCancelLeavesTheRestUntouched()
    {
        Cache cache(m_cache);
        const CancelToken cancel;
        cancel.cancel();
        const auto results = cache.store->put({item(number(1), QStringLiteral("a"))}, StoreMode::Copy, cancel);
        QCOMPARE(results[0].outcome, StoreOutcome::Failed);
        QCOMPARE(*cache.index->studyCount(), qint64(0));
        QVERIFY(filesUnder(m_cache + QStringLiteral("/incoming")).isEmpty());
    }

    // The disk takes only small files for a while: what does not fit is refused with a word, nothing half is left.
    void aWriteThatFailsLeavesNothing()
    {
        Cache cache(m_cache);
        ImageSpec large = number(2);
        large.rows = large.columns = 300;
        const StoreItem small = item(number(1), QStringLiteral("a"));
        const StoreItem big = item(large, QStringLiteral("b"));
        rlimit before = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit narrow{150000, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &narrow), 0);
        const auto results = cache.store->put({big}, StoreMode::Copy, {});
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QCOMPARE(results[0].outcome, StoreOutcome::Failed);
        QVERIFY(!results[0].error.message.isEmpty());
        QVERIFY(filesUnder(m_cache + QStringLiteral("/objects")).isEmpty());
        QVERIFY(filesUnder(m_cache + QStringLiteral("/incoming")).isEmpty());
        const auto later = cache.store->put({small, big}, StoreMode::Copy, {});
        QCOMPARE(later[0].outcome, StoreOutcome::Stored);
        QCOMPARE(later[1].outcome, StoreOutcome::Stored);
    }

    void leftoversOfAKilledProcessAreRemoved()
    {
        {
            Cache cache(m_cache);
            QVERIFY(cache.store);
        }
        const QString dead = m_cache + QStringLiteral("/incoming/session-dead");
        QVERIFY(QDir().mkpath(dead));
        QVERIFY(writeFile(dead + QStringLiteral("/1"), "half"));
        Cache alive(m_cache);
        const QString mine = alive.store->temporaryFolder();
        QVERIFY(writeFile(mine + QStringLiteral("/used"), "x"));
        Cache second(m_cache);
        QVERIFY(second.store);
        QVERIFY(!QFileInfo::exists(dead));
        QVERIFY(QFileInfo::exists(mine + QStringLiteral("/used")));
    }

    void manyThreadsAndTwoCachesOpenAtOnceLoseNothing()
    {
        Cache a(m_cache), b(m_cache);
        QVERIFY(a.store && b.store);
        std::atomic<int> stored{0}, duplicates{0};
        std::vector<std::vector<StoreItem>> batches(4);
        for (int t = 0; t < 4; ++t) {
            for (int i = 0; i < 30; ++i) {
                // Threads 0 and 1 bring the same instances at the same time.
                const int instance = 1 + i + (t < 2 ? 0 : 100 * t);
                batches[static_cast<std::size_t>(t)].push_back(item(number(instance), QStringLiteral("%1-%2").arg(t).arg(i)));
            }
        }
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                FileInstanceStore& store = t % 2 ? *a.store : *b.store;
                const auto& all = batches[static_cast<std::size_t>(t)];
                for (std::size_t i = 0; i < all.size(); i += 6) {
                    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i);
                    for (const StoreResult& result : store.put({begin, begin + 6}, StoreMode::Copy, {})) {
                        stored += result.outcome == StoreOutcome::Stored;
                        duplicates += result.outcome == StoreOutcome::Duplicate;
                    }
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(stored.load(), 90);
        QCOMPARE(duplicates.load(), 30);
        QCOMPARE(filesUnder(m_cache + QStringLiteral("/objects")).size(), 90);
        const auto studies = a.index->studies(*a.index->find({}, {}));
        QCOMPARE(studies->size(), std::size_t(1));
        QCOMPARE((*studies)[0].instanceCount, 90);
    }

    void findsTheDataSetBehindTheMetaInformation()
    {
        const QByteArray file = imageFile(number(1));
        const qint64 offset = dataSetOffset(file.left(144));
        // (0008,0005) is the first element that imageFile writes.
        QCOMPARE(file.mid(offset, 4), QByteArray("\x08\x00\x05\x00", 4));
        QCOMPARE(dataSetOffset("short"), qint64(0));
    }
};

QTEST_GUILESS_MAIN(TestFileInstanceStore)
#include "tst_FileInstanceStore.moc"
