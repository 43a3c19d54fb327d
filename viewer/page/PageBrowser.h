#pragma once

#include "document/PageText.h"
#include "page/PageDocument.h"

#include <QTextBrowser>

namespace isocenter {

/// Shows a page of text in lines of at most about 90 characters; links are followed by the mouse, or by Tab and Enter.
/// Nothing is ever loaded for it, and text is copied as plain text. GUI thread.
class PageBrowser : public QTextBrowser
{
    Q_OBJECT
public:
    explicit PageBrowser(QWidget* parent = nullptr);

    void setPage(const PageText& page, const PlaceOf& placeOf);
    /// Sets the page again; what stands at the top of the view stays there.
    void refresh();
    int zoomPercent() const { return m_percent; }
    void setZoomPercent(int percent); ///< 60 to 300
    const PageText& page() const { return m_page; }
    const std::vector<PageLink>& links() const { return m_links; }
    void scrollLines(int lines);

Q_SIGNALS:
    void referenceActivated(int index); ///< of PageText::references
    void findRequested();
    void findNextRequested(bool forward);
    void zoomRequested(int steps);
    void pageSet(); ///< anew: cursors into the page before have no place any more

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    QMimeData* createMimeDataFromSelection() const override;
    QVariant loadResource(int type, const QUrl& name) override;

private:
    bool takes(const QKeyEvent& event) const;
    void layOut(QTextDocument& page) const;
    QFont pageFont() const;

    PageText m_page;
    PlaceOf m_placeOf;
    std::vector<PageLink> m_links;
    int m_percent = 100;
    double m_wheelRest = 0;
};

} // namespace isocenter
