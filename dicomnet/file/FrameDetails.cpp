#include "file/HeaderBuilder.h"
#include "file/TagNames.h"
#include "file/Tags.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <set>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DicomFile)
};

enum : std::uint32_t {
    ComplexImageComponent = 0x00089208,
    FrameTypeTag = 0x00089007,
    FrameLabelVector = 0x00182002,
    StackID = 0x00209056,
    DimensionIndexValues = 0x00209157,
    ConcatenationUID = 0x00209161,
    InConcatenationNumber = 0x00209162,
    InConcatenationTotalNumber = 0x00209163,
    DimensionIndexPointer = 0x00209165,
    FunctionalGroupPointer = 0x00209167,
    DimensionIndexSequence = 0x00209222,
    ConcatenationFrameOffsetNumber = 0x00209228,
    DimensionDescriptionLabel = 0x00209421,
};

constexpr std::size_t kMostDescribed = 100'000; ///< frames

/// A dimension whose value is worth more than its index; `text` has a place for it.
struct KnownDimension
{
    std::uint32_t tag;
    const char* text;
};
constexpr std::array kKnown{
    KnownDimension{0x00189082, QT_TRANSLATE_NOOP("DicomFile", "TE %1 ms")},
    KnownDimension{0x00189079, QT_TRANSLATE_NOOP("DicomFile", "TI %1 ms")},
    KnownDimension{0x00189087, QT_TRANSLATE_NOOP("DicomFile", "b %1")},
    KnownDimension{0x00209153, QT_TRANSLATE_NOOP("DicomFile", "%1 ms after R")},
    KnownDimension{0x00209241, QT_TRANSLATE_NOOP("DicomFile", "%1 % of the heart cycle")},
    KnownDimension{ComplexImageComponent, "%1"},
    KnownDimension{StackID, QT_TRANSLATE_NOOP("DicomFile", "Stack %1")},
    KnownDimension{0x00480106, QT_TRANSLATE_NOOP("DicomFile", "Optical path %1")},
};

/// Vectors of nuclear medicine (PS3.3 C.8.4.8), one value a frame; the slice is a place, not a label.
struct NuclearVector
{
    std::uint32_t tag;
    const char* text;
};
constexpr std::array kVectors{
    NuclearVector{0x00540010, QT_TRANSLATE_NOOP("DicomFile", "Energy window %1")},
    NuclearVector{0x00540020, QT_TRANSLATE_NOOP("DicomFile", "Detector %1")},
    NuclearVector{0x00540030, QT_TRANSLATE_NOOP("DicomFile", "Phase %1")},
    NuclearVector{0x00540050, QT_TRANSLATE_NOOP("DicomFile", "Rotation %1")},
    NuclearVector{0x00540060, QT_TRANSLATE_NOOP("DicomFile", "R-R interval %1")},
    NuclearVector{0x00540070, QT_TRANSLATE_NOOP("DicomFile", "Time slot %1")},
    NuclearVector{0x00540080, ""},
    NuclearVector{0x00540090, QT_TRANSLATE_NOOP("DicomFile", "Angular view %1")},
};

struct Dimension
{
    std::uint32_t pointer;
    std::uint32_t group;
    QString label;

    bool isPlace() const
    {
        static constexpr std::array kPlaces{0x00200032u, 0x00209057u, 0x00201041u, 0x00209301u, 0x0048021Eu, 0x0048021Fu};
        return std::find(kPlaces.begin(), kPlaces.end(), pointer) != kPlaces.end();
    }
};

void join(QString& label, const QString& more)
{
    if (!more.isEmpty()) {
        label += (label.isEmpty() ? QString() : QStringLiteral(" · ")) + singleLine(more, 40);
    }
}

