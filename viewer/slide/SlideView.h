#pragma once

#include "image/ImageSeries.h"
#include "pyramid/SlidePyramid.h"
#include "slide/SlideGeometry.h"
#include "viewport/Overlay.h"
#include "viewport/ViewerServices.h"

#include <QImage>
#include <QWidget>

#include <memory>

namespace isocenter {

/// A whole slide: the level that its size on the screen needs, tile by tile, the nearest to the middle first, with what there is
/// of coarser levels below until they come. What is not there yet is dark, what the file leaves out has its background colour,
/// what is missing or damaged is hatched and said; nothing of that looks like empty glass. A map at the lower right shows what
/// part is seen; a click there goes to it.
///
/// Left or middle drag moves, wheel and Ctrl+wheel zoom at the mouse, right drag windows grey slides. Arrows move, + and -
/// zoom, Home shows all, Page Up and Page Down change the focal plane. GUI thread; never waits.
class SlideView : public QWidget
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit SlideView(const ViewerServices& services, QWidget* parent = nullptr);
    ~SlideView() override;

    /// A series with a slide, or null. The same slide grown keeps what is seen.
    void setSeries(const ImageSeriesPtr& series);
    const ImageSeriesPtr& series() const;

    SlidePose pose() const;
    void setPose(const SlidePose& pose);
    void fit();
    void oneToOne(); ///< a pixel of the finest level a pixel of the screen
    void zoomAt(const QPointF& position, double factor);
    void zoomBy(double factor); ///< about the middle
    /// So that magnification is `value` times; nothing happens where it is not known.
    void setMagnification(double value);
    SlideGeometry geometry() const;

    SlideChannel channel() const;
    void setChannel(const SlideChannel& channel); ///< clamped
    void stepPlane(int steps);

    bool isMapVisible() const;
    void setMapVisible(bool visible);
    bool isLabelVisible() const;
    void setLabelVisible(bool visible); ///< the picture of the slide's label, above the map
    void setTextsVisible(bool visible);

    Overlay overlay() const; ///< of the last painting
    QRectF mapRect() const;  ///< empty without a map
    /// All that is visible has been painted, or there is a reason.
    bool isPictureComplete() const;
    QSize sizeHint() const override;

Q_SIGNALS:
    void viewChanged(); ///< pose, channel, map or label
    void completeChanged();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace isocenter
