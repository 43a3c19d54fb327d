#include "actions/PageKeys.h"
#include "volume/VolumeMarkers.h"
#include "volume/VolumeViewport.h"
#include "volume/VolumeViewportState.h"

#include <QAction>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTransform>
#include <QWheelEvent>

#include <cmath>
#include <optional>

namespace isocenter {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kStill = 4;        ///< device-independent pixels: a click, not a drag
constexpr double kPush = 2;         ///< mm of the clip plane a notch or key
constexpr double kWindowDrag = 512; ///< device-independent pixels over the first window's width

std::optional<PatientSide> sideOfKey(int key)
{
    switch (key) {
    case Qt::Key_A:
        return PatientSide::Anterior;
    case Qt::Key_P:
        return PatientSide::Posterior;
    case Qt::Key_L:
        return PatientSide::Left;
    case Qt::Key_R:
        return PatientSide::Right;
    case Qt::Key_H:
        return PatientSide::Head;
    case Qt::Key_F:
        return PatientSide::Feet;
    default:
        return std::nullopt;
    }
}

bool isUndoKey(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Z && (event.modifiers() & ~Qt::ShiftModifier) == Qt::ControlModifier;
}

} // namespace

/// Keys that would change viewports nobody sees.
bool VolumeViewport::isOwnKey(const QKeyEvent& event) const
{
    if (isUndoKey(event)) {
        return true;
    }
    const int key = event.key();
    return key != Qt::Key_Tab && key != Qt::Key_Backtab && isPageKey(event, m->leave);
}

bool VolumeViewport::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isOwnKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void VolumeViewport::keyPressEvent(QKeyEvent* event)
{
    if (isOwnKey(*event)) {
        takeKey(*event);
    } else {
        QWidget::keyPressEvent(event);
    }
}

void VolumeViewport::takeKey(QKeyEvent& event)
{
    event.setAccepted(isOwnKey(event));
    if (!event.isAccepted()) {
        return;
    }
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    if (isUndoKey(event)) {
        shift ? m->cuts.redo() : m->cuts.undo();
    } else if (const auto side = sideOfKey(event.key())) {
        lookFrom(*side);
    } else if (event.key() >= Qt::Key_1 && event.key() <= Qt::Key_9) {
        m->look.choose(event.key() - Qt::Key_1);
    } else if (!takeToolKey(event.key(), shift)) {
        takeViewKey(event.key());
    } // what means nothing here is taken too, so that it does nothing elsewhere
}

bool VolumeViewport::takeToolKey(int key, bool shift)
{
    switch (key) {
    case Qt::Key_Escape:
        if (m->cuts.isRunning()) {
            m->cuts.cancel();
        } else if (m->spin.isOn()) {
            m->spin.setOn(false);
        } else if (m->tool != Tool::Turn) {
            setTool(Tool::Turn);
        } else {
            Q_EMIT leaveRequested();
        }
        return true;
    case Qt::Key_Space:
        m->spin.setOn(!m->spin.isOn() && m->volume.volume);
        return true;
    case Qt::Key_Comma:
    case Qt::Key_Period:
        m->spin.setSpeed(m->spin.speed() * (key == Qt::Key_Comma ? 0.8 : 1.25));
        return true;
    case Qt::Key_E:
        Q_EMIT exportRequested();
        return true;
    case Qt::Key_X:
        setTool(m->tool == Tool::Outline ? Tool::Turn : Tool::Outline);
        return true;
    case Qt::Key_B:
        if (shift) {
            removeAllBone();
        } else {
            setTool(m->tool == Tool::Bone ? Tool::Turn : Tool::Bone);
        }
        return true;
    case Qt::Key_T:
        Q_EMIT panelRequested();
        return true;
    case Qt::Key_C:
        m->clips.setBoxOn(!m->clips.isBoxOn());
        return true;
    case Qt::Key_V:
        m->clips.setPlaneOn(!m->clips.isPlaneOn(), m->camera.direction);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (shift) {
            m->clips.push(key == Qt::Key_Up ? kPush : -kPush);
        }
        return shift;
    default:
        return false;
    }
}

void VolumeViewport::takeViewKey(int key)
{
    constexpr double kStep = 15 * kPi / 180;
    const auto turn = [this](double toRight, double toFoot) {
        m->camera.turn(toRight, toFoot);
        m->changed();
    };
    switch (key) {
    case Qt::Key_M:
        setMode(m->mode == Mode::MaximumIntensity ? Mode::Shaded : Mode::MaximumIntensity);
        break;
    case Qt::Key_Backspace:
        reset();
        break;
    case Qt::Key_PageUp:
        showVolume(m->choice - 1);
        break;
    case Qt::Key_PageDown:
        showVolume(m->choice + 1);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(1.25);
        break;
    case Qt::Key_Minus:
        zoomBy(0.8);
        break;
    case Qt::Key_Left:
        turn(-kStep, 0);
        break;
    case Qt::Key_Right:
        turn(kStep, 0);
        break;
    case Qt::Key_Up:
        turn(0, -kStep);
        break;
    case Qt::Key_Down:
        turn(0, kStep);
        break;
    default:
        break;
    }
}

