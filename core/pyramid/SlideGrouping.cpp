#include "pyramid/SlideGrouping.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Slides)
};

constexpr std::size_t kMostSources = 1000; // instances of one level

using SlideKey = std::tuple<QString, QString, QString, int, QString, QString, QString>;

SlideKey keyOf(const ImageAttributes& image)
{
    const InstanceRecord& record = image.record;
    return {
        record.study.patient.issuer, record.study.patient.id,        record.study.uid.text(), record.series.number.value_or(0),
        record.series.uid.text(),    record.series.frameOfReference, image.tiles->pyramid};
}

bool isPart(const ImageAttributes& image)
{
    return image.hasPixels() && image.tiles &&
           (image.tiles->role == TileLayout::Role::Volume || image.tiles->role == TileLayout::Role::Thumbnail);
}

/// Width and height of the whole picture in mm; nothing where it is not known.
std::optional<QSizeF> extentOf(const ImageAttributes& image)
{
    const auto& spacing = image.shared.spacing;
    if (!spacing || !(spacing->row > 0) || !(spacing->column > 0)) {
        return std::nullopt;
    }
    return QSizeF(image.tiles->columns * spacing->column, image.tiles->rows * spacing->row);
}

/// Whether two pictures show the same area: within a pixel of the coarser one and 0.5 %.
bool isSameArea(const ImageAttributes& fine, const ImageAttributes& coarse)
{
    const TileLayout& a = *fine.tiles;
    const TileLayout& b = *coarse.tiles;
    if (a.orientation && b.orientation) {
        for (std::size_t i = 0; i < 6; ++i) {
            if (std::abs((*a.orientation)[i] - (*b.orientation)[i]) > 1e-3) {
                return false;
            }
        }
    }
    const auto fits = [](double one, double two, double pixel) {
        return std::abs(one - two) <= std::max(1.5 * pixel, 0.005 * one);
    };
    const std::optional<QSizeF> one = extentOf(fine);
    const std::optional<QSizeF> two = extentOf(coarse);
    if (one && two) {
        const PixelSpacing& pixel = *coarse.shared.spacing;
        if (a.origin && b.origin) {
            const double reach = 2 * std::max(pixel.row, pixel.column) + 0.01 * std::max(one->width(), one->height());
            if (std::abs((*a.origin)[0] - (*b.origin)[0]) > reach || std::abs((*a.origin)[1] - (*b.origin)[1]) > reach) {
                return false;
            }
        }
        return fits(one->width(), two->width(), pixel.column) && fits(one->height(), two->height(), pixel.row);
    }
    // Without sizes: the same shape.
    const double factor = static_cast<double>(a.columns) / b.columns;
    return fits(a.rows / factor, b.rows, 1);
}

/// Images of one level after the other, finest first.
using Levels = std::vector<std::vector<ImagePtr>>;

/// Levels that show the same area; the first pyramid has the finest of all.
std::vector<Levels> pyramidsOf(std::vector<ImagePtr> images)
{
    const auto size = [](const ImagePtr& image) { return std::pair(image->tiles->columns, image->tiles->rows); };
    std::stable_sort(images.begin(), images.end(), [&](const ImagePtr& a, const ImagePtr& b) { return size(a) > size(b); });
    std::vector<Levels> pyramids;
    for (const ImagePtr& image : images) {
        const auto home = std::find_if(pyramids.begin(), pyramids.end(),
                                       [&](const Levels& pyramid) { return isSameArea(*pyramid.front().front(), *image); });
        if (home == pyramids.end()) {
            pyramids.push_back({{image}});
        } else if (size(home->back().front()) == size(image)) {
            home->back().push_back(image);
        } else {
            home->push_back({image});
        }
    }
    return pyramids;
}

bool sharesPath(const TileLayout& a, const TileLayout& b)
{
    return std::any_of(a.paths.begin(), a.paths.end(), [&](const OpticalPath& one) {
        return std::any_of(b.paths.begin(), b.paths.end(),
                           [&](const OpticalPath& two) { return one.identifier == two.identifier; });
    });
}

