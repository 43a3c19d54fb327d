#include "scene/TransferFunction.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

/// The names in the shipped file, where translators' tools find them.
[[maybe_unused]] const char* const kShippedNames[] = {
    QT_TRANSLATE_NOOP("TransferFunction", "Bone"),          QT_TRANSLATE_NOOP("TransferFunction", "Vessels"),
    QT_TRANSLATE_NOOP("TransferFunction", "Bone and skin"), QT_TRANSLATE_NOOP("TransferFunction", "Lung"),
    QT_TRANSLATE_NOOP("TransferFunction", "Airways"),       QT_TRANSLATE_NOOP("TransferFunction", "Skin"),
    QT_TRANSLATE_NOOP("TransferFunction", "Soft tissue"),   QT_TRANSLATE_NOOP("TransferFunction", "Surface"),
    QT_TRANSLATE_NOOP("TransferFunction", "Angiography"),   QT_TRANSLATE_NOOP("TransferFunction", "Uptake"),
    QT_TRANSLATE_NOOP("TransferFunction", "Bright"),
};

Error bad(const QString& detail)
{
    return {QCoreApplication::translate("TransferFunction", "The list of transfer functions cannot be read."), detail};
}

bool isShare(double value)
{
    return value >= 0 && value <= 1;
}

/// [value, opacity, red, green, blue]
std::optional<TransferPoint> pointOf(const QJsonValue& json)
{
    const QJsonArray numbers = json.toArray();
    if (numbers.size() != 5) {
        return std::nullopt;
    }
    TransferPoint point;
    point.value = numbers[0].toDouble(std::nan(""));
    point.opacity = numbers[1].toDouble(-1);
    bool sound = std::isfinite(point.value) && isShare(point.opacity);
    for (std::size_t i = 0; i < 3; ++i) {
        point.color[i] = numbers[static_cast<int>(i) + 2].toDouble(-1);
        sound = sound && isShare(point.color[i]);
    }
    return sound ? std::optional(point) : std::nullopt;
}

std::optional<TransferPresets::Preset> presetOf(const QJsonObject& json)
{
    TransferPresets::Preset preset;
    const QByteArray name = json.value(QLatin1String("name")).toString().toUtf8();
    preset.function.name = QCoreApplication::translate("TransferFunction", name.constData());
    preset.function.shaded = json.value(QLatin1String("shaded")).toBool(true);
    preset.relative = json.value(QLatin1String("relative")).toBool(false);
    for (const QJsonValue& value : json.value(QLatin1String("points")).toArray()) {
        const std::optional<TransferPoint> point = pointOf(value);
        const auto& points = preset.function.points;
        if (!point || (!points.empty() && point->value < points.back().value)) {
            return std::nullopt;
        }
        preset.function.points.push_back(*point);
    }
    return name.isEmpty() || preset.function.points.empty() ? std::nullopt : std::optional(preset);
}

QJsonObject objectOf(const TransferPresets::Preset& preset)
{
    QJsonArray points;
    for (const TransferPoint& point : preset.function.points) {
        points.append(QJsonArray{point.value, point.opacity, point.color[0], point.color[1], point.color[2]});
    }
    return {{QStringLiteral("name"), preset.function.name},
            {QStringLiteral("relative"), preset.relative},
            {QStringLiteral("shaded"), preset.function.shaded},
            {QStringLiteral("points"), points}};
}

} // namespace

TransferPoint TransferFunction::at(double value) const
{
    if (points.empty()) {
        return {value, 0, {0, 0, 0}};
    }
    const auto above = std::upper_bound(points.begin(), points.end(), value,
                                        [](double wanted, const TransferPoint& point) { return wanted < point.value; });
    if (above == points.begin() || above == points.end()) {
        TransferPoint end = above == points.begin() ? points.front() : points.back();
        end.value = value;
        return end;
    }
    const TransferPoint& a = *(above - 1);
    const TransferPoint& b = *above;
    const double part = (value - a.value) / (b.value - a.value);
    TransferPoint result{value, a.opacity + (b.opacity - a.opacity) * part, {}};
    for (std::size_t i = 0; i < 3; ++i) {
        result.color[i] = a.color[i] + (b.color[i] - a.color[i]) * part;
    }
    return result;
}

