#include "support/ArchiveRecords.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter::test;

/// Runs the program itself, as a script does.
class TestArchiveCommands : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_code = -1;
    QByteArray m_errors;

    QList<QJsonObject> run(QStringList words)
    {
        words << QStringLiteral("--cache") << m_dir.filePath(QStringLiteral("cache"));
        QProcess process;
        process.start(QStringLiteral(ISOCENTER_BINARY), words);
        if (!process.waitForFinished(60000)) {
            qWarning("the program did not end");
        }
        m_code = process.exitCode();
        m_errors = process.readAllStandardError();
        QList<QJsonObject> lines;
        for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
            if (!line.isEmpty()) {
                lines << QJsonDocument::fromJson(line).object();
            }
        }
        return lines;
    }

    static QString text(const QJsonObject& object, const char* key) { return object[QLatin1String(key)].toString(); }
    static int number(const QJsonObject& object, const char* key) { return object[QLatin1String(key)].toInt(-1); }

private Q_SLOTS:
    void initTestCase()
    {
        const QString source = m_dir.filePath(QStringLiteral("source"));
        QVERIFY(QDir().mkpath(source));
        ImageSpec spec;
        for (int i = 1; i <= 3; ++i) {
            spec.instance = i;
            QVERIFY(writeFile(source + QStringLiteral("/%1").arg(i), imageFile(spec)));
        }
        spec.study = 2;
        spec.patientId = "P2";
        spec.patientName = "M\xC3\xBCller^J\xC3\xBCrgen";
        spec.modality = "MR";
        QVERIFY(writeFile(source + QStringLiteral("/4"), imageFile(spec)));
        QVERIFY(writeFile(source + QStringLiteral("/note.txt"), "not an image"));
    }

    void importSaysWhatItDid()
    {
        const auto lines = run({QStringLiteral("import"), m_dir.filePath(QStringLiteral("source"))});
        QCOMPARE(m_code, 1);
        QCOMPARE(lines.size(), 2);
        QVERIFY(text(lines[0], "path").endsWith(QLatin1String("note.txt")));
        QVERIFY(!text(lines[0], "reason").isEmpty());
        QCOMPARE(number(lines[1], "files"), 5);
        QCOMPARE(number(lines[1], "stored"), 4);
        QCOMPARE(number(lines[1], "duplicates"), 0);
        QCOMPARE(number(lines[1], "refused"), 1);
        QVERIFY(lines[1].contains(QLatin1String("seconds")));
        const auto again = run({QStringLiteral("import"), m_dir.filePath(QStringLiteral("source/1"))});
        QCOMPARE(m_code, 0);
        QCOMPARE(number(again.last(), "duplicates"), 1);
    }

    void findAndList()
    {
        auto lines = run({QStringLiteral("find"), QStringLiteral("--name"), QStringLiteral("muller")});
        QCOMPARE(m_code, 0);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(text(lines[0], "patientName"), QString::fromUtf8("M\xC3\xBCller^J\xC3\xBCrgen"));
        QCOMPARE(text(lines[0], "patientId"), QStringLiteral("P2"));
        QCOMPARE(text(lines[0], "date"), QStringLiteral("2026-01-02"));
        QCOMPARE(lines[0][QLatin1String("modalities")].toArray(), QJsonArray{QStringLiteral("MR")});
        for (const char* range : {"2026-01-02..2026-01-02", "20260102", "2026-01-01..", "..20260102"}) {
            QCOMPARE(run({QStringLiteral("find"), QStringLiteral("--date"), QLatin1String(range)}).size(), 2);
        }
        QCOMPARE(run({QStringLiteral("find"), QStringLiteral("--date"), QStringLiteral("2026-01-03..")}).size(), 0);
        lines = run({QStringLiteral("find"), QStringLiteral("--modality"), QStringLiteral("CT")});
        QCOMPARE(lines.size(), 1);
        QCOMPARE(number(lines[0], "instances"), 3);
        const auto series = run({QStringLiteral("list"), text(lines[0], "studyInstanceUid")});
        QCOMPARE(series.size(), 1);
        const QJsonArray instances = series[0][QLatin1String("instances")].toArray();
        QCOMPARE(instances.size(), 3);
        QCOMPARE(readFile(text(instances[0].toObject(), "path")), readFile(m_dir.filePath(QStringLiteral("source/1"))));
    }

    void reindexBringsEverythingBack()
    {
        for (const char* end : {"", "-wal", "-shm"}) {
            QFile::remove(m_dir.filePath(QStringLiteral("cache/index.sqlite")) + QLatin1String(end));
        }
        QCOMPARE(run({QStringLiteral("find")}).size(), 0);
        const auto lines = run({QStringLiteral("reindex")});
        QCOMPARE(m_code, 0);
        QCOMPARE(number(lines.last(), "indexed"), 4);
        QCOMPARE(run({QStringLiteral("find")}).size(), 2);
        // A damaged index too.
        QVERIFY(writeFile(m_dir.filePath(QStringLiteral("cache/index.sqlite")), QByteArray(20000, 'x')));
        QCOMPARE(run({QStringLiteral("find")}).size(), 0);
        QCOMPARE(m_code, 1);
        QVERIFY(m_errors.contains("reindex"));
        run({QStringLiteral("reindex")});
        QCOMPARE(m_code, 0);
        QCOMPARE(run({QStringLiteral("find")}).size(), 2);
    }

    void wrongUsageIsSaid()
    {
        const QList<QStringList> wrong{{QStringLiteral("import")},
                                       {QStringLiteral("import"), QStringLiteral("--what")},
                                       {QStringLiteral("find"), QStringLiteral("--nonsense")},
                                       {QStringLiteral("find"), QStringLiteral("--date"), QStringLiteral("yesterday")},
                                       {QStringLiteral("find"), QStringLiteral("--date"), QStringLiteral("..")},
                                       {QStringLiteral("find"), QStringLiteral("--born"), QStringLiteral("2026-02-30")},
                                       {QStringLiteral("find"), QStringLiteral("--age"), QStringLiteral("x..3")},
                                       {QStringLiteral("find"), QStringLiteral("word")},
                                       {QStringLiteral("list")},
                                       {QStringLiteral("reindex"), QStringLiteral("now")}};
        for (const QStringList& words : wrong) {
            QVERIFY(run(words).isEmpty());
            QVERIFY2(m_code == 2, qPrintable(words.join(QLatin1Char(' '))));
            QVERIFY(!m_errors.isEmpty());
        }
        run({QStringLiteral("import"), QStringLiteral("/no/such/place")});
        QCOMPARE(m_code, 1);
        run({QStringLiteral("list"), QStringLiteral("1.2.3")});
        QCOMPARE(m_code, 1);
    }
};

QTEST_GUILESS_MAIN(TestArchiveCommands)
#include "tst_ArchiveCommands.moc"
