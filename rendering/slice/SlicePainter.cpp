#include "slice/SlicePainter.h"

#include <cmath>

namespace isocenter {

struct SlicePainter::State
{
    FramePtr frame;
    ImagePtr image;
    int index = 0;
    QImage color;
    QImage picture;
    std::optional<GrayTransform> transform;

    double grey(double x, double y, Interpolation interpolation) const
    {
        const int columns = frame->columns();
        const int rows = frame->rows();
        const auto at = [&](int r, int c) { return frame->at(std::clamp(r, 0, rows - 1), std::clamp(c, 0, columns - 1)); };
        if (interpolation == Interpolation::Nearest) {
            return transform->grey(at(static_cast<int>(std::floor(y)), static_cast<int>(std::floor(x))));
        }
        const int c = static_cast<int>(std::floor(x - 0.5));
        const int r = static_cast<int>(std::floor(y - 0.5));
        double sum = 0;
        double weights = 0;
        for (int k = 0; k < 4; ++k) {
            const int dr = k / 2;
            const int dc = k % 2;
            const double weight = std::abs(1 - dr - (y - 0.5 - r)) * std::abs(1 - dc - (x - 0.5 - c));
            const double value = at(r + dr, c + dc);
            if (!transform->isPadding(value)) {
                sum += weight * value;
                weights += weight;
            }
        }
        return weights < 0.4999 ? 0.0 : transform->level(sum / weights);
    }
};

SlicePainter::SlicePainter() : m(std::make_unique<State>()) {}

SlicePainter::~SlicePainter() = default;

void SlicePainter::setFrame(const FramePtr& frame, const ImagePtr& image, int index)
{
    m->frame = frame;
    m->image = image;
    m->index = index;
    m->transform.reset();
}

const QImage& SlicePainter::paint(const SliceGeometry& geometry, const DisplayState& state)
{
    m->picture = QImage(geometry.size, QImage::Format_RGB32);
    m->picture.fill(Qt::black);
    m->transform.reset();
    if (!m->frame || !m->image || !geometry.imageToScreen.isInvertible()) {
        return m->picture;
    }
    const bool isColor = m->frame->samples() > 1 || m->image->photometric == Photometric::PaletteColor;
    if (isColor) {
        m->color = displayImage(*m->image, m->index, *m->frame, state);
    } else {
        m->transform.emplace(*m->image, m->index, *m->frame, state);
    }
    const QTransform toImage = geometry.imageToScreen.inverted();
    for (int row = 0; row < m->picture.height(); ++row) {
        QRgb* out = reinterpret_cast<QRgb*>(m->picture.scanLine(row));
        for (int column = 0; column < m->picture.width(); ++column) {
            const QPointF p = toImage.map(QPointF(column + 0.5, row + 0.5));
            if (p.x() < 0 || p.y() < 0 || p.x() >= m->frame->columns() || p.y() >= m->frame->rows()) {
                continue;
            }
            if (isColor) {
                out[column] = m->color.isNull() ? 0xFF000000 : m->color.pixel(static_cast<int>(p.x()), static_cast<int>(p.y()));
                continue;
            }
            const int grey = static_cast<int>(m->grey(p.x(), p.y(), geometry.interpolation) + 0.5);
            out[column] = qRgb(grey, grey, grey);
        }
    }
    return m->picture;
}

const GrayTransform* SlicePainter::transform() const
{
    return m->transform ? &*m->transform : nullptr;
}

} // namespace isocenter
