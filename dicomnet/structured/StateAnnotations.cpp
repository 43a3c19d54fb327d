#include "structured/StateParts.h"

#include "file/HeaderBuilder.h"
#include "file/Tags.h"
#include "structured/StateTags.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace isocenter {

namespace {

constexpr std::size_t kMostObjects = 20'000; ///< of a state
constexpr int kLongestText = 10'240;         ///< VR ST holds 1,024 characters

AnnotationUnits unitsOf(const Item& item, std::uint32_t tag, AnnotationUnits otherwise)
{
    const QString text = item.first(tag);
    if (text == QLatin1String("PIXEL")) {
        return AnnotationUnits::Pixel;
    }
    if (text == QLatin1String("DISPLAY")) {
        return AnnotationUnits::Display;
    }
    return text == QLatin1String("MATRIX") ? AnnotationUnits::Matrix : otherwise;
}

/// Finite points a painter can take.
std::vector<QPointF> pointsOf(const Item& item, std::uint32_t tag)
{
    const std::vector<double> values = item.numbers(tag, vr("FL"));
    std::vector<QPointF> points;
    for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
        const auto bounded = [&](std::size_t at) { return std::clamp(values[at], -1e6, 1e6); };
        points.push_back(QPointF(bounded(i), bounded(i + 1)));
    }
    return points;
}

std::optional<QPointF> pointOf(const Item& item, std::uint32_t tag)
{
    const std::vector<QPointF> points = pointsOf(item, tag);
    return points.empty() ? std::nullopt : std::optional(points.front());
}

bool isYes(const Item& item, std::uint32_t tag)
{
    return item.first(tag) == QLatin1String("Y");
}

double opacityOf(const Item& item)
{
    return std::clamp(item.number(tag::PatternOnOpacity, vr("FL")).value_or(1), 0.0, 1.0);
}

TextStyle textStyle(const Item& item)
{
    const Item style = item.item(tag::TextStyleSequence);
    TextStyle out;
    out.font = style.first(tag::CSSFontName);
    if (out.font.isEmpty()) {
        out.font = style.first(tag::FontName);
    }
    out.color = readCieLab(style, tag::TextColorCIELabValue);
    out.bold = isYes(style, tag::Bold);
    out.italic = isYes(style, tag::Italic);
    out.underlined = isYes(style, tag::Underlined);
    out.horizontal = style.first(tag::HorizontalAlignment);
    out.vertical = style.first(tag::VerticalAlignment);
    return out;
}

LineStyle lineStyle(const Item& item)
{
    const Item style = item.item(tag::LineStyleSequence);
    LineStyle out;
    if (style.isEmpty()) {
        return out;
    }
    out.color = readCieLab(style, tag::PatternOnColorCIELabValue);
    if (const auto thickness = style.number(tag::LineThickness, vr("FL")); thickness && *thickness > 0) {
        out.thickness = std::min(*thickness, 64.0);
    }
    out.opacity = opacityOf(style);
    out.dashed = style.first(tag::LineDashingStyle) == QLatin1String("DASHED");
    return out;
}

FillStyle fillStyle(const Item& item)
{
    const Item style = item.item(tag::FillStyleSequence);
    return {readCieLab(style, tag::PatternOnColorCIELabValue), style.isEmpty() ? 1.0 : opacityOf(style)};
}

std::optional<TextObject> readText(const Item& item)
{
    TextObject text;
    text.text = item.text(tag::UnformattedTextValue).left(kLongestText);
    text.text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
    const auto first = pointOf(item, tag::BoundingBoxTopLeftHandCorner);
    const auto last = pointOf(item, tag::BoundingBoxBottomRightHandCorner);
    if (first && last) {
        text.boxFirst = first;
        text.boxLast = *last;
    }
    text.boxUnits = unitsOf(item, tag::BoundingBoxAnnotationUnits, AnnotationUnits::Display);
    text.justification = item.first(tag::BoundingBoxTextHorizontalJustification);
    text.anchor = pointOf(item, tag::AnchorPoint);
    text.anchorUnits = unitsOf(item, tag::AnchorPointAnnotationUnits, AnnotationUnits::Pixel);
    text.anchorVisible = isYes(item, tag::AnchorPointVisibility);
    text.style = textStyle(item);
    text.compound = item.integer(tag::CompoundGraphicInstanceID, vr("UL")).value_or(0);
    return (text.boxFirst || text.anchor) && !text.text.isEmpty() ? std::optional(text) : std::nullopt;
}

struct GraphicName
{
    const char* text;
    GraphicObject::Type type;
    std::size_t points;
};
constexpr std::array kGraphics{
    GraphicName{"POINT", GraphicObject::Type::Point, 1}, GraphicName{"POLYLINE", GraphicObject::Type::Polyline, 2},
    GraphicName{"INTERPOLATED", GraphicObject::Type::Interpolated, 2}, GraphicName{"CIRCLE", GraphicObject::Type::Circle, 2},
    GraphicName{"ELLIPSE", GraphicObject::Type::Ellipse, 4}};

std::optional<GraphicObject> readGraphic(const Item& item)
{
    const QString type = item.first(tag::GraphicType);
    const auto name =
        std::find_if(kGraphics.begin(), kGraphics.end(), [&](const GraphicName& g) { return type == QLatin1String(g.text); });
    GraphicObject graphic;
    graphic.points = pointsOf(item, tag::GraphicData);
    if (name == kGraphics.end() || graphic.points.size() < name->points) {
        return std::nullopt;
    }
    graphic.type = name->type;
    graphic.units = unitsOf(item, tag::GraphicAnnotationUnits, AnnotationUnits::Pixel);
    graphic.filled = isYes(item, tag::GraphicFilled);
    graphic.line = lineStyle(item);
    graphic.fill = fillStyle(item);
    graphic.compound = item.integer(tag::CompoundGraphicInstanceID, vr("UL")).value_or(0);
    return graphic;
}

