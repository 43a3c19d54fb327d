#include "cli/ArchiveCommands.h"
#include "cli/CommandLine.h"
#include "cli/Commands.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDate>
#include <QJsonArray>

namespace isocenter::cli {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Find", text);
}

bool readDates(const QString& text, std::optional<QDate>& from, std::optional<QDate>& to)
{
    const RangeWords words = splitRange(text);
    from = words.from.isEmpty() ? std::nullopt : dateOf(words.from);
    to = words.to.isEmpty() ? std::nullopt : dateOf(words.to);
    return (words.from.isEmpty() || from) && (words.to.isEmpty() || to) && (from || to);
}

bool readAges(const QString& text, std::optional<int>& from, std::optional<int>& to)
{
    const RangeWords words = splitRange(text);
    bool fromOk = true;
    bool toOk = true;
    if (!words.from.isEmpty()) {
        from = words.from.toInt(&fromOk);
    }
    if (!words.to.isEmpty()) {
        to = words.to.toInt(&toOk);
    }
    return fromOk && toOk && (from || to) && from.value_or(0) >= 0 && to.value_or(0) >= 0;
}

void addOptions(QCommandLineParser& parser)
{
    const auto add = [&parser](const char* name, const char* value) {
        parser.addOption(QCommandLineOption(QLatin1String(name), {}, QLatin1String(value)));
    };
    add("patient-id", "text");
    add("name", "text");
    add("sex", "M|F|O");
    add("born", "A..B");
    add("age", "A..B");
    add("accession", "text");
    add("date", "A..B");
    add("modality", "list");
    add("description", "text");
    add("text", "words");
    add("study-uid", "uid");
}

/// Null, with a message on stderr, if the words make no sense.
std::optional<StudyQuery> parse(const QStringList& words)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QStringList(QStringLiteral("find")) + words)) {
        complain(parser.errorText());
        return std::nullopt;
    }
    if (!parser.positionalArguments().isEmpty()) {
        complain(say("find takes options only: %1 is not one.").arg(parser.positionalArguments().front()));
        return std::nullopt;
    }
    const auto value = [&parser](const char* name) { return parser.value(QLatin1String(name)); };
    StudyQuery query;
    query.patientId = value("patient-id");
    query.name = value("name");
    query.sex = value("sex");
    query.accession = value("accession");
    query.description = value("description");
    query.anyText = value("text");
    query.studyUid = value("study-uid");
    query.modalities = value("modality").split(QLatin1Char(','), Qt::SkipEmptyParts);
    if (parser.isSet(QStringLiteral("born")) && !readDates(value("born"), query.bornFrom, query.bornTo)) {
        complain(say("--born needs dates as YYYY-MM-DD or YYYYMMDD: A..B, A.., ..B or one date."));
        return std::nullopt;
    }
    if (parser.isSet(QStringLiteral("date")) && !readDates(value("date"), query.dateFrom, query.dateTo)) {
        complain(say("--date needs dates as YYYY-MM-DD or YYYYMMDD: A..B, A.., ..B or one date."));
        return std::nullopt;
    }
    if (parser.isSet(QStringLiteral("age")) && !readAges(value("age"), query.ageFrom, query.ageTo)) {
        complain(say("--age needs whole years: A..B, A.., ..B or one age."));
        return std::nullopt;
    }
    return query;
}

QJsonValue isoDate(const QDate& date)
{
    return date.isValid() ? QJsonValue(date.toString(Qt::ISODate)) : QJsonValue();
}

QJsonValue isoTime(const QTime& time)
{
    return time.isValid() ? QJsonValue(time.toString(Qt::ISODate)) : QJsonValue();
}

