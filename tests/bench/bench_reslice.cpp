// Time of making a plane of a volume, windowed to RGB32, beside VTK's and ITK's in the same run. The limit is the time that the
// machine takes to read the cache lines of the voxels that are touched, and to write the picture, at its measured rate.
// Prints one JSON object a line; asserts nothing. Medians of repeated runs, in ms; "best" is the fastest run. The plane moves
// along its normal from run to run, as under a dragged crosshair.
//
//     bench_reslice [SLICES [SIZE [NAME]]]      NAME: only rows in whose name it is

#include "reslice/ReslicePeer.h"
#include "reslice/Reslicer.h"
#include "slice/ParallelRows.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <vector>

using namespace isocenter;

namespace {

struct Timing
{
    double median = 0;
    double best = 0;
};

constexpr int kMoves = 21;

Timing measure(const std::function<void(int)>& work, int least = 2 * kMoves, qint64 milliseconds = 400)
{
    std::vector<double> times;
    work(0);
    QElapsedTimer all;
    all.start();
    for (int i = 0; i < least || (all.elapsed() < milliseconds && i < 2000); ++i) {
        QElapsedTimer one;
        one.start();
        work(i);
        times.push_back(static_cast<double>(one.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.front()};
}

/// A CT of 0.7 x 0.7 x 0.8 mm: smooth bodies and noise.
struct Phantom
{
    Phantom(int side, int slices, bool padded) : image(std::make_shared<ImageAttributes>())
    {
        image->rows = image->columns = side;
        image->isSigned = true;
        image->shared.modality.intercept = -24;
        if (padded) {
            image->paddingValue = -2000;
        }
        grid.columnSpacing = grid.rowSpacing = 0.7;
        grid.step = {0, 0, 0.8};
        grid.columns = grid.rows = side;
        grid.slices = slices;
        for (int k = 0; k < slices; ++k) {
            frames.push_back(frame(side, k, padded));
        }
    }

    static FramePtr frame(int side, int k, bool padded)
    {
        return Frame::build(side, side, 1, SampleType::Int16, [&](std::byte* out) {
            auto* values = reinterpret_cast<std::int16_t*>(out);
            auto noise = static_cast<std::uint32_t>(k) * 2654435761U + 1;
            for (int y = 0; y < side; ++y) {
                for (int x = 0; x < side; ++x) {
                    noise = noise * 1664525U + 1013904223U;
                    const int body = ((x >> 4) * 37 + (y >> 5) * 91 + (k >> 4) * 53) % 1200;
                    const double r = std::hypot(x - side / 2, y - side / 2);
                    const bool outside = padded && r > side / 2;
                    *values++ = static_cast<std::int16_t>(outside ? -2000 : body + static_cast<int>(noise >> 26));
                }
            }
        });
    }

    ResliceVolume volume() const
    {
        std::vector<FrameRef> slices(frames.size(), FrameRef{image, 0});
        ResliceVolume made = ResliceVolume::make(grid, std::move(slices)).value();
        for (std::size_t k = 0; k < frames.size(); ++k) {
            if (!made.setSlice(static_cast<int>(k), frames[k])) {
                std::abort();
            }
        }
        return made;
    }

    Eigen::Vector3d middle() const
    {
        return {grid.columnSpacing * (grid.columns - 1) / 2, grid.rowSpacing * (grid.rows - 1) / 2, 0.8 * (grid.slices - 1) / 2};
    }

    std::shared_ptr<ImageAttributes> image;
    VolumeGrid grid;
    std::vector<FramePtr> frames;
};

struct Case
{
    const char* name;
    Eigen::Vector3d right;
    Eigen::Vector3d down;
    int size;
    double goal; ///< ms on two threads; 0: none stated
    double thickness = 0;
    SlabMode mode = SlabMode::Max;
    ResliceInterpolation interpolation = ResliceInterpolation::Linear;
};

ReslicePlane planeOf(const Case& c, const Phantom& phantom, int move)
{
    ReslicePlane plane;
    plane.right = c.right;
    plane.down = c.down;
    plane.width = plane.height = c.size;
    plane.spacing = 358.4 / c.size; // the whole of 512 columns
    plane.thickness = c.thickness;
    plane.mode = c.mode;
    plane.interpolation = c.interpolation;
    plane.center = phantom.middle() + plane.normal() * ((move % kMoves - kMoves / 2) * 0.9);
    return plane;
}

/// Cache lines of the voxels around all points, in bytes.
double touched(const Phantom& phantom, const ReslicePlane& plane)
{
    const VolumeGrid& g = phantom.grid;
    const int lines = (g.columns * 2 + 63) / 64;
    std::vector<bool> used(static_cast<std::size_t>(lines) * static_cast<std::size_t>(g.rows) *
                           static_cast<std::size_t>(g.slices));
    const int planes = slabPlanes(g, plane);
    double count = 0;
    for (int k = 0; k < planes; ++k) {
        const Eigen::Vector3d offset = plane.normal() * (plane.thickness * ((k + 0.5) / planes - 0.5));
        for (int row = 0; row < plane.height; ++row) {
            for (int column = 0; column < plane.width; ++column) {
                const Eigen::Vector3d p = (plane.at(column, row) + offset).cwiseQuotient(Eigen::Vector3d(0.7, 0.7, 0.8));
                for (int corner = 0; corner < 8; ++corner) {
                    const int x = static_cast<int>(std::floor(p.x())) + (corner & 1);
                    const int y = static_cast<int>(std::floor(p.y())) + (corner >> 1 & 1);
                    const int z = static_cast<int>(std::floor(p.z())) + (corner >> 2);
                    if (x >= 0 && y >= 0 && z >= 0 && x < g.columns && y < g.rows && z < g.slices) {
                        const auto at = static_cast<std::size_t>((z * g.rows + y) * lines + x / 32);
                        count += used[at] ? 0 : 64;
                        used[at] = true;
                    }
                }
            }
        }
    }
    return count;
}

/// Bytes a ms of reading all frames once, on the threads of the pool.
double readRate(const Phantom& phantom)
{
    std::atomic<std::uint64_t> sink{0};
    const auto count = static_cast<int>(phantom.frames.size());
    const Timing t = measure(
        [&](int) {
            forRows(count, 8, [&](int first, int last) {
                std::uint64_t sums[8] = {};
                for (int k = first; k < last; ++k) {
                    const Frame& frame = *phantom.frames[static_cast<std::size_t>(k)];
                    const auto* words = frame.values<std::uint64_t>();
                    for (std::size_t i = 0; i + 8 <= frame.byteSize() / 8; i += 8) { // a cache line
                        for (std::size_t j = 0; j < 8; ++j) {
                            sums[j] += words[i + j];
                        }
                    }
                }
                for (const std::uint64_t sum : sums) {
                    sink += sum;
                }
            });
        },
        20, 300);
    return static_cast<double>(count) * static_cast<double>(phantom.frames[0]->byteSize()) / t.best;
}

void put(QJsonObject row)
{
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

struct Peers
{
    std::unique_ptr<ReslicePeer> vtk;
    std::unique_ptr<ReslicePeer> itk;
};

double peerTime(ReslicePeer* peer, const Case& c, const Phantom& phantom, int threads)
{
    if (!peer || c.interpolation != ResliceInterpolation::Linear) {
        return 0;
    }
    peer->setThreads(threads);
    bool can = true;
    const auto work = [&](int i) {
        const ReslicePlane plane = planeOf(c, phantom, i);
        PeerPlane p;
        for (int axis = 0; axis < 3; ++axis) {
            p.center[axis] = plane.center[axis];
            p.right[axis] = plane.right[axis];
            p.down[axis] = plane.down[axis];
        }
        p.size = c.size;
        p.spacing = plane.spacing;
        p.planes = slabPlanes(phantom.grid, plane);
        p.planeDistance = plane.thickness / p.planes;
        p.mean = c.mode == SlabMode::Mean;
        can = can && peer->paint(p, 400, 1500);
    };
    const Timing t = measure(work, c.thickness > 0 ? 5 : kMoves, 200);
    return can ? t.median : 0;
}

Timing ownTime(const Case& c, const Phantom& phantom, const ResliceVolume& volume)
{
    DisplayState state;
    state.window = Window{400, 1500, VoiFunction::Linear, {}};
    const GrayTransform transform(*phantom.image, 0, *phantom.frames[0], state);
    const LevelMap levels = volume.levels(transform);
    std::vector<QRgb> pixels(static_cast<std::size_t>(c.size) * static_cast<std::size_t>(c.size));
    return measure([&](int i) {
        const Result<ResliceOutcome> done = paintReslice(volume, planeOf(c, phantom, i), levels, pixels.data(), c.size, nullptr);
        if (!done) {
            std::abort();
        }
    });
}

void run(const Case& c, const Phantom& phantom, const ResliceVolume& volume, const Peers& peers, double rate, int threads)
{
    const Timing own = ownTime(c, phantom, volume);
    const double vtk = peerTime(peers.vtk.get(), c, phantom, threads);
    const double itk = peerTime(peers.itk.get(), c, phantom, threads);
    const double bytes = touched(phantom, planeOf(c, phantom, kMoves / 2));
    QJsonObject row{{QStringLiteral("name"), QStringLiteral("reslice %1, %2 thread%3")
                                                 .arg(QLatin1String(c.name))
                                                 .arg(threads)
                                                 .arg(threads > 1 ? QStringLiteral("s") : QString())},
                    {QStringLiteral("value"), own.median},
                    {QStringLiteral("best"), own.best},
                    {QStringLiteral("unit"), QStringLiteral("ms")},
                    {QStringLiteral("limitValue"), (bytes + 4.0 * c.size * c.size) / rate},
                    {QStringLiteral("touchedMB"), bytes / 1e6},
                    {QStringLiteral("threads"), threads}};
    if (c.goal > 0 && threads == 2) {
        row.insert(QStringLiteral("goal"), c.goal);
    }
    if (vtk > 0) {
        row.insert(QStringLiteral("peer"), QStringLiteral("VTK reslice + window"));
        row.insert(QStringLiteral("peerValue"), vtk);
        row.insert(QStringLiteral("ratio"), vtk / own.median);
    }
    if (itk > 0) {
        row.insert(QStringLiteral("itkValue"), itk);
        row.insert(QStringLiteral("itkRatio"), itk / own.median);
    }
    put(row);
}

const Eigen::AngleAxisd kTurn(0.7, Eigen::Vector3d(0.5, 0.8, 0.2).normalized());
const Eigen::Vector3d kX = Eigen::Vector3d::UnitX();
const Eigen::Vector3d kY = Eigen::Vector3d::UnitY();
const Eigen::Vector3d kFeet = -Eigen::Vector3d::UnitZ();

const std::vector<Case> kCases = {
    {"oblique 512", kTurn* kX, kTurn* kY, 512, 0.6},
    {"oblique 1024", kTurn* kX, kTurn* kY, 1024, 1.8},
    {"axial 512", kX, kY, 512, 0.2},
    {"coronal 512", kX, kFeet, 512, 0.3},
    {"sagittal 512", kY, kFeet, 512, 0.8},
    {"axial 1024", kX, kY, 1024, 0},
    {"coronal 1024", kX, kFeet, 1024, 0},
    {"sagittal 1024", kY, kFeet, 1024, 0},
    {"slab 20 mm oblique 512, max", kTurn* kX, kTurn* kY, 512, 6, 20, SlabMode::Max},
    {"slab 20 mm oblique 512, mean", kTurn* kX, kTurn* kY, 512, 6, 20, SlabMode::Mean},
    {"slab 20 mm axial 512, max", kX, kY, 512, 0, 20, SlabMode::Max},
    {"slab 20 mm coronal 512, max", kX, kFeet, 512, 0, 20, SlabMode::Max},
    {"slab 20 mm sagittal 512, max", kY, kFeet, 512, 0, 20, SlabMode::Max},
    {"nearest oblique 512", kTurn* kX, kTurn* kY, 512, 0, 0, SlabMode::Max, ResliceInterpolation::Nearest},
    {"cubic oblique 512", kTurn* kX, kTurn* kY, 512, 0, 0, SlabMode::Max, ResliceInterpolation::Cubic},
};

/// The same planes in longer stacks; ratio to the shortest.
void growth(int slices, int side)
{
    const Case& oblique = kCases[0];
    const Case& coronal = kCases[3];
    std::optional<Timing> first[2];
    for (const int times : {1, 2, 4}) {
        const Phantom phantom(side, slices * times, false);
        QElapsedTimer timer;
        timer.start();
        const ResliceVolume volume = phantom.volume();
        put({{QStringLiteral("name"), QStringLiteral("volume of %1 decoded frames").arg(slices * times)},
             {QStringLiteral("value"), static_cast<double>(timer.nsecsElapsed()) / 1e9},
             {QStringLiteral("unit"), QStringLiteral("s")},
             {QStringLiteral("goal"), 0.1}});
        for (int i = 0; i < 2; ++i) {
            const Case& c = i == 0 ? oblique : coronal;
            const Timing own = ownTime(c, phantom, volume);
            first[i] = first[i] ? first[i] : own;
            put({{QStringLiteral("name"),
                  QStringLiteral("reslice %1 of %2 slices").arg(QLatin1String(c.name)).arg(slices * times)},
                 {QStringLiteral("value"), own.median},
                 {QStringLiteral("best"), own.best},
                 {QStringLiteral("unit"), QStringLiteral("ms")},
                 {QStringLiteral("growth"), own.median / first[i]->median},
                 {QStringLiteral("growthGoal"), 1.2}});
        }
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const int slices = argc > 1 ? std::max(2, std::atoi(argv[1])) : 600;
    const int side = argc > 2 ? std::max(8, std::atoi(argv[2])) : 512;
    const std::string only = argc > 3 ? argv[3] : "";
    {
        const Phantom phantom(side, slices, false);
        const ResliceVolume volume = phantom.volume();
        const Phantom paddedPhantom(side, slices, true);
        const ResliceVolume paddedVolume = paddedPhantom.volume();
        // The peers need one piece.
        const std::size_t frameSize = phantom.frames[0]->byteSize();
        const std::shared_ptr<std::byte> piece = allocatePixels(frameSize * phantom.frames.size());
        for (std::size_t k = 0; k < phantom.frames.size(); ++k) {
            std::memcpy(piece.get() + k * frameSize, phantom.frames[k]->values<std::byte>(), frameSize);
        }
        const PeerVolume whole{reinterpret_cast<const std::int16_t*>(piece.get()), {side, side, slices}, {0.7, 0.7, 0.8}};
        const Peers peers{makeVtkPeer(whole), makeItkPeer(whole)};
        for (const int threads : {2, 1}) {
            QThreadPool::globalInstance()->setMaxThreadCount(threads);
            const double rate = readRate(phantom);
            put({{QStringLiteral("name"), QStringLiteral("reading all voxels once")},
                 {QStringLiteral("value"), rate / 1e6},
                 {QStringLiteral("unit"), QStringLiteral("GB/s")},
                 {QStringLiteral("threads"), threads}});
            for (const Case& c : kCases) {
                if (std::string(c.name).find(only) == std::string::npos) {
                    continue;
                }
                run(c, phantom, volume, peers, rate, threads);
            }
            for (Case c : {kCases[0], kCases[2], kCases[3], kCases[4], kCases[8]}) {
                const std::string name = std::string("with padding, ") + c.name;
                if (name.find(only) == std::string::npos) {
                    continue;
                }
                c.name = name.c_str();
                c.goal = 0;
                run(c, paddedPhantom, paddedVolume, {}, rate, threads);
            }
        }
    }
    QThreadPool::globalInstance()->setMaxThreadCount(2);
    if (only.empty()) {
        growth(slices, side);
    }
    return 0;
}
