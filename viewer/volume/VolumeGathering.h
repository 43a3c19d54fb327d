#pragma once

#include "image/ImageSeries.h"
#include "scene/Volume.h"
#include "scene/VolumeHistogram.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>

#include <vector>

namespace isocenter {

/// Why this series cannot be a volume, as far as its headers tell; one sentence, empty if they do not speak against it.
QString volumeObstacle(const ImageSeries& series);

/// A volume and what is needed to show it at first.
struct GatheredVolume
{
    VolumePtr volume;
    Window projection; ///< modality values, for the maximum intensity
    VolumeHistogram histogram;
    QString unit; ///< of the values; may be empty
};

/// Brings all frames of a series together and makes a volume of them, on the work queue: never partial, one frame that cannot
/// be read is a reason against the whole. GUI thread; never waits. Nothing is signalled after cancel() or a new start().
class VolumeGathering : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit VolumeGathering(const ViewerServices& services, QObject* parent = nullptr);

    void start(const ImageSeriesPtr& series);
    void cancel();
    bool isRunning() const { return m_series != nullptr; }
    int loaded() const { return m_loaded; }
    int total() const { return m_series ? m_series->count() : 0; }

Q_SIGNALS:
    void progressed();
    void ready(const isocenter::GatheredVolume& volume);
    void failed(const QString& reason);

private:
    struct Answer;
    void take(int index, const Answer& answer);
    void build();

    const ViewerServices& m_services;
    AnswerBox m_answers;
    ImageSeriesPtr m_series;
    std::vector<FramePtr> m_frames;
    int m_loaded = 0;
};

} // namespace isocenter