struct CompoundName
{
    const char* text;
    CompoundGraphic::Type type;
    std::size_t points;
};
constexpr std::array kCompounds{CompoundName{"MULTILINE", CompoundGraphic::Type::MultiLine, 2},
                                CompoundName{"INFINITELINE", CompoundGraphic::Type::InfiniteLine, 2},
                                CompoundName{"CUTLINE", CompoundGraphic::Type::CutLine, 2},
                                CompoundName{"RANGELINE", CompoundGraphic::Type::RangeLine, 2},
                                CompoundName{"RULER", CompoundGraphic::Type::Ruler, 2},
                                CompoundName{"AXIS", CompoundGraphic::Type::Axis, 2},
                                CompoundName{"CROSSHAIR", CompoundGraphic::Type::Crosshair, 1},
                                CompoundName{"ARROW", CompoundGraphic::Type::Arrow, 2},
                                CompoundName{"RECTANGLE", CompoundGraphic::Type::Rectangle, 2},
                                CompoundName{"ELLIPSE", CompoundGraphic::Type::Ellipse, 2}};

std::optional<CompoundGraphic> readCompound(const Item& item)
{
    const QString type = item.first(tag::CompoundGraphicType);
    const auto name =
        std::find_if(kCompounds.begin(), kCompounds.end(), [&](const CompoundName& c) { return type == QLatin1String(c.text); });
    CompoundGraphic compound;
    compound.points = pointsOf(item, tag::GraphicData);
    if (name == kCompounds.end() || compound.points.size() < name->points) {
        return std::nullopt;
    }
    compound.type = name->type;
    compound.units = unitsOf(item, tag::CompoundGraphicUnits, AnnotationUnits::Pixel);
    compound.rotation = item.number(tag::RotationAngle, vr("FD")).value_or(0);
    compound.rotationPoint = pointOf(item, tag::RotationPoint);
    compound.gap = std::clamp(item.number(tag::GapLength, vr("FL")).value_or(0), 0.0, 1e6);
    compound.showTickLabels = isYes(item, tag::ShowTickLabel);
    for (const Item& tick : item.items(tag::MajorTicksSequence)) {
        if (const auto position = tick.number(tag::TickPosition, vr("FL")); position && compound.ticks.size() < 1000) {
            compound.ticks.push_back({*position, singleLine(tick.text(tag::TickLabel), 32)});
        }
    }
    compound.filled = isYes(item, tag::GraphicFilled);
    compound.text = textStyle(item);
    compound.line = lineStyle(item);
    compound.fill = fillStyle(item);
    compound.compound = item.integer(tag::CompoundGraphicInstanceID, vr("UL")).value_or(0);
    return compound;
}

void readLayers(const Item& root, PresentationState& state)
{
    for (const Item& item : root.items(tag::GraphicLayerSequence)) {
        GraphicLayer layer;
        layer.name = item.first(tag::GraphicLayer_);
        layer.order = item.integer(tag::GraphicLayerOrder, vr("IS")).value_or(0);
        layer.description = item.text(tag::GraphicLayerDescription);
        if (const auto grey = item.integer(tag::GraphicLayerRecommendedDisplayGrayscaleValue, vr("US"))) {
            layer.grey = static_cast<std::uint16_t>(std::clamp(*grey, 0, 65535));
        }
        layer.color = readCieLab(item, tag::GraphicLayerRecommendedDisplayCIELabValue);
        state.layers.push_back(layer);
    }
    std::stable_sort(state.layers.begin(), state.layers.end(),
                     [](const GraphicLayer& a, const GraphicLayer& b) { return a.order < b.order; });
}

/// Reads the items of a sequence as long as there is room; `lost` if one could not be taken.
template <typename Read, typename Out>
void readAll(const std::vector<Item>& items, Read read, Out& out, std::size_t& room, bool& lost)
{
    for (const Item& item : items) {
        auto value = read(item);
        if (!value || room == 0) {
            lost = true;
            continue;
        }
        out.push_back(std::move(*value));
        --room;
    }
}

} // namespace

void readAnnotations(const Item& root, PresentationState& state)
{
    readLayers(root, state);
    std::size_t room = kMostObjects;
    bool lost = false;
    for (const Item& item : root.items(tag::GraphicAnnotationSequence)) {
        GraphicAnnotation annotation;
        readImageReferences(item, annotation.images);
        annotation.layer = item.first(tag::GraphicLayer_);
        readAll(item.items(tag::TextObjectSequence), readText, annotation.texts, room, lost);
        readAll(item.items(tag::GraphicObjectSequence), readGraphic, annotation.graphics, room, lost);
        readAll(item.items(tag::CompoundGraphicSequence), readCompound, annotation.compounds, room, lost);
        state.annotations.push_back(std::move(annotation));
    }
    // In order of the layers; an annotation whose layer is not listed comes first.
    const auto rank = [&](const GraphicAnnotation& annotation) {
        const auto found = std::find_if(state.layers.begin(), state.layers.end(),
                                        [&](const GraphicLayer& layer) { return layer.name == annotation.layer; });
        return found == state.layers.end() ? -1 : static_cast<int>(found - state.layers.begin());
    };
    std::stable_sort(state.annotations.begin(), state.annotations.end(),
                     [&](const GraphicAnnotation& a, const GraphicAnnotation& b) { return rank(a) < rank(b); });
    if (lost) {
        state.problems << QCoreApplication::translate("PresentationState", "Some of its annotations cannot be drawn.");
    }
}

} // namespace isocenter
