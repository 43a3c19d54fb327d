#pragma once

#include "base/Result.h"
#include "file/ByteSource.h"

#include <QByteArray>
#include <QString>

namespace isocenter {

/// Inflates what lies from `offset` to the end (raw deflate, PS3.5 A.5). At most 256 MiB come out: more is an error, in
/// well under a second. A stream that breaks off gives what came before the break.
Result<QByteArray> inflateFrom(ByteSource& source, qint64 offset);

/// The data set of a deflated file, inflated: PixelDataLocation::offset counts from its beginning.
Result<QByteArray> inflateDataSet(const QString& path);

} // namespace isocenter
