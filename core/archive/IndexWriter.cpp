#include "archive/IndexWriter.h"

#include "archive/IndexConnections.h"
#include "archive/IndexSchema.h"

#include <QDate>
#include <QSqlError>
#include <QTime>
#include <QVariant>

namespace isocenter {

namespace {

QVariant orNull(const std::optional<int>& number)
{
    return number ? QVariant(*number) : QVariant();
}

QString joinKey(const Study& study)
{
    const Patient& patient = study.patient;
    return patient.id.isEmpty() ? QStringLiteral("study\n") + study.uid.text()
                                : QStringLiteral("patient\n") + patient.issuer + QLatin1Char('\n') + patient.id;
}

} // namespace

Result<std::optional<KnownInstance>> findInstance(IndexConnection& connection, const CacheLayout& layout, const InstanceUid& uid)
{
    Statement query(connection, "SELECT i.path, t.uid, s.uid, p.patient_id, p.issuer, i.transfer_syntax FROM instance i"
                                " JOIN series s ON s.id=i.series JOIN study t ON t.id=s.study JOIN patient p ON p.id=t.patient"
                                " WHERE i.uid=?");
    if (!query.run(uid.text())) {
        return query.error();
    }
    if (!query.next()) {
        return std::optional<KnownInstance>();
    }
    KnownInstance known;
    known.path = query.value(0).toString();
    known.inPlace = !known.path.isEmpty();
    known.study = StudyUid(query.value(1).toString());
    known.series = SeriesUid(query.value(2).toString());
    known.patientId = query.value(3).toString();
    known.issuer = query.value(4).toString();
    known.transferSyntax = query.value(5).toString();
    if (!known.inPlace) {
        known.path = layout.object(known.series, uid);
    }
    return std::optional<KnownInstance>(std::move(known));
}

IndexWriter::IndexWriter(IndexConnection& connection, const CacheLayout& layout, std::mutex& writers)
    : m_connection(connection), m_layout(layout), m_lock(writers)
{
}

IndexWriter::~IndexWriter()
{
    if (m_open) {
        (void)execute("ROLLBACK");
    }
}

Result<void> IndexWriter::execute(const char* sql)
{
    Statement statement(m_connection, sql);
    if (!statement.run()) {
        return statement.error();
    }
    return {};
}

Result<void> IndexWriter::begin()
{
    Result<void> begun = execute("BEGIN IMMEDIATE");
    m_open = begun.ok();
    return begun;
}

Result<void> IndexWriter::commit()
{
    Result<void> done = writeCounts();
    if (done) {
        done = execute("COMMIT");
    }
    m_open = !done;
    return done;
}

Result<std::optional<KnownInstance>> IndexWriter::find(const InstanceUid& uid)
{
    return findInstance(m_connection, m_layout, uid);
}

Result<qint64> IndexWriter::patientKey(const Study& study)
{
    const QString key = joinKey(study);
    Statement select(m_connection, "SELECT id FROM patient WHERE join_key=?");
    if (!select.run(key)) {
        return select.error();
    }
    if (select.next()) {
        return select.value(0).toLongLong();
    }
    Statement insert(m_connection, "INSERT INTO patient(join_key, patient_id, issuer) VALUES(?,?,?)");
    if (!insert.run(key, study.patient.id, study.patient.issuer)) {
        return insert.error();
    }
    return insert.insertedKey();
}

Result<qint64> IndexWriter::studyKey(const Study& study)
{
    const QString cached = study.uid.text() + QLatin1Char('\n') + joinKey(study);
    const auto found = m_studies.constFind(cached);
    if (found != m_studies.constEnd()) {
        return *found;
    }
    const Result<qint64> patient = patientKey(study);
    if (!patient) {
        return patient;
    }
    qint64 key = 0;
    {
        Statement select(m_connection, "SELECT id FROM study WHERE uid=? AND patient=?");
        if (!select.run(study.uid.text(), *patient)) {
            return select.error();
        }
        key = select.next() ? select.value(0).toLongLong() : 0;
    }
    if (key == 0) {
        const Result<qint64> inserted = insertStudy(study, *patient);
        if (!inserted) {
            return inserted;
        }
        key = *inserted;
    }
    m_studies.insert(cached, key);
    return key;
}

Result<qint64> IndexWriter::insertStudy(const Study& s, qint64 patient)
{
    Statement insert(m_connection,
                     "INSERT INTO study(patient, uid, name_alphabetic, name_ideographic, name_phonetic, sex, born, day, time,"
                     " accession, study_id, description, referring, institution, patient_age, modalities, series_count,"
                     " instance_count) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'',0,0)");
    const PersonName& name = s.patient.name;
    if (!insert.run(patient, s.uid.text(), name.alphabetic, name.ideographic, name.phonetic, s.patient.sex,
                    dayNumber(s.patient.birthDate), dayNumber(s.date), millisecond(s.time), s.accession, s.studyId, s.description,
                    s.referringPhysician, s.institution, s.patientAge)) {
        return insert.error();
    }
    return insert.insertedKey();
}

Result<void> IndexWriter::fillBlanks(const Study& s, qint64 key)
{
    Statement update(m_connection,
                     "UPDATE study SET sex=iif(sex='',?,sex), born=iif(born=0,?,born), time=iif(day=0 OR time<0,?,time),"
                     " day=iif(day=0,?,day), accession=iif(accession='',?,accession), study_id=iif(study_id='',?,study_id),"
                     " description=iif(description='',?,description), referring=iif(referring='',?,referring),"
                     " institution=iif(institution='',?,institution), patient_age=iif(patient_age='',?,patient_age) WHERE id=?");
    if (!update.run(s.patient.sex, dayNumber(s.patient.birthDate), millisecond(s.time), dayNumber(s.date), s.accession, s.studyId,
                    s.description, s.referringPhysician, s.institution, s.patientAge, key)) {
        return update.error();
    }
    return {};
}

Result<qint64> IndexWriter::seriesKey(const InstanceRecord& record)
{
    const Result<qint64> study = studyKey(record.study);
    if (!study) {
        return study;
    }
    const QString cached = QString::number(*study) + QLatin1Char('\n') + record.series.uid.text();
    const auto found = m_series.constFind(cached);
    if (found != m_series.constEnd()) {
        return *found;
    }
    qint64 key = 0;
    {
        Statement select(m_connection, "SELECT id FROM series WHERE uid=? AND study=?");
        if (!select.run(record.series.uid.text(), *study)) {
            return select.error();
        }
        key = select.next() ? select.value(0).toLongLong() : 0;
    }
    if (key == 0) {
        const Result<qint64> inserted = insertSeries(record, *study);
        if (!inserted) {
            return inserted;
        }
        key = *inserted;
    }
    m_series.insert(cached, key);
    m_studyOfSeries.insert(key, *study);
    return key;
}

Result<qint64> IndexWriter::insertSeries(const InstanceRecord& record, qint64 study)
{
    Added& added = m_studyAdded[study];
    if (!added.changed) {
        added.changed = true;
        // Taken out while the date it stands under is still the old one; written again before the commit.
        Result<void> done = removeSearchRow(m_connection, study);
        if (done) {
            done = fillBlanks(record.study, study);
        }
        if (!done) {
            return done.error();
        }
    }
    const Series& s = record.series;
    Statement insert(m_connection,
                     "INSERT INTO series(study, uid, modality, number, description, body_part, laterality, protocol,"
                     " frame_of_reference, day, time, instance_count) VALUES(?,?,?,?,?,?,?,?,?,?,?,0)");
    if (!insert.run(study, s.uid.text(), s.modality, orNull(s.number), s.description, s.bodyPart, s.laterality, s.protocol,
                    s.frameOfReference, dayNumber(s.date), millisecond(s.time))) {
        return insert.error();
    }
    return insert.insertedKey();
}

Result<void> IndexWriter::add(const InstanceRecord& record, const QString& path)
{
    const Result<qint64> series = seriesKey(record);
    if (!series) {
        return series.error();
    }
    const Instance& i = record.instance;
    Statement insert(m_connection, "INSERT INTO instance(series, uid, sop_class, transfer_syntax, number, frames, rows, columns,"
                                   " path) VALUES(?,?,?,?,?,?,?,?,?)");
    if (!insert.run(*series, i.uid.text(), i.sopClass, i.transferSyntax, orNull(i.number), i.frames, i.rows, i.columns,
                    path.isEmpty() ? QVariant() : QVariant(path))) {
        return insert.error();
    }
    ++m_seriesAdded[*series];
    ++m_studyAdded[m_studyOfSeries.value(*series)].instances;
    return {};
}

Result<void> IndexWriter::move(const InstanceUid& uid, const QString& path)
{
    Statement update(m_connection, "UPDATE instance SET path=? WHERE uid=?");
    if (!update.run(path.isEmpty() ? QVariant() : QVariant(path), uid.text())) {
        return update.error();
    }
    return {};
}

Result<void> IndexWriter::writeCounts()
{
    for (auto it = m_seriesAdded.cbegin(); it != m_seriesAdded.cend(); ++it) {
        Statement update(m_connection, "UPDATE series SET instance_count=instance_count+? WHERE id=?");
        if (!update.run(it.value(), it.key())) {
            return update.error();
        }
    }
    for (auto it = m_studyAdded.cbegin(); it != m_studyAdded.cend(); ++it) {
        Statement update(m_connection, "UPDATE study SET instance_count=instance_count+? WHERE id=?");
        if (!update.run(it->instances, it.key())) {
            return update.error();
        }
        if (!it->changed) {
            continue;
        }
        Statement lists(m_connection,
                        "UPDATE study SET series_count=(SELECT count(*) FROM series WHERE study=?), modalities=coalesce((SELECT"
                        " group_concat(modality,'\\') FROM (SELECT DISTINCT modality FROM series WHERE study=? AND modality<>''"
                        " ORDER BY modality)),'') WHERE id=?");
        if (!lists.run(it.key(), it.key(), it.key())) {
            return lists.error();
        }
        Result<void> done = writeSearchRow(m_connection, it.key());
        if (!done) {
            return done;
        }
    }
    m_seriesAdded.clear();
    m_studyAdded.clear();
    return {};
}

} // namespace isocenter
