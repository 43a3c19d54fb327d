#include "dicomnet/FrameFile.h"

#include <QTest>

#include <thread>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr char kRle[] = "1.2.840.10008.1.2.5";

QByteArray rleHeader(const QList<quint32>& starts)
{
    QList<quint32> words{static_cast<quint32>(starts.size())};
    words += starts;
    while (words.size() < 16) {
        words.append(0);
    }
    return offsets(words);
}

/// 2 x 2 pixels of 8 bits, all of one value: a run of four.
QByteArray flat(char value)
{
    return rleHeader({64}) + '\xFD' + value;
}

FrameFile rleFile(const QByteArray& bytes, int frames)
{
    FrameFile file(bytes, kRle, frames);
    file.image.rows = file.image.columns = 2;
    file.image.bitsAllocated = file.image.bitsStored = 8;
    file.image.highBit = 7;
    return file;
}

QList<double> four(double value)
{
    return {value, value, value, value};
}

} // namespace

class FragmentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unpacksRuns();
    void row15_rlePlanes();
    void readsOneBitRle();
    void refusesShortRle();
    void findsFrames_data();
    void findsFrames();
    void refusesUnknownFrames_data();
    void refusesUnknownFrames();
    void usesExtendedOffsets();
    void showsWhatCameBeforeTheCut();
    void rereadsAChangedFile();
    void servesManyThreads();
};

void FragmentsTest::unpacksRuns()
{
    // literal of 3, no operation (-128), run of 3
    FrameFile file(encapsulated({rleHeader({64}) + QByteArray::fromHex("02010203"
                                                                       "80"
                                                                       "FE09")}),
                   kRle, 1);
    file.image.rows = 2;
    file.image.columns = 3;
    file.image.bitsAllocated = file.image.bitsStored = 8;
    file.image.highBit = 7;
    QCOMPARE(values(**file.read()), (QList<double>{1, 2, 3, 9, 9, 9}));
}

void FragmentsTest::row15_rlePlanes()
{
    const auto literal = [](const char* hex) {
        const QByteArray bytes = QByteArray::fromHex(hex);
        return char(bytes.size() - 1) + bytes;
    };
    // 1 x 2 pixels, two samples' worth of planes: high bytes, then low bytes
    FrameFile words(encapsulated({rleHeader({64, 67}) + literal("FF01") + literal("FE02")}), kRle, 1);
    words.image.rows = 1;
    words.image.columns = 2;
    words.image.isSigned = true;
    QCOMPARE(values(**words.read()), (QList<double>{-2, 258}));

    FrameFile longs(
        encapsulated({rleHeader({64, 67, 70, 73}) + literal("FF00") + literal("0001") + literal("0002") + literal("0103")}), kRle,
        1);
    longs.image.rows = 1;
    longs.image.columns = 2;
    longs.image.bitsAllocated = longs.image.bitsStored = 32;
    longs.image.highBit = 31;
    QCOMPARE(values(**longs.read()), (QList<double>{4278190081.0, 66051}));

    FrameFile color(encapsulated({rleHeader({64, 67, 70}) + literal("0104") + literal("0205") + literal("0306")}), kRle, 1);
    color.image.rows = 1;
    color.image.columns = 2;
    color.image.samples = 3;
    color.image.planar = true; // of no meaning for RLE
    color.image.photometric = Photometric::Rgb;
    color.image.bitsAllocated = color.image.bitsStored = 8;
    color.image.highBit = 7;
    QCOMPARE(values(**color.read()), (QList<double>{1, 2, 3, 4, 5, 6}));
}

void FragmentsTest::readsOneBitRle()
{
    FrameFile file(encapsulated({rleHeader({64}) + QByteArray::fromHex("010D01")}), kRle, 1);
    file.image.rows = 3;
    file.image.columns = 3;
    file.image.bitsAllocated = file.image.bitsStored = 1;
    file.image.highBit = 0;
    QCOMPARE(values(**file.read()), (QList<double>{1, 0, 1, 1, 0, 0, 0, 0, 1}));
}

void FragmentsTest::refusesShortRle()
{
    QVERIFY(!rleFile(encapsulated({rleHeader({64}) + QByteArray::fromHex("FE09")}), 1).read()); // three of four
    QVERIFY(!rleFile(encapsulated({rleHeader({4000}) + QByteArray::fromHex("FD09")}), 1).read());
    QVERIFY(!rleFile(encapsulated({rleHeader({64, 66}) + QByteArray::fromHex("FD09")}), 1).read()); // two segments for one plane
    QVERIFY(!rleFile(encapsulated({QByteArray("short")}), 1).read());
    FrameFile bomb = rleFile(encapsulated({flat(1)}), 1);
    bomb.image.rows = bomb.image.columns = 65535;
    QVERIFY(!bomb.read());
}

