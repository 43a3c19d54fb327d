#include "region/RegionSet.h"
#include "viewport/FidelityMarks.h"
#include "viewport/Overlay.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr int kMostWarnings = 3;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Viewport)
};

void addCompleteness(const ViewDescription& view, std::vector<OverlayMark>& marks)
{
    const ImageSeries& series = *view.series;
    if (!series.complete) {
        const QString text = series.count() == 1 ? Text::tr("INCOMPLETE: 1 image so far")
                                                 : Text::tr("INCOMPLETE: %1 images so far").arg(series.count());
        marks.push_back({text});
    }
    if (view.failed > 0) {
        marks.push_back({Text::tr("%1 of %2 images cannot be shown").arg(view.failed).arg(series.count()), TextTone::Danger});
    }
    if (view.loaded + view.failed < series.count()) {
        marks.push_back({Text::tr("loading: %1 of %2").arg(view.loaded).arg(series.count()), TextTone::Quiet});
    }
    if (series.missingParts > 0) {
        marks.push_back({series.missingParts == 1 ? Text::tr("A PART OF THIS IMAGE IS MISSING")
                                                  : Text::tr("%1 PARTS OF THIS IMAGE ARE MISSING").arg(series.missingParts),
                         TextTone::Danger});
    } else if (!series.notShown.isEmpty()) {
        marks.push_back(
            {Text::tr("%1 objects of this series have no picture here").arg(series.notShown.size()), TextTone::Quiet});
    }
}

void addGaps(const ViewDescription& view, std::vector<OverlayMark>& marks)
{
    const std::vector<int>& gaps = view.series->order.gaps;
    const auto has = [&](int index) { return std::find(gaps.begin(), gaps.end(), index) != gaps.end(); };
    if (has(view.index) || has(view.index - 1)) {
        marks.push_back({has(view.index) ? Text::tr("SLICES MISSING after this one") : Text::tr("SLICES MISSING before this one"),
                         TextTone::Danger});
    } else if (!gaps.empty()) {
        marks.push_back({gaps.size() == 1 ? Text::tr("slices missing after %1").arg(gaps.front() + 1)
                                          : Text::tr("slices missing in %1 places").arg(gaps.size())});
    }
}

void addImageMarks(const ImageAttributes& image, const QStringList& cautions, std::vector<OverlayMark>& marks)
{
    if (image.lossy.lossy) {
        marks.push_back({lossyText(image)});
    }
    if (image.forProcessing) {
        marks.push_back({Text::tr("FOR PROCESSING")});
    }
    if (image.derived) {
        marks.push_back({Text::tr("DERIVED")});
    }
    if (image.burnedIn) {
        marks.push_back({Text::tr("BURNED-IN TEXT")});
    }
    const QStringList warnings = cautions + image.warnings;
    const int shown = std::min(kMostWarnings, static_cast<int>(warnings.size()));
    for (int i = 0; i < shown; ++i) {
        marks.push_back({singleLine(warnings[i], 160)});
    }
    if (warnings.size() > shown) {
        marks.push_back({Text::tr("and %1 more warnings").arg(warnings.size() - shown)});
    }
}

void addPresentation(const ViewDescription& view, std::vector<OverlayMark>& marks)
{
    if (!view.series->keyTitle.isEmpty()) {
        marks.push_back({Text::tr("KEY IMAGES: %1").arg(view.series->keyTitle), TextTone::Plain});
    }
    if (view.presentation && !view.presentationApplies) {
        marks.push_back({Text::tr("Presentation state: %1 is not for this image").arg(view.presentation->name())});
    } else if (view.presentation) {
        const QString name = Text::tr("Presentation state: %1").arg(view.presentation->name());
        marks.push_back(view.presentationModified ? OverlayMark{Text::tr("%1, modified").arg(name)}
                                                  : OverlayMark{name, TextTone::Plain});
        for (const QString& problem : view.presentation->problems) {
            marks.push_back({problem});
        }
    } else if (view.statesForFrame > 0) {
        marks.push_back({view.statesForFrame == 1 ? Text::tr("1 presentation state can be applied")
                                                  : Text::tr("%1 presentation states can be applied").arg(view.statesForFrame),
                         TextTone::Quiet});
    }
    if (view.hasShutter) {
        marks.push_back(view.shutterShown ? OverlayMark{Text::tr("shutter"), TextTone::Quiet}
                                          : OverlayMark{Text::tr("SHUTTER REMOVED")});
    }
    if (view.hasOverlays && !view.overlaysShown) {
        marks.push_back({Text::tr("OVERLAYS HIDDEN")});
    }
    if (!view.overlayProblem.isEmpty()) {
        marks.push_back({view.overlayProblem});
    }
}

