#pragma once

#include "codec/FrameReader.h"
#include "file/ColorProfiles.h"
#include "image/ImageReader.h"

namespace isocenter {

/// ImageReader for DICOM files of every kind: headers by file/, frames by codec/.
class DicomImageReader : public ImageReader
{
public:
    Result<ImagePtr> readHeader(const QString& path) const override;
    Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const override;
    Result<std::vector<Element>> readElements(const QString& path) const override;
    Result<BitPlanePtr> readOverlay(const ImageAttributes& image, const OverlayPlane& plane, int frame,
                                    const CancelToken& cancel) const override;
    Result<std::shared_ptr<const PresentationState>> readPresentationState(const ImagePtr& object) const override;
    Result<std::shared_ptr<const KeyObjectSelection>> readKeyObjects(const ImagePtr& object) const override;
    Result<std::shared_ptr<const ValueMapping>> readValueMapping(const ImagePtr& object) const override;
    Result<std::shared_ptr<const SpatialRegistration>> readRegistration(const ImagePtr& object) const override;
    Result<std::shared_ptr<const RegionSet>> readRegions(const ImagePtr& object, const CancelToken& cancel) const override;

private:
    FrameReader m_frames;
    ProfilePool m_profiles;
};

} // namespace isocenter
