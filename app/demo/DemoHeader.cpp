#include "demo/DemoHeader.h"

#include <QtEndian>
#include <QUuid>

#include <array>
#include <cmath>

namespace isocenter::demo {

const char* const kTorsoPatientId = "DEMO-TORSO";
const char* const kTorsoPatientName = "PHANTOM^DEMO TORSO";

namespace {

const QString kExplicitLittleEndian = QStringLiteral("1.2.840.10008.1.2.1");

QString date(const QDate& value)
{
    return value.toString(QStringLiteral("yyyyMMdd"));
}

QString time(const QTime& value)
{
    return value.toString(QStringLiteral("HHmmss"));
}

/// Decimal text of a 128-bit big-endian number, by repeated division.
QString decimal(const QByteArray& number)
{
    std::array<std::uint32_t, 4> limbs{};
    for (std::size_t i = 0; i < limbs.size(); ++i) {
        limbs[i] = qFromBigEndian<std::uint32_t>(number.constData() + 4 * i);
    }
    QString digits;
    do {
        std::uint64_t rest = 0;
        for (std::uint32_t& limb : limbs) {
            rest = rest << 32U | limb;
            limb = static_cast<std::uint32_t>(rest / 10);
            rest %= 10;
        }
        digits.prepend(QLatin1Char(static_cast<char>('0' + rest)));
    } while (limbs != std::array<std::uint32_t, 4>{});
    return digits;
}

std::vector<double> components(const Eigen::Vector3d& v)
{
    return {v.x(), v.y(), v.z()};
}

} // namespace

QString demoUid(const QString& text)
{
    static const QUuid space(QStringLiteral("{6fbb3a4c-5b0e-4d55-9d0a-6b1d4a3f2c11}"));
    return QStringLiteral("2.25.") + decimal(QUuid::createUuidV5(space, text).toRfc4122());
}

InstanceRecord demoRecord(const DemoStudy& study, const DemoSeries& series, int number, int rows, int columns, int frames)
{
    InstanceRecord record;
    record.study.uid = StudyUid(demoUid(study.key));
    record.study.patient.id = study.patientId;
    record.study.patient.issuer = QStringLiteral("ISOCENTER-DEMO");
    record.study.patient.name = PersonName::fromDicom(study.patientName);
    record.study.patient.sex = QStringLiteral("O");
    record.study.patient.birthDate = QDate(1970, 1, 1);
    record.study.date = study.date;
    record.study.time = QTime(9, 30);
    record.study.accession = study.accession;
    record.study.studyId = study.accession;
    record.study.description = study.description;
    record.study.institution = QStringLiteral("Isocenter demonstration");
    record.study.patientAge = QStringLiteral("%1Y").arg(study.date.year() - 1970, 3, 10, QLatin1Char('0'));
    const QString seriesKey = study.key + QLatin1Char('/') + series.key;
    record.series.uid = SeriesUid(demoUid(seriesKey));
    record.series.study = record.study.uid;
    record.series.modality = series.modality;
    record.series.number = series.number;
    record.series.description = series.description;
    record.series.bodyPart = series.bodyPart;
    record.series.protocol = series.protocol;
    record.series.frameOfReference = series.frameOfReference.isEmpty() ? QString() : demoUid(series.frameOfReference);
    record.series.date = study.date;
    record.series.time = QTime(9, 30 + series.number);
    record.instance.uid = InstanceUid(demoUid(seriesKey + QLatin1Char('/') + QString::number(number)));
    record.instance.series = record.series.uid;
    record.instance.sopClass = series.sopClass;
    record.instance.transferSyntax = kExplicitLittleEndian;
    record.instance.number = number;
    record.instance.frames = frames;
    record.instance.rows = rows;
    record.instance.columns = columns;
    return record;
}

void writeHeader(DatasetWriter& writer, const InstanceRecord& record)
{
    const Study& study = record.study;
    const Series& series = record.series;
    writer.text(0x00100010, "PN", study.patient.name.dicom()).text(0x00100020, "LO", study.patient.id);
    writer.text(0x00100021, "LO", study.patient.issuer).text(0x00100030, "DA", date(study.patient.birthDate));
    writer.text(0x00100040, "CS", study.patient.sex).text(0x00101010, "AS", study.patientAge);
    writer.text(0x00104000, "LT", QStringLiteral("Computed phantom for demonstration. Not a person."));
    writer.text(0x0020000D, "UI", study.uid.text())
        .text(0x00080020, "DA", date(study.date))
        .text(0x00080030, "TM", time(study.time));
    writer.text(0x00080090, "PN", QString()).text(0x00200010, "SH", study.studyId).text(0x00080050, "SH", study.accession);
    writer.text(0x00081030, "LO", study.description);
    writer.text(0x0020000E, "UI", series.uid.text())
        .text(0x00080060, "CS", series.modality)
        .number(0x00200011, "IS", *series.number);
    writer.text(0x0008103E, "LO", series.description)
        .text(0x00180015, "CS", series.bodyPart)
        .text(0x00181030, "LO", series.protocol);
    writer.text(0x00080021, "DA", date(series.date)).text(0x00080031, "TM", time(series.time));
    if (!series.frameOfReference.isEmpty()) {
        writer.text(0x00200052, "UI", series.frameOfReference).text(0x00201040, "LO", QString());
        writer.text(0x00185100, "CS", QStringLiteral("HFS"));
    }
    writer.text(0x00080070, "LO", QStringLiteral("Isocenter")).text(0x00080080, "LO", study.institution);
    writer.text(0x00081090, "LO", QStringLiteral("Computed phantom")).text(0x00181020, "LO", QStringLiteral(ISOCENTER_VERSION));
    writer.text(0x00080023, "DA", date(series.date)).text(0x00080033, "TM", time(series.time));
    writer.text(0x00080022, "DA", date(series.date)).text(0x00080032, "TM", time(series.time));
    writer.number(0x00200013, "IS", *record.instance.number).text(0x00280301, "CS", QStringLiteral("NO"));
    writer.text(0x00282110, "CS", QStringLiteral("00"));
}

void writePlane(DatasetWriter& writer, const ImagePlane& plane, double thickness)
{
    std::vector<double> cosines = components(plane.right);
    const std::vector<double> down = components(plane.down);
    cosines.insert(cosines.end(), down.begin(), down.end());
    writer.numbers(0x00200032, "DS", components(plane.position)).numbers(0x00200037, "DS", cosines);
    writer.numbers(0x00280030, "DS", {plane.rowSpacing, plane.columnSpacing}).number(0x00180050, "DS", thickness);
}

void writeGreyPixels(DatasetWriter& writer, int rows, int columns, const char* photometric,
                     const std::vector<std::uint16_t>& pixels)
{
    writer.number(0x00280002, "US", 1).text(0x00280004, "CS", QString::fromLatin1(photometric));
    writer.number(0x00280010, "US", rows).number(0x00280011, "US", columns);
    writer.number(0x00280100, "US", 16).number(0x00280101, "US", 12).number(0x00280102, "US", 11).number(0x00280103, "US", 0);
    QByteArray bytes(static_cast<qsizetype>(pixels.size() * 2), '\0');
    qToLittleEndian<std::uint16_t>(pixels.data(), static_cast<qsizetype>(pixels.size()), bytes.data());
    writer.bytes(0x7FE00010, "OW", bytes);
}

Result<DemoFile> finish(DatasetWriter& writer, const InstanceRecord& record)
{
    Result<QByteArray> bytes = writer.part10();
    if (!bytes) {
        return bytes.error();
    }
    return DemoFile{std::move(bytes).value(), record};
}

std::vector<DemoObject> demoObjects()
{
    std::vector<DemoObject> objects;
    addCt(objects);
    addChest(objects);
    addHead(objects);
    addUltrasound(objects);
    return objects;
}

} // namespace isocenter::demo
