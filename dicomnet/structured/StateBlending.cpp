#include "structured/StateParts.h"

#include "file/LookupTables.h"
#include "file/Tags.h"
#include "structured/StateTags.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

// The two kinds of blending states (PS3.3 C.11.14; C.11.33 and C.11.34).
namespace isocenter {

namespace {

constexpr std::size_t kMostInputs = 16;
constexpr std::size_t kMostSteps = 32;
constexpr std::size_t kMostThresholds = 64;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PresentationState)
};

const char* const kDamagedPalette =
    QT_TRANSLATE_NOOP("PresentationState", "Its colour palette is missing or damaged; no colours are applied.");

void addProblem(PresentationState& state, const QString& sentence)
{
    if (!state.problems.contains(sentence)) {
        state.problems << sentence;
    }
}

/// Referenced Spatial Registration Sequence: study and series (PS3.3 C.17.2.1), or the instance alone.
std::vector<InstanceUid> readRegistrations(const Item& item)
{
    std::vector<InstanceUid> found;
    const auto add = [&](const Item& reference) {
        const InstanceUid uid(reference.first(tag::ReferencedSOPInstanceUID));
        if (!uid.isEmpty()) {
            found.push_back(uid);
        }
    };
    for (const Item& study : item.items(tag::ReferencedSpatialRegistrationSequence)) {
        add(study);
        for (const Item& series : study.items(tag::ReferencedSeriesSequence)) {
            for (const Item& reference : series.items(tag::ReferencedSOPSequence)) {
                add(reference);
            }
        }
    }
    return found;
}

std::optional<ValueThreshold> readThreshold(const Item& item)
{
    using Type = ValueThreshold::Type;
    static const std::map<QString, Type> kTypes{
        {QStringLiteral("RANGE_INCL"), Type::Within},        {QStringLiteral("RANGE_EXCL"), Type::Outside},
        {QStringLiteral("GREATER_OR_EQUAL"), Type::AtLeast}, {QStringLiteral("LESS_OR_EQUAL"), Type::AtMost},
        {QStringLiteral("GREATER_THAN"), Type::Above},       {QStringLiteral("LESS_THAN"), Type::Below}};
    const auto type = kTypes.find(item.first(tag::ThresholdType));
    std::vector<double> values;
    for (const Item& one : item.items(tag::ThresholdValueSequence)) {
        if (const auto value = one.number(tag::ThresholdValue, vr("FD")); value && values.size() < 2) {
            values.push_back(*value);
        }
    }
    const bool isRange = type != kTypes.end() && (type->second == Type::Within || type->second == Type::Outside);
    if (type == kTypes.end() || values.size() < (isRange ? 2U : 1U)) {
        return std::nullopt;
    }
    const double last = isRange ? values[1] : values[0];
    return ValueThreshold{type->second, std::min(values[0], last), std::max(values[0], last)};
}

Result<void> readThresholds(const Item& item, BlendingInput& input)
{
    for (const Item& one : item.items(tag::ThresholdSequence)) {
        const std::optional<ValueThreshold> threshold = readThreshold(one);
        if (!threshold || input.thresholds.size() >= kMostThresholds) {
            return Error{Text::tr("The thresholds of the blending state make no sense."), {}};
        }
        input.thresholds.push_back(*threshold);
    }
    return {};
}

Result<BlendingInput> readInput(const Item& item, PresentationState& state)
{
    BlendingInput input;
    input.series = SeriesUid(item.first(tag::SeriesInstanceUID));
    readImageReferences(item, input.images);
    if (input.images.isEmpty() && (input.series.isEmpty() || item.has(tag::ReferencedImageSequence))) {
        return Error{Text::tr("The blending state does not say which images are to be blended."), {}};
    }
    readGrayscale(item, state, input.modality, input.voi);
    input.ownModality = !input.modality.present;
    const Item palette = item.item(tag::PaletteColorLookupTableSequence);
    if (!palette.isEmpty() && !readPalette(palette, false, input.palette)) {
        addProblem(state, Text::tr(kDamagedPalette));
    }
    if (const Result<void> sound = readThresholds(item, input); !sound) {
        return sound.error();
    }
    input.registrations = readRegistrations(item);
    return input;
}

