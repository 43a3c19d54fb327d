#include "cli/HeaderWalk.h"

#include "cli/CommandLine.h"

#include "base/FileWalk.h"
#include "file/HeaderReader.h"

#include <QFile>

namespace isocenter::cli {

namespace {

/// Has no "DICM" behind the preamble (PS3.10 7.1).
bool isForeign(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && !(file.seek(128) && file.read(4) == "DICM");
}

} // namespace

UnreadFiles readHeaders(const QStringList& paths, std::vector<ImagePtr>& images)
{
    UnreadFiles unread;
    walkFiles(
        paths, CancelToken(),
        [&](const QString& file) {
            const Result<ImagePtr> image = readHeader(file);
            if (image) {
                images.push_back(*image);
                return;
            }
            ++(isForeign(file) ? unread.foreign : unread.suspect);
            complain(QStringLiteral("%1: %2").arg(file, image.error().message));
        },
        [&](const QString& path, const QString& reason) {
            ++unread.suspect;
            complain(QStringLiteral("%1: %2").arg(path, reason));
        });
    return unread;
}

} // namespace isocenter::cli
