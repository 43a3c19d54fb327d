#include "file/RealWorldValues.h"

#include "file/HeaderBuilder.h"
#include "file/Tags.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr std::size_t kMostMaps = 64;

enum : std::uint32_t {
    kCodeValue = 0x00080100,
    kCodeMeaning = 0x00080104,
    kLongCodeValue = 0x00080119,
    kMeasurementUnitsCodeSequence = 0x004008EA,
    kLutLabel = 0x00409210,
    kLastValueMapped = 0x00409211,
    kDoubleLastValueMapped = 0x00409213,
    kDoubleFirstValueMapped = 0x00409214,
    kFirstValueMapped = 0x00409216,
    kQuantityDefinitionSequence = 0x00409220,
    kIntercept = 0x00409224,
    kSlope = 0x00409225,
    kConceptNameCodeSequence = 0x0040A043,
    kConceptCodeSequence = 0x0040A168,
};

QString codeOf(const Item& code)
{
    const QString value = code.first(kCodeValue);
    return value.isEmpty() ? code.first(kLongCodeValue) : value;
}

// What a code says in words; "no units" is none.
void readUnits(const Item& item, RealWorldMap& map)
{
    const Item units = item.item(kMeasurementUnitsCodeSequence);
    map.unitMeaning = units.text(kCodeMeaning);
    map.unit = codeOf(units);
    if (map.unit == QLatin1String("1") || map.unit == QLatin1String("{0:1}")) {
        map.unit.clear();
    }
}

QString quantityOf(const Item& item)
{
    QString other;
    for (const Item& content : item.items(kQuantityDefinitionSequence)) {
        const QString meaning = content.item(kConceptCodeSequence).text(kCodeMeaning);
        const QString name = codeOf(content.item(kConceptNameCodeSequence));
        if (name == QLatin1String("246205007") || name == QLatin1String("G-C1C6")) { // Quantity
            return meaning;
        }
        other = other.isEmpty() ? meaning : other;
    }
    return other;
}

// Signed by the VR of the file, else as the pixels are (PS3.3 C.7.6.16.2.11.1).
std::optional<double> mapped(const Item& item, std::uint32_t integer, std::uint32_t real, bool isSigned)
{
    const DataElement* element = item.find(integer);
    if (!element || element->length == 0) {
        return item.number(real, vr("FD"));
    }
    const bool stated = element->vr == vr("US") || element->vr == vr("SS");
    const std::vector<double> values = decodeNumbers(*element, stated ? element->vr : isSigned ? vr("SS") : vr("US"));
    return values.empty() ? std::nullopt : std::optional(values.front());
}

std::optional<RealWorldMap> readMap(const Item& item, bool isSigned)
{
    RealWorldMap map;
    const auto first = mapped(item, kFirstValueMapped, kDoubleFirstValueMapped, isSigned);
    const auto last = mapped(item, kLastValueMapped, kDoubleLastValueMapped, isSigned);
    if (!first || !last) {
        return std::nullopt;
    }
    // Where nothing says that they are signed, their order does.
    const bool wrapped = *first > *last && *first > 32767 && *first <= 65535;
    map.first = wrapped ? *first - 65536 : *first;
    if (map.first > *last) {
        return std::nullopt;
    }
    map.last = *last;
    if (item.has(tag::RealWorldValueLUTData)) {
        map.table = item.numbers(tag::RealWorldValueLUTData, vr("FD"));
        // One entry for each value; fewer would give some values the meaning of others.
        if (static_cast<double>(map.table.size()) != map.last - map.first + 1) {
            return std::nullopt;
        }
    } else {
        const std::optional<double> slope = item.number(kSlope, vr("FD"));
        const std::optional<double> intercept = item.number(kIntercept, vr("FD"));
        if (!slope || !intercept) {
            return std::nullopt;
        }
        map.slope = *slope;
        map.intercept = *intercept;
    }
    readUnits(item, map);
    map.label = item.text(kLutLabel);
    map.explanation = item.text(tag::LUTExplanation);
    map.quantity = quantityOf(item);
    return map;
}

bool isParametricMap(const ImageAttributes& image)
{
    return image.record.instance.sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.30");
}

