#include "structured/ValueMappingReader.h"

#include "file/HeaderReader.h"
#include "file/RealWorldValues.h"
#include "structured/References.h"

#include <QCoreApplication>

#include <exception>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ValueMapping)
};

enum : std::uint32_t {
    kReferencedImageSequence = 0x00081140,
    kReferencedImageMappingSequence = 0x00409094,
};

Result<ValueMappingPtr> read(const ScannedFile& file, const ImagePtr& object)
{
    if (file.data.damaged || file.data.truncated) {
        return Error{Text::tr("The mapping to real-world values is damaged."), {}};
    }
    auto mapping = std::make_shared<ValueMapping>();
    mapping->object = object;
    for (const Item& one : Item(file.data).items(kReferencedImageMappingSequence)) {
        bool complaint = false;
        ValueMapping::Item item;
        for (const Item& image : one.items(kReferencedImageSequence)) {
            addReference(image, item.images);
        }
        item.maps = readRealWorldMaps(one, false, complaint);
        if (complaint) {
            return Error{Text::tr("The mapping to real-world values makes no sense."), {}};
        }
        if (item.maps && !item.images.isEmpty()) {
            mapping->items.push_back(std::move(item));
        }
    }
    if (mapping->items.empty()) {
        return Error{Text::tr("The mapping to real-world values does not say which images it is for."), {}};
    }
    return ValueMappingPtr(std::move(mapping));
}

} // namespace

Result<ValueMappingPtr> readValueMapping(const ImagePtr& object)
{
    if (!object || !isValueMapping(object->record.instance.sopClass)) {
        return Error{Text::tr("This is no mapping to real-world values."), {}};
    }
    const Result<ScannedFile> file = scanFile(object->path);
    if (!file) {
        return file.error();
    }
    try {
        return read(*file, object);
    } catch (const std::exception& problem) {
        return Error{Text::tr("The mapping to real-world values cannot be read."), QString::fromLatin1(problem.what())};
    }
}

} // namespace isocenter
