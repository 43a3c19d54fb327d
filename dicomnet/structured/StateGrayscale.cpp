#include "structured/StateParts.h"

#include "file/HeaderBuilder.h"
#include "file/LookupTables.h"
#include "file/Tags.h"
#include "structured/References.h"
#include "structured/StateTags.h"

#include <QCoreApplication>

namespace isocenter {

namespace {

void addProblem(PresentationState& state, const char* text)
{
    const QString sentence = QCoreApplication::translate("PresentationState", text);
    if (!state.problems.contains(sentence)) {
        state.problems << sentence;
    }
}

void readModality(const Item& item, PresentationState& state, ModalityTransform& modality)
{
    const Item table = item.item(tag::ModalityLUTSequence);
    if (table.has(tag::LUTData)) {
        modality.table = readLut(table, false);
        if (modality.table) {
            modality.present = true;
            const QString unit = table.first(tag::ModalityLUTType);
            modality.unit = unit == QLatin1String("US") ? QString() : unit;
            return;
        }
        addProblem(state, QT_TRANSLATE_NOOP("PresentationState", "Its modality lookup table is damaged and is not used."));
    }
    bool complaint = false;
    readRescale(item, QString(), modality, complaint);
    if (complaint) {
        addProblem(state, QT_TRANSLATE_NOOP("PresentationState", "Its rescale values make no sense and are not used."));
    }
}

} // namespace

void readImageReferences(const Item& item, ImageReferences& out)
{
    for (const Item& image : item.items(tag::ReferencedImageSequence)) {
        addReference(image, out);
    }
}

void readSeriesReferences(const Item& item, ImageReferences& out)
{
    for (const Item& series : item.items(tag::ReferencedSeriesSequence)) {
        readImageReferences(series, out);
    }
}

void readGrayscale(const Item& item, PresentationState& state, ModalityTransform& modality, std::vector<SoftcopyVoi>& voi)
{
    readModality(item, state, modality);
    const bool mayBeNegative = !modality.table && (modality.intercept < 0 || modality.slope < 0);
    for (const Item& one : item.items(tag::SoftcopyVOILUTSequence)) {
        SoftcopyVoi softcopy;
        readImageReferences(one, softcopy.images);
        bool complaint = false;
        softcopy.windows = readWindows(one, complaint);
        for (const Item& table : one.items(tag::VOILUTSequence)) {
            if (auto lut = readLut(table, mayBeNegative)) {
                softcopy.tables.push_back(std::move(lut));
            } else {
                complaint = true;
            }
        }
        if (complaint) {
            addProblem(state,
                       QT_TRANSLATE_NOOP("PresentationState", "A window or VOI table of it makes no sense and is not used."));
        }
        voi.push_back(std::move(softcopy));
    }
}

} // namespace isocenter
