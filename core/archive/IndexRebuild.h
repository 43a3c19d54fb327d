#pragma once

#include "archive/ObjectPath.h"
#include "base/CancelToken.h"
#include "base/Result.h"
#include "image/ImageReader.h"

#include <functional>
#include <memory>
#include <vector>

namespace isocenter {

class IndexWriter;
class SqliteStudyIndex;

/// Builds the index of a cache again from the files in it, and from those left in place as far as the old index can still
/// be read. The new index is written beside the old one, which is replaced when the new one is complete and safe.
/// Nobody else may have the cache open.
class IndexRebuild
{
public:
    struct Report
    {
        struct Refusal
        {
            QString path;
            QString reason;
        };
        qint64 files = 0;
        qint64 indexed = 0;
        std::vector<Refusal> refused; ///< stay where they are, not in the index
    };
    using Progress = std::function<void(qint64 files)>;

    /// Blocking. On an error or a cancel the old index stays.
    static Result<Report> run(const QString& cacheFolder, const ImageReader& reader, const CancelToken& cancel,
                              const Progress& progress = {});

private:
    IndexRebuild(const CacheLayout& layout, const ImageReader& reader, const CancelToken& cancel, const Progress& progress);
    Result<void> build();
    Result<void> add(const QString& path, bool inPlace);
    Result<void> replace();
    std::vector<QString> leftInPlace() const;
    QString newFile() const { return m_layout.index() + QStringLiteral(".new"); }

    CacheLayout m_layout;
    const ImageReader& m_reader;
    const CancelToken& m_cancel;
    const Progress& m_progress;
    std::unique_ptr<SqliteStudyIndex> m_index;
    std::unique_ptr<IndexWriter> m_writer;
    Report m_report;
};

} // namespace isocenter