/// "0.5", "-1.0": always with a sign of how fine it is.
QString shiftText(const MaskShift& shift)
{
    const auto figure = [](double value) { return QString::number(value, 'f', value * 10 == std::round(value * 10) ? 1 : 2); };
    return figure(shift.row) + QLatin1Char('\\') + figure(shift.column);
}

/// "Subtracted: mask frame 3, shift 0.5\-1.0 · of logarithms".
void addSubtraction(const ViewDescription& view, std::vector<OverlayMark>& marks)
{
    const SubtractionPlan& plan = view.subtraction;
    if (view.subtractedIn) {
        const bool one = plan.mask.size() == 1;
        QStringList parts{
            (one ? Text::tr("Subtracted: mask frame %1, shift %2") : Text::tr("Subtracted: mean of mask frames %1, shift %2"))
                .arg(maskNumbers(*view.series, plan.mask), shiftText(plan.shift))};
        if (plan.contrast.size() > 1) {
            parts << Text::tr("%1 frames averaged").arg(plan.contrast.size());
        }
        parts << (*view.subtractedIn == SubtractionSpace::Logarithms ? Text::tr("of logarithms") : Text::tr("of values"));
        if (plan.ownMask || plan.ownShift) {
            parts << (plan.ownMask ? Text::tr("mask chosen here") : Text::tr("shifted here"));
        }
        if (!plan.explanation.isEmpty() && !plan.ownMask) {
            parts << singleLine(plan.explanation, 48);
        }
        marks.push_back({parts.join(QStringLiteral(" \u00b7 ")), TextTone::Plain});
    } else if (plan.wanted && plan.mask.empty() && plan.problem.isEmpty()) {
        marks.push_back({Text::tr("NOT SUBTRACTED: no mask is for this frame")});
    } else if (!plan.wanted && plan.recommended) {
        marks.push_back({Text::tr("NOT SUBTRACTED, though recommended")});
    } else if (!plan.wanted && plan.offered) {
        marks.push_back({Text::tr("a mask can be subtracted"), TextTone::Quiet});
    }
}

QStringList namesOf(const std::vector<BlendedPart>& parts)
{
    QStringList names;
    for (const BlendedPart& part : parts) {
        names << part.name;
    }
    names.removeAll(QString());
    return names;
}

/// "Blended: PT 5: Whole body, 40 %; MR 3: Head, 30 %, registered by FUSION".
void addBlendedParts(const ViewDescription& view, std::vector<OverlayMark>& marks)
{
    QStringList here;
    std::vector<BlendedPart> elsewhere;
    for (const BlendedPart& part : view.blended) {
        if (!part.here) {
            elsewhere.push_back(part);
            continue;
        }
        const QString share = Text::tr("%1, %2 %").arg(part.name).arg(qRound(100 * part.share));
        here << (part.registration.isEmpty() ? share : Text::tr("%1, registered by %2").arg(share, part.registration));
    }
    if (!here.isEmpty()) {
        marks.push_back({Text::tr("Blended: %1").arg(here.join(QStringLiteral("; "))), TextTone::Plain});
    }
    if (!elsewhere.empty()) {
        marks.push_back(
            {Text::tr("nothing of %1 lies here").arg(namesOf(elsewhere).join(QStringLiteral("; "))), TextTone::Quiet});
    }
    const Blending& blending = *view.presentation->blending;
    if (!blending.uses(blending.below)) {
        marks.push_back({Text::tr("THE IMAGES OF THIS SERIES ARE NOT IN THE MIXTURE")});
    }
}

