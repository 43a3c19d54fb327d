#include "outline/RegionLayer.h"

#include "display/CieLab.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

constexpr int kFillAlpha = 64;

bool isShown(const RegionSet& set, int region, const RegionChoice& choice)
{
    const int number = set.regions[static_cast<std::size_t>(region)].number;
    return choice.hidden.count({set.object->record.instance.uid, number}) == 0;
}

/// The coverage as premultiplied colour.
QImage fillOf(const RegionMask& mask, const QColor& color)
{
    QImage fill(mask.box.size(), QImage::Format_ARGB32_Premultiplied);
    for (int row = 0; row < fill.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(fill.scanLine(row));
        const std::uint8_t* coverage = mask.coverage.data() + static_cast<std::size_t>(row) * mask.box.width();
        for (int column = 0; column < fill.width(); ++column) {
            line[column] = qPremultiply(qRgba(color.red(), color.green(), color.blue(), coverage[column] * kFillAlpha / 255));
        }
    }
    return fill;
}

/// The edges between pixels that are at least half covered and those that are not, in pixels of the mask's frame.
QPainterPath edgesOf(const RegionMask& mask)
{
    const int width = mask.box.width();
    const int height = mask.box.height();
    const auto inside = [&](int row, int column) {
        return row >= 0 && row < height && column >= 0 && column < width &&
               mask.coverage[static_cast<std::size_t>(row) * width + column] >= 128;
    };
    QPainterPath path;
    const auto edge = [&](double x1, double y1, double x2, double y2) {
        path.moveTo(mask.box.left() + x1, mask.box.top() + y1);
        path.lineTo(mask.box.left() + x2, mask.box.top() + y2);
    };
    // Runs of edges in one line are one stroke.
    for (int row = 0; row <= height; ++row) {
        for (int column = 0, start = -1; column <= width; ++column) {
            const bool differs = column < width && inside(row, column) != inside(row - 1, column);
            if (differs && start < 0) {
                start = column;
            } else if (!differs && start >= 0) {
                edge(start, row, column, row);
                start = -1;
            }
        }
    }
    for (int column = 0; column <= width; ++column) {
        for (int row = 0, start = -1; row <= height; ++row) {
            const bool differs = row < height && inside(row, column) != inside(row, column - 1);
            if (differs && start < 0) {
                start = row;
            } else if (!differs && start >= 0) {
                edge(column, start, column, row);
                start = -1;
            }
        }
    }
    return path;
}

QTransform transformOf(const Eigen::Affine2d& map)
{
    return {map(0, 0), map(1, 0), map(0, 1), map(1, 1), map(0, 2), map(1, 2)};
}

} // namespace

QColor regionColor(const RegionSet& set, int region)
{
    const Region& named = set.regions[static_cast<std::size_t>(region)];
    if (named.rgb) {
        return QColor((*named.rgb)[0], (*named.rgb)[1], (*named.rgb)[2]);
    }
    if (named.lab) {
        return QColor(srgbOf(*named.lab));
    }
    static const QRgb kRow[] = {0xffe69f00, 0xff56b4e9, 0xff2fb88a, 0xfff0e442, 0xff5a8fd8, 0xffe0642c, 0xffcc79a7, 0xffb6d957};
    return QColor(kRow[static_cast<std::size_t>(region) % std::size(kRow)]);
}

void RegionLayer::clear()
{
    m_image.reset();
    m_frame = -1;
    m_shapes.clear();
    m_shown.clear();
}

void RegionLayer::setFrame(const std::vector<RegionSetPtr>& sets, const FrameRef& frame, double spacing,
                           const RegionChoice& choice)
{
    if (frame.image == m_image && frame.frame == m_frame && sets == m_sets && spacing == m_spacing && choice == m_choice) {
        return;
    }
    clear();
    m_sets = sets;
    m_image = frame.image;
    m_frame = frame.frame;
    m_spacing = spacing;
    m_choice = choice;
    if (choice.shown) {
        for (const RegionSetPtr& set : sets) {
            addMasks(*set, frame, spacing, choice);
            addContours(*set, frame, spacing, choice);
        }
    }
}

