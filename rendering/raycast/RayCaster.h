#pragma once

#include "raycast/BrickMap.h"
#include "raycast/TransferTable.h"
#include "scene/VolumeScene.h"

#include <QPointF>

namespace isocenter {

/// 3D without a graphics processor: parallel rays through a volume, on all idle threads. Maximum intensity by the brightest
/// sample of each ray; volume rendering from front to back with the light at the eye. Samples are trilinear, every half of the
/// smallest voxel side (drafts: every whole one, with fewer rays so that a picture takes about 25 ms). Background shows nothing,
/// and what lies beside it is never mixed with it.
class RayCaster : public VolumeScene
{
public:
    void setVolume(const VolumePtr& volume) override;
    Result<QImage> render(const VolumeView& view, const QSize& size, const std::atomic<bool>& stop) override;

private:
    const std::vector<std::uint8_t>& visibleBricks(const TransferFunctionPtr& function, const TransferTable& table);

    VolumePtr m_volume;
    std::unique_ptr<const BrickMap> m_bricks; ///< made by the first picture
    TransferFunction m_function;              ///< that m_visible is of
    std::vector<std::uint8_t> m_visible;
    int m_draftRays = 2; ///< a draft has one ray for so many pixels squared
};

/// The point of the patient (LPS, mm) that is seen at a place of the picture (device pixels): where the volume becomes half
/// opaque, or the brightest voxel of a maximum intensity. Nothing where there is only background. Takes tens of microseconds.
std::optional<Eigen::Vector3d> pickVolume(const Volume& volume, const VolumeView& view, const QSize& size, const QPointF& at);

} // namespace isocenter
