#pragma once

#include "display/DisplayState.h"
#include "image/Frame.h"
#include "image/ImageAttributes.h"

#include <QImage>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace isocenter {

/// Stored value -> modality value -> P-value for one frame and one state; grey images only (PS3.3 C.11.1, C.11.2, C.11.6). All
/// steps are in double; only the last one rounds, to 8 or to 16 bits.
/// Immutable after construction, usable from any thread; copies share the tables.
///
/// Defaults (PS3.3 C.11.2 leaves the choice open): the first window; without one the first VOI LUT; without both, 'automatic':
/// all values of an image of at most 8 bits without a modality transform, else the frame's own range, padding left out.
/// A LINEAR window narrower than 1 has no meaning in the standard and is taken as LINEAR_EXACT; one without a positive, finite
/// width is as if absent.
class GrayTransform
{
public:
    /// `frame` gives the type and the range for automatic windows (used when the file has no window).
    GrayTransform(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state);

    double modality(double stored) const;
    std::uint8_t grey(double stored) const;  ///< padding gives the background: black, also when inverted
    std::uint16_t wide(double stored) const; ///< the same over 0 to 65535
    /// The P-value of a modality value, 0 to 1: VOI, presentation LUT, polarity. NaN stays NaN.
    double pValue(double modality) const;
    /// 0 to 255, not rounded, polarity included, padding not regarded: for resampled values.
    double level(double stored) const { return 255.0 * pValue(modality(stored)); }
    bool isPadding(double stored) const;
    /// Window in force in modality units (for the corner text); for a VOI table the range it covers.
    const Window& window() const { return m_window; }
    /// The file has no window and none was chosen.
    bool automatic() const { return m_automatic; }
    bool usesTable() const { return m_voi != nullptr; }
    bool inverse() const { return m_inverse; }
    const std::shared_ptr<const LookupTable>& voiTable() const { return m_voi; }
    /// Of a presentation state; null: the identity.
    const std::shared_ptr<const LookupTable>& presentationLut() const { return m_presentation; }
    /// Colours that P-values are shown in; null: grey.
    const std::shared_ptr<const PseudoPalette>& palette() const { return m_palette; }
    const ModalityTransform& modalityTransform() const { return m_modality; }
    /// Stored values that are background, both ends included.
    const std::optional<std::pair<double, double>>& padding() const { return m_padding; }
    /// Grey by stored value - tableFirst(), for every value of the type; empty for 32-bit and float frames. Built on first use.
    const std::vector<std::uint8_t>& table() const;
    const std::vector<std::uint16_t>& wideTable() const; ///< the same for wide()
    int tableFirst() const { return m_tableFirst; }

private:
    struct Tables;
    double voi(double modality) const; ///< 0 to 1, before the presentation LUT and polarity
    void choose(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state);
    void chooseOfFile(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state);
    void chooseOfState(const DisplayOverrides& overrides, const ImageAttributes& image, int index, const Frame& frame);
    void useTable(const std::shared_ptr<const LookupTable>& table);

    ModalityTransform m_modality;
    Window m_window;
    bool m_automatic = false;
    std::shared_ptr<const LookupTable> m_voi;
    std::shared_ptr<const LookupTable> m_presentation;
    double m_presentationSteps = 0; ///< what goes into it is one of so many whole numbers, less one; 0: any level
    std::shared_ptr<const PseudoPalette> m_palette;
    bool m_inverse = false;
    std::optional<std::pair<double, double>> m_padding;
    std::shared_ptr<Tables> m_tables;
    int m_tableFirst = 0;
    int m_tableSize = 0;
};

/// All modality values of a frame, row-major, float32 (`pixels --stage modality`). Colour and palette: stored values; dose grids
/// and parametric maps too, whose scaling is no Modality LUT.
std::vector<float> modalityValues(const ImageAttributes& image, int index, const Frame& frame);
/// Smallest and largest of these, padding included.
std::pair<double, double> modalityRange(const ImageAttributes& image, int index, const Frame& frame);
/// The same with padding left out, and values that are colours of a palette; nothing if no other is left.
std::optional<std::pair<double, double>> visibleRange(const ImageAttributes& image, int index, const Frame& frame);
/// The same by another modality transform than the image's own.
std::optional<std::pair<double, double>> visibleRange(const ImageAttributes& image, int index, const ModalityTransform& modality,
                                                      const Frame& frame);
/// Stored values that are background (PS3.3 C.7.5.1.1.2), smaller end first; nothing for colour or without padding.
std::optional<std::pair<double, double>> paddingRange(const ImageAttributes& image);

/// Bits of the values that leave the pipeline.
enum class PixelDepth { Eight, Sixteen };

/// The whole frame as it would be shown 1:1: Format_Grayscale8 for grey (Format_Grayscale16 at 16 bits), Format_RGB888 for
/// colour, for grey with colours of a supplemental palette among its values, and palette (YBR converted by PS3.3 C.7.6.3.1.2,
/// then made sRGB by the image's or the state's ICC profile if that can be used; no window for colour unless the state has one).
/// Never throws; a null picture if the frame does not fit its attributes (two samples, a palette without tables) or memory is
/// short.
QImage displayImage(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state,
                    PixelDepth depth = PixelDepth::Eight);

} // namespace isocenter
