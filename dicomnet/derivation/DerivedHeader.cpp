#include "derivation/DerivedHeader.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DerivedHeader)
};

const QString kStorage = QStringLiteral("1.2.840.10008.5.1.4.1.1.");
constexpr TakenOver kPatientName{0x00100010, "PN"};
constexpr TakenOver kPatientId{0x00100020, "LO"};
constexpr TakenOver kIssuer{0x00100021, "LO"};
constexpr TakenOver kStudyUid{0x0020000D, "UI"};
constexpr TakenOver kFrameOfReference{0x00200052, "UI"};
constexpr TakenOver kManufacturer{0x00080070, "LO"};
constexpr TakenOver kScanningSequence{0x00180020, "CS"};
constexpr TakenOver kSequenceVariant{0x00180021, "CS"};
constexpr TakenOver kContrastAgent{0x00180010, "LO"};
constexpr int kLongestUnit = 16;

bool isAnyOf(const QString& sopClass, std::initializer_list<const char*> ends)
{
    return std::any_of(ends.begin(), ends.end(),
                       [&](const char* end) { return sopClass == kStorage + QString::fromLatin1(end); });
}

const std::vector<TakenOver>& equipmentOfSources()
{
    static const std::vector<TakenOver> list{{0x00080080, "LO"}, {0x00081010, "SH"}, {0x00081090, "LO"},
                                             {0x00181000, "LO"}, {0x00181020, "LO"}, kManufacturer};
    return list;
}

QStringList codesFor(Derivation kind)
{
    // PS3.16 CID 7203.
    switch (kind) {
    case Derivation::Maximum:
        return {QStringLiteral("113078"), QStringLiteral("Maximum intensity projection")};
    case Derivation::Minimum:
        return {QStringLiteral("113079"), QStringLiteral("Minimum intensity projection")};
    default:
        return {};
    }
}

/// Parts of the body that there are two of, by Body Part Examined (PS3.16 annex L).
bool isPaired(const QString& part)
{
    static const QSet<QString> paired{
        QStringLiteral("ANKLE"),    QStringLiteral("ARM"),    QStringLiteral("BREAST"),    QStringLiteral("CLAVICLE"),
        QStringLiteral("EAR"),      QStringLiteral("ELBOW"),  QStringLiteral("EXTREMITY"), QStringLiteral("EYE"),
        QStringLiteral("FEMUR"),    QStringLiteral("FINGER"), QStringLiteral("FOOT"),      QStringLiteral("FOREARM"),
        QStringLiteral("HAND"),     QStringLiteral("HIP"),    QStringLiteral("HUMERUS"),   QStringLiteral("KIDNEY"),
        QStringLiteral("KNEE"),     QStringLiteral("LEG"),    QStringLiteral("LUNG"),      QStringLiteral("ORBIT"),
        QStringLiteral("SHOULDER"), QStringLiteral("THIGH"),  QStringLiteral("THUMB"),     QStringLiteral("TOE"),
        QStringLiteral("WRIST"),
    };
    return paired.contains(part);
}

/// Methods by transfer syntax, where a source is lossy by that alone (PS3.3 C.7.6.1.1.5.1).
QString lossyMethod(const ImageAttributes& image)
{
    if (!image.lossy.method.isEmpty()) {
        return image.lossy.method;
    }
    const QString& syntax = image.transferSyntax;
    const QString jpeg = QStringLiteral("1.2.840.10008.1.2.4.");
    if (syntax == jpeg + QLatin1String("50") || syntax == jpeg + QLatin1String("51")) {
        return QStringLiteral("ISO_10918_1");
    }
    if (syntax == jpeg + QLatin1String("81")) {
        return QStringLiteral("ISO_14495_1");
    }
    return syntax == jpeg + QLatin1String("91") ? QStringLiteral("ISO_15444_1") : QString();
}

} // namespace

void writeCode(DatasetItem item, const CodeValue& code)
{
    item.text(0x00080100, "SH", code.value).text(0x00080102, "SH", code.scheme).text(0x00080104, "LO", code.meaning);
    if (!code.version.isEmpty()) {
        item.text(0x00080103, "SH", code.version);
    }
}

