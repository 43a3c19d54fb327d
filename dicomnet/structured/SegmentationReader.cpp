#include "file/HeaderReader.h"
#include "file/Tags.h"
#include "structured/Codes.h"
#include "structured/References.h"
#include "structured/RegionParts.h"
#include "structured/RegionTags.h"
#include "structured/StateTags.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace isocenter {

namespace {

constexpr std::size_t kMostBytes = std::size_t(256) << 20;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Regions)
};

/// What the frames need beside their pixels.
struct Segments
{
    std::map<int, int> byNumber; ///< Segment Number -> index of the region
    double maximum = 1;          ///< value of a pixel that lies wholly inside
    bool labelMap = false;
};

Segments readSegments(const Item& root, RegionSet& set)
{
    Segments segments;
    const QString type = root.first(tag::SegmentationType);
    segments.labelMap = type == QLatin1String("LABELMAP");
    set.fractional = type == QLatin1String("FRACTIONAL");
    if (set.fractional) {
        segments.maximum = std::max(1.0, root.number(tag::MaximumFractionalValue, vr("US")).value_or(255));
    }
    for (const Item& item : root.items(tag::SegmentSequence)) {
        Region region;
        region.number = item.integer(tag::SegmentNumber, vr("US")).value_or(0);
        region.label = singleLine(item.text(tag::SegmentLabel), 64);
        region.meaning = singleLine(readCode(item, tag::SegmentedPropertyTypeCodeSequence).meaning, 64);
        region.algorithm = singleLine(item.first(tag::SegmentAlgorithmType), 16);
        region.lab = readCieLab(item, tag::RecommendedDisplayCIELabValue);
        if (segments.labelMap && region.number == 0) {
            continue; // the background
        }
        if (segments.byNumber.emplace(region.number, static_cast<int>(set.regions.size())).second) {
            set.regions.push_back(std::move(region));
        }
    }
    return segments;
}

void addSources(const Item& group, RegionMask& mask, ImageReferences& all)
{
    for (const Item& derivation : group.items(tag::DerivationImageSequence)) {
        for (const Item& source : derivation.items(tag::SourceImageSequence)) {
            addReference(source, mask.sources);
            addReference(source, all);
        }
    }
}

/// Keeps what is not empty. `value`: of the pixels that count in a label map; 0: all, by their size.
class Cutter
{
public:
    Cutter(const Frame& frame, int value, double maximum) : m_frame(frame), m_value(value), m_maximum(maximum)
    {
        if (frame.type() == SampleType::UInt8) { // nearly always: a table instead of arithmetic
            for (int i = 0; i < 256; ++i) {
                m_table[static_cast<std::size_t>(i)] = coverageOf(i);
            }
        }
    }

    void cut(RegionMask& mask) const
    {
        const QRect box = bounds();
        if (box.isEmpty()) {
            return;
        }
        mask.box = box;
        mask.coverage.reserve(static_cast<std::size_t>(box.width()) * static_cast<std::size_t>(box.height()));
        for (int row = box.top(); row <= box.bottom(); ++row) {
            for (int column = box.left(); column <= box.right(); ++column) {
                mask.coverage.push_back(at(row, column));
            }
        }
    }

private:
    std::uint8_t coverageOf(double stored) const
    {
        if (m_value > 0) {
            return stored == m_value ? 255 : 0;
        }
        return static_cast<std::uint8_t>(std::lround(std::clamp(stored / m_maximum, 0.0, 1.0) * 255));
    }

    std::uint8_t at(int row, int column) const
    {
        if (m_frame.type() == SampleType::UInt8) {
            return m_table[m_frame.values<std::uint8_t>()[static_cast<std::size_t>(row) * m_frame.columns() + column]];
        }
        return coverageOf(m_frame.at(row, column));
    }

    QRect bounds() const
    {
        int left = m_frame.columns();
        int right = -1;
        int top = m_frame.rows();
        int bottom = -1;
        for (int row = 0; row < m_frame.rows(); ++row) {
            for (int column = 0; column < m_frame.columns(); ++column) {
                if (at(row, column) > 0) {
                    left = std::min(left, column);
                    right = std::max(right, column);
                    top = std::min(top, row);
                    bottom = row;
                }
            }
        }
        return right < 0 ? QRect() : QRect(QPoint(left, top), QPoint(right, bottom));
    }

    const Frame& m_frame;
    int m_value;
    double m_maximum;
    std::array<std::uint8_t, 256> m_table{};
};

