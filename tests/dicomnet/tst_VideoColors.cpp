#include "codec/VideoColor.h"
#include "dicomnet/VideoFile.h"

#include <QTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

namespace {

/// By the definition: luma and differences from R, G, B, solved for these; 0 to 255.
std::array<double, 3> rgbOf(const std::array<int, 3>& ybr, double red, double blue, bool fullRange)
{
    const double y = fullRange ? ybr[0] / 255.0 : (ybr[0] - 16) / 219.0;
    const double cb = (ybr[1] - 128) / (fullRange ? 255.0 : 224.0); // (B - Y) / (2 - 2 blue)
    const double cr = (ybr[2] - 128) / (fullRange ? 255.0 : 224.0);
    const double r = y + cr * (2 - 2 * red);
    const double b = y + cb * (2 - 2 * blue);
    const double g = (y - red * r - blue * b) / (1 - red - blue);
    return {std::clamp(r, 0.0, 1.0) * 255, std::clamp(g, 0.0, 1.0) * 255, std::clamp(b, 0.0, 1.0) * 255};
}

} // namespace

class VideoColorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void colorsAreThoseOfTheStream_data();
    void colorsAreThoseOfTheStream();
    void equationsAreThoseOfTheStandard();
    void colorSamplesLieBetweenPixels();
    void tenBits();
    void interlacedPictures();
    void pixelsThatAreNotSquare();
};

void VideoColorsTest::colorsAreThoseOfTheStream_data()
{
    QTest::addColumn<VideoSpec>("spec");
    QTest::addColumn<double>("red"); // weights of luma, ITU-T H.273
    QTest::addColumn<double>("blue");
    const auto add = [](const char* name, VideoSpec spec, AVColorSpace matrix, AVColorRange range, double red, double blue) {
        spec.matrix = matrix;
        spec.range = range;
        spec.keyEvery = 2;
        spec.frames = 3;
        QTest::newRow(name) << spec << red << blue;
    };
    const VideoSpec small{"libx264", "mpegts"};
    const VideoSpec large{"libx264", "mpegts", 448, 720};
    add("BT.601", small, AVCOL_SPC_SMPTE170M, AVCOL_RANGE_MPEG, 0.299, 0.114);
    add("BT.709", small, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG, 0.2126, 0.0722);
    add("BT.2020", small, AVCOL_SPC_BT2020_NCL, AVCOL_RANGE_MPEG, 0.2627, 0.0593);
    add("BT.709, full range", small, AVCOL_SPC_BT709, AVCOL_RANGE_JPEG, 0.2126, 0.0722);
    add("BT.601, full range", small, AVCOL_SPC_BT470BG, AVCOL_RANGE_JPEG, 0.299, 0.114);
    add("not said, standard definition", small, AVCOL_SPC_UNSPECIFIED, AVCOL_RANGE_UNSPECIFIED, 0.299, 0.114);
    add("not said, high definition", large, AVCOL_SPC_UNSPECIFIED, AVCOL_RANGE_UNSPECIFIED, 0.2126, 0.0722);
    add("high definition that says BT.601", large, AVCOL_SPC_SMPTE170M, AVCOL_RANGE_MPEG, 0.299, 0.114);
    add("MPEG-2, BT.709", {"mpeg2video", "mpegts"}, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG, 0.2126, 0.0722);
    add("MPEG-2, not said", {"mpeg2video", "mpegts"}, AVCOL_SPC_UNSPECIFIED, AVCOL_RANGE_MPEG, 0.299, 0.114);
    add("HEVC, BT.709", {"libx265", "mpegts"}, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG, 0.2126, 0.0722);
    VideoSpec wide{"mpeg2video", "mpegts"};
    wide.format = AV_PIX_FMT_YUV422P;
    add("MPEG-2, 4:2:2", wide, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG, 0.2126, 0.0722);
    wide = {"libx264", "mp4"};
    wide.format = AV_PIX_FMT_YUV444P;
    add("H.264, 4:4:4", wide, AVCOL_SPC_BT709, AVCOL_RANGE_MPEG, 0.2126, 0.0722);
}

