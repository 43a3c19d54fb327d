#pragma once

#include "document/PageText.h"

#include <QColor>
#include <QFont>
#include <QTextDocument>

#include <vector>

namespace isocenter {

/// How a page of text is set. Sizes in device-independent pixels.
struct PageStyle
{
    QFont font; ///< of the text, with its pixel size; headings follow it
    QColor text;
    QColor quiet;
    QColor link;
    QColor line;
    QColor caution;
};

/// A reference that can be followed, as characters [start, end) of the document; its anchor is "reference:INDEX".
struct PageLink
{
    int start = 0;
    int end = 0;
    int reference = 0; ///< index into PageText::references
};

/// Sets the page with a cursor, so that no text is ever taken for mark-up. References that `placeOf` knows become links, others
/// say that they are not here. Replaces what `document` held.
std::vector<PageLink> setPage(QTextDocument& document, const PageText& page, const PageStyle& style, const PlaceOf& placeOf);

/// The index of an anchor made by setPage(); -1 for any other.
int referenceOf(const QString& anchor);

} // namespace isocenter
