#include "dicomnet/VideoFile.h"
#include "isolation/DecoderPool.h"
#include "reader/DicomImageReader.h"
#include "support/Dicom.h"
#include "work/SeriesLoader.h"

#include <QTest>

#include <atomic>
#include <random>
#include <thread>

using namespace isocenter;
using namespace isocenter::test;

namespace {

void addStreams()
{
    QTest::addColumn<VideoSpec>("spec");
    QTest::addColumn<int>("fragments");
    const auto add = [](const char* name, const VideoSpec& spec, int fragments) { QTest::newRow(name) << spec << fragments; };
    add("MPEG-2, transport stream", {"mpeg2video", "mpegts"}, 1);
    add("MPEG-2, program stream", {"mpeg2video", "mpeg"}, 3);
    add("MPEG-2, bare", {"mpeg2video", "mpeg2video"}, 7);
    add("MPEG-2, no B pictures", {"mpeg2video", "mpegts", 448, 96, 30, 12, 0}, 1);
    add("H.264, transport stream", {"libx264", "mpegts"}, 5);
    add("H.264, MP4", {"libx264", "mp4"}, 2);
    add("H.264, bare", {"libx264", "h264"}, 1);
    add("H.264, many B pictures that others refer to", {"libx264", "h264", 448, 96, 60, 25, 7}, 1);
    add("H.264, no B pictures", {"libx264", "mp4", 448, 96, 30, 12, 0}, 1);
    add("H.264, one key picture", {"libx264", "mpegts", 448, 96, 60, 250, 3}, 1);
    add("HEVC, transport stream", {"libx265", "mpegts"}, 1);
    add("HEVC, MP4", {"libx265", "mp4"}, 1);
    add("HEVC, bare", {"libx265", "hevc", 448, 96, 45, 12, 4}, 4);
}

} // namespace

class VideoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFrameIsTheRightOne_data() { addStreams(); }
    void everyFrameIsTheRightOne();
    void anyOrderGivesTheRightFrames_data() { addStreams(); }
    void anyOrderGivesTheRightFrames();
    void headerAndStreamThatDisagree();
    void damageCostsWhatDependsOnIt_data();
    void damageCostsWhatDependsOnIt();
    void lostPicturesAreNoticed_data();
    void lostPicturesAreNoticed();
    void cutFiles_data();
    void cutFiles();
    void whatIsNoVideoOfDicom();
    void survivesDamage_data();
    void survivesDamage();
    void manyThreadsAndFiles();
    void headerOfAFile_data();
    void headerOfAFile();
    void playsThroughTheLoader();
    void stuffingIsNoDamage_data();
    void stuffingIsNoDamage();
    void withoutItsDecoder();
    void cancelledReads();
};

void VideoTest::everyFrameIsTheRightOne()
{
    QFETCH(VideoSpec, spec);
    QFETCH(int, fragments);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    const QByteArray stream = encodeVideo(spec, numbered::paint);
    QVERIFY(!stream.isEmpty());
    const FrameFile file = videoFile(inFragments(stream, fragments), spec);
    for (int i = 0; i < spec.frames; ++i) {
        const Result<FramePtr> frame = read(file, i);
        QVERIFY2(frame, QByteArray::number(i) + ": " + reasonOf(frame));
        QCOMPARE(numbered::read(**frame), i);
        QCOMPARE((*frame)->cautions(), QStringList());
        QCOMPARE((*frame)->samples(), 3);
    }
}

void VideoTest::anyOrderGivesTheRightFrames()
{
    QFETCH(VideoSpec, spec);
    QFETCH(int, fragments);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    const FrameFile file = videoFile(inFragments(encodeVideo(spec, numbered::paint), fragments), spec);
    QList<int> order;
    for (int i = spec.frames - 1; i >= 0; --i) {
        order << i;
    }
    std::mt19937 random(5);
    for (int i = 0; i < 40; ++i) {
        order << static_cast<int>(random() % static_cast<unsigned>(spec.frames));
    }
    for (const int i : order) {
        const Result<FramePtr> frame = read(file, i);
        QVERIFY2(frame, QByteArray::number(i) + ": " + reasonOf(frame));
        QCOMPARE(numbered::read(**frame), i);
    }
}

