#include "archive/StudySearch.h"

#include "archive/IndexSchema.h"
#include "archive/SearchText.h"

#include <QDate>

namespace isocenter {

namespace {

// Beyond the last code point that a name can hold: the end of a prefix range.
QString afterPrefix(const QString& prefix)
{
    return prefix + QString::fromUcs4(U"\U0010FFFF");
}

bool hasWildcard(const QString& text)
{
    return text.contains(QLatin1Char('*')) || text.contains(QLatin1Char('?'));
}

/// DICOM wildcards as a LIKE pattern with '\' as its escape.
QString likePattern(const QString& text)
{
    QString pattern;
    for (const QChar c : text) {
        if (c == QLatin1Char('*')) {
            if (!pattern.endsWith(QLatin1Char('%')) || pattern.endsWith(QLatin1String("\\%"))) {
                pattern += QLatin1Char('%');
            }
        } else if (c == QLatin1Char('?')) {
            pattern += QLatin1Char('_');
        } else {
            if (c == QLatin1Char('%') || c == QLatin1Char('_') || c == QLatin1Char('\\')) {
                pattern += QLatin1Char('\\');
            }
            pattern += c;
        }
    }
    return pattern;
}

class Builder
{
public:
    void add(const QString& condition, const QVariantList& values)
    {
        m_conditions << condition;
        m_search.values += values;
    }

    /// Any part, or wildcards over the whole value, in one of the columns.
    void addText(const QString& typed, const QStringList& columns)
    {
        const QString text = searchText(typed);
        if (text.isEmpty()) {
            return;
        }
        if (hasWildcard(text)) {
            addWildcard(text, columns);
            return;
        }
        for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            addWord(word, columns);
        }
    }

    void addWord(const QString& word, const QStringList& columns)
    {
        QStringList any;
        QVariantList values;
        for (const QString& column : columns) {
            any << QStringLiteral("%1 LIKE ? ESCAPE '\\'").arg(column);
            values << QLatin1Char('%') + likePattern(word) + QLatin1Char('%');
        }
        add(QLatin1Char('(') + any.join(QLatin1String(" OR ")) + QLatin1Char(')'), values);
    }

    void addRange(const QString& column, const QVariant& from, const QVariant& to)
    {
        if (!from.isNull()) {
            add(column + QStringLiteral(">=?"), {from});
        }
        if (!to.isNull()) {
            add(column + QStringLiteral("<=?"), {to});
        }
    }

    StudySearch finish(const QString& order)
    {
        QString inner = QStringLiteral("SELECT study FROM search");
        if (!m_conditions.isEmpty()) {
            inner += QStringLiteral(" WHERE ") + m_conditions.join(QLatin1String(" AND "));
        }
        m_search.sql = QStringLiteral("SELECT group_concat(study) FROM (%1 ORDER BY %2)").arg(inner, order);
        return m_search;
    }

private:
    void addWildcard(const QString& text, const QStringList& columns)
    {
        // What stands before the first wildcard narrows through the column's index.
        qsizetype length = 0;
        while (length < text.size() && text[length] != QLatin1Char('*') && text[length] != QLatin1Char('?')) {
            ++length;
        }
        const QString prefix = text.left(length);
        const bool prefixOnly = length + 1 == text.size() && text.endsWith(QLatin1Char('*'));
        QStringList any;
        QVariantList values;
        for (const QString& column : columns) {
            QStringList all;
            if (!prefix.isEmpty()) {
                all << QStringLiteral("%1>=? AND %1<?").arg(column);
                values << prefix << afterPrefix(prefix);
            }
            if (!prefixOnly) {
                all << QStringLiteral("%1 LIKE ? ESCAPE '\\'").arg(column);
                values << likePattern(text);
            }
            any << QLatin1Char('(') + all.join(QLatin1String(" AND ")) + QLatin1Char(')');
        }
        add(QLatin1Char('(') + any.join(QLatin1String(" OR ")) + QLatin1Char(')'), values);
    }

