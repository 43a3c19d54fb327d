#pragma once

#include "document/Document.h"

#include <QByteArray>

namespace isocenter {

/// The readable text of a clinical document in XML (HL7 CDA): title, sections, paragraphs, table rows. No entity of the file's
/// own is expanded beyond XML's, nothing outside the file is read, at most 20,000 blocks.
TextPage readCda(const QByteArray& xml);

} // namespace isocenter