void VideoTest::headerAndStreamThatDisagree()
{
    const VideoSpec spec{"mpeg2video", "mpegts"};
    const QByteArray stream = encodeVideo(spec, numbered::paint);
    FrameFile more = videoFile({stream}, spec);
    more.image.frames = 40;
    const Result<FramePtr> last = read(more, 29);
    QVERIFY2(last, reasonOf(last));
    QCOMPARE(numbered::read(**last), 29);
    QCOMPARE((*last)->cautions(), QStringList{QStringLiteral("The video has 30 pictures, the header of the file says 40.")});
    for (const int beyond : {30, 39}) {
        const Result<FramePtr> frame = read(more, beyond);
        QVERIFY(!frame);
        QCOMPARE(frame.error().message, QStringLiteral("This frame is missing in the file."));
    }
    FrameFile fewer = videoFile({stream}, spec);
    fewer.image.frames = 20;
    QCOMPARE(read(fewer, 3).value()->cautions().size(), 1);
    FrameFile other = videoFile({stream}, spec);
    other.image.rows = 112;
    QVERIFY(reasonOf(read(other, 0)).contains("another size than its header says"));
    other.image.rows = 16;
    QVERIFY(reasonOf(read(other, 0)).contains("another size than its header says"));
    FrameFile gray = videoFile({stream}, spec);
    gray.image.samples = 1;
    gray.image.photometric = Photometric::Monochrome2;
    QVERIFY(reasonOf(read(gray, 0)).contains("does not describe a video in colour"));
    // H.264 under the name of MPEG-2: what is in the container counts.
    if (hasEncoder("libx264")) {
        const VideoSpec h264{"libx264", "mp4"};
        FrameFile named = videoFile({encodeVideo(h264, numbered::paint)}, h264);
        named.image.transferSyntax = QStringLiteral("1.2.840.10008.1.2.4.101.1");
        QCOMPARE(numbered::read(**read(named, 11)), 11);
        named.image.transferSyntax = QStringLiteral("1.2.840.10008.1.2.4.106");
        QVERIFY(read(named, 11).value()->cautions().join(QString()).contains(QStringLiteral("one eye")));
    }
}

void VideoTest::damageCostsWhatDependsOnIt_data()
{
    QTest::addColumn<VideoSpec>("spec");
    for (const auto& [encoder, container] :
         {std::pair("mpeg2video", "mpeg2video"), std::pair("libx264", "h264"), std::pair("libx265", "hevc")}) {
        VideoSpec spec{encoder, container, 448, 96, 60, 15, 0};
        if (qstrcmp(encoder, "libx265") == 0) {
            // HEVC's slices have nothing to check: only streams that carry sums of their pictures tell of flipped bits.
            spec.options = {{"x265-params", "log-level=none:pools=1:hash=1"}};
        }
        QTest::newRow(encoder) << spec;
    }
}

/// Rubbish in the middle of the 20th picture: the 15 before and the 30 after its group are shown, and no frame shows anything
/// but what it should.
void VideoTest::damageCostsWhatDependsOnIt()
{
    QFETCH(VideoSpec, spec);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    QByteArrayList packets = encodePackets(spec, numbered::paint);
    QCOMPARE(packets.size(), 60);
    std::mt19937 random(3);
    QByteArray& victim = packets[19];
    for (qsizetype i = victim.size() / 3; i < victim.size() / 3 + 60 && i < victim.size(); ++i) {
        victim[i] = static_cast<char>(random() | 1);
    }
    const FrameFile file = videoFile({packets.join()}, spec);
    int refused = 0;
    for (int i = 0; i < 60; ++i) {
        const Result<FramePtr> frame = read(file, i);
        if (i < 19 || i >= 30) {
            QVERIFY2(frame, QByteArray::number(i) + ": " + reasonOf(frame));
            QCOMPARE(numbered::read(**frame), i);
            continue;
        }
        QVERIFY2(!frame, QByteArray::number(i));
        QVERIFY2(frame.error().message.contains(QStringLiteral("damaged")), reasonOf(frame));
        ++refused;
    }
    QCOMPARE(refused, 11);
    // The same whatever is asked for first.
    const FrameFile again = videoFile({packets.join()}, spec);
    for (const int i : {25, 19, 44, 18, 29}) {
        QCOMPARE(read(again, i).ok(), i < 19 || i >= 30);
    }
}