    QStringList m_conditions;
    StudySearch m_search;
};

const QStringList& nameColumns()
{
    static const QStringList kColumns{QStringLiteral("name"), QStringLiteral("name2"), QStringLiteral("name3")};
    return kColumns;
}

QString orderBy(const StudyQuery& query)
{
    const QString way = query.ascending ? QStringLiteral(" ASC") : QStringLiteral(" DESC");
    const QString newestFirst = QStringLiteral(", day DESC, time DESC, study DESC");
    switch (query.sort) {
    case StudyQuery::Sort::Date:
        break;
    case StudyQuery::Sort::Name:
        return QStringLiteral("name") + way + newestFirst;
    case StudyQuery::Sort::PatientId:
        return QStringLiteral("pid") + way + newestFirst;
    case StudyQuery::Sort::BirthDate:
        return QStringLiteral("born") + way + newestFirst;
    case StudyQuery::Sort::Modality:
        return QStringLiteral("modalities") + way + newestFirst;
    case StudyQuery::Sort::Description:
        return QStringLiteral("description") + way + newestFirst;
    case StudyQuery::Sort::Accession:
        return QStringLiteral("accession") + way + newestFirst;
    }
    return QStringLiteral("day%1, time%1, study%1").arg(way);
}

QVariant day(const std::optional<QDate>& date)
{
    return date && date->isValid() ? QVariant(dayNumber(*date)) : QVariant();
}

void addPerson(Builder& builder, const StudyQuery& query)
{
    builder.addText(query.patientId, {QStringLiteral("pid")});
    builder.addText(query.name, nameColumns());
    const QString sex = query.sex.trimmed().toUpper();
    if (!sex.isEmpty()) {
        builder.add(QStringLiteral("sex=?"), {sex});
    }
    if (query.bornFrom || query.bornTo) {
        builder.add(QStringLiteral("born>0"), {});
        builder.addRange(QStringLiteral("born"), day(query.bornFrom), day(query.bornTo));
    }
    if (query.ageFrom || query.ageTo) {
        builder.add(QStringLiteral("age>=0"), {});
        builder.addRange(QStringLiteral("age"), query.ageFrom ? QVariant(*query.ageFrom) : QVariant(),
                         query.ageTo ? QVariant(*query.ageTo) : QVariant());
    }
}

} // namespace

StudySearch searchFor(const StudyQuery& query)
{
    Builder builder;
    addPerson(builder, query);
    builder.addText(query.accession, {QStringLiteral("accession")});
    builder.addText(query.description, {QStringLiteral("description"), QStringLiteral("series_text")});
    if (query.dateFrom || query.dateTo) {
        builder.add(QStringLiteral("day>0"), {});
        builder.addRange(QStringLiteral("day"), day(query.dateFrom), day(query.dateTo));
    }
    if (!query.studyUid.isEmpty()) {
        // By the whole key of the search table, so that nothing is scanned.
        builder.add(QStringLiteral("(day, time, study) IN (SELECT day, time, id FROM study WHERE uid=?)"), {query.studyUid});
    }
    QStringList modalities;
    QVariantList values;
    for (const QString& modality : query.modalities) {
        modalities << QStringLiteral("instr(modalities, ?)>0");
        values << QLatin1Char('\n') + searchText(modality) + QLatin1Char('\n');
    }
    if (!modalities.isEmpty()) {
        builder.add(QLatin1Char('(') + modalities.join(QLatin1String(" OR ")) + QLatin1Char(')'), values);
    }
    static const QStringList kAll{QStringLiteral("name"),        QStringLiteral("name2"),      QStringLiteral("name3"),
                                  QStringLiteral("pid"),         QStringLiteral("accession"),  QStringLiteral("modalities"),
                                  QStringLiteral("description"), QStringLiteral("series_text")};
    const QStringList words = searchText(query.anyText).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words.mid(0, 12)) {
        builder.addText(word, kAll);
    }
    return builder.finish(orderBy(query));
}

} // namespace isocenter
