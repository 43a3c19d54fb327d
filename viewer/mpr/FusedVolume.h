#pragma once

#include "mpr/FusionColors.h"
#include "mpr/FusionPlacing.h"
#include "mpr/FusionScale.h"
#include "mpr/MprVolume.h"

#include <QObject>
#include <QPointF>

#include <optional>
#include <vector>

namespace isocenter {

/// A second volume that is laid over the planes of a first one: which, where it lies, in what its values are told, its own
/// window, colours and opacity. Only of the study that the first is of; dropped as soon as it no longer belongs to it (hazard:
/// wrong patient). GUI thread; never waits.
class FusedVolume : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit FusedVolume(const ViewerServices& services, QObject* parent = nullptr);

    /// The volume below. Null, or another series than before, drops the second; one that has grown keeps it.
    void setFirst(const ImageSeriesPtr& series);
    /// All series of the open study as known now.
    void setStudy(const std::vector<ImageSeriesPtr>& series);
    struct Candidate
    {
        ImageSeriesPtr series;
        QString reason; ///< why it cannot be laid over the first, one sentence; empty: it can
    };
    /// The other series of the study with pictures.
    std::vector<Candidate> candidates() const;
    /// Null takes the second away. An error, and nothing happens, for what is not among the candidates that can be.
    Result<void> choose(const ImageSeriesPtr& series);
    /// The first that can be: PET, then nuclear medicine, dose, and all others. False: there is none.
    bool chooseFirst();

    const ImageSeriesPtr& series() const { return m_source.series(); } ///< the second; null: none
    const MprVolume& source() const { return m_source; }
    const FusionPlacing& placing() const { return m_placing; }
    /// It is to be painted.
    bool isShown() const { return m_on && m_source.volume(); }

    bool isOn() const { return m_on; }
    void setOn(bool on);
    double opacity() const { return m_opacity; } ///< 0 to 1
    void setOpacity(double opacity);
    int colors() const { return m_colors; } ///< of FusionColors::shipped()
    void setColors(int index);
    const FusionColors& table() const { return FusionColors::shipped()[static_cast<std::size_t>(m_colors)]; }
    const std::vector<FusionScale>& scales() const { return m_scales; } ///< empty: there is no second
    int scaleIndex() const { return m_scale; }
    const FusionScale& scale() const;
    /// False, and nothing happens, for one that is not usable. The window is the scale's own again.
    bool setScale(int index);

    struct Range
    {
        double low = 0;
        double high = 1; ///< above `low`
    };
    /// In force, in values of the scale: SUV by body weight or lean mass 0 to 7, CT and MR as the file says, else 0 to the
    /// greatest value. Empty while nothing has arrived.
    std::optional<Range> window() const;
    void setWindow(const Range& range);
    void resetWindow();
    /// Of the mouse, pixels: right raises the upper end, down raises the lower one; 256 pixels are the window's first width.
    void adjustWindow(const QPointF& delta);
    bool windowChosen() const { return m_window.has_value(); }

    /// The value of the scale at a point of the first; empty outside and where there is none.
    std::optional<double> valueAt(const Eigen::Vector3d& point, ResliceInterpolation interpolation) const;
    /// What the files of the second warn of, each once.
    const QStringList& warnings() const { return m_warnings; }
    bool isLossy() const { return m_lossy; } ///< some of its images are
    /// Counts up with everything that changes the picture.
    quint64 version() const { return m_version + m_source.version(); }
    /// Nothing is chosen, or all of it has arrived or failed.
    bool isComplete() const;

Q_SIGNALS:
    void changed();

private:
    void drop();
    void revalidate();
    void open(const ImageSeriesPtr& series);
    void touch();
    bool hasValues() const; ///< something has arrived
    std::optional<Range> ownWindow() const;

    ImageSeriesPtr m_first;
    std::vector<ImageSeriesPtr> m_study;
    MprVolume m_source;
    FusionPlacing m_placing;
    QStringList m_warnings;
    bool m_lossy = false;
    std::vector<FusionScale> m_scales;
    int m_scale = 0;
    std::optional<Range> m_window;
    int m_colors = 0;
    double m_opacity = 0.5;
    bool m_on = true;
    quint64 m_version = 0;
};

} // namespace isocenter
