#pragma once

#include "study/Uid.h"

#include <QString>

namespace isocenter {

/// Names inside a cache folder. Nothing of a name, an ID or a UID stands in any of them.
struct CacheLayout
{
    explicit CacheLayout(const QString& folder); ///< made absolute and clean

    QString root;
    QString index() const { return root + QStringLiteral("/index.sqlite"); }
    QString lock() const { return root + QStringLiteral("/lock"); }
    QString objects() const { return root + QStringLiteral("/objects"); }
    QString incoming() const { return root + QStringLiteral("/incoming"); } ///< temporary files

    /// objects/ab/cd/HASH: the folder from the SHA-256 of the Series Instance UID, so that a series lies together and a
    /// batch touches few folders; the name is the SHA-256 of the SOP Instance UID.
    QString object(const SeriesUid& series, const InstanceUid& instance) const;
};

} // namespace isocenter
