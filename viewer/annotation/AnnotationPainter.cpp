#include "annotation/AnnotationPainter.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace isocenter {

namespace {

constexpr double kSmallest = 11;
constexpr double kLargest = 40;
constexpr double kPlain = 14; ///< of a text without a box

QColor rimOf(const QColor& color)
{
    QColor rim = qGray(color.rgb()) > 80 ? QColor(Qt::black) : QColor(Qt::white);
    rim.setAlphaF(color.alphaF() * 0.7F);
    return rim;
}

void paintLine(QPainter& painter, const AnnotationShape& shape)
{
    QPen pen(shape.color, shape.width, shape.dashed ? Qt::DashLine : Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    if (shape.fill) {
        painter.fillPath(shape.path, *shape.fill);
    }
    if (!shape.dashed) {
        painter.strokePath(shape.path, QPen(rimOf(shape.color), shape.width + 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    painter.strokePath(shape.path, pen);
}

QFont fontOf(const AnnotationShape& shape, const QFont& base, const QStringList& lines)
{
    QFont font = base;
    if (!shape.style.font.isEmpty()) {
        font.setFamilies({shape.style.font, base.family()});
    }
    font.setBold(shape.style.bold);
    font.setItalic(shape.style.italic);
    font.setUnderline(shape.style.underlined);
    double size = kPlain;
    if (shape.box) {
        font.setPixelSize(100);
        const QFontMetricsF metrics(font);
        double widest = 1;
        for (const QString& line : lines) {
            widest = std::max(widest, metrics.horizontalAdvance(line));
        }
        const double high = 100 * shape.box->height() / (metrics.lineSpacing() * static_cast<double>(lines.size()));
        size = std::clamp(std::min(high, 100 * shape.box->width() / widest), kSmallest, kLargest);
    }
    font.setPixelSize(static_cast<int>(size));
    return font;
}

void paintText(QPainter& painter, const AnnotationShape& shape)
{
    const QStringList lines = shape.text.split(QLatin1Char('\n'));
    const QFont font = fontOf(shape, painter.font(), lines);
    const QFontMetricsF metrics(font);
    const double height = metrics.lineSpacing() * static_cast<double>(lines.size());
    const QRectF box = shape.box.value_or(QRectF(shape.anchor + QPointF(6, -height - 2), QSizeF(0, height)));
    double y = box.top();
    if (shape.alignment & Qt::AlignVCenter) {
        y = box.center().y() - height / 2;
    } else if (shape.alignment & Qt::AlignBottom) {
        y = box.bottom() - height;
    }
    QPainterPath path;
    for (const QString& line : lines) {
        const double width = metrics.horizontalAdvance(line);
        const double x = shape.alignment & Qt::AlignHCenter ? box.center().x() - width / 2
                         : shape.alignment & Qt::AlignRight ? box.right() - width
                                                            : box.left();
        path.addText(QPointF(x, y + metrics.ascent()), font, line);
        if (shape.style.underlined) {
            path.addRect(QRectF(x, y + metrics.ascent() + metrics.underlinePos(), width, metrics.lineWidth()));
        }
        y += metrics.lineSpacing();
    }
    painter.strokePath(path, QPen(rimOf(shape.color), 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.fillPath(path, shape.color);
}

} // namespace

void paintAnnotations(QPainter& painter, const std::vector<AnnotationShape>& shapes)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const AnnotationShape& shape : shapes) {
        shape.text.isEmpty() ? paintLine(painter, shape) : paintText(painter, shape);
    }
    painter.restore();
}

} // namespace isocenter
