#include "image/ImageSeries.h"

#include "study/SopClasses.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace isocenter {

namespace {

// Single frames that may be scrolled as one stack.
struct StackKey
{
    int rows;
    int columns;
    bool color;
    int orientation; ///< index of the first parallel plane seen in the series, -1 without a plane

    friend bool operator<(const StackKey& a, const StackKey& b)
    {
        return std::tie(a.rows, a.columns, a.color, a.orientation) < std::tie(b.rows, b.columns, b.color, b.orientation);
    }
};

std::vector<SliceKey> keysOf(const std::vector<FrameRef>& frames)
{
    std::vector<SliceKey> keys;
    keys.reserve(frames.size());
    for (const FrameRef& ref : frames) {
        keys.push_back({ref.attributes().plane, ref.image->record.instance.number.value_or(0), ref.frame});
    }
    return keys;
}

std::shared_ptr<ImageSeries> makeSeries(const std::vector<FrameRef>& frames, quint64 generation)
{
    auto series = std::make_shared<ImageSeries>();
    series->study = frames.front().image->record.study;
    series->series = frames.front().image->record.series;
    series->generation = generation;
    series->order = orderSlices(keysOf(frames));
    for (int index : series->order.order) {
        series->frames.push_back(frames[static_cast<std::size_t>(index)]);
    }
    std::iota(series->order.order.begin(), series->order.order.end(), 0);
    return series;
}

std::vector<FrameRef> framesOf(const ImagePtr& image)
{
    std::vector<FrameRef> frames;
    for (int i = 0; i < image->frames; ++i) {
        frames.push_back({image, i});
    }
    return frames;
}

std::vector<std::vector<FrameRef>> splitSingles(const std::vector<ImagePtr>& images)
{
    std::vector<ImagePlane> orientations;
    std::map<StackKey, std::vector<FrameRef>> stacks;
    std::vector<FrameRef> all;
    for (const ImagePtr& image : images) {
        int orientation = -1;
        if (const auto& plane = image->frame(0).plane) {
            const auto found =
                std::find_if(orientations.begin(), orientations.end(), [&](const auto& o) { return o.isParallel(*plane); });
            orientation = static_cast<int>(found - orientations.begin());
            if (found == orientations.end()) {
                orientations.push_back(*plane);
            }
        }
        stacks[{image->rows, image->columns, image->isColor(), orientation}].push_back({image, 0});
        all.push_back({image, 0});
    }
    const bool worthSplitting =
        stacks.size() > 1 && std::all_of(stacks.begin(), stacks.end(), [](const auto& s) { return s.second.size() > 1; });
    if (!worthSplitting) {
        return {all};
    }
    std::vector<std::vector<FrameRef>> result;
    for (auto& stack : stacks) {
        result.push_back(std::move(stack.second));
    }
    return result;
}

QString whyNoPicture(const ImageAttributes& object)
{
    const Instance& instance = object.record.instance;
    const QString number = instance.number ? QString::number(*instance.number) : QStringLiteral("?");
    const QString name = sopClassName(instance.sopClass);
    if (name.isEmpty()) {
        return QCoreApplication::translate("ImageSeries", "Object %1 (%2) is of a kind that Isocenter does not know.")
            .arg(number, singleLine(object.record.series.modality, 16));
    }
    return objectKind(instance.sopClass) == ObjectKind::Image
               ? QCoreApplication::translate("ImageSeries", "Object %1 (%2) has no pixels.").arg(number, name)
               : QCoreApplication::translate("ImageSeries", "Object %1 (%2) has no picture to show.").arg(number, name);
}

std::shared_ptr<ImageSeries> withoutPictures(std::vector<ImagePtr> objects, quint64 generation)
{
    std::stable_sort(objects.begin(), objects.end(), [](const ImagePtr& a, const ImagePtr& b) {
        return a->record.instance.number.value_or(0) < b->record.instance.number.value_or(0);
    });
    auto series = std::make_shared<ImageSeries>();
    series->study = objects.front()->record.study;
    series->series = objects.front()->record.series;
    series->generation = generation;
    for (const ImagePtr& object : objects) {
        series->notShown << whyNoPicture(*object);
    }
    series->objects = std::move(objects);
    return series;
}

void groupOne(const std::vector<ImagePtr>& images, quint64 generation, std::vector<ImageSeriesPtr>& result)
{
    std::vector<ImagePtr> singles;
    std::vector<ImagePtr> blind;
    std::vector<std::shared_ptr<ImageSeries>> parts;
    for (const ImagePtr& image : images) {
        if (!image->hasPixels()) {
            blind.push_back(image);
        } else if (image->frames > 1) {
            parts.push_back(makeSeries(framesOf(image), generation));
        } else {
            singles.push_back(image);
        }
    }
    if (!singles.empty()) {
        for (const auto& stack : splitSingles(singles)) {
            parts.push_back(makeSeries(stack, generation));
        }
    }
    if (!blind.empty()) {
        parts.push_back(withoutPictures(blind, generation));
    }
    std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
        const auto number = [](const auto& s) {
            return s->frames.empty() ? 1 << 30 : s->frames.front().image->record.instance.number.value_or(0);
        };
        return number(a) < number(b);
    });
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i]->part = static_cast<int>(i);
        parts[i]->parts = static_cast<int>(parts.size());
        result.push_back(parts[i]);
    }
}

} // namespace

QString seriesKey(const ImageSeriesPtr& series)
{
    return series ? series->series.uid.text() + QLatin1Char('#') + QString::number(series->part) : QString();
}

std::vector<ImageSeriesPtr> groupIntoSeries(const std::vector<ImagePtr>& images, quint64 generation)
{
    // The patient belongs to the key: files that share UIDs across patients must never meet in one stack.
    std::map<std::tuple<QString, QString, QString, int, QString>, std::vector<ImagePtr>> bySeries;
    for (const ImagePtr& image : images) {
        const InstanceRecord& record = image->record;
        bySeries[{record.study.patient.issuer, record.study.patient.id, record.study.uid.text(), record.series.number.value_or(0),
                  record.series.uid.text()}]
            .push_back(image);
    }
    std::vector<ImageSeriesPtr> result;
    for (const auto& entry : bySeries) {
        groupOne(entry.second, generation, result);
    }
    return result;
}

} // namespace isocenter
