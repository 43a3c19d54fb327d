#pragma once

#include "base/Result.h"
#include "sculpt/SculptWatch.h"
#include "surface/SurfaceMesh.h"

#include <QString>

namespace isocenter {

/// Writes binary STL (80 bytes of text, count, normals and corners as float32, little-endian). The format knows no units: the
/// text says LPS and mm, and nothing of the patient. The file appears whole or not at all. An error with a sentence where it
/// cannot be written; without a message when it was cancelled.
std::optional<Error> writeStl(const SurfaceMesh& mesh, const QString& path, const SculptWatch& watch = {});

} // namespace isocenter