/// Inputs by their number in the file.
using Numbers = std::map<int, int>;

Result<Numbers> readInputs(const Item& root, PresentationState& state)
{
    const std::vector<Item> items = root.items(tag::AdvancedBlendingSequence);
    if (items.empty() || items.size() > kMostInputs) {
        return Error{items.empty() ? Text::tr("The blending state does not say which images are to be blended.")
                                   : Text::tr("The blending state blends more sets of images than are supported."),
                     {}};
    }
    Numbers numbers;
    std::vector<std::size_t> geometries;
    Blending& blending = *state.blending;
    for (const Item& item : items) {
        const int number = item.integer(tag::BlendingInputNumber, vr("US")).value_or(0);
        if (!numbers.emplace(number, static_cast<int>(blending.inputs.size())).second || number <= 0) {
            return Error{Text::tr("The numbers of the blending state's inputs are missing or not unique."), {}};
        }
        if (item.first(tag::GeometryForDisplay) == QLatin1String("TRUE")) {
            geometries.push_back(blending.inputs.size());
        }
        Result<BlendingInput> input = readInput(item, state);
        if (!input) {
            return input.error();
        }
        blending.inputs.push_back(std::move(input).value());
    }
    if (geometries.size() > 1) {
        return Error{Text::tr("The blending state takes its geometry from several inputs at once."), {}};
    }
    blending.below = geometries.empty() ? 0 : geometries.front();
    return numbers;
}

/// A step as the file has it: operands by number.
struct NumberedStep
{
    BlendingStep step;
    std::vector<int> operands;
    int number = 0; ///< 0: it is shown
};

Result<NumberedStep> readStep(const Item& item)
{
    NumberedStep result;
    for (const Item& operand : item.items(tag::BlendingDisplayInputSequence)) {
        result.operands.push_back(operand.integer(tag::BlendingInputNumber, vr("US")).value_or(0));
    }
    const QString mode = item.first(tag::BlendingMode);
    const std::optional<double> opacity = item.number(tag::RelativeOpacity, vr("FL"));
    const bool isForeground = mode == QLatin1String("FOREGROUND");
    const std::size_t count = result.operands.size();
    if (isForeground ? count != 2 || !opacity : mode != QLatin1String("EQUAL") || count < 1 || count > kMostInputs + kMostSteps) {
        return Error{Text::tr("A step of the blending state makes no sense."), {}};
    }
    result.step.mode = isForeground ? BlendingStep::Mode::Foreground : BlendingStep::Mode::Equal;
    result.step.opacity = std::clamp(opacity.value_or(1), 0.0, 1.0);
    if (item.has(tag::BlendingInputNumber)) {
        result.number = item.integer(tag::BlendingInputNumber, vr("US")).value_or(-1);
    }
    return result;
}

Result<std::vector<NumberedStep>> readSteps(const Item& root, const Numbers& inputs)
{
    const std::vector<Item> items = root.items(tag::BlendingDisplaySequence);
    if (items.empty() || items.size() > kMostSteps) {
        return Error{items.empty() ? Text::tr("The blending state does not say how the images are to be blended.")
                                   : Text::tr("The blending state blends in more steps than are supported."),
                     {}};
    }
    std::vector<NumberedStep> steps;
    Numbers numbers = inputs;
    for (const Item& item : items) {
        Result<NumberedStep> step = readStep(item);
        if (!step) {
            return step.error();
        }
        if (step->number < 0 || (step->number == 0 && item.has(tag::BlendingInputNumber)) ||
            !numbers.emplace(step->number, 0).second) {
            return Error{
                Text::tr("The numbers of the blending state's steps are not unique, or several of its steps are to be shown."),
                {}};
        }
        steps.push_back(std::move(step).value());
    }
    if (numbers.count(0) == 0) {
        return Error{Text::tr("The blending state does not say which of its steps is shown."), {}};
    }
    for (const NumberedStep& step : steps) {
        if (std::any_of(step.operands.begin(), step.operands.end(), [&](int n) { return n <= 0 || numbers.count(n) == 0; })) {
            return Error{Text::tr("The blending state blends an input that it does not describe."), {}};
        }
    }
    return steps;
}