/// Within 6 of 255: the encoders' own loss, of up to 2 steps a sample, is in it.
void VideoColorsTest::colorsAreThoseOfTheStream()
{
    QFETCH(VideoSpec, spec);
    QFETCH(double, red);
    QFETCH(double, blue);
    if (!hasEncoder(spec.encoder)) {
        QSKIP("libavcodec has no such encoder here.");
    }
    const QByteArray stream = encodeVideo(spec, numbered::paint);
    QVERIFY(!stream.isEmpty());
    const Result<FramePtr> frame = read(videoFile({stream}, spec), 1);
    QVERIFY2(frame, reasonOf(frame));
    for (std::size_t patch = 0; patch < numbered::kPatches.size(); ++patch) {
        const auto expected = rgbOf(numbered::kPatches[patch], red, blue, spec.range == AVCOL_RANGE_JPEG);
        for (int sample = 0; sample < 3; ++sample) {
            const double value = (*frame)->at(numbered::kBlock * 3 / 2, static_cast<int>(patch) * numbered::kBlock + 16, sample);
            QVERIFY2(std::abs(value - expected[static_cast<std::size_t>(sample)]) <= 6,
                     qPrintable(QStringLiteral("patch %1, sample %2: %3 instead of %4")
                                    .arg(patch)
                                    .arg(sample)
                                    .arg(value)
                                    .arg(expected[static_cast<std::size_t>(sample)])));
        }
    }
}

/// Every combination of 8 bits on a grid, within half a step (rounding) of the exact value.
void VideoColorsTest::equationsAreThoseOfTheStandard()
{
    const struct
    {
        VideoMatrix matrix;
        double red;
        double blue;
    } matrices[] = {{VideoMatrix::Bt601, 0.299, 0.114},
                    {VideoMatrix::Bt709, 0.2126, 0.0722},
                    {VideoMatrix::Bt2020, 0.2627, 0.0593},
                    {VideoMatrix::Fcc, 0.30, 0.11},
                    {VideoMatrix::Smpte240, 0.212, 0.087}};
    for (const auto& m : matrices) {
        for (const bool fullRange : {false, true}) {
            VideoFacts facts;
            facts.rows = facts.columns = 1;
            facts.matrix = m.matrix;
            facts.fullRange = fullRange;
            for (int i = 0; i < 17 * 17 * 17; ++i) {
                const std::array<int, 3> ybr{i % 17 * 255 / 16, i / 17 % 17 * 255 / 16, i / 289 * 255 / 16};
                const std::byte planes[] = {std::byte(ybr[0]), std::byte(ybr[1]), std::byte(ybr[2])};
                std::byte rgb[3] = {};
                videoToRgb(facts, planes, 8, rgb);
                const auto expected = rgbOf(ybr, m.red, m.blue, fullRange);
                for (std::size_t s = 0; s < 3; ++s) {
                    QVERIFY(std::abs(std::to_integer<int>(rgb[s]) - expected[s]) <= 0.51);
                }
            }
        }
    }
}

/// One red column among grey: where 4:2:0 puts its samples (H.264, figure 6-1), the left one of a pair.
void VideoColorsTest::colorSamplesLieBetweenPixels()
{
    VideoFacts facts;
    facts.rows = 4;
    facts.columns = 8;
    facts.chromaAcross = facts.chromaDown = 2;
    facts.fullRange = true;
    facts.matrix = VideoMatrix::Bt601;
    const auto redIn = [&facts](const std::array<int, 8>& cr) {
        std::vector<std::byte> planes(48, std::byte(128));
        for (std::size_t i = 0; i < 8; ++i) { // two rows of four
            planes[32 + 8 + i] = std::byte(128 + cr[i]);
        }
        std::vector<std::byte> rgb(96);
        videoToRgb(facts, planes.data(), 8, rgb.data());
        QList<int> red;
        for (int row = 0; row < 4; ++row) {
            for (int column = 0; column < 8; ++column) {
                red << std::to_integer<int>(rgb[static_cast<std::size_t>(3 * (8 * row + column))]) - 128;
            }
        }
        return red;
    };
    // 1.402 * 40 = 56.08
    const QList<int> across = redIn({0, 40, 0, 0, 0, 40, 0, 0});
    QCOMPARE(across.mid(0, 8), QList<int>({0, 28, 56, 28, 0, 0, 0, 0}));
    QCOMPARE(across.mid(24, 8), across.mid(0, 8));
    facts.chromaCentred = true;
    QCOMPARE(redIn({0, 40, 0, 0, 0, 40, 0, 0}).mid(0, 8), QList<int>({0, 14, 42, 42, 14, 0, 0, 0}));
    facts.chromaCentred = false;
    const QList<int> down = redIn({40, 40, 40, 40, 0, 0, 0, 0});
    QCOMPARE((QList<int>{down[0], down[8], down[16], down[24]}), QList<int>({56, 42, 14, 0}));
    // Fields do not mix: the rows 0 and 2 are of the first, whose samples are the first row.
    facts.interlaced = true;
    const QList<int> fields = redIn({40, 40, 40, 40, 0, 0, 0, 0});
    QCOMPARE((QList<int>{fields[0], fields[8], fields[16], fields[24]}), QList<int>({56, 0, 56, 0}));
    // No colour at all.
    facts.chromaAcross = 0;
    QCOMPARE(redIn({99, 99, 99, 99, 99, 99, 99, 99}), QList<int>(32, 0));
}