QJsonObject describe(const Study& study)
{
    const QString age = ageText(study.patient.birthDate, study.date);
    return {{QStringLiteral("studyInstanceUid"), study.uid.text()},
            {QStringLiteral("patientId"), study.patient.id},
            {QStringLiteral("issuer"), study.patient.issuer},
            {QStringLiteral("patientName"), study.patient.name.dicom()},
            {QStringLiteral("sex"), study.patient.sex},
            {QStringLiteral("birthDate"), isoDate(study.patient.birthDate)},
            {QStringLiteral("age"), age.isEmpty() ? study.patientAge : age},
            {QStringLiteral("accession"), study.accession},
            {QStringLiteral("date"), isoDate(study.date)},
            {QStringLiteral("time"), isoTime(study.time)},
            {QStringLiteral("modalities"), QJsonArray::fromStringList(study.modalities)},
            {QStringLiteral("description"), study.description},
            {QStringLiteral("series"), study.seriesCount},
            {QStringLiteral("instances"), study.instanceCount}};
}

QJsonObject describe(const StoredInstance& stored)
{
    const Instance& instance = stored.instance;
    return {{QStringLiteral("sopInstanceUid"), instance.uid.text()},
            {QStringLiteral("sopClass"), instance.sopClass},
            {QStringLiteral("transferSyntax"), instance.transferSyntax},
            {QStringLiteral("number"), instance.number ? QJsonValue(*instance.number) : QJsonValue()},
            {QStringLiteral("frames"), instance.frames},
            {QStringLiteral("rows"), instance.rows},
            {QStringLiteral("columns"), instance.columns},
            {QStringLiteral("path"), stored.path}};
}

QJsonObject describe(const Series& series)
{
    return {{QStringLiteral("seriesInstanceUid"), series.uid.text()},
            {QStringLiteral("modality"), series.modality},
            {QStringLiteral("number"), series.number ? QJsonValue(*series.number) : QJsonValue()},
            {QStringLiteral("description"), series.description},
            {QStringLiteral("bodyPart"), series.bodyPart},
            {QStringLiteral("laterality"), series.laterality},
            {QStringLiteral("protocol"), series.protocol},
            {QStringLiteral("date"), isoDate(series.date)},
            {QStringLiteral("time"), isoTime(series.time)}};
}

} // namespace

int findStudies(const QStringList& given)
{
    QStringList words = given;
    const std::optional<QString> folder = cacheFolder(words);
    const std::optional<StudyQuery> query = folder ? parse(words) : std::nullopt;
    if (!query) {
        return WrongUsage;
    }
    const std::unique_ptr<SqliteStudyIndex> index = openIndex(*folder);
    if (!index) {
        return SomethingRefused;
    }
    const Result<std::vector<qint64>> keys = index->find(*query, {});
    const Result<std::vector<Study>> studies = keys ? index->studies(*keys) : Result<std::vector<Study>>(keys.error());
    if (!studies) {
        complain(studies.error().message);
        return SomethingRefused;
    }
    for (const Study& study : *studies) {
        print(describe(study));
    }
    return AllWell;
}

int list(const QStringList& given)
{
    QStringList words = given;
    const std::optional<QString> folder = cacheFolder(words);
    if (!folder || words.size() != 1 || words.front().startsWith(QLatin1Char('-'))) {
        complain(say("Say which study: isocenter list STUDYUID"));
        return WrongUsage;
    }
    const std::unique_ptr<SqliteStudyIndex> index = openIndex(*folder);
    if (!index) {
        return SomethingRefused;
    }
    const Result<std::vector<Series>> all = index->series(StudyUid(words.front()));
    if (!all || all->empty()) {
        complain(all ? say("There is no such study in the cache.") : all.error().message);
        return SomethingRefused;
    }
    for (const Series& series : *all) {
        const Result<std::vector<StoredInstance>> stored = index->instances(series.uid);
        if (!stored) {
            complain(stored.error().message);
            return SomethingRefused;
        }
        QJsonArray instances;
        for (const StoredInstance& one : *stored) {
            instances.append(describe(one));
        }
        QJsonObject object = describe(series);
        object.insert(QStringLiteral("instances"), instances);
        print(object);
    }
    return AllWell;
}

} // namespace isocenter::cli