/// Puts what a step needs before it; steps that the picture does not need are left out.
class StepOrder
{
public:
    StepOrder(std::vector<NumberedStep> steps, Numbers inputs, Blending& blending)
        : m_steps(std::move(steps)), m_places(std::move(inputs)), m_blending(blending)
    {
    }

    /// False if it needs its own result. No deeper than there are steps.
    bool place(int number)
    {
        if (m_places.count(number) > 0) {
            return true;
        }
        const auto found =
            std::find_if(m_steps.begin(), m_steps.end(), [&](const NumberedStep& step) { return step.number == number; });
        if (found == m_steps.end() || !m_begun.insert(number).second) {
            return false;
        }
        for (const int operand : found->operands) {
            if (!place(operand)) {
                return false;
            }
            found->step.operands.push_back(m_places.at(operand));
        }
        m_places.emplace(number, static_cast<int>(m_blending.inputs.size() + m_blending.steps.size()));
        m_blending.steps.push_back(found->step);
        return true;
    }

private:
    std::vector<NumberedStep> m_steps;
    Numbers m_places; ///< of inputs and of steps that are done
    std::set<int> m_begun;
    Blending& m_blending;
};

} // namespace

void readBlending(const Item& root, PresentationState& state)
{
    std::optional<BlendingInput> superimposed;
    std::optional<BlendingInput> underlying;
    for (const Item& item : root.items(tag::BlendingSequence)) {
        BlendingInput input;
        readSeriesReferences(item, input.images);
        readGrayscale(item, state, input.modality, input.voi);
        const bool above = item.first(tag::BlendingPosition) == QLatin1String("SUPERIMPOSED");
        (above ? superimposed : underlying) = std::move(input);
    }
    const bool whole = superimposed && underlying && !superimposed->images.isEmpty();
    if (!whole) {
        addProblem(state, Text::tr("It does not say which images are to be blended."));
    }
    if (!underlying || underlying->images.isEmpty()) {
        return; // the state is for no image, and an error
    }
    Blending blending;
    blending.inputs.push_back(std::move(*underlying));
    BlendingStep step;
    step.operands = {0};
    step.mode = BlendingStep::Mode::Equal;
    if (whole) {
        if (!readPalette(root, false, superimposed->palette)) {
            addProblem(state, Text::tr(kDamagedPalette));
        }
        superimposed->registrations = readRegistrations(root);
        blending.inputs.push_back(std::move(*superimposed));
        step = {BlendingStep::Mode::Foreground,
                {1, 0},
                std::clamp(root.number(tag::RelativeOpacity, vr("FL")).value_or(1), 0.0, 1.0)};
    }
    blending.steps.push_back(step);
    state.blending = std::move(blending);
}

Result<void> readAdvancedBlending(const Item& root, PresentationState& state)
{
    state.blending = Blending();
    const Result<Numbers> numbers = readInputs(root, state);
    if (!numbers) {
        return numbers.error();
    }
    Result<std::vector<NumberedStep>> steps = readSteps(root, *numbers);
    if (!steps) {
        return steps.error();
    }
    if (!StepOrder(std::move(steps).value(), *numbers, *state.blending).place(0)) {
        return Error{Text::tr("The steps of the blending state need each other's results in a circle."), {}};
    }
    return {};
}

} // namespace isocenter
