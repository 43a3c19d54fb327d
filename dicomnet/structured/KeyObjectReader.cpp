#include "structured/KeyObjectReader.h"

#include "file/HeaderReader.h"
#include "structured/References.h"
#include "structured/StateTags.h"
#include "study/SopClasses.h"

#include <QCoreApplication>

#include <algorithm>
#include <exception>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(KeyObjects)
};

void readReference(const Item& item, KeyObjectSelection& selection)
{
    for (const Item& reference : item.items(tag::ReferencedSOPSequence)) {
        KeyObjectSelection::Reference out;
        out.image = InstanceUid(reference.first(tag::ReferencedSOPInstanceUID));
        out.frames = referencedFrames(reference);
        if (!out.image.isEmpty()) {
            selection.references.push_back(std::move(out));
        }
    }
}

/// Containers are followed by a list, not by recursion.
void readContent(const Item& root, KeyObjectSelection& selection)
{
    std::vector<Item> waiting = root.items(tag::ContentSequence);
    std::reverse(waiting.begin(), waiting.end());
    while (!waiting.empty()) {
        const Item item = waiting.back();
        waiting.pop_back();
        const QString type = item.first(tag::ValueType);
        if (type == QLatin1String("TEXT") && selection.description.isEmpty()) {
            selection.description = item.text(tag::TextValue).left(4096);
        }
        readReference(item, selection);
        std::vector<Item> children = item.items(tag::ContentSequence);
        waiting.insert(waiting.end(), children.rbegin(), children.rend());
    }
}

Result<KeyObjectSelectionPtr> read(const ScannedFile& file, const ImagePtr& object)
{
    if (file.data.damaged || file.data.truncated) {
        return Error{Text::tr("The selection of key images is damaged."), {}};
    }
    const Item root(file.data);
    auto selection = std::make_shared<KeyObjectSelection>();
    selection->object = object;
    selection->title = root.item(tag::ConceptNameCodeSequence).text(tag::CodeMeaning);
    readContent(root, *selection);
    return KeyObjectSelectionPtr(std::move(selection));
}

} // namespace

Result<KeyObjectSelectionPtr> readKeyObjects(const ImagePtr& object)
{
    const Result<ScannedFile> file = scanFile(object ? object->path : QString());
    return file ? readKeyObjects(*file, object) : Result<KeyObjectSelectionPtr>(file.error());
}

Result<KeyObjectSelectionPtr> readKeyObjects(const ScannedFile& file, const ImagePtr& object)
{
    if (!object || objectKind(object->record.instance.sopClass) != ObjectKind::KeyObjects) {
        return Error{Text::tr("This is no selection of key images."), {}};
    }
    try {
        return read(file, object);
    } catch (const std::exception& problem) {
        return Error{Text::tr("The selection of key images cannot be read."), QString::fromLatin1(problem.what())};
    }
}

} // namespace isocenter
