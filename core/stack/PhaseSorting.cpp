#include "stack/PhaseSorting.h"

#include "region/RegionSet.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeLayout)
};

/// An attribute that may tell frames at one place apart; `text` has a place for its value.
struct Attribute
{
    const char* keyword;
    const char* text;
};

// These are other pictures or other times also where nothing lies at one place.
constexpr std::array kContents{
    Attribute{"EchoTime", QT_TRANSLATE_NOOP("VolumeLayout", "TE %1 ms")},
    Attribute{"EchoNumbers", QT_TRANSLATE_NOOP("VolumeLayout", "Echo %1")},
    Attribute{"DiffusionBValue", QT_TRANSLATE_NOOP("VolumeLayout", "b %1")},
    Attribute{"TemporalPositionIdentifier", QT_TRANSLATE_NOOP("VolumeLayout", "Time %1")},
    Attribute{"NominalPercentageOfCardiacPhase", QT_TRANSLATE_NOOP("VolumeLayout", "%1 % of the heart cycle")},
};
// These may differ from slice to slice of one volume, so they count only where frames lie at one place.
constexpr std::array kCircumstances{
    Attribute{"InversionTime", QT_TRANSLATE_NOOP("VolumeLayout", "TI %1 ms")},
    Attribute{"FlipAngle", QT_TRANSLATE_NOOP("VolumeLayout", "Flip angle %1°")},
    Attribute{"RepetitionTime", QT_TRANSLATE_NOOP("VolumeLayout", "TR %1 ms")},
    Attribute{"KVP", QT_TRANSLATE_NOOP("VolumeLayout", "%1 kV")},
    Attribute{"ConvolutionKernel", QT_TRANSLATE_NOOP("VolumeLayout", "Kernel %1")},
    Attribute{"TriggerTime", QT_TRANSLATE_NOOP("VolumeLayout", "%1 ms after R")},
};
constexpr std::array kTimes{
    Attribute{"AcquisitionNumber", QT_TRANSLATE_NOOP("VolumeLayout", "Acquisition %1")},
    Attribute{"FrameReferenceTime", QT_TRANSLATE_NOOP("VolumeLayout", "%1 ms")},
    Attribute{"AcquisitionTime", QT_TRANSLATE_NOOP("VolumeLayout", "Acquired at %1")},
    Attribute{"ContentTime", QT_TRANSLATE_NOOP("VolumeLayout", "Made at %1")},
};
constexpr Attribute kInstance{"InstanceNumber", QT_TRANSLATE_NOOP("VolumeLayout", "Object %1")};
constexpr Attribute kOrder{"Order", QT_TRANSLATE_NOOP("VolumeLayout", "Repetition %1")};

// More are no kinds of content, but a value that changes from image to image.
constexpr std::size_t kMostContents = 1000;

/// The values of one attribute over all frames, as ranks in ascending order.
struct Column
{
    QString keyword;
    const char* text = nullptr;
    bool isDimension = false;
    std::vector<int> rank; ///< one a frame
    std::vector<QString> values;
    bool varies() const { return values.size() > 1; }
};

/// Numbers in order of their size where all are numbers, else as texts. Equal within `tolerance` (relative) is the same value.
void rankValues(Column& column, const std::vector<QString>& texts, bool areNumbers, double tolerance)
{
    std::map<std::pair<double, QString>, int> found;
    std::vector<std::pair<double, QString>> keys;
    for (const QString& text : texts) {
        bool ok = false;
        const double number = text.toDouble(&ok);
        areNumbers = areNumbers && (ok || text.isEmpty()) && (!ok || std::isfinite(number));
    }
    for (const QString& text : texts) {
        const bool isNumber = areNumbers && !text.isEmpty();
        keys.emplace_back(isNumber ? text.toDouble() : -1e300, isNumber ? QString() : text);
        found.emplace(keys.back(), 0);
    }
    int rank = -1;
    double last = 0;
    for (auto& entry : found) {
        const double value = entry.first.first;
        const bool isSame =
            rank >= 0 && areNumbers && value > -1e300 && last > -1e300 && std::abs(value - last) <= tolerance * std::abs(last);
        if (!isSame) {
            ++rank;
            last = value;
            const bool isNumber = areNumbers && value > -1e300;
            column.values.push_back(isNumber ? QString::number(value, 'g', 12) : entry.first.second);
        }
        entry.second = rank;
    }
    for (const auto& key : keys) {
        column.rank.push_back(found[key]);
    }
}

