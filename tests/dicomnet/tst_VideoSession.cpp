#include "dicomnet/VideoFile.h"
#include "video/VideoSession.h"

#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace isocenter;
using namespace isocenter::test;

namespace {

std::unique_ptr<FragmentStream> streamOf(const QByteArray& bytes)
{
    const int memory = ::memfd_create("video", MFD_CLOEXEC);
    if (::write(memory, bytes.constData(), static_cast<std::size_t>(bytes.size())) != bytes.size()) {
        return nullptr;
    }
    return std::make_unique<FragmentStream>(memory, std::vector<StreamPart>{{0, bytes.size()}});
}

VideoCoding codingOf(const VideoSpec& spec)
{
    return qstrcmp(spec.encoder, "mpeg2video") == 0 ? VideoCoding::Mpeg2
           : qstrcmp(spec.encoder, "libx264") == 0  ? VideoCoding::H264
                                                    : VideoCoding::Hevc;
}

/// The number in the picture's luma.
int numberIn(const AVFrame& frame)
{
    int number = 0;
    for (int bit = 0; bit < numbered::kBits; ++bit) {
        const auto* row = frame.data[0] + static_cast<std::ptrdiff_t>(numbered::kBlock / 2) * frame.linesize[0];
        number |= row[bit * numbered::kBlock + numbered::kBlock / 2] > 125 ? 1 << bit : 0;
    }
    return number;
}

VideoUnit unitOf(bool key, bool field = false)
{
    VideoUnit unit;
    unit.key = key;
    unit.field = field;
    return unit;
}

/// Adds units given as letters (I, P, B) to an index without order counts, with what they
/// say of their place in the group.
VideoIndex indexOf(const char* types, const QList<int>& told = {})
{
    VideoIndex index(false);
    for (const char* t = types; *t != '\0'; ++t) {
        UnitFacts facts;
        facts.isB = *t == 'B';
        facts.beginsSequence = *t == 'I' && !told.isEmpty();
        facts.pictureOrder = told.value(t - types);
        VideoUnit unit = unitOf(*t == 'I');
        unit.reference = *t != 'B';
        index.add(unit, facts);
    }
    index.finish();
    return index;
}

QList<int> framesOf(const VideoIndex& index)
{
    QList<int> frames;
    for (const VideoUnit& unit : index.units()) {
        frames << unit.frame;
    }
    return frames;
}

} // namespace

class VideoSessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordersByType();
    void ordersByCount();
    void pairsFields();
    void knowsWhereToBegin();
    void damageReachesAsFarAsPrediction();
    void picturesThatAreNotThere();
    void endsThatAreCut();
    void singleFramesFromTheirKeyPicture_data();
    void singleFramesFromTheirKeyPicture();
    void runsAreDecodedOnce();
};

/// ISO 13818-2 6.1.1.11: a picture that is not a B picture is shown when the next such one comes.
void VideoSessionTest::ordersByType()
{
    QCOMPARE(framesOf(indexOf("IPPP")), QList<int>({0, 1, 2, 3}));
    QCOMPARE(framesOf(indexOf("IPBBPBB")), QList<int>({0, 3, 1, 2, 6, 4, 5}));
    QCOMPARE(framesOf(indexOf("IPBBIBBPBB")), QList<int>({0, 3, 1, 2, 6, 4, 5, 9, 7, 8}));
    QCOMPARE(indexOf("IPPP").delay(), 0);
    QCOMPARE(indexOf("IPBBPBB").delay(), 1);
    QCOMPARE(framesOf(indexOf("")), QList<int>());
}

void VideoSessionTest::ordersByCount()
{
    VideoIndex index(true);
    const int counts[] = {0, 8, 4, 2, 6, 0, 4, 2}; // the second sequence begins at the sixth
    for (int i = 0; i < 8; ++i) {
        UnitFacts facts;
        facts.pictureOrder = counts[i];
        facts.beginsSequence = counts[i] == 0;
        index.add(unitOf(counts[i] == 0), facts);
    }
    index.finish();
    QCOMPARE(framesOf(index), QList<int>({0, 4, 2, 1, 3, 5, 7, 6}));
    QCOMPARE(index.delay(), 2);
    QCOMPARE(index.unitOf(4), std::size_t(1));
}

