#include "reader/DicomImageReader.h"

#include "codec/OverlayBits.h"
#include "file/ElementReader.h"
#include "file/HeaderReader.h"
#include "structured/KeyObjectReader.h"
#include "structured/PresentationStateReader.h"
#include "structured/RegionReader.h"
#include "structured/RegistrationReader.h"
#include "structured/ValueMappingReader.h"

namespace isocenter {

Result<ImagePtr> DicomImageReader::readHeader(const QString& path) const
{
    Result<ImagePtr> image = isocenter::readHeader(path);
    if (image) {
        m_profiles.share(*std::const_pointer_cast<ImageAttributes>(*image)); // nobody else has it yet
    }
    return image;
}

Result<FramePtr> DicomImageReader::readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const
{
    return m_frames.readFrame(image, frame, cancel);
}

Result<std::vector<Element>> DicomImageReader::readElements(const QString& path) const
{
    return isocenter::readElements(path);
}

Result<BitPlanePtr> DicomImageReader::readOverlay(const ImageAttributes& image, const OverlayPlane& plane, int frame,
                                                  const CancelToken& cancel) const
{
    return readOverlayBits(image, plane, frame, m_frames, cancel);
}

Result<PresentationStatePtr> DicomImageReader::readPresentationState(const ImagePtr& object) const
{
    return isocenter::readPresentationState(object);
}

Result<ValueMappingPtr> DicomImageReader::readValueMapping(const ImagePtr& object) const
{
    return isocenter::readValueMapping(object);
}

Result<SpatialRegistrationPtr> DicomImageReader::readRegistration(const ImagePtr& object) const
{
    return isocenter::readRegistration(object);
}

Result<RegionSetPtr> DicomImageReader::readRegions(const ImagePtr& object, const CancelToken& cancel) const
{
    return isocenter::readRegions(object, m_frames, cancel);
}

Result<KeyObjectSelectionPtr> DicomImageReader::readKeyObjects(const ImagePtr& object) const
{
    return isocenter::readKeyObjects(object);
}

} // namespace isocenter
