#pragma once

#include "base/Result.h"
#include "image/ColorProfile.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace isocenter {

/// Colours of an image as its ICC profile defines them (PS3.3 C.11.15, PS3.4 N.2.2), for the screen.
///
/// Relative colorimetric with black point compensation: a colour that the screen can show is shown as it was taken, white is
/// the screen's white; profiles that have the perceptual table alone are used by that. Profiles made of curves and a matrix
/// (nearly all of cameras, endoscopes and scanners) are computed within 0.05 steps of 8 bits; those made of tables through a
/// grid of 49^3 colours.
///
/// Immutable; usable from any thread.
class ColorTransform
{
public:
    ~ColorTransform();
    ColorTransform(const ColorTransform&) = delete;
    ColorTransform& operator=(const ColorTransform&) = delete;

    /// Null: the colours are the screen's as they are (no profile, or one that means the same). `screen`: the screen's profile;
    /// null: sRGB. An error, one sentence, if the image's profile is damaged, of another kind, or larger than 8 MiB; a screen
    /// profile that is, counts as sRGB. Takes up to 0.1 s for profiles made of tables, the first time: without `screen` the
    /// result is kept with the profile. Never throws.
    static Result<std::shared_ptr<const ColorTransform>> make(const ColorProfile* image, const ColorProfile* screen = nullptr);

    /// n colours in place, each channel 0 to 255 (not rounded); NaN stays NaN.
    void apply(float* red, float* green, float* blue, int n) const;
    /// The same of 8-bit colours, three bytes each at a distance of `step`.
    void apply8(std::uint8_t* rgb, std::size_t n, int step) const;
    /// One colour.
    void apply(float (&rgb)[3]) const { apply(&rgb[0], &rgb[1], &rgb[2], 1); }

private:
    struct Engine;
    explicit ColorTransform(std::unique_ptr<const Engine> engine);
    static Result<std::shared_ptr<const ColorTransform>> makeNew(const ColorProfile* image, const ColorProfile* screen);
    std::unique_ptr<const Engine> m;
};

using ColorTransformPtr = std::shared_ptr<const ColorTransform>;

/// The name that a profile gives itself, one line, safe to show; "sRGB" and the like where only a Color Space is named.
QString profileName(const ColorProfile& profile);

} // namespace isocenter
