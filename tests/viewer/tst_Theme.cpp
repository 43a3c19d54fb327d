#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QWidget>

using namespace isocenter;

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void contrastMatchesKnownValues();
    void textCanBeRead_data();
    void textCanBeRead();
    void darkTokensAreTheDesign();
    void missingTokenIsAnError();
    void styleSheetIsFilled_data();
    void styleSheetIsFilled();
    void windowIsDarkFromItsFirstFrame();
    void textSizeIsBounded();
    void iconsWearTheTheme();
    void everyIconRenders();
};

void TestTheme::contrastMatchesKnownValues()
{
    // Values of the WCAG 2.1 definition, computed by hand.
    QVERIFY(qAbs(contrastRatio(Qt::black, Qt::white) - 21.0) < 1e-9);
    QVERIFY(qAbs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.478) < 0.005);
    QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
}

void TestTheme::textCanBeRead_data()
{
    QTest::addColumn<QString>("theme");
    QTest::addColumn<QString>("ink");
    QTest::addColumn<QString>("ground");
    QTest::addColumn<double>("least");
    for (const char* theme : {"dark", "light"}) {
        for (const char* ground : {"ground", "panel", "raised", "selection", "hover"}) {
            QTest::addRow("%s: text on %s", theme, ground)
                << QString::fromLatin1(theme) << QStringLiteral("text") << QString::fromLatin1(ground) << 7.0;
        }
        for (const char* ground : {"ground", "panel", "raised"}) {
            for (const char* ink : {"text-quiet", "current", "prior", "danger", "caution", "good"}) {
                // Danger on raised is for signs only (3 : 1), its words are in the text colour.
                const bool sign = qstrcmp(ink, "danger") == 0 && qstrcmp(ground, "raised") == 0;
                const double least = sign ? 3.0 : 4.5;
                QTest::addRow("%s: %s on %s", theme, ink, ground)
                    << QString::fromLatin1(theme) << QString::fromLatin1(ink) << QString::fromLatin1(ground) << least;
            }
        }
        QTest::addRow("%s: on-current", theme)
            << QString::fromLatin1(theme) << QStringLiteral("on-current") << QStringLiteral("current") << 4.5;
    }
}

void TestTheme::textCanBeRead()
{
    QFETCH(QString, theme);
    QFETCH(QString, ink);
    QFETCH(QString, ground);
    QFETCH(double, least);
    const Theme shipped = Theme::shipped(theme);
    QCOMPARE(shipped.name(), theme);
    const double ratio = contrastRatio(shipped.color(ink), shipped.color(ground));
    QVERIFY2(ratio >= least, qPrintable(QString::number(ratio)));
}

void TestTheme::darkTokensAreTheDesign()
{
    const Theme dark = Theme::shipped(QStringLiteral("dark"));
    QCOMPARE(dark.color("image"), QColor(0, 0, 0));
    QCOMPARE(dark.color("ground"), QColor(0x0d, 0x0f, 0x12));
    QCOMPARE(dark.color("current"), QColor(0x56, 0xb4, 0xc9));
    QCOMPARE(dark.color("prior"), QColor(0xe0, 0xa0, 0x3c));
    QVERIFY(dark.isDark());
    QVERIFY(!Theme::shipped(QStringLiteral("light")).isDark());
}

void TestTheme::missingTokenIsAnError()
{
    QVERIFY(!Theme::fromJson(R"({"name":"x","colors":{"ground":"#000000"}})"));
    QVERIFY(!Theme::fromJson("not json"));
}

void TestTheme::styleSheetIsFilled_data()
{
    QTest::addColumn<QString>("theme");
    QTest::newRow("dark") << QStringLiteral("dark");
    QTest::newRow("light") << QStringLiteral("light");
}

void TestTheme::styleSheetIsFilled()
{
    QFETCH(QString, theme);
    const QString sheet = Theme::shipped(theme).styleSheet(100).remove(QRegularExpression(QStringLiteral("/\\*.*?\\*/")));
    QVERIFY(sheet.size() > 1000);
    QVERIFY(!sheet.contains(QLatin1Char('@')));
    QVERIFY2(!sheet.contains(QStringLiteral("#ff00ff")), "a token of the sheet is not in the theme");
}

void TestTheme::windowIsDarkFromItsFirstFrame()
{
    Theme::shipped(QStringLiteral("dark")).apply();
    QWidget window;
    window.resize(50, 50);
    QCOMPARE(window.grab().toImage().pixelColor(25, 25), QColor(0x0d, 0x0f, 0x12));
}

void TestTheme::textSizeIsBounded()
{
    const Theme dark = Theme::shipped(QStringLiteral("dark"));
    dark.apply(100);
    QCOMPARE(QApplication::font().pixelSize(), 13);
    dark.apply(200);
    QCOMPARE(QApplication::font().pixelSize(), 26);
    QCOMPARE(Theme::scaled(10), 20);
    dark.apply(1000);
    QCOMPARE(QApplication::font().pixelSize(), 26);
    dark.apply(100);
}

void TestTheme::iconsWearTheTheme()
{
    for (const QString& name : {QStringLiteral("dark"), QStringLiteral("light")}) {
        const Theme theme = Theme::shipped(name);
        theme.apply();
        const QImage image = themedIcon(QStringLiteral("menu")).pixmap(QSize(24, 24)).toImage();
        QColor strongest;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                if (pixel.alpha() > strongest.alpha() || !strongest.isValid()) {
                    strongest = pixel;
                }
            }
        }
        QVERIFY(qAbs(strongest.red() - theme.color("text").red()) < 12);
    }
    QVERIFY(themedIcon(QStringLiteral("no such icon")).isNull());
}

void TestTheme::everyIconRenders()
{
    const QStringList files = QDir(QStringLiteral(":/isocenter/icons")).entryList();
    QVERIFY(files.size() > 20);
    for (const QString& file : files) {
        const QImage image = iconPixmap(QString(file).chopped(4), QSize(24, 24), Qt::white, 2.0).toImage();
        QCOMPARE(image.size(), QSize(48, 48));
        int inked = 0;
        for (int y = 0; y < 48; ++y) {
            for (int x = 0; x < 48; ++x) {
                inked += image.pixelColor(x, y).alpha() > 128 ? 1 : 0;
            }
        }
        QVERIFY2(inked > 20 && inked < 48 * 48 * 7 / 10, qPrintable(file));
    }
}

QTEST_MAIN(TestTheme)
#include "tst_Theme.moc"
