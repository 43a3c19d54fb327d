#pragma once

// Private to viewer/viewport: what ImageViewport, its painting and its mouse share.

#include "display/StateOverrides.h"
#include "viewport/BlendView.h"
#include "viewport/CinePlayer.h"
#include "viewport/DisplayOutput.h"
#include "viewport/ImageViewport.h"
#include "viewport/Magnifier.h"
#include "viewport/OverlayPainter.h"
#include "viewport/PlaneLoader.h"
#include "viewport/SliceSlider.h"
#include "viewport/SubtractionView.h"
#include "work/SeriesLoader.h"

#include <QElapsedTimer>
#include <QTimer>

namespace isocenter {

struct ImageViewport::State
{
    State(ImageViewport& owner, const ViewerServices& services);

    const FrameRef* ref() const;
    FramePtr loadedFrame() const;
    /// What is on the screen: the frame in view, or its difference from a mask in place of it.
    struct Shown
    {
        FrameRef ref;
        FramePtr frame; ///< null: not there yet, or `failure` says why
        QString failure;
        const SubtractedFrame* subtracted = nullptr;
    };
    Shown shown() const; ///< needs ref()
    SubtractionPlan subtractionPlan(int which) const;
    bool isReady(int which) const; ///< for cine
    BlendView::Blend blend(int which) const;
    ScreenDepth depth() const; ///< of the screen that the viewport is on
    void setSubtraction(const SubtractionChoice& choice);
    ViewGeometry geometry() const;
    /// The state that the frame in view is shown by; null where none is chosen, or it is for other frames.
    PresentationStatePtr applied() const;
    ViewPose pose() const;        ///< of the frame in view
    DisplayState display() const; ///< of the frame in view: the reader's choice over what the state says
    bool isModified() const;      ///< the reader changed what the state says
    void describeState(ViewDescription& description) const;
    void paintPlanes(QPainter& painter);
    void paintRegions(QPainter& painter);
    bool show(int wished); ///< clamped; false: nothing changed
    void setPose(const ViewPose& pose);
    void setDisplay(const DisplayState& state);
    /// Empty for colour and while nothing is loaded.
    std::optional<GrayTransform> transform() const;
    /// The window that a change starts from.
    std::optional<Window> startWindow() const;
    void resetSlider();
    void noteLoading();
    void describe(ViewDescription& view, const Shown& picture) const;
    void paint(QPainter& painter);
    void paintPicture(QPainter& painter, const Shown& picture);
    void describePicture(ViewDescription& view, const Shown& picture) const;
    void paintBorder(QPainter& painter);
    void addLines(Overlay& overlay, const ViewDescription& view) const;
    void tellShown();

    ImageViewport& q;
    SeriesLoader loader;
    FusionPainter slicePainter;
    OverlayPainter overlayPainter;
    CornerTexts texts;
    SliceSlider slider;
    Magnifier magnifier;
    CinePlayer cine;
    PlaneLoader planes;
    RegionLayer regionLayer;
    mutable StateOverrides overrides;
    mutable SubtractionView subtraction;
    mutable BlendView blendView;
    const DisplayOutput* output;
    QTimer loadingTimer; ///< progress is told a few times a second, not for each frame

    ViewState view;
    std::optional<ViewPose> statePoseChanged; ///< the reader's, of the frames that the state is for
    FramePtr paintedFrame;                    ///< the one the slice painter holds
    ImagePtr paintedImage;
    int index = -1;
    int shownIndex = -1; ///< of the last paint that showed a picture or a reason
    std::optional<QPointF> mouse;
    std::optional<Eigen::Vector3d> otherCursor;
    std::vector<ReferenceLine> lines;
    QString prior;
    ViewportTool* tool = nullptr;
    double wheelRest = 0;
    bool active = false;
    bool textsVisible = true;
    bool dropTarget = false;
    bool sliderHovered = false;
};

/// What the buttons do; one drag at a time.
class ImageViewport::Mouse
{
public:
    explicit Mouse(ImageViewport& owner) : q(owner) {}

    void press(QMouseEvent* event);
    void move(QMouseEvent* event);
    void release(QMouseEvent* event);
    void cancel();

private:
    enum class Drag { None, Tool, Scroll, Window, Pan, FastScroll, Slider };
    void begin(Drag drag, const QPointF& position);
    void toolEvent(void (ViewportTool::*call)(ImageViewport&, const ToolEvent&), const QPointF& position,
                   Qt::KeyboardModifiers modifiers);
    void scrollBy(double slices);

    ImageViewport& q;
    ViewportTool* m_tool = nullptr; ///< of the running drag
    Drag m_drag = Drag::None;
    QPointF m_start;
    QPointF m_last;
    double m_rest = 0; ///< of a slice, not yet scrolled
};

} // namespace isocenter
