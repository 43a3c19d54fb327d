#include "quantity/Suv.h"

#include <QTest>

#include <cmath>

using namespace isocenter;

namespace {

constexpr double kHalfLife = 6586.2; // s, fluorine-18

QDateTime at(int hour, int minute = 0, int day = 10)
{
    return {QDate(2026, 3, day), QTime(hour, minute), Qt::UTC};
}

/// 70 kg, 370 MBq, one hour between injection and scan.
PetFacts facts()
{
    PetFacts f;
    f.units = QStringLiteral("BQML");
    f.decayCorrection = QStringLiteral("START");
    f.corrected = {QStringLiteral("DECY"), QStringLiteral("ATTN"), QStringLiteral("SCAT")};
    f.weight = 70;
    f.height = 1.75;
    f.sex = QStringLiteral("M");
    f.dose = 370e6;
    f.halfLife = kHalfLife;
    f.injected = at(9);
    f.injectedDateKnown = true;
    f.series = at(10);
    f.acquired = at(10, 5);
    return f;
}

double bw(const PetFacts& f)
{
    const Result<SuvFactor> factor = suvFactor(f, SuvKind::BodyWeight);
    return factor ? factor->factor : std::nan("");
}

/// By hand: 70,000 g over the activity left after so many seconds.
double expected(double seconds)
{
    return 70000 / (370e6 * std::pow(0.5, seconds / kHalfLife));
}

bool same(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::abs(b);
}

} // namespace

class TestSuv : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row29_decayFromInjectionToSeries();
    void row29_seriesTimeLaterThanTheImages();
    void row29_correctedToTheInjection();
    void row29_notCorrected();
    void row29_acrossMidnight();
    void row29_valuesThatAreSuvAlready();
    void row29_countsWithPrivateFactors();
    void row29_leanMassAndSurface();
    void row29_whatIsMissingIsSaid_data();
    void row29_whatIsMissingIsSaid();
};

void TestSuv::row29_decayFromInjectionToSeries()
{
    QVERIFY(same(bw(facts()), expected(3600)));
    // A first-principles check: 18F loses half in 109.77 minutes.
    PetFacts f = facts();
    f.series = f.injected.addMSecs(6586200);
    f.acquired = f.series;
    QVERIFY(same(bw(f), 70000 / 185e6));
    PetFacts enhanced = facts();
    enhanced.corrections = at(9, 30);
    QVERIFY(same(bw(enhanced), expected(1800)));
}

void TestSuv::row29_seriesTimeLaterThanTheImages()
{
    PetFacts f = facts();
    f.series = at(14); // of a copy that was made in the afternoon
    QVERIFY(std::isnan(bw(f)));
    f.scanned = at(10);
    QVERIFY(same(bw(f), expected(3600)));
    f.scanned = {};
    // The frame began five minutes after the reference, its mean activity lies a little before its middle.
    f.frameDuration = 120;
    f.frameReference = 300 + meanActivityDelay(120, kHalfLife);
    QVERIFY(std::abs(bw(f) / expected(3600) - 1) < 1e-6);
    QVERIFY(meanActivityDelay(120, kHalfLife) < 60 && meanActivityDelay(120, kHalfLife) > 59.8);
}

void TestSuv::row29_correctedToTheInjection()
{
    PetFacts f = facts();
    f.decayCorrection = QStringLiteral("ADMIN");
    f.halfLife.reset();
    QVERIFY(same(bw(f), expected(0)));
}

void TestSuv::row29_notCorrected()
{
    PetFacts f = facts();
    f.decayCorrection = QStringLiteral("NONE");
    f.corrected = {QStringLiteral("ATTN")};
    f.frameDuration = 0;
    QVERIFY(same(bw(f), expected(3900))); // as acquired, at 10:05
}

void TestSuv::row29_acrossMidnight()
{
    PetFacts f = facts();
    f.injected = at(23, 30); // a time alone, with the date of the series
    f.injectedDateKnown = false;
    f.series = f.acquired = at(0, 30);
    QVERIFY(same(bw(f), expected(3600)));
    f.injectedDateKnown = true; // the file says that it was injected after the scan
    QVERIFY(std::isnan(bw(f)));
}

