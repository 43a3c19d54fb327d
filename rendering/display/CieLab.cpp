#include "display/CieLab.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isocenter {

namespace {

/// PS3.3 C.10.7.1.1; inverse of the CIE 1976 functions.
std::array<double, 3> xyzOf(const CieLab& lab)
{
    const double lightness = lab[0] * 100.0 / 65535.0;
    const double a = lab[1] * 255.0 / 65535.0 - 128.0;
    const double b = lab[2] * 255.0 / 65535.0 - 128.0;
    const double fy = (lightness + 16) / 116;
    const auto inverse = [](double f) { return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29); };
    return {0.96422 * inverse(fy + a / 500), inverse(fy), 0.82521 * inverse(fy - b / 200)};
}

int encoded(double linear)
{
    const double bounded = std::clamp(linear, 0.0, 1.0);
    const double value = bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * std::pow(bounded, 1 / 2.4) - 0.055;
    return static_cast<int>(255 * value + 0.5);
}

} // namespace

QRgb srgbOf(const CieLab& lab)
{
    // XYZ of D50 to linear sRGB, the Bradford adaptation to D65 included.
    const auto [x, y, z] = xyzOf(lab);
    return qRgb(encoded(3.1338561 * x - 1.6168667 * y - 0.4906146 * z), encoded(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
                encoded(0.0719453 * x - 0.2289914 * y + 1.4052427 * z));
}

QRgb greyOf(std::uint16_t pValue)
{
    const int level = static_cast<int>(pValue * 255.0 / 65535.0 + 0.5);
    return qRgb(level, level, level);
}

QRgb shutterColor(const Shutter& shutter)
{
    return shutter.color ? srgbOf(*shutter.color) : greyOf(shutter.value);
}

} // namespace isocenter
