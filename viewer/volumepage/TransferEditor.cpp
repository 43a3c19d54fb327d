#include "volumepage/TransferEditor.h"

#include "theme/Theme.h"

#include <QKeyEvent>
#include <QLinearGradient>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kReach = 8; // device-independent pixels around a point
constexpr double kRadius = 5;

QColor colorOf(const TransferPoint& point)
{
    return QColor::fromRgbF(static_cast<float>(point.color[0]), static_cast<float>(point.color[1]),
                            static_cast<float>(point.color[2]));
}

} // namespace

TransferEditor::TransferEditor(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("transferEditor"));
    setAccessibleName(tr("Opacity by value"));
    setToolTip(tr("Drag points; double-click to add one or to choose a point's colour; right-click removes it.\n"
                  "Keys: Left and Right choose, with Shift they move, Insert, Delete, Return for the colour."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
}

QSize TransferEditor::sizeHint() const
{
    return {Theme::scaled(260), Theme::scaled(150)};
}

QSize TransferEditor::minimumSizeHint() const
{
    return {Theme::scaled(160), Theme::scaled(110)};
}

void TransferEditor::show(const TransferFunctionPtr& function, const VolumeHistogram& histogram)
{
    m_function = function;
    m_histogram = histogram;
    // While a point is dragged the values must not move away under the hand.
    if (function && !m_dragging) {
        const double first = function->points.front().value;
        const double last = function->points.back().value;
        const double margin = 0.04 * std::max(last - first, 1e-6);
        m_low = std::min(histogram.low, first - margin);
        m_high = std::max(std::min(histogram.high, std::max(last, histogram.brightest) * 1.0 + 4 * margin), last + margin);
    }
    const int count = function ? static_cast<int>(function->points.size()) : 0;
    if (m_current >= count) {
        setCurrent(count - 1);
    }
    update();
}

void TransferEditor::setCurrent(int point)
{
    const int last = m_function ? static_cast<int>(m_function->points.size()) - 1 : -1;
    const int bounded = std::clamp(point, -1, last);
    if (bounded != m_current) {
        m_current = bounded;
        update();
        Q_EMIT currentChanged();
    }
}

QRectF TransferEditor::plot() const
{
    return QRectF(rect()).adjusted(kReach, kReach, -kReach, -kReach);
}

double TransferEditor::valueAt(double x) const
{
    return m_low + (x - plot().left()) / std::max(plot().width(), 1.0) * (m_high - m_low);
}

double TransferEditor::opacityAt(double y) const
{
    const double part = std::clamp((plot().bottom() - y) / std::max(plot().height(), 1.0), 0.0, 1.0);
    return part * part;
}

QPointF TransferEditor::place(const TransferPoint& point) const
{
    const QRectF area = plot();
    return {area.left() + (point.value - m_low) / (m_high - m_low) * area.width(),
            area.bottom() - std::sqrt(point.opacity) * area.height()};
}

int TransferEditor::pointAt(const QPointF& position) const
{
    int best = -1;
    double nearest = kReach;
    for (std::size_t i = 0; m_function && i < m_function->points.size(); ++i) {
        const QPointF away = place(m_function->points[i]) - position;
        const double distance = std::hypot(away.x(), away.y());
        // Of several at one place the current one, so that it can be dragged out.
        if (distance < nearest || (distance <= nearest && static_cast<int>(i) == m_current)) {
            nearest = distance;
            best = static_cast<int>(i);
        }
    }
    return best;
}

void TransferEditor::insert(double value, std::optional<double> opacity)
{
    TransferFunction function = *m_function;
    TransferPoint point = function.at(value);
    point.opacity = opacity.value_or(point.opacity);
    const auto above = std::find_if(function.points.begin(), function.points.end(),
                                    [&](const TransferPoint& other) { return other.value > value; });
    const auto index = static_cast<int>(above - function.points.begin());
    function.points.insert(above, point);
    Q_EMIT edited(function);
    setCurrent(index);
}

void TransferEditor::addPoint()
{
    if (!m_function) {
        return;
    }
    const auto& points = m_function->points;
    const int last = static_cast<int>(points.size()) - 1;
    const int from = std::clamp(m_current, 0, std::max(last - 1, 0));
    const double left = points[static_cast<std::size_t>(from)].value;
    const double right = last > from ? points[static_cast<std::size_t>(from) + 1].value : left + (m_high - m_low) / 10;
    insert((left + right) / 2, std::nullopt);
}

void TransferEditor::removePoint(int point)
{
    if (!m_function || point < 0 || m_function->points.size() < 2) {
        return;
    }
    TransferFunction function = *m_function;
    function.points.erase(function.points.begin() + point);
    Q_EMIT edited(function);
}

/// Between its neighbours.
void TransferEditor::move(int point, double value, double opacity)
{
    TransferFunction function = *m_function;
    const auto at = static_cast<std::size_t>(point);
    const double low = at > 0 ? function.points[at - 1].value : m_low;
    const double high = at + 1 < function.points.size() ? function.points[at + 1].value : m_high;
    function.points[at].value = std::clamp(value, std::min(low, high), high);
    function.points[at].opacity = std::clamp(opacity, 0.0, 1.0);
    Q_EMIT edited(function);
}

void TransferEditor::mousePressEvent(QMouseEvent* event)
{
    const int hit = pointAt(event->position());
    if (event->button() == Qt::RightButton) {
        removePoint(hit);
    } else if (event->button() == Qt::LeftButton && hit >= 0) {
        setCurrent(hit);
        m_dragging = true;
    }
}

void TransferEditor::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragging && m_function && m_current >= 0) {
        move(m_current, valueAt(event->position().x()), opacityAt(event->position().y()));
    }
}

