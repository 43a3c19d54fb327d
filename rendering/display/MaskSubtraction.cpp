#include "display/MaskSubtraction.h"

#include "display/DisplayPipeline.h"
#include "display/SampleVisit.h"
#include "display/Voi.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace isocenter {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kWindowSamples = 65536;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(MaskSubtraction)
};

const ModalityTransform& modalityOf(const SubtractionFrame& part, const std::optional<ModalityTransform>& ofState)
{
    return ofState ? *ofState : part.ref.attributes().modality;
}

bool isSame(const ModalityTransform& a, const ModalityTransform& b)
{
    return a.slope == b.slope && a.intercept == b.intercept && a.table == b.table;
}

bool isSame(const std::optional<ModalityTransform>& a, const std::optional<ModalityTransform>& b)
{
    return a.has_value() == b.has_value() && (!a || isSame(*a, *b));
}

/// Values of no intensity have no logarithm: the least is one stored step.
double logarithm(double value, double step)
{
    return 1000.0 * std::log(std::max(value, step));
}

/// Values of one frame, padding and what is no number as NaN, each through `convert` (of modality values).
template <typename Convert, typename Use>
void eachValue(const SubtractionFrame& part, const ModalityTransform& m, Convert convert, Use use)
{
    const auto padding = paddingRange(*part.ref.image);
    const bool usesTable = m.table && !m.table->data.empty();
    const auto valueOf = [&](double stored) -> float {
        if (!std::isfinite(stored) || (padding && stored >= padding->first && stored <= padding->second)) {
            return kNothing;
        }
        return static_cast<float>(convert(usesTable ? lookup(*m.table, stored) : stored * m.slope + m.intercept));
    };
    const Frame& frame = *part.frame;
    const double first = frame.minimum();
    const double span = frame.maximum() - first;
    if (sampleSize(frame.type()) <= 2 && span < static_cast<double>(frame.count())) {
        std::vector<float> table(static_cast<std::size_t>(span) + 1);
        for (std::size_t i = 0; i < table.size(); ++i) {
            table[i] = valueOf(first + static_cast<double>(i));
        }
        visitSamples(frame, [&](const auto* values) {
            for (std::size_t i = 0; i < frame.count(); ++i) {
                use(i, table[static_cast<std::size_t>(static_cast<std::int64_t>(values[i]) - static_cast<std::int64_t>(first))]);
            }
        });
        return;
    }
    visitSamples(frame, [&](const auto* values) {
        for (std::size_t i = 0; i < frame.count(); ++i) {
            use(i, valueOf(static_cast<double>(values[i])));
        }
    });
}

/// Mean of the frames, then its logarithm if asked for.
std::vector<float> mean(const std::vector<SubtractionFrame>& parts, const std::optional<ModalityTransform>& ofState,
                        SubtractionSpace space)
{
    const bool logarithms = space == SubtractionSpace::Logarithms;
    const double step = std::abs(modalityOf(parts.front(), ofState).slope);
    std::vector<float> out(parts.front().frame->count());
    if (parts.size() == 1) {
        const auto convert = [&](double value) { return logarithms ? logarithm(value, step) : value; };
        eachValue(parts.front(), modalityOf(parts.front(), ofState), convert, [&](std::size_t i, float v) { out[i] = v; });
        return out;
    }
    std::vector<double> sums(out.size());
    for (const SubtractionFrame& part : parts) {
        eachValue(
            part, modalityOf(part, ofState), [](double value) { return value; }, [&](std::size_t i, float v) { sums[i] += v; });
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double value = sums[i] / static_cast<double>(parts.size());
        out[i] = static_cast<float>(logarithms && value == value ? logarithm(value, step) : value);
    }
    return out;
}

/// The plane moved down and to the right; NaN where nothing comes to lie.
std::vector<float> moved(const std::vector<float>& plane, int rows, int columns, const MaskShift& shift)
{
    std::vector<float> out(plane.size(), kNothing);
    const double wholeRow = std::floor(-shift.row);
    const double wholeColumn = std::floor(-shift.column);
    const auto down = static_cast<float>(-shift.row - wholeRow);
    const auto right = static_cast<float>(-shift.column - wholeColumn);
    for (int r = 0; r < rows; ++r) {
        const double row = r + wholeRow;
        if (row < 0 || row > rows - 1 || (down > 0 && row + 1 > rows - 1)) {
            continue;
        }
        const float* upper = plane.data() + static_cast<std::ptrdiff_t>(row) * columns;
        const float* lower = down > 0 ? upper + columns : upper;
        float* line = out.data() + static_cast<std::ptrdiff_t>(r) * columns;
        const int last = right > 0 ? columns - 2 : columns - 1;
        const int from = static_cast<int>(std::clamp(-wholeColumn, 0.0, static_cast<double>(columns)));
        const int to = static_cast<int>(std::clamp(last - wholeColumn, -1.0, columns - 1.0));
        const int next = right > 0 ? 1 : 0;
        for (int c = from; c <= to; ++c) {
            const int at = c + static_cast<int>(wholeColumn);
            const float a = upper[at] + right * (upper[at + next] - upper[at]);
            const float b = lower[at] + right * (lower[at + next] - lower[at]);
            line[c] = a + down * (b - a);
        }
    }
    return out;
}

/// Half the width of a window for differences of values whose scale nobody states: the middle half of the mask's values, or,
/// where a border makes up most of the mask, a quarter of their range.
double reachOf(const std::vector<float>& mask)
{
    std::vector<float> samples;
    const std::size_t stride = std::max<std::size_t>(1, mask.size() / kWindowSamples);
    for (std::size_t i = 0; i < mask.size(); i += stride) {
        if (mask[i] == mask[i]) {
            samples.push_back(mask[i]);
        }
    }
    if (samples.empty()) {
        return 0;
    }
    const auto at = [&](std::size_t rank) {
        std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(rank), samples.end());
        return static_cast<double>(samples[rank]);
    };
    const std::size_t last = samples.size() - 1;
    const double middle = at(last - last / 4) - at(last / 4);
    const double range = at(last - last / 200) - at(last / 200);
    return std::max(middle, range / 16);
}

