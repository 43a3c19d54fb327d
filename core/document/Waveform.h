#pragma once

#include <QString>
#include <QStringList>

#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// One channel of a multiplex group (PS3.3 C.10.9).
struct WaveformChannel
{
    QString name;              ///< of the source as cardiologists write it: "V1", "aVR"; else the label, else "Channel 3"
    QString label;             ///< Channel Label as sent
    QString unit;              ///< of `values`: UCUM code, "uV", "mm[Hg]"; empty: stored values, no unit known
    double sensitivity = 1;    ///< units a stored step, correction included; for the texts
    double baseline = 0;       ///< units; for the texts
    double skewSeconds = 0;    ///< of sampling against the group's start
    QString filters;           ///< "0.05 to 150 Hz, notch 50 Hz"; empty: not stated
    std::vector<float> values; ///< (stored + 0) * sensitivity + baseline; NaN where the file has padding
};

/// Channels that were sampled together.
struct WaveformGroup
{
    QString label;
    double frequency = 0;     ///< samples a second, > 0
    double offsetSeconds = 0; ///< against the beginning of the recording
    bool derived = false;     ///< Waveform Originality DERIVED: computed, a median beat for example
    std::size_t samples = 0;  ///< a channel
    std::vector<WaveformChannel> channels;

    double seconds() const { return frequency > 0 ? static_cast<double>(samples) / frequency : 0; }
};

/// A remark or a measurement in the recording (PS3.3 C.10.10).
struct WaveformAnnotation
{
    QString name; ///< "QRS Duration"; empty for free text
    QString text; ///< free text, meaning of a code, or a number
    QString unit;
    int group = -1;              ///< 0-based; -1: not said
    int channel = -1;            ///< 0-based; -1: the whole group
    std::vector<double> seconds; ///< from the start of the group; empty: of the whole recording
};

struct WaveformRecording
{
    std::vector<WaveformGroup> groups; ///< at least one
    std::vector<WaveformAnnotation> annotations;
    bool electrocardiogram = false; ///< shown on ECG paper: 25 mm/s, 10 mm/mV
    QStringList notes;              ///< what could not be taken in, one translated sentence each
};

/// Millivolts a unit, for units of voltage in UCUM ("uV", "mV", "V", "nV"); nothing for others.
std::optional<double> millivoltsPerUnit(const QString& unit);
/// A unit as a person writes it: "µV", "mmHg"; others as they are.
QString readableUnit(const QString& unit);

/// Smallest and largest value of samples [from, to); NaN for both where there is none.
struct ValueRange
{
    float least = std::numeric_limits<float>::quiet_NaN();
    float most = std::numeric_limits<float>::quiet_NaN();
};
ValueRange rangeOf(const std::vector<float>& values, std::size_t from, std::size_t to);

} // namespace isocenter