QString momentOf(const FrameRef& ref, QLatin1String kind)
{
    const QString whole = kind == QLatin1String("AcquisitionTime") ? ref.text(QStringLiteral("AcquisitionDateTime")) : QString();
    const QString time = ref.text(kind);
    const QString date =
        ref.text(kind == QLatin1String("AcquisitionTime") ? QStringLiteral("AcquisitionDate") : QStringLiteral("ContentDate"));
    return time.isEmpty() ? whole : date + time;
}

Column columnOf(const std::vector<FrameRef>& frames, const Attribute& attribute)
{
    Column column;
    const QLatin1String keyword(attribute.keyword);
    column.keyword = keyword;
    column.text = attribute.text;
    const bool isMoment = keyword == QLatin1String("AcquisitionTime") || keyword == QLatin1String("ContentTime");
    std::vector<QString> texts;
    for (const FrameRef& ref : frames) {
        if (isMoment) {
            texts.push_back(momentOf(ref, keyword));
        } else if (keyword == QLatin1String(kInstance.keyword)) {
            texts.push_back(QString::number(ref.image->record.instance.number.value_or(0)));
        } else {
            texts.push_back(ref.text(keyword).trimmed());
        }
    }
    // Echo times are computed by some scanners and differ in the last digit.
    rankValues(column, texts, !isMoment, keyword == QLatin1String("EchoTime") ? 1e-3 : 0.0);
    return column;
}

std::vector<Column> dimensionColumns(const std::vector<FrameRef>& frames)
{
    const auto indicesOf = [](const FrameRef& ref) {
        const auto& details = ref.attributes().details;
        return details ? details->dimension : std::vector<std::uint32_t>();
    };
    std::size_t count = 16;
    for (const FrameRef& ref : frames) {
        const std::size_t own = indicesOf(ref).size();
        count = &ref == &frames.front() ? own : (own == count ? count : 0);
    }
    std::vector<Column> columns(count);
    for (std::size_t d = 0; d < count; ++d) {
        std::vector<QString> texts;
        for (const FrameRef& ref : frames) {
            texts.push_back(QString::number(indicesOf(ref)[d]));
        }
        columns[d].keyword = QStringLiteral("DimensionIndex%1").arg(d + 1);
        columns[d].isDimension = true;
        rankValues(columns[d], texts, true, 0.0);
    }
    return columns;
}

/// Everything that may tell frames apart, in order of its weight.
std::vector<Column> allColumns(const std::vector<FrameRef>& frames)
{
    std::vector<Column> columns;
    const auto add = [&](const auto& attributes) {
        for (const Attribute& attribute : attributes) {
            columns.push_back(columnOf(frames, attribute));
        }
    };
    add(kContents);
    add(kCircumstances);
    for (Column& column : dimensionColumns(frames)) {
        columns.push_back(std::move(column));
    }
    add(kTimes);
    columns.push_back(columnOf(frames, kInstance));
    return columns;
}

/// Some of the frames, labelled by the columns taken so far.
class Labelling
{
public:
    Labelling(const std::vector<Column>& columns, const std::vector<int>& places, bool areSegments,
              std::vector<std::size_t> frames)
        : m_columns(columns), m_places(places), m_areSegments(areSegments), m_frames(std::move(frames)), m_labels(m_frames.size())
    {
    }

