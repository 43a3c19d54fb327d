#include "mpr/FusedVolume.h"

#include "display/DisplayPipeline.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kSuvWindow = 7;
constexpr double kWindowDrag = 256; // pixels

bool isSameStack(const ImageSeriesPtr& a, const ImageSeriesPtr& b)
{
    return a && b && a->generation == b->generation && a->study.uid == b->study.uid && seriesKey(a) == seriesKey(b);
}

/// Which comes first where none is named.
int rank(const ImageSeries& series)
{
    static const QStringList order{QStringLiteral("PT"), QStringLiteral("NM"), QStringLiteral("RTDOSE")};
    const auto at = static_cast<int>(order.indexOf(series.series.modality));
    return at < 0 ? static_cast<int>(order.size()) : at;
}

bool hasOwnWindows(const QString& modality)
{
    return modality == QLatin1String("CT") || modality == QLatin1String("MR");
}

} // namespace

FusedVolume::FusedVolume(const ViewerServices& services, QObject* parent) : QObject(parent), m_source(services)
{
    connect(&m_source, &MprVolume::opened, this, &FusedVolume::touch);
    connect(&m_source, &MprVolume::changed, this, &FusedVolume::touch);
}

void FusedVolume::touch()
{
    ++m_version;
    Q_EMIT changed();
}

void FusedVolume::setFirst(const ImageSeriesPtr& series)
{
    const bool same = isSameStack(series, m_first);
    m_first = series;
    if (!same) {
        m_study.clear();
        drop();
    } else {
        revalidate();
    }
}

void FusedVolume::setStudy(const std::vector<ImageSeriesPtr>& series)
{
    if (series != m_study) {
        m_study = series;
        revalidate();
    }
}

void FusedVolume::drop()
{
    if (m_source.series()) {
        m_source.setSeries(nullptr);
        m_scales.clear();
        m_warnings.clear();
        m_placing = {};
        m_window.reset();
        touch();
    }
}

/// What is laid over may have grown, gone, or lie elsewhere by now.
void FusedVolume::revalidate()
{
    const ImageSeriesPtr now = m_source.series();
    if (!now) {
        return;
    }
    const auto found =
        std::find_if(m_study.begin(), m_study.end(), [&](const ImageSeriesPtr& one) { return isSameStack(one, now); });
    Result<FusionPlacing> placing =
        m_first && found != m_study.end() ? placeOver(*m_first, **found) : Result<FusionPlacing>(Error{});
    if (!placing) {
        drop();
        return;
    }
    m_placing = *placing;
    if (*found != now) {
        open(*found);
    }
    touch();
}

std::vector<FusedVolume::Candidate> FusedVolume::candidates() const
{
    std::vector<Candidate> result;
    for (const ImageSeriesPtr& series : m_study) {
        if (!m_first || !series || series->frames.empty() || isSameStack(series, m_first)) {
            continue;
        }
        const Result<FusionPlacing> placing = placeOver(*m_first, *series);
        result.push_back({series, placing ? QString() : placing.error().message});
    }
    return result;
}

Result<void> FusedVolume::choose(const ImageSeriesPtr& series)
{
    if (!series) {
        drop();
        return {};
    }
    if (!m_first || std::find(m_study.begin(), m_study.end(), series) == m_study.end()) {
        return Error{tr("It is not of the open study."), {}};
    }
    Result<FusionPlacing> placing = placeOver(*m_first, *series);
    if (!placing) {
        return placing.error();
    }
    m_placing = *placing;
    m_on = true;
    open(series);
    m_window.reset();
    // The first that there is; the last always is.
    m_scale = static_cast<int>(
        std::find_if(m_scales.begin(), m_scales.end(), [](const FusionScale& one) { return one.isUsable(); }) - m_scales.begin());
    touch();
    return {};
}

void FusedVolume::open(const ImageSeriesPtr& series)
{
    m_warnings.clear();
    m_lossy = false;
    for (const FrameRef& ref : series->frames) {
        m_warnings += ref.image->warnings;
        m_warnings.removeDuplicates();
        m_lossy = m_lossy || ref.image->lossy.lossy;
    }
    m_scales = fusionScales(series->frames);
    const auto last = static_cast<int>(m_scales.size()) - 1;
    if (m_scale > last || !m_scales[static_cast<std::size_t>(m_scale)].isUsable()) { // a slice that came later has none
        m_scale = last;
        m_window.reset();
    }
    m_source.setSeries(series);
}

