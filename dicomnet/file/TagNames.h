#pragma once

#include "file/DataSet.h"

#include <QByteArray>
#include <QString>

namespace isocenter {

/// What the data dictionary says of a tag.
struct TagEntry
{
    QString name; ///< keyword, "Private", or "Unknown"
    Vr vr = 0;    ///< 0 if unknown
};

/// Looks a tag up in DCMTK's dictionary (loaded at the first call; any thread). `creator` is the private creator of a
/// private tag, else empty. Works without the dictionary's files, with the names that the program itself knows.
TagEntry lookUpTag(std::uint32_t tag, const QByteArray& creator);

/// Keyword of a tag that headers are read for; null for the others.
const char* keywordOf(std::uint32_t tag);

} // namespace isocenter