/// Whether both have a tile of one path at one place: they are of different scans, and one would hide the other.
bool collide(const ImageAttributes& a, const ImageAttributes& b)
{
    const TileLayout& one = *a.tiles;
    const TileLayout& two = *b.tiles;
    if (!sharesPath(one, two)) {
        return false;
    }
    if (one.full && two.full && a.rows == b.rows && a.columns == b.columns) {
        return one.firstFrame < two.firstFrame + b.frames && two.firstFrame < one.firstFrame + a.frames;
    }
    using Place = std::tuple<QString, int, int, int>;
    const auto placesOf = [](const ImageAttributes& image) {
        std::vector<Place> places;
        for (int frame = 0; frame < image.frames; ++frame) {
            const TilePlace place = image.tiles->place(frame, image.rows, image.columns);
            places.emplace_back(image.tiles->paths[place.path].identifier, place.plane, place.row, place.column);
        }
        std::sort(places.begin(), places.end());
        return places;
    };
    const std::vector<Place> first = placesOf(a);
    const std::vector<Place> second = placesOf(b);
    return std::any_of(second.begin(), second.end(),
                       [&](const Place& place) { return std::binary_search(first.begin(), first.end(), place); });
}

bool hasCollision(const Levels& levels)
{
    for (const auto& level : levels) {
        for (std::size_t i = 0; i < level.size() && level.size() <= kMostSources; ++i) {
            for (std::size_t k = i + 1; k < level.size(); ++k) {
                if (collide(*level[i], *level[k])) {
                    return true;
                }
            }
        }
    }
    return false;
}

/// The same where a slide was scanned more than once: levels of one scan together by the time of it, else each image alone.
/// Never a level of one scan below that of another.
std::vector<Levels> scansOf(const std::vector<ImagePtr>& images)
{
    std::vector<Levels> result;
    for (const Levels& levels : pyramidsOf(images)) {
        if (!hasCollision(levels)) {
            result.push_back(levels);
            continue;
        }
        std::map<QString, std::vector<ImagePtr>> scans;
        for (const auto& level : levels) {
            for (const ImagePtr& image : level) {
                scans[image->tiles->acquisition].push_back(image);
            }
        }
        for (const auto& [when, scan] : scans) {
            for (const Levels& own : pyramidsOf(scan)) {
                if (!hasCollision(own)) {
                    result.push_back(own);
                    continue;
                }
                for (const auto& level : own) {
                    for (const ImagePtr& image : level) {
                        result.push_back({{image}});
                    }
                }
            }
        }
    }
    return result;
}

/// The number of a path in the pyramid, by its identifier; paths without one are the same.
int numberOf(SlidePyramid& pyramid, const OpticalPath& path)
{
    const auto found = std::find_if(pyramid.paths.begin(), pyramid.paths.end(),
                                    [&](const OpticalPath& other) { return other.identifier == path.identifier; });
    if (found != pyramid.paths.end()) {
        if (!found->objectivePower) {
            found->objectivePower = path.objectivePower;
        }
        return static_cast<int>(found - pyramid.paths.begin());
    }
    pyramid.paths.push_back(path);
    return static_cast<int>(pyramid.paths.size()) - 1;
}

/// Along one side: by the spacings where they agree with the sizes, else by the sizes.
double scaleBetween(double baseSize, double size, double baseSpacing, double spacing)
{
    const double bySize = baseSize / size;
    if (baseSpacing > 0 && spacing > 0) {
        const double bySpacing = spacing / baseSpacing;
        if (std::abs(bySpacing * size - baseSize) <= 1.5 * bySize) {
            return bySpacing;
        }
    }
    return bySize;
}

void setScales(SlidePyramid& pyramid)
{
    const SlideLevel& base = pyramid.base();
    const PixelSpacing none{0, 0};
    const PixelSpacing first = base.spacing().value_or(none);
    for (std::size_t i = 1; i < pyramid.levels.size(); ++i) {
        SlideLevel& level = pyramid.levels[i];
        const PixelSpacing own = level.spacing().value_or(none);
        level.setScale(scaleBetween(base.columns(), level.columns(), first.column, own.column),
                       scaleBetween(base.rows(), level.rows(), first.row, own.row));
    }
}

