#include "study/Study.h"

#include <QTest>

using namespace isocenter;

class TestStudy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesKeepTheirGroups()
    {
        const PersonName name =
            PersonName::fromDicom(QStringLiteral("Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046"));
        QCOMPARE(name.ideographic, QStringLiteral("\u5C71\u7530^\u592A\u90CE"));
        QCOMPARE(name.display(), QStringLiteral("Yamada, Tarou (\u5C71\u7530 \u592A\u90CE)"));
        QCOMPARE(PersonName::fromDicom(name.dicom()), name);
        QCOMPARE(PersonName::fromDicom(QStringLiteral("A^B==")).dicom(), QStringLiteral("A^B"));
    }

    void hostileTextStaysOneHarmlessLine()
    {
        const PersonName name =
            PersonName::fromDicom(QStringLiteral("A\u202Egnp\nB\tC^<b>x</b>") + QString(500, QLatin1Char('x')));
        QVERIFY(!name.display().contains(QChar(0x202E)));
        QVERIFY(!name.display().contains(QLatin1Char('\n')));
        QVERIFY(name.display().size() <= 121);
    }

    void ages_data()
    {
        QTest::addColumn<QDate>("birth");
        QTest::addColumn<QDate>("on");
        QTest::addColumn<QString>("age");
        QTest::newRow("days") << QDate(2026, 1, 1) << QDate(2026, 1, 11) << QStringLiteral("10 d");
        QTest::newRow("weeks") << QDate(2026, 1, 1) << QDate(2026, 2, 12) << QStringLiteral("6 wk");
        QTest::newRow("months") << QDate(2025, 1, 15) << QDate(2026, 1, 14) << QStringLiteral("11 mo");
        QTest::newRow("years, day before") << QDate(1960, 3, 2) << QDate(2026, 3, 1) << QStringLiteral("65 y");
        QTest::newRow("years, on the day") << QDate(1960, 3, 1) << QDate(2026, 3, 1) << QStringLiteral("66 y");
        QTest::newRow("unknown") << QDate() << QDate(2026, 3, 1) << QString();
        QTest::newRow("not born") << QDate(2026, 3, 2) << QDate(2026, 3, 1) << QString();
    }
    void ages()
    {
        QFETCH(QDate, birth);
        QFETCH(QDate, on);
        QTEST(ageText(birth, on), "age");
    }
};

QTEST_GUILESS_MAIN(TestStudy)
#include "tst_Study.moc"
