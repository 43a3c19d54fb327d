#include "codec/FrameReader.h"
#include "dicomnet/FrameFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace isocenter;
using test::FrameFile;

class NativeFrameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row01_cells_data();
    void row01_cells();
    void row01_extremesEverywhere();
    void row01_bitsAcrossFrames();
    void row15_planes();
    void row14_expands422();
    void row14_unsubsampled422AsItIs();
    void row01_bigEndianWords();
    void row01_floats();
    void refusesMissingBytes();
    void refusesFramesOutside();
};

void NativeFrameTest::row01_cells_data()
{
    QTest::addColumn<int>("allocated");
    QTest::addColumn<int>("stored");
    QTest::addColumn<int>("highBit");
    QTest::addColumn<bool>("isSigned");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<double>>("expected");
    const auto b = [](const char* hex) { return QByteArray::fromHex(hex); };
    QTest::newRow("8 bit") << 8 << 8 << 7 << false << b("007FFF80") << QList<double>{0, 127, 255, 128};
    QTest::newRow("8 bit signed") << 8 << 8 << 7 << true << b("007FFF80") << QList<double>{0, 127, -1, -128};
    QTest::newRow("16 bit") << 16 << 16 << 15 << false << b("0100FFFF0080FF7F") << QList<double>{1, 65535, 32768, 32767};
    QTest::newRow("16 bit signed") << 16 << 16 << 15 << true << b("0100FFFF0080FF7F") << QList<double>{1, -1, -32768, 32767};
    QTest::newRow("12 of 16, rubbish above")
        << 16 << 12 << 11 << false << b("01F0FFFF00F8FF77") << QList<double>{1, 4095, 2048, 2047};
    QTest::newRow("12 of 16 signed") << 16 << 12 << 11 << true << b("01F0FFFF00F8FF77") << QList<double>{1, -1, -2048, 2047};
    QTest::newRow("12 of 16, high bit 15") << 16 << 12 << 15 << false << b("1F00FFFF0F800080")
                                           << QList<double>{1, 4095, 2048, 2048};
    QTest::newRow("12 of 16, high bit 15, signed")
        << 16 << 12 << 15 << true << b("1F00FFFF0F80FF7F") << QList<double>{1, -1, -2048, 2047};
    QTest::newRow("32 bit") << 32 << 32 << 31 << false << b("01000000FFFFFFFF0000008000010000")
                            << QList<double>{1, 4294967295.0, 2147483648.0, 256};
    QTest::newRow("32 bit signed") << 32 << 32 << 31 << true << b("01000000FFFFFFFF0000008000010000")
                                   << QList<double>{1, -1, -2147483648.0, 256};
    QTest::newRow("24 of 32 signed") << 32 << 24 << 23 << true << b("010000AAFFFFFF00000080FF00010000")
                                     << QList<double>{1, -1, -8388608, 256};
    QTest::newRow("1 bit, lowest first") << 1 << 1 << 0 << false << b("0D") << QList<double>{1, 0, 1, 1};
    QTest::newRow("12 bit packed") << 12 << 12 << 11 << false << b("BCFAEE218043") << QList<double>{0xABC, 0xEEF, 0x021, 0x438};
    QTest::newRow("header without sense") << 16 << 0 << 99 << false << b("0100FFFF0080FF7F")
                                          << QList<double>{1, 65535, 32768, 32767};
}

void NativeFrameTest::row01_cells()
{
    QFETCH(int, allocated);
    QFETCH(int, stored);
    QFETCH(int, highBit);
    QFETCH(bool, isSigned);
    QFETCH(QByteArray, bytes);
    QFETCH(QList<double>, expected);
    FrameFile file(bytes);
    file.image.rows = 2;
    file.image.columns = 2;
    file.image.bitsAllocated = allocated;
    file.image.bitsStored = stored;
    file.image.highBit = highBit;
    file.image.isSigned = isSigned;
    const Result<FramePtr> frame = file.read();
    QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message));
    QCOMPARE(test::values(**frame), expected);
    QCOMPARE((*frame)->minimum(), *std::min_element(expected.begin(), expected.end()));
    QCOMPARE((*frame)->maximum(), *std::max_element(expected.begin(), expected.end()));
}

