#include "volume/VolumeViewportState.h"

#include "volume/VolumeMarkers.h"

#include <QPainter>

#include <cmath>
#include <utility>

namespace isocenter {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kQuiet = 150; ///< ms without a change before the full picture is made

} // namespace

VolumeViewport::State::State(VolumeViewport& owner, const ViewerServices& services, const QStringList& folders)
    : q(owner),
      gathering(services),
      renderer(folders),
      look(services.transfers),
      cuts(services.queue),
      surfaces(services.queue, folders),
      texts(CornerTexts::shipped())
{
    quiet.setSingleShot(true);
    quiet.setInterval(kQuiet);
    QObject::connect(&quiet, &QTimer::timeout, &q, [this] {
        if (asked.empty()) {
            request(false);
        } else {
            quiet.start(); // slower than the hand: the full picture waits until the last coarse one is there
        }
    });
    QObject::connect(&look, &VolumeLook::functionChanged, &q, [this] {
        if (mode == Mode::Shaded) {
            changed();
        } else {
            q.setMode(Mode::Shaded);
        }
    });
    QObject::connect(&cuts, &VolumeCuts::changed, &q, [this] { changed(); });
    QObject::connect(&cuts, &VolumeCuts::stateChanged, &q, [this] { q.update(); });
    QObject::connect(&spin, &VolumeSpin::turned, &q, [this](double degrees) {
        if (volume.volume) {
            camera.turn(degrees * kPi / 180, 0);
            changed();
        }
    });
    QObject::connect(&spin, &VolumeSpin::changed, &q, [this] {
        if (!spin.isOn() && quiet.isActive()) {
            quiet.start(0); // it stands: the full picture
        }
    });
    QObject::connect(&clips, &VolumeClips::changed, &q, [this] { changed(); });
    QObject::connect(&gathering, &VolumeGathering::progressed, &q, [this] { q.update(); });
    QObject::connect(&gathering, &VolumeGathering::ready, &q, [this](const GatheredVolume& made) { take(made); });
    QObject::connect(&gathering, &VolumeGathering::failed, &q, [this](const QString& why) { fail(why); });
    QObject::connect(&renderer, &VolumeRenderer::rendered, &q,
                     [this](const QImage& image, quint64 number) { take(image, number); });
    QObject::connect(&renderer, &VolumeRenderer::failed, &q, [this](const Error& error, quint64 number) {
        if (asked.erase(number) > 0 && !error.message.isEmpty()) {
            fail(error.message);
        }
    });
}

void VolumeViewport::State::clear()
{
    gathering.cancel();
    quiet.stop();
    asked.clear(); // pictures still on their way have no place any more
    picture = {};
    reason.clear();
    camera = {};
    button = Qt::NoButton;
    volume = {};
    choices = {};
    choice = 0;
    shownLayout.reset();
    crosshair.reset();
    clipFace = -1;
    look.clear();
    clips.setVolume(nullptr);
    cuts.setVolume(nullptr);
    q.setTool(Tool::Turn);
    spin.setOn(false);
    surfaces.cancel();
    renderer.setVolume(nullptr);
}

void VolumeViewport::State::gather()
{
    asked.clear();
    quiet.stop();
    picture = {};
    reason.clear();
    gathering.start(choices.list[static_cast<std::size_t>(choice)]);
    q.update();
    Q_EMIT q.pictureChanged();
}

void VolumeViewport::State::take(const GatheredVolume& gathered)
{
    const Window former = volume.projection;
    const auto& layout = choices.list[static_cast<std::size_t>(choice)].layout;
    const bool same = std::exchange(shownLayout, layout) == layout;
    volume = gathered;
    renderer.setVolume(gathered.volume);
    clips.setVolume(gathered.volume);
    cuts.setVolume(gathered.volume);
    if (same) {
        volume.projection = former;
        look.setHistogram(gathered.histogram);
    } else {
        first = gathered.projection;
        look.setVolume(series->series.modality, gathered.unit, gathered.histogram);
        bone = {};
        if (gathered.unit != QLatin1String("HU")) {
            bone.threshold = (gathered.histogram.median + gathered.histogram.brightest) / 2;
        }
        Q_EMIT q.boneChanged();
        resetView();
    }
    request(true); // something at once
    quiet.start();
}

void VolumeViewport::State::take(const QImage& image, quint64 number)
{
    const auto found = asked.find(number);
    if (found == asked.end()) {
        return;
    }
    picture = image;
    shown = found->second;
    asked.erase(asked.begin(), std::next(found));
    q.update();
    Q_EMIT q.pictureChanged();
}

