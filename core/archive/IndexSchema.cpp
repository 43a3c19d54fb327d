#include "archive/IndexSchema.h"

#include "archive/SearchText.h"

#include <QCoreApplication>
#include <QDate>
#include <QSqlError>
#include <QTime>
#include <QVariant>

#include <vector>

namespace isocenter {

namespace {

constexpr const char* kTables[] = {
    // join_key: issuer and ID; a patient without ID is never joined with another, so the study UID stands there instead.
    "CREATE TABLE patient(id INTEGER PRIMARY KEY, join_key TEXT NOT NULL UNIQUE, patient_id TEXT NOT NULL, issuer TEXT NOT NULL)",
    // What the study itself says of its patient stays with the study, as it was sent.
    "CREATE TABLE study(id INTEGER PRIMARY KEY, patient INTEGER NOT NULL REFERENCES patient(id), uid TEXT NOT NULL,"
    " name_alphabetic TEXT NOT NULL, name_ideographic TEXT NOT NULL, name_phonetic TEXT NOT NULL, sex TEXT NOT NULL,"
    " born INTEGER NOT NULL, day INTEGER NOT NULL, time INTEGER NOT NULL, accession TEXT NOT NULL, study_id TEXT NOT NULL,"
    " description TEXT NOT NULL, referring TEXT NOT NULL, institution TEXT NOT NULL, patient_age TEXT NOT NULL,"
    " modalities TEXT NOT NULL, series_count INTEGER NOT NULL, instance_count INTEGER NOT NULL, UNIQUE(uid, patient))",
    "CREATE INDEX study_patient ON study(patient)",
    "CREATE TABLE series(id INTEGER PRIMARY KEY, study INTEGER NOT NULL REFERENCES study(id), uid TEXT NOT NULL,"
    " modality TEXT NOT NULL, number INTEGER, description TEXT NOT NULL, body_part TEXT NOT NULL, laterality TEXT NOT NULL,"
    " protocol TEXT NOT NULL, frame_of_reference TEXT NOT NULL, day INTEGER NOT NULL, time INTEGER NOT NULL,"
    " instance_count INTEGER NOT NULL, UNIQUE(uid, study))",
    "CREATE INDEX series_study ON series(study)",
    // path: of a file left in place; NULL for one in the store, whose path follows from the UIDs.
    "CREATE TABLE instance(id INTEGER PRIMARY KEY, series INTEGER NOT NULL REFERENCES series(id), uid TEXT NOT NULL UNIQUE,"
    " sop_class TEXT NOT NULL, transfer_syntax TEXT NOT NULL, number INTEGER, frames INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " columns INTEGER NOT NULL, path TEXT)",
    "CREATE INDEX instance_series ON instance(series)",
};

constexpr const char* kSearch[] = {
    // Folded texts of a study in the order in which the list is shown first, so that a scan needs no sort.
    "CREATE TABLE search(day INTEGER NOT NULL, time INTEGER NOT NULL, study INTEGER NOT NULL, name TEXT NOT NULL, name2 TEXT,"
    " name3 TEXT, pid TEXT NOT NULL, accession TEXT NOT NULL, modalities TEXT NOT NULL, sex TEXT NOT NULL,"
    " born INTEGER NOT NULL, age INTEGER NOT NULL, description TEXT NOT NULL, series_text TEXT NOT NULL,"
    " PRIMARY KEY(day, time, study)) WITHOUT ROWID",
    "CREATE INDEX search_name ON search(name)",
    "CREATE INDEX search_name2 ON search(name2) WHERE name2 IS NOT NULL",
    "CREATE INDEX search_name3 ON search(name3) WHERE name3 IS NOT NULL",
    "CREATE INDEX search_pid ON search(pid)",
    "CREATE INDEX search_accession ON search(accession)",
    "CREATE INDEX search_born ON search(born)",
};

Result<void> execute(IndexConnection& connection, const QString& sql)
{
    QSqlQuery query(connection.database());
    if (!query.exec(sql)) {
        return indexError(query.lastError());
    }
    return {};
}

Result<int> versionOf(IndexConnection& connection)
{
    QSqlQuery query(connection.database());
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next()) {
        return indexError(query.lastError());
    }
    return query.value(0).toInt();
}

Result<void> createTables(IndexConnection& connection)
{
    for (const char* sql : kTables) {
        Result<void> done = execute(connection, QLatin1String(sql));
        if (!done) {
            return done;
        }
    }
    return {};
}

Result<void> createSearch(IndexConnection& connection)
{
    for (const char* sql : kSearch) {
        Result<void> done = execute(connection, QLatin1String(sql));
        if (!done) {
            return done;
        }
    }
    std::vector<qint64> keys;
    QSqlQuery query(connection.database());
    if (!query.exec(QStringLiteral("SELECT id FROM study"))) {
        return indexError(query.lastError());
    }
    while (query.next()) {
        keys.push_back(query.value(0).toLongLong());
    }
    for (const qint64 key : keys) {
        Result<void> done = writeSearchRow(connection, key);
        if (!done) {
            return done;
        }
    }
    return {};
}

