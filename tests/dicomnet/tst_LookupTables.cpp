#include "file/LookupTables.h"
#include "file/Scanner.h"
#include "support/Dicom.h"

#include <QTest>

using namespace isocenter;
using test::DicomBytes;
using Words = std::vector<std::uint16_t>;

namespace {

QByteArray words(const Words& values)
{
    return {reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * 2)};
}

std::shared_ptr<const LookupTable> lut(const Words& descriptor, const QByteArray& data, bool signedInput = false)
{
    const DataSet set = scanDataSet(ByteSource(DicomBytes()
                                                   .bytes(0x00283002, "US", words(descriptor))
                                                   .text(0x00283003, "LO", "why")
                                                   .bytes(0x00283006, "OW", data)
                                                   .dataset()),
                                    0, {});
    return readLut(Item(set), signedInput);
}

bool palette(const Words& descriptor, const QByteArray& data, bool segmented, std::shared_ptr<const LookupTable> (&out)[3])
{
    DicomBytes bytes;
    for (std::uint32_t i = 0; i < 3; ++i) {
        bytes.bytes(0x00281101 + i, "US", words(descriptor));
    }
    for (std::uint32_t i = 0; i < 3; ++i) {
        bytes.bytes((segmented ? 0x00281221 : 0x00281201) + i, "OW", data);
    }
    const DataSet set = scanDataSet(ByteSource(bytes.dataset()), 0, {});
    return readPalette(Item(set), false, out);
}

} // namespace

class LookupTablesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row03_firstValueBySign()
    {
        const auto table = lut({3, 0xFFFE, 12}, words({10, 2000, 4095}), true);
        QVERIFY(table);
        QCOMPARE(table->first, -2);
        QCOMPARE(table->bits, 12);
        QCOMPARE(table->data, (Words{10, 2000, 4095}));
        QCOMPARE(table->explanation, QStringLiteral("why"));
        QCOMPARE(lut({3, 0xFFFE, 12}, words({1, 2, 3}))->first, 65534);
    }

    void row05_zeroEntriesMean65536()
    {
        const auto table = lut({0, 0, 16}, QByteArray(131072, 1));
        QVERIFY(table);
        QCOMPARE(table->data.size(), std::size_t(65536));
    }

    void bytesMayStandForWords() { QCOMPARE(lut({4, 0, 8}, QByteArray("\x01\x02\x03\xFF", 4))->data, (Words{1, 2, 3, 255})); }

    void neverBelievesTooFewBits() { QCOMPARE(lut({2, 0, 8}, words({0, 4095}))->bits, 12); }

    void refusesAShortTable() { QVERIFY(!lut({100, 0, 16}, words({1, 2, 3}))); }

    void row13_palettes()
    {
        std::shared_ptr<const LookupTable> rgb[3];
        QVERIFY(palette({3, 5, 16}, words({0, 0x8000, 0xFFFF}), false, rgb));
        QCOMPARE(rgb[0]->first, 5);
        QCOMPARE(rgb[2]->bits, 16);
        QCOMPARE(rgb[2]->data[1], std::uint16_t(0x8000));
        QVERIFY(palette({3, 0, 16}, words({0, 128, 255}), false, rgb)); // 16 bits stated over 8
        QCOMPARE(rgb[0]->bits, 8);
        QVERIFY(!palette({9, 0, 16}, words({1, 2}), false, rgb));
    }

    void row13_segments()
    {
        // Discrete 10, 20; a line to 60 in four steps; then the discrete segment again (byte offset 0).
        const Words segments{0, 2, 10, 20, 1, 4, 60, 2, 1, 0, 0};
        QCOMPARE(expandSegments(segments, 8, false), (Words{10, 20, 30, 40, 50, 60, 10, 20}));
        std::shared_ptr<const LookupTable> rgb[3];
        QVERIFY(palette({8, 0, 16}, words(segments), true, rgb));
        QCOMPARE(rgb[1]->data[3], std::uint16_t(40));
    }

    void row13_byteSegments() { QCOMPARE(expandSegments({0, 1, 0, 1, 2, 8, 2, 1, 0, 0, 0, 0}, 4, true), (Words{0, 4, 8, 0})); }

    void refusesSegmentsThatMakeNoSense()
    {
        QVERIFY(expandSegments({1, 4, 60}, 4, false).empty());            // a line from nowhere
        QVERIFY(expandSegments({0, 9, 1}, 9, false).empty());             // values that are not there
        QVERIFY(expandSegments({0, 1, 5, 2, 1, 6, 0}, 9, false).empty()); // a reference to itself
        QVERIFY(expandSegments({7, 1, 5}, 9, false).empty());
    }
};

QTEST_APPLESS_MAIN(LookupTablesTest)
#include "tst_LookupTables.moc"
