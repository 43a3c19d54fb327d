#include "reader/DicomImageReader.h"

#include "file/ElementReader.h"
#include "file/HeaderReader.h"

namespace isocenter {

Result<ImagePtr> DicomImageReader::readHeader(const QString& path) const
{
    return isocenter::readHeader(path);
}

Result<FramePtr> DicomImageReader::readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const
{
    return m_frames.readFrame(image, frame, cancel);
}

Result<std::vector<Element>> DicomImageReader::readElements(const QString& path) const
{
    return isocenter::readElements(path);
}

} // namespace isocenter
