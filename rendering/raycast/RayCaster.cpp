#include "raycast/RayCaster.h"

#include "raycast/RayMarch.h"
#include "slice/ParallelRows.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kFullStep = 0.5; // of the smallest voxel side
constexpr double kDraftStep = 1.0;
constexpr int kMostDraftRays = 5;

Error cannot(const QString& detail)
{
    return {QCoreApplication::translate("RayCaster", "The 3D picture cannot be made."), detail};
}

double now()
{
    using Clock = std::chrono::steady_clock;
    return std::chrono::duration<double, std::milli>(Clock::now().time_since_epoch()).count();
}

TransferFunctionPtr functionOf(const VolumeView& view)
{
    return view.transfer ? view.transfer : std::make_shared<const TransferFunction>(TransferFunction::ofWindow(view.window));
}

bool fits(const HiddenVoxels& hidden, const Volume& volume)
{
    const std::size_t count = static_cast<std::size_t>(volume.columns) * static_cast<std::size_t>(volume.rows) *
                              static_cast<std::size_t>(volume.slices);
    return hidden.bits.size() >= (count + 63) / 64;
}

} // namespace

void RayCaster::setVolume(const VolumePtr& volume)
{
    m_volume = volume;
    m_bricks.reset();
    m_visible.clear();
    m_draftRays = 2;
}

const std::vector<std::uint8_t>& RayCaster::visibleBricks(const TransferFunctionPtr& function, const TransferTable& table)
{
    if (m_visible.empty() || !(m_function == *function)) {
        m_visible = table.visible(*m_bricks);
        m_function = *function;
    }
    return m_visible;
}

Result<QImage> RayCaster::render(const VolumeView& view, const QSize& size, const std::atomic<bool>& stop)
{
    const double began = now();
    const int rays = view.draft ? m_draftRays : 1;
    const QSize raySize((size.width() + rays - 1) / rays, (size.height() + rays - 1) / rays);
    const auto geometry =
        m_volume ? RayGeometry::make(*m_volume, view, raySize, view.draft ? kDraftStep : kFullStep) : std::nullopt;
    if (!geometry || std::min({m_volume->columns, m_volume->rows, m_volume->slices}) < 2 ||
        (view.hidden && !fits(*view.hidden, *m_volume))) {
        return cannot(QStringLiteral("no volume, or view or size out of range"));
    }
    try {
        if (!m_bricks) {
            auto bricks = std::make_unique<const BrickMap>(*m_volume, stop);
            if (stop) {
                return Error{};
            }
            m_bricks = std::move(bricks);
        }
        QImage picture(raySize, QImage::Format_RGB32);
        if (picture.isNull()) {
            return cannot(QStringLiteral("memory"));
        }
        RayMarch march(*m_volume, *m_bricks, view, *geometry);
        std::optional<TransferTable> table;
        if (view.mode == VolumeView::Mode::Shaded) {
            const TransferFunctionPtr function = functionOf(view);
            table.emplace(*function, *m_volume, geometry->stepLength);
            march.setTransfer(*table, visibleBricks(function, *table), function->shaded);
        }
        const int width = picture.width();
        uchar* bits = picture.bits();
        const auto stride = static_cast<std::size_t>(picture.bytesPerLine());
        forRows(picture.height(), 4, [&](int first, int end) {
            for (int row = first; row < end && !stop; ++row) {
                march.row(row, width, reinterpret_cast<std::uint32_t*>(bits + static_cast<std::size_t>(row) * stride));
            }
        });
        if (stop) {
            return Error{};
        }
        if (view.draft) {
            const double took = now() - began;
            m_draftRays = std::clamp(m_draftRays + (took > 26 ? 1 : took < 8 ? -1 : 0), 1, kMostDraftRays);
        }
        return rays == 1 ? picture : picture.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    } catch (const std::bad_alloc&) {
        return cannot(QStringLiteral("memory"));
    }
}

std::optional<Eigen::Vector3d> pickVolume(const Volume& volume, const VolumeView& view, const QSize& size, const QPointF& at)
{
    const auto geometry = RayGeometry::make(volume, view, size, kFullStep);
    if (!geometry || std::min({volume.columns, volume.rows, volume.slices}) < 2) {
        return std::nullopt;
    }
    const TransferTable table(*functionOf(view), volume, geometry->stepLength);
    return pickedPoint(volume, view, *geometry, table, at.x() - 0.5, at.y() - 0.5);
}

} // namespace isocenter