void VideoTest::lostPicturesAreNoticed_data()
{
    damageCostsWhatDependsOnIt_data();
}

/// One picture is not there: those that were predicted from it are refused, though the stream has no damaged byte.
void VideoTest::lostPicturesAreNoticed()
{
    QFETCH(VideoSpec, spec);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    QByteArrayList packets = encodePackets(spec, numbered::paint);
    QCOMPARE(packets.size(), 60);
    packets.removeAt(19);
    const bool isMpeg2 = qstrcmp(spec.encoder, "mpeg2video") == 0;
    const FrameFile file = videoFile({packets.join()}, spec);
    for (int i = 0; i < 59; ++i) {
        const Result<FramePtr> frame = read(file, i);
        // MPEG-2 tells only of the group that a picture is not there.
        QVERIFY2(frame.ok() == (i <= (isMpeg2 ? 15 : 18) || i >= 29), QByteArray::number(i) + ": " + reasonOf(frame));
        if (frame) {
            QVERIFY((*frame)->cautions().join(QString()).contains(QStringLiteral("59 pictures")));
        }
    }
}

void VideoTest::cutFiles_data()
{
    addStreams();
}

/// Cut anywhere: what is shown is the right frame, and the rest is said to be missing or damaged.
void VideoTest::cutFiles()
{
    QFETCH(VideoSpec, spec);
    QFETCH(int, fragments);
    if (!hasEncoder(spec.encoder) || qstrcmp(spec.container, "mp4") == 0) {
        QSKIP("No such encoder, or its index lies at the end.");
    }
    const QByteArray whole = encapsulated(inFragments(encodeVideo(spec, numbered::paint), fragments));
    int most = 0;
    for (const int percent : {30, 61, 95}) {
        FrameFile file(whole.left(whole.size() * percent / 100), syntaxOf(spec.encoder), spec.frames);
        const FrameFile model = videoFile({}, spec);
        const QString path = file.image.path;
        const PixelDataLocation place = file.image.pixelData;
        const qint64 size = file.image.fileSize;
        file.image = model.image;
        file.image.path = path;
        file.image.pixelData = place;
        file.image.fileSize = size;
        int shown = 0;
        for (int i = 0; i < spec.frames; ++i) {
            const Result<FramePtr> frame = read(file, i);
            if (frame) {
                QCOMPARE(numbered::read(**frame), i);
                ++shown;
            }
        }
        QVERIFY2(shown < spec.frames, qPrintable(QString::number(shown)));
        most = std::max(most, shown);
    }
    QVERIFY2(most >= spec.frames / 2, qPrintable(QString::number(most)));
}

