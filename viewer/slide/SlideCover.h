#pragma once

#include <QObject>

namespace isocenter {

class ImageViewport;
class SlidePage;
struct ViewerServices; // viewport/ViewerServices.h

/// Lays a SlidePage over a viewport while its series is a whole slide. Owned by the viewport; the page is made when first
/// needed. GUI thread.
class SlideCover : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive the viewport.
    SlideCover(const ViewerServices& services, ImageViewport& viewport);

    bool isUp() const;
    SlidePage* page() const { return m_page; } ///< null before the first slide

Q_SIGNALS:
    void pageMade(isocenter::SlidePage* page); ///< once

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow();
    void place();

    const ViewerServices& m_services;
    ImageViewport& m_viewport;
    SlidePage* m_page = nullptr;
};

} // namespace isocenter
