#include "settings/SettingsFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;

class TestSettingsFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsSaved()
    {
        const QTemporaryDir dir;
        const SettingsFile file(dir.filePath(QStringLiteral("deep/settings.json")));
        QVERIFY(file.load().isEmpty());
        const QJsonObject settings{{QStringLiteral("theme"), QStringLiteral("light")}};
        QVERIFY(file.save(settings));
        QCOMPARE(file.load(), settings);
    }

    void damageDoesNotStopTheStart()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("settings.json"));
        QFile raw(path);
        QVERIFY(raw.open(QIODevice::WriteOnly));
        raw.write("{\"theme\":");
        raw.close();
        QVERIFY(SettingsFile(path).load().isEmpty());
        QVERIFY(QFile::exists(path + QStringLiteral(".damaged")));
    }
};

QTEST_GUILESS_MAIN(TestSettingsFile)
#include "tst_SettingsFile.moc"
