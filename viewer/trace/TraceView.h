#pragma once

#include "document/Waveform.h"
#include "trace/PaperScale.h"
#include "trace/TraceCaliper.h"
#include "trace/TraceEnvelope.h"
#include "trace/TraceLayout.h"

#include <QAbstractScrollArea>

#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

using TraceEnvelopes = std::shared_ptr<const std::vector<TraceEnvelope>>; ///< one a channel of a group

/// One group of a recording as curves: on millimetre paper if it is an electrocardiogram, else over a grid of time and value.
/// The horizontal scroll bar goes along time, the vertical one over rows that do not fit. Left drag measures between two
/// samples of the channel under the pointer (Escape takes that away); wheel: rows, or time where all rows fit and with Shift;
/// Left, Right, Page Up, Page Down, Home and End go along time, Up and Down over rows. GUI thread.
class TraceView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit TraceView(QWidget* parent = nullptr);
    ~TraceView() override;

    /// Shows a group from its beginning. `envelopes` are of this group's channels; null empties the view.
    void setGroup(std::shared_ptr<const WaveformRecording> recording, std::size_t group, TraceEnvelopes envelopes);
    /// pixelsPerMm is the view's own, by the screen and zoom.
    void setOptions(const TraceOptions& options);
    const TraceOptions& options() const;
    void setDarkPaper(bool dark);
    bool isPaperDark() const;
    void setZoom(double zoom); ///< of the paper; 0.25 to 4
    double zoom() const;
    PaperScale scale() const;

    double start() const; ///< seconds of the left end
    void setStart(double seconds);
    const TraceSheet& sheet() const;
    const std::optional<TraceCaliper>& caliper() const;
    void clearCaliper();
    /// Speed, gain, size, filters and sampling rate: what stands below the curves, always.
    QString scaleText() const;

Q_SIGNALS:
    /// What the caliper measures, else what lies under the pointer; empty for neither.
    void readoutChanged(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool event(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace isocenter
