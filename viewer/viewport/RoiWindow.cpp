#include "viewport/RoiWindow.h"

#include "display/DisplayPipeline.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace isocenter {

namespace {

constexpr std::size_t kMostValues = 1u << 20; ///< of a large region every n-th row is enough

std::vector<double> valuesInside(const FrameRef& ref, const Frame& frame, const QRectF& rect)
{
    const int left = std::max(0, static_cast<int>(std::floor(rect.left())));
    const int top = std::max(0, static_cast<int>(std::floor(rect.top())));
    const int right = std::min(frame.columns(), static_cast<int>(std::ceil(rect.right())));
    const int bottom = std::min(frame.rows(), static_cast<int>(std::ceil(rect.bottom())));
    std::vector<double> values;
    if (right <= left || bottom <= top) {
        return values;
    }
    DisplayState any;
    any.window = Window(); // values do not depend on it, and no automatic one has to be found
    const GrayTransform transform(*ref.image, ref.frame, frame, any);
    const std::size_t area = static_cast<std::size_t>(right - left) * static_cast<std::size_t>(bottom - top);
    const int step = 1 + static_cast<int>(area / kMostValues);
    for (int row = top; row < bottom; row += step) {
        for (int column = left; column < right; ++column) {
            const double stored = frame.at(row, column);
            if (!transform.isPadding(stored) && std::isfinite(stored)) {
                values.push_back(transform.modality(stored));
            }
        }
    }
    return values;
}

} // namespace

std::optional<Window> roiWindow(const FrameRef& ref, const Frame& frame, const QRectF& imageRect)
{
    if (frame.samples() != 1 || ref.image->photometric == Photometric::PaletteColor) {
        return std::nullopt;
    }
    std::vector<double> values = valuesInside(ref, frame, imageRect.normalized());
    if (values.empty()) {
        return std::nullopt;
    }
    const auto cut = static_cast<std::ptrdiff_t>(values.size() / 200);
    std::nth_element(values.begin(), values.begin() + cut, values.end());
    const double low = values[static_cast<std::size_t>(cut)];
    std::nth_element(values.begin(), values.end() - 1 - cut, values.end());
    const double high = *(values.end() - 1 - cut);
    Window window;
    if (low == std::floor(low) && high == std::floor(high)) {
        window.width = std::max(1.0, high - low + 1);
        window.center = (low + high + 1) / 2;
    } else {
        window.function = VoiFunction::LinearExact;
        window.width = high > low ? high - low : 1.0;
        window.center = (low + high) / 2;
    }
    return window;
}

} // namespace isocenter