void RegionLayer::note(const RegionSet& set, int region)
{
    const Region& named = set.regions[static_cast<std::size_t>(region)];
    QString label = !named.label.isEmpty()     ? named.label
                    : !named.meaning.isEmpty() ? named.meaning
                                               : QString::number(named.number);
    if (named.algorithm == QLatin1String("AUTOMATIC")) {
        label = QCoreApplication::translate("Viewport", "%1 (automatic)").arg(label);
    }
    if (m_sets.size() > 1) { // whose: two sets may name the same
        label += QStringLiteral(" · ") + singleLine(set.label.isEmpty() ? set.object->record.series.modality : set.label, 24);
    }
    const QColor color = regionColor(set, region);
    const auto same = [&](const Shown& shown) { return shown.label == label && shown.color == color; };
    if (std::none_of(m_shown.begin(), m_shown.end(), same)) {
        m_shown.push_back({label, color});
    }
}

void RegionLayer::addMasks(const RegionSet& set, const FrameRef& frame, double spacing, const RegionChoice& choice)
{
    for (const PlacedMask& placed : masksOn(set, frame, spacing)) {
        const RegionMask& mask = set.masks[static_cast<std::size_t>(placed.mask)];
        if (!isShown(set, mask.region, choice)) {
            continue;
        }
        const QTransform map = transformOf(placed.toImage);
        Shape shape;
        shape.color = regionColor(set, mask.region);
        shape.fill = fillOf(mask, shape.color);
        shape.fillToImage = QTransform::fromTranslate(mask.box.left(), mask.box.top()) * map;
        shape.outline = map.map(edgesOf(mask));
        m_shapes.push_back(std::move(shape));
        note(set, mask.region);
    }
}

void RegionLayer::addContours(const RegionSet& set, const FrameRef& frame, double spacing, const RegionChoice& choice)
{
    for (const PlacedContour& placed : contoursOn(set, frame, spacing)) {
        const RegionContour& contour = set.contours[static_cast<std::size_t>(placed.contour)];
        if (!isShown(set, contour.region, choice)) {
            continue;
        }
        Shape shape;
        shape.color = regionColor(set, contour.region);
        const auto point = [&](std::size_t i) { return QPointF(placed.points[i].x(), placed.points[i].y()); };
        if (placed.points.size() == 1) { // a mark: a cross of one pixel's size
            shape.outline.moveTo(point(0) - QPointF(0.5, 0));
            shape.outline.lineTo(point(0) + QPointF(0.5, 0));
            shape.outline.moveTo(point(0) - QPointF(0, 0.5));
            shape.outline.lineTo(point(0) + QPointF(0, 0.5));
        } else {
            shape.outline.moveTo(point(0));
            for (std::size_t i = 1; i < placed.points.size(); ++i) {
                shape.outline.lineTo(point(i));
            }
            if (contour.closed) {
                shape.outline.closeSubpath();
            }
        }
        m_shapes.push_back(std::move(shape));
        note(set, contour.region);
    }
}

void RegionLayer::paint(QPainter& painter, const QTransform& imageToWidget) const
{
    if (m_shapes.empty()) {
        return;
    }
    painter.save();
    const QTransform base = painter.worldTransform();
    for (const Shape& shape : m_shapes) {
        if (!shape.fill.isNull()) {
            painter.setWorldTransform(shape.fillToImage * imageToWidget * base);
            painter.drawImage(QPointF(0, 0), shape.fill);
        }
    }
    painter.setWorldTransform(base);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const Shape& shape : m_shapes) {
        const QPainterPath outline = imageToWidget.map(shape.outline);
        painter.setPen(QPen(QColor(0, 0, 0, 140), 3)); // so that it stands out on white, too
        painter.drawPath(outline);
        painter.setPen(QPen(shape.color, 1.4));
        painter.drawPath(outline);
    }
    painter.restore();
}

} // namespace isocenter
