#include "slice/Mapping.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

bool isSane(const QTransform& t)
{
    const double values[] = {t.m11(), t.m12(), t.m21(), t.m22(), t.dx(), t.dy(), t.determinant()};
    return t.isAffine() && std::all_of(std::begin(values), std::end(values), [](double v) { return std::isfinite(v); }) &&
           std::abs(t.determinant()) > 1e-12;
}

/// The larger entries of the matrix decide what counts as zero: a 4096 pixel picture shifts by less than 1/1000 pixel.
bool isNothing(double value, double other)
{
    return std::abs(value) <= 1e-7 * std::abs(other);
}

Axis axis(int pictureSize, int imageSize, double scale, double shift, bool nearest)
{
    const double step = std::abs(std::abs(scale) - 1) < 1e-9 ? std::copysign(1.0, scale) : 1 / scale;
    return makeAxis(pictureSize, imageSize, step, -shift * step, nearest);
}

int halvings(double scale)
{
    return scale >= 1 ? 0 : std::min(16, static_cast<int>(std::floor(-std::log2(scale) + 1e-9)));
}

void makeAffine(Mapping& m, const QSize& picture, const QTransform& t, int columns, int rows)
{
    m.area = t.mapRect(QRectF(0, 0, columns, rows)).toAlignedRect().intersected(QRect(QPoint(0, 0), picture));
    m.kind = m.area.isEmpty() ? Mapping::Kind::Nothing : Mapping::Kind::Affine;
    m.toImage = QTransform::fromTranslate(0.5, 0.5) * t.inverted();
    if (!m.nearest) {
        m.halvingsX = halvings(std::hypot(t.m11(), t.m12()));
        m.halvingsY = halvings(std::hypot(t.m21(), t.m22()));
    }
}

} // namespace

Mapping makeMapping(const QSize& picture, const QTransform& t, bool nearest, int columns, int rows)
{
    Mapping m;
    m.nearest = nearest;
    if (picture.isEmpty() || columns <= 0 || rows <= 0 || !isSane(t)) {
        return m;
    }
    const bool straight = isNothing(t.m12(), t.m11()) && isNothing(t.m21(), t.m22());
    m.transposed = !straight && isNothing(t.m11(), t.m12()) && isNothing(t.m22(), t.m21());
    if (!straight && !m.transposed) {
        makeAffine(m, picture, t, columns, rows);
        return m;
    }
    if (straight) {
        m.x = axis(picture.width(), columns, t.m11(), t.dx(), nearest);
        m.y = axis(picture.height(), rows, t.m22(), t.dy(), nearest);
        m.area = QRect(m.x.begin, m.y.begin, m.x.count(), m.y.count());
    } else {
        m.x = axis(picture.height(), columns, t.m12(), t.dy(), nearest);
        m.y = axis(picture.width(), rows, t.m21(), t.dx(), nearest);
        m.area = QRect(m.y.begin, m.x.begin, m.y.count(), m.x.count());
    }
    const bool copy = straight && m.x.steady && m.y.steady && m.x.taps == 1 && m.y.taps == 1;
    m.kind = m.area.isEmpty() ? Mapping::Kind::Nothing : copy ? Mapping::Kind::Copy : Mapping::Kind::Axes;
    return m;
}

} // namespace isocenter
