#include "file/TagNames.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>

#include <cstring>
#include <mutex>

namespace isocenter {

namespace {

Vr standardVr(const DcmDictEntry& entry)
{
    const char* name = entry.getVR().getValidVRName();
    return name && std::strlen(name) == 2 ? static_cast<Vr>(static_cast<uchar>(name[0]) << 8 | static_cast<uchar>(name[1])) : 0;
}

TagEntry unlisted(std::uint32_t tag)
{
    const std::uint32_t element = tag & 0xFFFF;
    const bool isPrivate = tag >> 16 & 1;
    if (isPrivate && element >= 0x10 && element <= 0xFF) {
        return {QStringLiteral("PrivateCreator"), vr("LO")};
    }
    if (element == 0) {
        return {QStringLiteral("GenericGroupLength"), vr("UL")};
    }
    if (const char* keyword = keywordOf(tag)) {
        return {QLatin1String(keyword), 0};
    }
    return {isPrivate ? QStringLiteral("Private") : QStringLiteral("Unknown"), 0};
}

} // namespace

TagEntry lookUpTag(std::uint32_t tag, const QByteArray& creator)
{
    if (tag == kItemTag) {
        return {QStringLiteral("Item"), 0};
    }
    // The dictionary is DCMTK's one global object; its own lock is a reader's lock only after it has been loaded.
    static std::once_flag loaded;
    std::call_once(loaded, [] {
        dcmDataDict.rdlock();
        dcmDataDict.rdunlock();
    });
    const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF));
    const DcmDictEntry* entry = dcmDataDict.rdlock().findEntry(key, creator.isEmpty() ? nullptr : creator.constData());
    TagEntry found = unlisted(tag);
    if (entry && entry->getTagName() && found.name != QLatin1String("PrivateCreator")) {
        found = {QString::fromLatin1(entry->getTagName()), standardVr(*entry)};
    }
    dcmDataDict.rdunlock();
    return found;
}

} // namespace isocenter
