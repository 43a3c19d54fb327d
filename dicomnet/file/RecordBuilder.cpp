#include "file/HeaderBuilder.h"

#include "file/DateTime.h"
#include "file/Tags.h"

namespace isocenter {

namespace {

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
    study.patient.birthDate = parseDate(root.text(tag::PatientBirthDate));
    study.date = parseDate(root.text(tag::StudyDate));
    study.time = parseTime(root.text(tag::StudyTime));
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
    series.date = parseDate(root.text(tag::SeriesDate));
    series.time = parseTime(root.text(tag::SeriesTime));
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