// A straight window of stored values, of values on a line over them.
Window onLine(Window window, const RealWorldMap& map)
{
    if (map.slope == 1 && map.intercept == 0) {
        return window;
    }
    if (window.function == VoiFunction::Linear) { // C.11.2.1.2 as LINEAR_EXACT, which a scale does not change
        const double threshold = window.width > 1 ? 0 : 1e-6;
        window.width = window.width - 1 + threshold;
        window.center += threshold / 2 - 0.5;
        window.function = VoiFunction::LinearExact;
    }
    window.center = window.center * map.slope + map.intercept;
    window.width = window.width * std::abs(map.slope);
    return window;
}

// Parametric maps are read in what they measure: their only line takes the place of a Modality LUT.
void useMap(FrameAttributes& frame)
{
    const bool identity = frame.modality.slope == 1 && frame.modality.intercept == 0 && !frame.modality.table;
    if (!frame.realWorld || frame.realWorld->size() != 1 || !identity) {
        return;
    }
    const RealWorldMap& map = frame.realWorld->front();
    if (!map.table.empty() || !(map.slope > 0)) {
        return;
    }
    frame.modality.slope = map.slope;
    frame.modality.intercept = map.intercept;
    frame.modality.unit = unitText(map);
    frame.modality.present = frame.modality.realWorld = true;
    for (Window& window : frame.windows) {
        window = onLine(window, map);
    }
}

} // namespace

RealWorldMapsPtr readRealWorldMaps(const Item& item, bool isSigned, bool& complaint)
{
    auto maps = std::make_shared<RealWorldMaps>();
    for (const Item& one : item.items(tag::RealWorldValueMappingSequence)) {
        std::optional<RealWorldMap> map = maps->size() < kMostMaps ? readMap(one, isSigned) : std::nullopt;
        if (map) {
            maps->push_back(std::move(*map));
        } else {
            complaint = true;
        }
    }
    return maps->empty() ? nullptr : RealWorldMapsPtr(std::move(maps));
}

void readRealWorldValues(const Item& root, ImageAttributes& image)
{
    bool complaint = false;
    if (const RealWorldMapsPtr all = readRealWorldMaps(root, image.isSigned, complaint)) {
        image.shared.realWorld = all;
    }
    if (const RealWorldMapsPtr shared =
            readRealWorldMaps(root.item(tag::SharedFunctionalGroupsSequence), image.isSigned, complaint)) {
        image.shared.realWorld = shared;
    }
    const std::vector<Item> groups = root.items(tag::PerFrameFunctionalGroupsSequence);
    for (std::size_t i = 0; i < image.perFrame.size(); ++i) {
        const RealWorldMapsPtr own = i < groups.size() ? readRealWorldMaps(groups[i], image.isSigned, complaint) : nullptr;
        image.perFrame[i].realWorld = own ? own : image.shared.realWorld;
    }
    if (isParametricMap(image)) {
        useMap(image.shared);
        for (FrameAttributes& frame : image.perFrame) {
            useMap(frame);
        }
    }
    if (complaint) {
        warn(image,
             QT_TRANSLATE_NOOP("DicomFile", "A mapping of this image to real-world values makes no sense and is not used."));
    }
}

void readDose(const Item& root, ImageAttributes& image)
{
    const std::optional<double> scaling = root.number(tag::DoseGridScaling, vr("DS"));
    if (image.record.series.modality != QLatin1String("RTDOSE") || !image.hasPixels()) {
        return;
    }
    if (!scaling || !(*scaling > 0)) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The dose grid has no scaling: its values are stored numbers, not doses."));
        return;
    }
    const QString units = root.first(tag::DoseUnits);
    const auto scale = [&](FrameAttributes& frame) {
        frame.modality = ModalityTransform();
        frame.modality.slope = *scaling;
        frame.modality.unit = units == QLatin1String("GY") ? QStringLiteral("Gy") : units;
        frame.modality.present = frame.modality.realWorld = true;
    };
    scale(image.shared);
    for (FrameAttributes& frame : image.perFrame) {
        scale(frame);
    }
}

} // namespace isocenter