void VolumeViewport::mousePressEvent(QMouseEvent* event)
{
    if (m->button == Qt::NoButton && m->volume.volume) {
        if (event->button() == Qt::LeftButton) {
            m->spin.setOn(false);
        }
        m->button = event->button();
        m->last = m->pressed = event->position();
        const bool handles = m->clips.isBoxOn() && m->button == Qt::LeftButton && !m->picture.isNull();
        m->outline.clear();
        if (m->tool == Tool::Outline && m->button == Qt::LeftButton && !m->picture.isNull()) {
            m->outline << event->position();
            return;
        }
        m->clipFace = handles ? clipFaceAt(m->projection(), m->clips, event->position()) : -1;
        setCursor(Qt::ClosedHandCursor);
    }
}

void VolumeViewport::mouseMoveEvent(QMouseEvent* event)
{
    if (!m->outline.isEmpty()) {
        m->outline << event->position();
        update();
    } else if (m->button != Qt::NoButton && m->volume.volume) {
        const QPointF delta = event->position() - m->last;
        m->last = event->position();
        drag(delta);
    }
}

void VolumeViewport::drag(const QPointF& delta)
{
    const double shorter = std::max(1, std::min(width(), height()));
    if (m->clipFace >= 0) {
        const double outward = alongFace(m->projection(), m->clips, m->clipFace, delta);
        const double extent = m->volume.volume->extent()[m->clipFace / 2];
        m->clips.setCut(m->clipFace, m->clips.cut(m->clipFace) - outward / extent);
        return;
    }
    if (m->button == Qt::LeftButton) {
        m->camera.turn(delta.x() * kPi / shorter, delta.y() * kPi / shorter);
    } else if (m->button == Qt::MiddleButton) {
        const double mm = m->camera.height / std::max(1, height());
        m->camera.pan(*m->volume.volume, delta.x() * mm, delta.y() * mm);
    } else if (m->button == Qt::RightButton) {
        window(delta);
        return;
    } else {
        return;
    }
    m->changed();
}

/// To the right: wider; down: up the values.
void VolumeViewport::window(const QPointF& delta)
{
    if (m->mode == Mode::Shaded && m->look.function()) {
        const VolumeHistogram& histogram = m->look.histogram();
        m->look.stretch(delta.y() * (histogram.brightest - histogram.median) / kWindowDrag,
                        std::pow(2.0, delta.x() / (kWindowDrag / 4)));
        return;
    }
    const double step = m->first.width / kWindowDrag;
    m->volume.projection.width = std::max(m->volume.projection.width + delta.x() * step, m->first.width / 200);
    m->volume.projection.center += delta.y() * step;
    m->changed();
}

void VolumeViewport::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == m->button) {
        m->button = Qt::NoButton;
        m->clipFace = -1;
        if (!m->outline.isEmpty()) {
            finishOutline(event->modifiers() & Qt::ShiftModifier);
        } else if (m->tool == Tool::Bone && event->button() == Qt::LeftButton &&
                   (event->position() - m->pressed).manhattanLength() < kStill) {
            removeBoneAt(event->position());
        }
        setCursor(m->tool == Tool::Turn ? Qt::OpenHandCursor : Qt::CrossCursor);
        if (m->quiet.isActive()) {
            m->quiet.start(0); // the hand is still: the full picture
        }
    }
}

/// Cuts the picture that is on the screen, not the one that is on its way.
void VolumeViewport::finishOutline(bool keepsInside)
{
    PictureOutline outline;
    outline.view = m->shown.view;
    outline.size = m->shown.size;
    const QTransform toPicture = QTransform::fromScale(m->shown.size.width() / std::max(1.0, double(width())),
                                                       m->shown.size.height() / std::max(1.0, double(height())));
    outline.polygon = toPicture.map(m->outline);
    outline.keepsInside = keepsInside;
    const QSizeF extent = m->outline.boundingRect().size();
    m->outline.clear();
    update();
    if (std::max(extent.width(), extent.height()) >= kStill) { // a click is no outline
        m->cuts.cutByOutline(outline);
    }
}

void VolumeViewport::removeBoneAt(const QPointF& position)
{
    BoneRequest bone = m->bone;
    bone.seed = pointAt(position);
    if (bone.seed) {
        m->cuts.removeBone(bone);
    }
}

void VolumeViewport::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m->tool != Tool::Turn) {
        mousePressEvent(event);
        return;
    }
    if (const auto point = pointAt(event->position())) {
        setCrosshair(point);
        Q_EMIT pointPicked(*point);
    }
}

void VolumeViewport::wheelEvent(QWheelEvent* event)
{
    // With Shift some platforms turn the wheel sideways.
    const double notches = (event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x()) / 120.0;
    if (event->modifiers() & Qt::ShiftModifier) {
        m->clips.push(notches * kPush);
    } else {
        zoomBy(std::pow(1.25, notches));
    }
    event->accept();
}

} // namespace isocenter
