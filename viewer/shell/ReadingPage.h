#pragma once

#include "image/ImageSeries.h"
#include "study/StudyContext.h"
#include "viewport/ViewerServices.h"

#include <QMetaObject>
#include <QWidget>

#include <vector>

class QSplitter;
class QToolButton;

namespace isocenter {

class ImageViewport;
class SeriesStrip;
class TagViewer;
class ViewportGrid;

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

Q_SIGNALS:
    void stripVisibleChanged(bool visible);
    void tagsVisibleChanged(bool visible);

private:
    QWidget* buildStrip();
    void followActive(ImageViewport* viewport);
    void followShown();
    void followFile();

    ViewportGrid* m_grid;
    SeriesStrip* m_strip;
    TagViewer* m_tags;
    QSplitter* m_split;
    QWidget* m_stripPanel = nullptr;
    QWidget* m_rail = nullptr;
    QMetaObject::Connection m_activeIndex;
    QMetaObject::Connection m_activeSeries;
};

} // namespace isocenter
