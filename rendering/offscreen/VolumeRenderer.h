#pragma once

#include "scene/VolumeScene.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace isocenter {

/// 3D pictures without waiting, by the graphics processor where there is one, else by RayCaster, on a thread of this object. The
/// newest request wins: it replaces the one that waits and stops a full picture that is being made; a draft on the way is
/// finished and answered, so that turning shows something. Not every request is answered. Lives in the GUI thread; signals come
/// there. The destructor stops what runs and returns within a few hundredths of a second (later only while the plugin loads).
class VolumeRenderer : public QObject
{
    Q_OBJECT

public:
    /// `pluginFolders`: see createGraphicsScene. Nothing is loaded before the first request.
    explicit VolumeRenderer(const QStringList& pluginFolders = {}, QObject* parent = nullptr);
    ~VolumeRenderer() override;

    /// Shows this volume from the next request on. Null lets go of the one before, soon and without waiting.
    void setVolume(const VolumePtr& volume);
    /// `generation` comes back with the picture, so that the caller can drop what it no longer wants.
    void request(const VolumeView& view, const QSize& size, quint64 generation);

Q_SIGNALS:
    void rendered(const QImage& picture, quint64 generation);
    void failed(const isocenter::Error& error, quint64 generation);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace isocenter