TransferFunction TransferFunction::mapped(double from, double to, double newFrom, double newTo) const
{
    TransferFunction result = *this;
    for (TransferPoint& point : result.points) {
        point.value = newFrom + (point.value - from) / (to - from) * (newTo - newFrom);
    }
    return result;
}

TransferFunction TransferFunction::ofWindow(const Window& window)
{
    const double low = window.center - window.width / 2;
    const double high = std::max(window.center + window.width / 2, low + 1e-3);
    TransferFunction function;
    function.points = {
        {low, 0, {0.55, 0.25, 0.15}}, {(low + high) / 2, 0.15, {0.88, 0.60, 0.45}}, {high, 0.85, {1.0, 0.98, 0.92}}};
    return function;
}

TransferFunctionPtr TransferPresets::Preset::ofVolume(double median, double brightest) const
{
    if (!relative) {
        return std::make_shared<const TransferFunction>(function);
    }
    return std::make_shared<const TransferFunction>(function.mapped(0, 1, median, std::max(brightest, median + 1e-6)));
}

TransferPresets::Preset TransferPresets::Preset::fromVolume(const TransferFunction& function, bool relative, double median,
                                                            double brightest)
{
    return {relative ? function.mapped(median, std::max(brightest, median + 1e-6), 0, 1) : function, relative};
}

Result<TransferPresets> TransferPresets::fromJson(const QByteArray& json)
{
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsed);
    if (!document.isObject()) {
        return bad(parsed.errorString());
    }
    TransferPresets presets;
    const QJsonObject root = document.object();
    for (auto it = root.begin(); it != root.end(); ++it) {
        std::vector<Preset> list;
        for (const QJsonValue& value : it.value().toArray()) {
            const std::optional<Preset> preset = presetOf(value.toObject());
            if (!preset) {
                return bad(QStringLiteral("%1, entry %2").arg(it.key()).arg(list.size() + 1));
            }
            list.push_back(*preset);
        }
        presets.m_lists.emplace_back(it.key(), std::move(list));
    }
    return presets;
}

TransferPresets TransferPresets::shipped()
{
    QFile file(QStringLiteral(":/isocenter/volume/transfer-functions.json"));
    const Result<TransferPresets> read = fromJson(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    return read ? *read : TransferPresets();
}

QByteArray TransferPresets::toJson() const
{
    QJsonObject root;
    for (const auto& [modality, list] : m_lists) {
        QJsonArray presets;
        for (const Preset& preset : list) {
            presets.append(objectOf(preset));
        }
        root.insert(modality, presets);
    }
    return QJsonDocument(root).toJson();
}

const std::vector<TransferPresets::Preset>& TransferPresets::only(const QString& modality) const
{
    static const std::vector<Preset> kNone;
    const auto found = std::find_if(m_lists.begin(), m_lists.end(), [&](const auto& list) { return list.first == modality; });
    return found == m_lists.end() ? kNone : found->second;
}

const std::vector<TransferPresets::Preset>& TransferPresets::of(const QString& modality) const
{
    const std::vector<Preset>& own = only(modality);
    return own.empty() ? only(QStringLiteral("*")) : own;
}

void TransferPresets::put(const QString& modality, const Preset& preset)
{
    auto list = std::find_if(m_lists.begin(), m_lists.end(), [&](const auto& entry) { return entry.first == modality; });
    if (list == m_lists.end()) {
        list = m_lists.insert(list, {modality, {}});
    }
    const auto same = std::find_if(list->second.begin(), list->second.end(),
                                   [&](const Preset& other) { return other.function.name == preset.function.name; });
    if (same == list->second.end()) {
        list->second.push_back(preset);
    } else {
        *same = preset;
    }
}

void TransferPresets::remove(const QString& modality, const QString& name)
{
    for (auto& [key, list] : m_lists) {
        if (key == modality) {
            list.erase(
                std::remove_if(list.begin(), list.end(), [&](const Preset& preset) { return preset.function.name == name; }),
                list.end());
        }
    }
}

} // namespace isocenter