DerivedForm DerivedHeader::formFor(const DerivedSeries& series, const AgreedValues& agreed)
{
    const QString& source = series.sources.front().image->record.instance.sopClass;
    const bool sameClass = std::all_of(series.sources.begin(), series.sources.end(),
                                       [&](const FrameRef& one) { return one.image->record.instance.sopClass == source; });
    if (!sameClass || agreed.text(kFrameOfReference).isEmpty()) { // type 1 there
        return DerivedForm::Capture;
    }
    if (isAnyOf(source, {"2", "2.1", "2.2"})) {
        return DerivedForm::Ct;
    }
    // Both are type 1 and cannot be known from elsewhere.
    const bool sequenceKnown = !agreed.text(kScanningSequence).isEmpty() && !agreed.text(kSequenceVariant).isEmpty();
    return isAnyOf(source, {"4", "4.1", "4.4"}) && sequenceKnown ? DerivedForm::Mr : DerivedForm::Capture;
}

QString DerivedHeader::sopClass() const
{
    return kStorage + QLatin1String(form == DerivedForm::Ct ? "2" : form == DerivedForm::Mr ? "4" : "7");
}

/// What names the patient and the study: as all sources have it, else as the program has shown it.
QString DerivedHeader::identity(const TakenOver& attribute, const QString& shown) const
{
    const QString raw = agreed.raw(attribute.tag);
    return raw.isEmpty() ? shown : raw;
}

Result<void> DerivedHeader::checkIdentity() const
{
    const Study& study = series.sources.front().image->record.study;
    const bool good = fitsVr("PN", identity(kPatientName, study.patient.name.dicom())) &&
                      fitsVr("LO", identity(kPatientId, study.patient.id)) &&
                      fitsVr("LO", identity(kIssuer, study.patient.issuer)) && !study.uid.isEmpty() &&
                      fitsVr("UI", study.uid.text());
    if (!good) {
        return Error{
            Text::tr("Name, number or study of the patient are not written as the standard asks for, so that nothing can be "
                     "added to this study."),
            QStringLiteral("identifying attribute is no value of its VR")};
    }
    return {};
}

void DerivedHeader::takeOverOrEmpty(DatasetItem& item, const TakenOver& attribute) const
{
    item.text(attribute.tag, attribute.vr, agreed.text(attribute));
}

void DerivedHeader::takeOver(DatasetItem& item, const std::vector<TakenOver>& attributes) const
{
    for (const TakenOver& attribute : attributes) {
        const QString value = agreed.text(attribute);
        if (!value.isEmpty()) {
            item.text(attribute.tag, attribute.vr, value);
        }
    }
}

void DerivedHeader::writeIdentity(DatasetWriter& writer) const
{
    const Study& study = series.sources.front().image->record.study;
    takeOver(writer, {{0x00101010, "AS"},
                      {0x00101020, "DS"},
                      {0x00101030, "DS"},
                      {0x00102201, "LO"},
                      {0x00102210, "CS"},
                      {0x00102292, "LO"},
                      {0x00102297, "PN"},
                      {0x00102298, "CS"},
                      {0x00102299, "LO"},
                      {0x00120063, "LO"},
                      {0x00081030, "LO"},
                      {0x00080201, "SH"}});
    // Says nothing without the method, which is type 1C beside it.
    if (!agreed.text({0x00120063, "LO"}).isEmpty() || !agreed.codes(0x00120064).empty()) {
        takeOver(writer, {{0x00120062, "CS"}});
    }
    writer.text(kPatientName.tag, kPatientName.vr, identity(kPatientName, study.patient.name.dicom()));
    writer.text(kPatientId.tag, kPatientId.vr, identity(kPatientId, study.patient.id));
    const QString issuer = identity(kIssuer, study.patient.issuer);
    if (!issuer.isEmpty()) {
        writer.text(kIssuer.tag, kIssuer.vr, issuer);
    }
    writer.text(kStudyUid.tag, kStudyUid.vr, study.uid.text());
    // Type 2: there even where nothing is known.
    for (const TakenOver& attribute :
         {TakenOver{0x00100030, "DA"}, TakenOver{0x00100040, "CS"}, TakenOver{0x00080020, "DA"}, TakenOver{0x00080030, "TM"},
          TakenOver{0x00080050, "SH"}, TakenOver{0x00080090, "PN"}, TakenOver{0x00200010, "SH"}}) {
        takeOverOrEmpty(writer, attribute);
    }
    for (const std::uint32_t tag : takenOverCodes()) {
        for (const CodeValue& code : agreed.codes(tag)) {
            writeCode(writer.item(tag), code);
        }
    }
}

