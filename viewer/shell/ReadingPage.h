#pragma once

#include "image/ImageSeries.h"
#include "study/StudyContext.h"
#include "viewport/ViewerServices.h"

#include <QMetaObject>
#include <QWidget>

#include <vector>

class QAction;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace isocenter {

class ImageViewport;
class MprPage;
class SeriesStrip;
class TagViewer;
class ViewportGrid;
class VolumePage;

/// Where images are read: the strip of series at the left (folds to a rail), the viewports, the tag viewer at the right.
class ReadingPage : public QWidget
{
    Q_OBJECT
public:
    explicit ReadingPage(const ViewerServices& services, QWidget* parent = nullptr);

    void setStudy(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series);
    /// False if `generation` is not that of the open study.
    bool updateSeries(quint64 generation, const std::vector<ImageSeriesPtr>& series);
    ViewportGrid& grid() const { return *m_grid; }
    SeriesStrip& strip() const { return *m_strip; }
    TagViewer& tags() const { return *m_tags; }
    bool isComplete() const;

    bool isStripVisible() const;
    void setStripVisible(bool visible);
    bool areTagsVisible() const;
    void setTagsVisible(bool visible);

    /// What stands in place of the viewports: the active one's series in 3D or in other planes. Back to the viewports by itself
    /// when the study or what is shown changes.
    enum class Place { Viewports, Volume, Mpr };
    Place place() const;
    void setPlace(Place place);
    void toggleFusion(); ///< of other planes; nothing elsewhere
    /// The actions that show and leave a place: their keys work there too.
    void setPlaceActions(QAction* volume, QAction* mpr);

Q_SIGNALS:
    void placeChanged();
    void stripVisibleChanged(bool visible);
    void tagsVisibleChanged(bool visible);

private:
    QWidget* buildStrip();
    void followActive(ImageViewport* viewport);
    void followShown();
    void followFile();
    void followPlace();
    QWidget* pageOf(Place place);
    void showIn(Place place, const ImageSeriesPtr& series);
    ImageSeriesPtr shownIn(Place place) const;

    const ViewerServices& m_services;
    QStackedWidget* m_centre;
    ViewportGrid* m_grid;
    VolumePage* m_volume = nullptr; ///< made when first asked for
    MprPage* m_mpr = nullptr;       ///< the same
    QAction* m_volumeAction = nullptr;
    QAction* m_mprAction = nullptr;
    SeriesStrip* m_strip;
    TagViewer* m_tags;
    QSplitter* m_split;
    QWidget* m_stripPanel = nullptr;
    QWidget* m_rail = nullptr;
    QMetaObject::Connection m_activeIndex;
    QMetaObject::Connection m_activeSeries;
};

} // namespace isocenter
