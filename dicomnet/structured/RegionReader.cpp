#include "structured/RegionReader.h"

#include "file/HeaderReader.h"
#include "structured/RegionParts.h"

#include <QCoreApplication>

#include <exception>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Regions)
};

constexpr char kStructureSet[] = "1.2.840.10008.5.1.4.1.1.481.3";

Result<RegionSetPtr> read(const ImagePtr& object, const FrameReader& frames, const CancelToken& cancel)
{
    ScanOptions options;
    options.longestValue = 64u << 20; // a contour may have many thousand points
    const bool structures = object->record.instance.sopClass == QLatin1String(kStructureSet);
    options.headerOnly = !structures;
    const Result<ScannedFile> file = scanFile(object->path, options);
    if (!file) {
        return file.error();
    }
    if (file->data.damaged || file->data.truncated) {
        return Error{Text::tr("The file is damaged or incomplete; its regions are not drawn."), {}};
    }
    auto set = std::make_shared<RegionSet>();
    set->object = object;
    const Item root(file->data);
    const Result<void> done = structures ? readStructures(root, *set, cancel) : readSegmentation(root, *set, frames, cancel);
    if (!done) {
        return done.error();
    }
    if (set->label.isEmpty()) {
        set->label = singleLine(object->record.series.description, 64);
    }
    return RegionSetPtr(std::move(set));
}

} // namespace

Result<RegionSetPtr> readRegions(const ImagePtr& object, const FrameReader& frames, const CancelToken& cancel)
{
    try {
        if (!isRegionSet(object->record.instance.sopClass)) {
            return Error{Text::tr("This object has no regions."), {}};
        }
        return read(object, frames, cancel);
    } catch (const std::exception& error) {
        return Error{Text::tr("There is not enough memory for the regions of this object."), QString::fromLatin1(error.what())};
    }
}

} // namespace isocenter
