#include "tools/WindowPresets.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

Error bad(const QString& detail)
{
    return {QCoreApplication::translate("WindowPresets", "The list of window presets cannot be read."), detail};
}

bool isPositive(const QJsonValue& value)
{
    return value.isDouble() && std::isfinite(value.toDouble()) && value.toDouble() > 0;
}

WindowPreset named(WindowPreset::Kind kind, const char* name)
{
    WindowPreset preset;
    preset.kind = kind;
    preset.name = QCoreApplication::translate("WindowPresets", name);
    return preset;
}

std::optional<WindowPreset> fromObject(const QJsonObject& object)
{
    WindowPreset preset;
    const QByteArray name = object.value(QLatin1String("name")).toString().toUtf8();
    if (name.isEmpty()) {
        return std::nullopt;
    }
    preset.name = QCoreApplication::translate("WindowPresets", name.constData());
    if (object.contains(QLatin1String("width"))) {
        preset.kind = WindowPreset::Kind::Fixed;
        preset.center = object.value(QLatin1String("center")).toDouble(std::nan(""));
        preset.width = object.value(QLatin1String("width")).toDouble();
        return isPositive(object.value(QLatin1String("width"))) && std::isfinite(preset.center) ? std::optional(preset)
                                                                                                : std::nullopt;
    }
    preset.kind = WindowPreset::Kind::Relative;
    preset.shift = object.value(QLatin1String("shift")).toDouble(std::nan(""));
    preset.scale = object.value(QLatin1String("scale")).toDouble();
    return isPositive(object.value(QLatin1String("scale"))) && std::isfinite(preset.shift) ? std::optional(preset) : std::nullopt;
}

QString everyOther()
{
    return QStringLiteral("*");
}

} // namespace

Result<WindowPresets> WindowPresets::fromJson(const QByteArray& json)
{
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parsed);
    if (!document.isObject()) {
        return bad(parsed.errorString());
    }
    WindowPresets presets;
    const QJsonObject root = document.object();
    for (auto it = root.begin(); it != root.end(); ++it) {
        std::vector<Entry> entries;
        for (const QJsonValue& value : it.value().toArray()) {
            const auto preset = fromObject(value.toObject());
            if (!preset) {
                return bad(QStringLiteral("%1, entry %2").arg(it.key()).arg(entries.size() + 1));
            }
            entries.push_back({*preset, value.toObject().value(QLatin1String("unit")).toString()});
        }
        presets.m_modalities.insert(it.key(), entries);
    }
    return presets;
}

WindowPresets WindowPresets::shipped()
{
    QFile file(QStringLiteral(":/isocenter/window-presets.json"));
    if (file.open(QIODevice::ReadOnly)) {
        if (auto presets = fromJson(file.readAll())) {
            return std::move(presets).value();
        }
    }
    return {};
}

std::vector<WindowPreset> WindowPresets::forImage(const QString& modality, const QString& unit) const
{
    std::vector<WindowPreset> result{named(WindowPreset::Kind::ImageDefault, QT_TRANSLATE_NOOP("WindowPresets", "As sent")),
                                     named(WindowPreset::Kind::FullRange, QT_TRANSLATE_NOOP("WindowPresets", "Full range"))};
    const auto addFrom = [&](const QString& key) {
        for (const Entry& entry : m_modalities.value(key)) {
            if (static_cast<int>(result.size()) < kMost && (entry.unit.isEmpty() || entry.unit == unit)) {
                result.push_back(entry.preset);
            }
        }
    };
    addFrom(modality);
    if (result.size() == 2) {
        addFrom(everyOther());
    }
    return result;
}

Window WindowPresets::resolve(const WindowPreset& preset, const Window& base)
{
    Window window = base;
    window.explanation = preset.name;
    if (preset.kind == WindowPreset::Kind::Fixed) {
        window.center = preset.center;
        window.width = preset.width;
        window.function = VoiFunction::Linear;
    } else if (preset.kind == WindowPreset::Kind::Relative) {
        window.center = base.center + preset.shift * base.width;
        window.width = std::max(base.function == VoiFunction::Linear ? 1.0 : 1e-6, base.width * preset.scale);
    }
    return window;
}

} // namespace isocenter
