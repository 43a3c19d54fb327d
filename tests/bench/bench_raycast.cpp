// bench_raycast [SLICES [SIDE]]: RayCaster on a made-up CT of 512 x 512 x SLICES (600), pictures of SIDE x SIDE (512), the view
// turned by some degrees from picture to picture. One JSON object a row on stdout; medians.

#include "bench/BenchSeries.h"
#include "raycast/RayCaster.h"

#include <QElapsedTimer>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace isocenter;

namespace {

constexpr int kColumns = 512;
constexpr double kPi = 3.14159265358979323846;

/// A trunk with noise: skin, soft tissue, a spine with discs, ribs, vessels with contrast, air in two lungs.
int valueAt(double x, double y, double z)
{
    const auto ellipse = [](double u, double v, double a, double b) { return u * u / (a * a) + v * v / (b * b); };
    if (ellipse(x, y, 160, 110) > 1) {
        return -1000;
    }
    const double shell = ellipse(x, y, 148, 98);
    if (std::abs(shell - 1) < 0.045 && std::fmod(z + 0.15 * std::abs(x) + 1000, 26) < 9) {
        return 700;
    }
    if (ellipse(x, y - 70, 19, 16) < 1) {
        return std::fmod(z + 1000, 32) < 26 ? 450 : 90;
    }
    if (ellipse(x - 12 * std::sin(z / 60), y - 40, 12, 12) < 1) {
        return 320;
    }
    if (ellipse(std::abs(x) - 75, y + 10, 52, 66) < 1) {
        return ellipse(std::fmod(std::abs(x) + 0.3 * z + 1000, 21) - 10, std::fmod(y + 0.2 * z + 1000, 23) - 11, 2.5, 2.5) < 1
                   ? 40
                   : -860;
    }
    return shell > 1 ? -90 : 45;
}

VolumePtr phantom(int slices)
{
    auto volume = std::make_shared<Volume>();
    volume->columns = volume->rows = kColumns;
    volume->slices = slices;
    volume->spacing = {0.7, 0.7, 0.8};
    const std::size_t count = static_cast<std::size_t>(kColumns) * kColumns * slices;
    const std::shared_ptr<std::byte> memory = allocatePixels(2 * count);
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    std::uint32_t noise = 1;
    for (std::size_t i = 0; i < count; ++i) {
        noise = noise * 1664525U + 1013904223U;
        const auto column = static_cast<double>(i % kColumns);
        const auto row = static_cast<double>(i / kColumns % kColumns);
        const auto slice = static_cast<double>(i / kColumns / kColumns);
        const int value = valueAt(0.7 * (column - 255.5), 0.7 * (row - 255.5), 0.8 * (slice - slices / 2.0));
        voxels[i] = static_cast<std::int16_t>(value + static_cast<int>(noise >> 27U) + static_cast<int>(noise >> 22U & 31U) - 31);
    }
    volume->voxels = std::shared_ptr<const std::int16_t>(memory, voxels);
    return volume;
}

VolumeView viewAt(int step)
{
    VolumeView view;
    const double angle = step * 7 * kPi / 180;
    view.direction = {std::sin(angle), std::cos(angle), 0.2};
    view.window = Window{400, 1000, VoiFunction::Linear, {}};
    view.height = 400;
    return view;
}

double medianTime(RayCaster& caster, VolumeView view, bool draft, int side)
{
    const std::atomic<bool> stop{false};
    std::vector<double> times;
    for (int step = 0; step < 15; ++step) {
        const VolumeView turned = viewAt(step);
        view.direction = turned.direction;
        view.draft = draft;
        QElapsedTimer clock;
        clock.start();
        if (!caster.render(view, {side, side}, stop)) {
            return -1;
        }
        times.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

int main(int argc, char* argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    const int slices = argc > 1 ? std::clamp(std::atoi(argv[1]), 2, 2400) : 600;
    const int side = argc > 2 ? std::clamp(std::atoi(argv[2]), 64, 4096) : 512;
    const VolumePtr volume = phantom(slices);
    RayCaster caster;
    caster.setVolume(volume);
    QElapsedTimer clock;
    clock.start();
    const std::atomic<bool> stop{false};
    VolumeView view = viewAt(0);
    view.draft = true;
    if (!caster.render(view, {side, side}, stop)) {
        return 1;
    }
    bench::printTime(QStringLiteral("3D: first coarse picture of a new volume"), static_cast<double>(clock.nsecsElapsed()) * 1e-6,
                     0);
    bench::printTime(QStringLiteral("3D: maximum intensity, turning"), medianTime(caster, viewAt(0), true, side), 33);
    bench::printTime(QStringLiteral("3D: maximum intensity, at rest"), medianTime(caster, viewAt(0), false, side), 500);
    const TransferPresets presets = TransferPresets::shipped();
    for (const TransferPresets::Preset& preset : presets.of(QStringLiteral("CT"))) {
        view = viewAt(0);
        view.mode = VolumeView::Mode::Shaded;
        view.transfer = preset.ofVolume(0, 1000);
        bench::printTime(QStringLiteral("3D: %1, turning").arg(preset.function.name), medianTime(caster, view, true, side), 33);
        bench::printTime(QStringLiteral("3D: %1, at rest").arg(preset.function.name), medianTime(caster, view, false, side), 500);
    }
    return 0;
}
