#pragma once

#include <vector>

namespace isocenter {

/// How the pixels along one axis of the picture come from the pixels along one axis of the image.
/// Picture pixel begin + k is the sum over t < taps of image pixel first[k] + t times weight[t * count() + k]; the weights of
/// one picture pixel sum to 1. first + taps may pass the end of the image by up to taps - 1 pixels of weight 0.
struct Axis
{
    int begin = 0; ///< picture pixels whose centre lies in the image: [begin, end)
    int end = 0;
    int taps = 1;
    bool steady = false; ///< first[k] = first[0] + k and the weights do not change: a mere shift
    std::vector<int> first;
    std::vector<float> weight;

    int count() const { return end - begin; }
    int low() const;  ///< first image pixel used; needs count() > 0
    int high() const; ///< one past the last image pixel used, at most the image's size + taps - 1
};

/// The centre of picture pixel i lies at image coordinate (i + 0.5) * step + origin, where image pixel j covers [j, j + 1).
/// Linear between pixel centres while |step| <= 1, else the exact average over |step| image pixels; clipped at the ends.
/// nearest: the pixel the centre lies in. `step` is finite and not 0.
Axis makeAxis(int pictureSize, int imageSize, double step, double origin, bool nearest);

} // namespace isocenter
