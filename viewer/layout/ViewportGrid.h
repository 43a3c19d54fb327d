#pragma once

#include "document/Report.h"
#include "image/ImageSeries.h"
#include "layout/GridLayout.h"
#include "study/StudyContext.h"
#include "viewport/ViewerServices.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace isocenter {

class DocumentCover;
class DocumentView;
class ImageViewport;
class SlideCover;
class SlideView;
class SyncGroup;

/// The centre of the reading page: 1x1 to 4x4 viewports edge to edge, one of them active. Shows series of the one open study
/// and of nothing else: a series of another generation, study or patient is refused whichever way it comes (hazard: wrong
/// patient opened). GUI thread. Positions count from 0, row by row.
class ViewportGrid : public QWidget
{
    Q_OBJECT
public:
    explicit ViewportGrid(const ViewerServices& services, QWidget* parent = nullptr);
    ~ViewportGrid() override;

    /// Replaces everything: all of the earlier study is let go before the new one is shown. The layout is the reader's last
    /// choice for this modality in this session, else the default for what the study holds. Null context: empty.
    void setStudy(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series);
    /// All stacks of the open study as known now: grown ones take the place of what they grew from, with slice and view kept;
    /// new ones fill empty viewports. Until the reader has touched the grid, the default layout follows. False, and nothing
    /// happens, if `generation` is not that of the open study.
    bool updateSeries(quint64 generation, const std::vector<ImageSeriesPtr>& series);
    /// The same for one stack; the others stay.
    bool updateSeries(const ImageSeriesPtr& series);
    const StudyContextPtr& context() const;
    const std::vector<ImageSeriesPtr>& series() const;
    ImageSeriesPtr findSeries(const QString& key) const; ///< by seriesKey(); null if the open study has none
    /// The key of what a viewport shows ("" for an empty one).
    static QString keyOf(const ImageViewport& viewport);
    QStringList shownKeys() const; ///< of the visible viewports, in order of position, without empty ones

    /// The reader's choice: what is shown stays; empty places take the next series not yet shown.
    void chooseLayout(GridLayout layout);
    GridLayout gridLayout() const;
    /// One viewport over the whole grid and back; the others keep slice, view and window.
    void setMaximized(bool maximized);
    bool isMaximized() const;

    int count() const;                             ///< viewports of the layout, whether maximised or not
    ImageViewport* viewport(int position) const;   ///< null outside [0, count)
    std::vector<ImageViewport*> viewports() const; ///< those of the layout
    std::vector<ImageViewport*> visibleViewports() const;
    std::vector<ImageViewport*> allViewports() const; ///< also those that a smaller layout has put away
    ImageViewport* active() const;                    ///< never null
    int activePosition() const;
    void setActivePosition(int position);
    void moveActive(int rows, int columns); ///< to the neighbour; stays at the edge
    void cycleActive(int steps);            ///< through all positions, around the end

    /// Shows a series of the open study; `position` -1: in the active viewport. False if the study has no such series.
    bool show(const QString& key, int position = -1);
    using QWidget::show;
    /// The next (1) or previous (-1) series of the study in the active viewport; stays at the ends.
    void stepSeries(int steps);

    /// The document over a viewport; null while it shows pictures or nothing.
    DocumentView* documentIn(const ImageViewport& viewport) const;
    /// The whole slide over a viewport; null while it shows something else.
    SlideView* slideIn(const ImageViewport& viewport) const;
    /// The active viewport by so many slices, focal planes of a slide; through a document, or through several.
    void scrollActive(int steps);
    /// Shows what a document refers to beside `from`, in a second viewport where there is but one. False if the open study does
    /// not hold it.
    bool showReference(const ObjectReference& reference, const ImageViewport& from);

    SyncGroup& sync() const;
    /// True when every visible viewport shows what was asked for.
    bool isPictureComplete() const;

Q_SIGNALS:
    void activeChanged(isocenter::ImageViewport* viewport);
    /// The active viewport shows something else (another viewport, series, window, view, slice): menus follow.
    void activeStateChanged();
    void layoutChanged();
    void shownChanged();                                    ///< which series are on the screen
    void seriesListChanged();                               ///< series() has changed
    void viewportAdded(isocenter::ImageViewport* viewport); ///< made for the first time; never destroyed before the grid
    void tagsRequested();                                   ///< those of what the active viewport shows

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Parts;
    ImageViewport* addViewport();
    DocumentCover* coverOf(ImageViewport& view);
    SlideCover* slideCoverOf(ImageViewport& view);
    void updateReferences();
    void tellChanged(const ImageViewport* view);
    ImageViewport* besides(const ImageViewport& from, const ImageSeriesPtr& series);
    bool belongs(const ImageSeriesPtr& series) const;
    void keepOwn(const std::vector<ImageSeriesPtr>& series);
    GridLayout beginningLayout() const;
    void replaceGrown();
    void fillInOrder();
    void fillEmpty();
    void settle();
    void applyLayout(GridLayout layout);
    void arrange();
    void activate(ImageViewport* viewport);
    void takePlaceOfOthers(ImageViewport* viewport);
    void tellShown();

    std::unique_ptr<Parts> m;
};

} // namespace isocenter
