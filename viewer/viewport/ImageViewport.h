#pragma once

#include "display/DisplayPipeline.h"
#include "image/ImageSeries.h"
#include "outline/RegionLayer.h"
#include "presentation/PresentationState.h"
#include "slice/SlicePainter.h"
#include "viewport/PixelProbe.h"
#include "viewport/ReferenceLine.h"
#include "viewport/SubtractionPlan.h"
#include "viewport/ViewerServices.h"
#include "viewport/ViewGeometry.h"
#include "viewport/ViewportTool.h"

#include <Eigen/Core>

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// How a series is shown, apart from which slice. A value: copy it from one viewport to another.
struct ViewState
{
    ViewPose pose;
    DisplayState display; ///< the reader's own choice; `overrides` is filled by the viewport
    Interpolation interpolation = Interpolation::Linear;
    PresentationStatePtr presentation; ///< chosen by the reader; applied to the frames that it is for, and to no others
    bool overlays = true;              ///< overlays and annotations are drawn
    bool shutter = true;               ///< what the shutter covers is covered
    RegionChoice regions;              ///< which segments and structures are drawn
    SubtractionChoice subtraction;     ///< a mask of another series counts as none
};

/// The mime type of a dragged series; the payload is the series' key as UTF-8, whatever key the browser and the layout agree on.
inline constexpr char kSeriesMimeType[] = "application/x-isocenter-series";

/// Shows one series: scrolls, windows, zooms, turns, plays it, with all that a reader must see beside the picture.
/// GUI thread only; never waits. A picture is painted together with its own number and texts in one go; a slice that has not
/// arrived is black with "loading", one that cannot be shown is hatched with its reason. However many changes come, one paint
/// a display frame. Positions are widget coordinates (device-independent pixels); image coordinates have (0, 0) at the outer
/// corner of the first pixel.
///
/// Mouse: left drag is the tool (without one: scroll), right drag the window, middle drag pan, left and right together scroll
/// through the whole stack over the widget's height, wheel slices, Ctrl+wheel zoom at the cursor. Keys belong to actions.
class ImageViewport : public QWidget
{
    Q_OBJECT
public:
    explicit ImageViewport(const ViewerServices& services, QWidget* parent = nullptr);
    ~ImageViewport() override;

    /// Shows another series from `index` (-1: the middle of a stack ordered by position, else the first), view and window
    /// reset, cine stopped. The same series grown (same study, series and part; other value) keeps view, window and slice.
    /// Null empties the viewport.
    void setSeries(const ImageSeriesPtr& series, int index = -1);
    const ImageSeriesPtr& series() const;
    int count() const;        ///< 0 without a series
    int index() const;        ///< 0-based, -1 without a picture
    void setIndex(int index); ///< clamped
    void scroll(int steps);   ///< clamped at the ends

    ViewState viewState() const;
    void setViewState(const ViewState& state);
    void resetView(); ///< as the presentation state says; without one fit, no turn, no flip, default window, not inverted
    void fit();
    void oneToOne(); ///< one image pixel a device pixel, about the centre
    void zoomAt(const QPointF& position, double factor);
    void panBy(const QPointF& delta);
    void rotateBy(int quarterTurns);        ///< clockwise as seen on the screen
    void flip(Qt::Orientation orientation); ///< as seen on the screen
    void setInterpolation(Interpolation interpolation);

    void setInvert(bool invert);
    void setWindow(const Window& window);
    void setWindowIndex(int index); ///< of the file's windows; out of range: nothing happens
    void setVoiTable(int index);    ///< of the file's VOI tables; out of range: nothing happens
    void applyDefaultWindow();      ///< that of each image
    void applyFullRange();
    /// From the modality values inside (padding left out): the range without the outer 0.5 % at each end. False where there
    /// are no values (outside, colour, not loaded).
    bool windowFromRoi(const QRectF& imageRect);
    /// Right widens, down raises the centre; a drag over 512 pixels covers the image's range.
    void adjustWindow(const QPointF& delta);
    /// The window in force; empty for colour or while nothing is loaded.
    std::optional<Window> window() const;

