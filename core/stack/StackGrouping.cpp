#include "stack/StackGrouping.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeLayout)
};

// Image positions beyond this (mm) are no places in or near a patient.
constexpr double kFarthest = 1e6;
// Grids of one series that are told apart; a series with more is a set of views.
constexpr std::size_t kMostGrids = 256;

QStringList imageType(const ImageAttributes& image)
{
    return image.texts.value(QStringLiteral("ImageType")).toUpper().split(QLatin1Char('\\'));
}

bool says(const FrameRef& ref, QLatin1String word)
{
    const auto& details = ref.attributes().details;
    return imageType(*ref.image).contains(word) || (details && details->stackName.toUpper().contains(word));
}

bool isPlaced(const FrameRef& ref)
{
    const auto& plane = ref.attributes().plane;
    return plane && plane->position.allFinite() && plane->position.cwiseAbs().maxCoeff() < kFarthest;
}

/// Why this frame cannot be a slice of a volume; empty: it may be one.
QString obstacle(const FrameRef& ref)
{
    if (ref.image->tiles) {
        return Text::tr("Whole slides are shown as slides, not as volumes.");
    }
    if (!isPlaced(ref)) {
        return Text::tr("The images do not say where they lie in the patient.");
    }
    if (says(ref, QLatin1String("LOCALIZER"))) {
        return Text::tr("Localizer images are overviews for planning, not slices of a volume.");
    }
    if (says(ref, QLatin1String("MOSAIC"))) {
        return Text::tr("Each image is a mosaic of several slices whose places are not given.");
    }
    if (ref.image->isColor()) {
        return Text::tr("Colour images cannot be made into a volume.");
    }
    if (!ref.attributes().plane->spacingKnown) {
        return Text::tr("The distance of the pixels is not known.");
    }
    if (!ref.image->spacingSource.isEmpty() && ref.image->spacingSource != QLatin1String("PixelSpacing")) {
        return Text::tr("The distance of the pixels is not given for a plane in the patient.");
    }
    return {};
}

/// Numbers grids: planes that are parallel, of the same sense and of the same pixel spacing within 0.1 %.
class Grids
{
public:
    int numberOf(const ImagePlane& plane)
    {
        const auto alike = [](double a, double b) { return std::abs(a - b) <= 1e-3 * a; };
        const auto found = std::find_if(m_seen.begin(), m_seen.end(), [&](const ImagePlane& o) {
            return o.isParallel(plane) && alike(o.rowSpacing, plane.rowSpacing) && alike(o.columnSpacing, plane.columnSpacing);
        });
        const auto number = static_cast<int>(found - m_seen.begin());
        if (found == m_seen.end() && m_seen.size() < kMostGrids) {
            m_seen.push_back(plane);
        }
        return number;
    }
    static bool isBeyond(int number) { return number >= static_cast<int>(kMostGrids); }

private:
    std::vector<ImagePlane> m_seen;
};

// What frames of one volume share. Image Type: original or derived, primary or secondary, and the kind of image.
using GroupKey = std::tuple<QString, int, int, int, QString, QString>;

GroupKey keyOf(const FrameRef& ref, Grids& grids)
{
    const ImageAttributes& image = *ref.image;
    const auto& details = ref.attributes().details;
    return {image.record.series.frameOfReference,
            image.rows,
            image.columns,
            grids.numberOf(*ref.attributes().plane),
            imageType(image).mid(0, 3).join(QLatin1Char('\\')),
            details ? details->stackName : QString()};
}

/// Whether there are two places along the normal.
bool isOnePlace(const std::vector<FrameRef>& frames)
{
    const ImagePlane& first = *frames.front().attributes().plane;
    const Eigen::Vector3d normal = first.normal();
    return std::all_of(frames.begin(), frames.end(), [&](const FrameRef& ref) {
        return std::abs((ref.attributes().plane->position - first.position).dot(normal)) <= 0.01;
    });
}

/// Views in many directions, one place each: one group with the reason instead of one for each view.
void joinViews(std::vector<FrameGroup>& groups)
{
    std::set<int> views;
    FrameGroup joined;
    std::vector<FrameGroup> rest;
    Grids grids;
    for (FrameGroup& group : groups) {
        if (isOnePlace(group.frames)) {
            views.insert(grids.numberOf(*group.frames.front().attributes().plane));
            joined.frames.insert(joined.frames.end(), group.frames.begin(), group.frames.end());
        } else {
            rest.push_back(std::move(group));
        }
    }
    if (views.size() < 2) {
        for (const FrameRef& ref : joined.frames) { // too few to be a volume whatever their kind
            if (rest.empty() || rest.back().reason.isEmpty()) {
                rest.push_back({{},
                                joined.frames.size() == 1 ? Text::tr("There is a single image only.")
                                                          : Text::tr("All images lie at one place.")});
            }
            rest.back().frames.push_back(ref);
        }
        groups = std::move(rest);
        return;
    }
    joined.reason = Text::tr("The images lie in %n different directions, not parallel to each other.", nullptr,
                             static_cast<int>(views.size()));
    rest.push_back(std::move(joined));
    groups = std::move(rest);
}

} // namespace

std::vector<FrameGroup> groupFrames(const std::vector<FrameRef>& frames)
{
    Grids grids;
    std::map<GroupKey, std::vector<FrameRef>> usable;
    std::map<QString, std::vector<FrameRef>> refused;
    std::vector<FrameRef> beyond;
    for (const FrameRef& ref : frames) {
        const QString reason = obstacle(ref);
        if (!reason.isEmpty()) {
            refused[reason].push_back(ref);
            continue;
        }
        const GroupKey key = keyOf(ref, grids);
        (Grids::isBeyond(std::get<3>(key)) ? beyond : usable[key]).push_back(ref);
    }
    std::vector<FrameGroup> groups;
    for (auto& entry : usable) {
        if (!entry.second.empty()) {
            groups.push_back({std::move(entry.second), {}});
        }
    }
    joinViews(groups);
    if (!beyond.empty()) {
        groups.push_back({std::move(beyond), Text::tr("The images lie in too many directions to be told apart.")});
    }
    for (auto& entry : refused) {
        groups.push_back({std::move(entry.second), entry.first});
    }
    return groups;
}

std::vector<std::vector<std::size_t>> splitByImageType(const std::vector<FrameRef>& frames, const std::vector<int>& places)
{
    std::map<QString, std::vector<std::size_t>> types;
    std::set<int> distinct(places.begin(), places.end());
    std::set<std::pair<QString, int>> told;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const QString type = imageType(*frames[i].image).mid(3).join(QLatin1Char('\\'));
        types[type].push_back(i);
        told.insert({type, places[i]});
    }
    // Types that take turns along the stack (seen: "AXIAL" and "AXIAL\ADD") are one volume; those at the same places are not.
    std::vector<std::vector<std::size_t>> result;
    if (told.size() == distinct.size()) {
        result.emplace_back(frames.size());
        for (std::size_t i = 0; i < frames.size(); ++i) {
            result.front()[i] = i;
        }
        return result;
    }
    for (auto& entry : types) {
        result.push_back(std::move(entry.second));
    }
    return result;
}

} // namespace isocenter
