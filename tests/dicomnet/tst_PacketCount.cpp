#include "dicomnet/FrameFile.h"
#include "dicomnet/PacketStream.h"
#include "packets/PacketCount.h"
#include "support/Encoders.h"
#include "support/Htj2kEncoder.h"

#include <QElapsedTimer>
#include <QTest>

#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr char kSyntax[] = "1.2.840.10008.1.2.4.90";
constexpr char kHtSyntax[] = "1.2.840.10008.1.2.4.201";
constexpr int kRows = 61;
constexpr int kColumns = 83;
constexpr OPJ_PROG_ORDER kOrders[] = {OPJ_LRCP, OPJ_RLCP, OPJ_RPCL, OPJ_PCRL, OPJ_CPRL};
constexpr const char* kOrderNames[] = {"LRCP", "RLCP", "RPCL", "PCRL", "CPRL"};

using Headers = PacketStream::Headers;
using Form = PacketStream::Form;

std::vector<std::uint16_t> picture(int samples, int bits)
{
    std::mt19937 random(5);
    const auto top = static_cast<unsigned>((1 << bits) - 1);
    std::vector<std::uint16_t> values(static_cast<std::size_t>(kRows * kColumns * samples));
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<std::uint16_t>((i * top / values.size() / 2 + random() % (top / 8)) & top);
    }
    return values;
}

/// The tests' usual: three layers (the last without loss), three resolutions, SOP and EPH markers.
opj_cparameters_t usual()
{
    opj_cparameters_t p;
    opj_set_default_encoder_parameters(&p);
    p.tcp_numlayers = 3;
    p.cp_disto_alloc = 1;
    p.tcp_rates[0] = 30;
    p.tcp_rates[1] = 8;
    p.tcp_rates[2] = 1;
    p.numresolution = 3;
    p.csty |= 2 | 4;
    return p;
}

void setPrecincts(opj_cparameters_t& p, std::initializer_list<int> sides)
{
    p.csty |= 1;
    p.res_spec = 0;
    for (const int side : sides) { // from the highest resolution on
        p.prcw_init[p.res_spec] = side;
        p.prch_init[p.res_spec++] = side;
    }
}

void setTiles(opj_cparameters_t& p, int width, int height)
{
    p.tile_size_on = OPJ_TRUE;
    p.cp_tdx = width;
    p.cp_tdy = height;
}

QByteArray encoded(const opj_cparameters_t& p, int samples = 1)
{
    return encodeJpeg2000With({kRows, kColumns, samples, 12}, picture(samples, 12), p);
}

QString sentence(int present, int expected)
{
    return QStringLiteral("it holds %1 of its %2 packets").arg(present).arg(expected);
}

int g_shown = 0; ///< pictures of too few packets

/// A stream in another form is whole and exact, and one that lacks its last packets is never shown without saying how many; of
/// the cuts, every `step`-th is read.
void checkCuts(const PacketStream& stream, int expected, const Form& form, int samples, int step = 1)
{
    QCOMPARE(stream.packets(), expected);
    const auto original = picture(samples, 12);
    for (int n = expected; n >= 0; --n) {
        const QByteArray bytes = stream.with(n, form);
        const std::optional<PacketCount> count = countPackets(bytes);
        QVERIFY(count);
        QCOMPARE(static_cast<int>(count->present), n);
        QCOMPARE(static_cast<int>(count->expected), expected);
        if (n < expected && n % step != 0) {
            continue;
        }
        const Result<FramePtr> frame = compressedFile(bytes, kSyntax, kRows, kColumns, 12, samples).read();
        if (n == expected) {
            QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message + frame.error().detail));
            QVERIFY2((*frame)->cautions().isEmpty(), qPrintable((*frame)->cautions().join(u' ')));
            QCOMPARE(values(**frame), QList<double>(original.begin(), original.end()));
        } else if (frame) {
            QCOMPARE((*frame)->cautions().size(), 1);
            QVERIFY2((*frame)->cautions().front().contains(sentence(n, expected)), qPrintable((*frame)->cautions().front()));
            ++g_shown;
        } else {
            QVERIFY(!frame.error().message.isEmpty());
        }
    }
}

QByteArray encodedHt(const char* order, int samples = 1, int levels = 3)
{
    const auto words = picture(samples, 12);
    Htj2kSpec spec{12, false, samples, true, levels, order};
    return encodeHtj2k(spec, kRows, kColumns, std::vector<int>(words.begin(), words.end()));
}

