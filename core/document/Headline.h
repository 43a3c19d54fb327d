#pragma once

#include "document/Document.h"

#include <QString>
#include <QStringList>

namespace isocenter {

/// What stands above a document, apart from whose it is. Every text is one safe line.
struct Headline
{
    QString title;        ///< of the document, else what kind it is; never empty
    QString kind;         ///< "Basic Text SR"; empty where the title says it
    QStringList facts;    ///< date, authors, who has verified it
    QStringList cautions; ///< PARTIAL, UNVERIFIED, PRELIMINARY, and what could not be taken in, one sentence each
};

Headline headline(const Document& document);

/// The name of what an object is, as far as its SOP class says: "Basic Text SR", "Encapsulated PDF"; never empty.
QString kindText(const QString& sopClass);

} // namespace isocenter
