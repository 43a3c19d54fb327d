#include "reslice/Reslicer.h"

#include "reslice/PlaneSampler.h"
#include "slice/ParallelRows.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <functional>
#include <new>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Reslicer)
};

constexpr int kRowsPerStrip = 16;

/// Takes one row of stored values.
using RowSink = std::function<void(int row, float* values)>;

void maskRow(const float* values, const std::uint8_t* absent, int n, std::uint8_t* mask)
{
    for (int i = 0; i < n; ++i) {
        const bool nothing = values[i] != values[i];
        mask[i] = static_cast<std::uint8_t>(absent[i] != 0 ? ReslicePixel::Missing
                                            : nothing      ? ReslicePixel::Background
                                                           : ReslicePixel::Data);
    }
}

Result<ResliceOutcome> run(const ResliceVolume& volume, const ReslicePlane& plane, std::uint8_t* mask,
                           const ResliceKernels& kernels, const RowSink& sink)
{
    if (const Result<void> checked = plane.check(volume.grid()); !checked) {
        return checked.error();
    }
    try {
        const PlaneSampler sampler(volume, plane, kernels);
        const auto width = static_cast<std::size_t>(plane.width);
        std::atomic<bool> missing{false};
        forRows(plane.height, kRowsPerStrip, [&](int first, int last) {
            PictureStrip strip(last - first, plane.width, sampler.planes() > 1);
            sampler.rows(first, last, strip);
            if (!volume.isComplete() && std::find(strip.absent.begin(), strip.absent.end(), 1) != strip.absent.end()) {
                missing.store(true, std::memory_order_relaxed);
            }
            for (int row = first; row < last; ++row) {
                const std::size_t at = static_cast<std::size_t>(row - first) * width;
                if (mask) {
                    maskRow(strip.values.data() + at, strip.absent.data() + at, plane.width,
                            mask + static_cast<std::size_t>(row) * width);
                }
                sink(row, strip.values.data() + at);
            }
        });
        return ResliceOutcome{missing.load()};
    } catch (const std::bad_alloc&) {
        return Error{Text::tr("There is not enough memory."), QStringLiteral("reslice")};
    }
}

} // namespace

Result<ResliceOutcome> reslice(const ResliceVolume& volume, const ReslicePlane& plane, float* values, std::uint8_t* mask,
                               const ResliceKernels& kernels)
{
    const auto slope = static_cast<float>(volume.slope());
    const auto intercept = static_cast<float>(volume.intercept());
    return run(volume, plane, mask, kernels, [&](int row, float* stored) {
        float* out = values + static_cast<std::size_t>(row) * static_cast<std::size_t>(plane.width);
        for (int i = 0; i < plane.width; ++i) {
            out[i] = stored[i] * slope + intercept;
        }
    });
}

Result<ResliceOutcome> paintReslice(const ResliceVolume& volume, const ReslicePlane& plane, const LevelMap& levels, QRgb* pixels,
                                    std::ptrdiff_t stride, std::uint8_t* mask, const ResliceKernels& kernels)
{
    LinearMap line = levels.line();
    line.paddingLow = 1; // background is NaN by now
    line.paddingHigh = 0;
    const TableMap table = levels.table();
    return run(volume, plane, mask, kernels, [&](int row, float* stored) {
        QRgb* out = pixels + row * stride;
        if (levels.isLine()) {
            isocenter::kernels().linear[static_cast<std::size_t>(VoxelType::Float)](stored, plane.width, line, out);
        } else {
            isocenter::kernels().table(stored, plane.width, table, out);
        }
    });
}

} // namespace isocenter
