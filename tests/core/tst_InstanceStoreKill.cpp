#include "archive/FileInstanceStore.h"
#include "archive/SqliteStudyIndex.h"
#include "support/ArchiveRecords.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <thread>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kBatch = 12;

ImageSpec specOf(int number)
{
    ImageSpec spec;
    spec.series = 1 + number / 40;
    spec.instance = 1 + number;
    spec.rows = 8 + number % 90;
    spec.columns = 64;
    return spec;
}

/// The child: stores from two threads until it is killed, and says on stdout what the store has reported as stored.
int storeUntilKilled(const QString& cache, const QString& sources, int first)
{
    auto index = SqliteStudyIndex::open(cache);
    if (!index) {
        return 1;
    }
    auto store = FileInstanceStore::open(**index);
    if (!store) {
        return 1;
    }
    const auto run = [&](int begin) {
        for (int batch = begin;; batch += 2 * kBatch) {
            std::vector<StoreItem> items;
            for (int i = batch; i < batch + kBatch; ++i) {
                const QString path = QStringLiteral("%1/%2").arg(sources).arg(i);
                writeFile(path, imageFile(specOf(i)));
                items.push_back({path, recordOf(specOf(i))});
            }
            const auto results = (*store)->put(items, StoreMode::Copy, {});
            QByteArray said;
            for (int i = 0; i < kBatch; ++i) {
                if (results[static_cast<std::size_t>(i)].outcome == StoreOutcome::Stored) {
                    said += QByteArray::number(batch + i) + '\n';
                }
            }
            std::fwrite(said.constData(), 1, static_cast<std::size_t>(said.size()), stdout);
            std::fflush(stdout);
        }
    };
    std::thread other([&] { run(first + kBatch); });
    run(first);
    return 0;
}

/// Numbers in the complete lines of what the child said.
QList<int> reported(const QByteArray& output)
{
    QList<int> numbers;
    for (const QByteArray& line : output.left(output.lastIndexOf('\n') + 1).split('\n')) {
        if (!line.isEmpty()) {
            numbers << line.toInt();
        }
    }
    return numbers;
}

} // namespace

class TestInstanceStoreKill : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Hazard: an image that was reported as stored is lost; a truncated file under its final name.
    void nothingReportedIsLost()
    {
        const QTemporaryDir dir;
        const QString cache = dir.filePath(QStringLiteral("cache"));
        const QString sources = dir.filePath(QStringLiteral("sources"));
        QVERIFY(QDir().mkpath(sources));
        QSet<int> known;
        for (int round = 0; round < 25; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("--child"), cache, sources, QString::number(1000 * round)});
            QVERIFY(child.waitForStarted());
            // Some rounds are killed while the child is still opening the cache, most while it stores.
            const QDeadlineTimer end(QRandomGenerator::global()->bounded(20, 500));
            while (!end.hasExpired()) {
                child.waitForReadyRead(static_cast<int>(qMax<qint64>(1, end.remainingTime())));
            }
            QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGKILL), 0);
            QVERIFY(child.waitForFinished());
            const QList<int> numbers = reported(child.readAllStandardOutput());
            known.unite(QSet<int>(numbers.begin(), numbers.end()));
            check(cache, known);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        QVERIFY2(known.size() > 100, "the child hardly stored anything: the test shows nothing");
        qInfo("%d instances reported over 25 kills, all there", static_cast<int>(known.size()));
    }

private:
    static void check(const QString& cache, const QSet<int>& known)
    {
        auto index = SqliteStudyIndex::open(cache);
        QVERIFY(index);
        auto store = FileInstanceStore::open(**index);
        QVERIFY(store);
        for (const int number : known) {
            const InstanceRecord record = recordOf(specOf(number));
            const QString path = (*store)->path(record.instance.uid);
            QVERIFY2(!path.isEmpty(), "reported as stored, not in the index");
            QCOMPARE(readFile(path), imageFile(specOf(number)));
        }
        // Whole or absent, also for what was never reported.
        for (const QString& path : filesUnder(cache + QStringLiteral("/objects"))) {
            const QByteArray bytes = readFile(path);
            const qsizetype at = bytes.indexOf("1.2.826.0.1.3680043.10.1.1.");
            QVERIFY(at > 0);
            qsizetype end = at;
            while (bytes[end] == '.' || (bytes[end] >= '0' && bytes[end] <= '9')) {
                ++end;
            }
            const int instance = bytes.mid(at, end - at).split('.').last().toInt();
            QCOMPARE(bytes, imageFile(specOf(instance - 1)));
        }
        // Only this process's own, empty folder for temporary files is left.
        QVERIFY(filesUnder(cache + QStringLiteral("/incoming")).isEmpty());
    }
};

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == QLatin1String("--child")) {
        return storeUntilKilled(words.value(2), words.value(3), words.value(4).toInt());
    }
    TestInstanceStoreKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_InstanceStoreKill.moc"