using Step = Result<void> (*)(IndexConnection&);
constexpr Step kSteps[kIndexVersion] = {&createTables, &createSearch};

Result<void> migrate(IndexConnection& connection)
{
    const Result<int> version = versionOf(connection); // again: another process may have been faster
    if (!version) {
        return version.error();
    }
    for (int i = *version; i < kIndexVersion; ++i) {
        Result<void> done = kSteps[i](connection);
        if (!done) {
            return done;
        }
    }
    return execute(connection, QStringLiteral("PRAGMA user_version=%1").arg(std::max(*version, kIndexVersion)));
}

QVariant orNull(const QString& text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

QString seriesText(IndexConnection& connection, qint64 study)
{
    QStringList texts;
    Statement series(connection, "SELECT DISTINCT description FROM series WHERE study=? AND description<>'' LIMIT 100");
    if (series.run(study)) {
        while (series.next()) {
            texts << searchText(series.value(0).toString(), 64);
        }
    }
    return texts.join(QLatin1Char('\n'));
}

} // namespace

Result<void> bringUpToDate(IndexConnection& connection)
{
    const Result<int> version = versionOf(connection);
    if (!version) {
        return version.error();
    }
    if (*version > kIndexVersion) {
        return Error{QCoreApplication::translate("StudyIndex",
                                                 "This cache was written by a newer version of Isocenter and cannot "
                                                 "be opened by this one."),
                     QStringLiteral("index version %1, known %2").arg(*version).arg(kIndexVersion)};
    }
    if (*version == kIndexVersion) {
        return {};
    }
    Result<void> done = execute(connection, QStringLiteral("BEGIN IMMEDIATE"));
    if (!done) {
        return done;
    }
    done = migrate(connection);
    if (done) {
        done = execute(connection, QStringLiteral("COMMIT"));
    }
    if (!done) {
        (void)execute(connection, QStringLiteral("ROLLBACK"));
    }
    return done;
}

Result<void> removeSearchRow(IndexConnection& connection, qint64 study)
{
    Statement remove(connection, "DELETE FROM search WHERE study=? AND (day, time) = (SELECT day, time FROM study WHERE id=?)");
    if (!remove.run(study, study)) {
        return remove.error();
    }
    return {};
}

Result<void> writeSearchRow(IndexConnection& connection, qint64 study)
{
    Statement select(connection, "SELECT s.day, s.time, s.name_alphabetic, s.name_ideographic, s.name_phonetic, p.patient_id,"
                                 " s.accession, s.modalities, s.sex, s.born, s.patient_age, s.description"
                                 " FROM study s JOIN patient p ON p.id=s.patient WHERE s.id=?");
    if (!select.run(study) || !select.next()) {
        return select.error();
    }
    const auto text = [&select](int column) { return searchText(select.value(column).toString()); };
    const qint64 day = select.value(0).toLongLong();
    const qint64 born = select.value(9).toLongLong();
    const int age = ageInYears(dayOf(born), dayOf(day), select.value(10).toString());
    Statement insert(connection, "INSERT OR REPLACE INTO search(day, time, study, name, name2, name3, pid, accession, modalities,"
                                 " sex, born, age, description, series_text) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    const QString modalities = QLatin1Char('\n') + text(7).replace(QLatin1Char('\\'), QLatin1Char('\n')) + QLatin1Char('\n');
    if (!insert.run(day, select.value(1).toInt(), study, text(2), orNull(text(3)), orNull(text(4)), text(5), text(6), modalities,
                    select.value(8).toString().trimmed().toUpper(), born, age, text(11), seriesText(connection, study))) {
        return insert.error();
    }
    return {};
}

int ageInYears(const QDate& born, const QDate& on, const QString& patientAge)
{
    if (born.isValid() && on.isValid() && born <= on) {
        const bool before = on.month() < born.month() || (on.month() == born.month() && on.day() < born.day());
        return on.year() - born.year() - (before ? 1 : 0);
    }
    bool ok = false;
    const QString age = patientAge.trimmed();
    const int number = age.chopped(age.isEmpty() ? 0 : 1).toInt(&ok);
    if (!ok || number < 0) {
        return -1;
    }
    switch (age.back().toUpper().unicode()) {
    case 'Y':
        return number;
    case 'M':
        return number / 12;
    case 'W':
        return number * 7 / 365;
    case 'D':
        return number / 365;
    default:
        return -1;
    }
}

qint64 dayNumber(const QDate& date)
{
    return date.isValid() ? date.toJulianDay() : 0;
}

QDate dayOf(qint64 number)
{
    return number > 0 ? QDate::fromJulianDay(number) : QDate();
}

int millisecond(const QTime& time)
{
    return time.isValid() ? time.msecsSinceStartOfDay() : -1;
}

QTime timeOf(int millisecond)
{
    return millisecond >= 0 ? QTime::fromMSecsSinceStartOfDay(millisecond) : QTime();
}

} // namespace isocenter
