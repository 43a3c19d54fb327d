#include "structured/WaveformReader.h"

#include "structured/Codes.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace isocenter {

namespace {

enum : std::uint32_t {
    TimeOffset = 0x00181068,
    Originality = 0x003A0004,
    NumberOfChannels = 0x003A0005,
    NumberOfSamples = 0x003A0010,
    SamplingFrequency = 0x003A001A,
    GroupLabel = 0x003A0020,
    ChannelDefinitions = 0x003A0200,
    ChannelLabel = 0x003A0203,
    ChannelSource = 0x003A0208,
    Sensitivity = 0x003A0210,
    SensitivityUnits = 0x003A0211,
    SensitivityCorrection = 0x003A0212,
    Baseline = 0x003A0213,
    TimeSkew = 0x003A0214,
    SampleSkew = 0x003A0215,
    FilterLow = 0x003A0220,
    FilterHigh = 0x003A0221,
    NotchFilter = 0x003A0222,
    MeasurementUnits = 0x004008EA,
    ConceptName = 0x0040A043,
    ReferencedChannels = 0x0040A0B0,
    SamplePositions = 0x0040A132,
    TimeOffsets = 0x0040A138,
    ConceptCode = 0x0040A168,
    NumericValue = 0x0040A30A,
    AnnotationSequence = 0x0040B020,
    UnformattedText = 0x00700006,
    WaveformSequence = 0x54000100,
    BitsAllocated = 0x54001004,
    Interpretation = 0x54001006,
    PaddingValue = 0x5400100A,
    WaveformData = 0x54001010,
};

constexpr std::size_t kMostSamples = std::size_t{64} << 20;
constexpr std::size_t kMostChannels = 1024;
constexpr std::size_t kMostAnnotations = 10'000;
constexpr std::size_t kMostMoments = 1000;

QString said(const char* text)
{
    return QCoreApplication::translate("Document", text);
}

// How the samples of a group lie in the file.
struct Layout
{
    int bytes = 2;
    bool isSigned = true;
    bool bigEndian = false;
    bool swappedPairs = false; ///< bytes written as 16-bit words of the other order
};

std::optional<Layout> layoutOf(const Item& group, const DataElement& data)
{
    static constexpr std::array<std::pair<const char*, Layout>, 6> kKnown{{{"SB", {1, true, false, false}},
                                                                           {"UB", {1, false, false, false}},
                                                                           {"SS", {2, true, false, false}},
                                                                           {"US", {2, false, false, false}},
                                                                           {"SL", {4, true, false, false}},
                                                                           {"UL", {4, false, false, false}}}};
    const QString name = group.text(Interpretation);
    const auto found = std::find_if(kKnown.begin(), kKnown.end(), [&](const auto& k) { return name == QLatin1String(k.first); });
    if (found == kKnown.end()) {
        return std::nullopt;
    }
    Layout layout = found->second;
    const std::optional<int> bits = group.integer(BitsAllocated, vr("US"));
    if (bits && *bits != 8 * layout.bytes) {
        return std::nullopt;
    }
    layout.bigEndian = data.bigEndian && data.vr != vr("OB");
    layout.swappedPairs = layout.bytes == 1 && data.bigEndian && data.vr == vr("OW");
    return layout;
}

double storedAt(const uchar* data, std::size_t index, const Layout& layout)
{
    if (layout.bytes == 1) {
        const uchar value = data[layout.swappedPairs ? index ^ 1 : index];
        return layout.isSigned ? static_cast<double>(static_cast<std::int8_t>(value)) : value;
    }
    const uchar* at = data + index * static_cast<std::size_t>(layout.bytes);
    if (layout.bytes == 2) {
        const auto value = layout.bigEndian ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
        return layout.isSigned ? static_cast<double>(static_cast<std::int16_t>(value)) : value;
    }
    const auto value = layout.bigEndian ? qFromBigEndian<quint32>(at) : qFromLittleEndian<quint32>(at);
    return layout.isSigned ? static_cast<double>(static_cast<std::int32_t>(value)) : value;
}

// Cardiologists write "V1"; codes say "Lead V1", "MDC_ECG_LEAD_V1" or only "2:3" (PS3.16 CID 3001).
QString leadName(const Code& source)
{
    static const QRegularExpression kCoded(QStringLiteral("^(?:5\\.6\\.3-9-|2:)(\\d+)$"));
    static constexpr std::array<std::pair<int, const char*>, 12> kLeads{{{1, "I"},
                                                                         {2, "II"},
                                                                         {3, "V1"},
                                                                         {4, "V2"},
                                                                         {5, "V3"},
                                                                         {6, "V4"},
                                                                         {7, "V5"},
                                                                         {8, "V6"},
                                                                         {61, "III"},
                                                                         {62, "aVR"},
                                                                         {63, "aVL"},
                                                                         {64, "aVF"}}};
    const QRegularExpressionMatch coded = kCoded.match(source.value);
    if (coded.hasMatch()) {
        const int number = coded.captured(1).toInt();
        const auto found = std::find_if(kLeads.begin(), kLeads.end(), [&](const auto& lead) { return lead.first == number; });
        if (found != kLeads.end()) {
            return QString::fromLatin1(found->second);
        }
    }
    static const QRegularExpression kSpoken(QStringLiteral("^(?:MDC_ECG_LEAD_|lead )(\\S{1,6})(?: \\(.*\\))?$"),
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch spoken = kSpoken.match(source.meaning);
    return spoken.hasMatch() ? spoken.captured(1) : source.text();
}

QString filterText(const Item& channel)
{
    QStringList parts;
    const std::optional<double> low = channel.number(FilterLow, vr("DS"));
    const std::optional<double> high = channel.number(FilterHigh, vr("DS"));
    const std::optional<double> notch = channel.number(NotchFilter, vr("DS"));
    if (low && high) {
        parts << said(QT_TRANSLATE_NOOP("Document", "%1 to %2 Hz")).arg(*low).arg(*high);
    } else if (low) {
        parts << said(QT_TRANSLATE_NOOP("Document", "from %1 Hz")).arg(*low);
    } else if (high) {
        parts << said(QT_TRANSLATE_NOOP("Document", "to %1 Hz")).arg(*high);
    }
    if (notch && *notch > 0) { // 0 is sent for "none"
        parts << said(QT_TRANSLATE_NOOP("Document", "notch %1 Hz")).arg(*notch);
    }
    return parts.join(QStringLiteral(", "));
}

WaveformChannel readChannel(const Item& item, std::size_t index, double frequency)
{
    WaveformChannel channel;
    channel.label = item.text(ChannelLabel);
    channel.name = leadName(readCode(item, ChannelSource));
    if (channel.name.isEmpty()) {
        channel.name = channel.label.isEmpty() ? said(QT_TRANSLATE_NOOP("Document", "Channel %1")).arg(index + 1) : channel.label;
    }
    const std::optional<double> sensitivity = item.number(Sensitivity, vr("DS"));
    if (sensitivity && *sensitivity != 0) {
        channel.unit = readCode(item, SensitivityUnits).value;
        const double correction = item.number(SensitivityCorrection, vr("DS")).value_or(1);
        channel.sensitivity = *sensitivity * (correction == 0 ? 1 : correction);
        channel.baseline = item.number(Baseline, vr("DS")).value_or(0);
    }
    channel.skewSeconds = item.number(TimeSkew, vr("DS")).value_or(0);
    if (channel.skewSeconds == 0 && frequency > 0) {
        channel.skewSeconds = item.number(SampleSkew, vr("DS")).value_or(0) / frequency;
    }
    channel.filters = filterText(item);
    return channel;
}

std::optional<double> paddingOf(const Item& group, const Layout& layout)
{
    const DataElement* element = group.find(PaddingValue);
    if (!element || !element->value || element->length < static_cast<std::uint32_t>(layout.bytes)) {
        return std::nullopt;
    }
    return storedAt(element->value, 0, layout);
}

void fillValues(const DataElement& data, const Layout& layout, const std::optional<double>& padding, WaveformGroup& group)
{
    const std::size_t channels = group.channels.size();
    for (std::size_t c = 0; c < channels; ++c) {
        WaveformChannel& channel = group.channels[c];
        channel.values.resize(group.samples);
        for (std::size_t i = 0; i < group.samples; ++i) {
            const double stored = storedAt(data.value, i * channels + c, layout);
            channel.values[i] = padding && stored == *padding
                                    ? std::numeric_limits<float>::quiet_NaN()
                                    : static_cast<float>(stored * channel.sensitivity + channel.baseline);
        }
    }
}

/// Empty where the group was read, else why it was not.
QString readGroup(const Item& item, std::size_t& budget, WaveformGroup& group)
{
    const double frequency = item.number(SamplingFrequency, vr("DS")).value_or(0);
    const double samples = item.number(NumberOfSamples, vr("UL")).value_or(0);
    const std::vector<Item> definitions = item.items(ChannelDefinitions);
    const std::optional<int> promised = item.integer(NumberOfChannels, vr("US"));
    const DataElement* data = item.find(WaveformData);
    if (!(frequency > 0) || samples < 1 || definitions.empty() || !data ||
        (promised && static_cast<std::size_t>(*promised) != definitions.size())) {
        return said(QT_TRANSLATE_NOOP("Document", "its description is not complete"));
    }
    const std::optional<Layout> layout = layoutOf(item, *data);
    if (!layout) {
        return said(QT_TRANSLATE_NOOP("Document", "samples written as \"%1\" are not supported"))
            .arg(item.text(Interpretation).left(16));
    }
    if (definitions.size() > kMostChannels || samples * static_cast<double>(definitions.size()) > static_cast<double>(budget)) {
        return said(QT_TRANSLATE_NOOP("Document", "it is too long to be shown"));
    }
    group.samples = static_cast<std::size_t>(samples);
    const std::size_t count = group.samples * definitions.size();
    if (!data->value || data->length / static_cast<std::size_t>(layout->bytes) < count) {
        return said(QT_TRANSLATE_NOOP("Document", "samples are missing from the file"));
    }
    budget -= count;
    group.label = item.text(GroupLabel);
    group.frequency = frequency;
    group.offsetSeconds = item.number(TimeOffset, vr("DS")).value_or(0) / 1000;
    group.derived = item.text(Originality) == QLatin1String("DERIVED");
    for (std::size_t c = 0; c < definitions.size(); ++c) {
        group.channels.push_back(readChannel(definitions[c], c, frequency));
    }
    fillValues(*data, *layout, paddingOf(item, *layout), group);
    return {};
}

WaveformAnnotation readAnnotation(const Item& item, const std::vector<WaveformGroup>& groups, const std::vector<int>& places)
{
    WaveformAnnotation annotation;
    annotation.name = readCode(item, ConceptName).text();
    annotation.text = item.text(UnformattedText);
    if (annotation.text.isEmpty()) {
        annotation.text = item.text(NumericValue);
        annotation.unit = annotation.text.isEmpty() ? QString() : unitText(readCode(item, MeasurementUnits));
    }
    if (annotation.text.isEmpty()) {
        annotation.text = readCode(item, ConceptCode).text();
    }
    const std::vector<double> channels = item.numbers(ReferencedChannels, vr("US"));
    if (channels.size() >= 2 && channels[0] >= 1 && channels[0] <= static_cast<double>(places.size())) {
        annotation.group = places[static_cast<std::size_t>(channels[0]) - 1];
        annotation.channel = static_cast<int>(channels[1]) - 1;
    }
    annotation.seconds = item.numbers(TimeOffsets, vr("DS"));
    if (annotation.seconds.empty() && annotation.group >= 0) {
        const double frequency = groups[static_cast<std::size_t>(annotation.group)].frequency;
        for (const double position : item.numbers(SamplePositions, vr("UL"))) {
            annotation.seconds.push_back((position - 1) / frequency);
        }
    }
    annotation.seconds.resize(std::min(annotation.seconds.size(), kMostMoments));
    return annotation;
}

} // namespace

Result<WaveformRecording> readWaveforms(const Item& root)
{
    WaveformRecording recording;
    std::size_t budget = kMostSamples;
    std::vector<int> places; // group of the file -> index into groups, -1: left out
    QString last;
    for (const Item& item : root.items(WaveformSequence)) {
        WaveformGroup group;
        const QString reason = readGroup(item, budget, group);
        places.push_back(reason.isEmpty() ? static_cast<int>(recording.groups.size()) : -1);
        if (reason.isEmpty()) {
            recording.groups.push_back(std::move(group));
        } else {
            last = reason;
            recording.notes << said(QT_TRANSLATE_NOOP("Document", "Group %1 of this recording is NOT shown: %2."))
                                   .arg(places.size())
                                   .arg(reason);
        }
    }
    if (recording.groups.empty()) {
        return Error{last.isEmpty() ? said(QT_TRANSLATE_NOOP("Document", "There are no waveforms in this object."))
                                    : said(QT_TRANSLATE_NOOP("Document", "This recording cannot be shown: %1.")).arg(last),
                     {}};
    }
    for (const Item& item : root.items(AnnotationSequence)) {
        if (recording.annotations.size() >= kMostAnnotations) {
            recording.notes << said(QT_TRANSLATE_NOOP("Document", "There are more remarks than can be listed."));
            break;
        }
        recording.annotations.push_back(readAnnotation(item, recording.groups, places));
    }
    return recording;
}

} // namespace isocenter
