#pragma once

#include "mpr/FusedVolume.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QImage>
#include <QObject>

#include <cstdint>
#include <optional>
#include <vector>

namespace isocenter {

/// Lays the second volume over the pictures of one view: its values on the same plane, resampled in its own space, through its
/// window and colours, mixed by the opacity where it has a value and nowhere else. Keeps the last values, so that opacity,
/// window and colours cost no resampling; what takes long comes coarse first, as in MprPainter. GUI thread; never waits.
class FusedPainter : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this.
    FusedPainter(const FusedVolume& layer, const ViewerServices& services, QObject* parent = nullptr);

    struct Picture
    {
        QImage image;         ///< Format_RGB32, as large as `base`; `base` itself where nothing is laid over it
        QImage absent;        ///< Format_ARGB32: hatched where slices of the second are missing or too far apart; null: nowhere
        bool missing = false; ///< the same, of missing slices
        bool overGap = false;
        bool draft = false; ///< changed() follows
        QString problem;
    };
    /// `base`: Format_RGB32 of plane.width x plane.height, the first volume on `plane`.
    const Picture& over(const QImage& base, const ReslicePlane& plane);

    /// A sum along a slab is no value that a window of the second is for: its mean is taken.
    static ReslicePlane sampledPlane(const FusionPlacing& placing, const ReslicePlane& plane);

Q_SIGNALS:
    void changed();

private:
    struct Values
    {
        int width = 0;
        int height = 0;
        std::vector<float> values; ///< of the modality; NaN: none
        QImage absent;
        bool missing = false;
        bool overGap = false;
        QString problem;
    };
    static Values sample(const ResliceVolume& volume, const std::vector<std::pair<double, double>>& gaps,
                         const ReslicePlane& plane);
    void updateValues(const ReslicePlane& plane);
    void mix(const QImage& base);
    QImage mixed(const QImage& base, const FusedVolume::Range& window) const;

    const FusedVolume& m_layer;
    const ViewerServices& m_services;
    AnswerBox m_answers;
    Values m_values;
    bool m_draft = false;
    std::optional<ReslicePlane> m_plane; ///< that m_values are of, in the space of the second
    quint64 m_sourceVersion = 0;
    Picture m_picture;
    qint64 m_base = 0;
    quint64 m_version = 0;
    bool m_fresh = false; ///< m_values have changed since the picture was mixed
};

} // namespace isocenter
