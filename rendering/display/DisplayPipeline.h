#pragma once

#include "image/Frame.h"
#include "image/ImageAttributes.h"

#include <QImage>

#include <cstdint>
#include <optional>
#include <vector>

namespace isocenter {

/// What the reader chose on top of what the file says. Default: the image's own default window, not inverted.
struct DisplayState
{
    std::optional<Window> window;   ///< in modality units; else the file's default
    std::optional<int> windowIndex; ///< choice among FrameAttributes::windows
    std::optional<int> voiTable;    ///< choice among FrameAttributes::voiTables
    bool invert = false;            ///< on top of MONOCHROME1 / INVERSE: one exclusive or (display-pipeline.md row 11)
    bool fullRange = false;         ///< window over the whole modality range of the frame, padding left out
};

/// Stored value -> modality value -> 8-bit grey for one frame and one state; grey images only (PS3.3 C.11.1, C.11.2, C.11.6).
/// For stored types of at most 16 bits a table of every value is built once (<= 65,536 entries); others are computed in double.
/// Immutable after construction, usable from any thread.
class GrayTransform
{
public:
    /// `frame` gives the type and the range for automatic windows (used when the file has no window: 'auto' below).
    GrayTransform(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state);

    double modality(double stored) const;
    std::uint8_t grey(double stored) const; ///< padding gives the background: black, also when inverted
    bool isPadding(double stored) const;
    /// Window in force in modality units (for the corner text); for a VOI table the range it covers. `automatic`: the file has
    /// none.
    const Window& window() const { return m_window; }
    bool automatic() const { return m_automatic; }
    bool usesTable() const { return m_voi != nullptr; }
    /// Grey by stored value - tableFirst(); empty for 32-bit and float frames.
    const std::vector<std::uint8_t>& table() const { return m_table; }
    int tableFirst() const { return m_tableFirst; }

private:
    double voi(double modality) const; ///< 0 to 1, before polarity

    ModalityTransform m_modality;
    Window m_window;
    bool m_automatic = false;
    std::shared_ptr<const LookupTable> m_voi;
    bool m_inverse = false;
    std::optional<std::pair<double, double>> m_padding;
    std::vector<std::uint8_t> m_table;
    int m_tableFirst = 0;
};

/// All modality values of a frame, row-major, float32 (`pixels --stage modality`). Colour and palette: stored values.
std::vector<float> modalityValues(const ImageAttributes& image, int index, const Frame& frame);
/// Smallest and largest modality value, padding included.
std::pair<double, double> modalityRange(const ImageAttributes& image, int index, const Frame& frame);

/// The whole frame as it would be shown 1:1: Format_Grayscale8 for grey, Format_RGB888 for colour and palette
/// (YBR converted by PS3.3 C.7.6.3.1.2; no window for colour unless the state has one). Never throws.
QImage displayImage(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state);

} // namespace isocenter