void VideoTest::whatIsNoVideoOfDicom()
{
    VideoSpec spec{"mjpeg", "mov", 448, 96, 30, 12, 0};
    spec.format = AV_PIX_FMT_YUVJ444P;
    const QByteArray stream = encodeVideo(spec, numbered::paint);
    QVERIFY(!stream.isEmpty());
    spec.encoder = "libx264";
    QVERIFY(reasonOf(read(videoFile({stream}, spec), 0)).contains("form of video"));
    // Formats that are not opened at all, rubbish, and nothing.
    spec.encoder = "mpeg2video";
    VideoSpec avi = spec;
    avi.container = "avi";
    for (const QByteArray& bytes :
         {encodeVideo(avi, numbered::paint), QByteArray(5000, 'x'), QByteArray(100'000, '\0'),
          QByteArray("#EXTM3U\nfile:///etc/passwd\n"), QByteArray("ffconcat version 1.0\nfile /etc/passwd\n"),
          QByteArray("\0\0\1\xB3", 4), QByteArray("G"),
          QByteArray("\0\0\0\x18"
                     "ftypisom",
                     12)}) {
        const Result<FramePtr> frame = read(videoFile({bytes}, spec), 0);
        QVERIFY2(reasonOf(frame).contains("The video is damaged; it is not shown."), reasonOf(frame));
    }
    const Result<FramePtr> none = read(videoFile({}, spec), 0);
    QVERIFY(!none);
}

void VideoTest::survivesDamage_data()
{
    addStreams();
}

void VideoTest::survivesDamage()
{
    QFETCH(VideoSpec, spec);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    const QByteArray stream = encodeVideo(spec, numbered::paint);
    std::mt19937 random(static_cast<unsigned>(stream.size()));
    for (int n = 0; n < 12; ++n) {
        QByteArray damaged = stream;
        for (int i = 0; i < 1 + n * 3; ++i) {
            damaged[static_cast<qsizetype>(
                random() % static_cast<unsigned>(n % 3 == 0 ? std::min<qsizetype>(2000, damaged.size()) : damaged.size()))] =
                static_cast<char>(random());
        }
        if (n % 4 == 3) {
            damaged.remove(static_cast<qsizetype>(random() % static_cast<unsigned>(damaged.size() / 2)), 777);
        }
        const FrameFile file = videoFile({damaged}, spec);
        for (const int i : {0, 20, 5, spec.frames - 1}) {
            const Result<FramePtr> frame = read(file, i);
            QVERIFY(!frame || (*frame)->count() == static_cast<std::size_t>(spec.rows) * spec.columns * 3);
            QVERIFY(frame || !frame.error().message.isEmpty());
        }
    }
}

/// As the loader asks: neighbours at once, from several files.
void VideoTest::manyThreadsAndFiles()
{
    const VideoSpec spec{"mpeg2video", "mpegts", 448, 96, 120, 12, 2};
    const QByteArray stream = encodeVideo(spec, numbered::paint);
    std::vector<FrameFile> files;
    for (int i = 0; i < 5; ++i) {
        files.push_back(videoFile(inFragments(stream, 1 + i), spec));
    }
    std::atomic<int> next{0};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            for (int i = next++; i < 5 * 120; i = next++) {
                const int number = i / 5;
                const Result<FramePtr> frame = read(files[static_cast<std::size_t>(i % 5)], number);
                wrong += frame && numbered::read(**frame) == number ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    QCOMPARE(wrong.load(), 0);
}

void VideoTest::headerOfAFile_data()
{
    QTest::addColumn<QByteArray>("rate"); // Cine Rate
    QTest::addColumn<QByteArray>("time"); // Frame Time
    QTest::addColumn<double>("milliseconds");
    QTest::newRow("Frame Time") << QByteArray() << QByteArray("40") << 40.0;
    QTest::newRow("Cine Rate") << QByteArray("30") << QByteArray() << 1000.0 / 30;
    QTest::newRow("both") << QByteArray("30") << QByteArray("33.37") << 33.37;
    QTest::newRow("neither") << QByteArray() << QByteArray() << 0.0;
}

/// From the file to the frame, in fragments, with how long each frame lasts.
void VideoTest::headerOfAFile()
{
    QFETCH(QByteArray, rate);
    QFETCH(QByteArray, time);
    QFETCH(double, milliseconds);
    const VideoSpec spec{"mpeg2video", "mpegts", 448, 96, 25, 12, 2};
    const QByteArrayList parts = inFragments(encodeVideo(spec, numbered::paint), 3);
    DicomBytes d("1.2.840.10008.1.2.4.100.1");
    d.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.77.1.1.1").text(0x00080018, "UI", "1.2.3.4").text(0x00080060, "CS", "ES");
    if (!rate.isEmpty()) {
        d.text(0x00180040, "IS", rate);
    }
    if (!time.isEmpty()) {
        d.text(0x00181063, "DS", time);
    }
    d.text(0x0020000D, "UI", "1.2.1").text(0x0020000E, "UI", "1.2.2").us(0x00280002, 3);
    d.text(0x00280004, "CS", "YBR_PARTIAL_420").us(0x00280006, 0).text(0x00280008, "IS", "25");
    d.us(0x00280010, 96).us(0x00280011, 448).us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7).us(0x00280103, 0);
    d.text(0x00282110, "CS", "01").fragments({parts.begin(), parts.end()});
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("video")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(d.file("1.2.840.10008.5.1.4.1.1.77.1.1.1")) > 0);
    file.close();
    const DicomImageReader whole;
    const Result<ImagePtr> image = whole.readHeader(file.fileName());
    QVERIFY2(image, image ? "" : qPrintable(image.error().message));
    QCOMPARE((*image)->frames, 25);
    QCOMPARE((*image)->warnings, QStringList());
    QVERIFY((*image)->lossy.lossy);
    QCOMPARE((*image)->frameTimesMs, milliseconds > 0 ? std::vector<double>{milliseconds} : std::vector<double>());
    for (const int i : {0, 24, 13}) {
        const Result<FramePtr> frame = whole.readFrame(**image, i, CancelToken());
        QVERIFY2(frame, reasonOf(frame));
        QCOMPARE(numbered::read(**frame), i);
        QCOMPARE((*frame)->cautions(), QStringList());
    }
}

