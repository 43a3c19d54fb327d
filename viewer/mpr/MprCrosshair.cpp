#include "mpr/MprCrosshair.h"

#include "theme/Theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kNear = 7; // pixels
constexpr double kGap = 14; // around the centre, free
constexpr double kRing = 5;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Mpr)
};

QString shortName(MprAxis axis)
{
    return axis == MprAxis::Axial ? Text::tr("ax") : axis == MprAxis::Coronal ? Text::tr("cor") : Text::tr("sag");
}

double dot(const QPointF& a, const QPointF& b)
{
    return QPointF::dotProduct(a, b);
}

void paintBoth(QPainter& painter, const QLineF& line, const QPen& pen)
{
    QPen under(QColor(0, 0, 0, 150), pen.widthF() + 2);
    painter.setPen(under);
    painter.drawLine(line);
    painter.setPen(pen);
    painter.drawLine(line);
}

} // namespace

QColor planeColor(MprAxis axis)
{
    static const Theme theme = Theme::shipped(QStringLiteral("dark"));
    return theme.color(axis == MprAxis::Axial ? "plane-axial" : axis == MprAxis::Coronal ? "plane-coronal" : "plane-sagittal");
}

MprCrosshair::MprCrosshair(const MprState& state, MprAxis axis, const QSizeF& widget)
    : m_handle(0.3 * std::min(widget.width(), widget.height()))
{
    const MprGeometry geometry(state, axis, widget);
    m_centre = geometry.toWidget(state.planes.centre());
    for (const MprAxis other : kMprAxes) {
        const auto trace = other == axis ? std::nullopt : state.planes.trace(axis, other);
        if (!trace) {
            continue;
        }
        QPointF along = geometry.direction(*trace);
        along /= std::hypot(along.x(), along.y());
        Line line{other, along, {-along.y(), along.x()}, 0};
        // A slab is thicker where it is cut at a slant.
        const double sine = state.planes.directions(axis).normal().cross(state.planes.directions(other).normal()).norm();
        line.slab = state.thickness / 2 / std::max(sine, 1e-3) / state.pose(axis).scale;
        m_lines.push_back(line);
    }
}

MprCrosshair::Hit MprCrosshair::hit(const QPointF& position) const
{
    const QPointF from = position - m_centre;
    if (std::hypot(from.x(), from.y()) < kGap) {
        return {Part::Centre, {}};
    }
    for (const Line& line : m_lines) {
        const double along = dot(from, line.along);
        const double across = dot(from, line.across);
        if (std::abs(std::abs(along) - m_handle) < kRing + 3 && std::abs(across) < kRing + 3) {
            return {Part::Handle, line.axis};
        }
    }
    for (const Line& line : m_lines) {
        if (std::abs(dot(from, line.across)) < kNear) {
            return {Part::Line, line.axis};
        }
    }
    return {};
}

void MprCrosshair::paint(QPainter& painter, const QSizeF& widget) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double far = widget.width() + widget.height() + std::hypot(m_centre.x(), m_centre.y());
    for (const Line& line : m_lines) {
        const QColor color = planeColor(line.axis);
        for (const double side : {-1.0, 1.0}) {
            const QPointF toward = line.along * side;
            paintBoth(painter, {m_centre + toward * kGap, m_centre + toward * far}, QPen(color, 1.2));
            if (line.slab > 1) {
                for (const double edge : {-line.slab, line.slab}) {
                    const QPointF offset = line.across * edge;
                    paintBoth(painter, {m_centre + offset + toward * kGap, m_centre + offset + toward * far},
                              QPen(color, 1, Qt::DashLine));
                }
            }
            const QPointF handle = m_centre + toward * m_handle;
            painter.setPen(QPen(Qt::black, 3));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(handle, kRing, kRing);
            painter.setPen(QPen(color, 1.4));
            painter.drawEllipse(handle, kRing, kRing);
        }
        const QPointF word = m_centre + line.along * (m_handle + 14) + QPointF(4, -5);
        QFont font = painter.font();
        font.setPixelSize(Theme::scaled(11));
        painter.setFont(font);
        painter.setPen(Qt::black);
        painter.drawText(word + QPointF(1, 1), shortName(line.axis));
        painter.setPen(color);
        painter.drawText(word, shortName(line.axis));
    }
    painter.restore();
}

} // namespace isocenter
