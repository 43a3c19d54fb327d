#pragma once

#include "display/DisplayPipeline.h"
#include "mpr/FusedVolume.h"
#include "mpr/MprState.h"
#include "mpr/MprVolume.h"

#include <QObject>

#include <memory>
#include <optional>

namespace isocenter {

/// What linked views of one volume share: the volume, and all that a hand changes. GUI thread.
class MprScene : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this; `limit` as in MprVolume.
    explicit MprScene(const ViewerServices& services, std::size_t limit = 0, QObject* parent = nullptr);

    /// From the beginning; null lets everything go.
    void setSeries(const ImageSeriesPtr& series);
    MprVolume& source() { return m_source; }
    const MprVolume& source() const { return m_source; }
    /// What is laid over it, on the same planes.
    FusedVolume& fusion() { return m_fusion; }
    const FusedVolume& fusion() const { return m_fusion; }
    const MprState& state() const { return m_state; }
    void setState(const MprState& state);

    /// The common point; brought into the volume. LPS, mm.
    void moveTo(const Eigen::Vector3d& point);
    /// Along the normal of a plane, by slices where it lies as the slices do, else by the voxels it meets.
    void scroll(MprAxis axis, int steps);
    double stepOf(MprAxis axis) const; ///< mm
    /// Turns the other planes about the normal of `view`, clockwise on its screen; one alone if `which` says so. Radians.
    void turn(MprAxis view, double angle, std::optional<MprAxis> which = std::nullopt);
    void pan(MprAxis axis, const QPointF& delta); ///< of the picture, device-independent pixels
    /// The patient point at `position` stays there.
    void zoomAt(MprAxis axis, const QSizeF& widget, const QPointF& position, double factor);
    /// Sizes of the views, by MprAxis.
    using Sizes = std::array<QSizeF, kMprPlanes>;
    void fit(const Sizes& widgets);                ///< the whole volume in each view
    void reset(const Sizes& widgets);              ///< planes, windows and poses as at the beginning; slab and interpolation stay
    void setSlab(double thickness, SlabMode mode); ///< 0 to 500 mm
    void setInterpolation(ResliceInterpolation interpolation);
    void setCrosshair(bool visible);
    void setWindow(const Window& window);
    void adjustWindow(const QPointF& delta); ///< right widens, down raises the centre; 512 pixels are the values' range
    void setInvert(bool invert);

    /// In force; empty while nothing has arrived.
    std::optional<Window> window() const;
    /// The step from resliced values to pixels; null while nothing has arrived. Valid until the next change.
    const LevelMap* levels() const;
    /// The modality value at a point by the interpolation in force; empty outside and where there is none.
    std::optional<double> valueAt(const Eigen::Vector3d& point) const;
    QString unit() const;
    /// Of the volume, on a voxel; LPS mm.
    Eigen::Vector3d middle() const;

Q_SIGNALS:
    void opened();  ///< another volume, or a reason
    void changed(); ///< the state, slices of the volume, or what is laid over it

private:
    void begin();
    std::vector<Eigen::Vector3d> corners() const;
    void updateTransform() const;

    MprVolume m_source;
    FusedVolume m_fusion;
    MprState m_state;
    mutable std::unique_ptr<GrayTransform> m_transform;
    mutable LevelMap m_levels;
    mutable DisplayState m_shown; ///< that m_transform is of
    mutable FramePtr m_frame;
};

} // namespace isocenter