void addBlending(const ViewDescription& view, std::vector<OverlayMark>& marks)
{
    const auto& state = view.presentation;
    if (!state || !view.presentationApplies || !state->blending || !view.hasFrame) {
        return;
    }
    if (!view.blendProblem.isEmpty()) {
        marks.push_back({Text::tr("NOT BLENDED: %1").arg(singleLine(view.blendProblem, 200))});
    } else if (view.blendWaiting) {
        marks.push_back({Text::tr("NOT BLENDED yet: %1").arg(namesOf(view.blended).join(QStringLiteral("; ")))});
    } else {
        addBlendedParts(view, marks);
    }
}

/// A paired part of the body whose side the file does not name (hazard: wrong side).
void addLaterality(const FrameRef& ref, std::vector<OverlayMark>& marks)
{
    static const QSet<QString> kPaired{
        QStringLiteral("ANKLE"), QStringLiteral("ARM"),   QStringLiteral("BREAST"), QStringLiteral("CLAVICLE"),
        QStringLiteral("EAR"),   QStringLiteral("ELBOW"), QStringLiteral("EYE"),    QStringLiteral("EXTREMITY"),
        QStringLiteral("FEMUR"), QStringLiteral("FOOT"),  QStringLiteral("HAND"),   QStringLiteral("HIP"),
        QStringLiteral("KNEE"),  QStringLiteral("LEG"),   QStringLiteral("KIDNEY"), QStringLiteral("SCAPULA"),
        QStringLiteral("WRIST"), QStringLiteral("THUMB"), QStringLiteral("FINGER"), QStringLiteral("SHOULDER"),
    };
    const Series& series = ref.image->record.series;
    const bool paired = series.modality == QLatin1String("MG") || kPaired.contains(series.bodyPart.trimmed().toUpper());
    if (paired && ref.laterality().isEmpty() && !ref.attributes().plane) {
        marks.push_back({Text::tr("SIDE NOT GIVEN")});
    }
}

/// What of segmentations and structures is not drawn, while the others are.
void addRegions(const ViewDescription& view, std::vector<OverlayMark>& marks)
{
    if (view.series->regions.empty()) {
        return;
    }
    if (!view.regionsShown) {
        marks.push_back({Text::tr("regions hidden"), TextTone::Quiet});
        return;
    }
    for (const RegionSetPtr& set : view.series->regions) {
        for (const QString& warning : set->warnings) {
            marks.push_back({singleLine(set->label.isEmpty() ? warning : Text::tr("%1: %2").arg(set->label, warning), 160)});
        }
    }
}

} // namespace

void describeColors(const SlicePainter::Colors& colors, ViewDescription& view)
{
    view.colorProfile = colors.profile;
    const auto& overrides = view.display.overrides;
    for (const QString& problem : {colors.problem, overrides ? overrides->problem : QString()}) {
        if (!problem.isEmpty()) {
            view.cautions << problem;
        }
    }
}

std::vector<OverlayMark> overlayMarks(const ViewDescription& view)
{
    std::vector<OverlayMark> marks;
    if (!view.series) {
        return marks;
    }
    if (view.geometry.pose().flipHorizontal) {
        marks.push_back({Text::tr("FLIPPED")});
    }
    addCompleteness(view, marks);
    addGaps(view, marks);
    if (const FrameRef* ref = view.frame()) {
        addPresentation(view, marks);
        addSubtraction(view, marks);
        addBlending(view, marks);
        addImageMarks(*ref->image, view.cautions, marks);
        addLaterality(*ref, marks);
    }
    addRegions(view, marks);
    const QStringList reasons = fidelityReasons(view);
    if (!reasons.isEmpty()) {
        marks.push_back({reasons.join(QStringLiteral(" · ")), TextTone::Quiet});
    }
    return marks;
}

} // namespace isocenter
