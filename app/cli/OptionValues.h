#pragma once

#include "display/DisplayState.h"

#include <Eigen/Core>
#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace isocenter::cli {

// Values of options that several commands have; nothing where the text is none.

/// WIDTHxHEIGHT, 1 to 16384 each.
std::optional<QSize> sizeOf(const QString& text);
/// CENTRE,WIDTH with a width above 0.
std::optional<Window> windowOf(const QString& text);
/// X,Y,Z, finite.
std::optional<Eigen::Vector3d> vectorOf(const QString& text);
/// A finite number.
std::optional<double> numberOf(const QString& text);

/// The words of a command that has no options: its paths, without "--"; nothing if there are none, or an option before no "--".
std::optional<QStringList> pathsOf(QStringList words);

} // namespace isocenter::cli
