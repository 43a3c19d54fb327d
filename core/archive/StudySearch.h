#pragma once

#include "archive/StudyIndex.h"

#include <QString>
#include <QVariantList>

namespace isocenter {

/// A search as SQL over the search table: one row, one column, the study keys in order, joined by ','. Everything that a
/// person typed is bound, never part of the text.
struct StudySearch
{
    QString sql;
    QVariantList values;
    bool nothing = false; ///< cannot match (an empty range)
};

StudySearch searchFor(const StudyQuery& query);

} // namespace isocenter
