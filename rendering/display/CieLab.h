#pragma once

#include "image/Shutter.h"

#include <QRgb>

#include <cstdint>

namespace isocenter {

/// An opaque sRGB colour of a CIELab value of DICOM (white point D50, adapted to D65); what sRGB lacks is clipped.
QRgb srgbOf(const CieLab& lab);
/// An opaque grey of a P-value of 0 to 65535, as the grey pipeline would show it on 8 bits.
QRgb greyOf(std::uint16_t pValue);
/// What a shutter's covered part looks like.
QRgb shutterColor(const Shutter& shutter);

} // namespace isocenter
