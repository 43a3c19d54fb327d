#include "quantity/Suv.h"

#include <QCoreApplication>

#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Suv)
};

constexpr double kLongestUptake = 7 * 86400; // s

Error noSuv(const QString& reason)
{
    return Error{Text::tr("No SUV: %1").arg(reason), {}};
}

double seconds(const QDateTime& from, const QDateTime& to)
{
    return static_cast<double>(from.msecsTo(to)) / 1000;
}

bool sane(const std::optional<double>& value, double least, double most)
{
    return value && *value >= least && *value <= most;
}

/// When this object's own frame began, from its acquisition; the vendor-neutral way for a series time that was changed later.
QDateTime startOfScan(const PetFacts& facts)
{
    if (!facts.acquired.isValid() || !facts.frameReference || !facts.frameDuration || !facts.halfLife) {
        return {};
    }
    const double mean = meanActivityDelay(*facts.frameDuration, *facts.halfLife);
    return facts.acquired.addMSecs(std::llround(1000 * (mean - *facts.frameReference)));
}

/// The moment that pixel values are decay-corrected to; invalid if the object does not say.
Result<QDateTime> referenceTime(const PetFacts& facts)
{
    if (facts.corrections.isValid()) {
        return facts.corrections;
    }
    if (facts.decayCorrection == QLatin1String("START")) {
        // The series time of a later reconstruction or copy is later than the images: then it is not the reference.
        if (facts.series.isValid() && (!facts.acquired.isValid() || facts.series <= facts.acquired)) {
            return facts.series;
        }
        if (facts.scanned.isValid()) {
            return facts.scanned;
        }
        const QDateTime start = startOfScan(facts);
        return start.isValid() ? Result<QDateTime>(start)
                               : Result<QDateTime>(noSuv(Text::tr("the time that the values are corrected to is not known.")));
    }
    if (facts.decayCorrection == QLatin1String("NONE") && facts.acquired.isValid() && facts.frameDuration && facts.halfLife) {
        return facts.acquired.addMSecs(std::llround(1000 * meanActivityDelay(*facts.frameDuration, *facts.halfLife)));
    }
    return noSuv(Text::tr("the file does not say how decay was corrected."));
}

/// Of the injected activity, at the moment the pixel values are for. Bq.
Result<double> doseAtReference(const PetFacts& facts)
{
    if (!sane(facts.dose, 1e4, 1e12)) {
        return noSuv(facts.dose ? Text::tr("the injected dose makes no sense.") : Text::tr("the injected dose is missing."));
    }
    if (facts.decayCorrection == QLatin1String("ADMIN") && !facts.corrections.isValid()) {
        return *facts.dose;
    }
    if (!sane(facts.halfLife, 1, 1e9)) {
        return noSuv(Text::tr("the half-life of the tracer is missing."));
    }
    if (!facts.injected.isValid()) {
        return noSuv(Text::tr("the time of the injection is missing."));
    }
    const Result<QDateTime> reference = referenceTime(facts);
    if (!reference) {
        return reference.error();
    }
    double uptake = seconds(facts.injected, *reference);
    if (uptake < 0 && !facts.injectedDateKnown) {
        uptake += 86400; // injected before midnight
    }
    if (uptake < 0 || uptake > kLongestUptake) {
        return noSuv(Text::tr("injection and scan lie in the wrong order, or too far apart."));
    }
    return *facts.dose * decayed(uptake, *facts.halfLife);
}

bool isCorrectedFor(const PetFacts& facts, const char* what)
{
    return facts.corrected.isEmpty() || facts.corrected.contains(QLatin1String(what));
}

/// Bq/ml a modality value; an error for units that do not lead there.
Result<double> activityFactor(const PetFacts& facts)
{
    if (facts.units == QLatin1String("BQML")) {
        return 1.0;
    }
    if (facts.units == QLatin1String("CNTS") && sane(facts.philipsActivity, 1e-12, 1e12)) {
        return *facts.philipsActivity;
    }
    return noSuv(facts.units.isEmpty() ? Text::tr("the unit of the values is missing.")
                                       : Text::tr("the values are in %1.").arg(facts.units));
}