void VideoSessionTest::pairsFields()
{
    VideoIndex index(true);
    const struct
    {
        int count;
        bool bottom;
        bool field;
    } units[] = {{0, false, true},  {1, true, true}, {4, false, true}, {5, true, true},
                 {2, false, false}, {6, true, true}, {8, true, true}};
    for (const auto& u : units) {
        UnitFacts facts;
        facts.pictureOrder = u.count;
        facts.bottomField = u.bottom;
        index.add(unitOf(u.count == 0, u.field), facts);
    }
    index.finish();
    // The last two are bottom fields: no pair.
    QCOMPARE(framesOf(index), QList<int>({0, -1, 2, -1, 1, 3, 4}));
}

void VideoSessionTest::knowsWhereToBegin()
{
    const VideoIndex index = indexOf("IPBBIBBPBBIP");
    QCOMPARE(index.startFor(0), std::size_t(0));
    QCOMPARE(index.startFor(3), std::size_t(0));
    QCOMPARE(index.startFor(4), std::size_t(4));
    QCOMPARE(index.startFor(5), std::size_t(0)); // shown before the key picture, predicted from before it
    QVERIFY(index.isLeading(5) && index.isLeading(6) && !index.isLeading(7) && !index.isLeading(4));
    QCOMPARE(index.startFor(9), std::size_t(4));
    QCOMPARE(index.startFor(11), std::size_t(10));
}

void VideoSessionTest::damageReachesAsFarAsPrediction()
{
    const auto damaged = [](std::size_t bad) {
        VideoIndex index = indexOf("IPBBPBIBBP");
        index.unit(bad).bad = true;
        QList<int> units;
        for (std::size_t i = 0; i < index.units().size(); ++i) {
            if (index.isDamaged(i)) {
                units << static_cast<int>(i);
            }
        }
        return units;
    };
    QCOMPARE(damaged(2), QList<int>({2}));                   // a B picture: nothing refers to it
    QCOMPARE(damaged(1), QList<int>({1, 2, 3, 4, 5, 7, 8})); // up to the key picture, and those that lie before it in time
    QCOMPARE(damaged(6), QList<int>({6, 7, 8, 9}));
    QCOMPARE(damaged(9), QList<int>({9}));
}

/// ISO 13818-2 6.3.9: the temporal reference counts the pictures of a group in the order of showing.
void VideoSessionTest::picturesThatAreNotThere()
{
    const auto bad = [](const char* types, const QList<int>& told) {
        const VideoIndex index = indexOf(types, told);
        QList<int> units;
        for (std::size_t i = 0; i < index.units().size(); ++i) {
            if (index.units()[i].bad) {
                units << static_cast<int>(i);
            }
        }
        return units;
    };
    QCOMPARE(bad("IPBBIBBPBB", {0, 3, 1, 2, 2, 0, 1, 5, 3, 4}), QList<int>());
    QCOMPARE(bad("IPBBIPBB", {0, 3, 1, 2, 2, 5, 3, 4}), QList<int>()); // leading pictures that nobody refers to
    QCOMPARE(bad("IBBPBBIPBB", {0, 1, 2, 6, 4, 5, 2, 5, 3, 4}), QList<int>({1, 2, 3, 4, 5}));
    QCOMPARE(bad("IPPP", {1022, 1023, 0, 1}), QList<int>());
    QCOMPARE(bad("IPPP", {}), QList<int>()); // no groups, no counting
}

void VideoSessionTest::endsThatAreCut()
{
    const auto bad = [](const char* types) {
        VideoIndex index = indexOf(types);
        index.distrustEnd();
        QList<int> units;
        for (std::size_t i = 0; i < index.units().size(); ++i) {
            if (index.units()[i].bad) {
                units << static_cast<int>(i);
            }
        }
        return units;
    };
    QCOMPARE(bad("IPPP"), QList<int>({3}));
    QCOMPARE(bad("IPBBPB"), QList<int>({4, 5})); // a second B picture would come before the P picture
    QCOMPARE(bad("IPBBPBB"), QList<int>({4, 5, 6}));
    QCOMPARE(bad("IPBBP"), QList<int>({4}));
    QCOMPARE(bad("I"), QList<int>({0}));
}

