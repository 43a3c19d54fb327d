#include "file/ColorProfiles.h"

#include "file/HeaderBuilder.h"
#include "file/Tags.h"
#include "image/TileLayout.h"

#include <QCoreApplication>
#include <QHash>
#include <QMutex>
#include <QMutexLocker>
#include <QString>

#include <algorithm>
#include <map>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DicomFile)
};

constexpr std::size_t kMostPaths = 1024;

using ByPath = std::map<QString, ColorProfilePtr>;

ByPath profilesOfPaths(const Item& root)
{
    ByPath profiles;
    for (const Item& path : root.items(tag::OpticalPathSequence)) {
        if (profiles.size() < kMostPaths) {
            profiles.emplace(path.first(tag::OpticalPathIdentifier), colorProfileOf(path));
        }
    }
    return profiles;
}

const ColorProfilePtr* profileOf(const Item& group, const ByPath& profiles)
{
    const Item path = group.item(tag::OpticalPathIdentificationSequence);
    const auto found = path.isEmpty() ? profiles.end() : profiles.find(path.first(tag::OpticalPathIdentifier));
    return found == profiles.end() ? nullptr : &found->second;
}

bool isSame(const ColorProfilePtr& a, const ColorProfilePtr& b)
{
    return a == b || (a && b && a->icc == b->icc && a->space == b->space && a->problem == b->problem);
}

/// Whole-slide images (PS3.3 C.8.12.5): each frame was taken through one optical path, which has the profile.
void readOpticalPaths(const Item& root, ImageAttributes& image)
{
    const ByPath profiles = profilesOfPaths(root);
    if (profiles.empty()) {
        return;
    }
    image.shared.profile = profiles.begin()->second;
    const auto isFirst = [&](const auto& other) { return isSame(other.second, image.shared.profile); };
    if (std::all_of(profiles.begin(), profiles.end(), isFirst)) { // nearly always: a slide may have 100,000 frames
        for (FrameAttributes& frame : image.perFrame) {
            frame.profile = image.shared.profile;
        }
        return;
    }
    if (const auto* shared = profileOf(root.item(tag::SharedFunctionalGroupsSequence), profiles)) {
        image.shared.profile = *shared;
    }
    const auto frames = static_cast<std::size_t>(image.frames);
    if (image.tiles) { // the places say which path a frame is of
        image.perFrame.assign(frames, image.shared);
        for (int i = 0; i < image.frames; ++i) {
            const std::uint16_t path = image.tiles->place(i, image.rows, image.columns).path;
            const auto found = profiles.find(image.tiles->paths[path].identifier);
            image.perFrame[static_cast<std::size_t>(i)].profile = found == profiles.end() ? nullptr : found->second;
        }
        return;
    }
    const std::vector<Item> groups = root.items(tag::PerFrameFunctionalGroupsSequence);
    // TILED_FULL: the frames of the first path, then those of the next one (C.7.6.17.3).
    const std::vector<Item> paths = root.items(tag::OpticalPathSequence);
    const bool inOrder = groups.empty() && paths.size() > 1 && frames % paths.size() == 0;
    if (inOrder && image.perFrame.empty()) {
        image.perFrame.assign(frames, image.shared);
    }
    for (std::size_t i = 0; i < image.perFrame.size(); ++i) {
        image.perFrame[i].profile = image.shared.profile;
        if (inOrder) {
            const QString id = paths[i / (frames / paths.size())].first(tag::OpticalPathIdentifier);
            const auto found = profiles.find(id);
            image.perFrame[i].profile = found == profiles.end() ? nullptr : found->second;
        } else if (i < groups.size()) {
            if (const auto* own = profileOf(groups[i], profiles)) {
                image.perFrame[i].profile = *own;
            }
        }
    }
}

} // namespace

ColorProfilePtr colorProfileOf(const Item& item)
{
    const DataElement* element = item.find(tag::ICCProfile);
    const QString space = item.first(tag::ColorSpace);
    if ((!element || element->length == 0) && space.isEmpty()) {
        return nullptr;
    }
    auto profile = std::make_shared<ColorProfile>();
    profile->space = space;
    if (element && element->value) {
        profile->icc = QByteArray(reinterpret_cast<const char*>(element->value), static_cast<qsizetype>(element->length));
    } else if (element && element->length > 0) {
        profile->problem = Text::tr("The colour profile of this image is too long and was not used.");
    }
    return profile;
}

void readColorProfiles(const Item& root, ImageAttributes& image)
{
    if (!image.isColor() && !image.palette[0]) {
        return;
    }
    if (const ColorProfilePtr profile = colorProfileOf(root)) {
        image.shared.profile = profile;
        for (FrameAttributes& frame : image.perFrame) {
            frame.profile = profile;
        }
        return;
    }
    readOpticalPaths(root, image);
}

struct ProfilePool::State
{
    QMutex mutex;
    QMultiHash<std::size_t, std::weak_ptr<const ColorProfile>> profiles;
};

ProfilePool::ProfilePool() : m(std::make_unique<State>()) {}

ProfilePool::~ProfilePool() = default;

ColorProfilePtr ProfilePool::shared(const ColorProfilePtr& profile) const
{
    const std::size_t hash = qHash(profile->icc) ^ qHash(profile->space);
    const QMutexLocker lock(&m->mutex);
    for (auto it = m->profiles.find(hash); it != m->profiles.end() && it.key() == hash;) {
        const ColorProfilePtr known = it->lock();
        if (!known) {
            it = m->profiles.erase(it);
        } else if (known->icc == profile->icc && known->space == profile->space && known->problem == profile->problem) {
            return known;
        } else {
            ++it;
        }
    }
    m->profiles.insert(hash, profile);
    return profile;
}

void ProfilePool::share(ImageAttributes& image) const
{
    const auto replace = [this](ColorProfilePtr& profile) {
        if (profile) {
            profile = shared(profile);
        }
    };
    replace(image.shared.profile);
    ColorProfilePtr last;
    ColorProfilePtr lastShared;
    for (FrameAttributes& frame : image.perFrame) {
        if (frame.profile != last || !last) {
            last = frame.profile;
            replace(frame.profile);
            lastShared = frame.profile;
        } else {
            frame.profile = lastShared;
        }
    }
}

} // namespace isocenter
