#pragma once

#include "image/ImageSeries.h"
#include "scene/Volume.h"
#include "scene/VolumeHistogram.h"
#include "viewport/ViewerServices.h"
#include "volume/VolumeChoices.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>

#include <utility>
#include <vector>

namespace isocenter {

/// A volume and what is needed to show it at first.
struct GatheredVolume
{
    VolumePtr volume;
    Window projection; ///< modality values, for the maximum intensity
    VolumeHistogram histogram;
    QString unit;      ///< of the values; may be empty
    int missing = 0;   ///< slices that are not there; the neighbours are joined over the gap
    double widest = 0; ///< mm between slices where they are uneven beyond missing ones; 0: they are not
    double tilt = 0;   ///< degrees of the gantry that were sheared right
    /// mm along the normal from the volume's first slice: where slices are missing.
    std::vector<std::pair<double, double>> gaps;
};

/// Brings all frames of a volume together and makes it, on the work queue: never partial, one frame that cannot be read is a
/// reason against the whole. GUI thread; never waits. Nothing is signalled after cancel() or a new start().
class VolumeGathering : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit VolumeGathering(const ViewerServices& services, QObject* parent = nullptr);

    void start(const VolumeChoice& choice);
    void cancel();
    bool isRunning() const { return !m_refs.empty(); }
    int loaded() const { return m_loaded; }
    int total() const { return static_cast<int>(m_refs.size()); }

Q_SIGNALS:
    void progressed();
    void ready(const isocenter::GatheredVolume& volume);
    void failed(const QString& reason);

private:
    void take(int index, const Result<FramePtr>& answer);
    void build();

    const ViewerServices& m_services;
    AnswerBox m_answers;
    VolumeChoice m_choice;
    std::vector<FrameRef> m_refs;
    std::vector<FramePtr> m_frames;
    int m_loaded = 0;
};

} // namespace isocenter
