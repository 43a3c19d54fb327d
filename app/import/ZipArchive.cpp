#include "import/ZipArchive.h"

#include "archive/DurableFile.h"
#include "study/Study.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ZipArchive)
};

struct ReadFree
{
    void operator()(struct archive* a) const { archive_read_free(a); }
};
using ArchivePtr = std::unique_ptr<struct archive, ReadFree>;

QString nameOf(struct archive_entry* entry)
{
    const char* utf8 = archive_entry_pathname_utf8(entry);
    const char* raw = utf8 ? utf8 : archive_entry_pathname(entry);
    return singleLine(raw ? QString::fromUtf8(raw) : Text::tr("(no name)"), 200);
}

Error damaged(struct archive* a)
{
    const char* text = archive_error_string(a);
    return {Text::tr("The archive is damaged or not readable; what follows in it was not imported."),
            QStringLiteral("libarchive %1: %2").arg(archive_errno(a)).arg(QString::fromUtf8(text ? text : ""))};
}

Error tooMuch()
{
    return {Text::tr("The archive unpacks to far more than its size explains; what follows in it was not imported."),
            QStringLiteral("zip limit")};
}

class Unpacking
{
public:
    Unpacking(ArchivePtr handle, qint64 allowed, const ZipLimits& limits, const CancelToken& cancel)
        : m_archive(std::move(handle)), m_allowed(allowed), m_limits(limits), m_cancel(cancel)
    {
    }

    struct archive* handle() const { return m_archive.get(); }

    /// The data of the present entry into a new file.
    Result<void> write(const QString& path)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
            return Error{Text::tr("The disk could not be written to."), file.errorString()};
        }
        const Result<void> done = writeBlocks(file);
        file.close();
        if (!done) {
            file.remove();
        }
        return done;
    }

private:
    Result<void> writeBlocks(QFile& file)
    {
        const void* data = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        for (;;) {
            if (m_cancel.isCancelled()) {
                return cancelledError();
            }
            const int code = archive_read_data_block(m_archive.get(), &data, &size, &offset);
            if (code == ARCHIVE_EOF) {
                return {};
            }
            if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
                return damaged(m_archive.get());
            }
            m_allowed -= static_cast<qint64>(size);
            if (m_allowed < 0 || offset < 0 || offset + static_cast<qint64>(size) > m_limits.entryBytes) {
                return tooMuch();
            }
            if (!file.seek(offset) || file.write(static_cast<const char*>(data), static_cast<qint64>(size)) < 0 ||
                !file.flush()) {
                return file.error() == QFileDevice::ResourceError
                           ? Error{Text::tr("The disk is full."), file.errorString()}
                           : Error{Text::tr("The disk could not be written to."), file.errorString()};
            }
        }
    }

    ArchivePtr m_archive;
    qint64 m_allowed;
    const ZipLimits& m_limits;
    const CancelToken& m_cancel;
};

} // namespace

bool isZipArchive(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return false;
    }
    const QByteArray head = file.read(132);
    return (head.startsWith("PK\3\4") || head.startsWith("PK\5\6")) && head.mid(128, 4) != "DICM";
}

Result<void> unpackZip(const QString& archive, const QString& folder, const CancelToken& cancel,
                       const std::function<void(const UnpackedFile&)>& unpacked,
                       const std::function<void(const QString& name, const QString& reason)>& refused, const ZipLimits& limits)
{
    ArchivePtr handle(archive_read_new());
    archive_read_support_format_zip(handle.get());
    if (archive_read_open_filename(handle.get(), QFile::encodeName(archive).constData(), 1 << 18) != ARCHIVE_OK) {
        return damaged(handle.get());
    }
    const QString prefix = folder + QStringLiteral("/unpacked-") + QUuid::createUuid().toString(QUuid::Id128) + QLatin1Char('-');
    Unpacking unpacking(std::move(handle), limits.freeBytes + limits.ratio * QFileInfo(archive).size(), limits, cancel);
    for (qint64 count = 0;; ++count) {
        struct archive_entry* entry = nullptr;
        const int code = cancel.isCancelled() ? ARCHIVE_EOF : archive_read_next_header(unpacking.handle(), &entry);
        if (code == ARCHIVE_EOF) {
            return {};
        }
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN) {
            return damaged(unpacking.handle());
        }
        if (count >= limits.entries) {
            return tooMuch();
        }
        if (archive_entry_filetype(entry) != AE_IFREG) {
            continue;
        }
        const UnpackedFile file{prefix + QString::number(count), nameOf(entry)};
        if (archive_entry_is_encrypted(entry)) {
            refused(file.name, Text::tr("It is encrypted."));
            continue;
        }
        Result<void> written = unpacking.write(file.path);
        if (!written) {
            return written;
        }
        unpacked(file);
    }
}

} // namespace isocenter
