#include "support/ArchiveRecords.h"
#include "support/Blending.h"

#include <QDir>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter::test;

/// `isocenter render --state --study`: the program itself, on a study of its own.
class TestRenderBlending : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    QString path(const char* name) const { return m_dir.filePath(QLatin1String(name)); }

    /// Three slices of one value each, of study 1.
    bool writeSeries(int series, std::uint16_t value)
    {
        ImageSpec spec;
        spec.series = series;
        spec.rows = spec.columns = 16;
        spec.pixels.assign(16 * 16, value);
        for (spec.instance = 1; spec.instance <= 3; ++spec.instance) {
            spec.z = spec.instance;
            const QString file = path("study/") + QStringLiteral("s%1i%2").arg(series).arg(spec.instance);
            if (!writeFile(file, imageFile(spec))) {
                return false;
            }
        }
        return true;
    }
    int render(const QStringList& more) const
    {
        QProcess process;
        process.start(QStringLiteral(ISOCENTER_BINARY),
                      QStringList{QStringLiteral("render"), path("study/s1i2"), QStringLiteral("--state"), path("study/state"),
                                  QStringLiteral("--texts"), QStringLiteral("off"), QStringLiteral("--size"),
                                  QStringLiteral("400x400"), QStringLiteral("--out"), path("out.png")} +
                          more);
        return process.waitForFinished(60000) ? process.exitCode() : -1;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkpath(path("study")) && QDir().mkpath(path("other")));
        QVERIFY(writeSeries(1, 100) && writeSeries(2, 300));
        InputSpec first;
        first.geometry = "TRUE";
        first.window = "128,257"; // LINEAR: 0 to 256 on all of the output
        InputSpec second;
        second.number = second.series = 2;
        second.window = "256,513"; // 0 to 512
        QVERIFY(writeFile(path("study/state"),
                          advancedStateFile({inputItem(first), inputItem(second)}, {stepItem("EQUAL", {1, 2})})));
    }

    void row22_folderOfTheStudyIsMixedIn()
    {
        QCOMPARE(render({QStringLiteral("--study"), path("study")}), 0);
        // Half of (100 - 127.5 + 128) / 256 and half of (300 - 255.5 + 256) / 512 of 255.
        const double expected = 255 * (0.5 * 100.5 / 256 + 0.5 * 300.5 / 512);
        const int seen = qRed(QImage(path("out.png")).pixel(200, 250));
        QVERIFY2(std::abs(seen - expected) <= 1, qPrintable(QStringLiteral("%1 %2").arg(seen).arg(expected)));
    }

    void row22_withoutItTheImagesAlone()
    {
        QCOMPARE(render({}), 0);
        const double expected = 255 * 100.5 / 256;
        const int seen = qRed(QImage(path("out.png")).pixel(200, 250));
        QVERIFY2(std::abs(seen - expected) <= 1, qPrintable(QStringLiteral("%1 %2").arg(seen).arg(expected)));
    }

    void folderOfAnotherStudyIsRefused()
    {
        QVERIFY(QFile::remove(path("out.png")));
        QCOMPARE(render({QStringLiteral("--study"), path("other")}), 1);
        QVERIFY(!QFile::exists(path("out.png")));
        QCOMPARE(render({QStringLiteral("--study"), path("nowhere")}), 2);
    }
};

QTEST_GUILESS_MAIN(TestRenderBlending)
#include "tst_RenderBlending.moc"
