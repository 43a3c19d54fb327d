#include "mpr/MprViewport.h"

#include "viewport/SeriesOverlay.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

namespace isocenter {

namespace {

QCursor cursorOf(MprCrosshair::Part part)
{
    return part == MprCrosshair::Part::Handle   ? Qt::PointingHandCursor
           : part == MprCrosshair::Part::Line   ? Qt::SizeAllCursor
           : part == MprCrosshair::Part::Centre ? Qt::SizeAllCursor
                                                : Qt::CrossCursor;
}

} // namespace

MprViewport::MprViewport(MprScene& scene, const ViewerServices& services, MprAxis axis, QWidget* parent)
    : QWidget(parent),
      m_scene(scene),
      m_axis(axis),
      m_painter(scene, services),
      m_fusion(scene.fusion(), services),
      m_texts(CornerTexts::shipped())
{
    const QString name = planeName(MprState(), axis);
    setObjectName(QStringLiteral("mpr%1").arg(static_cast<int>(axis)));
    setAccessibleName(tr("%1 plane").arg(name));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::CrossCursor);
    setMinimumSize(80, 80);
    connect(&scene, &MprScene::changed, this, qOverload<>(&QWidget::update));
    connect(&m_painter, &MprPainter::changed, this, qOverload<>(&QWidget::update));
    connect(&m_fusion, &FusedPainter::changed, this, qOverload<>(&QWidget::update));
}

MprViewport::~MprViewport() = default;

MprGeometry MprViewport::geometry() const
{
    return {m_scene.state(), m_axis, QSizeF(size())};
}

MprCrosshair MprViewport::crosshair() const
{
    return {m_scene.state(), m_axis, QSizeF(size())};
}

const MprPainter::Picture& MprViewport::painted()
{
    return m_painter.picture(plane());
}

ReslicePlane MprViewport::plane() const
{
    return geometry().plane(m_scene.state(), (QSizeF(size()) * devicePixelRatioF()).toSize());
}

const FusedPainter::Picture& MprViewport::fused()
{
    return m_fusion.over(painted().image, plane());
}

MprDescription MprViewport::describe()
{
    const MprVolume& source = m_scene.source();
    const MprPainter::Picture& picture = painted();
    MprDescription view;
    view.series = source.series();
    view.layout = source.layout();
    view.reason = !source.reason().isEmpty() ? source.reason() : picture.problem;
    view.axis = m_axis;
    view.state = m_scene.state();
    view.window = m_scene.window();
    view.unit = m_scene.unit();
    view.widget = QSizeF(size());
    view.ratio = devicePixelRatioF();
    view.loaded = source.loaded();
    view.total = source.total();
    view.failed = source.failed();
    view.phase = source.phase();
    view.reduction = source.reduction();
    view.missing = picture.missing && !source.isLoading();
    view.overGap = picture.overGap;
    view.draft = picture.draft;
    view.fusion = describeFusion(m_scene.fusion(), fused());
    view.fusion.meanOfSum = view.state.thickness > 0 && view.state.mode == SlabMode::Sum;
    if (m_active) { // once on the screen is enough
        view.cautions = source.cautions();
    } else {
        view.fusion.cautions.clear();
    }
    if (m_mouse && source.layout()) {
        view.pointed = geometry().toPatient(*m_mouse);
        view.value = m_scene.valueAt(*view.pointed);
        view.fusion.value = m_scene.fusion().valueAt(*view.pointed, view.state.interpolation);
    }
    return view;
}

/// The same for all planes of a series: made once.
const Overlay& MprViewport::seriesOverlay()
{
    const ImageSeriesPtr& series = m_scene.source().series();
    if (series != m_described) {
        m_described = series;
        m_series = series ? describeSeries(series, m_texts) : Overlay();
    }
    return m_series;
}

Overlay MprViewport::overlay()
{
    return describeMpr(describe(), seriesOverlay());
}

QImage MprViewport::picture()
{
    return fused().image;
}

bool MprViewport::isPictureComplete()
{
    const MprVolume& source = m_scene.source();
    if (!source.series() || !source.reason().isEmpty()) {
        return true;
    }
    return source.volume() && !source.isLoading() && !painted().draft && m_scene.fusion().isComplete() && !fused().draft;
}

void MprViewport::setActive(bool active)
{
    if (active != m_active) {
        m_active = active;
        update();
    }
}

QSize MprViewport::sizeHint() const
{
    return {512, 512};
}

