#include "open/StudyCollector.h"

#include "pyramid/SlideGrouping.h"
#include "region/RegionPlacement.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <iterator>

namespace isocenter {

void StudyCollector::add(const std::vector<ImagePtr>& images)
{
    for (const ImagePtr& image : images) {
        const Study& study = image->record.study;
        if (!m_only.isEmpty() && study.uid != m_only) {
            continue;
        }
        Entry& entry = m_studies[{study.patient.issuer, study.patient.id, study.uid}];
        entry.images.push_back(image);
        const int pictures = image->hasPixels() ? 1 : 0;
        entry.pictures += pictures;
        m_pictures += pictures;
    }
}

const StudyCollector::Key* StudyCollector::choose()
{
    if (m_chosen || m_studies.empty()) {
        return m_chosen ? &*m_chosen : nullptr;
    }
    const auto rank = [](const Entry& entry) {
        const Study& study = entry.images.front()->record.study;
        return std::tuple(entry.pictures > 0, study.date, study.time);
    };
    auto best = m_studies.begin();
    for (auto it = m_studies.begin(); it != m_studies.end(); ++it) {
        if (rank(it->second) > rank(best->second)) {
            best = it;
        }
    }
    m_chosen = best->first;
    return &*m_chosen;
}

namespace {

bool isOf(const ImagePtr& object, const std::vector<ImagePtr>& images)
{
    return std::find(images.begin(), images.end(), object) != images.end();
}

/// The images without the objects that are offered in another way.
std::vector<ImagePtr> withoutObjects(const std::vector<ImagePtr>& images, const std::vector<ImagePtr>& objects)
{
    std::vector<ImagePtr> rest;
    std::copy_if(images.begin(), images.end(), std::back_inserter(rest),
                 [&](const ImagePtr& image) { return !isOf(image, objects); });
    return rest;
}

} // namespace

/// Those of this study (and so of this patient) that are for one of its images; others stay objects without a picture.
std::vector<PresentationStatePtr> StudyCollector::usableStates(const Entry& entry) const
{
    std::vector<PresentationStatePtr> usable;
    std::copy_if(m_states.begin(), m_states.end(), std::back_inserter(usable), [&](const PresentationStatePtr& state) {
        return isOf(state->object, entry.images) &&
               std::any_of(entry.images.begin(), entry.images.end(),
                           [&](const ImagePtr& image) { return image->hasPixels() && state->concerns(*image); });
    });
    return usable;
}

/// Those of this study (and so of this patient) that are for one of its images.
std::vector<ValueMappingPtr> StudyCollector::usableMappings(const Entry& entry) const
{
    std::vector<ValueMappingPtr> usable;
    std::copy_if(m_mappings.begin(), m_mappings.end(), std::back_inserter(usable), [&](const ValueMappingPtr& mapping) {
        return isOf(mapping->object, entry.images) &&
               std::any_of(entry.images.begin(), entry.images.end(),
                           [&](const ImagePtr& image) { return image->hasPixels() && mapping->concerns(*image); });
    });
    return usable;
}

/// Those of this study (and so of this patient).
std::vector<SpatialRegistrationPtr> StudyCollector::usableRegistrations(const Entry& entry) const
{
    std::vector<SpatialRegistrationPtr> usable;
    std::copy_if(m_registrations.begin(), m_registrations.end(), std::back_inserter(usable),
                 [&](const SpatialRegistrationPtr& registration) { return isOf(registration->object, entry.images); });
    return usable;
}

std::vector<ImageSeriesPtr> StudyCollector::keyImages(const Entry& entry, const std::vector<ImageSeriesPtr>& series,
                                                      quint64 generation) const
{
    std::vector<std::shared_ptr<ImageSeries>> stacks;
    for (const KeyObjectSelectionPtr& selection : m_selections) {
        if (isOf(selection->object, entry.images)) {
            stacks.push_back(std::make_shared<ImageSeries>(*keyImageSeries(*selection, entry.images, generation)));
        }
    }
    // Documents of one series, and a document in a series of images, are its parts.
    std::vector<ImageSeriesPtr> result;
    for (const auto& stack : stacks) {
        const auto isSame = [&](const auto& other) { return other->series.uid == stack->series.uid; };
        const auto others = static_cast<int>(std::count_if(series.begin(), series.end(), isSame));
        stack->part = others + static_cast<int>(std::count_if(result.begin(), result.end(), isSame));
        stack->parts = others + static_cast<int>(std::count_if(stacks.begin(), stacks.end(), isSame));
        result.push_back(stack);
    }
    return result;
}

/// Only what is of the same patient and study (hazard: wrong patient).
void StudyCollector::attachRegions(const Key& key, ImageSeries& series) const
{
    for (const RegionSetPtr& regions : m_regions) {
        const Study& study = regions->object->record.study;
        if (Key{study.patient.issuer, study.patient.id, study.uid} == key && concerns(*regions, series)) {
            series.regions.push_back(regions);
        }
    }
    std::stable_sort(series.regions.begin(), series.regions.end(), [](const RegionSetPtr& a, const RegionSetPtr& b) {
        const auto order = [](const RegionSetPtr& set) {
            const InstanceRecord& record = set->object->record;
            return std::tuple(record.series.number.value_or(0), record.instance.number.value_or(0), record.instance.uid.text());
        };
        return order(a) < order(b);
    });
}

/// A segmentation whose frame of reference is that of other images of the study.
bool StudyCollector::liesElsewhere(const ImageSeries& series, const std::vector<ImagePtr>& images) const
{
    if (series.frames.empty() || !isRegionSet(series.frames.front().image->record.instance.sopClass)) {
        return false;
    }
    const QString& space = series.series.frameOfReference;
    return !space.isEmpty() && std::any_of(images.begin(), images.end(), [&](const ImagePtr& image) {
        return image->hasPixels() && image->record.series.frameOfReference == space &&
               !isRegionSet(image->record.instance.sopClass);
    });
}

/// Structures of images that are not in this study, and registrations that cannot be used, stay objects without a picture.
void StudyCollector::sayWhyNotDrawn(std::vector<ImageSeriesPtr>& stacks) const
{
    for (ImageSeriesPtr& stack : stacks) {
        for (std::size_t i = 0; i < stack->objects.size(); ++i) {
            const bool isRegions = std::any_of(m_regions.begin(), m_regions.end(),
                                               [&](const RegionSetPtr& set) { return set->object == stack->objects[i]; });
            const auto refused =
                std::find_if(m_registrations.begin(), m_registrations.end(), [&](const SpatialRegistrationPtr& registration) {
                    return registration->object == stack->objects[i] && !registration->problem.isEmpty();
                });
            if (isRegions || refused != m_registrations.end()) {
                auto copy = std::make_shared<ImageSeries>(*stack);
                copy->notShown[static_cast<qsizetype>(i)] =
                    isRegions ? QCoreApplication::translate("StudyCollector",
                                                            "The structures of this object lie on images of another frame of "
                                                            "reference, which are not in this study.")
                              : (*refused)->problem;
                stack = copy;
            }
        }
    }
}

namespace {

/// States for any image that a slide is made of: the view of the slide says that there are some.
void attachToSlide(const std::vector<PresentationStatePtr>& states, ImageSeries& series)
{
    if (!series.slide) {
        return;
    }
    for (const PresentationStatePtr& state : states) {
        const bool concerned =
            std::any_of(series.slide->levels.begin(), series.slide->levels.end(), [&](const SlideLevel& level) {
                return std::any_of(level.sources().begin(), level.sources().end(),
                                   [&](const ImagePtr& image) { return state->concerns(*image); });
            });
        if (concerned && std::find(series.states.begin(), series.states.end(), state) == series.states.end()) {
            series.states.push_back(state);
        }
    }
}

} // namespace

/// Objects that are offered with images, and so not as a series of their own.
std::vector<ImagePtr> StudyCollector::shownWithImages(const std::vector<ImagePtr>& images,
                                                      const std::vector<PresentationStatePtr>& states,
                                                      const std::vector<ValueMappingPtr>& mappings) const
{
    std::vector<ImagePtr> objects;
    for (const PresentationStatePtr& state : states) {
        objects.push_back(state->object);
    }
    for (const ValueMappingPtr& mapping : mappings) {
        objects.push_back(mapping->object);
    }
    for (const KeyObjectSelectionPtr& selection : m_selections) {
        objects.push_back(selection->object);
    }
    for (const RegionSetPtr& regions : m_regions) { // structures have no picture of their own
        const auto liesOn = [&](const ImagePtr& image) {
            return image->hasPixels() && image->record.series.frameOfReference == regions->frameOfReference;
        };
        if (!regions->object->hasPixels() && std::any_of(images.begin(), images.end(), liesOn)) {
            objects.push_back(regions->object);
        }
    }
    for (const SpatialRegistrationPtr& registration : m_registrations) {
        const auto places = [&](const ImagePtr& image) { return image->hasPixels() && registration->concerns(*image); };
        if (std::any_of(images.begin(), images.end(), places)) {
            objects.push_back(registration->object);
        }
    }
    return objects;
}

/// The same copies at each call: to those who show them another image would be another series.
std::vector<ImagePtr> StudyCollector::mapped(const std::vector<ImagePtr>& images, const std::vector<ValueMappingPtr>& mappings)
{
    if (mappings.empty()) {
        return images;
    }
    if (mappings != m_mappedBy) {
        m_mapped.clear();
        m_mappedBy = mappings;
    }
    std::vector<ImagePtr> fresh;
    std::copy_if(images.begin(), images.end(), std::back_inserter(fresh),
                 [this](const ImagePtr& image) { return m_mapped.find(image) == m_mapped.end(); });
    const std::vector<ImagePtr> made = withMappings(fresh, mappings);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        m_mapped.emplace(fresh[i], made[i]);
    }
    std::vector<ImagePtr> result;
    for (const ImagePtr& image : images) {
        result.push_back(m_mapped[image]);
    }
    return result;
}