/// The first `size` bytes of a stream of one tile-part, with its length and an end marker put right.
QByteArray cutTo(const QByteArray& stream, qsizetype size)
{
    QByteArray cut = stream.left(size);
    const qsizetype part = cut.indexOf(QByteArray("\xFF\x90\0\x0A", 4));
    qToBigEndian(static_cast<quint32>(size - part), cut.data() + part + 6);
    return cut + bytes16(0xFFD9);
}

/// Where the packets end, by where one more is counted.
QList<qsizetype> packetEnds(const QByteArray& stream)
{
    QList<qsizetype> ends;
    std::uint64_t before = 0;
    for (qsizetype size = stream.indexOf(QByteArray("\xFF\x93", 2)) + 2; size <= stream.size() - 2; ++size) {
        const std::optional<PacketCount> count = countPackets(cutTo(stream, size));
        if (count && count->present > before) {
            before = count->present;
            ends.append(size);
        }
    }
    return ends;
}

} // namespace

/// ISO 15444-1 B.9, B.10: every packet must be in the codestream. One that ends between two packets is whole to its decoder, and
/// must not be taken for the whole picture.
class PacketCountTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsByAllOrders_data();
    void countsByAllOrders();
    void countsForms_data();
    void countsForms();
    void countsCodeBlockStyles();
    void countsTileParts_data();
    void countsTileParts();
    void countsChangesOfOrder();
    void countsOverlappingProgressions();
    void tellsOfMissingTiles();
    void silentWhenRateLimited();
    void tellsOfEveryByte();
    void countsHighThroughput_data();
    void countsHighThroughput();
    void refusesHighThroughputLayers();
    void unsureOfWhatItDoesNotKnow();
    void boundedByTheBytes();
    void survivesDamage();
};

void PacketCountTest::countsByAllOrders_data()
{
    QTest::addColumn<int>("order");
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("expected");
    for (int order = 0; order < 5; ++order) {
        // Resolutions of 83 x 61, 42 x 31, 21 x 16.
        QTest::addRow("%s", kOrderNames[order]) << order << 1 << 0 << 3 * 3;
        QTest::addRow("%s colour", kOrderNames[order]) << order << 3 << 0 << 3 * 3 * 3;
        // Precincts of 32, 16, 8: 3 x 2, 3 x 2, 3 x 2.
        QTest::addRow("%s precincts", kOrderNames[order]) << order << 1 << 1 << 3 * (6 + 6 + 6);
        // The same, from (19, 7): 19..102 and 7..68 are 4 x 3; 10..51 and 4..34 are 4 x 3; 5..26 and 2..17 are 4 x 3.
        QTest::addRow("%s from an offset", kOrderNames[order]) << order << 1 << 2 << 3 * (12 + 12 + 12);
        // Tiles of 50 x 40: one precinct a resolution in each of four.
        QTest::addRow("%s tiles", kOrderNames[order]) << order << 1 << 3 << 4 * 3 * 3;
        // Precincts of 32, 16, 8 in tiles 0..50 and 50..83, 0..40 and 40..61: 2 and 2 in a row, 2 and 1 in a column, at each
        // resolution.
        QTest::addRow("%s colour, tiles, precincts", kOrderNames[order]) << order << 3 << 4 << 3 * 3 * 3 * (2 + 2) * (2 + 1);
    }
}

void PacketCountTest::countsByAllOrders()
{
    QFETCH(int, order);
    QFETCH(int, samples);
    QFETCH(int, kind);
    QFETCH(int, expected);
    opj_cparameters_t p = usual();
    p.prog_order = kOrders[order];
    if (kind == 1 || kind == 2 || kind == 4) {
        setPrecincts(p, {32, 16, 8});
    }
    if (kind == 2) {
        p.image_offset_x0 = 19;
        p.image_offset_y0 = 7;
    }
    if (kind == 3 || kind == 4) {
        setTiles(p, 50, 40);
    }
    const PacketStream stream(encoded(p, samples));
    checkCuts(stream, expected, {}, samples, 1 + expected / 3);
    if (!QTest::currentTestFailed()) {
        g_shown = 0;
        checkCuts(stream, expected, {false, false}, samples, 1 + expected / 20);
        QVERIFY(g_shown > 0);
    }
}