bool FusedVolume::chooseFirst()
{
    std::vector<Candidate> all = candidates();
    all.erase(std::remove_if(all.begin(), all.end(), [](const Candidate& one) { return !one.reason.isEmpty(); }), all.end());
    const auto best = std::min_element(all.begin(), all.end(),
                                       [](const Candidate& a, const Candidate& b) { return rank(*a.series) < rank(*b.series); });
    return best != all.end() && choose(best->series).ok();
}

void FusedVolume::setOn(bool on)
{
    if (on != m_on) {
        m_on = on;
        touch();
    }
}

void FusedVolume::setOpacity(double opacity)
{
    const double wanted = std::isfinite(opacity) ? std::clamp(opacity, 0.0, 1.0) : m_opacity;
    if (wanted != m_opacity) {
        m_opacity = wanted;
        touch();
    }
}

void FusedVolume::setColors(int index)
{
    const int wanted = std::clamp(index, 0, static_cast<int>(FusionColors::shipped().size()) - 1);
    if (wanted != m_colors) {
        m_colors = wanted;
        touch();
    }
}

const FusionScale& FusedVolume::scale() const
{
    static const FusionScale none;
    return m_scales.empty() ? none : m_scales[static_cast<std::size_t>(m_scale)];
}

bool FusedVolume::setScale(int index)
{
    if (index < 0 || index >= static_cast<int>(m_scales.size()) || !m_scales[static_cast<std::size_t>(index)].isUsable()) {
        return false;
    }
    m_scale = index;
    m_window.reset();
    touch();
    return true;
}

bool FusedVolume::hasValues() const
{
    return m_source.volume() && m_source.referenceFrame() && m_source.volume()->range();
}

std::optional<FusedVolume::Range> FusedVolume::ownWindow() const
{
    if (!hasValues()) {
        return std::nullopt;
    }
    const ResliceVolume* volume = m_source.volume();
    const FramePtr& frame = m_source.referenceFrame();
    if (scale().isSuv() && scale().name != QLatin1String("SUVbsa")) {
        return Range{0, kSuvWindow};
    }
    const FrameRef& ref = m_source.reference();
    if (hasOwnWindows(ref.image->record.series.modality)) {
        const Window window = GrayTransform(*ref.image, ref.frame, *frame, {}).window();
        return Range{window.center - window.width / 2, window.center + window.width / 2};
    }
    const auto told = [&](double value) {
        return (value * volume->slope() + volume->intercept()) * scale().slope + scale().intercept;
    };
    const double most = std::max(told(volume->range()->first), told(volume->range()->second));
    return Range{0, most > 0 ? most : 1};
}

std::optional<FusedVolume::Range> FusedVolume::window() const
{
    return m_window && hasValues() ? m_window : ownWindow();
}

void FusedVolume::setWindow(const Range& range)
{
    if (std::isfinite(range.low) && std::isfinite(range.high) && range.high > range.low) {
        m_window = range;
        touch();
    }
}

void FusedVolume::resetWindow()
{
    if (m_window) {
        m_window.reset();
        touch();
    }
}

void FusedVolume::adjustWindow(const QPointF& delta)
{
    const std::optional<Range> own = ownWindow();
    std::optional<Range> now = window();
    if (!own || !now) {
        return;
    }
    const double step = (own->high - own->low) / kWindowDrag;
    now->high = std::max(now->high + delta.x() * step, now->low + step);
    now->low = std::min(now->low + delta.y() * step, now->high - step);
    setWindow(*now);
}

std::optional<double> FusedVolume::valueAt(const Eigen::Vector3d& point, ResliceInterpolation interpolation) const
{
    const std::optional<double> value = m_source.valueAt(m_placing.point(point), interpolation);
    return value ? std::optional(*value * scale().slope + scale().intercept) : std::nullopt;
}

bool FusedVolume::isComplete() const
{
    return !m_source.series() || !m_source.reason().isEmpty() || (m_source.volume() && !m_source.isLoading());
}

} // namespace isocenter