StudyCollector::Grouped StudyCollector::group(quint64 generation, bool complete)
{
    Grouped result;
    const Key* key = choose();
    if (!key) {
        return result;
    }
    const std::vector<ImagePtr>& images = m_studies[*key].images;
    result.study = images.front()->record.study;
    result.study.instanceCount = static_cast<int>(images.size());
    QSet<QString> modalities;
    for (const ImagePtr& image : images) {
        modalities.insert(image->record.series.modality);
    }
    result.study.modalities = modalities.values();
    result.study.modalities.sort();
    result.otherStudies = static_cast<int>(m_studies.size()) - 1;
    Entry entry = m_studies[*key];
    const std::vector<PresentationStatePtr> states = usableStates(entry);
    const std::vector<ValueMappingPtr> mappings = usableMappings(entry);
    const std::vector<SpatialRegistrationPtr> registrations = usableRegistrations(entry);
    const std::vector<ImagePtr> objects = shownWithImages(images, states, mappings);
    entry.images = mapped(images, mappings);
    std::vector<ImageSeriesPtr> stacks = groupWithSlides(withoutObjects(entry.images, objects), generation);
    sayWhyNotDrawn(stacks);
    const std::vector<ImageSeriesPtr> keys = keyImages(entry, stacks, generation);
    stacks.insert(stacks.end(), keys.begin(), keys.end());
    for (const ImageSeriesPtr& series : withStates(stacks, states)) {
        auto copy = std::make_shared<ImageSeries>(*series);
        const auto missing = m_missing.find(copy->series.uid);
        copy->complete = complete && missing == m_missing.end();
        if (missing != m_missing.end()) {
            copy->notShown += missing->second;
        }
        attachRegions(*key, *copy);
        attachToSlide(states, *copy);
        copy->registrations = registrations;
        copy->blended = blendedImages(*copy, entry.images, registrations);
        copy->drawnElsewhere = copy->drawnElsewhere || liesElsewhere(*copy, images);
        result.series.push_back(copy);
    }
    return result;
}

} // namespace isocenter
