// bench_search [STUDIES [FOLDER]]: builds an index of 50,000 studies and 1,000,000 instances (20 a study) in FOLDER, where it
// stays, else in a temporary one, and measures searches, the start with it and a page of the list. Medians and worst of repeated
// runs, page cache warm.

#include "archive/IndexWriter.h"
#include "archive/SqliteStudyIndex.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

using namespace isocenter;

namespace {

constexpr int kInstances = 20;

QString word(QRandomGenerator& random, int syllables)
{
    static const char* const kSyllables[] = {"mar", "ste", "ber", "kow", "ing", "son", "ler", "ann", "tha", "wil",
                                             "ric", "ed",  "jo",  "na",  "lu",  "cas", "or",  "ei",  "sch", "\xC3\xBC"};
    QString text;
    for (int i = 0; i < syllables; ++i) {
        text += QString::fromUtf8(kSyllables[random.bounded(20)]);
    }
    text[0] = text[0].toUpper();
    return text;
}

InstanceRecord studyOf(QRandomGenerator& random, int number)
{
    InstanceRecord record;
    Study& study = record.study;
    study.uid = StudyUid(QStringLiteral("1.2.826.0.1.3680043.10.511.3.%1.%2").arg(number).arg(random.bounded(1 << 30)));
    study.patient.id = QStringLiteral("%1").arg(random.bounded(100000000), 8, 10, QLatin1Char('0'));
    study.patient.name.alphabetic = word(random, 3) + QLatin1Char('^') + word(random, 2);
    study.patient.sex = random.bounded(2) ? QStringLiteral("M") : QStringLiteral("F");
    study.patient.birthDate = QDate(1930, 1, 1).addDays(random.bounded(30000));
    study.date = QDate(2016, 1, 1).addDays(random.bounded(3650));
    study.time = QTime(random.bounded(24), random.bounded(60));
    study.accession = QStringLiteral("A%1").arg(number, 7, 10, QLatin1Char('0'));
    study.description = word(random, 3) + QLatin1Char(' ') + word(random, 2);
    return record;
}

void fill(SqliteStudyIndex& index, int studies)
{
    QRandomGenerator random(1);
    static const char* const kModalities[] = {"CT", "MR", "CR", "US"};
    for (int begin = 0; begin < studies; begin += 500) {
        auto writer = index.write();
        if (!writer) {
            std::fprintf(stderr, "the index cannot be written\n");
            std::exit(1);
        }
        for (int i = begin; i < std::min(studies, begin + 500); ++i) {
            InstanceRecord record = studyOf(random, i);
            for (int n = 0; n < kInstances; ++n) {
                if (n % 5 == 0) {
                    record.series.uid = SeriesUid(record.study.uid.text() + QStringLiteral(".%1").arg(n / 5));
                    record.series.modality = QLatin1String(kModalities[(i + n / 15) % 4]);
                    record.series.description = word(random, 3) + QLatin1Char(' ') + word(random, 2);
                }
                record.instance.uid = InstanceUid(record.series.uid.text() + QStringLiteral(".%1").arg(n));
                record.instance.sopClass = QStringLiteral("1.2.840.10008.5.1.4.1.1.2");
                record.instance.transferSyntax = QStringLiteral("1.2.840.10008.1.2.1");
                record.instance.number = n;
                (void)(*writer)->add(record, {});
            }
        }
        (void)(*writer)->commit();
    }
}

struct Timing
{
    double median = 0;
    double worst = 0;
};

Timing measure(const std::function<void(int)>& work, int runs = 25)
{
    std::vector<double> times;
    work(-1);
    for (int i = 0; i < runs; ++i) {
        QElapsedTimer one;
        one.start();
        work(i);
        times.push_back(static_cast<double>(one.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.back()};
}

void print(const QString& name, const Timing& timing, double goal, double limit, const qint64& rows)
{
    const QJsonObject row{{QStringLiteral("name"), QStringLiteral("search 50,000 studies: ") + name},
                          {QStringLiteral("value"), timing.median},
                          {QStringLiteral("unit"), QStringLiteral("ms")},
                          {QStringLiteral("goal"), goal},
                          {QStringLiteral("peer"), limit > 0 ? QStringLiteral("SQLite") : QString()},
                          {QStringLiteral("peerValue"), limit > 0 ? QJsonValue(limit) : QJsonValue()},
                          {QStringLiteral("ratio"), limit > 0 ? QJsonValue(timing.median / limit) : QJsonValue()},
                          {QStringLiteral("limitValue"), limit > 0 ? QJsonValue(limit) : QJsonValue()},
                          {QStringLiteral("threads"), 1},
                          {QStringLiteral("worst"), timing.worst},
                          {QStringLiteral("rows"), rows}};
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

/// The same question put to SQLite by hand, counting rows only: what no index over it can beat by much.
double bare(const QString& file, const QString& sql)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("bare"));
    database.setDatabaseName(file);
    double median = 0;
    if (database.open()) {
        QSqlQuery query(database);
        query.exec(QStringLiteral("PRAGMA mmap_size=1073741824"));
        query.exec(QStringLiteral("PRAGMA case_sensitive_like=ON"));
        median = measure([&](int) {
                     query.exec(sql);
                     query.next();
                 }).median;
    }
    database = {};
    QSqlDatabase::removeDatabase(QStringLiteral("bare"));
    return median;
}

void run(SqliteStudyIndex& index)
{
    const QString file = index.layout().index();
    qint64 rows = 0;
    const auto search = [&](const StudyQuery& query) {
        return measure([&](int) { rows = static_cast<qint64>(index.find(query, {})->size()); });
    };
    StudyQuery query;
    query.name = QStringLiteral("Kow*");
    const Timing prefix = search(query);
    print(QStringLiteral("name prefix"), prefix, 5,
          bare(file, QStringLiteral("SELECT count(*) FROM search WHERE name>='kow' AND name<'kox'")), rows);
    query = {};
    query.patientId = QStringLiteral("1234*");
    const Timing id = search(query);
    print(QStringLiteral("patient ID prefix"), id, 5,
          bare(file, QStringLiteral("SELECT count(*) FROM search WHERE pid>='1234' AND pid<'1235'")), rows);
    const auto all = index.studies({1, 2, 3});
    query = {};
    query.studyUid = (*all)[0].uid.text();
    print(QStringLiteral("exact study UID"), search(query), 5, 0, rows);
    query = {};
    query.name = QStringLiteral("kowber");
    const Timing part = search(query);
    print(QStringLiteral("any part of the name"), part, 30,
          bare(file, QStringLiteral("SELECT count(*) FROM search WHERE name LIKE '%kowber%'")), rows);
    query = {};
    query.anyText = QStringLiteral("kowber");
    print(QStringLiteral("any part of any text"), search(query), 30, 0, rows);
    query.anyText = QStringLiteral("a");
    print(QStringLiteral("one letter of any text"), search(query), 30, 0, rows);
    query.anyText = QStringLiteral("kow ct mar");
    print(QStringLiteral("three words of any text"), search(query), 30, 0, rows);
    query = {};
    query.dateFrom = QDate(2025, 1, 1);
    query.dateTo = QDate(2025, 1, 31);
    print(QStringLiteral("one month"), search(query), 5, 0, rows);
    print(QStringLiteral("all, newest first"), search({}), 30, 0, rows);
    query = {};
    query.sort = StudyQuery::Sort::Name;
    print(QStringLiteral("all, by name"), search(query), 30, 0, rows);
    const std::vector<qint64> keys = *index.find({}, {});
    const Timing page = measure([&](int i) {
        const std::size_t from = static_cast<std::size_t>(i + 1) * 100 % std::max<std::size_t>(1, keys.size() - 100);
        const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(from);
        rows = static_cast<qint64>(index.studies({begin, begin + 100})->size());
    });
    print(QStringLiteral("a page of 100 rows"), page, 16, 0, rows);
    print(QStringLiteral("count"), measure([&](int) { rows = *index.studyCount(); }), 5, 0, rows);
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const int studies = argc > 1 ? std::max(1000, QByteArray(argv[1]).toInt()) : 50000;
    const QTemporaryDir temporary;
    const QString folder = argc > 2 ? QFile::decodeName(argv[2]) : temporary.path();
    QElapsedTimer clock;
    clock.start();
    {
        auto index = SqliteStudyIndex::open(folder);
        if (!index) {
            return 1;
        }
        fill(**index, studies);
        std::fprintf(stderr, "%d instances indexed in %.1f s\n", studies * kInstances,
                     static_cast<double>(clock.elapsed()) / 1e3);
        run(**index);
    }
    const Timing start = measure([&](int) {
        auto index = SqliteStudyIndex::open(folder);
        (void)(*index)->studyCount();
        (void)(*index)->find({}, {});
    });
    print(QStringLiteral("open the index, list all keys"), start, 50, 0, studies);
    return 0;
}
