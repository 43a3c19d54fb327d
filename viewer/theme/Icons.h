#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QSize>
#include <QString>

namespace isocenter {

/// A line icon of resources/icons (24 grid, 1.5 stroke) by its file name without suffix. Drawn at any size and pixel ratio in the
/// colours of the applied theme: text; accent while on; faded while disabled. An unknown name gives an empty icon.
QIcon themedIcon(const QString& name);
/// The same as a picture in one colour; `size` in device-independent pixels.
QPixmap iconPixmap(const QString& name, const QSize& size, const QColor& color, qreal pixelRatio);

} // namespace isocenter
