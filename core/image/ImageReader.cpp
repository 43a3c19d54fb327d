#include "image/ImageReader.h"

#include <QCoreApplication>

namespace isocenter {

Result<BitPlanePtr> ImageReader::readOverlay(const ImageAttributes&, const OverlayPlane&, int, const CancelToken&) const
{
    return Error{QCoreApplication::translate("ImageReader", "Overlays cannot be read here."), {}};
}

Result<std::shared_ptr<const PresentationState>> ImageReader::readPresentationState(const ImagePtr&) const
{
    return Error{QCoreApplication::translate("ImageReader", "Presentation states cannot be read here."), {}};
}

Result<std::shared_ptr<const KeyObjectSelection>> ImageReader::readKeyObjects(const ImagePtr&) const
{
    return Error{QCoreApplication::translate("ImageReader", "Key object selections cannot be read here."), {}};
}

Result<std::shared_ptr<const ValueMapping>> ImageReader::readValueMapping(const ImagePtr&) const
{
    return Error{QCoreApplication::translate("ImageReader", "Mappings to real-world values cannot be read here."), {}};
}

Result<std::shared_ptr<const SpatialRegistration>> ImageReader::readRegistration(const ImagePtr&) const
{
    return Error{QCoreApplication::translate("ImageReader", "Registrations cannot be read here."), {}};
}

Result<std::shared_ptr<const RegionSet>> ImageReader::readRegions(const ImagePtr&, const CancelToken&) const
{
    return Error{QCoreApplication::translate("ImageReader", "Segmentations cannot be read here."), {}};
}

} // namespace isocenter
