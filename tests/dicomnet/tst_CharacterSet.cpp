#include "file/CharacterSet.h"

#include <QTest>

using namespace isocenter;

namespace {

std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

class CharacterSetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Most rows are the standard's own examples (PS3.5 annexes H to K), the others follow the code tables.
    void row36_decodes_data()
    {
        QTest::addColumn<QByteArray>("charset");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const char* charset, const QByteArray& bytes, const char* utf8) {
            QTest::newRow(name) << QByteArray(charset) << bytes << QString::fromUtf8(utf8);
        };
        row("ascii", "", "Doe^John", "Doe^John");
        row("Latin-1", "ISO_IR 100", "Buc^J\xE9r\xF4me", "Buc^Jérôme");
        row("Latin-2", "ISO_IR 101", "\xB3\xF3\xBC", "łóź");
        row("Latin-3", "ISO_IR 109", "\xA1", "Ħ");
        row("Latin-4", "ISO_IR 110", "\xE0", "ā");
        row("Cyrillic", "ISO_IR 144", "\xB8\xD2\xD0\xDD", "Иван");
        row("Arabic", "ISO_IR 127", "\xE2\xC8\xC7\xE6\xEA^\xE4\xE6\xD2\xC7\xD1", "قباني^لنزار");
        row("Greek", "ISO_IR 126", "\xC4\xE9\xEF\xED\xF5\xF3\xE9\xEF\xF2", "Διονυσιος");
        row("Hebrew", "ISO_IR 138", "\xF9\xF8\xE5\xEF^\xE3\xE1\xE5\xF8\xE4", "שרון^דבורה");
        row("Turkish", "ISO_IR 148", "\xFD\xDD", "ıİ");
        row("Thai", "ISO_IR 166", "\xA1\xD2", "กา");
        row("Latin-9", "ISO_IR 203", "\xA4", "€");
        row("katakana", "ISO_IR 13", "\xD4\xCF\xC0\xDE^\xC0\xDB\xB3", "ﾔﾏﾀﾞ^ﾀﾛｳ");
        row("UTF-8", "ISO_IR 192", "Wang^XiaoDong=王^小東", "Wang^XiaoDong=王^小東");
        row("GB18030", "GB18030", "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB=", "Wang^XiaoDong=王^小东=");
        row("GBK", "GBK", "\xCD\xF5^\xD0\xA1\xB6\xAB", "王^小东");
        row("GB18030 with a trail byte that looks like a backslash", "GB18030", "\x81\x5C", "乗");
        row("kanji", "\\ISO 2022 IR 87", "Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B=\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B",
            "Yamada^Tarou=山田^太郎=やまだ^たろう");
        row("katakana and kanji", "ISO 2022 IR 13\\ISO 2022 IR 87",
            "\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^\x1B$BB@O:\x1B(J=\x1B$B$d$^$@\x1B(J^\x1B$B$?$m$&\x1B(J",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
        row("supplementary kanji", "\\ISO 2022 IR 159", "\x1B$(D\x30\x21\x1B(B", "丂");
        row("Korean", "\\ISO 2022 IR 149",
            "Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB^\x1B$)C\xB1\xE6\xB5\xBF",
            "Hong^Gildong=洪^吉洞=홍^길동");
        row("simplified Chinese", "\\ISO 2022 IR 58", "Zhang^XiaoDong=\x1B$)A\xD5\xC5^\x1B$)A\xD0\xA1\xB6\xAB",
            "Zhang^XiaoDong=张^小东");
        row("the delimiter brings Latin-1 back", "ISO 2022 IR 100\\ISO 2022 IR 126", "\xC4\x1B-F\xC4^\xC4", "ÄΔ^Ä");
        row("a line end brings Latin-1 back", "ISO 2022 IR 100\\ISO 2022 IR 144", "\x1B-L\xB8\r\n\xC4", "И\r\nÄ");
        row("spelling of the field", "ISO-IR 100", "\xC4", "Ä");
        row("spelling with underscore", "ISO_2022_IR_101", "\xB3", "ł");
        row("none stated, valid UTF-8", "", "M\xC3\xBCller", "Müller");
        row("none stated, Latin-1", "", "M\xFCller", "Müller");
        row("unknown, Latin-1", "ISO_IR 999", "M\xFCller", "Müller");
        row("two-byte mode cut off", "\\ISO 2022 IR 87", "\x1B$B;", ";");
    }

    void row36_decodes()
    {
        QFETCH(QByteArray, charset);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(CharacterSet(view(charset)).decode(view(bytes)), text);
    }

    void row36_saysWhatIsUnknown()
    {
        QVERIFY(CharacterSet("ISO_IR 100").isKnown());
        QVERIFY(CharacterSet("").isKnown());
        QVERIFY(CharacterSet("\\ISO 2022 IR 87").isKnown());
        QVERIFY(!CharacterSet("ISO_IR 999").isKnown());
        QVERIFY(!CharacterSet("nonsense").isKnown());
    }

    void row36_anyBytesGiveSomeText()
    {
        QByteArray all;
        for (int i = 0; i < 256; ++i) {
            all += static_cast<char>(i);
            all += QByteArray("\x1B$B\x1B)I\x1B$)C", i % 11);
        }
        for (const char* charset : {"", "ISO_IR 13", "ISO_IR 192", "GB18030", "\\ISO 2022 IR 87",
                                    "ISO 2022 IR 13\\ISO 2022 IR 149", "ISO 2022 IR 100\\ISO 2022 IR 58\\ISO 2022 IR 159"}) {
            QVERIFY(!CharacterSet(charset).decode(view(all)).isEmpty());
        }
    }
};

QTEST_APPLESS_MAIN(CharacterSetTest)
#include "tst_CharacterSet.moc"
