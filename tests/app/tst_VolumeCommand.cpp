#include "support/ArchiveRecords.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter::test;

/// Runs the program itself, as a script does.
class TestVolumeCommand : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_code = -1;
    QByteArray m_errors;

    QList<QJsonObject> run(const QStringList& words)
    {
        QProcess process;
        process.start(QStringLiteral(ISOCENTER_BINARY), QStringList(QStringLiteral("volume")) + words);
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

    /// A folder of axial slices of the series `number` at these z.
    QString folder(int number, const std::vector<double>& places)
    {
        const QString path = m_dir.filePath(QStringLiteral("s%1").arg(number));
        if (!QDir().mkpath(path)) {
            return {};
        }
        ImageSpec spec;
        spec.series = number;
        spec.rows = 6;
        for (const double z : places) {
            spec.z = z;
            if (!writeFile(path + QStringLiteral("/%1").arg(spec.instance), imageFile(spec))) {
                return {};
            }
            ++spec.instance;
        }
        return path;
    }

    static QJsonArray array(std::initializer_list<double> values)
    {
        QJsonArray result;
        for (const double value : values) {
            result << value;
        }
        return result;
    }

private Q_SLOTS:
    void printsOneObjectAVolume()
    {
        const auto lines = run({folder(1, {4, 0, 2, 10, 8})});
        QCOMPARE(m_code, 0);
        QCOMPARE(lines.size(), 1);
        const QJsonObject& volume = lines[0];
        QStringList keys = volume.keys();
        keys.sort();
        QStringList expected{QStringLiteral("seriesInstanceUid"),
                             QStringLiteral("dimensions"),
                             QStringLiteral("spacing"),
                             QStringLiteral("origin"),
                             QStringLiteral("direction"),
                             QStringLiteral("positions"),
                             QStringLiteral("tilt"),
                             QStringLiteral("uniform"),
                             QStringLiteral("gaps"),
                             QStringLiteral("phases")};
        expected.sort();
        QCOMPARE(keys, expected);
        QCOMPARE(volume[QLatin1String("seriesInstanceUid")].toString(), QStringLiteral("1.2.826.0.1.3680043.10.1.1.1"));
        QCOMPARE(volume[QLatin1String("dimensions")].toArray(), array({8, 6, 5}));
        QCOMPARE(volume[QLatin1String("positions")].toArray(), array({0, 2, 4, 8, 10}));
        QCOMPARE(volume[QLatin1String("direction")].toArray(), array({1, 0, 0, 0, 1, 0, 0, 0, 1}));
        QCOMPARE(volume[QLatin1String("spacing")].toArray().at(2).toDouble(), 2.0);
        QCOMPARE(volume[QLatin1String("origin")].toArray().at(2).toDouble(), 0.0);
        QCOMPARE(volume[QLatin1String("tilt")].toDouble(-1), 0.0);
        QCOMPARE(volume[QLatin1String("uniform")].toBool(true), false);
        QCOMPARE(volume[QLatin1String("phases")].toArray().size(), 1);
        const QJsonArray gaps = volume[QLatin1String("gaps")].toArray();
        QCOMPARE(gaps.size(), 1);
        QCOMPARE(gaps[0].toObject()[QLatin1String("after")].toInt(), 2);
        QCOMPARE(gaps[0].toObject()[QLatin1String("missing")].toInt(), 1);
        QVERIFY(m_errors.contains("4.00 mm"));
    }

    void saysWhyThereIsNone()
    {
        const QString many = folder(2, {0, 1, 2});
        const auto lines = run({many, folder(3, {5, 5})});
        QCOMPARE(m_code, 1);
        QCOMPARE(lines.size(), 2);
        QVERIFY(!lines[0].contains(QLatin1String("reason")));
        QVERIFY(!lines[1][QLatin1String("reason")].toString().isEmpty());
        // A file that cannot be read may be a slice: named.
        QVERIFY(writeFile(many + QStringLiteral("/broken"), "not an image"));
        QCOMPARE(run({many}).size(), 1);
        QCOMPARE(m_code, 1);
        QVERIFY(m_errors.contains("broken"));
        QVERIFY(run({m_dir.filePath(QStringLiteral("nowhere"))}).isEmpty());
        QCOMPARE(m_code, 1);
    }

    void wrongUsage()
    {
        QVERIFY(run({}).isEmpty());
        QCOMPARE(m_code, 2);
        QVERIFY(run({QStringLiteral("--frame"), QStringLiteral("x")}).isEmpty());
        QCOMPARE(m_code, 2);
    }
};

QTEST_GUILESS_MAIN(TestVolumeCommand)
#include "tst_VolumeCommand.moc"