void VideoColorsTest::tenBits()
{
    REQUIRE_ENCODER("libx265");
    VideoSpec spec{"libx265", "mpegts"};
    spec.format = AV_PIX_FMT_YUV420P10;
    spec.matrix = AVCOL_SPC_BT709;
    const QByteArray stream = encodeVideo(spec, numbered::paint);
    if (stream.isEmpty()) {
        QSKIP("libx265 has no 10 bits here.");
    }
    FrameFile file = videoFile({stream}, spec, 10);
    file.image.transferSyntax = QStringLiteral("1.2.840.10008.1.2.4.108");
    const Result<FramePtr> frame = read(file, 7);
    QVERIFY2(frame, reasonOf(frame));
    QCOMPARE((*frame)->type(), SampleType::UInt16);
    QCOMPARE(numbered::read(**frame), 7);
    QCOMPARE((*frame)->cautions(), QStringList());
    const auto expected = rgbOf(numbered::kPatches[0], 0.2126, 0.0722, false);
    for (int s = 0; s < 3; ++s) {
        QVERIFY(std::abs((*frame)->at(48, 16, s) - expected[static_cast<std::size_t>(s)] * 1023 / 255) <= 20);
    }
    // A header of 8 bits: shown with as many, and said.
    FrameFile narrow = videoFile({stream}, spec, 8);
    narrow.image.transferSyntax = file.image.transferSyntax;
    const Result<FramePtr> reduced = read(narrow, 7);
    QVERIFY2(reduced, reasonOf(reduced));
    QCOMPARE((*reduced)->type(), SampleType::UInt8);
    QCOMPARE(numbered::read(**reduced), 7);
    QCOMPARE((*reduced)->cautions().size(), 1);
    QVERIFY((*reduced)->cautions().front().contains(QStringLiteral("10 bits a sample, the header of the file says 8")));
}

void VideoColorsTest::interlacedPictures()
{
    for (const char* encoder : {"mpeg2video", "libx264"}) {
        if (!hasEncoder(encoder)) {
            continue;
        }
        VideoSpec spec{encoder, "mpegts"};
        spec.flags = AV_CODEC_FLAG_INTERLACED_DCT | AV_CODEC_FLAG_INTERLACED_ME;
        const QByteArray stream = encodeVideo(spec, numbered::paint);
        QVERIFY(!stream.isEmpty());
        const FrameFile file = videoFile({stream}, spec);
        for (int i = 0; i < spec.frames; ++i) {
            const Result<FramePtr> frame = read(file, i);
            QVERIFY2(frame, reasonOf(frame));
            QCOMPARE(numbered::read(**frame), i);
        }
    }
}

void VideoColorsTest::pixelsThatAreNotSquare()
{
    VideoSpec spec{"mpeg2video", "mpegts"};
    spec.pixelShape = {16, 15};
    spec.columns = 720;
    spec.rows = 576; // the coding knows only the shape of the whole picture: 4 : 3
    FrameFile file = videoFile({encodeVideo(spec, numbered::paint)}, spec);
    const Result<FramePtr> frame = read(file, 0);
    QVERIFY2(frame, reasonOf(frame));
    QCOMPARE((*frame)->cautions().size(), 1);
    QVERIFY((*frame)->cautions().front().contains(QStringLiteral("16 : 15")));
    file.image.pixelAspect = 15.0 / 16.0; // height : width
    QCOMPARE(read(file, 0).value()->cautions(), QStringList());
}

QTEST_GUILESS_MAIN(VideoColorsTest)
#include "tst_VideoColors.moc"
