#pragma once

#include "document/Document.h"
#include "document/PageText.h"
#include "image/ImageSeries.h"
#include "page/DocumentPage.h"

#include <QWidget>

#include <memory>

class QVBoxLayout;

namespace isocenter {

class DocumentHeader;
class DocumentLoader;

/// Shows the objects of a series that have no picture, one at a time: a header that names the patient, and the page of the
/// object below. Header and page are always of one and the same object; while another is read its page is empty. GUI thread.
class DocumentView : public QWidget
{
    Q_OBJECT
public:
    /// `services` must outlive this; `placeOf` may be empty.
    DocumentView(const ViewerServices& services, PlaceOf placeOf, QWidget* parent = nullptr);
    ~DocumentView() override;

    /// The same series grown keeps the object in view; another begins at `index`. A series with pictures, and null, empty it.
    void setSeries(const ImageSeriesPtr& series, int index = 0);
    const ImageSeriesPtr& series() const { return m_series; }
    int count() const;
    int index() const { return m_index; } ///< 0-based; -1: nothing is shown
    void setIndex(int index);             ///< clamped
    /// Through the objects where there are several, else by lines through the page.
    void scroll(int steps);
    /// The object in view; null without one.
    ImagePtr object() const;
    /// What was read of it; null until then, and where that failed.
    const DocumentPtr& document() const { return m_document; }
    DocumentHeader& header() const { return *m_header; }
    DocumentPage* page() const { return m_page; } ///< never null while a series is shown

    void zoom(int steps);
    void resetZoom();
    void openFind();
    /// The study has grown: references may have a place now.
    void updateReferences();
    /// What is asked for is on the page, or the reason why it is not.
    bool isComplete() const;

Q_SIGNALS:
    void activated();     ///< a mouse button or the focus came here
    void touched();       ///< by the reader's hand
    void doubleClicked(); ///< on the header
    void objectChanged(); ///< object() or document()
    void referenceActivated(const isocenter::ObjectReference& reference);
    void tagsRequested();
    void completeChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showObject(int index);
    void showDocument(const DocumentPtr& document);
    QString whyNotDrawn() const;
    void setPage(DocumentPage* page);
    void watch(QWidget* widget);

    PageServices m_services;
    ImageSeriesPtr m_series;
    int m_index = -1;
    DocumentPtr m_document;
    DocumentHeader* m_header;
    QVBoxLayout* m_column;
    DocumentPage* m_page = nullptr;
    DocumentLoader* m_loader;
};

} // namespace isocenter
