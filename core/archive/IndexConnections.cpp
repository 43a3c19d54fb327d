#include "archive/IndexConnections.h"

#include <QCoreApplication>
#include <QSqlError>
#include <QVariant>

#include <algorithm>
#include <atomic>
#include <vector>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(StudyIndex)
};

std::atomic<quint64> nextNumber{1};

} // namespace

struct IndexConnections::Registry
{
    std::mutex mutex;
    std::map<quint64, std::unique_ptr<IndexConnection>> connections; ///< by thread number
};

/// Closes the connections of a thread when it ends.
struct ThreadEnd
{
    const quint64 number = nextNumber++;
    std::vector<std::weak_ptr<IndexConnections::Registry>> registries;

    ~ThreadEnd()
    {
        for (const auto& weak : registries) {
            if (const auto registry = weak.lock()) {
                const std::lock_guard lock(registry->mutex);
                registry->connections.erase(number);
            }
        }
    }
};

namespace {

ThreadEnd& thisThread()
{
    thread_local ThreadEnd end;
    return end;
}

} // namespace

Error indexError(const QSqlError& error)
{
    const QString code = error.nativeErrorCode();
    const QString detail = QStringLiteral("SQLite %1: %2").arg(code, error.text());
    if (code == QLatin1String("13")) {
        return {Text::tr("The disk is full: the list of studies could not be written."), detail};
    }
    if (code == QLatin1String("11") || code == QLatin1String("26")) {
        return {Text::tr("The list of studies is damaged. \"isocenter reindex\" builds it again from the files."), detail};
    }
    if (code == QLatin1String("5") || code == QLatin1String("6")) {
        return {Text::tr("The list of studies is in use by another program."), detail};
    }
    return {Text::tr("The list of studies could not be read or written."), detail};
}

IndexConnection::IndexConnection(const QString& file, const QString& name)
    : m_name(name), m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name))
{
    m_database.setDatabaseName(file);
    m_database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=60000"));
}

IndexConnection::~IndexConnection()
{
    m_statements.clear();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<void> IndexConnection::open()
{
    if (!m_database.open()) {
        return indexError(m_database.lastError());
    }
    QSqlQuery query(m_database);
    // FULL: a commit is on the disk before it is reported. The map makes scans of the search table run at memory speed.
    for (const char* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=OFF",
                               "PRAGMA mmap_size=1073741824", "PRAGMA cache_size=-16000", "PRAGMA temp_store=MEMORY",
                               "PRAGMA wal_autocheckpoint=4000", "PRAGMA case_sensitive_like=ON", "PRAGMA trusted_schema=OFF"}) {
        if (!query.exec(QLatin1String(pragma))) {
            return indexError(query.lastError());
        }
        query.finish();
    }
    return {};
}

QSqlQuery& IndexConnection::prepared(const char* sql)
{
    std::shared_ptr<QSqlQuery>& query = m_statements[QByteArray::fromRawData(sql, static_cast<qsizetype>(qstrlen(sql)))];
    if (!query) {
        query = std::make_shared<QSqlQuery>(m_database);
        query->setForwardOnly(true);
        query->prepare(QLatin1String(sql));
    }
    return *query;
}

Error Statement::error() const
{
    return indexError(m_query.lastError());
}

IndexConnections::IndexConnections(QString file) : m_file(std::move(file)), m_registry(std::make_shared<Registry>()) {}

IndexConnections::~IndexConnections()
{
    const std::lock_guard lock(m_registry->mutex);
    m_registry->connections.clear();
}

Result<IndexConnection*> IndexConnections::get()
{
    ThreadEnd& thread = thisThread();
    const std::lock_guard lock(m_registry->mutex);
    std::unique_ptr<IndexConnection>& connection = m_registry->connections[thread.number];
    if (!connection) {
        auto fresh = std::make_unique<IndexConnection>(m_file, QStringLiteral("isocenter-index-%1").arg(nextNumber++));
        const Result<void> opened = fresh->open();
        if (!opened) {
            return opened.error();
        }
        connection = std::move(fresh);
        thread.registries.erase(
            std::remove_if(thread.registries.begin(), thread.registries.end(), [](const auto& weak) { return weak.expired(); }),
            thread.registries.end());
        thread.registries.push_back(m_registry);
    }
    return connection.get();
}

} // namespace isocenter
