#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "image/BitPlane.h"
#include "image/ImageAttributes.h"
#include "study/Elements.h"

#include <memory>
#include <vector>

namespace isocenter {

struct PresentationState;   // presentation/PresentationState.h
struct KeyObjectSelection;  // presentation/KeyObjectSelection.h
struct RegionSet;           // region/RegionSet.h
struct ValueMapping;        // presentation/ValueMapping.h
struct SpatialRegistration; // registration/SpatialRegistration.h

/// Reads DICOM files. Implemented by dicomnet, handed in by app. All functions may be called from any thread at once,
/// never throw, and use bounded memory whatever the file says.
class ImageReader
{
public:
    virtual ~ImageReader() = default;

    /// The header. An error if the file is not DICOM or cannot be trusted; an image without pixels is not an error.
    virtual Result<ImagePtr> readHeader(const QString& path) const = 0;
    /// Stored values of frame `frame` (0-based). Never partial: a frame with missing or damaged data is an error.
    virtual Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const = 0;
    /// All data elements for the tag viewer (depth at most 64, at most 200,000 elements, then an Element that says so).
    virtual Result<std::vector<Element>> readElements(const QString& path) const = 0;

    // What a reader of images alone need not know: without an implementation there is none.

    /// The bits of frame `frame` (0-based, of the overlay) of one of image.overlays. Never partial.
    virtual Result<BitPlanePtr> readOverlay(const ImageAttributes& image, const OverlayPlane& plane, int frame,
                                            const CancelToken& cancel) const;
    /// `object`: what readHeader gave for the file. An error for other objects and for states that cannot be trusted.
    virtual Result<std::shared_ptr<const PresentationState>> readPresentationState(const ImagePtr& object) const;
    virtual Result<std::shared_ptr<const KeyObjectSelection>> readKeyObjects(const ImagePtr& object) const;
    /// A Real World Value Mapping object. An error for other objects.
    virtual Result<std::shared_ptr<const ValueMapping>> readValueMapping(const ImagePtr& object) const;
    /// A Spatial Registration object. An error for other objects, deformable ones included, and where it cannot be trusted.
    virtual Result<std::shared_ptr<const SpatialRegistration>> readRegistration(const ImagePtr& object) const;
    /// A segmentation or structure set, whole. An error for other objects.
    virtual Result<std::shared_ptr<const RegionSet>> readRegions(const ImagePtr& object, const CancelToken& cancel) const;
};

} // namespace isocenter
