#include "viewport/CornerTexts.h"

#include <QTest>

using namespace isocenter;

class TestCornerTexts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void linesWithoutValuesVanish();
    void numbersAreRounded_data();
    void numbersAreRounded();
    void insertsFollowTheModality();
    void hostileTextIsPlain();
    void brokenFilesAreErrors();
    void shippedOnesNameThePatientFirst();
};

namespace {

CornerTexts read(const QByteArray& json)
{
    auto texts = CornerTexts::fromJson(json);
    return texts ? *texts : CornerTexts();
}

CornerTexts::Lookup from(const QHash<QString, QString>& values)
{
    return [values](const QString& keyword) { return values.value(keyword); };
}

QStringList texts(const std::vector<CornerLine>& lines)
{
    QStringList result;
    for (const CornerLine& line : lines) {
        result << line.text;
    }
    return result;
}

} // namespace

void TestCornerTexts::linesWithoutValuesVanish()
{
    const CornerTexts t = read(R"({"corners": {"topLeft": [["A {One}", "{Two} mm"], ["{Three} {One}"], ["fixed"]]}})");
    QCOMPARE(texts(t.lines(QStringLiteral("CT"), from({{QStringLiteral("One"), QStringLiteral("1")}}))[TopLeft]),
             (QStringList{QStringLiteral("A 1"), QStringLiteral("fixed")}));
    QCOMPARE(texts(t.lines(QStringLiteral("CT"), from({{QStringLiteral("One"), QStringLiteral("1")},
                                                       {QStringLiteral("Two"), QStringLiteral("2")}}))[TopLeft])
                 .first(),
             QStringLiteral("A 1 · 2 mm"));
}

void TestCornerTexts::numbersAreRounded_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("shown");
    QTest::newRow("zeros go") << "120.000"
                              << "120";
    QTest::newRow("two decimals") << "1.23456"
                                  << "1.23";
    QTest::newRow("exponent") << "1.2e+02"
                              << "120";
    QTest::newRow("several") << "1.5\\2.25"
                             << "1.5 / 2.25";
    QTest::newRow("no number") << "B30f"
                               << "B30f";
    QTest::newRow("small is not nothing") << "0.0004"
                                          << "0.0004";
}

void TestCornerTexts::numbersAreRounded()
{
    QFETCH(QString, value);
    QFETCH(QString, shown);
    const CornerTexts t = read(R"({"corners": {"bottomRight": [["{V:2}"]]}})");
    QCOMPARE(texts(t.lines({}, from({{QStringLiteral("V"), value}}))[BottomRight]), QStringList{shown});
}

void TestCornerTexts::insertsFollowTheModality()
{
    const CornerTexts t = read(R"({"corners": {"topRight": [{"insert": "how", "quiet": true, "need": 2}]},
                                   "inserts": {"how": {"CT": [["{K} kV"]], "*": [["other {K}"]]}}})");
    const auto values = from({{QStringLiteral("K"), QStringLiteral("80")}});
    const CornerLines ct = t.lines(QStringLiteral("CT"), values);
    QCOMPARE(texts(ct[TopRight]), QStringList{QStringLiteral("80 kV")});
    QCOMPARE(ct[TopRight].front().need, 2);
    QCOMPARE(ct[TopRight].front().tone, TextTone::Quiet);
    QCOMPARE(texts(t.lines(QStringLiteral("MR"), values)[TopRight]), QStringList{QStringLiteral("other 80")});
}

void TestCornerTexts::hostileTextIsPlain()
{
    const CornerTexts t = read(R"({"corners": {"topLeft": [["{V}"]]}})");
    const auto shown = [&](const QString& value) {
        return t.lines({}, from({{QStringLiteral("V"), value}}))[TopLeft].front().text;
    };
    QCOMPARE(shown(QStringLiteral("<b>x</b> {V} %1 &amp;")), QStringLiteral("<b>x</b> {V} %1 &amp;"));
    QVERIFY(!shown(QStringLiteral("a\nb\u202Ec")).contains(QLatin1Char('\n')));
    QVERIFY(!shown(QStringLiteral("a\nb\u202Ec")).contains(QChar(0x202E)));
    QVERIFY(shown(QString(100000, QLatin1Char('x'))).size() <= 120);
}

void TestCornerTexts::brokenFilesAreErrors()
{
    QVERIFY(!CornerTexts::fromJson("{"));
    QVERIFY(!CornerTexts::fromJson("[]"));
    QVERIFY(CornerTexts::fromJson(R"({"corners": {"topLeft": [5, {"parts": 7}, ["{open"]]}})"));
}

void TestCornerTexts::shippedOnesNameThePatientFirst()
{
    const auto echo = [](const QString& keyword) { return keyword; };
    const CornerLines lines = CornerTexts::shipped().lines(QStringLiteral("CT"), echo);
    const QStringList who = texts(lines[TopLeft]);
    QCOMPARE(who.value(0), QStringLiteral("patientName"));
    QVERIFY(who.value(1).contains(QLatin1String("patientId")));
    QVERIFY(who.value(2).contains(QLatin1String("patientBirthDate")) && who.value(2).contains(QLatin1String("patientAge")) &&
            who.value(2).contains(QLatin1String("patientSex")));
    for (const CornerLine& line : lines[TopLeft]) {
        QCOMPARE(line.need, 1); // in the smallest viewport too
    }
    QCOMPARE(texts(lines[BottomLeft]).last().left(6), QStringLiteral("window"));
    QCOMPARE(texts(lines[BottomRight]).last(), QStringLiteral("slice"));
}

QTEST_GUILESS_MAIN(TestCornerTexts)
#include "tst_CornerTexts.moc"