void PacketCountTest::countsForms_data()
{
    QTest::addColumn<bool>("sop");
    QTest::addColumn<bool>("eph");
    QTest::addColumn<int>("headers");
    QTest::addColumn<bool>("openEnd");
    for (int i = 0; i < 24; ++i) {
        QTest::addRow("sop %d, eph %d, headers %d, open end %d", i & 1, i / 2 & 1, i / 8, i / 4 & 1)
            << ((i & 1) != 0) << ((i & 2) != 0) << i / 8 << ((i & 4) != 0);
    }
}

void PacketCountTest::countsForms()
{
    QFETCH(bool, sop);
    QFETCH(bool, eph);
    QFETCH(int, headers);
    QFETCH(bool, openEnd);
    opj_cparameters_t p = usual();
    p.prog_order = OPJ_RPCL;
    setPrecincts(p, {32});
    setTiles(p, 50, 61);
    // 50 and 33 columns of 61 rows, their halves and quarters, in precincts of 32, 16 and 8: 2 x 2 and 2 x 2 at each resolution.
    checkCuts(PacketStream(encoded(p)), 3 * 3 * (4 + 4), {sop, eph, static_cast<Headers>(headers), openEnd}, 1, 11);
}

void PacketCountTest::countsCodeBlockStyles()
{
    // Selective bypass, reset, termination, vertical context, predictable termination, segmentation symbols: of these the first
    // and the third change what a packet header says.
    for (int mode = 0; mode < 64; ++mode) {
        opj_cparameters_t p = usual();
        p.mode = mode;
        p.cblockw_init = 16;
        p.cblockh_init = 8;
        p.numresolution = 2;
        checkCuts(PacketStream(encoded(p)), 3 * 2, {mode % 2 == 0, mode % 3 == 0}, 1, 5);
        if (QTest::currentTestFailed()) {
            qWarning("mode %d", mode);
            return;
        }
    }
}

void PacketCountTest::countsTileParts_data()
{
    QTest::addColumn<int>("order");
    QTest::addColumn<int>("flag");
    QTest::addRow("a layer") << 0 << int{'L'};
    QTest::addRow("a resolution of a layer") << 0 << int{'R'};
    QTest::addRow("a resolution") << 1 << int{'R'};
    QTest::addRow("a component") << 4 << int{'C'};
}

void PacketCountTest::countsTileParts()
{
    QFETCH(int, order);
    QFETCH(int, flag);
    opj_cparameters_t p = usual();
    p.prog_order = kOrders[order];
    p.tp_on = 1;
    p.tp_flag = static_cast<char>(flag);
    setTiles(p, 83, 31);
    const PacketStream stream(encoded(p, 3));
    for (const Headers headers : {Headers::InPlace, Headers::Ppm, Headers::Ppt}) {
        checkCuts(stream, 2 * 3 * 3 * 3, {headers == Headers::Ppm, true, headers, headers == Headers::InPlace}, 3, 9);
    }
}

void PacketCountTest::countsChangesOfOrder()
{
    // In the header of the tile: the lower two resolutions of all layers and components, then the highest.
    opj_cparameters_t p = usual();
    setPrecincts(p, {32});
    p.numpocs = 2;
    p.POC[0] = {};
    p.POC[0].tile = 1;
    p.POC[0].layno1 = 3;
    p.POC[0].resno1 = 2;
    p.POC[0].compno1 = 3;
    p.POC[0].prg1 = OPJ_RPCL;
    p.POC[1] = p.POC[0];
    p.POC[1].resno0 = 2;
    p.POC[1].resno1 = 3;
    p.POC[1].prg1 = OPJ_CPRL;
    const QByteArray bytes = encoded(p, 3);
    QVERIFY(bytes.contains(QByteArray("\xFF\x5F\0", 3)));
    checkCuts(PacketStream(bytes), 3 * 3 * (6 + 6 + 6), {}, 3, 30); // 3 x 2 precincts of 32, 16 and 8
    checkCuts(PacketStream(bytes), 3 * 3 * (6 + 6 + 6), {false, false, Headers::Ppt}, 3, 80);
}

