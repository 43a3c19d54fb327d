#include "raycast/RayMarch.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr int kRun = 16; // samples at once
constexpr float kBackground = -32768;
constexpr float kOpaque = 0.985F;
constexpr float kFaint = 0.012F; // what adds less is haze, whose side to the light cannot be told
constexpr float kHaze = 0.72F;

struct Run
{
    alignas(32) float x[kRun], y[kRun], z[kRun], value[kRun];

    void fill(const Eigen::Vector3f& position, const Eigen::Vector3f& step)
    {
        for (int i = 0; i < kRun; ++i) {
            const auto t = static_cast<float>(i);
            x[i] = position.x() + t * step.x();
            y[i] = position.y() + t * step.y();
            z[i] = position.z() + t * step.z();
        }
    }
};

std::uint32_t grey(float level)
{
    const auto v = static_cast<std::uint32_t>(std::clamp(level, 0.0F, 255.0F) + 0.5F);
    return 0xFF000000U | v << 16U | v << 8U | v;
}

std::uint32_t pixelOf(const float rgb[3])
{
    std::uint32_t pixel = 0xFF;
    for (int i = 0; i < 3; ++i) {
        pixel = pixel << 8U | static_cast<std::uint32_t>(std::clamp(rgb[i], 0.0F, 255.0F) + 0.5F);
    }
    return pixel;
}

} // namespace

struct RayMarch::Ray
{
    Eigen::Vector3d origin;
    RaySpan span;
    Eigen::Vector3f at(const Eigen::Vector3d& step, int sample) const { return (origin + step * sample).cast<float>(); }
};

RayMarch::RayMarch(const Volume& volume, const BrickMap& bricks, const VolumeView& view, const RayGeometry& rays)
    : m_volume(volume),
      m_bricks(bricks),
      m_rays(rays),
      m_grid{volume.voxels.get(), volume.columns, volume.rows, volume.slices},
      m_clips(clipsInVoxels(volume, view.clips)),
      m_hidden(view.hidden.get()),
      m_step(rays.step.cast<float>()),
      m_spacing(volume.spacing.cast<float>())
{
    for (int axis = 0; axis < 3; ++axis) {
        m_inverse[axis] = std::abs(m_step[axis]) > 1e-9F ? 1 / m_step[axis] : 0;
    }
    m_eye = -(m_step.cwiseProduct(m_spacing)).normalized();
    const double low = (view.window.center - view.window.width / 2 - volume.offset) / volume.scale;
    m_low = static_cast<float>(low);
    m_gain = static_cast<float>(255 * volume.scale / std::max(view.window.width, 1e-9));
}

void RayMarch::setTransfer(const TransferTable& table, const std::vector<std::uint8_t>& visible, bool shaded)
{
    m_table = &table;
    m_visible = &visible;
    m_shaded = shaded;
}

void RayMarch::row(int row, int width, std::uint32_t* out) const
{
    int where = 0; // the brightest sample of the ray before: a good guess for this one
    for (int column = 0; column < width; ++column) {
        Ray ray;
        ray.origin = m_rays.origin(column, row);
        ray.span = clippedSpan(ray.origin, m_rays.step, m_volume, m_clips);
        out[column] = ray.span.first > ray.span.last ? 0xFF000000U : m_table ? composed(ray) : brightest(ray, where);
    }
}

/// How many samples from this one on lie in its brick; at least one.
int RayMarch::stepsInBrick(const Eigen::Vector3f& position, std::size_t& brick) const
{
    int place[3];
    float steps = 1e6F;
    for (int axis = 0; axis < 3; ++axis) {
        constexpr float kCells = BrickMap::kCells;
        const int last = m_bricks.count()[axis] - 1;
        place[axis] = std::clamp(static_cast<int>(position[axis] * (1 / kCells)), 0, last);
        const float edge = static_cast<float>(place[axis]) * kCells;
        if (m_inverse[axis] > 0 && place[axis] < last) {
            steps = std::min(steps, (edge + kCells - position[axis]) * m_inverse[axis]);
        } else if (m_inverse[axis] < 0 && place[axis] > 0) {
            steps = std::min(steps, (edge - position[axis]) * m_inverse[axis]);
        }
    }
    brick = m_bricks.index(place[0], place[1], place[2]);
    return std::max(0, static_cast<int>(steps)) + 1;
}

bool RayMarch::isHidden(const Eigen::Vector3f& position) const
{
    const auto nearest = [](float p) { return static_cast<std::size_t>(p + 0.5F); };
    return m_hidden->at((nearest(position.z()) * static_cast<std::size_t>(m_grid.rows) + nearest(position.y())) *
                            static_cast<std::size_t>(m_grid.columns) +
                        nearest(position.x()));
}

/// Takes the brightest of up to kRun samples where it is brighter.
void RayMarch::lookFor(float& best, int& where, int from, int count, const Ray& ray, std::size_t brick) const
{
    const RaySamplers& samplers = raySamplers();
    Run run;
    run.fill(ray.at(m_rays.step, from), m_step);
    (m_bricks.hasBackground(brick) ? samplers.masked : samplers.linear)(m_grid, run.x, run.y, run.z, count, run.value);
    for (int i = 0; i < count; ++i) {
        if (run.value[i] > best && !(m_hidden && isHidden({run.x[i], run.y[i], run.z[i]}))) {
            best = run.value[i];
            where = from + i;
        }
    }
}

