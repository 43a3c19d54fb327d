#pragma once

#include "document/DocumentReader.h"

namespace isocenter {

/// DocumentReader of DICOM files: structured reports, encapsulated PDF and CDA, waveforms.
class DicomDocumentReader : public DocumentReader
{
public:
    Result<DocumentPtr> readDocument(const ImageAttributes& object, const CancelToken& cancel) const override;
};

} // namespace isocenter