std::vector<Dimension> dimensionsOf(const Item& root)
{
    std::vector<Dimension> result;
    for (const Item& item : root.items(DimensionIndexSequence)) {
        const auto tagIn = [&](std::uint32_t tag) { return static_cast<std::uint32_t>(item.number(tag, vr("AT")).value_or(0)); };
        result.push_back({tagIn(DimensionIndexPointer), tagIn(FunctionalGroupPointer), item.text(DimensionDescriptionLabel)});
    }
    return result;
}

QString dimensionText(const Dimension& dimension, const Item& group, const Item& shared, std::uint32_t index)
{
    const auto known =
        std::find_if(kKnown.begin(), kKnown.end(), [&](const KnownDimension& k) { return k.tag == dimension.pointer; });
    if (known != kKnown.end()) {
        QString value = group.item(dimension.group).first(dimension.pointer);
        if (value.isEmpty()) {
            value = shared.item(dimension.group).first(dimension.pointer);
        }
        if (!value.isEmpty()) {
            return Text::tr(known->text).arg(value);
        }
    }
    const QString name = dimension.label.isEmpty() ? lookUpTag(dimension.pointer, {}).name : dimension.label;
    return name + QLatin1Char(' ') + QString::number(index);
}

/// The dimension indices of all frames; nothing unless every frame has one for each dimension.
bool readIndices(const std::vector<Item>& groups, std::size_t dimensions, ImageAttributes& image)
{
    std::vector<std::vector<std::uint32_t>> all;
    for (const Item& group : groups) {
        const std::vector<double> values = group.item(tag::FrameContentSequence).numbers(DimensionIndexValues, vr("UL"));
        if (values.size() != dimensions) {
            return false;
        }
        all.emplace_back(values.begin(), values.end());
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        detailsOf(image, i).dimension = std::move(all[i]);
    }
    return true;
}

void labelDimensions(const Item& root, const std::vector<Item>& groups, ImageAttributes& image)
{
    const std::vector<Dimension> dimensions = dimensionsOf(root);
    if (dimensions.empty() || dimensions.size() > 16 || !readIndices(groups, dimensions.size(), image)) {
        return;
    }
    const Item shared = root.item(tag::SharedFunctionalGroupsSequence);
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        std::set<std::uint32_t> values;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            values.insert(image.perFrame[i].details->dimension[d]);
        }
        if (values.size() < 2 || dimensions[d].isPlace() || dimensions[d].pointer == 0) {
            continue;
        }
        for (std::size_t i = 0; i < groups.size(); ++i) {
            FrameDetails& details = detailsOf(image, i);
            join(details.label, dimensionText(dimensions[d], groups[i], shared, details.dimension[d]));
        }
    }
}

QString componentOf(const Item& group)
{
    for (const Item& macro : group.firstItems()) {
        const QString component = macro.text(ComplexImageComponent);
        if (!component.isEmpty()) {
            return component;
        }
    }
    return {};
}

/// Value 3 and 4 of the Frame Type: what was made of the data.
QString frameTypeOf(const Item& group)
{
    for (const Item& macro : group.firstItems()) {
        const QStringList type = macro.values(FrameTypeTag);
        if (type.size() > 2) {
            return type.mid(2, 2).join(QLatin1Char(' '));
        }
    }
    return {};
}

/// Frames belong to one stack by Stack ID, complex component and frame type.
void findStacks(const std::vector<Item>& groups, ImageAttributes& image)
{
    using Key = std::array<QString, 3>;
    std::vector<Key> keys;
    std::vector<Key> stacks;
    for (const Item& group : groups) {
        keys.push_back({group.item(tag::FrameContentSequence).text(StackID), componentOf(group), frameTypeOf(group)});
        if (std::find(stacks.begin(), stacks.end(), keys.back()) == stacks.end()) {
            stacks.push_back(keys.back());
        }
        if (stacks.size() > 64) {
            return; // names of frames rather than of stacks
        }
    }
    if (stacks.size() < 2) {
        return;
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
        FrameDetails& details = detailsOf(image, i);
        details.stack = static_cast<int>(std::find(stacks.begin(), stacks.end(), keys[i]) - stacks.begin());
        for (std::size_t part = 0; part < keys[i].size(); ++part) {
            const bool varies =
                std::any_of(stacks.begin(), stacks.end(), [&](const Key& k) { return k[part] != stacks[0][part]; });
            if (varies && !keys[i][part].isEmpty()) {
                join(details.stackName, part == 0 ? Text::tr("Stack %1").arg(keys[i][part]) : keys[i][part]);
            }
        }
    }
}

