#pragma once

#include "document/Report.h"
#include "layout/SeriesLookup.h"

#include <QHash>

#include <optional>

namespace isocenter {

/// Where an object of the open study is shown.
struct ObjectPlace
{
    ImageSeriesPtr series;
    int index = 0; ///< of the frame, or of the object without a picture, in `series`
};

/// Finds what a report refers to among the stacks of the open study, and so of one patient. Not thread-safe.
class ObjectPlaces
{
public:
    void setSeries(const SeriesList& series);

    /// Ordinary stacks before selections of key images. Nothing where the study does not hold the object, or not that frame.
    std::optional<ObjectPlace> find(const ObjectReference& reference) const;
    /// "series 3, image 12"; empty as find().
    QString text(const ObjectReference& reference) const;

private:
    struct Entry
    {
        std::size_t stack = 0;
        int index = 0; ///< of its first frame in the stack, or of the object
    };

    SeriesList m_series;
    mutable QHash<InstanceUid, Entry> m_entries; ///< filled when first asked
    mutable bool m_filled = false;
};

} // namespace isocenter