void PacketCountTest::countsOverlappingProgressions()
{
    // In the main header: two layers of two resolutions by resolutions, then what is left of all, by components and positions.
    PacketStream stream(encoded(usual()));
    stream.addToMainHeader(QByteArray::fromHex("FF5F0010"
                                               "00000002020101"
                                               "00000003030104"));
    stream.reorder({0, 3, 1, 4, 6, 7, 2, 5, 8}); // each was at layer * 3 + resolution
    checkCuts(stream, 9, {}, 1);
    checkCuts(stream, 9, {false, true, Headers::Ppm}, 1, 3);

    // Less than all is described.
    PacketStream less(encoded(usual()));
    less.addToMainHeader(QByteArray::fromHex("FF5F0009"
                                             "00000003020100"));
    less.reorder({0, 1, 3, 4, 6, 7});
    const QByteArray bytes = less.with(6, {});
    const std::optional<PacketCount> count = countPackets(bytes);
    QVERIFY(count && count->present == 6 && count->expected == 9);
    const Result<FramePtr> frame = compressedFile(bytes, kSyntax, kRows, kColumns, 12, 1).read();
    QVERIFY(!frame || (*frame)->cautions().join(u' ').contains(sentence(6, 9)));
}

void PacketCountTest::tellsOfMissingTiles()
{
    opj_cparameters_t p = usual();
    setTiles(p, 50, 40);
    QByteArray bytes = encoded(p);
    const qsizetype second = bytes.indexOf(QByteArray("\xFF\x90\0\x0A\0\1", 6));
    const qsizetype third = bytes.indexOf(QByteArray("\xFF\x90\0\x0A\0\2", 6));
    bytes.remove(second, third - second);
    const std::optional<PacketCount> count = countPackets(bytes);
    QVERIFY(count);
    QCOMPARE(static_cast<int>(count->present), 3 * 3 * 3);
    QCOMPARE(static_cast<int>(count->expected), 4 * 3 * 3);
    const Result<FramePtr> frame = compressedFile(bytes, kSyntax, kRows, kColumns, 12, 1).read();
    QVERIFY(!frame || (*frame)->cautions().join(u' ').contains(sentence(27, 36)));
}

void PacketCountTest::silentWhenRateLimited()
{
    // Layers of too few bytes have empty packets.
    for (const float rate : {500.F, 60.F, 12.F}) {
        opj_cparameters_t p = usual();
        p.csty = 0;
        p.irreversible = 1;
        for (int i = 0; i < 3; ++i) {
            p.tcp_rates[i] = rate + static_cast<float>(2 - i);
        }
        FrameFile file = compressedFile(encoded(p), kSyntax, kRows, kColumns, 12, 1);
        file.image.lossy.lossy = true;
        const Result<FramePtr> frame = file.read();
        QVERIFY(frame);
        QVERIFY2((*frame)->cautions().isEmpty(), qPrintable((*frame)->cautions().join(u' ')));
    }
}

void PacketCountTest::tellsOfEveryByte()
{
    // Wherever it is cut, the last packet is not whole.
    opj_cparameters_t p = usual();
    p.csty = 0;
    const QByteArray bytes = encoded(p);
    std::uint64_t before = 0;
    for (qsizetype size = bytes.indexOf(QByteArray("\xFF\x93", 2)) + 2; size < bytes.size() - 2; ++size) {
        const std::optional<PacketCount> count = countPackets(cutTo(bytes, size));
        QVERIFY(count);
        QVERIFY(count->present >= before && count->present <= before + 1 && count->present < 9);
        before = count->present;
    }
    QCOMPARE(before, std::uint64_t{8});
    QCOMPARE(countPackets(bytes)->present, std::uint64_t{9});
}

void PacketCountTest::countsHighThroughput_data()
{
    QTest::addColumn<QByteArray>("order");
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("levels");
    for (const char* order : kOrderNames) {
        for (const int levels : {0, 3, 5}) {
            QTest::addRow("%s, %d levels", order, levels) << QByteArray(order) << 1 << levels;
        }
        QTest::addRow("%s colour", order) << QByteArray(order) << 3 << 2;
    }
}

void PacketCountTest::countsHighThroughput()
{
    QFETCH(QByteArray, order);
    QFETCH(int, samples);
    QFETCH(int, levels);
    const QByteArray bytes = encodedHt(order.constData(), samples, levels);
    const int expected = samples * (levels + 1);
    const QList<qsizetype> ends = packetEnds(bytes);
    QCOMPARE(static_cast<int>(ends.size()), expected);
    QCOMPARE(ends.back(), bytes.size() - 2); // not a byte before
    g_shown = 0;
    for (int n = 0; n <= expected; ++n) {
        const qsizetype size = n > 0 ? ends[n - 1] : bytes.indexOf(QByteArray("\xFF\x93", 2)) + 2;
        const Result<FramePtr> frame = compressedFile(cutTo(bytes, size), kHtSyntax, kRows, kColumns, 12, samples).read();
        QVERIFY(frame || (n < expected && !frame.error().message.isEmpty()));
        if (n == expected) {
            QVERIFY2((*frame)->cautions().isEmpty(), qPrintable((*frame)->cautions().join(u' ')));
        } else if (frame) {
            QCOMPARE((*frame)->cautions().size(), 1);
            QVERIFY((*frame)->cautions().front().contains(sentence(n, expected)));
            ++g_shown;
        }
    }
    QVERIFY(g_shown > 0);
}

