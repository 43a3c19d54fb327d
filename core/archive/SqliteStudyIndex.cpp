#include "archive/SqliteStudyIndex.h"

#include "archive/CacheLock.h"
#include "archive/DurableFile.h"
#include "archive/IndexConnections.h"
#include "archive/IndexSchema.h"
#include "archive/IndexWriter.h"
#include "archive/StudySearch.h"

#include <QHash>
#include <QSqlError>
#include <QVariant>

#include <algorithm>

namespace isocenter {

namespace {

std::optional<int> number(const QVariant& value)
{
    return value.isNull() ? std::nullopt : std::optional<int>(value.toInt());
}

std::vector<qint64> keysOf(const QByteArray& joined)
{
    std::vector<qint64> keys;
    qint64 key = 0;
    for (const char c : joined) {
        if (c == ',') {
            keys.push_back(key);
            key = 0;
        } else {
            key = key * 10 + (c - '0');
        }
    }
    if (!joined.isEmpty()) {
        keys.push_back(key);
    }
    return keys;
}

Study studyOf(const QSqlQuery& row)
{
    Study study;
    study.uid = StudyUid(row.value(1).toString());
    study.patient.id = row.value(2).toString();
    study.patient.issuer = row.value(3).toString();
    study.patient.name = {row.value(4).toString(), row.value(5).toString(), row.value(6).toString()};
    study.patient.sex = row.value(7).toString();
    study.patient.birthDate = dayOf(row.value(8).toLongLong());
    study.date = dayOf(row.value(9).toLongLong());
    study.time = timeOf(row.value(10).toInt());
    study.accession = row.value(11).toString();
    study.studyId = row.value(12).toString();
    study.description = row.value(13).toString();
    study.referringPhysician = row.value(14).toString();
    study.institution = row.value(15).toString();
    study.patientAge = row.value(16).toString();
    study.modalities = row.value(17).toString().split(QLatin1Char('\\'), Qt::SkipEmptyParts);
    study.seriesCount = row.value(18).toInt();
    study.instanceCount = row.value(19).toInt();
    return study;
}

constexpr const char* kStudyColumns =
    "SELECT s.id, s.uid, p.patient_id, p.issuer, s.name_alphabetic, s.name_ideographic, s.name_phonetic, s.sex, s.born, s.day,"
    " s.time, s.accession, s.study_id, s.description, s.referring, s.institution, s.patient_age, s.modalities, s.series_count,"
    " s.instance_count FROM study s JOIN patient p ON p.id=s.patient WHERE s.id IN (";

// A page of the list is far smaller; an exporter may ask for all.
constexpr std::size_t kKeysAtOnce = 500;

} // namespace

SqliteStudyIndex::SqliteStudyIndex(const CacheLayout& layout, const QString& file, std::unique_ptr<CacheLock> lock)
    : m_layout(layout), m_cacheLock(std::move(lock)), m_connections(std::make_unique<IndexConnections>(file))
{
}

SqliteStudyIndex::~SqliteStudyIndex() = default;

Result<std::unique_ptr<SqliteStudyIndex>> SqliteStudyIndex::open(const QString& cacheFolder)
{
    const CacheLayout layout(cacheFolder);
    Result<std::unique_ptr<CacheLock>> lock = CacheLock::take(layout, CacheLock::Kind::Shared);
    if (!lock) {
        return lock.error();
    }
    std::unique_ptr<SqliteStudyIndex> index(new SqliteStudyIndex(layout, layout.index(), std::move(lock).value()));
    const Result<void> ready = index->prepare();
    if (!ready) {
        return ready.error();
    }
    return index;
}

Result<void> SqliteStudyIndex::prepare()
{
    // Made with narrow rights before SQLite opens it; its WAL and shared memory take the same.
    const Result<void> file = makePrivateFile(m_layout.index());
    if (!file) {
        return file;
    }
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    return bringUpToDate(**connection);
}

Result<std::vector<qint64>> SqliteStudyIndex::find(const StudyQuery& query, const CancelToken& cancel) const
{
    const StudySearch search = searchFor(query);
    if (cancel.isCancelled()) {
        return std::vector<qint64>();
    }
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    QSqlQuery sql((*connection)->database());
    sql.setForwardOnly(true);
    if (!sql.prepare(search.sql)) {
        return indexError(sql.lastError());
    }
    for (int i = 0; i < search.values.size(); ++i) {
        sql.bindValue(i, search.values[i]);
    }
    if (!sql.exec() || !sql.next()) {
        return indexError(sql.lastError());
    }
    return keysOf(sql.value(0).toString().toLatin1());
}

Result<std::vector<Study>> SqliteStudyIndex::studies(const std::vector<qint64>& keys) const
{
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    QHash<qint64, Study> found;
    for (std::size_t begin = 0; begin < keys.size(); begin += kKeysAtOnce) {
        QStringList list;
        for (std::size_t i = begin; i < std::min(keys.size(), begin + kKeysAtOnce); ++i) {
            list << QString::number(keys[i]);
        }
        QSqlQuery rows((*connection)->database());
        rows.setForwardOnly(true);
        if (!rows.exec(QLatin1String(kStudyColumns) + list.join(QLatin1Char(',')) + QLatin1Char(')'))) {
            return indexError(rows.lastError());
        }
        while (rows.next()) {
            found.insert(rows.value(0).toLongLong(), studyOf(rows));
        }
    }
    std::vector<Study> studies;
    studies.reserve(keys.size());
    for (const qint64 key : keys) {
        const auto study = found.constFind(key);
        if (study != found.constEnd()) {
            studies.push_back(*study);
        }
    }
    return studies;
}

Result<std::vector<Series>> SqliteStudyIndex::series(const StudyUid& study) const
{
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    Statement rows(**connection, "SELECT s.uid, s.modality, s.number, s.description, s.body_part, s.laterality, s.protocol,"
                                 " s.frame_of_reference, s.day, s.time, s.instance_count FROM study t JOIN series s ON"
                                 " s.study=t.id WHERE t.uid=? ORDER BY s.number IS NULL, s.number, s.day, s.time, s.uid");
    if (!rows.run(study.text())) {
        return rows.error();
    }
    std::vector<Series> list;
    while (rows.next()) {
        Series series;
        series.uid = SeriesUid(rows.value(0).toString());
        series.study = study;
        series.modality = rows.value(1).toString();
        series.number = number(rows.value(2));
        series.description = rows.value(3).toString();
        series.bodyPart = rows.value(4).toString();
        series.laterality = rows.value(5).toString();
        series.protocol = rows.value(6).toString();
        series.frameOfReference = rows.value(7).toString();
        series.date = dayOf(rows.value(8).toLongLong());
        series.time = timeOf(rows.value(9).toInt());
        series.instanceCount = rows.value(10).toInt();
        list.push_back(std::move(series));
    }
    return list;
}

Result<std::vector<StoredInstance>> SqliteStudyIndex::instancesWhere(const char* sql, const QString& uid) const
{
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    Statement rows(**connection, sql);
    if (!rows.run(uid)) {
        return rows.error();
    }
    std::vector<StoredInstance> list;
    while (rows.next()) {
        StoredInstance stored;
        Instance& instance = stored.instance;
        instance.uid = InstanceUid(rows.value(0).toString());
        instance.series = SeriesUid(rows.value(1).toString());
        instance.sopClass = rows.value(2).toString();
        instance.transferSyntax = rows.value(3).toString();
        instance.number = number(rows.value(4));
        instance.frames = rows.value(5).toInt();
        instance.rows = rows.value(6).toInt();
        instance.columns = rows.value(7).toInt();
        stored.path = rows.value(8).toString();
        if (stored.path.isEmpty()) {
            stored.path = m_layout.object(instance.series, instance.uid);
        }
        list.push_back(std::move(stored));
    }
    return list;
}

#define ISOCENTER_INSTANCE_COLUMNS                                                                                               \
    "SELECT i.uid, s.uid, i.sop_class, i.transfer_syntax, i.number, i.frames, i.rows, i.columns, i.path"

Result<std::vector<StoredInstance>> SqliteStudyIndex::instances(const SeriesUid& series) const
{
    return instancesWhere(ISOCENTER_INSTANCE_COLUMNS " FROM series s JOIN instance i ON i.series=s.id WHERE s.uid=?"
                                                     " ORDER BY s.id, i.number IS NULL, i.number, i.uid",
                          series.text());
}

Result<std::vector<StoredInstance>> SqliteStudyIndex::instancesOfStudy(const StudyUid& study) const
{
    return instancesWhere(ISOCENTER_INSTANCE_COLUMNS
                          " FROM study t JOIN series s ON s.study=t.id JOIN instance i ON i.series=s.id WHERE t.uid=?"
                          " ORDER BY s.number IS NULL, s.number, s.id, i.number IS NULL, i.number, i.uid",
                          study.text());
}

#undef ISOCENTER_INSTANCE_COLUMNS

Result<qint64> SqliteStudyIndex::studyCount() const
{
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    Statement count(**connection, "SELECT count(*) FROM study");
    if (!count.run() || !count.next()) {
        return count.error();
    }
    return count.value(0).toLongLong();
}

Result<std::optional<KnownInstance>> SqliteStudyIndex::instance(const InstanceUid& uid) const
{
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    return findInstance(**connection, m_layout, uid);
}

Result<std::unique_ptr<IndexWriter>> SqliteStudyIndex::write()
{
    const Result<IndexConnection*> connection = m_connections->get();
    if (!connection) {
        return connection.error();
    }
    std::unique_ptr<IndexWriter> writer(new IndexWriter(**connection, m_layout, m_writers));
    const Result<void> begun = writer->begin();
    if (!begun) {
        return begun.error();
    }
    return writer;
}

} // namespace isocenter
