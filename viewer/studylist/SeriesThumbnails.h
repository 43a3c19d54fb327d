#pragma once

#include "archive/StudyIndex.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QHash>
#include <QImage>
#include <QObject>

namespace isocenter {

/// Where small pictures of stored series come from. GUI thread.
class ThumbnailSource : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    /// Null while it is not there; then it is being made and ready() follows, once.
    virtual QImage thumbnail(const SeriesUid& series) = 0;
    /// Why there is none; empty if there is one or it is not known yet.
    virtual QString failure(const SeriesUid& series) const = 0;
    /// None is being made.
    virtual bool isIdle() const = 0;

Q_SIGNALS:
    void ready(const isocenter::SeriesUid& series);
};

/// Reads the middle image of a series as the index knows it, on the work queue, in its own default window.
class SeriesThumbnails : public ThumbnailSource
{
    Q_OBJECT
public:
    static constexpr int Side = 160; ///< the longer side, pixels
    static constexpr int Most = 400;

    /// Both must outlive this and the queue's tasks.
    SeriesThumbnails(const StudyIndex& index, const ViewerServices& services, QObject* parent = nullptr);

    QImage thumbnail(const SeriesUid& series) override;
    QString failure(const SeriesUid& series) const override;
    bool isIdle() const override { return m_asked == 0; }

private:
    struct Entry
    {
        QImage image;
        QString failure;
        bool asked = false;
        quint64 use = 0;
    };
    void take(const SeriesUid& series, const Result<QImage>& image);

    const StudyIndex& m_index;
    const ViewerServices m_services;
    AnswerBox m_answers;
    QHash<SeriesUid, Entry> m_entries;
    int m_asked = 0;
    quint64 m_uses = 0;
};

} // namespace isocenter
