#include "support/ArchiveRecords.h"

#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstring>

using namespace isocenter::test;

namespace {

QString uidOf(int series)
{
    return QStringLiteral("1.2.826.0.1.3680043.10.1.1.%1").arg(series);
}

} // namespace

/// Runs the program itself, as a script does. Pixels are half a millimetre apart, the first lies at 0,0.
class TestResliceCommand : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_code = -1;
    QByteArray m_errors;

    QJsonObject run(const QStringList& words)
    {
        QProcess process;
        process.start(QStringLiteral(ISOCENTER_BINARY), QStringList(QStringLiteral("reslice")) + words);
        if (!process.waitForFinished(60000)) {
            qWarning("the program did not end");
        }
        m_code = process.exitCode();
        m_errors = process.readAllStandardError();
        return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    }

    QString out(const char* name = "plane.raw") const { return m_dir.filePath(QString::fromLatin1(name)); }

    std::vector<float> values() const
    {
        const QByteArray bytes = readFile(out());
        std::vector<float> result(static_cast<std::size_t>(bytes.size()) / sizeof(float));
        std::memcpy(result.data(), bytes.constData(), result.size() * sizeof(float));
        return result;
    }

    static QStringList words(const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); }

    /// A folder of axial slices of 8 x 6 of the series `number` at these z: value 2 * (column + 10 row + 100 z) - 50.
    QString folder(int number, const std::vector<double>& places)
    {
        const QString path = m_dir.filePath(QStringLiteral("s%1").arg(number));
        if (!QDir().mkpath(path)) {
            return {};
        }
        ImageSpec spec;
        spec.series = number;
        spec.rows = 6;
        spec.slope = 2;
        spec.intercept = -50;
        spec.windowCenter = "750";
        spec.windowWidth = "2000";
        for (const double z : places) {
            spec.z = z;
            spec.pixels.clear();
            for (int i = 0; i < 48; ++i) {
                spec.pixels.push_back(static_cast<std::uint16_t>(i % 8 + 10 * (i / 8) + std::lround(100 * z)));
            }
            if (!writeFile(path + QStringLiteral("/%1").arg(spec.instance), imageFile(spec))) {
                return {};
            }
            ++spec.instance;
        }
        return path;
    }

    static double valueAt(double x, double y, double z) { return 2 * (2 * x + 20 * y + 100 * z) - 50; }

