#include "structured/ReportReader.h"

#include "file/DateTime.h"
#include "file/Tags.h"
#include "structured/Codes.h"
#include "study/Study.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace isocenter {

namespace {

using Type = ContentItem::Type;
using Relation = ContentItem::Relation;

enum : std::uint32_t {
    ContentTime = 0x00080033,
    ReferencedSopClass = 0x00081150,
    ReferencedSopInstance = 0x00081155,
    ReferencedFrames = 0x00081160,
    ReferencedSopSequence = 0x00081199,
    ReferencedSeriesSequence = 0x00081115,
    MeasurementUnits = 0x004008EA,
    RelationshipType = 0x0040A010,
    VerifyingOrganization = 0x0040A027,
    VerificationDateTime = 0x0040A030,
    ValueType = 0x0040A040,
    ContinuityOfContent = 0x0040A050,
    ConceptName = 0x0040A043,
    VerifyingObserverSequence = 0x0040A073,
    VerifyingObserverName = 0x0040A075,
    AuthorObserverSequence = 0x0040A078,
    DateTimeValue = 0x0040A120,
    DateValue = 0x0040A121,
    TimeValue = 0x0040A122,
    PersonNameValue = 0x0040A123,
    UidValue = 0x0040A124,
    TemporalRangeType = 0x0040A130,
    TextValue = 0x0040A160,
    ConceptCode = 0x0040A168,
    MeasuredValue = 0x0040A300,
    NumericQualifier = 0x0040A301,
    NumericValue = 0x0040A30A,
    PredecessorDocuments = 0x0040A360,
    CompletionFlag = 0x0040A491,
    CompletionDescription = 0x0040A492,
    VerificationFlag = 0x0040A493,
    PreliminaryFlag = 0x0040A496,
    ContentSequence = 0x0040A730,
    NumberOfTableRows = 0x0040A802,
    NumberOfTableColumns = 0x0040A803,
    ReferencedContentItem = 0x0040DB73,
    GraphicData = 0x00700022,
    GraphicType = 0x00700023,
};

constexpr int kMostItems = 20'000;
constexpr std::size_t kMostFrames = 10'000;

struct Reading
{
    int items = 0;
    bool tooMany = false;
    bool unreadable = false; ///< a value longer than what is read
};

Type typeOf(const QString& text)
{
    static constexpr std::array<std::pair<const char*, Type>, 16> kTypes{{{"CONTAINER", Type::Container},
                                                                          {"TEXT", Type::Text},
                                                                          {"CODE", Type::Code},
                                                                          {"NUM", Type::Number},
                                                                          {"DATE", Type::Date},
                                                                          {"TIME", Type::Time},
                                                                          {"DATETIME", Type::DateTime},
                                                                          {"UIDREF", Type::Uid},
                                                                          {"PNAME", Type::Person},
                                                                          {"IMAGE", Type::Image},
                                                                          {"COMPOSITE", Type::Composite},
                                                                          {"WAVEFORM", Type::Waveform},
                                                                          {"SCOORD", Type::Region},
                                                                          {"SCOORD3D", Type::Region3d},
                                                                          {"TCOORD", Type::Times},
                                                                          {"TABLE", Type::Table}}};
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& t) { return text == QLatin1String(t.first); });
    return found == kTypes.end() ? Type::Other : found->second;
}

Relation relationOf(const QString& text)
{
    static constexpr std::array<std::pair<const char*, Relation>, 7> kRelations{
        {{"CONTAINS", Relation::Contains},
         {"HAS OBS CONTEXT", Relation::Context},
         {"HAS CONCEPT MOD", Relation::Modifier},
         {"HAS PROPERTIES", Relation::Properties},
         {"INFERRED FROM", Relation::InferredFrom},
         {"SELECTED FROM", Relation::SelectedFrom},
         {"HAS ACQ CONTEXT", Relation::AcquisitionContext}}};
    const auto found =
        std::find_if(kRelations.begin(), kRelations.end(), [&](const auto& r) { return text == QLatin1String(r.first); });
    return found == kRelations.end() ? Relation::Other : found->second;
}

void readReference(const Item& item, ContentItem& content)
{
    const Item target = item.item(ReferencedSopSequence);
    if (target.isEmpty()) {
        return;
    }
    ObjectReference reference;
    reference.sopClass = target.text(ReferencedSopClass);
    reference.instance = InstanceUid(target.text(ReferencedSopInstance));
    for (const double frame : target.numbers(ReferencedFrames, vr("IS"))) {
        if (frame >= 1 && frame < 1e9 && reference.frames.size() < kMostFrames) {
            reference.frames.push_back(static_cast<int>(frame));
        }
    }
    content.reference = std::move(reference);
}

void readNumber(const Item& item, ContentItem& content)
{
    const Item measured = item.item(MeasuredValue);
    content.value = measured.text(NumericValue).replace(QLatin1Char('\\'), QLatin1String(", "));
    const Code unit = readCode(measured, MeasurementUnits);
    content.unit = unitText(unit);
    content.valueCode = unit.label();
    content.qualifier = readCode(item, NumericQualifier).text();
}

