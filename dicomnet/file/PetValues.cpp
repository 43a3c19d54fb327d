#include "file/DateTime.h"
#include "file/HeaderBuilder.h"
#include "file/Tags.h"
#include "quantity/Suv.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

enum : std::uint32_t {
    TimezoneOffset = 0x00080201,
    AcquisitionTime = 0x00080032,
    AcquisitionDateTime = 0x0008002A,
    PatientSize = 0x00101020,
    PatientWeight = 0x00101030,
    RadiopharmaceuticalStartTime = 0x00181072,
    TotalDose = 0x00181074,
    HalfLife = 0x00181075,
    RadiopharmaceuticalStartDateTime = 0x00181078,
    ActualFrameDuration = 0x00181242,
    DecayCorrectionDateTime = 0x00189701,
    CorrectedImage = 0x00280051,
    RadiopharmaceuticalInformation = 0x00540016,
    SuvType = 0x00541006,
    DecayCorrection = 0x00541102,
    FrameReferenceTime = 0x00541300,
};

bool isPet(const QString& sopClass)
{
    static const QStringList kClasses{QStringLiteral("1.2.840.10008.5.1.4.1.1.128"),
                                      QStringLiteral("1.2.840.10008.5.1.4.1.1.128.1"),
                                      QStringLiteral("1.2.840.10008.5.1.4.1.1.130")};
    return kClasses.contains(sopClass);
}

/// Seconds east of UTC of "+0100"; nothing if it is no offset.
std::optional<int> offsetOf(const QString& text)
{
    if (text.size() != 5 || (text[0] != QLatin1Char('+') && text[0] != QLatin1Char('-'))) {
        return std::nullopt;
    }
    bool sound = false;
    const int value = text.mid(1).toInt(&sound);
    const int seconds = (value / 100 * 60 + value % 100) * 60;
    return sound ? std::optional(text[0] == QLatin1Char('-') ? -seconds : seconds) : std::nullopt;
}

/// On the clock of the data set, kept as UTC so that no daylight saving of this machine comes in.
QDateTime moment(const QDate& date, const QTime& time)
{
    return date.isValid() && time.isValid() ? QDateTime(date, time, Qt::UTC) : QDateTime();
}

QDateTime moment(const Item& item, std::uint32_t date, std::uint32_t time)
{
    return moment(parseDate(item.text(date)), parseTime(item.text(time)));
}

/// A DT value; one that states another offset from UTC than the data set is moved to the clock of the data set.
QDateTime moment(const Item& item, std::uint32_t dateTime, const std::optional<int>& zone)
{
    const DateTimeParts parts = parseDateTime(item.text(dateTime));
    const QDateTime stated = moment(parts.date, parts.time);
    const std::optional<int> own = offsetOf(parts.offset);
    return stated.isValid() && own && zone ? stated.addSecs(*zone - *own) : stated;
}

/// An element of a private block; `element` is its last byte.
std::uint32_t privateTag(const Item& root, std::uint32_t group, const char* creator, std::uint32_t element)
{
    for (std::uint32_t block = 0x10; block <= 0xFF; ++block) {
        if (root.text(group << 16 | block).trimmed() == QLatin1String(creator)) {
            return group << 16 | block << 8 | element;
        }
    }
    return 0;
}

std::optional<double> privateNumber(const Item& root, std::uint32_t tag)
{
    return tag != 0 ? root.number(tag, vr("DS")) : std::nullopt;
}

std::optional<double> milliseconds(const Item& root, std::uint32_t tag)
{
    const std::optional<double> ms = root.number(tag, vr("DS"));
    return ms ? std::optional(*ms / 1000) : std::nullopt;
}

