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

    /// The active viewport's series in 3D, in place of the viewports; back by itself when the study or what is shown changes.
    bool isVolumeVisible() const;
    void setVolumeVisible(bool visible);
    /// The action that shows and leaves 3D: its keys work there too.
    void setVolumeAction(QAction* action) { m_volumeAction = action; }

Q_SIGNALS:
    void volumeVisibleChanged(bool visible);
    void stripVisibleChanged(bool visible);
    void tagsVisibleChanged(bool visible);

private:
    QWidget* buildStrip();
    void followActive(ImageViewport* viewport);
    void followShown();
    void followFile();
    void followVolume();
    VolumePage* volumePage();

    const ViewerServices& m_services;
    QStackedWidget* m_centre;
    ViewportGrid* m_grid;
    VolumePage* m_volume = nullptr; ///< made when first asked for
    QAction* m_volumeAction = nullptr;
    SeriesStrip* m_strip;
    TagViewer* m_tags;
    QSplitter* m_split;
    QWidget* m_stripPanel = nullptr;
    QWidget* m_rail = nullptr;
    QMetaObject::Connection m_activeIndex;
    QMetaObject::Connection m_activeSeries;
};

} // namespace isocenter
