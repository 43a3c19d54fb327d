#include "study/Study.h"

#include "study/SopClasses.h"

#include <QTest>

using namespace isocenter;

class TestStudy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row36_namesKeepTheirGroups()
    {
        const PersonName name =
            PersonName::fromDicom(QStringLiteral("Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046"));
        QCOMPARE(name.ideographic, QStringLiteral("\u5C71\u7530^\u592A\u90CE"));
        QCOMPARE(name.display(), QStringLiteral("Yamada, Tarou (\u5C71\u7530 \u592A\u90CE)"));
        QCOMPARE(PersonName::fromDicom(name.dicom()), name);
        QCOMPARE(PersonName::fromDicom(QStringLiteral("A^B==")).dicom(), QStringLiteral("A^B"));
    }

    void row36_hostileTextStaysOneHarmlessLine()
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

    void readableTextKeepsLinesAndNothingElse()
    {
        const QString hostile =
            QStringLiteral("a<b>\r\nc\td") + QChar(0x202E) + QStringLiteral("e") + QChar(0x2028) + QChar(0xD800) + QChar(0xFFFC);
        QCOMPARE(readableText(hostile), QStringLiteral("a<b>\nc d e\n") + QChar(0xFFFD) + QLatin1Char(' '));
        const QString emoji = QString::fromUtf8("\xF0\x9F\xA9\xBB");
        QCOMPARE(readableText(emoji), emoji);
        const QString cut = readableText(QString(1000, QLatin1Char('x')), 10);
        QVERIFY(cut.startsWith(QString(10, QLatin1Char('x')) + QChar(0x2026)));
        QVERIFY(cut.contains(QStringLiteral("990")));
    }

    void sopClassesHaveNamesAndKinds()
    {
        const auto storage = [](const char* last) { return QStringLiteral("1.2.840.10008.5.1.4.1.1.") + QLatin1String(last); };
        QCOMPARE(sopClassName(storage("2")), QStringLiteral("CT Image"));
        QCOMPARE(sopClassName(storage("481.5")), QStringLiteral("RT Plan"));
        QCOMPARE(sopClassName(storage("77.1.6")), QStringLiteral("VL Whole Slide Microscopy Image"));
        QCOMPARE(sopClassName(storage("88.76")), QStringLiteral("Enhanced X-Ray Radiation Dose SR"));
        QCOMPARE(sopClassName(storage("999")), QString());
        QCOMPARE(sopClassName(QStringLiteral("ü")), QString());
        QCOMPARE(objectKind(storage("88.33")), ObjectKind::Report);
        QCOMPARE(objectKind(storage("88.59")), ObjectKind::KeyObjects);
        QCOMPARE(objectKind(storage("104.1")), ObjectKind::EncapsulatedDocument);
        QCOMPARE(objectKind(storage("9.1.1")), ObjectKind::Waveform);
        QCOMPARE(objectKind(storage("11.1")), ObjectKind::PresentationState);
        QCOMPARE(objectKind(storage("4.1")), ObjectKind::Image);
        QCOMPARE(objectKind(storage("66.1")), ObjectKind::Other);
        QCOMPARE(objectKind(QStringLiteral("1.2.3")), ObjectKind::Other);
    }
};

QTEST_GUILESS_MAIN(TestStudy)
#include "tst_Study.moc"