    /// Takes the column if the frames that share place and label become fewer and its values are each there for most places.
    void tryColumn(std::size_t index)
    {
        const Column& column = m_columns[index];
        const std::vector<std::vector<int>> labels = labelsWith(column);
        const std::size_t count = std::set(labels.begin(), labels.end()).size();
        const double frames = static_cast<double>(m_frames.size());
        // A dimension is the object's own word for what its frames differ in. Of segments it is the segment, however small.
        const bool isSpread = column.isDimension ? m_areSegments || 3.0 * static_cast<double>(count) <= frames
                                                 : static_cast<double>(count * placeCount()) <= 1.25 * frames;
        if (isSpread && excess(labels) < excess(m_labels)) {
            take(index, labels);
        }
    }
    /// Takes the column if it varies and each value has at least three frames on average.
    void tryContents(std::size_t index)
    {
        const std::vector<std::vector<int>> labels = labelsWith(m_columns[index]);
        const std::size_t count = std::set(labels.begin(), labels.end()).size();
        if (count > std::set(m_labels.begin(), m_labels.end()).size() && 3 * count <= m_frames.size() && count <= kMostContents) {
            take(index, labels);
        }
    }
    std::size_t excess() const { return excess(m_labels); }
    const std::vector<std::size_t>& taken() const { return m_taken; }
    std::map<std::vector<int>, std::vector<std::size_t>> parts() const
    {
        std::map<std::vector<int>, std::vector<std::size_t>> result;
        for (std::size_t i = 0; i < m_frames.size(); ++i) {
            result[m_labels[i]].push_back(m_frames[i]);
        }
        return result;
    }

private:
    std::vector<std::vector<int>> labelsWith(const Column& column) const
    {
        std::vector<std::vector<int>> labels = m_labels;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            labels[i].push_back(column.rank[m_frames[i]]);
        }
        return labels;
    }
    void take(std::size_t index, std::vector<std::vector<int>> labels)
    {
        m_taken.push_back(index);
        m_labels = std::move(labels);
    }
    std::size_t placeCount() const
    {
        std::set<int> places;
        for (const std::size_t frame : m_frames) {
            places.insert(m_places[frame]);
        }
        return places.size();
    }
    std::size_t excess(const std::vector<std::vector<int>>& labels) const
    {
        std::set<std::pair<int, std::vector<int>>> told;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            told.insert({m_places[m_frames[i]], labels[i]});
        }
        return labels.size() - told.size();
    }

    const std::vector<Column>& m_columns;
    const std::vector<int>& m_places;
    bool m_areSegments;
    std::vector<std::size_t> m_frames;
    std::vector<std::vector<int>> m_labels;
    std::vector<std::size_t> m_taken;
};

/// What the columns `taken` say of `frame`, as the person reads it and as it is written down.
void describe(SortedPhase& phase, const std::vector<Column>& columns, const std::vector<std::size_t>& taken, const FrameRef& ref,
              std::size_t frame)
{
    QStringList words;
    bool labelled = false;
    for (const std::size_t index : taken) {
        const Column& column = columns[index];
        const QString value = singleLine(column.values[static_cast<std::size_t>(column.rank[frame])], 64);
        phase.marks.emplace_back(column.keyword, value);
        const auto& details = ref.attributes().details;
        if (column.text) {
            words << Text::tr(column.text).arg(value.isEmpty() ? QStringLiteral("?") : value);
        } else if (details && !details->label.isEmpty() && !labelled) {
            words << details->label;
            labelled = true;
        } else if (!labelled) {
            words << value;
        }
    }
    phase.title = words.join(QStringLiteral(" · "));
}

class Sorter
{
public:
    Sorter(const std::vector<FrameRef>& frames, const std::vector<int>& places)
        : m_frames(frames),
          m_places(places),
          m_areSegments(isRegionSet(frames.front().image->record.instance.sopClass)),
          m_columns(allColumns(frames))
    {
    }

