#pragma once

#include "image/Frame.h"

#include <QHash>
#include <QString>

#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

namespace isocenter {

/// Which frame: the file it came from and the 0-based frame. A path, not a UID: the same UID in two places may differ.
struct FrameKey
{
    QString path;
    int frame = 0;
    friend bool operator==(const FrameKey& a, const FrameKey& b) { return a.frame == b.frame && a.path == b.path; }
};

/// Decoded frames, least recently used out first, within a byte budget. Safe from any thread.
/// Pinned frames (those on the screen) are never dropped, so the budget may be exceeded by them.
class FrameCache
{
public:
    explicit FrameCache(std::size_t budgetBytes) : m_budget(budgetBytes) {}

    FramePtr find(const FrameKey& key); ///< null if absent; counts as a use
    void put(const FrameKey& key, FramePtr frame);
    void pin(const FrameKey& key); ///< counted; may precede put(); may exceed the budget (a slice that is looked at)
    /// pin() if the frames promised so far and this one (of about `bytes`) fit the budget together; false if not.
    bool tryPin(const FrameKey& key, std::size_t bytes);
    void unpin(const FrameKey& key);
    void clear(); ///< all that is not pinned
    std::size_t bytes() const;
    std::size_t budget() const { return m_budget; }

private:
    struct Hash
    {
        std::size_t operator()(const FrameKey& key) const { return qHash(key.path, static_cast<size_t>(key.frame)); }
    };
    struct Entry
    {
        FramePtr frame;
        int pins = 0;
        std::size_t promised = 0;          ///< bytes counted in m_promised while pinned
        std::list<FrameKey>::iterator use; ///< valid if frame
    };
    void evict();

    mutable std::mutex m_mutex;
    std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::size_t m_promised = 0;
    std::list<FrameKey> m_uses; ///< most recent first
    std::unordered_map<FrameKey, Entry, Hash> m_entries;
};

} // namespace isocenter