void DerivedHeader::writeSeries(DatasetWriter& writer) const
{
    const QString date = now.date().toString(QStringLiteral("yyyyMMdd"));
    const QString time = now.time().toString(QStringLiteral("HHmmss"));
    const QString modality = series.sources.front().image->record.series.modality;
    const QString known = fitsVr("CS", modality) ? modality : QString();
    writer.text(0x00080060, "CS",
                form == DerivedForm::Ct   ? QStringLiteral("CT")
                : form == DerivedForm::Mr ? QStringLiteral("MR")
                : known.isEmpty()         ? QStringLiteral("OT")
                                          : known);
    writer.text(0x0020000E, "UI", seriesUid).number(0x00200011, "IS", series.number);
    writer.text(0x0008103E, "LO", series.description).text(0x00080021, "DA", date).text(0x00080031, "TM", time);
    writer.text(0x00080023, "DA", date).text(0x00080033, "TM", time);
    takeOver(writer, {{0x00080022, "DA"},
                      {0x00080032, "TM"},
                      {0x00180015, "CS"},
                      {0x00181030, "LO"},
                      {0x00200062, "CS"},
                      {0x00280302, "CS"},
                      {0x00280303, "CS"},
                      kFrameOfReference});
    writeSide(writer);
    takeOverOrEmpty(writer, {0x00185100, "CS"});
    if (form != DerivedForm::Capture) {
        takeOverOrEmpty(writer, {0x00201040, "LO"});
    }
    writer.text(kManufacturer.tag, kManufacturer.vr, QStringLiteral("Isocenter"));
    writer.text(0x00081090, "LO", QStringLiteral("Isocenter")).text(0x00181020, "LO", QStringLiteral(ISOCENTER_VERSION));
    takeOver(writer, {{0x00080080, "LO"}});
    writeScanner(writer);
}

/// Laterality is type 2C (PS3.3 C.7.3.1): for parts that there are two of, and for what may be one.
void DerivedHeader::writeSide(DatasetWriter& writer) const
{
    const QString part = agreed.text({0x00180015, "CS"});
    if (!agreed.text({0x00200062, "CS"}).isEmpty()) {
        return; // Image Laterality says it
    }
    if (part.isEmpty() || isPaired(part)) {
        takeOverOrEmpty(writer, {0x00200060, "CS"});
    } else {
        takeOver(writer, {{0x00200060, "CS"}});
    }
}

/// Who made the sources (PS3.3 C.12.1.1.5).
void DerivedHeader::writeScanner(DatasetWriter& writer) const
{
    if (agreed.text(kManufacturer).isEmpty()) { // type 1 there
        return;
    }
    DatasetItem equipment = writer.item(0x0018A001);
    takeOver(equipment, equipmentOfSources());
    writeCode(equipment.item(0x0040A170),
              {QStringLiteral("109101"), QStringLiteral("DCM"), {}, QStringLiteral("Acquisition Equipment")});
}

void DerivedHeader::writeAcquisition(DatasetWriter& writer) const
{
    if (form == DerivedForm::Capture) {
        writer.text(0x00080064, "CS", QStringLiteral("WSD"));
        return;
    }
    takeOver(writer, form == DerivedForm::Ct ? takenOverOfCt() : takenOverOfMr());
    takeOverOrEmpty(writer, {0x00200012, "IS"});
    if (form == DerivedForm::Ct) {
        takeOverOrEmpty(writer, {0x00180060, "DS"});
        return;
    }
    for (const TakenOver& attribute :
         {TakenOver{0x00180022, "CS"}, TakenOver{0x00180023, "CS"}, TakenOver{0x00180081, "DS"}, TakenOver{0x00180091, "IS"}}) {
        takeOverOrEmpty(writer, attribute);
    }
    // Type 2C (PS3.3 C.8.3.1): by the sequence.
    const QStringList sequences = agreed.text(kScanningSequence).split(QLatin1Char('\\'));
    const QStringList variants = agreed.text(kSequenceVariant).split(QLatin1Char('\\'));
    if (!sequences.contains(QLatin1String("EP")) || variants.contains(QLatin1String("SK"))) {
        takeOverOrEmpty(writer, {0x00180080, "DS"});
    }
    if (sequences.contains(QLatin1String("IR"))) {
        takeOverOrEmpty(writer, {0x00180082, "DS"});
    }
}

