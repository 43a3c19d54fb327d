#include "annotation/AnnotationShapes.h"

#include "annotation/AnnotationGeometry.h"
#include "display/CieLab.h"

#include <QLineF>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

const QColor kDefault(255, 214, 102); ///< where a layer recommends nothing

QColor colorOf(const std::optional<CieLab>& lab, double opacity, const QColor& otherwise)
{
    QColor color = lab ? QColor(srgbOf(*lab)) : otherwise;
    color.setAlphaF(color.alphaF() * static_cast<float>(opacity));
    return color;
}

QColor layerColor(const PresentationState& state, const QString& name)
{
    const GraphicLayer* layer = state.layer(name);
    if (layer && layer->color) {
        return QColor(srgbOf(*layer->color));
    }
    return layer && layer->grey ? QColor(greyOf(*layer->grey)) : kDefault;
}

/// Collects the shapes of one state.
class Collector
{
public:
    Collector(const PresentationState& state, const AnnotationPlace& place) : m_state(state), m_place(place) {}

    void add(const GraphicAnnotation& annotation)
    {
        m_layer = layerColor(m_state, annotation.layer);
        QSet<int> shown;
        for (const GraphicObject& graphic : annotation.graphics) {
            addGraphic(graphic);
            shown.insert(graphic.compound);
        }
        for (const TextObject& text : annotation.texts) {
            addText(text);
            shown.insert(text.compound);
        }
        for (const CompoundGraphic& compound : annotation.compounds) {
            if (compound.compound == 0 || !shown.contains(compound.compound)) {
                addCompound(compound);
            }
        }
    }
    std::vector<AnnotationShape> take() { return std::move(m_shapes); }

private:
    void addLine(QPainterPath path, const LineStyle& line, std::optional<QColor> fill)
    {
        AnnotationShape shape;
        shape.path = std::move(path);
        shape.color = colorOf(line.color, line.opacity, m_layer);
        shape.width = line.thickness.value_or(1.5);
        shape.dashed = line.dashed;
        shape.fill = fill;
        m_shapes.push_back(std::move(shape));
    }

    void addGraphic(const GraphicObject& graphic)
    {
        const bool closable = graphic.type == GraphicObject::Type::Circle || graphic.type == GraphicObject::Type::Ellipse ||
                              graphic.points.front() == graphic.points.back();
        const bool filled = graphic.filled && closable && graphic.type != GraphicObject::Type::Point;
        const std::optional<QColor> fill =
            filled ? std::optional(colorOf(graphic.fill.color, graphic.fill.opacity, m_layer)) : std::nullopt;
        addLine(graphicPath(graphic.type, toWidget(graphic.points, graphic.units, m_place)), graphic.line, fill);
    }

    void addText(const TextObject& text)
    {
        AnnotationShape shape;
        QStringList lines;
        for (const QString& line : text.text.split(QLatin1Char('\n'))) {
            lines << singleLine(line, 512);
        }
        shape.text = lines.join(QLatin1Char('\n'));
        shape.style = text.style;
        shape.color = colorOf(text.style.color, 1, m_layer);
        shape.alignment = alignmentOf(text);
        if (text.boxFirst) {
            shape.box = QRectF(toWidget(*text.boxFirst, text.boxUnits, m_place), toWidget(text.boxLast, text.boxUnits, m_place))
                            .normalized();
        }
        if (text.anchor) {
            shape.anchor = toWidget(*text.anchor, text.anchorUnits, m_place);
            if (text.anchorVisible) {
                addAnchor(shape);
            }
        }
        m_shapes.push_back(std::move(shape));
    }

    static Qt::Alignment alignmentOf(const TextObject& text)
    {
        const QString across = text.style.horizontal.isEmpty() ? text.justification : text.style.horizontal;
        const Qt::Alignment horizontal = across == QLatin1String("CENTER")  ? Qt::AlignHCenter
                                         : across == QLatin1String("RIGHT") ? Qt::AlignRight
                                                                            : Qt::AlignLeft;
        const Qt::Alignment vertical = text.style.vertical == QLatin1String("CENTER")   ? Qt::AlignVCenter
                                       : text.style.vertical == QLatin1String("BOTTOM") ? Qt::AlignBottom
                                                                                        : Qt::AlignTop;
        return horizontal | vertical;
    }

    /// A line from the nearest place of the text's box, and a mark on the anchor.
    void addAnchor(const AnnotationShape& text)
    {
        AnnotationShape shape;
        shape.color = text.color;
        const QPointF end = text.anchor;
        shape.path.addEllipse(end, 2.5, 2.5);
        if (text.box) {
            const QPointF start(std::clamp(end.x(), text.box->left(), text.box->right()),
                                std::clamp(end.y(), text.box->top(), text.box->bottom()));
            shape.path.moveTo(start);
            shape.path.lineTo(end);
        }
        m_shapes.push_back(std::move(shape));
    }

    void addCompound(const CompoundGraphic& compound)
    {
        const QPointF origin = toWidget(QPointF(0, 0), compound.units, m_place);
        const double perUnit = QLineF(origin, toWidget(QPointF(1, 0), compound.units, m_place)).length();
        const std::vector<QPointF> points = toWidget(compound.points, compound.units, m_place);
        QPainterPath path = compoundPath(compound, points, m_place.widget, perUnit);
        if (compound.rotation != 0) {
            const QPointF pivot = compound.rotationPoint ? toWidget(*compound.rotationPoint, compound.units, m_place)
                                                         : path.boundingRect().center();
            QTransform turn = QTransform::fromTranslate(pivot.x(), pivot.y());
            turn.rotate(compound.rotation);
            turn.translate(-pivot.x(), -pivot.y());
            path = turn.map(path);
        }
        addLine(path, compound.line,
                compound.filled ? std::optional(colorOf(compound.fill.color, compound.fill.opacity, m_layer)) : std::nullopt);
        if (compound.showTickLabels && points.size() >= 2) {
            for (const CompoundGraphic::Tick& tick : compound.ticks) {
                AnnotationShape label;
                label.text = tick.label;
                label.style = compound.text;
                label.color = colorOf(compound.text.color, 1, m_layer);
                label.anchor = points[0] + (points[1] - points[0]) * tick.position;
                m_shapes.push_back(std::move(label));
            }
        }
    }

    const PresentationState& m_state;
    const AnnotationPlace& m_place;
    QColor m_layer;
    std::vector<AnnotationShape> m_shapes;
};

} // namespace

std::vector<AnnotationShape> annotationShapes(const PresentationState& state, const FrameRef& ref, const AnnotationPlace& place)
{
    if (!state.appliesTo(ref)) {
        return {};
    }
    Collector collector(state, place);
    for (const GraphicAnnotation& annotation : state.annotations) {
        if (annotation.images.allows(ref.image->record.instance.uid, ref.frame)) {
            collector.add(annotation);
        }
    }
    return collector.take();
}

} // namespace isocenter
