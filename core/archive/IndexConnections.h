#pragma once

#include "base/Result.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <map>
#include <memory>
#include <mutex>

namespace isocenter {

/// What a failed statement means to the person; the detail is SQLite's own text.
Error indexError(const QSqlError& error);

/// One open SQLite connection with its prepared statements. Used by one thread at a time.
class IndexConnection
{
public:
    IndexConnection(const QString& file, const QString& name);
    ~IndexConnection();
    IndexConnection(const IndexConnection&) = delete;
    IndexConnection& operator=(const IndexConnection&) = delete;

    Result<void> open();
    QSqlDatabase database() const { return m_database; }
    /// Prepared once; call finish() (or let Statement do so) after use, else the read transaction stays open.
    QSqlQuery& prepared(const char* sql);

private:
    QString m_name;
    QSqlDatabase m_database;
    QHash<QByteArray, std::shared_ptr<QSqlQuery>> m_statements;
};

/// Use of a prepared statement: binds in order, runs, finishes when it goes.
class Statement
{
public:
    Statement(IndexConnection& connection, const char* sql) : m_query(connection.prepared(sql)) {}
    ~Statement() { m_query.finish(); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <typename... Values> bool run(const Values&... values)
    {
        int position = 0;
        (m_query.bindValue(position++, bound(values)), ...);
        return m_query.exec();
    }
    bool next() { return m_query.next(); }
    QVariant value(int column) const { return m_query.value(column); }
    qint64 insertedKey() const { return m_query.lastInsertId().toLongLong(); }
    Error error() const;

private:
    // A null QString is an empty text, not NULL; NULL is QVariant().
    static QVariant bound(const QString& text) { return text.isNull() ? QVariant(QLatin1String("")) : QVariant(text); }
    template <typename Value> static QVariant bound(const Value& value) { return QVariant(value); }

    QSqlQuery& m_query;
};

/// The connections of one index: one a thread, opened at its first use, closed when the thread ends or this goes.
/// No thread may use a connection while this is destroyed.
class IndexConnections
{
public:
    explicit IndexConnections(QString file);
    ~IndexConnections();

    /// The calling thread's connection.
    Result<IndexConnection*> get();

private:
    struct Registry;
    friend struct ThreadEnd;

    QString m_file;
    std::shared_ptr<Registry> m_registry;
};

} // namespace isocenter