void NativeFrameTest::row01_extremesEverywhere()
{
    constexpr int kRows = 7;
    constexpr int kColumns = 29; // 203: whole vectors of every cell, and a rest
    constexpr int kCount = kRows * kColumns;
    for (const int bytes : {1, 2, 4}) {
        for (const int unused : {0, 4}) {
            for (const bool isSigned : {false, true}) {
                const int bits = 8 * bytes - unused;
                const double low = isSigned ? -std::ldexp(1.0, bits - 1) : 0;
                const double high = low + std::ldexp(1.0, bits) - 1;
                QByteArray cells(kCount * kCount * bytes, '\0');
                const auto set = [&](int at, double value) {
                    const auto word = static_cast<quint64>(static_cast<qint64>(value)) | (unused ? 0xA0ULL << (bits - 4) : 0);
                    for (int i = 0; i < bytes; ++i) { // rubbish in the unused bits
                        cells[at * bytes + i] = static_cast<char>(word >> (8 * i));
                    }
                };
                for (int place = 0; place < kCount; ++place) { // one frame each
                    for (int i = 0; i < kCount; ++i) {
                        set(place * kCount + i, i == place ? low : i == kCount - 1 - place ? high : 5);
                    }
                }
                FrameFile file(cells);
                file.image.rows = kRows;
                file.image.columns = kColumns;
                file.image.frames = kCount;
                file.image.bitsAllocated = 8 * bytes;
                file.image.bitsStored = bits;
                file.image.highBit = bits - 1;
                file.image.isSigned = isSigned;
                for (int place = 0; place < kCount; ++place) {
                    const Result<FramePtr> frame = file.read(place);
                    QVERIFY(frame);
                    QCOMPARE((*frame)->minimum(), low);
                    QCOMPARE((*frame)->maximum(), place == kCount / 2 ? 5.0 : high); // there the lowest lies on it
                    QCOMPARE((*frame)->at(place / kColumns, place % kColumns, 0), low);
                }
            }
        }
    }
}

void NativeFrameTest::row01_bitsAcrossFrames()
{
    FrameFile file(QByteArray::fromHex("9A01")); // 9 pixels a frame would not fit: frames of 3 x 1 follow without a gap
    file.image.rows = 1;
    file.image.columns = 3;
    file.image.frames = 3;
    file.image.bitsAllocated = file.image.bitsStored = 1;
    file.image.highBit = 0;
    QCOMPARE(test::values(**file.read(0)), (QList<double>{0, 1, 0})); // 0x9A, lowest first: 0 1 0 1 1 0 0 1, then 1
    QCOMPARE(test::values(**file.read(1)), (QList<double>{1, 1, 0}));
    QCOMPARE(test::values(**file.read(2)), (QList<double>{0, 1, 1}));
}

void NativeFrameTest::row15_planes()
{
    FrameFile file(QByteArray::fromHex("010203040506"));
    file.image.rows = 1;
    file.image.columns = 2;
    file.image.samples = 3;
    file.image.bitsAllocated = file.image.bitsStored = 8;
    file.image.highBit = 7;
    file.image.photometric = Photometric::Rgb;
    QCOMPARE(test::values(**file.read()), (QList<double>{1, 2, 3, 4, 5, 6}));
    file.image.planar = true;
    QCOMPARE(test::values(**file.read()), (QList<double>{1, 3, 5, 2, 4, 6}));
}

void NativeFrameTest::row14_expands422()
{
    FrameFile file(QByteArray::fromHex("0A14C8D2"
                                       "1E28DCE6"
                                       "01020304"
                                       "05060708")); // two frames of 2 x 2 pixels
    file.image.rows = 2;
    file.image.columns = 2;
    file.image.samples = 3;
    file.image.frames = 2;
    file.image.bitsAllocated = file.image.bitsStored = 8;
    file.image.highBit = 7;
    file.image.photometric = Photometric::YbrFull422;
    QCOMPARE(test::values(**file.read(0)), (QList<double>{10, 200, 210, 20, 200, 210, 30, 220, 230, 40, 220, 230}));
    QCOMPARE(test::values(**file.read(1)), (QList<double>{1, 3, 4, 2, 3, 4, 5, 7, 8, 6, 7, 8}));
}

