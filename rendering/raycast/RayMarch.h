#pragma once

#include "raycast/BrickMap.h"
#include "raycast/RayGeometry.h"
#include "raycast/RaySampler.h"
#include "raycast/TransferTable.h"

namespace isocenter {

/// Follows the rays of one picture. Everything it is made of must outlive it; row() may be called from several threads at once.
class RayMarch
{
public:
    RayMarch(const Volume& volume, const BrickMap& bricks, const VolumeView& view, const RayGeometry& rays);
    /// Volume rendering by this table; without it the maximum intensity by the view's window.
    void setTransfer(const TransferTable& table, const std::vector<std::uint8_t>& visible, bool shaded);

    /// `width` pixels of Format_RGB32.
    void row(int row, int width, std::uint32_t* out) const;

private:
    struct Ray;
    std::uint32_t brightest(const Ray& ray, int& where) const;
    void lookFor(float& best, int& where, int from, int count, const Ray& ray, std::size_t brick) const;
    std::uint32_t composed(const Ray& ray) const;
    int stepsInBrick(const Eigen::Vector3f& position, std::size_t& brick) const;
    void light(const Eigen::Vector3f& position, float brightness[2]) const;
    bool isHidden(const Eigen::Vector3f& position) const;

    const Volume& m_volume;
    const BrickMap& m_bricks;
    const RayGeometry& m_rays;
    VoxelGrid m_grid;
    std::vector<ClipPlane> m_clips;
    const HiddenVoxels* m_hidden;
    Eigen::Vector3f m_step;
    Eigen::Vector3f m_inverse; ///< steps to pass one voxel; 0 where a ray does not move along the axis
    Eigen::Vector3f m_eye;     ///< towards the eye, along the volume's axes, unit
    Eigen::Vector3f m_spacing;
    float m_low = 0; ///< voxel values of black and white
    float m_gain = 1;
    const TransferTable* m_table = nullptr;
    const std::vector<std::uint8_t>* m_visible = nullptr;
    bool m_shaded = true;
};

/// See pickVolume().
std::optional<Eigen::Vector3d> pickedPoint(const Volume& volume, const VolumeView& view, const RayGeometry& rays,
                                           const TransferTable& table, double x, double y);

} // namespace isocenter
