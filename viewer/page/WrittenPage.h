#pragma once

#include "document/PageText.h"
#include "page/DocumentPage.h"

namespace isocenter {

class FindBar;
class PageBrowser;

/// The page of a report or clinical document: its text, searchable, in any size, with links to what it refers to.
class WrittenPage : public DocumentPage
{
    Q_OBJECT
public:
    WrittenPage(const PageText& text, const PageServices& services, QWidget* parent = nullptr);

    void zoom(int steps) override;
    void resetZoom() override;
    void scrollLines(int lines) override;
    bool canFind() const override { return true; }
    void openFind() override;
    void updateReferences() override;
    PageBrowser& browser() const { return *m_browser; }
    FindBar& findBar() const { return *m_find; }

private:
    QStringList places() const;

    PageBrowser* m_browser;
    FindBar* m_find;
    PlaceOf m_placeOf;
    QStringList m_places; ///< as now on the page
};

} // namespace isocenter