std::shared_ptr<SlidePyramid> build(const Levels& levels)
{
    auto pyramid = std::make_shared<SlidePyramid>();
    std::map<const ImageAttributes*, std::vector<int>> numbers;
    for (const auto& level : levels) {
        for (const ImagePtr& image : level) {
            pyramid->planes = std::max(pyramid->planes, image->tiles->planes);
            for (const OpticalPath& path : image->tiles->paths) {
                numbers[image.get()].push_back(numberOf(*pyramid, path));
            }
            if (!pyramid->absent) {
                pyramid->absent = image->tiles->absent;
            }
        }
    }
    for (const auto& images : levels) {
        const TileLayout& layout = *images.front()->tiles;
        SlideLevel level(layout.rows, layout.columns, pyramid->planes, static_cast<int>(pyramid->paths.size()));
        for (const ImagePtr& image : images) {
            level.add(image, numbers[image.get()]);
        }
        level.finish();
        pyramid->levels.push_back(std::move(level));
    }
    setScales(*pyramid);
    return pyramid;
}

/// The picture that stands for the slide in lists: the only tile of the coarsest level, or its middle one.
FrameRef representative(const SlidePyramid& pyramid)
{
    const SlideLevel& coarsest = pyramid.levels.back();
    for (int path = 0; path < static_cast<int>(pyramid.paths.size()); ++path) {
        const QRect all(0, 0, coarsest.columns(), coarsest.rows());
        const QRect middle(all.center(), QSize(1, 1));
        for (const QRect& part : {middle, all}) {
            const std::vector<SlideTile> tiles = coarsest.tilesIn({path, 0}, part);
            if (!tiles.empty()) {
                return {coarsest.sources()[tiles.front().source], tiles.front().frame};
            }
        }
    }
    return {coarsest.sources().front(), 0};
}

/// Parts of concatenations that have not come.
QStringList missingParts(const std::vector<ImagePtr>& images)
{
    std::map<QString, std::pair<std::vector<int>, int>> seen; // numbers, total
    for (const ImagePtr& image : images) {
        if (image->concatenation) {
            auto& [numbers, total] = seen[image->concatenation->uid];
            numbers.push_back(image->concatenation->number);
            total = std::max({total, image->concatenation->total, image->concatenation->number});
        }
    }
    QStringList missing;
    for (const auto& [uid, parts] : seen) {
        for (int number = 1; number <= parts.second && missing.size() < 100; ++number) {
            if (std::find(parts.first.begin(), parts.first.end(), number) == parts.first.end()) {
                missing << Text::tr("Part %1 of this slide image is missing.").arg(number);
            }
        }
    }
    return missing;
}

std::shared_ptr<ImageSeries> seriesOf(const Levels& levels, const ImagePtr& label, quint64 generation)
{
    const std::shared_ptr<SlidePyramid> pyramid = build(levels);
    pyramid->label = label;
    auto series = std::make_shared<ImageSeries>();
    const ImagePtr& first = levels.front().front();
    series->study = first->record.study;
    series->series = first->record.series;
    series->generation = generation;
    series->frames.push_back(representative(*pyramid));
    series->order.order = {0};
    std::vector<ImagePtr> all;
    for (const auto& level : levels) {
        all.insert(all.end(), level.begin(), level.end());
    }
    series->notShown = missingParts(all);
    series->missingParts = static_cast<int>(series->notShown.size());
    series->slide = pyramid;
    return series;
}

std::size_t frameCount(const Levels& levels)
{
    std::size_t frames = 0;
    for (const auto& level : levels) {
        frames = std::accumulate(level.begin(), level.end(), frames, [](std::size_t sum, const ImagePtr& image) {
            return sum + static_cast<std::size_t>(image->frames);
        });
    }
    return frames;
}

/// The label of the same slide.
ImagePtr labelFor(const ImageAttributes& slide, const std::vector<ImagePtr>& images)
{
    const auto found = std::find_if(images.begin(), images.end(), [&](const ImagePtr& image) {
        return image->hasPixels() && image->tiles && image->tiles->role == TileLayout::Role::Label &&
               image->tiles->container == slide.tiles->container &&
               image->record.study.patient.id == slide.record.study.patient.id &&
               image->record.study.patient.issuer == slide.record.study.patient.issuer &&
               image->record.series.uid == slide.record.series.uid;
    });
    return found == images.end() ? nullptr : *found;
}

} // namespace

