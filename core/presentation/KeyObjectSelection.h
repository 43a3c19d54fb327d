#pragma once

#include "image/ImageSeries.h"

#include <QDateTime>
#include <QString>

#include <memory>
#include <vector>

namespace isocenter {

/// A Key Object Selection document (PS3.3 A.35.4): images that someone marked, and why. Immutable once shared.
struct KeyObjectSelection
{
    struct Reference
    {
        InstanceUid image;
        std::vector<int> frames; ///< 1-based; empty: all
    };
    ImagePtr object;                   ///< the document itself: its identity and path
    QString title;                     ///< meaning of the document title code ("For Referring Provider")
    QString description;               ///< Key Object Description; may have several lines
    std::vector<Reference> references; ///< in the order of the document
};

using KeyObjectSelectionPtr = std::shared_ptr<const KeyObjectSelection>;

/// The marked images as a stack to read, in the order of the document. Those that `images` lacks are named in notShown.
ImageSeriesPtr keyImageSeries(const KeyObjectSelection& selection, const std::vector<ImagePtr>& images, quint64 generation);

} // namespace isocenter