private Q_SLOTS:
    void init() { QFile::remove(out()); }

    void writesModalityValues()
    {
        const QString path = folder(1, {4, 0, 2, 6, 8});
        // A coronal plane, head up; some columns are outside.
        const QJsonObject said =
            run(QStringList(path) + words("--center 2,1,4 --right 1,0,0 --down 0,0,-1 --size 8x3 --spacing 0.75 --out") +
                QStringList(out()));
        QCOMPARE(m_code, 0);
        const std::vector<float> found = values();
        QCOMPARE(found.size(), std::size_t{24});
        double sum = 0;
        int count = 0;
        for (int row = 0; row < 3; ++row) {
            for (int column = 0; column < 8; ++column) {
                const double x = 2 + (column - 3.5) * 0.75;
                const float value = found[static_cast<std::size_t>(row * 8 + column)];
                if (x < -0.25 || x >= 3.75) {
                    QVERIFY(std::isnan(value));
                    continue;
                }
                const double expected = valueAt(std::min(3.5, std::max(0.0, x)), 1, 4 - (row - 1) * 0.75);
                QVERIFY2(std::abs(static_cast<double>(value) - expected) < 0.05, qPrintable(QString::number(expected)));
                sum += expected;
                ++count;
            }
        }
        QCOMPARE(said[QLatin1String("seriesInstanceUid")].toString(), uidOf(1));
        QCOMPARE(said[QLatin1String("dimensions")].toArray(), (QJsonArray{8, 3}));
        QCOMPARE(said[QLatin1String("spacing")].toArray(), (QJsonArray{0.75, 0.75}));
        QCOMPARE(said[QLatin1String("missing")].toInt(-1), 0);
        QCOMPARE(said[QLatin1String("overGap")].toInt(-1), 0);
        QCOMPARE(said[QLatin1String("outside")].toInt(-1), 24 - count);
        QVERIFY(std::abs(said[QLatin1String("mean")].toDouble() - sum / count) < 0.05);
        QVERIFY(std::abs(said[QLatin1String("min")].toDouble() - valueAt(0.125, 1, 3.25)) < 0.05);
        QVERIFY(std::abs(said[QLatin1String("max")].toDouble() - valueAt(3.125, 1, 4.75)) < 0.05);
    }

    void slabs()
    {
        const QString path = folder(2, {0, 1, 2, 3, 4, 5, 6, 7, 8});
        const QStringList plane = QStringList(path) +
                                  words("--center 1.5,1.5,4 --right 1,0,0 --down 0,1,0 --size 1x1 --spacing 1 --out") +
                                  QStringList(out());
        // 4 mm are eight layers, the first at z = 2.25.
        const std::vector<std::pair<const char*, double>> expected{{"max", valueAt(1.5, 1.5, 5.75)},
                                                                   {"min", valueAt(1.5, 1.5, 2.25)},
                                                                   {"mean", valueAt(1.5, 1.5, 4)},
                                                                   {"sum", 8 * valueAt(1.5, 1.5, 4)}};
        for (const auto& [mode, value] : expected) {
            run(plane + words("--slab 4 --mode") + QStringList(QString::fromLatin1(mode)));
            QCOMPARE(m_code, 0);
            QVERIFY2(std::abs(static_cast<double>(values().at(0)) - value) < (QByteArray(mode) == "sum" ? 4 : 0.5), mode);
        }
        run(plane + words("--interpolation nearest"));
        QVERIFY(std::abs(static_cast<double>(values().at(0)) - valueAt(1.5, 1.5, 4)) < 0.01);
    }

    void gapsAreCounted()
    {
        const QString path = folder(3, {0, 1, 2, 3, 6, 7, 8});
        // Rows at z = 0 to 8, one a millimetre: 4 and 5 lie in the gap.
        const QStringList plane = QStringList(path) +
                                  words("--center 1.5,1,4 --right 1,0,0 --down 0,0,1 --size 4x9 --spacing 1 --out") +
                                  QStringList(out());
        const QJsonObject said = run(plane);
        QCOMPARE(m_code, 0);
        QCOMPARE(said[QLatin1String("overGap")].toInt(), 8);
        QCOMPARE(said[QLatin1String("missing")].toInt(-1), 0);
        QVERIFY(std::abs(static_cast<double>(values().at(4 * 4 + 2)) - valueAt(2, 1, 4)) < 0.05); // straight from 3 to 6
        QVERIFY(m_errors.contains("3.00 mm"));
        // An axial slab that reaches into the gap is over it; a slice beside it is not.
        const auto axial = [&](const char* more) {
            return run(QStringList(path) + words("--right 1,0,0 --down 0,1,0 --size 2x2 --spacing 1 --out") + QStringList(out()) +
                       words(more))[QLatin1String("overGap")]
                .toInt(-1);
        };
        QCOMPARE(axial("--center 1.5,1,3"), 0);
        QCOMPARE(axial("--center 1.5,1,2 --slab 1.5 --mode mean"), 0);
        QCOMPARE(axial("--center 1.5,1,3 --slab 2 --mode mean"), 4);
        QCOMPARE(axial("--center 1.5,1,4.5"), 4);
    }

    void writesPictures()
    {
        const QString path = folder(4, {0, 1, 2, 3, 4});
        const QString file = out("plane.png");
        const auto pixel = [&](const char* more) {
            const QJsonObject said =
                run(QStringList(path) + words("--center 1.5,1.5,2 --right 1,0,0 --down 0,1,0 --size 3x1 --spacing 1 --out") +
                    QStringList(file) + words(more));
            const QImage picture(file);
            return m_code == 0 && picture.size() == QSize(3, 1) && said.contains(QLatin1String("window"))
                       ? qRed(picture.pixel(1, 0))
                       : -1;
        };
        // PS3.3 C.11.2.1.2.1: ((x - (c - 0.5)) / (w - 1) + 0.5) * 255 of 416.
        QCOMPARE(pixel("--phase 1"), static_cast<int>(std::lround(((416 - 749.5) / 1999 + 0.5) * 255)));
        QCOMPARE(pixel("--window 400,100"), static_cast<int>(std::lround(((416 - 399.5) / 99 + 0.5) * 255)));
    }

    void choosesTheVolume()
    {
        const QString both = m_dir.filePath(QStringLiteral("both"));
        QVERIFY(QDir().mkpath(both));
        for (const QString& file : filesUnder(folder(5, {0, 1, 2})) + filesUnder(folder(6, {0, 1, 2, 3}))) {
            QVERIFY(QFile::copy(file, both + QLatin1Char('/') + QString(file).replace(QLatin1Char('/'), QLatin1Char('_'))));
        }
        const QStringList plane = QStringList(both) +
                                  words("--center 1.5,1,1 --right 1,0,0 --down 0,1,0 --size 1x1 --spacing 1 --out") +
                                  QStringList(out());
        QCOMPARE(run(plane)[QLatin1String("seriesInstanceUid")].toString(), uidOf(6));
        QVERIFY(!m_errors.isEmpty()); // that there is another one
        QCOMPARE(run(plane + QStringList{QStringLiteral("--series"), uidOf(5)})[QLatin1String("seriesInstanceUid")].toString(),
                 uidOf(5));
        QVERIFY(run(plane + QStringList{QStringLiteral("--series"), uidOf(7)}).isEmpty());
        QCOMPARE(m_code, 1);
    }

    void refusesAndWritesNothing()
    {
        const QString path = folder(7, {0, 1, 2, 3});
        const QStringList plane =
            words("--center 1.5,1,1 --right 1,0,0 --down 0,1,0 --size 2x2 --spacing 1 --out") + QStringList(out());
        const auto refused = [&](const QStringList& given) {
            return run(given).isEmpty() && m_code == 1 && !m_errors.isEmpty() && !QFile::exists(out());
        };
        QVERIFY(refused(QStringList(folder(8, {5, 5})) + plane));
        QVERIFY(refused(QStringList(path) + plane + words("--phase 2")));
        QVERIFY(refused(QStringList(path) + plane + words("--slab 1e7 --mode max")));
        QVERIFY(refused(QStringList(m_dir.filePath(QStringLiteral("nowhere"))) + plane));
        QVERIFY(run(QStringList(path) + plane.mid(0, plane.size() - 1) +
                    QStringList(m_dir.filePath(QStringLiteral("no/such/folder"))))
                    .isEmpty());
        QCOMPARE(m_code, 1);
        // What is no DICOM is passed over, but a slice that is cut is not.
        QVERIFY(writeFile(path + QStringLiteral("/notes.txt"), "not an image"));
        QVERIFY(!run(QStringList(path) + plane).isEmpty());
        QCOMPARE(m_code, 0);
        QVERIFY(m_errors.contains("notes.txt"));
        QFile::remove(out());
        const QString slice = path + QStringLiteral("/2");
        QVERIFY(writeFile(slice, readFile(slice).chopped(20)));
        QVERIFY(refused(QStringList(path) + plane));
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QString>("more");
        QTest::newRow("not at right angles") << QStringLiteral("--down 0.01,0.99995,0");
        QTest::newRow("no unit vector") << QStringLiteral("--down 0,2,0");
        QTest::newRow("no direction") << QStringLiteral("--down 0,0,0");
        QTest::newRow("no point") << QStringLiteral("--center 1,2");
        QTest::newRow("not finite") << QStringLiteral("--center 1,2,nan");
        QTest::newRow("size") << QStringLiteral("--size 0x3");
        QTest::newRow("spacing") << QStringLiteral("--spacing 0");
        QTest::newRow("slab") << QStringLiteral("--slab -1");
        QTest::newRow("mode") << QStringLiteral("--slab 1 --mode most");
        QTest::newRow("mode alone") << QStringLiteral("--mode max");
        QTest::newRow("interpolation") << QStringLiteral("--interpolation spline");
        QTest::newRow("phase") << QStringLiteral("--phase 0");
        QTest::newRow("window without picture") << QStringLiteral("--window 40,400");
        QTest::newRow("unknown") << QStringLiteral("--frame 1");
        QTest::newRow("two paths") << QStringLiteral("another");
    }

    void wrongUsage()
    {
        QFETCH(QString, more);
        const QStringList plane = QStringList(folder(9, {0, 1, 2})) +
                                  words("--center -3,3,1 --right 1,0,0 --down 0,1,0 --size 2x2 --spacing 1 --out") +
                                  QStringList(out());
        QVERIFY(!run(plane).isEmpty());
        QCOMPARE(m_code, 0);
        QFile::remove(out());
        QVERIFY(run(plane + more.split(QLatin1Char(' '))).isEmpty());
        QCOMPARE(m_code, 2);
        QVERIFY(!m_errors.isEmpty());
        QVERIFY(!QFile::exists(out()));
    }

    void lengthsAreNormalised()
    {
        const QStringList start = QStringList(folder(10, {0, 1, 2}));
        const QStringList rest = words("--size 2x1 --spacing 2 --out") + QStringList(out());
        run(start + words("--center 1.5,1,1 --right 0.999,0,0 --down 0,1.001,0") + rest);
        QCOMPARE(m_code, 0);
        QVERIFY(std::abs(static_cast<double>(values().at(1)) - valueAt(2.5, 1, 1)) < 0.001);
    }
};

QTEST_GUILESS_MAIN(TestResliceCommand)
#include "tst_ResliceCommand.moc"
