#pragma once

#include "image/ImageSeries.h"
#include "studylist/SeriesThumbnail.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QAbstractListModel>
#include <QStringList>

#include <vector>

namespace isocenter {

/// The stacks of one study with their small pictures. A row is asked for its picture on the WorkQueue behind all frames;
/// answers for an earlier study, or for a stack that has changed since, are dropped. GUI thread.
class SeriesStripModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        KeyRole = Qt::UserRole + 1, ///< seriesKey()
        PictureRole,                ///< QImage, null while it is made and where it failed
        ReasonRole,                 ///< why there is no picture
        NumberRole,                 ///< "3", or a dash
        ModalityRole,
        IconRole,    ///< name of an icon, for objects without a picture; empty for images
        CountRole,   ///< "120 images", "2 reports"
        CautionRole, ///< what a reader must know: still arriving, gaps, objects not shown; empty if whole
        PartRole,    ///< "part 2 of 3"; empty for a series in one piece
        ShownRole,   ///< bool: on the screen
        ActiveRole,  ///< bool: in the active viewport
    };

    SeriesStripModel(const ViewerServices& services, QObject* parent = nullptr);

    /// Drops everything, answers on their way too. Pictures have at most `side` pixels either way.
    void reset(const std::vector<ImageSeriesPtr>& series, int side);
    /// Rows whose stack is the same keep their picture; one that grew keeps it until it is complete.
    void update(const std::vector<ImageSeriesPtr>& series);
    void setShown(const QStringList& keys, const QString& activeKey);
    bool isComplete() const { return m_pending == 0; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

Q_SIGNALS:
    void completeChanged(); ///< no picture is awaited any more

private:
    struct Row
    {
        ImageSeriesPtr series;
        SeriesThumbnail thumbnail;
        FrameKey frame;      ///< that the picture is of, or is being made of
        quint64 request = 0; ///< of the answer awaited; 0: none
    };
    void ask(Row& row);
    void answered(quint64 request, const SeriesThumbnail& thumbnail);
    QString spoken(const Row& row) const;

    const ViewerServices& m_services;
    std::vector<Row> m_rows;
    QStringList m_shown;
    QString m_active;
    quint64 m_requests = 0;
    int m_pending = 0;
    int m_side = 128;
    AnswerBox m_answers; ///< last: answers stop before the rows go
};

} // namespace isocenter
