#include "settings/TransferFile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;

class TestTransferFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsSavedIsLoaded()
    {
        QTemporaryDir folder;
        const QString path = TransferFile::beside(folder.filePath(QStringLiteral("sub/settings.json")));
        TransferFile file(path);
        QVERIFY(file.load().only(QStringLiteral("CT")).empty());
        TransferPresets presets;
        TransferPresets::Preset preset;
        preset.function.name = QStringLiteral("Mine");
        preset.function.points = {{10, 0.5, {1, 0, 0}}};
        presets.put(QStringLiteral("CT"), preset);
        QVERIFY(file.save(presets));
        const TransferPresets read = TransferFile(path).load();
        QCOMPARE(read.only(QStringLiteral("CT")).size(), std::size_t(1));
        QVERIFY(read.only(QStringLiteral("CT")).front().function == preset.function);
    }

    void damagedFileIsKeptBeside()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("transfer-functions.json"));
        for (const char* bytes : {"no json", "{\"CT\": [{\"name\": \"x\", \"points\": [[1, 2]]}]}"}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
            file.close();
            QVERIFY(TransferFile(path).load().only(QStringLiteral("CT")).empty());
            QFile damaged(path + QStringLiteral(".damaged"));
            QVERIFY(damaged.open(QIODevice::ReadOnly));
            QCOMPARE(damaged.readAll(), QByteArray(bytes));
            damaged.close();
        }
    }
};

QTEST_GUILESS_MAIN(TestTransferFile)
#include "tst_TransferFile.moc"