void TestSuv::row29_valuesThatAreSuvAlready()
{
    PetFacts f = facts();
    f.units = QStringLiteral("GML");
    f.dose.reset();
    QCOMPARE(bw(f), 1.0);
    f.suvType = QStringLiteral("LBM");
    const double lean = 9270 * 70 / (6680 + 216 * 70 / (1.75 * 1.75));
    QVERIFY(same(bw(f), 70 / lean));
    f.suvType = QStringLiteral("IBW");
    QVERIFY(std::isnan(bw(f)));
    f.units = QStringLiteral("CM2ML");
    f.suvType.clear();
    QCOMPARE(suvFactor(f, SuvKind::BodySurface)->factor, 1.0);
    QCOMPARE(suvFactor(f, SuvKind::BodySurface)->unit, QStringLiteral("cm2/ml"));
}

void TestSuv::row29_countsWithPrivateFactors()
{
    PetFacts f = facts();
    f.units = QStringLiteral("CNTS");
    QVERIFY(std::isnan(bw(f)));
    f.philipsActivity = 2.5;
    QVERIFY(same(bw(f), 2.5 * expected(3600)));
    f.philipsSuv = 0.0004;
    QCOMPARE(bw(f), 0.0004);
}

void TestSuv::row29_leanMassAndSurface()
{
    const PetFacts f = facts();
    const double lean = 9270 * 70 / (6680 + 216 * 70 / (1.75 * 1.75)); // 55.8 kg
    QVERIFY(same(suvFactor(f, SuvKind::LeanMass)->factor, expected(3600) * lean / 70));
    PetFacts woman = f;
    woman.sex = QStringLiteral("F");
    QVERIFY(suvFactor(woman, SuvKind::LeanMass)->factor < suvFactor(f, SuvKind::LeanMass)->factor);
    const double surface = bodySurface(70, 1.75);
    QVERIFY(std::abs(surface - 1.85) < 0.005); // DuBois' table: 1.85 m2
    QVERIFY(same(suvFactor(f, SuvKind::BodySurface)->factor, expected(3600) * surface * 1e4 / 70000));
}

void TestSuv::row29_whatIsMissingIsSaid_data()
{
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("word");
    QTest::newRow("weight") << 0 << "weight is missing";
    QTest::newRow("weight in grams") << 1 << "weight makes no sense";
    QTest::newRow("dose") << 2 << "dose is missing";
    QTest::newRow("dose in MBq") << 3 << "dose makes no sense";
    QTest::newRow("half-life") << 4 << "half-life";
    QTest::newRow("injection") << 5 << "injection";
    QTest::newRow("order") << 6 << "wrong order";
    QTest::newRow("units") << 7 << "PROPCNTS";
    QTest::newRow("attenuation") << 8 << "attenuation";
    QTest::newRow("decay") << 9 << "contradicts";
    QTest::newRow("correction") << 10 << "how decay was corrected";
}

void TestSuv::row29_whatIsMissingIsSaid()
{
    QFETCH(int, what);
    QFETCH(QString, word);
    PetFacts f = facts();
    const auto change = [&](int index, auto apply) {
        if (what == index) {
            apply();
        }
    };
    change(0, [&] { f.weight.reset(); });
    change(1, [&] { f.weight = 70000; });
    change(2, [&] { f.dose.reset(); });
    change(3, [&] { f.dose = 370; });
    change(4, [&] { f.halfLife.reset(); });
    change(5, [&] { f.injected = {}; });
    change(6, [&] { f.injected = at(12); });
    change(7, [&] { f.units = QStringLiteral("PROPCNTS"); });
    change(8, [&] { f.corrected = {QStringLiteral("DECY")}; });
    change(9, [&] { f.corrected = {QStringLiteral("ATTN")}; });
    change(10, [&] { f.decayCorrection.clear(); });
    const Result<SuvFactor> factor = suvFactor(f, SuvKind::BodyWeight);
    QVERIFY(!factor);
    QVERIFY2(factor.error().message.contains(word), qPrintable(factor.error().message));
}

QTEST_APPLESS_MAIN(TestSuv)
#include "tst_Suv.moc"
