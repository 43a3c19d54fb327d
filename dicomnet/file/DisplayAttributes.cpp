#include "file/HeaderBuilder.h"
#include "file/LookupTables.h"
#include "file/Tags.h"

#include <QCoreApplication>

#include <cmath>

namespace isocenter {

namespace {

VoiFunction functionOf(const Item& item)
{
    const QString text = item.first(tag::VOILUTFunction).toUpper();
    if (text == QLatin1String("SIGMOID")) {
        return VoiFunction::Sigmoid;
    }
    return text == QLatin1String("LINEAR_EXACT") ? VoiFunction::LinearExact : VoiFunction::Linear;
}

// XA and RF of logarithmic or display relationship: the table leads back to intensities, not to what is to be seen.
bool tableIsForDisplay(const Item& root, const QString& modality)
{
    const bool projection = modality == QLatin1String("XA") || modality == QLatin1String("RF");
    const QString relation = root.first(tag::PixelIntensityRelationship);
    return !projection || !(relation == QLatin1String("LOG") || relation == QLatin1String("DISP"));
}

void readModality(const Item& root, ImageAttributes& image, bool& complaint)
{
    const QString& modality = image.record.series.modality;
    ModalityTransform& transform = image.shared.modality;
    const Item sequence = root.item(tag::ModalityLUTSequence);
    if (sequence.has(tag::LUTData) && tableIsForDisplay(root, modality)) {
        transform.table = readLut(sequence, image.isSigned);
        if (transform.table) {
            transform.present = true;
            transform.unit = sequence.first(tag::ModalityLUTType);
            if (transform.unit == QLatin1String("US")) { // unspecified
                transform.unit.clear();
            }
            return;
        }
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The modality lookup table is damaged and was not used."));
    }
    if (readRescale(root, modality, transform, complaint) && transform.unit.isEmpty() && modality == QLatin1String("PT")) {
        transform.unit = root.first(tag::Units);
    }
}

void readVoi(const Item& root, ImageAttributes& image, bool& complaint)
{
    image.shared.windows = readWindows(root, complaint);
    image.shared.voiTables = readVoiTables(root, image.shared.modality, image);
}

/// Grey images some of whose values are colours (PS3.3 C.7.6.19), by Pixel Presentation (C.8.16.2): COLOR, or MIXED where frames
/// differ.
void readSupplementalPalette(const Item& root, ImageAttributes& image)
{
    const QString presentation = root.first(tag::PixelPresentation);
    const bool colors = presentation == QLatin1String("COLOR") || presentation == QLatin1String("MIXED");
    if (!colors || image.isColor() || !root.has(tag::RedPaletteColorLookupTableDescriptor)) {
        return;
    }
    if (readPalette(root, image.isSigned, image.palette)) {
        image.shared.hasPaletteColors = true;
    } else {
        warn(image,
             QT_TRANSLATE_NOOP("DicomFile", "The palette of this image is damaged: values that mean colours are shown as grey."));
    }
}

} // namespace

std::vector<Window> readWindows(const Item& item, bool& complaint)
{
    const std::vector<double> centers = item.numbers(tag::WindowCenter, vr("DS"));
    const std::vector<double> widths = item.numbers(tag::WindowWidth, vr("DS"));
    std::vector<Window> windows;
    const std::size_t count = std::min(centers.size(), widths.size());
    if (count == 0) {
        complaint = complaint || item.has(tag::WindowCenter) || item.has(tag::WindowWidth);
        return windows;
    }
    const QStringList explanations = item.values(tag::WindowCenterWidthExplanation);
    const VoiFunction function = functionOf(item);
    for (std::size_t i = 0; i < count; ++i) {
        Window window{centers[i], widths[i], function, explanations.value(static_cast<qsizetype>(i))};
        if (!(window.width > 0)) {
            complaint = true;
            continue;
        }
        if (function == VoiFunction::Linear && window.width < 1) { // fractions have no meaning for LINEAR
            window.function = VoiFunction::LinearExact;
        }
        windows.push_back(window);
    }
    return windows;
}

std::vector<std::shared_ptr<const LookupTable>> readVoiTables(const Item& item, const ModalityTransform& transform,
                                                              ImageAttributes& image)
{
    std::vector<std::shared_ptr<const LookupTable>> tables;
    const bool mayBeNegative = image.isSigned || transform.intercept < 0 || transform.slope < 0;
    for (const Item& one : item.items(tag::VOILUTSequence)) {
        if (auto table = readLut(one, mayBeNegative && !transform.table)) {
            tables.push_back(std::move(table));
        } else if (one.has(tag::LUTData)) {
            warn(image, QT_TRANSLATE_NOOP("DicomFile", "A VOI lookup table is damaged and was not used."));
        }
    }
    return tables;
}

bool readRescale(const Item& item, const QString& modality, ModalityTransform& transform, bool& complaint)
{
    const std::optional<double> slope = item.number(tag::RescaleSlope, vr("DS"));
    const std::optional<double> intercept = item.number(tag::RescaleIntercept, vr("DS"));
    complaint = complaint || (!slope && item.has(tag::RescaleSlope)) || (!intercept && item.has(tag::RescaleIntercept));
    if (!slope && !intercept) {
        return false;
    }
    transform.slope = slope && *slope != 0 ? *slope : 1;
    transform.intercept = intercept.value_or(0);
    transform.present = true;
    complaint = complaint || (slope && *slope == 0);
    const QString type = item.first(tag::RescaleType);
    if (type.isEmpty()) {
        transform.unit = modality == QLatin1String("CT") ? QStringLiteral("HU") : QString();
    } else {
        transform.unit = type == QLatin1String("US") || type == QLatin1String("UNSPECIFIED") ? QString() : type;
    }
    return true;
}

void readDisplay(const Item& root, ImageAttributes& image)
{
    bool complaint = false;
    readModality(root, image, complaint);
    readVoi(root, image, complaint);
    if (complaint) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "Rescale or window values of this image make no sense and were not used."));
    }
    image.presentationInverse = root.first(tag::PresentationLUTShape) == QLatin1String("INVERSE");
    if (image.photometric == Photometric::PaletteColor && !readPalette(root, image.isSigned, image.palette)) {
        warn(image, QT_TRANSLATE_NOOP("DicomFile", "The colour palette is missing or damaged; the image cannot be shown."));
    }
    readSupplementalPalette(root, image);
    if (root.has(tag::DataFrameAssignmentSequence)) { // C.7.6.23
        warn(image, QT_TRANSLATE_NOOP("DicomFile",
                                      "Its frames hold several kinds of data, to be blended; each is shown alone, in grey."));
    }
}

} // namespace isocenter
