#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "document/Document.h"
#include "image/ImageAttributes.h"

namespace isocenter {

/// Reads objects without a picture: reports, encapsulated documents, waveforms. Implemented by dicomnet, handed in by app.
/// May be called from any thread at once, never throws, and uses bounded memory whatever the file says.
class DocumentReader
{
public:
    virtual ~DocumentReader() = default;

    /// An error if the file cannot be read or trusted. An object of a kind that has no page is no error: Unshown.
    virtual Result<DocumentPtr> readDocument(const ImageAttributes& object, const CancelToken& cancel) const = 0;
};

} // namespace isocenter
