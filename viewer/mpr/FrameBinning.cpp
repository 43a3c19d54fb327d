#include "mpr/FrameBinning.h"

#include "display/SampleVisit.h"

#include <cmath>
#include <type_traits>

namespace isocenter {

namespace {

template <typename T>
void bin(const T* in, int columns, int outRows, int outColumns, int factor,
         const std::optional<std::pair<double, double>>& padding, T* out)
{
    const int block = factor * factor;
    for (int row = 0; row < outRows; ++row) {
        for (int column = 0; column < outColumns; ++column) {
            double sum = 0;
            int seen = 0;
            for (int i = 0; i < block; ++i) {
                const std::size_t at = static_cast<std::size_t>(row * factor + i / factor) * static_cast<std::size_t>(columns) +
                                       static_cast<std::size_t>(column * factor + i % factor);
                const auto value = static_cast<double>(in[at]);
                const bool background = !std::isfinite(value) || (padding && value >= padding->first && value <= padding->second);
                sum += background ? 0 : value;
                seen += background ? 0 : 1;
            }
            double mean = 2 * seen >= block && seen > 0 ? sum / seen : padding ? padding->first : std::nan("");
            if constexpr (std::is_integral_v<T>) {
                mean = std::isfinite(mean) ? std::floor(mean + 0.5) : 0;
            }
            *out++ = static_cast<T>(mean);
        }
    }
}

} // namespace

FramePtr binnedFrame(const Frame& frame, int factor, const std::optional<std::pair<double, double>>& padding)
{
    const int rows = frame.rows() / factor;
    const int columns = frame.columns() / factor;
    return Frame::build(rows, columns, 1, frame.type(), [&](std::byte* bytes) {
        visitSamples(frame, [&](const auto* values) {
            using T = std::decay_t<decltype(*values)>;
            bin(values, frame.columns(), rows, columns, factor, padding, reinterpret_cast<T*>(bytes));
        });
    });
}

} // namespace isocenter
