#include "annotation/AnnotationGeometry.h"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kPointSize = 4; ///< half of a point's cross
constexpr double kTick = 5;      ///< half of a tick

/// A smooth curve through all points (Catmull-Rom); closed where the last point is the first.
QPainterPath curve(const std::vector<QPointF>& points)
{
    const auto n = static_cast<int>(points.size());
    const bool closed = n > 3 && points.front() == points.back();
    const auto at = [&](int i) {
        const int last = n - 1;
        const int index = closed ? ((i % last) + last) % last : std::clamp(i, 0, last);
        return points[static_cast<std::size_t>(index)];
    };
    QPainterPath path(at(0));
    for (int i = 0; i + 1 < n; ++i) {
        path.cubicTo(at(i) + (at(i + 1) - at(i - 1)) / 6, at(i + 1) - (at(i + 2) - at(i)) / 6, at(i + 1));
    }
    return path;
}

/// From the ends of both axes.
QPainterPath ellipse(const QPointF& majorStart, const QPointF& majorEnd, const QPointF& minorStart, const QPointF& minorEnd)
{
    const QPointF middle = (majorStart + majorEnd) / 2;
    const QPointF major = (majorEnd - majorStart) / 2;
    const QPointF minor = (minorEnd - minorStart) / 2;
    QPainterPath unit;
    unit.addEllipse(QPointF(0, 0), 1, 1);
    return QTransform(major.x(), major.y(), minor.x(), minor.y(), middle.x(), middle.y()).map(unit);
}

QPainterPath cross(const QPointF& point, double gap, double length)
{
    QPainterPath path;
    for (const QPointF& way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
        path.moveTo(point + way * gap);
        path.lineTo(point + way * length);
    }
    return path;
}

QPointF normalOf(const QPointF& a, const QPointF& b)
{
    const double length = std::hypot(b.x() - a.x(), b.y() - a.y());
    return length > 0 ? QPointF(-(b.y() - a.y()) / length, (b.x() - a.x()) / length) : QPointF(0, 1);
}

void addTick(QPainterPath& path, const QPointF& at, const QPointF& normal)
{
    path.moveTo(at - normal * kTick);
    path.lineTo(at + normal * kTick);
}

QPainterPath line(const QPointF& a, const QPointF& b)
{
    QPainterPath path(a);
    path.lineTo(b);
    return path;
}

QPainterPath endless(const QPointF& a, const QPointF& b, const QRectF& widget)
{
    const QPointF way = b - a;
    const double length = std::hypot(way.x(), way.y());
    if (length <= 0) {
        return {};
    }
    const double reach = widget.width() + widget.height() + QLineF(a, widget.center()).length();
    return line(a - way * (reach / length), a + way * (reach / length));
}

QPainterPath ruler(const CompoundGraphic& compound, const QPointF& a, const QPointF& b, bool ends)
{
    QPainterPath path = line(a, b);
    const QPointF normal = normalOf(a, b);
    for (const CompoundGraphic::Tick& tick : compound.ticks) {
        addTick(path, a + (b - a) * tick.position, normal);
    }
    if (ends) {
        addTick(path, a, normal);
        addTick(path, b, normal);
    }
    return path;
}

QPainterPath cut(const QPointF& a, const QPointF& b, double gap)
{
    const double length = QLineF(a, b).length();
    if (length <= gap || length <= 0) {
        return {};
    }
    const double part = (1 - gap / length) / 2;
    QPainterPath path = line(a, a + (b - a) * part);
    path.moveTo(b - (b - a) * part);
    path.lineTo(b);
    return path;
}

} // namespace

QPointF toWidget(const QPointF& point, AnnotationUnits units, const AnnotationPlace& place)
{
    if (units == AnnotationUnits::Display) {
        return place.area.topLeft() + QPointF(point.x() * place.area.width(), point.y() * place.area.height());
    }
    return place.pixels.map(point);
}

std::vector<QPointF> toWidget(const std::vector<QPointF>& points, AnnotationUnits units, const AnnotationPlace& place)
{
    std::vector<QPointF> out;
    out.reserve(points.size());
    std::transform(points.begin(), points.end(), std::back_inserter(out),
                   [&](const QPointF& point) { return toWidget(point, units, place); });
    return out;
}

QPainterPath graphicPath(GraphicObject::Type type, const std::vector<QPointF>& points)
{
    switch (type) {
    case GraphicObject::Type::Point:
        return cross(points[0], 0, kPointSize);
    case GraphicObject::Type::Interpolated:
        return curve(points);
    case GraphicObject::Type::Circle: {
        QPainterPath path;
        const double radius = QLineF(points[0], points[1]).length();
        path.addEllipse(points[0], radius, radius);
        return path;
    }
    case GraphicObject::Type::Ellipse:
        return ellipse(points[0], points[1], points[2], points[3]);
    case GraphicObject::Type::Polyline:
        break;
    }
    QPainterPath path(points[0]);
    std::for_each(points.begin() + 1, points.end(), [&](const QPointF& point) { path.lineTo(point); });
    return path;
}

QPainterPath compoundPath(const CompoundGraphic& compound, const std::vector<QPointF>& points, const QRectF& widget,
                          double perUnit)
{
    using Type = CompoundGraphic::Type;
    const double gap = compound.gap * perUnit;
    QPainterPath path;
    switch (compound.type) {
    case Type::MultiLine:
        for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
            path.addPath(line(points[i], points[i + 1]));
        }
        return path;
    case Type::InfiniteLine:
        return endless(points[0], points[1], widget);
    case Type::CutLine:
        return cut(points[0], points[1], gap);
    case Type::RangeLine:
        return ruler(compound, points[0], points[1], true);
    case Type::Crosshair:
        return cross(points[0], gap / 2, widget.width() + widget.height());
    case Type::Rectangle:
        path.addRect(QRectF(points[0], points[1]).normalized());
        return path;
    case Type::Ellipse:
        path.addEllipse(QRectF(points[0], points[1]).normalized());
        return path;
    case Type::Ruler:
    case Type::Axis:
    case Type::Arrow: // the end with the head is not told apart here: a line
        break;
    }
    return ruler(compound, points[0], points[1], false);
}

} // namespace isocenter