void VideoSessionTest::singleFramesFromTheirKeyPicture_data()
{
    QTest::addColumn<VideoSpec>("spec");
    QTest::addColumn<bool>("inMemory");
    const QList<QPair<QByteArray, QByteArray>> open264{{"x264-params", "open-gop=1"}};
    const QList<QPair<QByteArray, QByteArray>> open265{{"x265-params", "log-level=none:pools=1:open-gop=1"}};
    for (const bool inMemory : {true, false}) {
        const auto add = [inMemory](const char* name, const VideoSpec& spec) {
            QTest::addRow("%s, %s", name, inMemory ? "in memory" : "from the file") << spec << inMemory;
        };
        add("MPEG-2, transport stream", {"mpeg2video", "mpegts", 448, 96, 150, 15});
        add("MPEG-2, program stream", {"mpeg2video", "mpeg", 448, 96, 150, 15});
        add("MPEG-2, bare", {"mpeg2video", "mpeg2video", 448, 96, 150, 15});
        add("H.264, transport stream", {"libx264", "mpegts", 448, 96, 150, 15, 3});
        add("H.264, MP4", {"libx264", "mp4", 448, 96, 150, 15, 3});
        add("H.264, bare", {"libx264", "h264", 448, 96, 150, 15, 3});
        VideoSpec open{"libx264", "mpegts", 448, 96, 150, 15, 3};
        open.options = open264;
        add("H.264, open groups", open);
        add("HEVC, transport stream", {"libx265", "mpegts", 448, 96, 150, 15, 3});
        add("HEVC, MP4", {"libx265", "mp4", 448, 96, 150, 15, 3});
        add("HEVC, bare", {"libx265", "hevc", 448, 96, 150, 15, 3});
        open = {"libx265", "mp4", 448, 96, 150, 15, 3};
        open.options = open265;
        add("HEVC, open groups", open);
    }
}

void VideoSessionTest::singleFramesFromTheirKeyPicture()
{
    QFETCH(VideoSpec, spec);
    QFETCH(bool, inMemory);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    const QByteArray bytes = encodeVideo(spec, numbered::paint);
    QVERIFY(!bytes.isEmpty());
    for (const std::size_t n : {std::size_t(149), std::size_t(0), std::size_t(73), std::size_t(74), std::size_t(75),
                                std::size_t(76), std::size_t(90), std::size_t(88), std::size_t(89)}) {
        VideoSession session(streamOf(bytes), codingOf(spec), false, inMemory ? std::size_t{64} << 20 : 0);
        QCOMPARE(session.frames(), std::size_t(150));
        VideoSession::Fault fault = VideoSession::Fault::None;
        const AVFrame* frame = session.frame(n, fault);
        QVERIFY2(frame, qPrintable(QStringLiteral("frame %1: fault %2").arg(n).arg(static_cast<int>(fault))));
        QCOMPARE(numberIn(*frame), static_cast<int>(n));
        // Not from the beginning: two groups of 15 and what a decoder holds back.
        QVERIFY2(session.decodedUnits() <= 30 + 20, qPrintable(QString::number(session.decodedUnits())));
    }
}

void VideoSessionTest::runsAreDecodedOnce()
{
    REQUIRE_ENCODER("libx264");
    const VideoSpec spec{"libx264", "mpegts", 448, 96, 200, 30, 3};
    VideoSession session(streamOf(encodeVideo(spec, numbered::paint)), VideoCoding::H264, false, 0);
    VideoSession::Fault fault = VideoSession::Fault::None;
    for (std::size_t i = 0; i < 200; ++i) {
        const AVFrame* frame = session.frame(i, fault);
        QVERIFY(frame);
        QCOMPARE(numberIn(*frame), static_cast<int>(i));
    }
    QCOMPARE(session.decodedUnits(), std::size_t(200));
    // Backwards: what was decoded on the way is at hand.
    for (std::size_t i = 200; i-- > 0;) {
        const AVFrame* frame = session.frame(i, fault);
        QVERIFY(frame);
        QCOMPARE(numberIn(*frame), static_cast<int>(i));
    }
    QVERIFY2(session.decodedUnits() < 200 + 400, qPrintable(QString::number(session.decodedUnits())));
    QVERIFY(!session.frame(200, fault));
    QCOMPARE(fault, VideoSession::Fault::NoSuchFrame);
}

QTEST_GUILESS_MAIN(VideoSessionTest)
#include "tst_VideoSession.moc"
