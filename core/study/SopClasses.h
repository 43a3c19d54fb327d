#pragma once

#include <QString>

namespace isocenter {

/// What a storage SOP class is for, as far as showing it is concerned.
enum class ObjectKind {
    Image,                ///< has pixels, or should have
    Report,               ///< structured report of any kind but a key object selection
    KeyObjects,           ///< Key Object Selection Document
    EncapsulatedDocument, ///< PDF, CDA, STL, OBJ, MTL
    Waveform,
    PresentationState,
    Other ///< plans, registrations, raw data, private and unknown classes
};

/// The standard's name of a storage SOP class (PS3.6 A) without "Storage", in English; empty for one it does not know.
QString sopClassName(const QString& uid);
ObjectKind objectKind(const QString& uid);
/// Objects that a page can show in place of a picture.
inline bool hasPage(ObjectKind kind)
{
    return kind == ObjectKind::Report || kind == ObjectKind::KeyObjects || kind == ObjectKind::EncapsulatedDocument ||
           kind == ObjectKind::Waveform;
}

} // namespace isocenter
