#include "layout/ObjectPlaces.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ObjectPlaces)
};

QString numberText(const std::optional<int>& number)
{
    return number ? QString::number(*number) : Text::tr("without a number");
}

} // namespace

void ObjectPlaces::setSeries(const SeriesList& series)
{
    m_series = series;
    m_entries.clear();
    m_filled = false;
}

std::optional<ObjectPlace> ObjectPlaces::find(const ObjectReference& reference) const
{
    if (!m_filled) {
        m_filled = true;
        for (const bool keys : {false, true}) {
            for (std::size_t s = 0; s < m_series.size(); ++s) {
                const ImageSeries& series = *m_series[s];
                if (series.keyTitle.isEmpty() == keys) {
                    continue;
                }
                const auto add = [&](const ImagePtr& image, int index) {
                    const InstanceUid& uid = image->record.instance.uid;
                    if (!uid.isEmpty() && !m_entries.contains(uid)) {
                        m_entries.insert(uid, {s, index});
                    }
                };
                for (int i = 0; i < series.count(); ++i) {
                    add(series.frames[static_cast<std::size_t>(i)].image, i);
                }
                for (std::size_t i = 0; i < series.objects.size(); ++i) {
                    add(series.objects[i], static_cast<int>(i));
                }
            }
        }
    }
    const auto entry = m_entries.constFind(reference.instance);
    if (entry == m_entries.constEnd()) {
        return std::nullopt;
    }
    const ImageSeriesPtr& series = m_series[entry->stack];
    if (reference.frames.empty() || series->frames.empty()) {
        return ObjectPlace{series, entry->index};
    }
    const auto frame = std::find_if(series->frames.begin(), series->frames.end(), [&](const FrameRef& ref) {
        return ref.frame == reference.frames.front() - 1 && ref.image->record.instance.uid == reference.instance;
    });
    return frame == series->frames.end() ? std::nullopt
                                         : std::optional(ObjectPlace{series, static_cast<int>(frame - series->frames.begin())});
}

QString ObjectPlaces::text(const ObjectReference& reference) const
{
    const std::optional<ObjectPlace> place = find(reference);
    if (!place) {
        return {};
    }
    const ImageSeries& series = *place->series;
    const auto at = static_cast<std::size_t>(place->index);
    const ImagePtr& object = series.frames.empty() ? series.objects[at] : series.frames[at].image;
    const QString number = numberText(object->record.instance.number);
    const QString in = numberText(series.series.number);
    return series.frames.empty() ? Text::tr("series %1, object %2").arg(in, number)
                                 : Text::tr("series %1, image %2").arg(in, number);
}

} // namespace isocenter