SlideGrouping takeSlides(const std::vector<ImagePtr>& images, quint64 generation)
{
    SlideGrouping result;
    std::map<SlideKey, std::vector<ImagePtr>> groups;
    for (const ImagePtr& image : images) {
        if (isPart(*image)) {
            groups[keyOf(*image)].push_back(image);
        } else {
            result.others.push_back(image);
        }
    }
    for (const auto& [key, group] : groups) {
        for (const Levels& levels : scansOf(group)) {
            const bool volume = std::any_of(levels.begin(), levels.end(), [](const auto& level) {
                return std::any_of(level.begin(), level.end(),
                                   [](const ImagePtr& image) { return image->tiles->role == TileLayout::Role::Volume; });
            });
            const bool tooMany =
                std::any_of(levels.begin(), levels.end(), [](const auto& level) { return level.size() > kMostSources; });
            if (!volume || frameCount(levels) < 2 || tooMany) {
                for (const auto& level : levels) {
                    result.others.insert(result.others.end(), level.begin(), level.end());
                }
                continue;
            }
            result.slides.push_back(seriesOf(levels, labelFor(*levels.front().front(), images), generation));
        }
    }
    return result;
}

namespace {

QString titleOf(TileLayout::Role role)
{
    switch (role) {
    case TileLayout::Role::Label:
        return Text::tr("Label");
    case TileLayout::Role::Overview:
        return Text::tr("Overview");
    case TileLayout::Role::Thumbnail:
        return Text::tr("Thumbnail");
    default:
        return {};
    }
}

using StackKey = std::tuple<QString, QString, QString, int, QString>;

StackKey stackKey(const ImageSeries& stack)
{
    return {stack.study.patient.issuer, stack.study.patient.id, stack.study.uid.text(), stack.series.number.value_or(0),
            stack.series.uid.text()};
}

using Stacks = std::vector<std::shared_ptr<ImageSeries>>;

void addStacks(const std::vector<ImagePtr>& images, const QString& title, quint64 generation, Stacks& stacks)
{
    for (const ImageSeriesPtr& stack : groupIntoSeries(images, generation)) {
        auto copy = std::make_shared<ImageSeries>(*stack);
        if (!title.isEmpty()) {
            copy->partTitle = title;
        }
        stacks.push_back(copy);
    }
}

} // namespace

std::vector<ImageSeriesPtr> groupWithSlides(const std::vector<ImagePtr>& images, quint64 generation)
{
    if (std::none_of(images.begin(), images.end(), [](const ImagePtr& image) { return image->tiles != nullptr; })) {
        return groupIntoSeries(images, generation);
    }
    SlideGrouping grouping = takeSlides(images, generation);
    Stacks stacks = std::move(grouping.slides);
    std::vector<ImagePtr> plain;
    std::vector<ImagePtr> apart;
    for (const ImagePtr& image : grouping.others) {
        const bool isApart = image->tiles && image->hasPixels() && !titleOf(image->tiles->role).isEmpty();
        (isApart ? apart : plain).push_back(image);
    }
    addStacks(plain, {}, generation, stacks);
    for (const ImagePtr& image : apart) {
        addStacks({image}, titleOf(image->tiles->role), generation, stacks);
    }
    // Slides are first among the stacks of their series, then all in the order in which they were added.
    std::map<StackKey, Stacks> bySeries;
    for (const auto& stack : stacks) {
        bySeries[stackKey(*stack)].push_back(stack);
    }
    std::vector<ImageSeriesPtr> result;
    for (const auto& [key, parts] : bySeries) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            parts[i]->part = static_cast<int>(i);
            parts[i]->parts = static_cast<int>(parts.size());
            parts[i]->drawnElsewhere = parts.front()->slide && !parts[i]->slide && !parts[i]->partTitle.isEmpty();
            result.push_back(parts[i]);
        }
    }
    return result;
}

} // namespace isocenter
