#pragma once

#include "image/ImageSeries.h"
#include "presentation/KeyObjectSelection.h"
#include "presentation/PresentationState.h"
#include "presentation/ValueMapping.h"
#include "region/RegionSet.h"
#include "registration/SpatialRegistration.h"
#include "study/Study.h"

#include <QStringList>

#include <map>
#include <optional>
#include <tuple>
#include <vector>

namespace isocenter {

/// Gathers image headers by patient and study and chooses the one to open. A study is one patient's (ID and issuer) and
/// one Study Instance UID: equal UIDs under two patients are two studies. Not thread-safe.
class StudyCollector
{
public:
    struct Grouped
    {
        Study study;
        std::vector<ImageSeriesPtr> series;
        int otherStudies = 0;
    };

    void restrictTo(const StudyUid& study) { m_only = study; }
    void add(const std::vector<ImagePtr>& images);
    /// An instance that should be there and could not be read: named in the series' list of what is not shown.
    void addMissing(const SeriesUid& series, const QString& reason) { m_missing[series] << reason; }
    /// What was read from objects that add() has got too: they are offered with the images that they are for, and not listed as
    /// objects without a picture.
    void addState(const PresentationStatePtr& state) { m_states.push_back(state); }
    void addSelection(const KeyObjectSelectionPtr& selection) { m_selections.push_back(selection); }
    /// Its maps are added to the images that it is for.
    void addMapping(const ValueMappingPtr& mapping) { m_mappings.push_back(mapping); }
    /// To place images that a blending state mixes; one that cannot be used too, with its reason.
    void addRegistration(const SpatialRegistrationPtr& registration) { m_registrations.push_back(registration); }
    /// A segmentation or structure set, to be drawn on the series that it lies on.
    void addRegions(const RegionSetPtr& regions) { m_regions.push_back(regions); }
    bool hasPictures() const { return m_pictures > 0; }
    /// The chosen study's stacks. The choice is made at the first call and kept: the newest study with pictures.
    Grouped group(quint64 generation, bool complete);

private:
    using Key = std::tuple<QString, QString, StudyUid>; // issuer, patient ID, study
    struct Entry
    {
        std::vector<ImagePtr> images;
        int pictures = 0;
    };
    const Key* choose();
    std::vector<PresentationStatePtr> usableStates(const Entry& entry) const;
    std::vector<ValueMappingPtr> usableMappings(const Entry& entry) const;
    std::vector<SpatialRegistrationPtr> usableRegistrations(const Entry& entry) const;
    std::vector<ImageSeriesPtr> keyImages(const Entry& entry, const std::vector<ImageSeriesPtr>& series,
                                          quint64 generation) const;
    std::vector<ImagePtr> shownWithImages(const std::vector<ImagePtr>& images, const std::vector<PresentationStatePtr>& states,
                                          const std::vector<ValueMappingPtr>& mappings) const;
    std::vector<ImagePtr> mapped(const std::vector<ImagePtr>& images, const std::vector<ValueMappingPtr>& mappings);
    bool liesElsewhere(const ImageSeries& series, const std::vector<ImagePtr>& images) const;
    void sayWhyNotDrawn(std::vector<ImageSeriesPtr>& stacks) const;
    void attachRegions(const Key& key, ImageSeries& series) const;

    std::map<Key, Entry> m_studies;
    std::vector<PresentationStatePtr> m_states;
    std::vector<KeyObjectSelectionPtr> m_selections;
    std::optional<Key> m_chosen;
    StudyUid m_only;
    std::map<SeriesUid, QStringList> m_missing;
    std::vector<RegionSetPtr> m_regions;
    std::vector<ValueMappingPtr> m_mappings;
    std::map<ImagePtr, ImagePtr> m_mapped; ///< images as m_mappedBy have them
    std::vector<ValueMappingPtr> m_mappedBy;
    std::vector<SpatialRegistrationPtr> m_registrations;
    int m_pictures = 0;
};

} // namespace isocenter