void MprViewport::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Qt::black);
    const MprPainter::Picture& picture = painted();
    if (!picture.image.isNull()) {
        painter.save();
        painter.scale(1 / devicePixelRatioF(), 1 / devicePixelRatioF());
        const FusedPainter::Picture& over = fused();
        painter.drawImage(QPoint(0, 0), over.image);
        if (!over.absent.isNull()) {
            painter.drawImage(QPoint(0, 0), over.absent);
        }
        if (!picture.absent.isNull()) {
            painter.drawImage(QPoint(0, 0), picture.absent);
        }
        painter.restore();
        if (m_scene.state().crosshair) {
            crosshair().paint(painter, QSizeF(size()));
        }
    }
    const MprDescription view = describe();
    if (!picture.image.isNull()) {
        paintFusionBar(painter, QSizeF(size()), view.fusion);
    }
    m_overlayPainter.paint(painter, QSizeF(size()), describeMpr(view, seriesOverlay()));
    if (m_active) {
        painter.setPen(m_overlayPainter.colors().current);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void MprViewport::mousePressEvent(QMouseEvent* event)
{
    Q_EMIT activated();
    if (m_button != Qt::NoButton || !m_scene.source().layout()) {
        return;
    }
    m_button = event->button();
    m_last = event->position();
    m_grip = m_scene.state().crosshair ? crosshair().hit(m_last) : MprCrosshair::Hit();
    if (m_button == Qt::LeftButton && m_grip.part == MprCrosshair::Part::None) {
        m_scene.moveTo(geometry().toPatient(m_last));
    }
}

void MprViewport::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position();
    if (m_button == Qt::NoButton) {
        setCursor(cursorOf(m_scene.state().crosshair ? crosshair().hit(*m_mouse).part : MprCrosshair::Part::None));
        update();
        return;
    }
    drag(m_last, *m_mouse, event->modifiers());
    m_last = *m_mouse;
}

void MprViewport::drag(const QPointF& from, const QPointF& to, Qt::KeyboardModifiers modifiers)
{
    const QPointF delta = to - from;
    if (m_button == Qt::MiddleButton) {
        m_scene.pan(m_axis, delta);
    } else if (m_button == Qt::RightButton && (modifiers & Qt::ShiftModifier) != 0) {
        m_scene.fusion().adjustWindow(delta);
    } else if (m_button == Qt::RightButton) {
        m_scene.adjustWindow(delta);
    } else if (m_button == Qt::LeftButton && m_grip.part == MprCrosshair::Part::Handle) {
        const QPointF centre = crosshair().centre();
        const double before = std::atan2(from.y() - centre.y(), from.x() - centre.x());
        const double after = std::atan2(to.y() - centre.y(), to.x() - centre.x());
        const bool alone = (modifiers & Qt::ControlModifier) != 0;
        m_scene.turn(m_axis, std::remainder(after - before, 2 * std::acos(-1.0)),
                     alone ? std::optional(m_grip.axis) : std::nullopt);
    } else if (m_button == Qt::LeftButton && m_grip.part == MprCrosshair::Part::Line) {
        // The plane follows the mouse along the direction across its line.
        const MprCrosshair cross = crosshair();
        for (const MprCrosshair::Line& line : cross.lines()) {
            if (line.axis == m_grip.axis) {
                const QPointF moved = line.across * QPointF::dotProduct(delta, line.across);
                m_scene.moveTo(m_scene.state().planes.centre() + geometry().toPatient(moved) - geometry().toPatient({}));
                break;
            }
        }
    } else if (m_button == Qt::LeftButton) {
        m_scene.moveTo(geometry().toPatient(to));
    }
}

void MprViewport::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == m_button) {
        m_button = Qt::NoButton;
    }
}

void MprViewport::mouseDoubleClickEvent(QMouseEvent*)
{
    Q_EMIT doubleClicked();
}

void MprViewport::wheelEvent(QWheelEvent* event)
{
    Q_EMIT activated();
    if ((event->modifiers() & Qt::ControlModifier) != 0) {
        m_scene.zoomAt(m_axis, QSizeF(size()), event->position(), std::pow(1.2, event->angleDelta().y() / 120.0));
    } else {
        m_wheel += event->angleDelta().y();
        const int steps = m_wheel / 120;
        m_wheel -= steps * 120;
        m_scene.scroll(m_axis, -steps);
    }
    event->accept();
}

void MprViewport::leaveEvent(QEvent*)
{
    m_mouse.reset();
    update();
}

void MprViewport::focusInEvent(QFocusEvent*)
{
    Q_EMIT activated();
}

} // namespace isocenter
