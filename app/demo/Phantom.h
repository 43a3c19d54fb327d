#pragma once

#include "geometry/ImagePlane.h"

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace isocenter::demo {

/// One homogeneous part of a phantom: an ellipsoid, or an elliptic cylinder along z. mm, patient coordinates (LPS).
struct Body
{
    enum class Shape { Ellipsoid, Cylinder };
    Shape shape = Shape::Ellipsoid;
    Eigen::Vector3d centre = Eigen::Vector3d::Zero();
    Eigen::Vector3d radii = Eigen::Vector3d::Ones(); ///< semi-axes; for a cylinder z is half its length
    double value = 0;                                ///< HU or signal
    double surrounding = 0;                          ///< of what it displaces; for projections only

    /// Below 0 inside, about the distance to the surface in mm near it.
    double distance(const Eigen::Vector3d& point) const;
    /// How far it extends from its centre along a unit direction, mm.
    double reach(const Eigen::Vector3d& direction) const;
    /// Length in mm of the ray along y through (x, z) inside the body.
    double chordAlongY(double x, double z) const;
};

/// Values of a plane cut through bodies, row-major; later bodies displace earlier ones. Edges are mixed over one pixel,
/// as a scanner's partial volume does.
std::vector<float> cut(const std::vector<Body>& bodies, double background, const ImagePlane& plane, int columns, int rows);

/// Normal noise (mean 0, deviation 1) that is the same on every machine for the same seed.
class Noise
{
public:
    explicit Noise(std::uint32_t seed) : m_state(seed * 2654435761U | 1U) {}
    float next();

private:
    std::uint32_t m_state;
};

/// Rounds, keeps within [0, maximum], little endian 16-bit words.
std::vector<std::uint16_t> quantised(const std::vector<float>& values, float maximum);

} // namespace isocenter::demo