void PacketCountTest::refusesHighThroughputLayers()
{
    // A second layer that is empty: a packet of one byte after each. The decoder knows one layer and would take it for the next
    // precinct's.
    QByteArray bytes = encodedHt("RPCL");
    const QList<qsizetype> ends = packetEnds(bytes);
    for (qsizetype i = ends.size() - 1; i >= 0; --i) {
        bytes.insert(ends[i], '\0');
    }
    bytes = cutTo(bytes, bytes.size() - 2);
    bytes[bytes.indexOf(QByteArray("\xFF\x52", 2)) + 7] = 2;
    const Result<FramePtr> frame = compressedFile(bytes, kHtSyntax, kRows, kColumns, 12, 1).read();
    QVERIFY(!frame);
    QVERIFY(frame.error().message.contains(QLatin1String("layers")));
}

void PacketCountTest::unsureOfWhatItDoesNotKnow()
{
    const QByteArray bytes = encoded(usual());
    QVERIFY(!countPackets({}));
    QVERIFY(!countPackets(bytes.left(30)));
    QVERIFY(!countPackets(bytes.left(bytes.size() / 2))); // other checks see to it
    QByteArray part2 = bytes;
    part2[6] = static_cast<char>(0x80);
    QVERIFY(!countPackets(part2));
    QByteArray subsampled = bytes;
    subsampled[43] = 2;
    QVERIFY(!countPackets(subsampled));
    QByteArray mixed = bytes;
    mixed[bytes.indexOf(QByteArray("\xFF\x52", 2)) + 12] = static_cast<char>(0xC0);
    QVERIFY(!countPackets(mixed));
    QByteArray order = bytes;
    order[bytes.indexOf(QByteArray("\xFF\x52", 2)) + 5] = 5;
    QVERIFY(!countPackets(order));
}

void PacketCountTest::boundedByTheBytes()
{
    // The largest image with the smallest precincts and blocks, 33 resolutions, all layers; a few bytes of data.
    for (const int precinct : {0x11, 0x33, 0xFF}) {
        QByteArray main =
            QByteArray::fromHex("FF4FFF5100290000FFFFFFFFFFFFFFFF0000000000000000FFFFFFFFFFFFFFFF00000000000000000001070101");
        QByteArray style = QByteArray::fromHex("0100FFFF002000000001");
        style += QByteArray(33, static_cast<char>(precinct));
        main += bytes16(0xFF52) + bytes16(static_cast<int>(style.size()) + 2) + style;
        const QByteArray body(2000, static_cast<char>(0xA5));
        const QByteArray bytes = main + QByteArray::fromHex("FF90000A0000") + bytes32(14 + body.size()) + QByteArray(1, '\0') +
                                 QByteArray(1, '\1') + bytes16(0xFF93) + body + bytes16(0xFFD9);
        QElapsedTimer timer;
        timer.start();
        countPackets(bytes);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }
}

void PacketCountTest::survivesDamage()
{
    std::mt19937 random(8);
    opj_cparameters_t p = usual();
    setPrecincts(p, {32});
    setTiles(p, 50, 40);
    const PacketStream stream(encoded(p));
    for (const Headers headers : {Headers::InPlace, Headers::Ppm, Headers::Ppt}) {
        const QByteArray bytes = stream.with(stream.packets(), {true, true, headers});
        for (int n = 0; n < 3000; ++n) {
            QByteArray damaged = bytes;
            for (int i = 0; i <= n % 3; ++i) {
                damaged[static_cast<qsizetype>(2 + random() % static_cast<unsigned>(n % 2 ? damaged.size() - 2 : 200))] =
                    static_cast<char>(random());
            }
            const std::optional<PacketCount> count = countPackets(damaged);
            QVERIFY(!count || count->present <= count->expected);
        }
    }
}

QTEST_GUILESS_MAIN(PacketCountTest)
#include "tst_PacketCount.moc"
