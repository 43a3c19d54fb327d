#include "geometry/ImagePlane.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>

namespace isocenter {

Eigen::Vector3d ImagePlane::toImage(const Eigen::Vector3d& point) const
{
    const Eigen::Vector3d d = point - position;
    return {d.dot(right) / columnSpacing, d.dot(down) / rowSpacing, d.dot(normal())};
}

bool ImagePlane::isParallel(const ImagePlane& other) const
{
    return right.dot(other.right) > 1.0 - 1e-4 && down.dot(other.down) > 1.0 - 1e-4;
}

bool isOrthonormal(const Eigen::Vector3d& right, const Eigen::Vector3d& down)
{
    return std::abs(right.norm() - 1.0) < 1e-3 && std::abs(down.norm() - 1.0) < 1e-3 && std::abs(right.dot(down)) < 1e-3;
}

QString orientationLetters(const Eigen::Vector3d& direction)
{
    struct Axis
    {
        double size;
        char letter;
    };
    std::array<Axis, 3> axes{{{std::abs(direction.x()), direction.x() > 0 ? 'L' : 'R'},
                              {std::abs(direction.y()), direction.y() > 0 ? 'P' : 'A'},
                              {std::abs(direction.z()), direction.z() > 0 ? 'H' : 'F'}}};
    std::stable_sort(axes.begin(), axes.end(), [](const Axis& a, const Axis& b) { return a.size > b.size; });
    QString letters;
    for (const Axis& axis : axes) {
        if (axis.size >= 0.1) {
            letters += QLatin1Char(axis.letter);
        }
    }
    return letters;
}

QString oppositeLetters(const QString& letters)
{
    static const QString from = QStringLiteral("LRPAHF");
    static const QString to = QStringLiteral("RLAPFH");
    QString result;
    for (QChar c : letters) {
        const qsizetype i = from.indexOf(c);
        if (i < 0) {
            return {};
        }
        result += to[i];
    }
    return result;
}

} // namespace isocenter