void TransferEditor::mouseReleaseEvent(QMouseEvent*)
{
    m_dragging = false;
    show(m_function, m_histogram);
}

void TransferEditor::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!m_function || event->button() != Qt::LeftButton) {
        return;
    }
    m_dragging = false;
    const int hit = pointAt(event->position());
    if (hit >= 0) {
        setCurrent(hit);
        Q_EMIT colorRequested(hit);
    } else {
        insert(std::clamp(valueAt(event->position().x()), m_low, m_high), opacityAt(event->position().y()));
    }
}

bool TransferEditor::moveByKey(int key)
{
    if (m_current < 0) {
        return false;
    }
    const TransferPoint point = m_function->points[static_cast<std::size_t>(m_current)];
    const double step = (m_high - m_low) / 200;
    const double height = std::sqrt(point.opacity);
    switch (key) {
    case Qt::Key_Left:
        move(m_current, point.value - step, point.opacity);
        return true;
    case Qt::Key_Right:
        move(m_current, point.value + step, point.opacity);
        return true;
    case Qt::Key_Up:
        move(m_current, point.value, std::pow(std::min(height + 0.02, 1.0), 2));
        return true;
    case Qt::Key_Down:
        move(m_current, point.value, std::pow(std::max(height - 0.02, 0.0), 2));
        return true;
    default:
        return false;
    }
}

void TransferEditor::keyPressEvent(QKeyEvent* event)
{
    if (!m_function || ((event->modifiers() & Qt::ShiftModifier) && moveByKey(event->key()))) {
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrent(std::max(m_current - 1, 0));
        break;
    case Qt::Key_Right:
        setCurrent(m_current + 1);
        break;
    case Qt::Key_Insert:
        addPoint();
        break;
    case Qt::Key_Delete:
        removePoint(m_current);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0) {
            Q_EMIT colorRequested(m_current);
        }
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

/// Heights by logarithm: a vessel is a thousandth of the air around.
void TransferEditor::paintHistogram(QPainter& painter) const
{
    if (m_histogram.counts.empty()) {
        return;
    }
    const double most = std::log1p(*std::max_element(m_histogram.counts.begin(), m_histogram.counts.end()));
    const double width = (m_histogram.high - m_histogram.low) / static_cast<double>(m_histogram.counts.size());
    QPainterPath path;
    const QRectF area = plot();
    const auto x = [&](double value) {
        return std::clamp(area.left() + (value - m_low) / (m_high - m_low) * area.width(), area.left(), area.right());
    };
    path.moveTo(x(m_histogram.low), area.bottom());
    for (std::size_t i = 0; i < m_histogram.counts.size(); ++i) {
        const double y = area.bottom() - std::log1p(m_histogram.counts[i]) / most * area.height();
        path.lineTo(x(m_histogram.low + width * static_cast<double>(i)), y);
        path.lineTo(x(m_histogram.low + width * static_cast<double>(i + 1)), y);
    }
    path.lineTo(x(m_histogram.high), area.bottom());
    QColor color = Theme::applied().color("text-quiet");
    color.setAlphaF(0.28F);
    painter.fillPath(path, color);
}

void TransferEditor::paintCurve(QPainter& painter) const
{
    const QRectF area = plot();
    const Theme theme = Theme::applied();
    QLinearGradient fill(area.topLeft(), area.topRight());
    QPainterPath curve;
    const auto& points = m_function->points;
    curve.moveTo(area.left(), place(points.front()).y());
    for (const TransferPoint& point : points) {
        const QPointF at = place(point);
        curve.lineTo(at);
        QColor color = colorOf(point);
        color.setAlphaF(0.55F);
        fill.setColorAt(std::clamp((at.x() - area.left()) / std::max(area.width(), 1.0), 0.0, 1.0), color);
    }
    curve.lineTo(area.right(), place(points.back()).y());
    QPainterPath under = curve;
    under.lineTo(area.bottomRight());
    under.lineTo(area.bottomLeft());
    painter.fillPath(under, fill);
    painter.strokePath(curve, QPen(theme.color("text"), 1.5));
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool current = static_cast<int>(i) == m_current;
        painter.setPen(QPen(theme.color(current ? "current" : "text"), current ? 3 : 1.5));
        painter.setBrush(colorOf(points[i]));
        painter.drawEllipse(place(points[i]), kRadius, kRadius);
    }
}

void TransferEditor::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme theme = Theme::applied();
    painter.setPen(QPen(theme.color(hasFocus() ? "current" : "line"), 1));
    painter.setBrush(theme.color("ground"));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    if (m_function) {
        painter.setClipRect(rect().adjusted(1, 1, -1, -1));
        paintHistogram(painter);
        paintCurve(painter);
    }
}

} // namespace isocenter
