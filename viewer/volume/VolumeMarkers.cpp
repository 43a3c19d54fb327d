#include "volume/VolumeMarkers.h"

#include "theme/Theme.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kHandle = 6; // device-independent pixels
constexpr double kReach = 10;
constexpr double kCross = 7;

/// On any picture: the colour over a dark line.
void strokeLine(QPainter& painter, const QPointF& a, const QPointF& b, const QColor& color, double width)
{
    painter.setPen(QPen(QColor(0, 0, 0, 150), width + 2));
    painter.drawLine(a, b);
    painter.setPen(QPen(color, width));
    painter.drawLine(a, b);
}

/// Where a line through `point` leaves the volume, mm along `direction` to both sides; empty where it does not meet it.
std::optional<std::pair<double, double>> lengthInside(const Volume& volume, const Eigen::Vector3d& point,
                                                      const Eigen::Vector3d& direction)
{
    double first = -1e9;
    double last = 1e9;
    const Eigen::Vector3d axes[3] = {volume.right, volume.down, volume.normal()};
    for (int axis = 0; axis < 3; ++axis) {
        const double half = volume.extent()[axis] / 2;
        const double at = (point - volume.centre()).dot(axes[axis]);
        const double step = direction.dot(axes[axis]);
        if (std::abs(step) < 1e-9) {
            if (std::abs(at) > half) {
                return std::nullopt;
            }
            continue;
        }
        const double a = (-half - at) / step;
        const double b = (half - at) / step;
        first = std::max(first, std::min(a, b));
        last = std::min(last, std::max(a, b));
    }
    return first < last ? std::optional(std::pair(first, last)) : std::nullopt;
}

} // namespace

void paintClipBox(QPainter& painter, const VolumeProjection& projection, const VolumeClips& clips, int currentFace)
{
    const QColor color = Theme::applied().color("current");
    painter.setRenderHint(QPainter::Antialiasing);
    for (int a = 0; a < 8; ++a) {
        for (int axis = 0; axis < 3; ++axis) {
            const int b = a | 1 << axis;
            if (b != a) {
                strokeLine(painter, projection.toScreen(clips.corner(a)), projection.toScreen(clips.corner(b)), color, 1);
            }
        }
    }
    for (int face = 0; face < kClipFaces; ++face) {
        const bool towards = clips.outward(face).dot(projection.direction()) <= 0.02;
        painter.setPen(QPen(face == currentFace ? Theme::applied().color("text") : color, 2));
        painter.setBrush(towards ? color : QColor(0, 0, 0, 160)); // hollow: on the far side
        painter.drawEllipse(projection.toScreen(clips.faceMiddle(face)), kHandle, kHandle);
    }
}

int clipFaceAt(const VolumeProjection& projection, const VolumeClips& clips, const QPointF& at)
{
    int best = -1;
    double nearest = 1e9;
    for (int face = 0; face < kClipFaces; ++face) {
        const QPointF away = projection.toScreen(clips.faceMiddle(face)) - at;
        const double depth = clips.faceMiddle(face).dot(projection.direction());
        if (std::hypot(away.x(), away.y()) <= kReach && depth < nearest) {
            nearest = depth;
            best = face;
        }
    }
    return best;
}

double alongFace(const VolumeProjection& projection, const VolumeClips& clips, int face, const QPointF& drag)
{
    const QPointF axis = projection.vectorToScreen(clips.outward(face)); // of one mm
    const double square = axis.x() * axis.x() + axis.y() * axis.y();
    const double shortest = 0.1 * projection.scale();
    return square < shortest * shortest ? 0 : (drag.x() * axis.x() + drag.y() * axis.y()) / square;
}

void paintCrosshair(QPainter& painter, const VolumeProjection& projection, const Volume& volume, const Eigen::Vector3d& point)
{
    const Theme theme = Theme::applied();
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF middle = projection.toScreen(point);
    for (int axis = 0; axis < 3; ++axis) {
        const Eigen::Vector3d direction = Eigen::Vector3d::Unit(axis);
        const auto inside = lengthInside(volume, point, direction);
        const double pixels = std::hypot(projection.vectorToScreen(direction).x(), projection.vectorToScreen(direction).y());
        if (!inside || pixels < 0.05 * projection.scale()) {
            continue; // seen from its end
        }
        const double gap = 2 * kCross / pixels; // the place itself stays free
        for (const auto& [from, to] : {std::pair(inside->first, -gap), std::pair(gap, inside->second)}) {
            if (from < to) {
                strokeLine(painter, projection.toScreen(point + direction * from), projection.toScreen(point + direction * to),
                           theme.color("current"), 1);
            }
        }
    }
    strokeLine(painter, middle - QPointF(kCross, 0), middle + QPointF(kCross, 0), theme.color("current"), 2);
    strokeLine(painter, middle - QPointF(0, kCross), middle + QPointF(0, kCross), theme.color("current"), 2);
}

void paintGaps(QPainter& painter, const VolumeProjection& projection, const Volume& volume,
               const std::vector<std::pair<double, double>>& gaps)
{
    constexpr std::size_t kMost = 8; // more would hide the picture; their number is said
    if (gaps.size() > kMost) {
        return;
    }
    const QColor color = Theme::applied().color("danger");
    painter.setRenderHint(QPainter::Antialiasing);
    const Eigen::Vector3d right = volume.right * (volume.extent().x() / 2);
    const Eigen::Vector3d down = volume.down * (volume.extent().y() / 2);
    const Eigen::Vector3d first = volume.centre() - volume.normal() * (volume.spacing.z() * (volume.slices - 1) / 2);
    for (const auto& [before, after] : gaps) {
        for (const double place : {before, after}) {
            const Eigen::Vector3d middle = first + volume.normal() * place;
            const Eigen::Vector3d corners[] = {middle - right - down, middle + right - down, middle + right + down,
                                               middle - right + down};
            for (int i = 0; i < 4; ++i) {
                strokeLine(painter, projection.toScreen(corners[i]), projection.toScreen(corners[(i + 1) % 4]), color, 1);
            }
        }
    }
}

void paintOutline(QPainter& painter, const QPolygonF& outline)
{
    QColor fill = Theme::applied().color("current");
    fill.setAlphaF(0.2F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(outline, Qt::OddEvenFill);
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen : {QPen(QColor(0, 0, 0, 150), 3.5), QPen(Theme::applied().color("current"), 1.5)}) {
        painter.setPen(pen);
        painter.drawPolygon(outline);
    }
}

} // namespace isocenter