    /// Shows the frames that a state is for as it says, from what it says; null: as the images say. A state of another study
    /// changes nothing. What the reader changes afterwards is marked as such.
    void setPresentation(const PresentationStatePtr& state);
    const PresentationStatePtr& presentation() const;
    /// Those of the series that are for the frame in view, newest first.
    std::vector<PresentationStatePtr> presentations() const;
    void setPlanesVisible(bool overlays, bool shutter);
    bool areOverlaysVisible() const;
    bool isShutterVisible() const;
    /// Segments and structures of the series that are drawn.
    void setRegionChoice(const RegionChoice& choice);
    const RegionChoice& regionChoice() const;

    /// Pictures are differences from a mask, where there is one for them; the window begins anew. By default as the presentation
    /// state, without one the image, recommends.
    void setSubtracted(bool subtracted);
    bool isSubtracted() const; ///< asked for, by the reader or by recommendation
    bool hasMask() const;      ///< the file, the state or the reader has one
    void useAsMask();          ///< the frame in view, for all frames of the series; they are subtracted from now on
    void setMaskShift(const MaskShift& shift); ///< for all frames; nothing happens unless the picture is subtracted
    MaskShift maskShift() const;               ///< in force for the frame in view
    void resetMask();                          ///< mask and shift as the file says; subtracted or not as before

    QTransform imageToWidget() const;
    QTransform widgetToImage() const;
    /// LPS mm; empty where the plane is not known or nothing is shown. Points outside the image are extrapolated.
    std::optional<Eigen::Vector3d> patientPoint(const QPointF& position) const;
    std::optional<PixelProbe> probe(const QPointF& position) const;
    /// The plane of the slice in view.
    std::optional<ImagePlane> plane() const;
    /// The frame in view as stored, also where the picture is a difference, and its image; null frame while it is not loaded.
    FramePtr frame() const;
    const FrameRef* frameRef() const;
    int loadedCount() const;
    int failedCount() const;

    void setActive(bool active); ///< accent border of 1 px
    bool isActive() const;
    /// A prior: tinted border and this word ("prior, 14 months") among the texts; empty: none.
    void setPriorText(const QString& text);
    /// Another viewport's cursor, as a cross, where it lies within half a slice of this one. LPS mm.
    void setCursorPosition(const std::optional<Eigen::Vector3d>& point);
    void setReferenceLines(const std::vector<ReferenceLine>& lines);
    void setMagnifier(bool on, double factor = 3.0); ///< 2 to 4 times, at the mouse
    bool hasMagnifier() const;
    /// Texts on or off. Identity, marks of fidelity and safety, flip and orientation letters stay: they protect the patient.
    void setOverlayVisible(bool visible);
    bool isOverlayVisible() const;
    /// The part of the widget above the texts and the letter at its lower edge, as last painted.
    QRect areaAboveBottomTexts() const;
    /// Not owned; must outlive its use here. Null: left drag scrolls.
    void setTool(ViewportTool* tool);
    ViewportTool* tool() const;
    /// Ends a running drag without a decision (Escape).
    void cancelDrag();

    /// Plays the frames in a loop. `framesPerSecond` 0: the recorded frame times, one by one where the file has a vector, else
    /// the recommended rate, else 10 a second. Frames are dropped rather than played late; waits for frames still loading.
    void startCine(double framesPerSecond = 0);
    void stopCine();
    bool isPlaying() const;
    void setCineSpeed(double factor); ///< 0.1 to 10; 1 is as recorded
    double cineSpeed() const;
    double cineRate() const; ///< frames a second really painted during the last second; 0 while not playing

    /// True when what is on the screen is what was asked for: the slice in view is painted, hatched, or there is none.
    bool isPictureComplete() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void seriesChanged();
    void indexChanged(int index);
    void viewChanged();         ///< zoom, pan, turn, flip, interpolation, size
    void windowChanged();       ///< window, table, invert
    void presentationChanged(); ///< the state, or what of it is drawn; mask and shift
    void frameShown(int index); ///< that frame was painted (once a frame in view)
    void frameFailed(int index, const QString& reason);
    void loadingChanged();                          ///< loadedCount() or failedCount()
    void cursorMoved(const Eigen::Vector3d& point); ///< LPS mm under the mouse
    void cursorLeft();
    void activated(); ///< a mouse button or the focus came here
    void doubleClicked();
    void playingChanged(bool playing);
    void seriesDropped(const QString& key);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    struct State;
    class Mouse;
    std::unique_ptr<State> m;
    std::unique_ptr<Mouse> m_mouse;
};

} // namespace isocenter