void VolumeViewport::State::fail(const QString& why)
{
    reason = why;
    quiet.stop();
    asked.clear();
    picture = {};
    q.update();
    Q_EMIT q.pictureChanged();
}

QSize VolumeViewport::State::deviceSize() const
{
    return (QSizeF(q.size()) * q.devicePixelRatioF()).toSize();
}

void VolumeViewport::State::resetView()
{
    volume.projection = first;
    camera = VolumeCamera::from(PatientSide::Anterior);
    fit();
}

void VolumeViewport::State::fit()
{
    if (volume.volume) {
        camera.centre.reset();
        camera.height = fittingHeight(*volume.volume, camera, q.width() / std::max(1.0, double(q.height())));
    }
}

void VolumeViewport::State::changed()
{
    request(true);
    quiet.start();
}

void VolumeViewport::State::request(bool draft)
{
    const QSize size = deviceSize();
    if (!volume.volume || !reason.isEmpty() || size.isEmpty()) {
        return;
    }
    VolumeView view;
    view.mode = mode;
    view.direction = camera.direction;
    view.up = camera.up;
    view.centre = camera.centre;
    view.height = camera.height;
    view.window = volume.projection;
    view.transfer = look.function();
    view.draft = draft;
    view.clips = clips.planes();
    view.hidden = cuts.hidden();
    asked[++generation] = {view, camera, lookText(), size};
    renderer.request(view, size, generation);
}

QString VolumeViewport::State::lookText() const
{
    if (!look.function()) {
        return {};
    }
    const QString name = look.function()->name;
    return look.isChanged() ? tr("%1, changed").arg(name) : name;
}

VolumeDescription VolumeViewport::State::describe() const
{
    VolumeDescription description;
    description.series = series;
    description.volume = gathering.isRunning() ? nullptr : volume.volume;
    description.hasPicture = !picture.isNull();
    description.failure = reason;
    description.loaded = gathering.loaded();
    description.total = gathering.total();
    description.number = choice;
    description.count = static_cast<int>(choices.list.size());
    description.title = choices.list.empty() ? QString() : choices.list[static_cast<std::size_t>(choice)].title;
    description.missing = volume.missing;
    description.widest = volume.widest;
    description.tilt = volume.tilt;
    description.leftOut = choices.leftOut;
    description.camera = shown.camera;
    description.mode = shown.view.mode;
    description.window = shown.view.window;
    description.look = shown.look;
    description.draft = shown.view.draft;
    description.cut = shown.view.hidden != nullptr;
    description.cutting = cuts.isRunning() ? static_cast<int>(cuts.progress() * 100) : -1;
    description.tool = tool == Tool::Outline ? tr("Draw around what is to go; with Shift all else goes. Escape ends.")
                       : tool == Tool::Bone  ? tr("Click on bone. Escape ends.")
                                             : QString();
    description.clipped = !shown.view.clips.empty();
    return description;
}

VolumeProjection VolumeViewport::State::projection() const
{
    return VolumeProjection(shown.camera, *volume.volume, QSizeF(q.size()));
}

void VolumeViewport::State::paintMarkers(QPainter& painter) const
{
    const VolumeProjection here = projection();
    paintGaps(painter, here, *volume.volume, volume.gaps);
    if (clips.isBoxOn()) {
        paintClipBox(painter, here, clips, clipFace);
    }
    if (outline.size() > 1) {
        paintOutline(painter, outline);
    }
    if (crosshair) {
        paintCrosshair(painter, here, *volume.volume, *crosshair);
    }
}

void VolumeViewport::State::paint(QPainter& painter)
{
    painter.fillRect(q.rect(), Qt::black);
    if (!picture.isNull()) {
        // In device pixels; until one of the new size has come, the former one in the middle.
        const QSize size = deviceSize();
        QRect place(QPoint(), picture.size().scaled(size, Qt::KeepAspectRatio));
        place.moveCenter(QRect(QPoint(), size).center());
        painter.save();
        painter.scale(1 / q.devicePixelRatioF(), 1 / q.devicePixelRatioF());
        if (picture.size() == size) {
            painter.drawImage(QPoint(0, 0), picture);
        } else {
            painter.drawImage(place, picture);
        }
        painter.restore();
    }
    if (!picture.isNull() && volume.volume) {
        painter.save();
        paintMarkers(painter);
        painter.restore();
    }
    overlayPainter.paint(painter, QSizeF(q.size()), describeVolume(describe(), texts));
}

} // namespace isocenter
