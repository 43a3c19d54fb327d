#include "demo/DemoHeader.h"
#include "demo/Phantom.h"

#include <algorithm>
#include <cmath>

namespace isocenter::demo {

namespace {

constexpr int kColumns = 640;
constexpr int kRows = 480;
constexpr int kFrames = 40;
constexpr double kFrameMs = 40;
constexpr double kCmPerPixel = 0.04;

// The sector: apex, depth and half angle; the calibrated region is the rectangle around it.
constexpr double kApexX = 320;
constexpr double kApexY = 30;
constexpr double kDepth = 400;
constexpr double kHalfAngle = 40 * M_PI / 180;
constexpr int kRegionLeft = 62;
constexpr int kRegionRight = 578;
constexpr int kRegionTop = 30;
constexpr int kRegionBottom = 430;

// The chamber at mid-beat.
constexpr double kChamberX = 320;
constexpr double kChamberY = 235;

struct Colour
{
    double red;
    double green;
    double blue;
};

/// Fixed speckle of the tissue, smoothed across the beam.
std::vector<float> speckle()
{
    constexpr std::size_t kCount = static_cast<std::size_t>(kColumns) * kRows;
    Noise noise(11);
    std::vector<float> raw(kCount);
    for (float& value : raw) {
        value = std::hypot(noise.next(), noise.next());
    }
    std::vector<float> out(kCount, 1);
    for (std::size_t i = 2; i + 2 < kCount; ++i) {
        out[i] = (raw[i - 2] + 2 * raw[i - 1] + 3 * raw[i] + 2 * raw[i + 1] + raw[i + 2]) / 9;
    }
    return out;
}

Colour colourAt(double x, double y, double beat, double grain)
{
    const double depth = std::hypot(x - kApexX, y - kApexY);
    if (depth > kDepth || std::abs(std::atan2(x - kApexX, y - kApexY)) > kHalfAngle) {
        return {0, 0, 0};
    }
    const double across = (x - kChamberX) / (62 + 14 * beat);
    const double along = (y - kChamberY) / (112 + 16 * beat);
    const double wall = std::hypot(across, along);
    const double gain = 1 - 0.45 * depth / kDepth;
    if (wall >= 1) {
        const double tissue = (wall < 1.22 ? 150 : 78) * gain * grain;
        return {tissue, tissue, tissue};
    }
    const double blood = 9 * grain;
    // Flow towards the probe is red, away from it blue.
    const double flow = std::max(0.0, 1 - std::hypot(across / 0.45, (along + 0.45) / 0.5)) * std::abs(beat);
    return {blood + (beat > 0 ? 230 * flow : 0), blood + 60 * flow, blood + (beat > 0 ? 0 : 230 * flow)};
}

char toByte(double value)
{
    return static_cast<char>(static_cast<unsigned char>(std::clamp(value + 0.5, 0.0, 255.0)));
}

QByteArray pixels()
{
    const std::vector<float> grain = speckle();
    QByteArray bytes(static_cast<qsizetype>(kFrames) * kRows * kColumns * 3, '\0');
    char* out = bytes.data();
    for (int frame = 0; frame < kFrames; ++frame) {
        const double beat = std::sin(2 * M_PI * frame / kFrames);
        for (int row = 0; row < kRows; ++row) {
            for (int column = 0; column < kColumns; ++column) {
                const auto place = static_cast<std::size_t>(row) * kColumns + static_cast<std::size_t>(column);
                const Colour colour = colourAt(column, row, beat, static_cast<double>(grain[place]));
                *out++ = toByte(colour.red);
                *out++ = toByte(colour.green);
                *out++ = toByte(colour.blue);
            }
        }
    }
    return bytes;
}

void writeRegion(DatasetWriter& writer)
{
    constexpr int kTissue2D = 1;
    constexpr int kCentimetres = 3;
    DatasetItem region = writer.item(0x00186011);
    region.number(0x00186012, "US", kTissue2D).number(0x00186014, "US", 1).number(0x00186016, "UL", 0);
    region.number(0x00186018, "UL", kRegionLeft).number(0x0018601A, "UL", kRegionTop);
    region.number(0x0018601C, "UL", kRegionRight).number(0x0018601E, "UL", kRegionBottom);
    region.number(0x00186020, "SL", kApexX - kRegionLeft).number(0x00186022, "SL", kApexY - kRegionTop);
    region.number(0x00186024, "US", kCentimetres).number(0x00186026, "US", kCentimetres);
    region.number(0x00186028, "FD", 0).number(0x0018602A, "FD", 0);
    region.number(0x0018602C, "FD", kCmPerPixel).number(0x0018602E, "FD", kCmPerPixel);
}

Result<DemoFile> cine()
{
    const DemoStudy study{QStringLiteral("heart"),
                          QStringLiteral("DEMO-HEART"),
                          QStringLiteral("PHANTOM^DEMO HEART"),
                          QDate(2025, 11, 3),
                          QStringLiteral("Ultrasound heart phantom"),
                          QStringLiteral("DEMO0005")};
    const DemoSeries series{QStringLiteral("cine"),
                            QStringLiteral("US"),
                            QStringLiteral("1.2.840.10008.5.1.4.1.1.3.1"),
                            QStringLiteral("Four chamber"),
                            QStringLiteral("HEART"),
                            QStringLiteral("Demonstration heart"),
                            QString(),
                            1};
    const InstanceRecord record = demoRecord(study, series, 1, kRows, kColumns, kFrames);
    DatasetWriter writer(record.instance.sopClass, record.instance.uid.text());
    writeHeader(writer, record);
    writer.text(0x00080008, "CS", QStringLiteral("ORIGINAL\\PRIMARY")).text(0x00200020, "CS", QString());
    writer.number(0x00280008, "IS", kFrames).number(0x00181063, "DS", kFrameMs).pointer(0x00280009, 0x00181063);
    writer.number(0x00180040, "IS", 1000 / kFrameMs).number(0x00082144, "IS", 1000 / kFrameMs);
    writeRegion(writer);
    writer.number(0x00280002, "US", 3).text(0x00280004, "CS", QStringLiteral("RGB")).number(0x00280006, "US", 0);
    writer.number(0x00280010, "US", kRows).number(0x00280011, "US", kColumns).number(0x00280014, "US", 1);
    writer.number(0x00280100, "US", 8).number(0x00280101, "US", 8).number(0x00280102, "US", 7).number(0x00280103, "US", 0);
    writer.bytes(0x7FE00010, "OB", pixels());
    return finish(writer, record);
}

} // namespace

void addUltrasound(std::vector<DemoObject>& objects)
{
    objects.push_back({QStringLiteral("us-heart/0001.dcm"), &cine});
}

} // namespace isocenter::demo
