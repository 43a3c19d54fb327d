#pragma once

#include "base/Result.h"
#include "image/ImageAttributes.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <optional>
#include <vector>

namespace isocenter {

/// One entry of the preset menu. Key 1 is always the default of the image, key 2 its full range.
struct WindowPreset
{
    enum class Kind { ImageDefault, FullRange, Fixed, Relative };
    Kind kind = Kind::ImageDefault;
    QString name;      ///< translated
    double center = 0; ///< Fixed: in the unit of the modality
    double width = 1;  ///< Fixed
    double shift = 0;  ///< Relative: the centre moves by this part of the default's width
    double scale = 1;  ///< Relative: of the default's width
};

/// The window presets by modality, from resources/window-presets.json. A value.
/// {"CT": [{"name": "Brain", "center": 40, "width": 80, "unit": "HU"}], "*": [{"name": "Darker", "shift": 0.25, "scale": 1}]}
class WindowPresets
{
public:
    static constexpr int kMost = 12; ///< one a key: the digits, then Alt with a digit

    static Result<WindowPresets> fromJson(const QByteArray& json);
    static WindowPresets shipped();

    /// At most kMost, never fewer than 2. Fixed windows in HU are offered only where the values are in HU (`unit`).
    std::vector<WindowPreset> forImage(const QString& modality, const QString& unit) const;

    /// The window of a Fixed or Relative preset; `base` is the image's default.
    static Window resolve(const WindowPreset& preset, const Window& base);

private:
    struct Entry
    {
        WindowPreset preset;
        QString unit; ///< the values must be in it; empty: any
    };
    QHash<QString, std::vector<Entry>> m_modalities; ///< "*" for every other
};

} // namespace isocenter
