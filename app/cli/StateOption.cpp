#include "cli/StateOption.h"

#include "reader/DicomImageReader.h"

#include <QCoreApplication>

namespace isocenter::cli {

Result<PresentationStatePtr> stateFromFile(const QString& path)
{
    const DicomImageReader reader;
    const Result<ImagePtr> object = reader.readHeader(path);
    if (!object) {
        return object.error();
    }
    return reader.readPresentationState(*object);
}

Result<void> checkState(const PresentationState& state, const ImagePtr& image, int frame)
{
    if (!state.appliesTo({image, frame})) {
        return Error{QCoreApplication::translate("Render", "The presentation state is not for this image."), {}};
    }
    return {};
}

} // namespace isocenter::cli