/// A video that is several times larger than the cache, as cine plays it: each frame is there when it is due, and is the right
/// one.
void VideoTest::playsThroughTheLoader()
{
    const VideoSpec spec{"mpeg2video", "mpegts", 448, 96, 400, 12, 2};
    const FrameFile file = videoFile({encodeVideo(spec, numbered::paint)}, spec);
    auto series = std::make_shared<ImageSeries>();
    const auto image = std::make_shared<const ImageAttributes>(file.image);
    for (int i = 0; i < spec.frames; ++i) {
        series->frames.push_back({image, i});
    }
    const DicomImageReader whole;
    FrameCache cache(std::size_t{448} * 96 * 3 * 80);
    WorkQueue queue(4);
    SeriesLoader loader(whole, cache, queue);
    loader.load(series, 0);
    for (int i = 0; i < spec.frames; ++i) {
        loader.setFocus(i);
        QTRY_VERIFY2(loader.isLoaded(i), qPrintable(loader.failure(i)));
        QCOMPARE(numbered::read(*loader.frame(i)), i);
    }
    QCOMPARE(loader.failedCount(), 0);
}

void VideoTest::stuffingIsNoDamage_data()
{
    damageCostsWhatDependsOnIt_data();
}

/// Zeros between the pictures and at the end, as encoders put them to keep their rate and DICOM to keep lengths even.
void VideoTest::stuffingIsNoDamage()
{
    QFETCH(VideoSpec, spec);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    QByteArray stream;
    for (const QByteArray& packet : encodePackets(spec, numbered::paint)) {
        stream += packet + QByteArray(13, '\0');
    }
    const FrameFile file = videoFile({stream}, spec);
    for (int i = 0; i < spec.frames; ++i) {
        const Result<FramePtr> frame = read(file, i);
        QVERIFY2(frame, QByteArray::number(i) + ": " + reasonOf(frame));
        QCOMPARE(numbered::read(**frame), i);
    }
}

void VideoTest::withoutItsDecoder()
{
    const VideoSpec spec{"mpeg2video", "mpegts"};
    const FrameFile file = videoFile({encodeVideo(spec, numbered::paint)}, spec);
    DecoderPoolOptions nowhere;
    nowhere.program = QStringLiteral("/nowhere/isocenter-video-decoder");
    const FrameReader alone(std::make_shared<DecoderPool>(), std::make_shared<DecoderPool>(nowhere));
    const Result<FramePtr> frame = alone.readFrame(file.image, 0, CancelToken());
    QVERIFY(reasonOf(frame).contains("could not be started"));
}

void VideoTest::cancelledReads()
{
    const VideoSpec spec{"mpeg2video", "mpegts"};
    const FrameFile file = videoFile({encodeVideo(spec, numbered::paint)}, spec);
    const CancelToken cancel;
    cancel.cancel();
    QVERIFY(!reader().readFrame(file.image, 3, cancel));
    QCOMPARE(numbered::read(**read(file, 3)), 3);
}

QTEST_GUILESS_MAIN(VideoTest)
#include "tst_Video.moc"
