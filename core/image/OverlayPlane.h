#pragma once

#include <QString>

#include <optional>

namespace isocenter {

/// What a header says of one overlay, a repeating group 60xx (PS3.3 C.9.2, C.9.3). Its bits are read by
/// ImageReader::readOverlay.
struct OverlayPlane
{
    int group = 0x6000; ///< 0x6000 to 0x601E, even
    int rows = 0;       ///< 0, as columns: no overlay of its own, only where another one is to be drawn (activationLayer)
    int columns = 0;
    int originRow = 1; ///< where the overlay's first pixel lies in the image, 1-based; may be 0, negative or beyond the image
    int originColumn = 1;
    std::optional<int> frames; ///< Number of Frames in Overlay; empty: one, for every frame of the image
    int firstFrame = 1;        ///< Image Frame Origin, 1-based
    bool region = false;       ///< Overlay Type R: the region of an ROI; else graphics
    bool embedded = false;     ///< in an unused bit of the pixel cells
    int bitPosition = 0;       ///< embedded only
    QString label;
    QString description;
    QString subtype;
    QString activationLayer; ///< (60xx,1001); of presentation states
    /// What the maker of the file measured in a region; in stored or modality values, the standard leaves it open.
    std::optional<double> regionArea; ///< pixels
    std::optional<double> regionMean;
    std::optional<double> regionDeviation;

    /// The frame of the overlay (0-based) that belongs to a frame of the image (0-based); nothing if none does.
    std::optional<int> frameFor(int imageFrame) const
    {
        if (embedded) {
            return imageFrame;
        }
        if (!frames) {
            return 0;
        }
        const int index = imageFrame + 1 - firstFrame;
        return index >= 0 && index < *frames ? std::optional(index) : std::nullopt;
    }
};

} // namespace isocenter
