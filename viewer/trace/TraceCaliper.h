#pragma once

#include "document/Waveform.h"

#include <QString>

#include <optional>

namespace isocenter {

/// Two moments of one channel, set by the reader.
struct TraceCaliper
{
    std::size_t channel = 0;
    std::size_t first = 0; ///< samples of the group
    std::size_t second = 0;
};

/// What a caliper measures: from the samples' times and their values, never from pixels.
struct CaliperValues
{
    double seconds = 0;               ///< second minus first, with its sign
    std::optional<double> perMinute;  ///< 60 / |seconds|, from 0.1 s on
    std::optional<double> difference; ///< second minus first; none at padding
    QString unit;                     ///< of it, as a person writes it
};

/// Voltages of an electrocardiogram are in mV, all else in the channel's unit.
CaliperValues measure(const WaveformGroup& group, const TraceCaliper& caliper, bool electrocardiogram);
/// "840 ms (71 bpm), +0.62 mV"; "bpm" in electrocardiograms, "/min" in others. One decimal more where samples lie closer.
QString caliperText(const WaveformGroup& group, const TraceCaliper& caliper, bool electrocardiogram);
/// "V1 at 3.482 s: 0.25 mV", "no value" in padding.
QString sampleText(const WaveformGroup& group, std::size_t channel, std::size_t sample, bool electrocardiogram);

/// The sample nearest to a moment of a channel, its skew reckoned with; clamped to the channel.
std::size_t sampleAt(const WaveformGroup& group, std::size_t channel, double seconds);
/// When a sample was taken, seconds from the start of the group.
double secondsOf(const WaveformGroup& group, std::size_t channel, std::size_t sample);
/// Skew as drawn and measured: what is stated, but for values of more than a second, which no sampling has (0 then).
double usableSkew(const WaveformChannel& channel);

} // namespace isocenter