/// Symmetric around 0, from the mask alone: the same for all frames of a run.
Window windowAround0(const std::vector<float>& mask, SubtractionSpace space, double step)
{
    Window window;
    window.function = VoiFunction::LinearExact;
    // Vessels of contrast medium take away a tenth to a half of the beam.
    window.width = space == SubtractionSpace::Logarithms ? 1000 : std::max(2 * reachOf(mask), 4 * step);
    window.explanation = Text::tr("automatic around 0");
    return window;
}

ImagePtr imageOf(const SubtractionRequest& request, SubtractionSpace space, const Window& window)
{
    const FrameRef& ref = request.contrast.front().ref;
    auto image = std::make_shared<ImageAttributes>(*ref.image);
    FrameAttributes attributes = ref.attributes();
    const QString unit = modalityOf(request.contrast.front(), request.modality).unit;
    attributes.modality = ModalityTransform();
    attributes.modality.present = true;
    attributes.modality.unit = space == SubtractionSpace::Logarithms ? QStringLiteral("\u00d71/1000 ln") : unit;
    attributes.windows = {window};
    attributes.voiTables.clear();
    attributes.realWorld.reset();
    attributes.hasPaletteColors = false;
    image->shared = std::move(attributes);
    image->perFrame.clear();
    image->frames = 1;
    image->isSigned = true;
    image->paddingValue.reset();
    image->paddingLimit.reset();
    image->masks.clear();
    return image;
}

bool isSamePlace(const FrameRef& a, const FrameRef& b)
{
    const auto& p = a.attributes().plane;
    const auto& q = b.attributes().plane;
    return p.has_value() == q.has_value() &&
           (!p || (p->isParallel(*q) && (p->position - q->position).norm() < 0.01 &&
                   a.image->record.series.frameOfReference == b.image->record.series.frameOfReference));
}

Result<void> check(const SubtractionRequest& request)
{
    const SubtractionFrame& first = request.contrast.front();
    for (const auto* parts : {&request.contrast, &request.mask}) {
        for (const SubtractionFrame& part : *parts) {
            if (part.ref.image->isColor() || part.frame->samples() != 1) {
                return Error{Text::tr("Images in colour cannot be subtracted."), {}};
            }
            if (part.frame->rows() != first.frame->rows() || part.frame->columns() != first.frame->columns()) {
                return Error{Text::tr("The mask has another size than this image."), {}};
            }
            if (!isSamePlace(part.ref, first.ref)) {
                return Error{Text::tr("The mask lies at another place than this image."), {}};
            }
        }
    }
    return {};
}

double stepOf(const SubtractionRequest& request)
{
    const double slope = std::abs(modalityOf(request.mask.front(), request.modality).slope);
    return slope > 0 ? slope : 1.0;
}

} // namespace

SubtractionSpace subtractionSpace(const SubtractionRequest& request)
{
    const auto isLinear = [](const SubtractionFrame& part) {
        const ImageAttributes& image = *part.ref.image;
        return image.intensity == IntensityRelation::Linear && !image.intensityFalls && !part.ref.attributes().modality.table;
    };
    const bool all = std::all_of(request.contrast.begin(), request.contrast.end(), isLinear) &&
                     std::all_of(request.mask.begin(), request.mask.end(), isLinear);
    return all && !request.modality ? SubtractionSpace::Logarithms : SubtractionSpace::Values;
}

void MaskSubtractor::prepareMask(const SubtractionRequest& request, SubtractionSpace space)
{
    std::vector<FramePtr> frames;
    for (const SubtractionFrame& part : request.mask) {
        frames.push_back(part.frame);
    }
    if (frames != m_key.frames || space != m_key.space || !isSame(request.modality, m_key.modality)) {
        m_key = {};
        m_moved.clear();
        m_mask = mean(request.mask, request.modality, space);
        m_window = windowAround0(m_mask, space, stepOf(request));
        m_key = {std::move(frames), request.modality, space};
    }
    if (m_moved.empty() || request.shift != m_shift) {
        const Frame& frame = *request.mask.front().frame;
        m_moved = request.shift == MaskShift() ? m_mask : moved(m_mask, frame.rows(), frame.columns(), request.shift);
        m_shift = request.shift;
    }
}

Result<SubtractedFrame> MaskSubtractor::subtract(const SubtractionRequest& request)
{
    if (request.contrast.empty() || request.mask.empty()) {
        return Error{Text::tr("There is no mask to subtract."), {}};
    }
    if (const Result<void> fits = check(request); !fits) {
        return fits.error();
    }
    try {
        const SubtractionSpace space = subtractionSpace(request);
        prepareMask(request, space);
        const std::vector<float> contrast = mean(request.contrast, request.modality, space);
        const Frame& first = *request.contrast.front().frame;
        const FramePtr frame = Frame::build(first.rows(), first.columns(), 1, SampleType::Float32, [&](std::byte* bytes) {
            auto* out = reinterpret_cast<float*>(bytes);
            for (std::size_t i = 0; i < contrast.size(); ++i) {
                out[i] = contrast[i] - m_moved[i];
            }
        });
        return SubtractedFrame{{imageOf(request, space, m_window), 0}, frame, space};
    } catch (const std::bad_alloc&) {
        return Error{Text::tr("There is not enough memory to subtract the mask."), {}};
    }
}

} // namespace isocenter
