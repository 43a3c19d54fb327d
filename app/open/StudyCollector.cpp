#include "open/StudyCollector.h"

#include <QSet>

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
    for (const ImageSeriesPtr& series : groupIntoSeries(images, generation)) {
        auto copy = std::make_shared<ImageSeries>(*series);
        const auto missing = m_missing.find(copy->series.uid);
        copy->complete = complete && missing == m_missing.end();
        if (missing != m_missing.end()) {
            copy->notShown += missing->second;
        }
        result.series.push_back(copy);
    }
    return result;
}

} // namespace isocenter
