#include "image/Frame.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace isocenter {

namespace {

constexpr std::size_t kLine = 64;
constexpr std::size_t kHuge = std::size_t{2} << 20;
constexpr std::size_t kSlab = 4 * kHuge;
constexpr std::size_t kSmallest = std::size_t{64} << 10; // malloc serves smaller blocks well
constexpr std::size_t kLargest = kSlab / 4;              // larger ones would leave much of a slab unused

std::byte* allocate(std::size_t bytes, std::size_t alignment)
{
    void* memory = nullptr;
    if (::posix_memalign(&memory, alignment, bytes) != 0) {
        throw std::bad_alloc();
    }
#if defined(__linux__)
    if (alignment == kHuge) {
        ::madvise(memory, bytes, MADV_HUGEPAGE);
    }
#endif
    return static_cast<std::byte*>(memory);
}

/// Equal blocks out of one piece of memory on huge pages: the kernel hands out 2 MB at a time, where 4 kB at a time costs more
/// than reading the pixels. Only pages that were written to count as used.
struct Slab
{
    Slab(std::size_t block, std::byte* from) : size(block), memory(from), count(kSlab / block) { returned.reserve(count); }

    bool isFull() const { return returned.empty() && begun == count; }

    std::byte* take()
    {
        ++used;
        if (returned.empty()) {
            return memory + size * begun++;
        }
        std::byte* block = returned.back();
        returned.pop_back();
        return block;
    }

    std::size_t size;
    std::byte* memory;
    std::size_t count;
    std::size_t begun = 0; ///< blocks ever taken, from the front
    std::size_t used = 0;
    std::vector<std::byte*> returned;
};

/// The slabs by the size of their blocks. A slab is given back to the system when its last block is, but for a few that wait
/// for the next: a picture that is painted over and over takes and returns the same memory.
class Slabs
{
public:
    std::shared_ptr<std::byte> take(std::size_t size)
    {
        const std::lock_guard lock(m_mutex);
        std::vector<std::unique_ptr<Slab>>& slabs = m_slabs[size];
        // What was added last is the likeliest to have room.
        const auto room = std::find_if(slabs.rbegin(), slabs.rend(), [](const auto& slab) { return !slab->isFull(); });
        Slab* slab = room != slabs.rend() ? room->get() : slabs.emplace_back(std::make_unique<Slab>(size, memory())).get();
        return {slab->take(), [this, slab](std::byte* block) { giveBack(slab, block); }};
    }

private:
    static constexpr std::size_t kSpare = 2;

    std::byte* memory()
    {
        if (m_spare.empty()) {
            m_spare.reserve(kSpare);
            return allocate(kSlab, kHuge);
        }
        std::byte* memory = m_spare.back();
        m_spare.pop_back();
        return memory;
    }

    void giveBack(Slab* slab, std::byte* block)
    {
        const std::lock_guard lock(m_mutex);
        slab->returned.push_back(block);
        if (--slab->used > 0) {
            return;
        }
        std::vector<std::unique_ptr<Slab>>& slabs = m_slabs[slab->size];
        if (m_spare.size() < kSpare) {
            m_spare.push_back(slab->memory);
        } else {
            std::free(slab->memory);
        }
        slabs.erase(std::find_if(slabs.begin(), slabs.end(), [slab](const auto& one) { return one.get() == slab; }));
    }

    std::mutex m_mutex;
    std::vector<std::byte*> m_spare; ///< at most kSpare
    std::map<std::size_t, std::vector<std::unique_ptr<Slab>>> m_slabs;
};

/// Part of the heap, as malloc's own: never destroyed, so that pixels may live as long as anyone holds them.
Slabs& slabs()
{
    static auto* const heap = new Slabs;
    return *heap;
}

} // namespace

std::shared_ptr<std::byte> allocatePixels(std::size_t bytes)
{
    const std::size_t size = (std::max<std::size_t>(bytes, 1) + kLine - 1) / kLine * kLine;
    if (size >= kSmallest && size <= kLargest) {
        return slabs().take(size);
    }
    return {allocate(size, size >= 2 * kHuge ? kHuge : kLine), [](std::byte* p) { std::free(p); }};
}

} // namespace isocenter