/// What the activity of a ml is set in relation to: g, or cm2.
Result<double> bodySize(const PetFacts& facts, SuvKind kind)
{
    if (!sane(facts.weight, 0.2, 650)) {
        return noSuv(facts.weight ? Text::tr("the patient's weight makes no sense.")
                                  : Text::tr("the patient's weight is missing."));
    }
    if (kind == SuvKind::BodyWeight) {
        return *facts.weight * 1000;
    }
    if (!sane(facts.height, 0.2, 2.8)) {
        return noSuv(facts.height ? Text::tr("the patient's height makes no sense.")
                                  : Text::tr("the patient's height is missing."));
    }
    if (kind == SuvKind::BodySurface) {
        return bodySurface(*facts.weight, *facts.height) * 1e4;
    }
    const std::optional<double> lean = leanBodyMass(*facts.weight, *facts.height, facts.sex);
    return lean ? Result<double>(*lean * 1000) : Result<double>(noSuv(Text::tr("the patient's sex is needed and missing.")));
}

SuvFactor named(double factor, SuvKind kind)
{
    switch (kind) {
    case SuvKind::BodyWeight:
        return {factor, QStringLiteral("g/ml"), QStringLiteral("SUVbw")};
    case SuvKind::LeanMass:
        return {factor, QStringLiteral("g/ml"), QStringLiteral("SUL")};
    case SuvKind::BodySurface:
        break;
    }
    return {factor, QStringLiteral("cm2/ml"), QStringLiteral("SUVbsa")};
}

/// The kind that the values themselves are, where they are SUV already.
std::optional<SuvKind> ownKind(const PetFacts& facts)
{
    if (facts.units == QLatin1String("CM2ML")) {
        return SuvKind::BodySurface;
    }
    if (facts.units != QLatin1String("GML")) {
        return std::nullopt;
    }
    return facts.suvType.startsWith(QLatin1String("LBM")) ? SuvKind::LeanMass : SuvKind::BodyWeight;
}

} // namespace

double decayed(double seconds, double halfLife)
{
    return std::exp2(-seconds / halfLife);
}

double meanActivityDelay(double duration, double halfLife)
{
    const double constant = std::log(2.0) / halfLife;
    const double during = constant * duration;
    if (!(during > 1e-9)) {
        return duration / 2;
    }
    return std::log(during / -std::expm1(-during)) / constant;
}

std::optional<double> leanBodyMass(double weight, double height, const QString& sex)
{
    const double index = weight / (height * height);
    if (sex == QLatin1String("M")) {
        return 9270 * weight / (6680 + 216 * index);
    }
    if (sex == QLatin1String("F")) {
        return 9270 * weight / (8780 + 244 * index);
    }
    return std::nullopt;
}

double bodySurface(double weight, double height)
{
    return 0.007184 * std::pow(weight, 0.425) * std::pow(height * 100, 0.725);
}

Result<SuvFactor> suvFactor(const PetFacts& facts, SuvKind kind)
{
    if (const std::optional<SuvKind> own = ownKind(facts)) {
        if (facts.suvType == QLatin1String("IBW")) {
            return noSuv(Text::tr("the values are SUV by ideal body weight."));
        }
        if (*own == kind) {
            return named(1, kind);
        }
        const Result<double> from = bodySize(facts, *own);
        const Result<double> to = bodySize(facts, kind);
        return !from ? Result<SuvFactor>(from.error())
               : !to ? Result<SuvFactor>(to.error())
                     : Result<SuvFactor>(named(*to / *from, kind));
    }
    if (facts.units == QLatin1String("CNTS") && sane(facts.philipsSuv, 1e-15, 1e15) && kind == SuvKind::BodyWeight) {
        return named(*facts.philipsSuv, kind);
    }
    const Result<double> activity = activityFactor(facts);
    if (!activity) {
        return activity.error();
    }
    if (!isCorrectedFor(facts, "ATTN")) {
        return noSuv(Text::tr("the values are not corrected for attenuation."));
    }
    const bool decayClaimed = facts.decayCorrection == QLatin1String("START") || facts.decayCorrection == QLatin1String("ADMIN");
    if (decayClaimed && !isCorrectedFor(facts, "DECY")) {
        return noSuv(Text::tr("the file contradicts itself on the correction of decay."));
    }
    const Result<double> dose = doseAtReference(facts);
    if (!dose) {
        return dose.error();
    }
    const Result<double> size = bodySize(facts, kind);
    return size ? Result<SuvFactor>(named(*activity * *size / *dose, kind)) : Result<SuvFactor>(size.error());
}

} // namespace isocenter
