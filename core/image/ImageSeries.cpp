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

/// Where places are equal or unknown, in the order in which they come.
std::vector<SliceKey> keysInOrder(const std::vector<FrameRef>& frames)
{
    std::vector<SliceKey> keys;
    keys.reserve(frames.size());
    for (const FrameRef& ref : frames) {
        keys.push_back({ref.attributes().plane, 0, static_cast<int>(keys.size())});
    }
    return keys;
}

std::shared_ptr<ImageSeries> makeSeries(const std::vector<FrameRef>& frames, const std::vector<SliceKey>& keys,
                                        quint64 generation)
{
    auto series = std::make_shared<ImageSeries>();
    series->study = frames.front().image->record.study;
    series->series = frames.front().image->record.series;
    series->generation = generation;
    series->order = orderSlices(keys);
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

/// Gives parallel planes the same number; -1 without a plane.
class Orientations
{
public:
    int numberOf(const std::optional<ImagePlane>& plane)
    {
        if (!plane) {
            return -1;
        }
        const auto found = std::find_if(m_seen.begin(), m_seen.end(), [&](const auto& o) { return o.isParallel(*plane); });
        const auto number = static_cast<int>(found - m_seen.begin());
        if (found == m_seen.end()) {
            m_seen.push_back(*plane);
        }
        return number;
    }

private:
    std::vector<ImagePlane> m_seen;
};

/// The parts by key, or all as one where a part would have a single frame.
template <typename Key>
std::vector<std::vector<FrameRef>> partsOf(const std::vector<FrameRef>& frames, std::map<Key, std::vector<FrameRef>>& stacks)
{
    const bool worthSplitting =
        stacks.size() > 1 && std::all_of(stacks.begin(), stacks.end(), [](const auto& s) { return s.second.size() > 1; });
    if (!worthSplitting) {
        return {frames};
    }
    std::vector<std::vector<FrameRef>> result;
    for (auto& stack : stacks) {
        result.push_back(std::move(stack.second));
    }
    return result;
}

std::vector<std::vector<FrameRef>> splitSingles(const std::vector<ImagePtr>& images)
{
    Orientations orientations;
    std::map<StackKey, std::vector<FrameRef>> stacks;
    std::vector<FrameRef> all;
    for (const ImagePtr& image : images) {
        const int orientation = orientations.numberOf(image->frame(0).plane);
        stacks[{image->rows, image->columns, image->isColor(), orientation}].push_back({image, 0});
        all.push_back({image, 0});
    }
    return partsOf(all, stacks);
}

const FrameDetails& detailsOf(const FrameRef& ref)
{
    static const FrameDetails none;
    const auto& details = ref.attributes().details;
    return details ? *details : none;
}

/// Frames of one multi-frame object, as their dimension indices order them, by stack and direction.
std::vector<std::vector<FrameRef>> splitFrames(std::vector<FrameRef> frames)
{
    std::stable_sort(frames.begin(), frames.end(),
                     [](const FrameRef& a, const FrameRef& b) { return detailsOf(a).dimension < detailsOf(b).dimension; });
    Orientations orientations;
    std::map<std::pair<int, int>, std::vector<FrameRef>> stacks;
    for (const FrameRef& ref : frames) {
        stacks[{detailsOf(ref).stack, orientations.numberOf(ref.attributes().plane)}].push_back(ref);
    }
    return partsOf(frames, stacks);
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

/// The frames of a concatenation, and what of it is missing.
std::vector<FrameRef> joinParts(std::vector<ImagePtr> images, QStringList& missing)
{
    std::stable_sort(images.begin(), images.end(),
                     [](const ImagePtr& a, const ImagePtr& b) { return a->concatenation->number < b->concatenation->number; });
    std::vector<FrameRef> frames;
    int expected = 1;
    int total = 0;
    for (const ImagePtr& image : images) {
        const Concatenation& part = *image->concatenation;
        for (; expected < part.number && missing.size() < 100; ++expected) {
            missing << QCoreApplication::translate("ImageSeries", "Part %1 of this image is missing.").arg(expected);
        }
        expected = part.number + 1;
        total = std::max(total, part.total);
        const std::vector<FrameRef> own = framesOf(image);
        frames.insert(frames.end(), own.begin(), own.end());
    }
    for (; expected <= total && missing.size() < 100; ++expected) {
        missing << QCoreApplication::translate("ImageSeries", "Part %1 of this image is missing.").arg(expected);
    }
    return frames;
}

/// The images of one series, sorted by how they become stacks.
struct Sorted
{
    std::vector<ImagePtr> singles;
    std::vector<ImagePtr> multi;
    std::map<QString, std::vector<ImagePtr>> concatenations;
    std::vector<ImagePtr> blind;

    explicit Sorted(const std::vector<ImagePtr>& images)
    {
        for (const ImagePtr& image : images) {
            if (!image->hasPixels()) {
                blind.push_back(image);
            } else if (image->concatenation) {
                concatenations[image->concatenation->uid].push_back(image);
            } else {
                (image->frames > 1 ? multi : singles).push_back(image);
            }
        }
    }
};

void addFrames(const std::vector<FrameRef>& frames, const QStringList& missing, quint64 generation,
               std::vector<std::shared_ptr<ImageSeries>>& parts)
{
    const auto stacks = splitFrames(frames);
    for (const auto& stack : stacks) {
        parts.push_back(makeSeries(stack, keysInOrder(stack), generation));
        parts.back()->notShown = missing;
        parts.back()->missingParts = static_cast<int>(missing.size());
        if (stacks.size() > 1) {
            parts.back()->partTitle = detailsOf(stack.front()).stackName;
        }
    }
}

void groupOne(const std::vector<ImagePtr>& images, quint64 generation, std::vector<ImageSeriesPtr>& result)
{
    const Sorted sorted(images);
    std::vector<std::shared_ptr<ImageSeries>> parts;
    for (const ImagePtr& image : sorted.multi) {
        addFrames(framesOf(image), {}, generation, parts);
    }
    for (const auto& concatenation : sorted.concatenations) {
        QStringList missing;
        const std::vector<FrameRef> frames = joinParts(concatenation.second, missing);
        addFrames(frames, missing, generation, parts);
    }
    if (!sorted.singles.empty()) {
        for (const auto& stack : splitSingles(sorted.singles)) {
            parts.push_back(makeSeries(stack, keysOf(stack), generation));
        }
    }
    if (!sorted.blind.empty()) {
        parts.push_back(withoutPictures(sorted.blind, generation));
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
