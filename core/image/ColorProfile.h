#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace isocenter {

/// What the colours of an image mean: its ICC profile as the file has it (PS3.3 C.11.15), not checked. Shared by the images
/// that have the same, and compared by identity.
struct ColorProfile
{
    QByteArray icc;  ///< empty: none that could be read
    QString space;   ///< Color Space (0028,2002), "SRGB"; may be empty
    QString problem; ///< why there is none: one translated sentence; empty otherwise
    /// Where the layer that uses the profile keeps what it made of it, for all who share it (std::atomic_load, atomic_store).
    mutable std::shared_ptr<const void> made = {};
};

using ColorProfilePtr = std::shared_ptr<const ColorProfile>;

} // namespace isocenter
