#pragma once

#include "document/PageRenderer.h"

#include <QList>
#include <QObject>
#include <QRectF>
#include <QString>

#include <map>
#include <optional>

namespace isocenter {

/// Looks for a text page by page, in one source, beginning at the page in view. One request at a time, so that drawing goes on
/// between. GUI thread.
class PageSearch : public QObject
{
    Q_OBJECT
public:
    struct Hit
    {
        int page = 0;
        int place = 0; ///< of the places of that page
        friend bool operator==(const Hit& a, const Hit& b) { return a.page == b.page && a.place == b.place; }
    };
    /// Tickets of this search are above it; others are not its own.
    static constexpr quint64 kFirstTicket = quint64{1} << 32;

    explicit PageSearch(PageSource& source, QObject* parent = nullptr);

    void setPages(int pages) { m_pages = pages; }
    /// Forgets what was found and looks for `text` (empty: for nothing) from `page` on.
    void start(const QString& text, int page);
    void step(int direction); ///< to the next or previous hit, around the ends
    const QString& text() const { return m_text; }
    bool isRunning() const { return m_left > 0; }
    int hits() const { return m_hits; }
    std::optional<Hit> current() const { return m_current; }
    int ordinal() const;                         ///< of the current hit in the document, from 1; 0 without
    const QList<QRectF>* places(int page) const; ///< points; null if none

Q_SIGNALS:
    void changed();
    void currentChanged();

private:
    void ask();
    void take(quint64 ticket, const QList<QRectF>& places);

    PageSource& m_source;
    QString m_text;
    int m_pages = 0;
    int m_page = 0; ///< asked now
    int m_left = 0; ///< pages not yet answered
    quint64 m_ticket = kFirstTicket;
    int m_hits = 0;
    std::map<int, QList<QRectF>> m_found;
    std::optional<Hit> m_current;
};

} // namespace isocenter
