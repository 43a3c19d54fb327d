#pragma once

#include "base/Result.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace isocenter {

/// What a PET object says that a standardized uptake value depends on (PS3.3 C.8.9.1, C.8.9.2, C.8.9.4). Times are local to one
/// clock: the caller has brought offsets from UTC to the same zone. Invalid times, empty texts: not stated.
struct PetFacts
{
    QString units;                         ///< Units (0054,1001): BQML, CNTS, GML, CM2ML ...
    QString suvType;                       ///< SUV Type (0054,1006): BW, LBM, LBMJAMES128, LBMJANMA, IBW, BSA
    QString decayCorrection;               ///< Decay Correction (0054,1102): START, ADMIN, NONE
    QStringList corrected;                 ///< Corrected Image (0028,0051)
    std::optional<double> weight;          ///< kg
    std::optional<double> height;          ///< m
    QString sex;                           ///< M, F
    std::optional<double> dose;            ///< Bq, Radionuclide Total Dose
    std::optional<double> halfLife;        ///< s
    QDateTime injected;                    ///< Radiopharmaceutical Start Date Time, else date of the series with the time alone
    bool injectedDateKnown = false;        ///< false: `injected` has only a time of its own, its date may be a day too late
    QDateTime series;                      ///< Series Date and Time
    QDateTime acquired;                    ///< Acquisition Date and Time of this object
    QDateTime scanned;                     ///< of GE: scan date and time (0009,100D)
    QDateTime corrections;                 ///< enhanced objects: Decay Correction Date Time
    std::optional<double> frameReference;  ///< s, Frame Reference Time
    std::optional<double> frameDuration;   ///< s, Actual Frame Duration
    std::optional<double> philipsSuv;      ///< (7053,1000): SUV a count
    std::optional<double> philipsActivity; ///< (7053,1009): Bq/ml a count
};

enum class SuvKind {
    BodyWeight,  ///< SUVbw, g/ml
    LeanMass,    ///< SUL by Janmahasatian, g/ml
    BodySurface, ///< SUVbsa by DuBois, cm2/ml
};

/// SUV = modality value * factor.
struct SuvFactor
{
    double factor = 1;
    QString unit;  ///< UCUM: "g/ml", "cm2/ml"
    QString label; ///< "SUVbw"
};

/// The factor from what pixels are in after the modality LUT to SUV. An error, with the reason as a sentence, where something
/// that it depends on is missing or makes no sense: never a guess.
Result<SuvFactor> suvFactor(const PetFacts& facts, SuvKind kind);

/// Activity left after `seconds`, as a part of what was there: 2^(-seconds / halfLife).
double decayed(double seconds, double halfLife);
/// Seconds from the start of a frame of `duration` to when its mean activity is reached (QIBA FDG-PET profile, annex G).
double meanActivityDelay(double duration, double halfLife);
/// kg; W kg, H m. Nothing for other sexes than M and F.
std::optional<double> leanBodyMass(double weight, double height, const QString& sex);
/// m2; W kg, H m.
double bodySurface(double weight, double height);

} // namespace isocenter
