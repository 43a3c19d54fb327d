#include "file/HeaderBuilder.h"

#include "file/Tags.h"

namespace isocenter {

namespace {

int digits(const QString& text, qsizetype at, int count)
{
    int value = 0;
    for (qsizetype i = at; i < at + count; ++i) {
        if (i >= text.size() || !text[i].isDigit()) {
            return -1;
        }
        value = value * 10 + text[i].digitValue();
    }
    return value;
}

// "20260131", and "2026.01.31" of the standard's predecessor.
QDate dateOf(QString text)
{
    text.remove(QLatin1Char('.')).remove(QLatin1Char('-'));
    return {digits(text, 0, 4), digits(text, 4, 2), digits(text, 6, 2)};
}

// "HHMMSS.FFFFFF" with anything from the minutes on left out.
QTime timeOf(QString text)
{
    text.remove(QLatin1Char(':'));
    const int hour = digits(text, 0, 2);
    if (hour < 0) {
        return {};
    }
    const int minute = std::max(0, digits(text, 2, 2));
    const int second = std::min(59, std::max(0, digits(text, 4, 2))); // 60: a leap second
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    int milliseconds = 0;
    if (point > 0) {
        milliseconds = std::max(0, digits((text.mid(point + 1) + QStringLiteral("000")).left(3), 0, 3));
    }
    return {hour, minute, second, milliseconds};
}

QString uidOf(const Item& root, std::uint32_t tag)
{
    QString text = root.text(tag);
    const qsizetype end = text.indexOf(QChar(0));
    return end < 0 ? text : text.left(end).trimmed();
}

void readStudy(const Item& root, Study& study)
{
    study.uid = StudyUid(uidOf(root, tag::StudyInstanceUID));
    study.patient.id = root.text(tag::PatientID);
    study.patient.issuer = root.text(tag::IssuerOfPatientID);
    study.patient.name = PersonName::fromDicom(root.text(tag::PatientName));
    study.patient.sex = root.text(tag::PatientSex);
    study.patient.birthDate = dateOf(root.text(tag::PatientBirthDate));
    study.date = dateOf(root.text(tag::StudyDate));
    study.time = timeOf(root.text(tag::StudyTime));
    study.accession = root.text(tag::AccessionNumber);
    study.studyId = root.text(tag::StudyID);
    study.description = root.text(tag::StudyDescription);
    study.referringPhysician = root.text(tag::ReferringPhysicianName);
    study.institution = root.text(tag::InstitutionName);
    study.patientAge = root.text(tag::PatientAge);
}

void readSeries(const Item& root, Series& series)
{
    series.uid = SeriesUid(uidOf(root, tag::SeriesInstanceUID));
    series.study = StudyUid(uidOf(root, tag::StudyInstanceUID));
    series.modality = root.text(tag::Modality);
    series.number = root.integer(tag::SeriesNumber, vr("IS"));
    series.description = root.text(tag::SeriesDescription);
    series.bodyPart = root.text(tag::BodyPartExamined);
    series.laterality = root.text(tag::Laterality);
    series.protocol = root.text(tag::ProtocolName);
    series.frameOfReference = uidOf(root, tag::FrameOfReferenceUID);
    series.date = dateOf(root.text(tag::SeriesDate));
    series.time = timeOf(root.text(tag::SeriesTime));
}

} // namespace

void readRecord(const Item& root, const FileStart& start, InstanceRecord& record)
{
    readStudy(root, record.study);
    readSeries(root, record.series);
    Instance& instance = record.instance;
    const QString uid = uidOf(root, tag::SOPInstanceUID);
    instance.uid = InstanceUid(uid.isEmpty() ? start.sopInstance : uid);
    instance.sopClass = uidOf(root, tag::SOPClassUID);
    if (instance.sopClass.isEmpty()) {
        instance.sopClass = start.sopClass;
    }
    instance.series = record.series.uid;
    instance.transferSyntax = start.transferSyntax;
    instance.number = root.integer(tag::InstanceNumber, vr("IS"));
}

} // namespace isocenter
