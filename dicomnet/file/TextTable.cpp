#include "file/HeaderBuilder.h"

#include "file/TagNames.h"
#include "file/Tags.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace isocenter {

namespace {

// An attribute kept as text for the corner texts; of entries with the same keyword the first that has a value counts.
// `sequence`: taken from the first item of this sequence, as the meaning
// of a code where tag is CodeMeaning.
struct TextEntry
{
    const char* keyword;
    std::uint32_t tag;
    std::uint32_t sequence = 0;
};

constexpr std::uint32_t kCodeMeaning = 0x00080104;
constexpr std::uint32_t kRadiopharmaceutical = 0x00540016;

constexpr std::array kTexts{
    // Patient, study, equipment
    TextEntry{"Modality", tag::Modality},
    TextEntry{"AccessionNumber", tag::AccessionNumber},
    TextEntry{"PatientSex", tag::PatientSex},
    TextEntry{"PatientAge", tag::PatientAge},
    TextEntry{"PatientSize", 0x00101020},
    TextEntry{"PatientWeight", 0x00101030},
    TextEntry{"PatientComments", 0x00104000},
    TextEntry{"PatientPosition", 0x00185100},
    TextEntry{"AnatomicalOrientationType", 0x00102210},
    TextEntry{"InstitutionName", tag::InstitutionName},
    TextEntry{"Manufacturer", 0x00080070},
    TextEntry{"ManufacturerModelName", 0x00081090},
    TextEntry{"StationName", 0x00081010},
    TextEntry{"OperatorsName", 0x00081070},
    TextEntry{"ReferringPhysicianName", tag::ReferringPhysicianName},
    TextEntry{"PerformingPhysicianName", 0x00081050},
    TextEntry{"StudyDescription", tag::StudyDescription},
    TextEntry{"SeriesDescription", tag::SeriesDescription},
    TextEntry{"StudyDate", tag::StudyDate},
    TextEntry{"StudyTime", tag::StudyTime},
    TextEntry{"SeriesDate", tag::SeriesDate},
    TextEntry{"SeriesTime", tag::SeriesTime},
    TextEntry{"AcquisitionDate", tag::AcquisitionDate},
    TextEntry{"AcquisitionTime", 0x00080032},
    TextEntry{"AcquisitionDateTime", 0x0008002A},
    TextEntry{"ContentDate", tag::ContentDate},
    TextEntry{"ContentTime", 0x00080033},
    TextEntry{"ImageType", tag::ImageType},
    TextEntry{"ImageComments", 0x00204000},
    TextEntry{"DerivationDescription", tag::DerivationDescription},
    TextEntry{"BodyPartExamined", tag::BodyPartExamined},
    TextEntry{"AnatomicRegion", kCodeMeaning, 0x00082218},
    TextEntry{"ProtocolName", tag::ProtocolName},
    TextEntry{"SeriesNumber", tag::SeriesNumber},
    TextEntry{"InstanceNumber", tag::InstanceNumber},
    TextEntry{"AcquisitionNumber", 0x00200012},
    TextEntry{"TemporalPositionIdentifier", 0x00200100},
    TextEntry{"TemporalPositionIdentifier", tag::TemporalPositionIndex},
    TextEntry{"NumberOfTemporalPositions", 0x00200105},
    TextEntry{"ContrastBolusAgent", 0x00180010},
    TextEntry{"ContrastBolusRoute", 0x00181040},
    TextEntry{"SliceThickness", 0x00180050},
    TextEntry{"SpacingBetweenSlices", tag::SpacingBetweenSlices},
    TextEntry{"SliceLocation", tag::SliceLocation},
    // CT and projection X-ray
    TextEntry{"KVP", 0x00180060},
    TextEntry{"XRayTubeCurrent", 0x00181151},
    TextEntry{"XRayTubeCurrent", 0x00189330}, // enhanced objects
    TextEntry{"ExposureTime", 0x00181150},
    TextEntry{"ExposureTime", 0x00189328}, // enhanced objects
    TextEntry{"Exposure", 0x00181152},
    TextEntry{"Exposure", 0x00189332}, // enhanced objects
    TextEntry{"ExposureInuAs", 0x00181153},
    TextEntry{"ConvolutionKernel", 0x00181210},
    TextEntry{"GantryDetectorTilt", 0x00181120},
    TextEntry{"SpiralPitchFactor", 0x00189311},
    TextEntry{"ReconstructionDiameter", 0x00181100},
    TextEntry{"CTDIvol", 0x00189345},
    TextEntry{"ScanOptions", 0x00180022},
    TextEntry{"FilterType", 0x00181160},
    TextEntry{"ViewPosition", 0x00185101},
    TextEntry{"View", kCodeMeaning, 0x00540220},
    TextEntry{"ImageLaterality", tag::ImageLaterality},
    TextEntry{"Laterality", tag::Laterality},
    TextEntry{"PatientOrientation", tag::PatientOrientation},
    TextEntry{"DistanceSourceToDetector", 0x00181110},
    TextEntry{"DistanceSourceToPatient", 0x00181111},
    TextEntry{"EstimatedRadiographicMagnificationFactor", 0x00181114},
    TextEntry{"PixelSpacingCalibrationType", 0x00280A02},
    TextEntry{"PixelSpacingCalibrationDescription", 0x00280A04},
    TextEntry{"RelativeXRayExposure", 0x00181405},
    TextEntry{"ExposureIndex", 0x00181411},
    TextEntry{"TargetExposureIndex", 0x00181412},
    TextEntry{"DeviationIndex", 0x00181413},
    TextEntry{"Sensitivity", 0x00186000},
    TextEntry{"BodyPartThickness", 0x001811A0},
    TextEntry{"CompressionForce", 0x001811A2},
    TextEntry{"AnodeTargetMaterial", 0x00181191},
    TextEntry{"FilterMaterial", 0x00187050},
    TextEntry{"OrganDose", 0x00400316},
    TextEntry{"DoseType", 0x30040004},
    TextEntry{"DoseSummationType", 0x3004000A},
    TextEntry{"DoseComment", 0x30040006},
    TextEntry{"EntranceDoseInmGy", 0x00408302},
    TextEntry{"PositionerPrimaryAngle", 0x00181510},
    TextEntry{"PositionerSecondaryAngle", 0x00181511},
    TextEntry{"ImageAndFluoroscopyAreaDoseProduct", 0x0018115E},
    TextEntry{"IntensifierSize", 0x00181162},
    TextEntry{"FieldOfViewDimensions", 0x00181149},
    // MR
    TextEntry{"EchoTime", 0x00180081},
    TextEntry{"EchoTime", 0x00189082}, // enhanced objects
    TextEntry{"RepetitionTime", 0x00180080},
    TextEntry{"InversionTime", 0x00180082},
    TextEntry{"InversionTime", 0x00189079}, // enhanced objects
    TextEntry{"FlipAngle", 0x00181314},
    TextEntry{"EchoTrainLength", 0x00180091},
    TextEntry{"EchoNumbers", 0x00180086},
    TextEntry{"NumberOfAverages", 0x00180083},
    TextEntry{"PixelBandwidth", 0x00180095},
    TextEntry{"MagneticFieldStrength", 0x00180087},
    TextEntry{"SequenceName", 0x00180024},
    TextEntry{"SequenceName", 0x00189005}, // enhanced objects
    TextEntry{"ScanningSequence", 0x00180020},
    TextEntry{"SequenceVariant", 0x00180021},
    TextEntry{"MRAcquisitionType", 0x00180023},
    TextEntry{"DiffusionBValue", 0x00189087},
    TextEntry{"TriggerTime", 0x00181060},
    TextEntry{"NominalPercentageOfCardiacPhase", 0x00209241},
    TextEntry{"ReceiveCoilName", 0x00181250},
    TextEntry{"InPlanePhaseEncodingDirection", 0x00181312},
    TextEntry{"AcquisitionMatrix", 0x00181310},
    // US, NM, PT
    TextEntry{"TransducerType", 0x00186031},
    TextEntry{"TransducerData", 0x00185010},
    TextEntry{"MechanicalIndex", 0x00185022},
    TextEntry{"BoneThermalIndex", 0x00185024},
    TextEntry{"CranialThermalIndex", 0x00185026},
    TextEntry{"SoftTissueThermalIndex", 0x00185027},
    TextEntry{"DepthOfScanField", 0x00185050},
    TextEntry{"HeartRate", 0x00181088},
    TextEntry{"StageName", 0x00082120},
    TextEntry{"ViewName", 0x00082127},
    TextEntry{"FrameTime", tag::FrameTime},
    TextEntry{"CineRate", tag::CineRate},
    TextEntry{"ActualFrameDuration", 0x00181242},
    TextEntry{"CountsAccumulated", 0x00180070},
    TextEntry{"RadiopharmaceuticalName", 0x00180031, kRadiopharmaceutical},
    TextEntry{"RadiopharmaceuticalVolume", 0x00181071, kRadiopharmaceutical},
    TextEntry{"RadionuclideTotalDose", 0x00181074, kRadiopharmaceutical},
    TextEntry{"RadiopharmaceuticalStartTime", 0x00181072, kRadiopharmaceutical},
    TextEntry{"RadionuclideHalfLife", 0x00181075, kRadiopharmaceutical},
    TextEntry{"Units", tag::Units},
    TextEntry{"DecayCorrection", 0x00541102},
    TextEntry{"CorrectedImage", 0x00280051},
    TextEntry{"FrameReferenceTime", 0x00541300},
};

// Made once: the texts of all images share them.
const std::vector<QString>& keywords()
{
    static const std::vector<QString> made = [] {
        std::vector<QString> list;
        for (const TextEntry& entry : kTexts) {
            list.push_back(QLatin1String(entry.keyword));
        }
        return list;
    }();
    return made;
}

using Texts = QHash<QString, QString>;

/// A text that stands in the functional groups of single frames.
struct FrameText
{
    std::size_t entry;
    std::uint32_t macro;
};

QString textIn(const Item& place, const TextEntry& entry)
{
    return entry.sequence ? place.item(entry.sequence).text(entry.tag) : place.text(entry.tag);
}

// Where attributes of an enhanced object may stand for all frames: the data set, then the macros of the shared groups.
std::vector<Item> placesOf(const Item& root)
{
    std::vector<Item> places{root};
    for (const Item& macro : root.item(tag::SharedFunctionalGroupsSequence).firstItems()) {
        places.push_back(macro);
    }
    return places;
}

bool takeText(const std::vector<Item>& places, std::size_t index, Texts& texts)
{
    for (const Item& place : places) {
        const QString text = textIn(place, kTexts[index]);
        if (!text.isEmpty()) {
            texts.insert(keywords()[index], text);
            return true;
        }
    }
    return false;
}

/// The macro of the frame's groups that has it; 0: none.
std::uint32_t macroWith(const Item& group, const TextEntry& entry)
{
    for (const DataElement* element : group.elements()) {
        if (element->container && !textIn(group.item(element->tag), entry).isEmpty()) {
            return element->tag;
        }
    }
    return 0;
}

/// A value of one frame is never shown on another: where frames differ, each has its own.
void readFrameTexts(const Item& root, const std::vector<FrameText>& wanted, ImageAttributes& image)
{
    constexpr std::size_t kMostLookups = 2'000'000;
    const std::vector<Item> groups = root.items(tag::PerFrameFunctionalGroupsSequence);
    if (wanted.empty() || groups.size() != static_cast<std::size_t>(image.frames) ||
        groups.size() * wanted.size() > kMostLookups) {
        return;
    }
    for (const FrameText& one : wanted) {
        const QString& keyword = keywords()[one.entry];
        QStringList values;
        values.reserve(static_cast<qsizetype>(groups.size()));
        for (const Item& group : groups) {
            values << textIn(group.item(one.macro), kTexts[one.entry]);
        }
        if (std::all_of(values.begin(), values.end(), [&](const QString& value) { return value == values.front(); })) {
            image.texts.insert(keyword, values.front());
            continue;
        }
        for (std::size_t i = 0; i < groups.size(); ++i) {
            detailsOf(image, i).texts.insert(keyword, values[static_cast<qsizetype>(i)]);
        }
    }
}

} // namespace

const char* keywordOf(std::uint32_t tag)
{
    for (const TextEntry& entry : kTexts) {
        if (entry.tag == tag && entry.sequence == 0) {
            return entry.keyword;
        }
    }
    return nullptr;
}

void readTexts(const Item& root, ImageAttributes& image)
{
    const std::vector<Item> places = placesOf(root);
    const Item firstFrame = root.item(tag::PerFrameFunctionalGroupsSequence);
    std::vector<FrameText> ofFrames;
    image.texts.reserve(64);
    const char* found = "";
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
        if (std::strcmp(kTexts[i].keyword, found) == 0) {
            continue;
        }
        if (takeText(places, i, image.texts)) {
            found = kTexts[i].keyword;
        } else if (const std::uint32_t macro = macroWith(firstFrame, kTexts[i])) {
            ofFrames.push_back({i, macro});
            found = kTexts[i].keyword;
        }
    }
    readFrameTexts(root, ofFrames, image);
}

} // namespace isocenter
