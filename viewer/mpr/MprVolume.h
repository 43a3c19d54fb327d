#pragma once

#include "reslice/ReslicePlane.h"
#include "reslice/ResliceVolume.h"
#include "stack/VolumeLayout.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace isocenter {

/// A series as a volume that fills while its frames arrive: laid out on the work queue, frames taken from the cache where they
/// are decoded already, else read from the middle outwards. Nothing is copied unless the volume is larger than `limit`: then
/// voxels are averaged in the slices and slices left out, and reduction() says so. GUI thread; never waits.
class MprVolume : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this. `limit`: bytes of pixels that may be held; 0: half of the machine's memory.
    explicit MprVolume(const ViewerServices& services, std::size_t limit = 0, QObject* parent = nullptr);
    ~MprVolume() override;

    /// Null lets everything go. Answers for a series before are dropped (hazard: wrong patient).
    void setSeries(const ImageSeriesPtr& series);
    const ImageSeriesPtr& series() const { return m_series; }

    /// Null until it is laid out, and where there is none.
    const VolumeLayout* layout() const { return m_layout ? &*m_layout : nullptr; }
    /// Why there is no volume; one sentence.
    const QString& reason() const { return m_reason; }
    /// What a reader must know of it, one sentence each.
    QStringList cautions() const;
    const ResliceVolume* volume() const { return m_volume ? &*m_volume : nullptr; }
    /// Counts up with every slice that arrives.
    quint64 version() const { return m_version; }

    int phase() const { return m_phase; }
    void setPhase(int phase); ///< clamped; pictures of another phase go, frames that are cached come at once

    int total() const { return m_total; } ///< frames of the phase that are to be read
    int loaded() const { return m_loaded; }
    int failed() const { return static_cast<int>(m_problems.size()); }
    bool isLoading() const { return m_layout && m_loaded + failed() < m_total; }
    /// Distances between slices over which voxels are made from slices that are too far apart: first and last coordinate of each
    /// along the places of volume()'s grid.
    const std::vector<std::pair<double, double>>& gaps() const { return m_gaps; }
    int reduction() const { return m_reduction; } ///< 1: every voxel; n: one of n x n x n

    /// The modality value at a point; empty outside and where there is none.
    std::optional<double> valueAt(const Eigen::Vector3d& point, ResliceInterpolation interpolation) const;
    /// The frame whose windows and units stand for all, once one has arrived.
    const FrameRef& reference() const { return m_reference; }
    const FramePtr& referenceFrame() const { return m_referenceFrame; }

Q_SIGNALS:
    void opened();  ///< volume() is there, or reason()
    void changed(); ///< slices arrived or failed

private:
    struct Answer
    {
        FramePtr frame;
        QString reason;
    };
    void open(std::vector<VolumeLayout> layouts);
    void fill();
    void request(int slice, const FrameRef& ref);
    void take(int slice, const FrameRef& ref, const Answer& answer);

    const ViewerServices& m_services;
    std::size_t m_limit;
    AnswerBox m_answers;
    ImageSeriesPtr m_series;
    std::optional<VolumeLayout> m_layout;
    int m_otherLayouts = 0;
    QString m_reason;
    std::optional<ResliceVolume> m_volume;
    int m_phase = 0;
    int m_total = 0;
    int m_loaded = 0;
    std::vector<std::pair<double, double>> m_gaps;
    int m_reduction = 1;
    std::vector<QString> m_problems;
    FrameRef m_reference;
    FramePtr m_referenceFrame;
    quint64 m_version = 0;
};

} // namespace isocenter
