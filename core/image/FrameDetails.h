#pragma once

#include <QHash>
#include <QString>

#include <cstdint>
#include <vector>

namespace isocenter {

/// What tells a frame of a multi-frame object from its neighbours (PS3.3 C.7.6.16, C.7.6.17, C.8.4.8). Shared, immutable.
struct FrameDetails
{
    /// Frames of one stack (0-based) may be scrolled as slices of one acquisition: the same Stack ID, frame type and complex
    /// component.
    int stack = 0;
    QString stackName; ///< "Stack 2", "PHASE"; empty where the object has one stack
    /// Dimension Index Values, one a dimension; of nuclear medicine, its vectors. The order in which frames at one place are
    /// read.
    std::vector<std::uint32_t> dimension;
    QString label;      ///< in words, what varies besides the place: "TE 30 ms · b 1000", "Detector 2"; translated
    QString laterality; ///< Frame Laterality where frames differ in it
    /// Corner texts whose value differs from frame to frame; those of the image do not have them then.
    QHash<QString, QString> texts;
};

/// A part of an image that was sent in several instances (PS3.3 C.7.6.16.2.2.4).
struct Concatenation
{
    QString uid;
    int number = 1;      ///< from 1
    int total = 0;       ///< 0: not said
    int frameOffset = 0; ///< frames of the whole that precede this part
};

} // namespace isocenter