std::uint32_t RayMarch::brightest(const Ray& ray, int& where) const
{
    float best = kBackground;
    const auto look = [&](int n, int most) {
        std::size_t brick = 0;
        const int count = std::min({stepsInBrick(ray.at(m_rays.step, n), brick), ray.span.last - n + 1, most});
        if (static_cast<float>(m_bricks.high(brick)) > best) {
            lookFor(best, where, n, std::min(count, kRun), ray, brick);
            return std::min(count, kRun);
        }
        return count;
    };
    // What is found near the guess lets most bricks be passed over.
    if (where >= ray.span.first && where <= ray.span.last) {
        look(std::max(ray.span.first, where - 3), 8);
    }
    for (int n = ray.span.first; n <= ray.span.last;) {
        n += look(n, ray.span.last - n + 1);
    }
    return best > kBackground ? grey((best - m_low) * m_gain) : 0xFF000000U;
}

/// Diffuse and specular light on a sample: from the eye, on both sides of a surface.
void RayMarch::light(const Eigen::Vector3f& position, float brightness[2]) const
{
    alignas(32) float x[8], y[8], z[8], v[8];
    const float last[3] = {static_cast<float>(m_grid.columns - 1), static_cast<float>(m_grid.rows - 1),
                           static_cast<float>(m_grid.slices - 1)};
    Eigen::Vector3f from[8];
    for (int i = 0; i < 8; ++i) {
        from[i] = position;
        if (i < 6) {
            const int axis = i / 2;
            from[i][axis] = std::clamp(position[axis] + (i % 2 == 0 ? 1.0F : -1.0F), 0.0F, last[axis]);
        }
        x[i] = from[i].x();
        y[i] = from[i].y();
        z[i] = from[i].z();
    }
    raySamplers().linear(m_grid, x, y, z, 8, v);
    const Eigen::Vector3f gradient((v[0] - v[1]) / m_spacing.x(), (v[2] - v[3]) / m_spacing.y(), (v[4] - v[5]) / m_spacing.z());
    const float length = gradient.norm();
    const float facing = length > 1e-3F ? std::abs(gradient.dot(m_eye)) / length : 0.7F;
    brightness[0] = 0.22F + 0.78F * facing;
    const float shine = facing * facing;
    brightness[1] = length > 1e-3F ? 40 * shine * shine * shine * shine * shine : 0; // 10th power
}

std::uint32_t RayMarch::composed(const Ray& ray) const
{
    const RaySamplers& samplers = raySamplers();
    Run run;
    float rgb[3] = {0, 0, 0};
    float left = 1; // light that is not yet held back
    for (int n = ray.span.first; n <= ray.span.last && left > 1 - kOpaque;) {
        const Eigen::Vector3f position = ray.at(m_rays.step, n);
        std::size_t brick = 0;
        int count = std::min(stepsInBrick(position, brick), ray.span.last - n + 1);
        if ((*m_visible)[brick] == 0) {
            n += count;
            continue;
        }
        count = std::min(count, kRun);
        run.fill(position, m_step);
        (m_bricks.hasBackground(brick) ? samplers.masked : samplers.linear)(m_grid, run.x, run.y, run.z, count, run.value);
        for (int i = 0; i < count && left > 1 - kOpaque; ++i) {
            const TransferTable::Entry& entry = m_table->entry(m_table->bin(run.value[i]));
            if (!(entry.alpha > 0) || run.value[i] == kBackground) {
                continue;
            }
            const Eigen::Vector3f place(run.x[i], run.y[i], run.z[i]);
            if (m_hidden && isHidden(place)) {
                continue;
            }
            float brightness[2] = {m_shaded ? kHaze : 1, 0};
            if (m_shaded && entry.alpha * left > kFaint) {
                light(place, brightness);
            }
            const float part = left * entry.alpha;
            rgb[0] += part * (entry.red * brightness[0] + brightness[1]);
            rgb[1] += part * (entry.green * brightness[0] + brightness[1]);
            rgb[2] += part * (entry.blue * brightness[0] + brightness[1]);
            left -= part;
        }
        n += count;
    }
    return pixelOf(rgb);
}

std::optional<Eigen::Vector3d> pickedPoint(const Volume& volume, const VolumeView& view, const RayGeometry& rays,
                                           const TransferTable& table, double x, double y)
{
    const Eigen::Vector3d origin = rays.origin(x, y);
    const RaySpan span = clippedSpan(origin, rays.step, volume, clipsInVoxels(volume, view.clips));
    const VoxelGrid grid{volume.voxels.get(), volume.columns, volume.rows, volume.slices};
    float best = kBackground;
    float left = 1;
    std::optional<Eigen::Vector3d> found;
    for (int n = span.first; n <= span.last; ++n) {
        const Eigen::Vector3d position = origin + rays.step * n;
        const Eigen::Vector3f p = position.cast<float>();
        float value[8];
        const float at[3][8] = {{p.x()}, {p.y()}, {p.z()}};
        raySamplers().masked(grid, at[0], at[1], at[2], 1, value);
        const auto voxel = (static_cast<std::size_t>(std::lround(position.z())) * static_cast<std::size_t>(volume.rows) +
                            static_cast<std::size_t>(std::lround(position.y()))) *
                               static_cast<std::size_t>(volume.columns) +
                           static_cast<std::size_t>(std::lround(position.x()));
        if (value[0] == kBackground || (view.hidden && view.hidden->at(voxel))) {
            continue;
        }
        if (view.mode == VolumeView::Mode::MaximumIntensity) {
            if (value[0] > best) {
                best = value[0];
                found = position;
            }
            continue;
        }
        left *= 1 - table.entry(table.bin(value[0])).alpha;
        if (left < 0.5F) {
            found = position;
            break;
        }
    }
    if (!found) {
        return std::nullopt;
    }
    return volume.origin + volume.right * (found->x() * volume.spacing.x()) + volume.down * (found->y() * volume.spacing.y()) +
           volume.normal() * (found->z() * volume.spacing.z());
}

} // namespace isocenter