/// Which Segment Numbers occur in a frame of a label map.
std::vector<bool> numbersOf(const Frame& frame)
{
    std::vector<bool> numbers(1u << 16);
    for (int row = 0; row < frame.rows(); ++row) {
        for (int column = 0; column < frame.columns(); ++column) {
            const double value = frame.at(row, column);
            if (value >= 0 && value < static_cast<double>(numbers.size())) {
                numbers[static_cast<std::size_t>(value)] = true;
            }
        }
    }
    return numbers;
}

class Masks
{
public:
    Masks(RegionSet& set, const Segments& segments, const FrameReader& reader)
        : m_set(set), m_segments(segments), m_reader(reader)
    {
    }

    /// Masks of one frame. An error ends the whole.
    Result<void> add(int index, const RegionMask& about, const std::vector<int>& regions, const CancelToken& cancel)
    {
        const Result<FramePtr> frame = m_reader.readFrame(*m_set.object, index, cancel);
        if (!frame) {
            return frame.error();
        }
        if ((*frame)->samples() != 1) {
            return Error{Text::tr("This segmentation is not understood."), QStringLiteral("samples")};
        }
        // One look for all regions: a label map has many, of which a frame shows few.
        const std::vector<bool> numbers = m_segments.labelMap ? numbersOf(**frame) : std::vector<bool>();
        for (const int region : regions) {
            const int value = m_segments.labelMap ? m_set.regions[static_cast<std::size_t>(region)].number : 0;
            if (m_segments.labelMap && (value <= 0 || value > 0xFFFF || !numbers[static_cast<std::size_t>(value)])) {
                continue;
            }
            RegionMask mask = about;
            mask.region = region;
            Cutter(**frame, value, m_segments.maximum).cut(mask);
            if (!mask.coverage.empty()) {
                m_bytes += mask.coverage.size();
                m_set.masks.push_back(std::move(mask));
            }
        }
        if (m_bytes > kMostBytes) {
            return Error{Text::tr("This segmentation is too large to be drawn."), {}};
        }
        return {};
    }

private:
    RegionSet& m_set;
    const Segments& m_segments;
    const FrameReader& m_reader;
    std::size_t m_bytes = 0;
};

/// Regions that frame `index` holds: the one it names, or for a label map all.
std::vector<int> regionsOf(const Segments& segments, const RegionSet& set, const Item& shared, const Item& group)
{
    std::vector<int> regions;
    if (segments.labelMap) {
        for (std::size_t i = 0; i < set.regions.size(); ++i) {
            regions.push_back(static_cast<int>(i));
        }
        return regions;
    }
    for (const Item& item : {group, shared}) {
        const Item named = item.item(tag::SegmentIdentificationSequence);
        if (const auto number = named.integer(tag::ReferencedSegmentNumber, vr("US"))) {
            const auto found = segments.byNumber.find(*number);
            if (found != segments.byNumber.end()) {
                regions.push_back(found->second);
            }
            return regions;
        }
    }
    if (set.regions.size() == 1) {
        regions.push_back(0);
    }
    return regions;
}

} // namespace

Result<void> readSegmentation(const Item& root, RegionSet& set, const FrameReader& frames, const CancelToken& cancel)
{
    const Segments segments = readSegments(root, set);
    const Item shared = root.item(tag::SharedFunctionalGroupsSequence);
    const std::vector<Item> perFrame = root.items(tag::PerFrameFunctionalGroupsSequence);
    set.label = singleLine(root.first(tag::ContentLabel), 64);
    set.frameOfReference = set.object->record.series.frameOfReference;
    Masks masks(set, segments, frames);
    int unnamed = 0;
    for (int i = 0; i < set.object->frames; ++i) {
        if (cancel.isCancelled()) {
            return Error{Text::tr("Cancelled."), {}};
        }
        const Item group = static_cast<std::size_t>(i) < perFrame.size() ? perFrame[static_cast<std::size_t>(i)] : Item();
        const std::vector<int> regions = regionsOf(segments, set, shared, group);
        if (regions.empty()) {
            ++unnamed;
            continue;
        }
        RegionMask about;
        about.plane = set.object->frame(i).plane;
        addSources(group, about, set.sources);
        if (Result<void> done = masks.add(i, about, regions, cancel); !done) {
            return done;
        }
    }
    if (unnamed > 0) {
        set.warnings
            << Text::tr("%1 frames of the segmentation do not say which segment they are, and are not drawn.").arg(unnamed);
    }
    return {};
}

} // namespace isocenter
