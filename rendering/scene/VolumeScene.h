#pragma once

#include "base/Result.h"
#include "scene/Volume.h"
#include "scene/VolumeView.h"

#include <QImage>
#include <QSize>
#include <QtPlugin>

#include <atomic>
#include <memory>

namespace isocenter {

/// One volume ready to be rendered. All calls on one and the same thread, which is not the GUI's.
class VolumeScene
{
public:
    virtual ~VolumeScene() = default;
    virtual void setVolume(const VolumePtr& volume) = 0;
    /// Format_RGB32 of `size`. `stop` may be set by another thread: the call then ends soon with an error without a message.
    virtual Result<QImage> render(const VolumeView& view, const QSize& size, const std::atomic<bool>& stop) = 0;
    /// True where the graphics are a program on the processor, many times slower than RayCaster.
    virtual bool isSoftware() const { return false; }
};

/// What the plugin offers. VTK's libraries take tens of milliseconds to load, so they come with the first 3D picture only.
class VolumeSceneFactory
{
public:
    virtual ~VolumeSceneFactory() = default;
    /// On the thread that will use it. An error where the machine has no OpenGL 3.2.
    virtual Result<std::shared_ptr<VolumeScene>> create() = 0;
};

} // namespace isocenter

Q_DECLARE_INTERFACE(isocenter::VolumeSceneFactory, "isocenter.VolumeSceneFactory/1")