    std::vector<SortedPhase> sort()
    {
        std::vector<std::size_t> all(m_frames.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = i;
        }
        Labelling contents(m_columns, m_places, m_areSegments, std::move(all));
        for (std::size_t i = 0; i < kContents.size(); ++i) {
            contents.tryContents(i);
        }
        for (const auto& part : contents.parts()) {
            sortPart(contents.taken(), part.second);
        }
        return std::move(m_phases);
    }

private:
    void sortPart(const std::vector<std::size_t>& contents, const std::vector<std::size_t>& frames)
    {
        Labelling labelling(m_columns, m_places, m_areSegments, frames);
        for (std::size_t i = 0; i < m_columns.size() && labelling.excess() > 0; ++i) {
            labelling.tryColumn(i);
        }
        std::vector<std::size_t> taken = contents;
        taken.insert(taken.end(), labelling.taken().begin(), labelling.taken().end());
        for (const auto& part : labelling.parts()) {
            sortPlaces(taken, part.second);
        }
    }

    /// Objects that differ in nothing but their UID: sent twice, not a repetition in time.
    bool areCopies(const std::vector<std::size_t>& frames) const
    {
        std::set<const ImageAttributes*> objects;
        for (const std::size_t frame : frames) {
            objects.insert(m_frames[frame].image.get());
        }
        const bool isNumbered = m_frames[frames[0]].image->record.instance.number.has_value();
        return isNumbered && objects.size() == frames.size() &&
               std::all_of(m_columns.begin(), m_columns.end(), [&](const Column& column) {
                   return std::all_of(frames.begin(), frames.end(),
                                      [&](std::size_t f) { return column.rank[f] == column.rank[frames[0]]; });
               });
    }

    /// Frames that no attribute tells apart where they share a place.
    void sortPlaces(const std::vector<std::size_t>& taken, const std::vector<std::size_t>& frames)
    {
        std::map<int, std::vector<std::size_t>> byPlace;
        for (const std::size_t frame : frames) {
            byPlace[m_places[frame]].push_back(frame);
        }
        const std::size_t many = byPlace.begin()->second.size();
        bool everywhere = many > 1;
        bool copies = true;
        for (auto& place : byPlace) {
            std::stable_sort(place.second.begin(), place.second.end(), [&](std::size_t a, std::size_t b) {
                const auto differs = std::find_if(m_columns.begin(), m_columns.end(),
                                                  [&](const Column& column) { return column.rank[a] != column.rank[b]; });
                return differs != m_columns.end() && differs->rank[a] < differs->rank[b];
            });
            everywhere = everywhere && place.second.size() == many;
            copies = copies && areCopies(place.second);
        }
        const bool isSeries = everywhere && !copies;
        for (std::size_t k = 0; k < (isSeries ? many : 1); ++k) {
            SortedPhase phase;
            describe(phase, m_columns, taken, m_frames[byPlace.begin()->second[k]], byPlace.begin()->second[k]);
            if (isSeries) {
                phase.marks.emplace_back(QLatin1String(kOrder.keyword), QString::number(k + 1));
                phase.title += (phase.title.isEmpty() ? QString() : QStringLiteral(" · ")) + Text::tr(kOrder.text).arg(k + 1);
            }
            for (const auto& place : byPlace) {
                phase.places.push_back(place.first);
                phase.frames.push_back(place.second[k]);
                for (std::size_t i = 1; !isSeries && i < place.second.size(); ++i) {
                    phase.repeats.emplace_back(place.first, place.second[i]);
                }
            }
            phase.ambiguous = !isSeries && !copies && 2 * phase.repeats.size() > phase.places.size();
            m_phases.push_back(std::move(phase));
        }
    }

    const std::vector<FrameRef>& m_frames;
    const std::vector<int>& m_places;
    bool m_areSegments;
    std::vector<Column> m_columns;
    std::vector<SortedPhase> m_phases;
};

} // namespace

std::vector<SortedPhase> sortPhases(const std::vector<FrameRef>& frames, const std::vector<int>& places)
{
    return frames.empty() ? std::vector<SortedPhase>() : Sorter(frames, places).sort();
}

} // namespace isocenter
