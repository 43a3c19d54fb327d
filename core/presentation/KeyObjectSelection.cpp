#include "presentation/KeyObjectSelection.h"

#include <QCoreApplication>
#include <QHash>

#include <numeric>

namespace isocenter {

namespace {

void addFrames(const KeyObjectSelection::Reference& reference, const ImagePtr& image, ImageSeries& series)
{
    if (reference.frames.empty()) {
        for (int i = 0; i < image->frames; ++i) {
            series.frames.push_back({image, i});
        }
        return;
    }
    for (const int number : reference.frames) {
        if (number >= 1 && number <= image->frames) {
            series.frames.push_back({image, number - 1});
        } else {
            series.notShown << QCoreApplication::translate("KeyObjects", "Frame %1 of image %2 does not exist.")
                                   .arg(number)
                                   .arg(image->record.instance.number.value_or(0));
        }
    }
}

} // namespace

ImageSeriesPtr keyImageSeries(const KeyObjectSelection& selection, const std::vector<ImagePtr>& images, quint64 generation)
{
    QHash<InstanceUid, ImagePtr> byUid;
    for (const ImagePtr& image : images) {
        byUid.insert(image->record.instance.uid, image);
    }
    auto series = std::make_shared<ImageSeries>();
    series->study = selection.object->record.study;
    series->series = selection.object->record.series;
    series->generation = generation;
    series->keyTitle =
        selection.title.isEmpty() ? QCoreApplication::translate("KeyObjects", "Key images") : singleLine(selection.title, 64);
    const QString why = singleLine(selection.description, 64);
    series->series.description = why.isEmpty() ? series->keyTitle : series->keyTitle + QStringLiteral(": ") + why;
    for (const KeyObjectSelection::Reference& reference : selection.references) {
        const ImagePtr image = byUid.value(reference.image);
        if (!image) {
            series->notShown << QCoreApplication::translate("KeyObjects", "A key image is not in this study (%1).")
                                    .arg(singleLine(reference.image.text(), 64));
        } else if (!image->hasPixels()) {
            series->notShown << QCoreApplication::translate("KeyObjects", "A key object has no picture (%1).")
                                    .arg(singleLine(image->record.series.modality, 16));
        } else {
            addFrames(reference, image, *series);
        }
    }
    if (selection.references.empty()) {
        series->notShown << QCoreApplication::translate("KeyObjects", "This selection of key images names no image.");
    }
    series->order.order.resize(series->frames.size());
    std::iota(series->order.order.begin(), series->order.order.end(), 0);
    series->series.instanceCount = static_cast<int>(selection.references.size());
    return series;
}

} // namespace isocenter