PetFacts readFacts(const Item& root)
{
    const std::optional<int> zone = offsetOf(root.first(TimezoneOffset));
    const Item tracer = root.item(RadiopharmaceuticalInformation);
    PetFacts facts;
    facts.units = root.first(tag::Units).toUpper();
    facts.suvType = root.first(SuvType).toUpper();
    facts.decayCorrection = root.first(DecayCorrection).toUpper();
    facts.corrected = root.values(CorrectedImage);
    facts.weight = root.number(PatientWeight, vr("DS"));
    facts.height = root.number(PatientSize, vr("DS"));
    facts.sex = root.first(tag::PatientSex).toUpper();
    facts.dose = tracer.number(TotalDose, vr("DS"));
    facts.halfLife = tracer.number(HalfLife, vr("DS"));
    facts.series = moment(root, tag::SeriesDate, tag::SeriesTime);
    facts.acquired = moment(root, AcquisitionDateTime, zone);
    if (!facts.acquired.isValid()) {
        facts.acquired = moment(root, tag::AcquisitionDate, AcquisitionTime);
    }
    facts.corrections = moment(root, DecayCorrectionDateTime, zone);
    facts.injected = moment(tracer, RadiopharmaceuticalStartDateTime, zone);
    facts.injectedDateKnown = facts.injected.isValid();
    if (!facts.injected.isValid()) {
        const QDateTime& day = facts.series.isValid() ? facts.series : facts.acquired;
        facts.injected = moment(day.date(), parseTime(tracer.text(RadiopharmaceuticalStartTime)));
    }
    if (const std::uint32_t scan = privateTag(root, 0x0009, "GEMS_PETD_01", 0x0D)) {
        facts.scanned = moment(root, scan, zone);
    }
    facts.frameReference = milliseconds(root, FrameReferenceTime);
    facts.frameDuration = milliseconds(root, ActualFrameDuration);
    facts.philipsSuv = privateNumber(root, privateTag(root, 0x7053, "Philips PET Private Group", 0x00));
    facts.philipsActivity = privateNumber(root, privateTag(root, 0x7053, "Philips PET Private Group", 0x09));
    return facts;
}

/// What leads from stored values to those that the facts speak of.
struct Line
{
    double slope = 1;
    double intercept = 0;
};

std::optional<Line> lineOf(const FrameAttributes& frame, const PetFacts& facts)
{
    if (!facts.units.isEmpty()) {
        return frame.modality.table ? std::nullopt : std::optional(Line{frame.modality.slope, frame.modality.intercept});
    }
    if (frame.realWorld) { // enhanced objects give their unit so
        for (const RealWorldMap& map : *frame.realWorld) {
            if (map.table.empty() && map.unit == QLatin1String("Bq/ml")) {
                return Line{map.slope, map.intercept};
            }
        }
    }
    return std::nullopt;
}

void addMap(const SuvFactor& suv, const Line& line, const ImageAttributes& image, FrameAttributes& frame)
{
    RealWorldMap map;
    const double count = std::exp2(image.bitsStored);
    map.first = image.isSigned ? -count / 2 : 0;
    map.last = map.first + count - 1;
    map.slope = line.slope * suv.factor;
    map.intercept = line.intercept * suv.factor;
    map.unit = suv.unit;
    map.label = suv.label;
    auto maps = frame.realWorld ? std::make_shared<RealWorldMaps>(*frame.realWorld) : std::make_shared<RealWorldMaps>();
    maps->push_back(map);
    frame.realWorld = maps;
}

void addSuv(const PetFacts& facts, const SuvFactor& suv, ImageAttributes& image)
{
    const auto add = [&](FrameAttributes& frame) {
        if (const std::optional<Line> line = lineOf(frame, facts)) {
            addMap(suv, *line, image, frame);
        }
    };
    add(image.shared);
    for (FrameAttributes& frame : image.perFrame) {
        add(frame);
    }
}

} // namespace

void readPetValues(const Item& root, ImageAttributes& image)
{
    if (!isPet(image.record.instance.sopClass) || image.isColor() || !image.hasPixels()) {
        return;
    }
    const PetFacts facts = readFacts(root);
    PetFacts told = facts;
    if (facts.units.isEmpty() && lineOf(image.frame(0), facts)) {
        told.units = QStringLiteral("BQML");
    }
    // By body weight last: that is the one that is told first.
    const std::pair<SuvKind, QString> kinds[] = {{SuvKind::LeanMass, QStringLiteral("SUL")},
                                                 {SuvKind::BodySurface, QStringLiteral("SUVbsa")},
                                                 {SuvKind::BodyWeight, QStringLiteral("SUVbw")}};
    for (const auto& [kind, label] : kinds) {
        if (const Result<SuvFactor> suv = suvFactor(told, kind)) {
            addSuv(facts, *suv, image);
        } else {
            image.texts.insert(label, suv.error().message);
            if (kind == SuvKind::BodyWeight) {
                image.warnings << suv.error().message;
            }
        }
    }
}

} // namespace isocenter