void readMoment(const Item& item, ContentItem& content)
{
    if (content.type == Type::Date) {
        content.value = item.text(DateValue);
        content.date = parseDate(content.value);
    } else if (content.type == Type::Time) {
        content.value = item.text(TimeValue);
        content.time = parseTime(content.value);
    } else {
        content.value = item.text(DateTimeValue);
        const DateTimeParts parts = parseDateTime(content.value);
        content.date = parts.date;
        content.time = parts.time;
        content.offset = parts.offset;
    }
}

void readText(const Item& item, ContentItem& content, Reading& reading)
{
    content.value = item.text(TextValue);
    const DataElement* element = item.find(TextValue);
    reading.unreadable = reading.unreadable || (element && element->length > 0 && !element->value);
}

QString pathOf(const Item& item)
{
    QStringList path;
    for (const double step : item.numbers(ReferencedContentItem, vr("UL"))) {
        path << QString::number(step, 'f', 0);
    }
    return path.mid(0, 64).join(QLatin1Char('.'));
}

void readValue(const Item& item, const QString& valueType, ContentItem& content, Reading& reading)
{
    switch (content.type) {
    case Type::Text:
        readText(item, content, reading);
        break;
    case Type::Code: {
        const Code code = readCode(item, ConceptCode);
        content.value = code.text();
        content.valueCode = code.label();
        break;
    }
    case Type::Number:
        readNumber(item, content);
        break;
    case Type::Date:
    case Type::Time:
    case Type::DateTime:
        readMoment(item, content);
        break;
    case Type::Uid:
        content.value = item.text(UidValue);
        break;
    case Type::Person:
        content.value = PersonName::fromDicom(item.text(PersonNameValue)).display();
        break;
    case Type::Image:
    case Type::Composite:
    case Type::Waveform:
        readReference(item, content);
        break;
    case Type::Region:
    case Type::Region3d:
        content.value = item.text(GraphicType);
        content.points = static_cast<int>(item.numbers(GraphicData, vr("FL")).size() / (content.type == Type::Region ? 2 : 3));
        break;
    case Type::Times:
        content.value = item.text(TemporalRangeType);
        break;
    case Type::Table:
        content.value = QStringLiteral("%1 × %2").arg(item.text(NumberOfTableRows), item.text(NumberOfTableColumns));
        break;
    default:
        content.value = valueType;
    }
}

ContentItem readItem(const Item& item, Reading& reading)
{
    ContentItem content;
    ++reading.items;
    const QString valueType = item.text(ValueType);
    const Code name = readCode(item, ConceptName);
    content.name = name.text();
    content.nameCode = name.label();
    content.relation = relationOf(item.text(RelationshipType));
    content.type = valueType.isEmpty() && item.has(ReferencedContentItem) ? Type::SameAs : typeOf(valueType);
    if (content.type == Type::SameAs) {
        content.value = pathOf(item);
    } else if (content.type == Type::Container) {
        content.continuous = item.text(ContinuityOfContent) == QLatin1String("CONTINUOUS");
    } else {
        readValue(item, valueType, content, reading);
    }
    for (const Item& child : item.items(ContentSequence)) {
        if (reading.items >= kMostItems) {
            reading.tooMany = true;
            break;
        }
        content.children.push_back(readItem(child, reading));
    }
    return content;
}

void readStates(const Item& root, Report& report)
{
    report.complete = root.text(CompletionFlag) == QLatin1String("COMPLETE");
    report.completionText = root.text(CompletionDescription);
    report.verified = root.text(VerificationFlag) == QLatin1String("VERIFIED");
    report.preliminary = root.text(PreliminaryFlag) == QLatin1String("PRELIMINARY");
    report.date = parseDate(root.text(tag::ContentDate));
    report.time = parseTime(root.text(ContentTime));
    for (const Item& item : root.items(VerifyingObserverSequence)) {
        const DateTimeParts when = parseDateTime(item.text(VerificationDateTime));
        report.verifiers.push_back({PersonName::fromDicom(item.text(VerifyingObserverName)).display(),
                                    item.text(VerifyingOrganization), when.date, when.time});
    }
    for (const Item& item : root.items(AuthorObserverSequence)) {
        const QString name = PersonName::fromDicom(item.text(PersonNameValue)).display();
        if (!name.isEmpty()) {
            report.authors << name;
        }
    }
    for (const Item& study : root.items(PredecessorDocuments)) {
        for (const Item& series : study.items(ReferencedSeriesSequence)) {
            report.predecessors += static_cast<int>(series.items(ReferencedSopSequence).size());
        }
    }
}

} // namespace

Report readReport(const Item& root)
{
    Report report;
    readStates(root, report);
    Reading reading;
    report.root = readItem(root, reading);
    report.root.type = Type::Container;
    report.title = report.root.name;
    const DataSet* data = root.data();
    if (reading.tooMany) {
        report.notes << QCoreApplication::translate("Document", "The report is longer than %1 entries; the rest is not shown.")
                            .arg(kMostItems);
    }
    if (reading.unreadable) {
        report.notes << QCoreApplication::translate("Document", "A text of this report is too long and is not shown.");
    }
    if (data &&
        (data->truncated || data->damaged || !data->warnings.isEmpty())) { // a sequence cut between two elements only warns
        report.notes << QCoreApplication::translate("Document", "The file is damaged: this report may NOT be complete.");
    }
    return report;
}

} // namespace isocenter