void findSides(const std::vector<Item>& groups, ImageAttributes& image)
{
    QStringList sides;
    for (const Item& group : groups) {
        sides << group.item(tag::FrameAnatomySequence).text(tag::FrameLaterality);
    }
    if (std::all_of(sides.begin(), sides.end(), [&](const QString& side) { return side == sides.front(); })) {
        return;
    }
    image.laterality.clear();
    for (std::size_t i = 0; i < groups.size(); ++i) {
        detailsOf(image, i).laterality = sides[static_cast<qsizetype>(i)];
    }
}

void labelVectors(const Item& root, ImageAttributes& image)
{
    const auto frames = static_cast<std::size_t>(image.frames);
    for (const NuclearVector& vector : kVectors) {
        const std::vector<double> values = root.numbers(vector.tag, vr("US"));
        const bool varies = std::any_of(values.begin(), values.end(), [&](double v) { return v != values.front(); });
        if (values.size() != frames || !varies) {
            continue;
        }
        for (std::size_t i = 0; i < frames; ++i) {
            FrameDetails& details = detailsOf(image, i);
            details.dimension.push_back(static_cast<std::uint32_t>(values[i]));
            join(details.label, *vector.text ? Text::tr(vector.text).arg(values[i]) : QString());
        }
    }
}

void labelFrames(const Item& root, ImageAttributes& image)
{
    const QStringList labels = root.values(FrameLabelVector);
    if (labels.size() == image.frames) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(image.frames); ++i) {
            join(detailsOf(image, i).label, labels[static_cast<qsizetype>(i)]);
        }
    }
}

void readConcatenation(const Item& root, ImageAttributes& image)
{
    const QString uid = root.text(ConcatenationUID);
    const std::optional<int> number = root.integer(InConcatenationNumber, vr("US"));
    if (uid.isEmpty() || !number || *number < 1) {
        return;
    }
    Concatenation part;
    part.uid = uid;
    part.number = *number;
    part.total = root.integer(InConcatenationTotalNumber, vr("US")).value_or(0);
    part.frameOffset = root.integer(ConcatenationFrameOffsetNumber, vr("UL")).value_or(0);
    image.concatenation = part;
}

} // namespace

FrameDetails& detailsOf(ImageAttributes& image, std::size_t index)
{
    if (image.perFrame.empty()) {
        image.perFrame.assign(static_cast<std::size_t>(image.frames), image.shared);
    }
    std::shared_ptr<const FrameDetails>& details = image.perFrame[index].details;
    if (!details) {
        details = std::make_shared<FrameDetails>();
    }
    return const_cast<FrameDetails&>(*details); // made here as mutable; nobody else has it before the header is read
}

void readFrameDetails(const Item& root, ImageAttributes& image)
{
    readConcatenation(root, image);
    const auto frames = static_cast<std::size_t>(image.frames);
    if (image.frames < 2 || frames > kMostDescribed || !image.hasPixels() || image.tiles) {
        return;
    }
    const std::vector<Item> groups = root.items(tag::PerFrameFunctionalGroupsSequence);
    if (groups.size() == frames) {
        findStacks(groups, image);
        labelDimensions(root, groups, image);
        findSides(groups, image);
    } else if (groups.empty()) {
        labelVectors(root, image);
        labelFrames(root, image);
    }
}

} // namespace isocenter