void FragmentsTest::findsFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray a = flat(1);
    const QByteArray b = flat(2);
    const QByteArray c = flat(3); // 66 bytes each: items of 74
    const QByteArray head = b.left(40);
    const QByteArray tail = b.mid(40);
    QTest::newRow("no table") << encapsulated({a, b, c});
    QTest::newRow("right table") << encapsulated({a, b, c}, offsets({0, 74, 148}));
    QTest::newRow("table of zeros") << encapsulated({a, b, c}, offsets({0, 0, 0}));
    QTest::newRow("table off by eight") << encapsulated({a, b, c}, offsets({8, 82, 156}));
    QTest::newRow("table too short") << encapsulated({a, b, c}, offsets({0, 74}));
    QTest::newRow("table beyond the end") << encapsulated({a, b, c}, offsets({0, 74, 40000}));
    QTest::newRow("no delimiter") << encapsulated({a, b, c}, {}, false);
    QTest::newRow("two fragments, table") << encapsulated({a, head, tail, c}, offsets({0, 74, 74 + 48 + 34}));
    QTest::newRow("two fragments, no table") << encapsulated({a, head, tail, c});
    QTest::newRow("two fragments, wrong table") << encapsulated({a, head, tail, c}, offsets({0, 74, 74 + 48}));
}

void FragmentsTest::findsFrames()
{
    QFETCH(QByteArray, bytes);
    if (qstrcmp(QTest::currentDataTag(), "two fragments, wrong table") == 0) {
        // The table leads to fragment starts, so frame 3 would begin with frame 2's tail: refused, not shown wrongly.
        const FrameFile file = rleFile(bytes, 3);
        QVERIFY(!file.read(2));
        return;
    }
    const FrameFile file = rleFile(bytes, 3);
    for (int frame : {2, 0, 1}) {
        const Result<FramePtr> result = file.read(frame);
        QVERIFY2(result, result ? "" : qPrintable(result.error().message));
        QCOMPARE(values(**result), four(frame + 1));
    }
}

void FragmentsTest::refusesUnknownFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("frame");
    QTest::newRow("one of three is missing, nothing says which") << encapsulated({flat(1), flat(2)}) << 0;
    QTest::newRow("empty fragment") << encapsulated({flat(1), QByteArray(), flat(3)}) << 1;
    QTest::newRow("no items") << QByteArray("not an item at all") << 0;
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("item longer than the file") << QByteArray::fromHex("FEFF00E000000000FEFF00E0FFFFFF7F0102") << 0;
    QTest::newRow("undefined length") << QByteArray::fromHex("FEFF00E0FFFFFFFFFEFF00E0FFFFFFFF0102") << 0;
}

void FragmentsTest::refusesUnknownFrames()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, frame);
    const Result<FramePtr> result = rleFile(bytes, 3).read(frame);
    QVERIFY(!result);
    QVERIFY(!result.error().message.isEmpty());
}

void FragmentsTest::usesExtendedOffsets()
{
    // Three frames; the second in two fragments that begin like codestreams, so that only the table tells.
    const QByteArray b = flat(2);
    const QByteArray items = encapsulated({flat(1), b, flat(9), flat(3)});
    const auto element = [](quint16 number, const QList<quint64>& list) {
        QByteArray bytes =
            QByteArray::fromHex("E07F") + char(number) + '\0' + QByteArray("OV\0\0", 4) + offsets({quint32(8 * list.size())});
        for (const quint64 value : list) {
            bytes += offsets({quint32(value), 0});
        }
        return bytes;
    };
    const QByteArray before =
        element(1, {0, 74, 222}) + element(2, {66, 148, 66}) + QByteArray::fromHex("E07F10004F420000FFFFFFFF");
    FrameFile file = rleFile(before + items, 3);
    file.place(before.size());
    QCOMPARE(values(**file.read(1)), four(2));
    QCOMPARE(values(**file.read(2)), four(3));
}

void FragmentsTest::showsWhatCameBeforeTheCut()
{
    const QByteArray whole = encapsulated({flat(1), flat(2), flat(3)}, offsets({0, 74, 148}));
    const FrameFile file = rleFile(whole.left(8 + 12 + 2 * 74 + 4), 3); // ends within the third item
    QCOMPARE(values(**file.read(0)), four(1));
    QCOMPARE(values(**file.read(1)), four(2));
    QVERIFY(!file.read(2));
}

void FragmentsTest::rereadsAChangedFile()
{
    const FrameReader reader;
    FrameFile file = rleFile(encapsulated({flat(1), flat(2)}), 2);
    QVERIFY(reader.readFrame(file.image, 1, CancelToken()));
    QFile changed(file.image.path);
    QVERIFY(changed.open(QIODevice::WriteOnly | QIODevice::Truncate));
    changed.write(encapsulated({flat(1) + flat(7), flat(5)})); // another size: the table kept must not be used
    changed.close();
    const Result<FramePtr> again = reader.readFrame(file.image, 1, CancelToken());
    QVERIFY(again);
    QCOMPARE(values(**again), four(5));
}

void FragmentsTest::servesManyThreads()
{
    QByteArrayList fragments;
    for (int i = 0; i < 100; ++i) {
        fragments.append(flat(static_cast<char>(i)));
    }
    const FrameFile file = rleFile(encapsulated(fragments), 100);
    const FrameReader reader;
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 100; ++i) {
                const Result<FramePtr> frame = reader.readFrame(file.image, i, CancelToken());
                right += frame && (*frame)->at(1, 1) == i ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    QCOMPARE(right.load(), 400);
}

QTEST_GUILESS_MAIN(FragmentsTest)
#include "tst_Fragments.moc"
