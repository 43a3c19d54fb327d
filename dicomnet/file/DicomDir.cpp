#include "file/DicomDir.h"

#include "file/HeaderReader.h"
#include "file/Tags.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QSet>

namespace isocenter {

namespace {

const QLatin1String kMediaStorageDirectory("1.2.840.10008.1.3.10");
constexpr int kMostComponents = 8; // PS3.10 8.2

QString folded(QString name)
{
    if (name.endsWith(QLatin1String(";1"))) {
        name.chop(2);
    }
    while (name.endsWith(QLatin1Char('.'))) {
        name.chop(1);
    }
    return name.toLower();
}

// Finds names in folders case-insensitively; remembers what it has listed.
class Finder
{
public:
    explicit Finder(const QString& root) : m_root(root), m_canonicalRoot(QFileInfo(root).canonicalFilePath()) {}

    // Empty if there is no such file below the root.
    QString find(const QStringList& components)
    {
        QString at = m_root;
        for (const QString& component : components) {
            if (component.isEmpty() || component.contains(QLatin1Char('/')) || component == QLatin1String("..") ||
                component == QLatin1String(".") || component.contains(QChar(0))) {
                return {};
            }
            const QHash<QString, QString>& names = list(at);
            const auto name = names.constFind(folded(component));
            if (name == names.constEnd()) {
                return {};
            }
            at += QLatin1Char('/') + *name;
        }
        const QFileInfo info(at);
        const QString place = info.canonicalFilePath();
        const bool inside =
            place.startsWith(m_canonicalRoot == QLatin1String("/") ? m_canonicalRoot : m_canonicalRoot + QLatin1Char('/'));
        return info.isFile() && inside ? at : QString();
    }

private:
    const QHash<QString, QString>& list(const QString& folder)
    {
        auto known = m_folders.find(folder);
        if (known == m_folders.end()) {
            known = m_folders.insert(folder, {});
            const QStringList names = QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
            for (const QString& name : names) {
                known->insert(folded(name), name);
            }
        }
        return *known;
    }

    QString m_root;
    QString m_canonicalRoot;
    QHash<QString, QHash<QString, QString>> m_folders;
};

} // namespace

bool isDicomDir(const QString& path)
{
    Result<ByteSource> source = ByteSource::open(path);
    if (!source) {
        return false;
    }
    const Result<FileStart> start = findStart(*source);
    if (!start) {
        return false;
    }
    if (start->sopClass == kMediaStorageDirectory) {
        return true;
    }
    const bool named = QFileInfo(path).fileName().compare(QLatin1String("DICOMDIR"), Qt::CaseInsensitive) == 0;
    if (!start->sopClass.isEmpty() || !named) {
        return false;
    }
    const Result<ScannedFile> file = scanFile(path);
    return file && Item(file->data).find(tag::DirectoryRecordSequence);
}

Result<DicomDirFiles> readDicomDir(const QString& path)
{
    const Result<ScannedFile> file = scanFile(path);
    if (!file) {
        return file.error();
    }
    const Item root(file->data);
    if (!root.find(tag::DirectoryRecordSequence)) {
        return Error{QCoreApplication::translate("DicomFile", "This DICOMDIR holds no directory."), {}};
    }
    DicomDirFiles result;
    Finder finder(QFileInfo(path).absolutePath());
    QSet<QString> seen;
    for (const Item& record : root.items(tag::DirectoryRecordSequence)) {
        const QStringList components = record.values(tag::ReferencedFileID);
        if (components.isEmpty() || components.size() > kMostComponents) {
            continue;
        }
        const QString id = components.join(QLatin1Char('/'));
        if (seen.contains(id)) {
            continue;
        }
        seen.insert(id);
        const QString found = finder.find(components);
        (found.isEmpty() ? result.missing : result.files) << (found.isEmpty() ? id : found);
    }
    return result;
}

} // namespace isocenter
