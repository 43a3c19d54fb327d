#pragma once

#include "image/ImageSeries.h"
#include "study/StudyContext.h"
#include "viewport/ViewerServices.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <vector>

class QAbstractItemModel;
class QListView;
class QModelIndex;

namespace isocenter {

/// The stacks of the open study, one below the other: picture, number, modality, description, count, and which are on the
/// screen. A row can be dragged (mime type kSeriesMimeType, payload seriesKey()) or opened by double-click or Enter.
/// Pictures are made on the WorkQueue behind everything else; one that cannot be made shows why. GUI thread.
class SeriesStrip : public QWidget
{
    Q_OBJECT
public:
    explicit SeriesStrip(const ViewerServices& services, QWidget* parent = nullptr);
    ~SeriesStrip() override;

    /// Replaces everything; late pictures of an earlier study are dropped. Stacks of another generation are left out.
    void setStudy(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series);
    /// All stacks of the open study as known now; pictures of unchanged ones stay. Dropped if `generation` differs.
    void updateSeries(quint64 generation, const std::vector<ImageSeriesPtr>& series);
    /// Which stacks are on the screen, and which in the active viewport ("" for none).
    void setShown(const QStringList& keys, const QString& activeKey);

    QListView* view() const;
    QAbstractItemModel* model() const;
    /// Every picture is there or has failed.
    bool isComplete() const;

Q_SIGNALS:
    void openRequested(const QString& key); ///< in the active viewport
    void completeChanged();                 ///< isComplete() has become true

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void open(const QModelIndex& index);
    void select(const QString& key);

    struct Parts;
    std::unique_ptr<Parts> m;
};

} // namespace isocenter
