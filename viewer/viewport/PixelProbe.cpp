#include "viewport/PixelProbe.h"

#include "display/ColorConversion.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Viewport)
};

void readColor(const FrameRef& ref, const Frame& frame, PixelProbe& probe)
{
    // One pixel through the same conversion that paints it.
    const int samples = frame.samples();
    const auto one = Frame::build(1, 1, samples, frame.type(), [&](std::byte* out) {
        const std::size_t size = sampleSize(frame.type()) * static_cast<std::size_t>(samples);
        const std::size_t offset = (static_cast<std::size_t>(probe.row) * static_cast<std::size_t>(frame.columns()) +
                                    static_cast<std::size_t>(probe.column)) *
                                   size;
        std::copy_n(frame.values<std::byte>() + offset, size, out);
    });
    if (isShowableColor(*ref.image, *one)) {
        std::uint8_t rgb[3];
        toRgb(*ref.image, *one, rgb, 3);
        probe.stored = {double(rgb[0]), double(rgb[1]), double(rgb[2])};
    }
}

QString number(double value)
{
    const QLocale locale = QLocale::c();
    if (std::abs(value) >= 1e6 || (value != 0 && std::abs(value) < 1e-3)) {
        return locale.toString(value, 'g', 5);
    }
    if (value == std::round(value)) {
        return QString::number(static_cast<qlonglong>(value));
    }
    return locale.toString(value, 'f', std::abs(value) < 1 ? 4 : std::abs(value) < 10 ? 3 : std::abs(value) < 100 ? 2 : 1);
}

QString millimetres(double value, char positive, char negative)
{
    return QStringLiteral("%1 %2").arg(QLatin1Char(value < 0 ? negative : positive)).arg(std::abs(value), 0, 'f', 1);
}

/// By the maps of the frame. Values that a map in place of the Modality LUT is not for stay stored values.
void readMaps(const FrameAttributes& attributes, PixelProbe& probe)
{
    if (!attributes.realWorld || probe.padding) {
        return;
    }
    const auto hasBodyWeight = [&] {
        return std::any_of(attributes.realWorld->begin(), attributes.realWorld->end(),
                           [](const RealWorldMap& map) { return map.label == QLatin1String("SUVbw"); });
    };
    for (const RealWorldMap& map : *attributes.realWorld) {
        if ((map.label == QLatin1String("SUL") || map.label == QLatin1String("SUVbsa")) && hasBodyWeight()) {
            continue; // one uptake value is enough at the mouse; the others are told where they are chosen
        }
        const std::optional<double> value = map.value(probe.stored[0]);
        if (attributes.modality.realWorld) {
            probe.rescaled = probe.rescaled && value;
        }
        if (value && !attributes.modality.realWorld) {
            probe.readings.push_back({*value, unitText(map), nameText(map)});
        }
    }
}

} // namespace

std::optional<PixelProbe> probePixel(const FrameRef& ref, const Frame& frame, const QPointF& point)
{
    if (!(point.x() >= 0 && point.y() >= 0 && point.x() < frame.columns() && point.y() < frame.rows())) {
        return std::nullopt;
    }
    PixelProbe probe;
    probe.column = static_cast<int>(point.x());
    probe.row = static_cast<int>(point.y());
    probe.samples = frame.samples();
    for (int s = 0; s < std::min(3, frame.samples()); ++s) {
        probe.stored[static_cast<std::size_t>(s)] = frame.at(probe.row, probe.column, s);
    }
    const FrameAttributes& attributes = ref.attributes();
    if (frame.samples() > 1) {
        if (isYbr(framePhotometric(*ref.image))) {
            readColor(ref, frame, probe);
        }
    } else {
        DisplayState any;
        any.window = Window(); // values do not depend on it, and no automatic one has to be found
        const GrayTransform transform(*ref.image, ref.frame, frame, any);
        probe.modality = transform.modality(probe.stored[0]);
        probe.padding = transform.isPadding(probe.stored[0]);
        probe.unit = attributes.modality.unit;
        probe.rescaled = attributes.modality.present;
        const std::optional<double> firstColor = ref.image->firstColor(ref.frame);
        probe.paletteColor = firstColor && probe.stored[0] >= *firstColor && !probe.padding;
        readMaps(attributes, probe);
    }
    if (attributes.plane) {
        probe.patient = attributes.plane->at(point.x() - 0.5, point.y() - 0.5);
    }
    return probe;
}

QString probeValueText(const PixelProbe& probe)
{
    if (probe.samples > 1) {
        return QStringLiteral("RGB %1 %2 %3").arg(probe.stored[0]).arg(probe.stored[1]).arg(probe.stored[2]);
    }
    if (probe.padding) {
        return Text::tr("padding (stored %1)").arg(number(probe.stored[0]));
    }
    if (probe.paletteColor) {
        return Text::tr("colour (stored %1)").arg(number(probe.stored[0]));
    }
    if (!probe.rescaled) {
        return Text::tr("stored %1").arg(number(probe.stored[0]));
    }
    const QString value = number(probe.modality);
    return probe.unit.isEmpty() ? Text::tr("value %1").arg(value) : value + QLatin1Char(' ') + singleLine(probe.unit, 16);
}

QString probeMeaningText(const PixelProbe& probe)
{
    constexpr std::size_t kMost = 6;
    QStringList texts;
    for (std::size_t i = 0; i < std::min(kMost, probe.readings.size()); ++i) {
        const RealWorldReading& reading = probe.readings[i];
        QStringList words{reading.name, number(reading.value), reading.unit};
        words.removeAll(QString());
        texts << words.join(QLatin1Char(' '));
    }
    if (probe.readings.size() > kMost) {
        texts << Text::tr("and %1 more").arg(probe.readings.size() - kMost);
    }
    return texts.join(QStringLiteral(" \u00b7 "));
}

QString probePlaceText(const PixelProbe& probe)
{
    QString text = QStringLiteral("x %1 y %2").arg(probe.column + 1).arg(probe.row + 1);
    if (probe.patient) {
        const Eigen::Vector3d& p = *probe.patient;
        text += QStringLiteral(" · %1 %2 %3 mm")
                    .arg(millimetres(p.x(), 'L', 'R'), millimetres(p.y(), 'P', 'A'), millimetres(p.z(), 'H', 'F'));
    }
    return text;
}

} // namespace isocenter