void DerivedHeader::writeDerivation(DatasetWriter& writer, const DerivedPlane& plane) const
{
    const bool projection = series.kind != Derivation::Plane;
    // Defined terms: C.8.2.1.1.1 for CT, C.8.3.1.1.1 for MR.
    const char* third = form == DerivedForm::Ct   ? "AXIAL"
                        : form == DerivedForm::Mr ? (projection ? "PROJECTION IMAGE" : "MPR")
                                                  : "REFORMATTED";
    writer.text(0x00080008, "CS", QStringLiteral("DERIVED\\SECONDARY\\") + QString::fromLatin1(third));
    writer.text(0x00082111, "ST", series.derivation);
    writeCode(writer.item(0x00089215),
              {QStringLiteral("113072"), QStringLiteral("DCM"), {}, QStringLiteral("Multiplanar reformatting")});
    const QStringList code = codesFor(series.kind);
    if (!code.isEmpty()) {
        writeCode(writer.item(0x00089215), {code[0], QStringLiteral("DCM"), {}, code[1]});
    }
    // Each object once, with the frames of it that took part.
    std::vector<std::pair<ImagePtr, std::vector<double>>> objects;
    QHash<QString, std::size_t> known;
    const int last = std::min(plane.lastSource, static_cast<int>(series.sources.size()) - 1);
    for (int i = std::max(0, plane.firstSource); i <= last; ++i) {
        const FrameRef& source = series.sources[static_cast<std::size_t>(i)];
        const QString uid = source.image->record.instance.uid.text();
        if (!known.contains(uid)) {
            known.insert(uid, objects.size());
            objects.emplace_back(source.image, std::vector<double>());
        }
        objects[known.value(uid)].second.push_back(source.frame + 1);
    }
    for (const auto& [image, frames] : objects) {
        const Instance& instance = image->record.instance;
        if (!fitsVr("UI", instance.uid.text()) || !fitsVr("UI", instance.sopClass)) {
            continue;
        }
        DatasetItem item = writer.item(0x00082112);
        item.text(0x00081150, "UI", instance.sopClass).text(0x00081155, "UI", instance.uid.text());
        if (image->frames > 1) {
            item.numbers(0x00081160, "IS", frames);
        }
    }
}

void DerivedHeader::writeLoss(DatasetWriter& writer) const
{
    const auto lossy = std::find_if(series.sources.begin(), series.sources.end(),
                                    [](const FrameRef& source) { return source.image->lossy.lossy; });
    if (lossy == series.sources.end()) {
        writer.text(0x00282110, "CS", QStringLiteral("00"));
        return;
    }
    writer.text(0x00282110, "CS", QStringLiteral("01"));
    const QString method = lossyMethod(*lossy->image);
    const QString& ratio = lossy->image->lossy.ratio;
    if (!ratio.isEmpty() && fitsVr("DS", ratio)) {
        writer.text(0x00282112, "DS", ratio);
    }
    if (!method.isEmpty() && fitsVr("CS", method)) {
        writer.text(0x00282114, "CS", method);
    }
}

void DerivedHeader::writeValues(DatasetWriter& writer) const
{
    // MR has no Modality LUT module: only where the values need one.
    if (form != DerivedForm::Mr || scale.slope != 1 || scale.intercept != 0) {
        writer.number(0x00281052, "DS", scale.intercept).number(0x00281053, "DS", scale.slope);
        const bool named = !series.unit.isEmpty() && series.unit.size() <= kLongestUnit && fitsVr("LO", series.unit) &&
                           series.kind != Derivation::Sum; // a sum over a slab is no Hounsfield unit any more
        writer.text(0x00281054, "LO", named ? series.unit : QStringLiteral("US"));
    }
    if (series.window) {
        writer.number(0x00281050, "DS", series.window->center).number(0x00281051, "DS", series.window->width);
        if (series.window->function != VoiFunction::Linear) {
            writer.text(0x00281056, "CS",
                        series.window->function == VoiFunction::Sigmoid ? QStringLiteral("SIGMOID")
                                                                        : QStringLiteral("LINEAR_EXACT"));
        }
    }
    const bool burned =
        std::any_of(series.sources.begin(), series.sources.end(), [](const FrameRef& source) { return source.image->burnedIn; });
    writer.text(0x00280301, "CS", burned ? QStringLiteral("YES") : QStringLiteral("NO"));
    writeLoss(writer);
}

} // namespace isocenter
