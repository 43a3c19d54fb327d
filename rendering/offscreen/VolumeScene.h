#pragma once

#include "base/Result.h"
#include "display/DisplayPipeline.h"
#include "offscreen/Volume.h"

#include <QImage>
#include <QSize>
#include <QtPlugin>

#include <atomic>
#include <memory>

namespace isocenter {

/// A parallel projection of a volume. LPS, mm.
struct VolumeView
{
    enum class Mode { MaximumIntensity, Shaded };
    Mode mode = Mode::MaximumIntensity;
    Eigen::Vector3d direction{0, 1, 0}; ///< from the viewer into the patient; default: from the front
    Eigen::Vector3d up{0, 0, 1}; ///< towards the upper edge; made a right angle to direction. Picture right = direction x up
    std::optional<Eigen::Vector3d> centre;            ///< of the picture; else the middle of the volume
    double height = 0;                                ///< mm shown from the lower to the upper edge; 0: all of the volume
    Window window{200, 800, VoiFunction::Linear, {}}; ///< modality values: black to white, or transparent to opaque
    bool draft = false;                               ///< while it is turned: fewer rays
};

/// One volume ready to be rendered. All calls on one and the same thread, which is not the GUI's.
class VolumeScene
{
public:
    virtual ~VolumeScene() = default;
    virtual void setVolume(const VolumePtr& volume) = 0;
    /// Format_RGB32 of `size`. `stop` may be set by another thread: the call then ends soon with an error without a message.
    virtual Result<QImage> render(const VolumeView& view, const QSize& size, const std::atomic<bool>& stop) = 0;
    /// True if the graphics are a program on the processor: 3D then shows drafts at a quarter of the rays, and no shading.
    virtual bool isSoftware() const = 0;
};

/// What the plugin offers. VTK's libraries take tens of milliseconds to load, so they come with the first 3D picture only.
class VolumeSceneFactory
{
public:
    virtual ~VolumeSceneFactory() = default;
    /// On the thread that will use it. An error where the machine has no OpenGL 3.2.
    virtual Result<std::shared_ptr<VolumeScene>> create() = 0;
};

/// Loads the plugin isocenter_volume from the first of the folders that has it, else from beside the program or
/// ../lib/isocenter. An error with a sentence if it is not there or the machine has no OpenGL.
Result<std::shared_ptr<VolumeScene>> createVolumeScene(const QStringList& folders = {});

} // namespace isocenter

Q_DECLARE_INTERFACE(isocenter::VolumeSceneFactory, "isocenter.VolumeSceneFactory/1")
