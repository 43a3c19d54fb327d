#pragma once

#include "image/ImageAttributes.h"

#include <QStringList>

#include <vector>

namespace isocenter::cli {

/// Files whose header could not be read; each was named on stderr.
struct UnreadFiles
{
    int foreign = 0; ///< say nowhere that they are DICOM
    int suspect = 0; ///< may be slices: DICOM by their first bytes, or could not be opened
    int all() const { return foreign + suspect; }
};

/// Appends the headers of all files under `paths`.
UnreadFiles readHeaders(const QStringList& paths, std::vector<ImagePtr>& images);

} // namespace isocenter::cli
