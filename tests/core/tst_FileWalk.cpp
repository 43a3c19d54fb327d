#include "base/FileWalk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;

class TestFileWalk : public QObject
{
    Q_OBJECT

    static void write(const QString& path)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("x");
    }

private Q_SLOTS:
    void findsEveryRegularFileOnceDespiteALoop()
    {
        const QTemporaryDir dir;
        QVERIFY(QDir(dir.path()).mkpath(QStringLiteral("a/b")));
        write(dir.filePath(QStringLiteral("1")));
        write(dir.filePath(QStringLiteral("a/2")));
        write(dir.filePath(QStringLiteral("a/b/3")));
        QVERIFY(QFile::link(dir.path(), dir.filePath(QStringLiteral("a/b/loop"))));
        QStringList found;
        walkFiles({dir.path()}, {}, [&](const QString& file) { found << QDir(dir.path()).relativeFilePath(file); });
        found.sort();
        QCOMPARE(found, QStringList({QStringLiteral("1"), QStringLiteral("a/2"), QStringLiteral("a/b/3")}));
    }

    void reportsWhatIsNotThere()
    {
        const QTemporaryDir dir;
        QVERIFY(QFile::link(dir.filePath(QStringLiteral("self")), dir.filePath(QStringLiteral("self"))));
        QStringList problems;
        walkFiles(
            {dir.path(), QStringLiteral("/no/such/folder")}, {}, [](const QString&) { QFAIL("there is no file"); },
            [&](const QString& path, const QString& reason) {
                QVERIFY(!reason.isEmpty());
                problems << path;
            });
        QCOMPARE(problems, QStringList({dir.filePath(QStringLiteral("self")), QStringLiteral("/no/such/folder")}));
    }

    void stopsWhenCancelled()
    {
        const QTemporaryDir dir;
        for (int i = 0; i < 20; ++i) {
            write(dir.filePath(QString::number(i)));
        }
        const CancelToken cancel;
        int count = 0;
        walkFiles({dir.path()}, cancel, [&](const QString&) {
            ++count;
            cancel.cancel();
        });
        QCOMPARE(count, 1);
    }
};

QTEST_GUILESS_MAIN(TestFileWalk)
#include "tst_FileWalk.moc"