void NativeFrameTest::row14_unsubsampled422AsItIs()
{
    FrameFile file(QByteArray::fromHex("0A14C8D21E28"));
    file.image.rows = 1;
    file.image.columns = 2;
    file.image.samples = 3;
    file.image.bitsAllocated = file.image.bitsStored = 8;
    file.image.highBit = 7;
    file.image.photometric = Photometric::YbrFull422;
    QCOMPARE(test::values(**file.read()), (QList<double>{10, 20, 200, 210, 30, 40}));
}

void NativeFrameTest::row01_bigEndianWords()
{
    FrameFile words(QByteArray::fromHex("0102FFFE"));
    words.image.rows = 1;
    words.image.columns = 2;
    words.image.transferSyntax = QStringLiteral("1.2.840.10008.1.2.2");
    words.image.isSigned = true;
    QCOMPARE(test::values(**words.read()), (QList<double>{258, -2}));

    FrameFile longs(QByteArray::fromHex("01020304"));
    longs.image = words.image;
    longs.place(0);
    longs.image.columns = 1;
    longs.image.bitsAllocated = longs.image.bitsStored = 32;
    longs.image.highBit = 31;
    QCOMPARE(test::values(**longs.read()), QList<double>{0x01020304});

    // 8-bit pixels: in OW the two bytes of a word are turned, in OB they are not. Odd frames begin inside a word.
    for (const char* vr : {"OW", "OB"}) {
        FrameFile bytes(QByteArray::fromHex("7FE00010") + vr + QByteArray::fromHex("000000000006") + "BADCFE");
        bytes.image = words.image;
        bytes.place(12);
        bytes.image.columns = 3;
        bytes.image.frames = 2;
        bytes.image.isSigned = false;
        bytes.image.bitsAllocated = bytes.image.bitsStored = 8;
        bytes.image.highBit = 7;
        const bool turned = qstrcmp(vr, "OW") == 0;
        QCOMPARE(test::values(**bytes.read(0)), turned ? (QList<double>{'A', 'B', 'C'}) : (QList<double>{'B', 'A', 'D'}));
        QCOMPARE(test::values(**bytes.read(1)), turned ? (QList<double>{'D', 'E', 'F'}) : (QList<double>{'C', 'F', 'E'}));
    }
}

void NativeFrameTest::row01_floats()
{
    const float numbers[] = {1.5F, -2.25F};
    FrameFile file(QByteArray(reinterpret_cast<const char*>(numbers), sizeof numbers));
    file.image.rows = 1;
    file.image.columns = 2;
    file.image.pixelData.tag = 0x7FE00008;
    QCOMPARE(test::values(**file.read()), (QList<double>{1.5, -2.25}));
    const double number = 1e300;
    FrameFile wide(QByteArray(reinterpret_cast<const char*>(&number), sizeof number));
    wide.image.rows = wide.image.columns = 1;
    wide.image.pixelData.tag = 0x7FE00009;
    QCOMPARE(test::values(**wide.read()), QList<double>{1e300});
}

void NativeFrameTest::refusesMissingBytes()
{
    FrameFile file(QByteArray(2 * 2 * 2 * 2 - 1, '\1')); // two frames, the last byte is missing
    file.image.rows = file.image.columns = 2;
    file.image.frames = 2;
    QVERIFY(file.read(0));
    QVERIFY(!file.read(1));
    file.image.rows = file.image.columns = 65535;
    QVERIFY(!file.read(0));
}

void NativeFrameTest::refusesFramesOutside()
{
    FrameFile file(QByteArray(8, '\1'));
    file.image.rows = file.image.columns = 2;
    QVERIFY(!file.read(-1));
    QVERIFY(!file.read(1));
    const CancelToken cancel;
    cancel.cancel();
    QVERIFY(!FrameReader().readFrame(file.image, 0, cancel));
    file.image.transferSyntax = QStringLiteral("1.2.840.10008.1.2.4.50"); // compressed, but not encapsulated
    QVERIFY(!file.read());
    file.image.transferSyntax = QStringLiteral("1.2.840.10008.1.2.4.94");
    QVERIFY(file.read().error().message.contains(QStringLiteral("JPIP")));
}

QTEST_GUILESS_MAIN(NativeFrameTest)
#include "tst_NativeFrame.moc"
