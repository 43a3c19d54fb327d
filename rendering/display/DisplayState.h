#pragma once

#include "image/ImageAttributes.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// Colours in place of grey: red, green and blue of n entries each, over the whole output of the grey pipeline; an entry is the
/// one nearest to level * (n - 1) for a level of 0 to 1. No channel is empty.
struct PseudoPalette
{
    std::array<std::vector<std::uint8_t>, 3> channels;

    std::uint8_t at(std::size_t channel, double level) const
    {
        const std::vector<std::uint8_t>& entries = channels[channel];
        return entries[static_cast<std::size_t>(level * static_cast<double>(entries.size() - 1) + 0.5)];
    }
};

/// What a presentation state says of grey, in place of all that the image says of it (PS3.3 C.11.11, PS3.4 N.2): the image's
/// modality LUT, windows, VOI tables, Presentation LUT Shape and Photometric Interpretation are not looked at. What is left at
/// its default is the identity. Immutable once shared.
struct DisplayOverrides
{
    ModalityTransform modality;
    std::optional<Window> window;                ///< softcopy VOI; in units of `modality`
    std::shared_ptr<const LookupTable> voiTable; ///< where there is no window; with neither, all values that can be stored
    /// Presentation LUT Sequence: n entries over the whole output of the VOI step. As DCMTK has it (the standard leaves the
    /// rounding open), an entry is floor(level * (n - 1)) for a window's level of 0 to 1, and floor(value * n / count) for the
    /// `count` whole numbers that a VOI table or the identity gives. `first` is not regarded.
    std::shared_ptr<const LookupTable> presentationLut;
    bool inverse = false;                         ///< Presentation LUT Shape INVERSE
    std::shared_ptr<const PseudoPalette> palette; ///< of a pseudo-colour state, in colours of the screen; null: grey
    bool hasProfile = false;                      ///< of a colour state: `profile` stands in place of the image's
    ColorProfilePtr profile;
    QString problem; ///< what of the state's colours cannot be applied, one translated sentence; usually empty
};

/// What the reader chose on top of what the file or a presentation state says. Default: the image's own default window, not
/// inverted. In order of precedence: window, fullRange, the VOI of overrides, voiTable, windowIndex; an index the frame does
/// not have is as if not set.
struct DisplayState
{
    std::optional<Window> window;   ///< in modality units; else the file's default
    std::optional<int> windowIndex; ///< choice among FrameAttributes::windows
    std::optional<int> voiTable;    ///< choice among FrameAttributes::voiTables
    bool invert = false;            ///< on top of MONOCHROME1 / INVERSE: one exclusive or (display-pipeline.md row 11)
    bool fullRange = false;         ///< window over the whole modality range of the frame, padding left out
    /// Of the presentation state in force for the frame; null: what the image says. Compared by identity.
    std::shared_ptr<const DisplayOverrides> overrides;

    /// Everything but the choice of a window: what stays when another window is chosen.
    DisplayState withoutWindow() const
    {
        DisplayState state;
        state.invert = invert;
        state.overrides = overrides;
        return state;
    }
    friend bool operator==(const DisplayState& a, const DisplayState& b)
    {
        return a.window == b.window && a.windowIndex == b.windowIndex && a.voiTable == b.voiTable && a.invert == b.invert &&
               a.fullRange == b.fullRange && a.overrides == b.overrides;
    }
    friend bool operator!=(const DisplayState& a, const DisplayState& b) { return !(a == b); }
};

} // namespace isocenter
