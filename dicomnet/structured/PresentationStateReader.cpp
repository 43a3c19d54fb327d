#include "structured/PresentationStateReader.h"

#include "file/ColorProfiles.h"
#include "file/DateTime.h"
#include "file/HeaderBuilder.h"
#include "file/HeaderReader.h"
#include "file/LookupTables.h"
#include "file/Tags.h"
#include "structured/StateParts.h"
#include "structured/StateTags.h"
#include "study/SopClasses.h"

#include <QCoreApplication>

#include <algorithm>
#include <exception>

namespace isocenter {

namespace {

using Kind = PresentationState::Kind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PresentationState)
};

Kind kindOf(const QString& sopClass)
{
    switch (sopClass.mid(QLatin1String("1.2.840.10008.5.1.4.1.1.11.").size()).toInt()) {
    case 1:
        return Kind::Grayscale;
    case 2:
        return Kind::Color;
    case 3:
        return Kind::PseudoColor;
    case 4:
        return Kind::Blending;
    case 5:
        return Kind::XaXrf;
    case 8:
        return Kind::AdvancedBlending;
    default:
        return Kind::Other;
    }
}

QDateTime dateTimeOf(const Item& root)
{
    const QDate date = parseDate(root.first(tag::PresentationCreationDate));
    const QTime time = parseTime(root.first(tag::PresentationCreationTime));
    return date.isValid() ? QDateTime(date, time.isValid() ? time : QTime(0, 0)) : QDateTime();
}

void readPresentationLut(const Item& root, PresentationState& state)
{
    const Item table = root.item(tag::PresentationLUTSequence);
    if (table.has(tag::LUTData)) {
        state.presentationTable = readLut(table, false);
        if (!state.presentationTable) {
            state.problems << Text::tr("Its presentation lookup table is damaged and is not used.");
        }
        return;
    }
    state.inverse = root.first(tag::PresentationLUTShape) == QLatin1String("INVERSE");
}

bool isIn(int frame, const std::vector<double>& ends)
{
    for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
        if (frame >= ends[i] && frame <= ends[i + 1]) {
            return true;
        }
    }
    return ends.empty();
}

/// Pixel Shift Sequence of an XA/XRF state (PS3.3 C.11.19.1.2), as far as it moves whole frames.
void readPixelShifts(const Item& item, MaskOperation& operation, PresentationState& state)
{
    constexpr int kMostFrames = 65535;
    for (const Item& shift : item.items(tag::PixelShiftSequence)) {
        const std::vector<double> frames = shift.numbers(tag::PixelShiftFrameRange, vr("US"));
        for (const Item& region : shift.items(tag::RegionPixelShiftSequence)) {
            const std::optional<MaskShift> moved = readMaskShift(region);
            if (region.has(tag::VerticesOfTheRegion) || !moved) {
                const QString sentence = Text::tr("Its pixel shifts of parts of a frame are not applied.");
                state.problems.removeAll(sentence);
                state.problems << sentence;
            } else if (frames.empty()) {
                operation.shift = *moved;
            } else {
                const double last = *std::max_element(frames.begin(), frames.end());
                const auto count = static_cast<std::size_t>(std::min<double>(last, kMostFrames));
                operation.frameShifts.resize(std::max(operation.frameShifts.size(), count));
                for (std::size_t i = 0; i < count; ++i) {
                    if (isIn(static_cast<int>(i) + 1, frames)) {
                        operation.frameShifts[i] = moved;
                    }
                }
            }
        }
    }
}

void readMasks(const Item& root, PresentationState& state)
{
    for (const Item& item : root.items(tag::MaskSubtractionSequence)) {
        StateMask mask;
        readImageReferences(item, mask.images);
        mask.operation = readMaskOperation(item);
        readPixelShifts(item, mask.operation, state);
        state.masks.push_back(std::move(mask));
    }
}

Result<void> readKind(const Item& root, PresentationState& state)
{
    if (state.kind == Kind::AdvancedBlending) {
        return readAdvancedBlending(root, state);
    }
    if (state.kind == Kind::Blending) {
        readBlending(root, state);
        readPresentationLut(root, state);
        return {};
    }
    readSeriesReferences(root, state.images);
    readGrayscale(root, state, state.modality, state.voi);
    if (state.kind == Kind::PseudoColor && !readPalette(root, false, state.palette)) {
        state.problems << Text::tr("Its colour palette is missing or damaged; no colours are applied.");
    }
    if (state.kind == Kind::Other) {
        state.problems << Text::tr("States of this kind are not applied as a whole.");
    }
    readPresentationLut(root, state);
    if (state.kind != Kind::Color) {
        readMasks(root, state);
    }
    return {};
}

Result<PresentationStatePtr> read(const ScannedFile& file, const ImagePtr& object)
{
    if (file.data.damaged || file.data.truncated) {
        return Error{Text::tr("The presentation state is damaged."), {}};
    }
    const Item root(file.data);
    auto state = std::make_shared<PresentationState>();
    state->kind = kindOf(object->record.instance.sopClass);
    state->object = object;
    state->label = root.text(tag::ContentLabel);
    state->description = root.text(tag::ContentDescription);
    state->creator = PersonName::fromDicom(root.text(tag::ContentCreatorName));
    state->created = dateTimeOf(root);
    if (const Result<void> sound = readKind(root, *state); !sound) {
        return sound.error();
    }
    readSpatial(root, *state);
    state->shutter = object->shutter;
    state->profile = colorProfileOf(root);
    readAnnotations(root, *state);
    if (state->images.isEmpty() && !state->blending) {
        return Error{Text::tr("The presentation state does not say which images it is for."), {}};
    }
    return PresentationStatePtr(std::move(state));
}

} // namespace

Result<PresentationStatePtr> readPresentationState(const ImagePtr& object)
{
    const Result<ScannedFile> file = scanFile(object ? object->path : QString());
    return file ? readPresentationState(*file, object) : Result<PresentationStatePtr>(file.error());
}

Result<PresentationStatePtr> readPresentationState(const ScannedFile& file, const ImagePtr& object)
{
    if (!object || objectKind(object->record.instance.sopClass) != ObjectKind::PresentationState) {
        return Error{Text::tr("This is no presentation state."), {}};
    }
    try {
        return read(file, object);
    } catch (const std::exception& problem) {
        return Error{Text::tr("The presentation state cannot be read."), QString::fromLatin1(problem.what())};
    }
}

} // namespace isocenter
