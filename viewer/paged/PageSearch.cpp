#include "paged/PageSearch.h"

namespace isocenter {

namespace {

constexpr int kMostHits = 10'000;

} // namespace

PageSearch::PageSearch(PageSource& source, QObject* parent) : QObject(parent), m_source(source)
{
    connect(&source, &PageSource::found, this, &PageSearch::take);
    connect(&source, &PageSource::failed, this, [this](quint64 ticket) { take(ticket, {}); });
    connect(&source, &PageSource::refused, this, [this] {
        m_left = 0;
        Q_EMIT changed();
    });
}

void PageSearch::start(const QString& text, int page)
{
    m_text = text;
    m_found.clear();
    m_current.reset();
    m_hits = 0;
    m_left = text.isEmpty() ? 0 : m_pages;
    m_page = std::clamp(page, 0, std::max(0, m_pages - 1));
    if (m_left > 0) {
        ask();
    }
    Q_EMIT changed();
    Q_EMIT currentChanged();
}

void PageSearch::ask()
{
    m_source.find(++m_ticket, m_page, m_text);
}

void PageSearch::take(quint64 ticket, const QList<QRectF>& places)
{
    if (ticket != m_ticket || m_left == 0) {
        return; // of an earlier text, or somebody else's
    }
    const int page = m_page;
    if (!places.isEmpty()) {
        m_found[page] = places;
        m_hits += static_cast<int>(places.size());
    }
    --m_left;
    if (m_hits >= kMostHits) {
        m_left = 0;
    }
    if (m_left > 0) {
        m_page = (m_page + 1) % m_pages;
        ask();
    }
    const bool first = !m_current && !places.isEmpty();
    if (first) {
        m_current = Hit{page, 0};
    }
    Q_EMIT changed();
    if (first) {
        Q_EMIT currentChanged();
    }
}

void PageSearch::step(int direction)
{
    if (!m_current || m_found.empty()) {
        return;
    }
    Hit hit{m_current->page, m_current->place + (direction > 0 ? 1 : -1)};
    auto page = m_found.find(hit.page);
    if (hit.place >= page->second.size()) {
        page = std::next(page) == m_found.end() ? m_found.begin() : std::next(page);
        hit = {page->first, 0};
    } else if (hit.place < 0) {
        page = page == m_found.begin() ? std::prev(m_found.end()) : std::prev(page);
        hit = {page->first, static_cast<int>(page->second.size()) - 1};
    }
    m_current = hit;
    Q_EMIT currentChanged();
}

int PageSearch::ordinal() const
{
    if (!m_current) {
        return 0;
    }
    int before = 0;
    for (const auto& [page, places] : m_found) {
        if (page >= m_current->page) {
            break;
        }
        before += static_cast<int>(places.size());
    }
    return before + m_current->place + 1;
}

const QList<QRectF>* PageSearch::places(int page) const
{
    const auto found = m_found.find(page);
    return found == m_found.end() ? nullptr : &found->second;
}

} // namespace isocenter
