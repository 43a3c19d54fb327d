#include "cli/StateOption.h"

#include "base/FileWalk.h"
#include "open/StudyCollector.h"
#include "reader/DicomImageReader.h"
#include "study/SopClasses.h"

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

StudySeries seriesInFolder(const QString& folder, const ImageAttributes& image, int frame)
{
    const DicomImageReader reader;
    StudyCollector collector;
    collector.restrictTo(image.record.study.uid);
    walkFiles({folder}, CancelToken(), [&](const QString& path) {
        const Result<ImagePtr> header = reader.readHeader(path);
        if (!header) {
            return;
        }
        collector.add({*header});
        const ObjectKind kind = objectKind((*header)->record.instance.sopClass);
        if (kind == ObjectKind::PresentationState) {
            if (const Result<PresentationStatePtr> state = reader.readPresentationState(*header)) {
                collector.addState(*state);
            }
        } else if (isRegistration((*header)->record.instance.sopClass)) {
            if (const Result<SpatialRegistrationPtr> registration = reader.readRegistration(*header)) {
                collector.addRegistration(*registration);
            }
        }
    });
    for (const ImageSeriesPtr& series : collector.group(1, true).series) {
        for (int i = 0; i < series->count(); ++i) {
            const FrameRef& ref = series->frames[static_cast<std::size_t>(i)];
            if (ref.frame == frame && ref.image->record.instance.uid == image.record.instance.uid) {
                return {series, i};
            }
        }
    }
    return {};
}

} // namespace isocenter::cli
