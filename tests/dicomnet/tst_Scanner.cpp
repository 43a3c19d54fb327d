#include "file/HeaderReader.h"
#include "file/Scanner.h"
#include "file/Tags.h"
#include "support/Dicom.h"

#include <QTest>

using namespace isocenter;
using test::DicomBytes;

namespace {

const QByteArray kExplicit("1.2.840.10008.1.2.1");

DataSet scan(const QByteArray& bytes, const Encoding& encoding = {}, const ScanOptions& options = {})
{
    return scanDataSet(ByteSource(bytes), 0, encoding, options);
}

QByteArray nested(int depth, bool open)
{
    QByteArray inner = DicomBytes().text(0x00080060, "CS", "CT").dataset();
    for (int i = 0; i < depth; ++i) {
        inner = DicomBytes().sequence(0x00081140, {inner}, open).dataset();
    }
    return inner;
}

} // namespace

class ScannerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryEncoding_data()
    {
        QTest::addColumn<bool>("explicitVr");
        QTest::addColumn<bool>("bigEndian");
        QTest::newRow("explicit little") << true << false;
        QTest::newRow("implicit little") << false << false;
        QTest::newRow("explicit big") << true << true;
    }

    void readsEveryEncoding()
    {
        QFETCH(bool, explicitVr);
        QFETCH(bool, bigEndian);
        const auto bytes = [&] { return DicomBytes(kExplicit, explicitVr, bigEndian); };
        for (const bool open : {false, true}) {
            const QByteArray item = bytes().text(0x00080100, "SH", "A1").us(0x00280010, 7).dataset();
            const DataSet data = scan(bytes()
                                          .text(0x00080060, "CS", "MR")
                                          .sequence(0x00081140, {item, item}, open)
                                          .us(0x00280010, 300)
                                          .bytes(0x7FE00010, "OW", QByteArray(6, 1))
                                          .dataset(),
                                      {!explicitVr, bigEndian, false});
            const Item root(data);
            QVERIFY(data.warnings.isEmpty());
            QCOMPARE(root.text(tag::Modality), QStringLiteral("MR"));
            QCOMPARE(root.integer(tag::Rows, vr("US")), std::optional(300));
            QCOMPARE(root.items(0x00081140).size(), std::size_t(2));
            QCOMPARE(root.items(0x00081140)[1].integer(tag::Rows, vr("US")), std::optional(7));
            QCOMPARE(root.items(0x00081140)[1].text(0x00080100), QStringLiteral("A1"));
            QCOMPARE(data.pixelData.length, std::uint64_t(6));
            QVERIFY(!data.pixelData.encapsulated && !data.pixelData.truncated);
        }
    }

    void readsUnknownSequenceAsImplicit()
    {
        const QByteArray item = DicomBytes(kExplicit, false).text(0x00080060, "CS", "US").dataset();
        QByteArray value = DicomBytes(kExplicit, false).sequence(0x00081140, {item}, true).dataset().mid(8);
        const QByteArray unOpen = QByteArray::fromHex("0900011055 4e0000ffffffff") + value;
        const DataSet data = scan(DicomBytes().raw(unOpen).us(0x00280010, 3).dataset());
        QCOMPARE(Item(data).item(0x00091001).text(tag::Modality), QStringLiteral("US"));
        QCOMPARE(Item(data).integer(tag::Rows, vr("US")), std::optional(3));
    }

    void readsMixedVrs()
    {
        const QByteArray strayImplicit = DicomBytes(kExplicit, false).text(0x00080070, "LO", "ACME").dataset();
        const DataSet explicitFile =
            scan(DicomBytes().text(0x00080060, "CS", "CT").raw(strayImplicit).us(0x00280010, 4).dataset());
        QCOMPARE(Item(explicitFile).text(0x00080070), QStringLiteral("ACME"));
        QCOMPARE(Item(explicitFile).integer(tag::Rows, vr("US")), std::optional(4));

        const QByteArray strayExplicit = DicomBytes().text(0x00080070, "LO", "ACME").dataset();
        const DataSet implicitFile =
            scan(DicomBytes(kExplicit, false).text(0x00080060, "CS", "CT").raw(strayExplicit).us(0x00280010, 4).dataset(),
                 {true, false, false});
        QCOMPARE(Item(implicitFile).text(0x00080070), QStringLiteral("ACME"));
        QCOMPARE(Item(implicitFile).integer(tag::Rows, vr("US")), std::optional(4));
    }

    void toleratesDisorder()
    {
        const DataSet data = scan(DicomBytes()
                                      .us(0x00280010, 5)
                                      .bytes(0x00080060, "CS", "CT ")
                                      .text(0x00100020, "LO", "first")
                                      .text(0x00100020, "LO", "second")
                                      .bytes(0x7FE00010, "OW", QByteArray(4, 0))
                                      .bytes(0xFFFCFFFC, "OB", QByteArray(10, 0))
                                      .raw(QByteArray(5, '\0'))
                                      .dataset(),
                                  {}, {false, 1000, 1000});
        const Item root(data);
        QCOMPARE(root.integer(tag::Rows, vr("US")), std::optional(5));
        QCOMPARE(root.text(tag::Modality), QStringLiteral("CT"));
        QCOMPARE(root.text(tag::PatientID), QStringLiteral("first"));
        QVERIFY(!data.truncated);
    }

    void findsWhatDescribesThePixelsBehindThem()
    {
        const DataSet data =
            scan(DicomBytes().bytes(0x7FE00010, "OW", QByteArray(4, 0)).us(0x00280010, 1).us(0x00280011, 2).dataset());
        QCOMPARE(Item(data).integer(tag::Columns, vr("US")), std::optional(2));
    }

    void stopsWhereTheFileEnds()
    {
        const QByteArray whole = DicomBytes().text(0x00080060, "CS", "CT").text(0x00100010, "PN", "Long^Name").dataset();
        const DataSet data = scan(whole.left(whole.size() - 3));
        QVERIFY(data.truncated);
        QVERIFY(!data.warnings.isEmpty());
        QCOMPARE(Item(data).text(tag::Modality), QStringLiteral("CT"));
        QVERIFY(!Item(data).find(tag::PatientName));
    }

    void findsTheWayBehindOddLengths()
    {
        const auto odd = [](int length, const QByteArray& value) {
            return QByteArray::fromHex("080070004c4f") + static_cast<char>(length) + '\0' + value;
        };
        for (const QByteArray& element : {odd(3, "abc"), odd(3, "abc "), odd(13, "0123456789")}) {
            const DataSet data =
                scan(DicomBytes().text(0x00080060, "CS", "CT").raw(element).us(0x00280010, 4).us(0x00280011, 4).dataset());
            QCOMPARE(Item(data).integer(tag::Rows, vr("US")), std::optional(4));
            QVERIFY(Item(data).text(0x00080070).size() >= 3);
        }
    }

    void ignoresZerosBehindTheDataSet()
    {
        const QByteArray report = DicomBytes().text(0x00080060, "CS", "SR").text(0x0040A040, "CS", "TEXT").dataset();
        for (const int zeros : {1, 7, 8, 500}) {
            const DataSet data = scan(report + QByteArray(zeros, '\0'));
            QVERIFY(!data.truncated && !data.damaged);
            QCOMPARE(data.elements.size(), std::size_t(2));
        }
    }

    void boundsNesting()
    {
        for (const bool open : {false, true}) {
            QVERIFY(!scan(nested(kDeepestNesting, open)).damaged);
            const DataSet deep = scan(nested(kDeepestNesting + 1, open));
            QVERIFY(deep.damaged);
            QCOMPARE(deep.warnings.size(), 1);
        }
        // A hundred thousand levels end just as soon.
        QVERIFY(scan(QByteArray::fromHex("0800401153510000ffffffff feff00e0ffffffff").repeated(100'000)).damaged);
    }

    void boundsElements()
    {
        const QByteArray element = DicomBytes().text(0x00091001, "LO", "x").dataset();
        const DataSet data = scan(element.repeated(200), {}, {true, 100, 1000});
        QVERIFY(data.damaged);
        QCOMPARE(data.elements.size(), std::size_t(100));
    }

    void passesOverLongValues()
    {
        const DataSet data =
            scan(DicomBytes().bytes(0x00091001, "OB", QByteArray(5000, 'x')).us(0x00280010, 9).dataset(), {}, {true, 100, 4096});
        QVERIFY(!Item(data).find(0x00091001)->value);
        QCOMPARE(Item(data).integer(tag::Rows, vr("US")), std::optional(9));
    }

    void anItemMayHaveItsOwnCharacterSet()
    {
        const QByteArray item = DicomBytes().text(0x00080005, "CS", "ISO_IR 126").text(0x00081070, "PN", "\xC4").dataset();
        const DataSet data = scan(DicomBytes()
                                      .text(0x00080005, "CS", "ISO_IR 100")
                                      .text(0x00080070, "LO", "\xC4")
                                      .sequence(0x00081140, {item})
                                      .dataset());
        QCOMPARE(Item(data).text(0x00080070), QString::fromUtf8("Ä"));
        QCOMPARE(Item(data).item(0x00081140).text(0x00081070), QString::fromUtf8("Δ"));
    }

    void readsNumbersOfTheField_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("number"); // NaN: none
        QTest::newRow("plain") << QByteArray("1.5") << 1.5;
        QTest::newRow("blanks") << QByteArray("  2 ") << 2.0;
        QTest::newRow("plus") << QByteArray("+3e2") << 300.0;
        QTest::newRow("comma") << QByteArray("40,5") << 40.5;
        QTest::newRow("text") << QByteArray("abc") << qQNaN();
        QTest::newRow("unit behind") << QByteArray("12mm") << qQNaN();
        QTest::newRow("nan") << QByteArray("nan") << qQNaN();
        QTest::newRow("infinite") << QByteArray("1e999") << qQNaN();
        QTest::newRow("empty") << QByteArray("") << qQNaN();
    }

    void readsNumbersOfTheField()
    {
        QFETCH(QByteArray, text);
        QFETCH(double, number);
        const std::optional<double> got = parseNumber({text.constData(), static_cast<std::size_t>(text.size())});
        QCOMPARE(got.has_value(), !qIsNaN(number));
        if (got) {
            QCOMPARE(*got, number);
        }
    }
};

QTEST_APPLESS_MAIN(ScannerTest)
#include "tst_Scanner.moc"
