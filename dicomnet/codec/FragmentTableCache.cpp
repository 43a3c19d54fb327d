#include "codec/Fragments.h"

#include <QMutex>
#include <QMutexLocker>

#include <algorithm>
#include <list>

namespace isocenter {

namespace {

constexpr std::size_t kMostTables = 16;

struct Entry
{
    QString path;
    qint64 size = 0;
    qint64 offset = 0;
    int frames = 0;
    FragmentTableCache::TablePtr table;
};

bool isOf(const Entry& entry, const PixelFile& file, const ImageAttributes& image)
{
    return entry.size == file.size() && entry.offset == image.pixelData.offset && entry.frames == image.frames &&
           entry.path == image.path;
}

} // namespace

struct FragmentTableCache::State
{
    QMutex mutex;
    std::list<Entry> entries; ///< used last first
};

FragmentTableCache::FragmentTableCache() : m(std::make_unique<State>()) {}

FragmentTableCache::~FragmentTableCache() = default;

Result<FragmentTableCache::TablePtr> FragmentTableCache::table(const PixelFile& file, const ImageAttributes& image)
{
    if (image.frames == 1) { // one look is cheaper than the bookkeeping
        return FragmentTable::read(file, image);
    }
    {
        const QMutexLocker lock(&m->mutex);
        const auto found =
            std::find_if(m->entries.begin(), m->entries.end(), [&](const Entry& entry) { return isOf(entry, file, image); });
        if (found != m->entries.end()) {
            m->entries.splice(m->entries.begin(), m->entries, found);
            return m->entries.front().table;
        }
    }
    Result<TablePtr> table = FragmentTable::read(file, image);
    if (table) {
        const QMutexLocker lock(&m->mutex);
        m->entries.push_front({image.path, file.size(), image.pixelData.offset, image.frames, *table});
        if (m->entries.size() > kMostTables) {
            m->entries.pop_back();
        }
    }
    return table;
}

} // namespace isocenter
