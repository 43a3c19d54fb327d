#pragma once

#include "document/Document.h"
#include "page/DocumentPage.h"

namespace isocenter {

/// The page for what the document holds. Never null; owned by `parent`. `document` is not null.
DocumentPage* makePage(const DocumentPtr& document, const PageServices& services, QWidget* parent);

} // namespace isocenter
