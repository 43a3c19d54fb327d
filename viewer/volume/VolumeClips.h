#pragma once

#include "scene/Volume.h"
#include "scene/VolumeView.h"

#include <Eigen/Core>

#include <QObject>
#include <QString>

#include <array>
#include <vector>

namespace isocenter {

/// The six faces of a clip box, along the volume's axes: towards smaller and larger columns, rows and slices.
constexpr int kClipFaces = 6;

/// What of a volume is clipped: a box along its axes and one free plane. GUI thread.
class VolumeClips : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Another grid resets; the same one (another phase) leaves all as it is. Null: nothing.
    void setVolume(const VolumePtr& volume);
    const VolumePtr& volume() const { return m_volume; }

    bool isBoxOn() const { return m_boxOn; }
    void setBoxOn(bool on);
    /// How much of the volume is cut off at a face, 0 to 1 of its extent; at least a twentieth stays between two faces.
    double cut(int face) const { return m_cuts[static_cast<std::size_t>(face)]; }
    void setCut(int face, double share);
    /// Unit vector from the volume's middle to the face, LPS.
    Eigen::Vector3d outward(int face) const;
    /// Middle of the face as it is cut now; edges of the box from corner to corner.
    Eigen::Vector3d faceMiddle(int face) const;
    Eigen::Vector3d corner(int index) const; ///< bits 0 to 2 of `index`: the larger column, row, slice

    bool isPlaneOn() const { return m_planeOn; }
    /// On: facing a viewer who looks along `direction`, a quarter of the way into the volume.
    void setPlaneOn(bool on, const Eigen::Vector3d& direction);
    /// Turned towards the viewer at the depth that it has.
    void face(const Eigen::Vector3d& direction);
    void push(double millimetres);           ///< away from the side that is cut off
    double depth() const { return m_depth; } ///< mm from the first point of the volume in the plane's direction
    double depthRange() const;               ///< to the last

    void reset();
    /// For the renderers. Nothing where nothing is on.
    std::vector<ClipPlane> planes() const;

Q_SIGNALS:
    void changed();

private:
    double reach(const Eigen::Vector3d& direction) const;

    VolumePtr m_volume;
    bool m_boxOn = false;
    std::array<double, kClipFaces> m_cuts{};
    bool m_planeOn = false;
    Eigen::Vector3d m_normal = Eigen::Vector3d::UnitY(); ///< away from what is cut off
    double m_depth = 0;
};

} // namespace isocenter
