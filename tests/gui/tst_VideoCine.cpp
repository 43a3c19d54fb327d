#include "dicomnet/VideoFile.h"
#include "gui/Program.h"

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kFrames = 120;
const VideoSpec kSpec{"mpeg2video", "mpegts", 448, 96, kFrames, 12, 2};

QByteArray fileOf(const QByteArray& stream)
{
    const QByteArray sopClass = "1.2.840.10008.5.1.4.1.1.77.1.1.1"; // Video Endoscopic Image
    DicomBytes d("1.2.840.10008.1.2.4.100");
    d.text(0x00080016, "UI", sopClass).text(0x00080018, "UI", "1.2.3.4").text(0x00080060, "CS", "ES");
    d.text(0x00100010, "PN", "Test^Vera").text(0x00100020, "LO", "V1").text(0x00181063, "DS", "20");
    d.text(0x0020000D, "UI", "1.2.1").text(0x0020000E, "UI", "1.2.2").us(0x00280002, 3);
    d.text(0x00280004, "CS", "YBR_PARTIAL_420").us(0x00280006, 0).text(0x00280008, "IS", QByteArray::number(kFrames));
    d.us(0x00280010, 96).us(0x00280011, 448).us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7).us(0x00280103, 0);
    d.text(0x00282110, "CS", "01").fragments({stream});
    return d.file(sopClass);
}

/// The number that the picture on the screen shows; -1 where a bit is neither black nor white.
int paintedNumber(ImageViewport& view)
{
    const QImage picture = view.grab().toImage();
    int number = 0;
    for (int bit = 0; bit < numbered::kBits; ++bit) {
        const QPointF place = view.imageToWidget().map(QPointF((bit + 0.5) * numbered::kBlock, 0.5 * numbered::kBlock));
        const int green = picture.pixelColor((place * picture.devicePixelRatio()).toPoint()).green();
        if (green > 50 && green < 205) {
            return -1;
        }
        number |= green > 128 ? 1 << bit : 0;
    }
    return number;
}

} // namespace

/// Videos in the whole program: dropped, played, scrolled, damaged; what is on the screen is the frame that it says.
class TestVideoCine : public QObject
{
    Q_OBJECT

    std::unique_ptr<Program> m;
    ImageViewport& view() { return m->viewport(); }
    bool open(const QByteArray& stream)
    {
        const QString folder = m->folder.filePath(QStringLiteral("video"));
        QDir().mkpath(folder);
        if (!writeFile(folder + QStringLiteral("/v"), fileOf(stream))) {
            return false;
        }
        m->drop(folder);
        const auto there = [this] { return m->window().context() && view().count() == kFrames; };
        return QTest::qWaitFor(there, kWait) && m->settled();
    }

private Q_SLOTS:
    void init()
    {
        m = std::make_unique<Program>();
        QVERIFY(m->start());
    }
    void cleanup() { m.reset(); }

    void playsEveryFrame()
    {
        QVERIFY(open(encodeVideo(kSpec, numbered::paint)));
        QCOMPARE(paintedNumber(view()), view().index());
        QTest::keyClick(&view(), Qt::Key_C);
        QVERIFY(view().isPlaying());
        QList<int> seen;
        int wrong = 0;
        connect(&view(), &ImageViewport::indexChanged, this, [&](int index) {
            seen << index;
            wrong += paintedNumber(view()) == index ? 0 : 1;
        });
        QTRY_VERIFY_WITH_TIMEOUT(seen.size() > 150, kWait); // more than a round
        QTest::keyClick(&view(), Qt::Key_C);
        QVERIFY(!view().isPlaying());
        QCOMPARE(wrong, 0);
        QVERIFY(view().failedCount() == 0);
    }

    void scrollsBothWays()
    {
        QVERIFY(open(encodeVideo(kSpec, numbered::paint)));
        for (const int index : {0, 119, 118, 117, 60, 61, 59, 3}) {
            view().setIndex(index);
            QTRY_VERIFY(view().isPictureComplete());
            QCOMPARE(paintedNumber(view()), index);
        }
    }

    void damagedFramesAreNotShown()
    {
        VideoSpec bare = kSpec;
        bare.bFrames = 0;
        QByteArrayList packets = encodePackets(bare, numbered::paint);
        QCOMPARE(packets.size(), kFrames);
        packets[50].replace(packets[50].size() / 2, 40, QByteArray(40, '\x55'));
        QVERIFY(open(packets.join()));
        QTRY_COMPARE(view().failedCount(), 10); // up to the key picture 60
        view().setIndex(55);
        QTRY_VERIFY(!view().isPictureComplete() || paintedNumber(view()) != 55);
        QVERIFY(paintedNumber(view()) != 54); // nor what was there before
        view().setIndex(60);
        QTRY_VERIFY(view().isPictureComplete());
        QCOMPARE(paintedNumber(view()), 60);
    }
};

QTEST_MAIN(TestVideoCine)
#include "tst_VideoCine.moc"
