#pragma once

#include "document/PageText.h"

#include <QObject>

namespace isocenter {

class DocumentView;
class ImageViewport;
struct ViewerServices; // viewport/ViewerServices.h

/// Lays a DocumentView over a viewport while its series has objects in place of pictures. Owned by the viewport. GUI thread.
class DocumentCover : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive the viewport.
    DocumentCover(const ViewerServices& services, const PlaceOf& placeOf, ImageViewport& viewport);

    /// Whether the viewport shows a document.
    bool isUp() const;
    DocumentView& view() const { return *m_view; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();
    void place();

    ImageViewport& m_viewport;
    DocumentView* m_view;
};

} // namespace isocenter
