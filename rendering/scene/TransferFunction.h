#pragma once

#include "base/Result.h"
#include "image/ImageAttributes.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <memory>
#include <vector>

namespace isocenter {

/// One corner of a transfer function.
struct TransferPoint
{
    double value = 0;                     ///< modality value
    double opacity = 0;                   ///< of one millimetre of such tissue, 0 to 1
    std::array<double, 3> color{1, 1, 1}; ///< red, green, blue of sRGB, 0 to 1
    friend bool operator==(const TransferPoint& a, const TransferPoint& b)
    {
        return a.value == b.value && a.opacity == b.opacity && a.color == b.color;
    }
};

/// What a voxel of a value looks like in volume rendering: straight lines between points, the outermost beyond the ends.
/// Immutable once shared.
struct TransferFunction
{
    QString name;                      ///< translated, for lists; may be empty
    std::vector<TransferPoint> points; ///< ascending by value; at least one
    bool shaded = true;                ///< surfaces are lit

    TransferPoint at(double value) const;
    /// Stretched and moved along the values: `from` and `to` of the old ones become `newFrom` and `newTo`. to > from.
    TransferFunction mapped(double from, double to, double newFrom, double newTo) const;
    /// Transparent below the window, opaque above it.
    static TransferFunction ofWindow(const Window& window);

    friend bool operator==(const TransferFunction& a, const TransferFunction& b)
    {
        return a.points == b.points && a.shaded == b.shaded;
    }
};

using TransferFunctionPtr = std::shared_ptr<const TransferFunction>;

/// Transfer functions by modality: the shipped ones (resources/volume/transfer-functions.json) or a person's own.
class TransferPresets
{
public:
    struct Preset
    {
        TransferFunction function;
        bool relative = false; ///< values are 0 at the volume's median and 1 at its brightest voxels, see ofVolume()
        TransferFunctionPtr ofVolume(double median, double brightest) const;
        /// The reverse: a function that fits a volume, kept for others like it.
        static Preset fromVolume(const TransferFunction& function, bool relative, double median, double brightest);
    };

    static Result<TransferPresets> fromJson(const QByteArray& json);
    static TransferPresets shipped(); ///< empty if the resource cannot be read (a test sees to that)
    QByteArray toJson() const;        ///< in the shipped ones' form
    /// Those of the modality, else those for any.
    const std::vector<Preset>& of(const QString& modality) const;
    /// Those of the modality and no others.
    const std::vector<Preset>& only(const QString& modality) const;
    /// In place of one of the same name, else as the last.
    void put(const QString& modality, const Preset& preset);
    void remove(const QString& modality, const QString& name);

private:
    std::vector<std::pair<QString, std::vector<Preset>>> m_lists; ///< by modality; "*" for any other
};

} // namespace isocenter
