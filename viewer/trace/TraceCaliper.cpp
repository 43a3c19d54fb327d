#include "trace/TraceCaliper.h"

#include "study/Study.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Traces)
};

constexpr double kShortestBeat = 0.1;

/// Electrocardiograms are read in millivolts whatever the file's unit; other voltages (EEG) stay in theirs.
std::optional<double> millivolts(const WaveformChannel& channel, bool electrocardiogram)
{
    return electrocardiogram ? millivoltsPerUnit(channel.unit) : std::nullopt;
}

std::optional<double> valueAt(const WaveformChannel& channel, std::size_t sample, bool electrocardiogram)
{
    if (sample >= channel.values.size() || !std::isfinite(channel.values[sample])) {
        return std::nullopt;
    }
    return static_cast<double>(channel.values[sample]) * millivolts(channel, electrocardiogram).value_or(1);
}

QString unitOf(const WaveformChannel& channel, bool electrocardiogram)
{
    return millivolts(channel, electrocardiogram) ? QStringLiteral("mV") : singleLine(readableUnit(channel.unit), 24);
}

/// Two decimals for millivolts; other values by their own size.
QString valueText(const WaveformChannel& channel, double value, bool electrocardiogram, bool sign)
{
    const QString plus = sign && value > 0 ? QStringLiteral("+") : QString();
    const QString number =
        millivolts(channel, electrocardiogram) ? QLocale().toString(value, 'f', 2) : QLocale().toString(value, 'g', 4);
    const QString unit = unitOf(channel, electrocardiogram);
    return plus + (unit.isEmpty() ? number : number + QLatin1Char(' ') + unit);
}

int decimalsOfMs(const WaveformGroup& group)
{
    return group.frequency > 1000 ? 2 : std::fmod(1000, group.frequency) == 0 ? 0 : 1;
}

} // namespace

double usableSkew(const WaveformChannel& channel)
{
    return std::isfinite(channel.skewSeconds) && std::abs(channel.skewSeconds) <= 1 ? channel.skewSeconds : 0;
}

std::size_t sampleAt(const WaveformGroup& group, std::size_t channel, double seconds)
{
    const double place = std::round((seconds - usableSkew(group.channels[channel])) * group.frequency);
    return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(group.samples) - 1));
}

double secondsOf(const WaveformGroup& group, std::size_t channel, std::size_t sample)
{
    return static_cast<double>(sample) / group.frequency + usableSkew(group.channels[channel]);
}

CaliperValues measure(const WaveformGroup& group, const TraceCaliper& caliper, bool electrocardiogram)
{
    CaliperValues values;
    values.seconds = (static_cast<double>(caliper.second) - static_cast<double>(caliper.first)) / group.frequency;
    if (std::abs(values.seconds) >= kShortestBeat) {
        values.perMinute = 60 / std::abs(values.seconds);
    }
    const WaveformChannel& channel = group.channels[caliper.channel];
    const std::optional<double> first = valueAt(channel, caliper.first, electrocardiogram);
    const std::optional<double> second = valueAt(channel, caliper.second, electrocardiogram);
    if (first && second) {
        values.difference = *second - *first;
    }
    values.unit = unitOf(channel, electrocardiogram);
    return values;
}

QString caliperText(const WaveformGroup& group, const TraceCaliper& caliper, bool electrocardiogram)
{
    const CaliperValues values = measure(group, caliper, electrocardiogram);
    const WaveformChannel& channel = group.channels[caliper.channel];
    QString text = Text::tr("%1 ms").arg(QLocale().toString(std::abs(values.seconds) * 1000, 'f', decimalsOfMs(group)));
    if (values.perMinute) {
        const QString rate = QLocale().toString(*values.perMinute, 'f', 0);
        text += QLatin1Char(' ') + (electrocardiogram ? Text::tr("(%1 bpm)") : Text::tr("(%1 /min)")).arg(rate);
    }
    return text + QStringLiteral(", ") +
           (values.difference ? valueText(channel, *values.difference, electrocardiogram, true)
                              : Text::tr("no value at one end"));
}

QString sampleText(const WaveformGroup& group, std::size_t channel, std::size_t sample, bool electrocardiogram)
{
    const WaveformChannel& one = group.channels[channel];
    const std::optional<double> value = valueAt(one, sample, electrocardiogram);
    return Text::tr("%1 at %2 s: %3")
        .arg(singleLine(one.name, 40), QLocale().toString(secondsOf(group, channel, sample), 'f', 3),
             value ? valueText(one, *value, electrocardiogram, false) : Text::tr("no value"));
}

} // namespace isocenter
