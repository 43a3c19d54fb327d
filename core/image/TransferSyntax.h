#pragma once

#include <QString>

namespace isocenter {

/// Whether a transfer syntax's frames are the pictures of one video stream (PS3.5 8.2.5 to 8.2.11: MPEG-2, H.264, HEVC, also
/// in fragments). Frames of such images are RGB, whatever Photometric Interpretation says: the stream alone knows which of
/// several YCbCr encodings it has.
bool isVideoSyntax(const QString& uid);

} // namespace isocenter
