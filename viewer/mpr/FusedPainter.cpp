#include "mpr/FusedPainter.h"

#include "mpr/MprHatching.h"
#include "mpr/MprPainter.h"
#include "reslice/Reslicer.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace isocenter {

namespace {

constexpr int kWhole = 256; // of the opacity
constexpr std::size_t kEntries = 4096;

/// The colours over the window, fine enough that an 8-bit ramp and 20 steps are met exactly.
std::vector<QRgb> entriesOf(const FusionColors& colors)
{
    std::vector<QRgb> entries(kEntries);
    for (std::size_t i = 0; i < kEntries; ++i) {
        entries[i] = colors.at((static_cast<float>(i) + 0.5F) / kEntries);
    }
    return entries;
}

QRgb blend(QRgb below, QRgb above, int weight)
{
    const auto channel = [weight](int a, int b) { return (a * (kWhole - weight) + b * weight + kWhole / 2) / kWhole; };
    return qRgb(channel(qRed(below), qRed(above)), channel(qGreen(below), qGreen(above)), channel(qBlue(below), qBlue(above)));
}

} // namespace

FusedPainter::FusedPainter(const FusedVolume& layer, const ViewerServices& services, QObject* parent)
    : QObject(parent), m_layer(layer), m_services(services), m_answers(this)
{
}

ReslicePlane FusedPainter::sampledPlane(const FusionPlacing& placing, const ReslicePlane& plane)
{
    ReslicePlane result = placing.plane(plane);
    result.mode = plane.mode == SlabMode::Sum ? SlabMode::Mean : plane.mode;
    return result;
}

const FusedPainter::Picture& FusedPainter::over(const QImage& base, const ReslicePlane& plane)
{
    if (!m_layer.isShown() || base.isNull()) {
        m_answers.forget();
        m_plane.reset();
        m_values = {};
        m_draft = false;
        m_base = 0;
        m_picture = {};
        m_picture.image = base;
        return m_picture;
    }
    updateValues(sampledPlane(m_layer.placing(), plane));
    if (m_fresh || m_base != base.cacheKey() || m_version != m_layer.version()) {
        mix(base);
        m_fresh = false;
        m_base = base.cacheKey();
        m_version = m_layer.version();
    }
    return m_picture;
}

FusedPainter::Values FusedPainter::sample(const ResliceVolume& volume, const std::vector<std::pair<double, double>>& gaps,
                                          const ReslicePlane& plane)
{
    Values result;
    try {
        const std::size_t count = static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(plane.height);
        const bool masked = !volume.isComplete() || !gaps.empty();
        std::vector<std::uint8_t> mask(masked ? count : 0);
        result.values.resize(count);
        const Result<ResliceOutcome> done = reslice(volume, plane, result.values.data(), masked ? mask.data() : nullptr);
        if (!done) {
            return {0, 0, {}, {}, false, false, done.error().message};
        }
        result.width = plane.width;
        result.height = plane.height;
        result.missing = done->missing;
        if (done->missing || !gaps.empty()) {
            result.absent = MprHatching(volume, plane, gaps, MprHatching::Slant::Falling).paint(mask, result.overGap);
        }
    } catch (const std::bad_alloc&) {
        return {0, 0, {}, {}, false, false, tr("There is not enough memory.")};
    }
    return result;
}

void FusedPainter::updateValues(const ReslicePlane& plane)
{
    const MprVolume& source = m_layer.source();
    if (m_plane && isSamePlane(*m_plane, plane) && m_sourceVersion == source.version()) {
        return;
    }
    m_answers.forget();
    m_plane = plane;
    m_sourceVersion = source.version();
    m_fresh = true;
    m_draft = false;
    const ResliceVolume& volume = *source.volume();
    if (const Result<void> sound = plane.check(volume.grid()); !sound) {
        m_values = {};
        m_values.problem = sound.error().message;
        return;
    }
    const std::optional<ReslicePlane> coarse = MprPainter::coarser(volume.grid(), plane);
    m_values = sample(volume, source.gaps(), coarse.value_or(plane));
    if (!coarse) {
        return;
    }
    m_draft = true;
    const auto work = [volume = volume, gaps = source.gaps(), plane](const CancelToken& token) {
        return token.isCancelled() ? Values() : sample(volume, gaps, plane);
    };
    m_answers.ask(m_services.queue, AnswerBox::Interactive, work, [this](Values values) {
        m_values = std::move(values);
        m_draft = false;
        m_fresh = true;
        Q_EMIT changed();
    });
}

void FusedPainter::mix(const QImage& base)
{
    m_picture = {};
    m_picture.image = base;
    m_picture.missing = m_values.missing;
    m_picture.overGap = m_values.overGap;
    m_picture.draft = m_draft;
    m_picture.problem = m_values.problem;
    const std::optional<FusedVolume::Range> window = m_layer.window();
    if (!m_values.values.empty() && window) {
        m_picture.image = mixed(base, *window);
        m_picture.absent = m_values.absent.isNull() ? QImage() : m_values.absent.scaled(base.size());
    }
}

QImage FusedPainter::mixed(const QImage& base, const FusedVolume::Range& window) const
{
    QImage image = base.convertToFormat(QImage::Format_RGB32); // a copy as soon as it is written to
    const FusionScale& scale = m_layer.scale();
    const double width = window.high - window.low;
    const auto slope = static_cast<float>(scale.slope / width * kEntries);
    const auto intercept = static_cast<float>((scale.intercept - window.low) / width * kEntries);
    const std::vector<QRgb> entries = entriesOf(m_layer.table());
    const int weight = static_cast<int>(std::lround(m_layer.opacity() * kWhole));
    const bool whole = m_values.width == image.width();
    std::vector<int> columns(static_cast<std::size_t>(image.width()));
    for (int x = 0; x < image.width(); ++x) {
        columns[static_cast<std::size_t>(x)] = whole ? x : x * m_values.width / image.width();
    }
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        const int row = m_values.height == image.height() ? y : y * m_values.height / image.height();
        const float* values = m_values.values.data() + static_cast<std::ptrdiff_t>(row) * m_values.width;
        for (int x = 0; x < image.width(); ++x) {
            const float value = values[columns[static_cast<std::size_t>(x)]];
            if (std::isfinite(value)) {
                const float entry = std::clamp(value * slope + intercept, 0.0F, static_cast<float>(kEntries - 1));
                line[x] = blend(line[x], entries[static_cast<std::size_t>(entry)], weight);
            }
        }
    }
    return image;
}

} // namespace isocenter
