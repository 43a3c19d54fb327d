#include "archive/FrameCache.h"

#include <utility>

#include <QHash>

namespace isocenter {

FramePtr FrameCache::find(const FrameKey& key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end() || !found->second.frame) {
        return nullptr;
    }
    m_uses.splice(m_uses.begin(), m_uses, found->second.use);
    return found->second.frame;
}

void FrameCache::put(const FrameKey& key, FramePtr frame)
{
    const std::lock_guard lock(m_mutex);
    Entry& entry = m_entries[key];
    if (entry.frame) {
        m_bytes -= entry.frame->byteSize();
        m_uses.splice(m_uses.begin(), m_uses, entry.use);
    } else {
        m_uses.push_front(key);
        entry.use = m_uses.begin();
    }
    m_bytes += frame->byteSize();
    entry.frame = std::move(frame);
    evict();
}

void FrameCache::pin(const FrameKey& key)
{
    const std::lock_guard lock(m_mutex);
    ++m_entries[key].pins;
}

bool FrameCache::tryPin(const FrameKey& key, std::size_t bytes)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    const bool counted = found != m_entries.end() && found->second.promised > 0;
    if (!counted && m_promised + bytes > m_budget) {
        return false;
    }
    Entry& entry = m_entries[key];
    if (!counted) {
        entry.promised = bytes;
        m_promised += bytes;
    }
    ++entry.pins;
    return true;
}

void FrameCache::unpin(const FrameKey& key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end() || found->second.pins == 0) {
        return;
    }
    if (--found->second.pins > 0) {
        return;
    }
    m_promised -= std::exchange(found->second.promised, 0);
    if (!found->second.frame) {
        m_entries.erase(found);
    } else {
        evict();
    }
}

void FrameCache::clear()
{
    const std::lock_guard lock(m_mutex);
    const std::size_t budget = m_budget;
    m_budget = 0;
    evict();
    m_budget = budget;
}

std::size_t FrameCache::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

void FrameCache::evict()
{
    for (auto it = m_uses.end(); m_bytes > m_budget && it != m_uses.begin();) {
        --it;
        const auto entry = m_entries.find(*it);
        if (entry->second.pins > 0) {
            continue;
        }
        m_bytes -= entry->second.frame->byteSize();
        it = m_uses.erase(it);
        m_entries.erase(entry);
    }
}

} // namespace isocenter
