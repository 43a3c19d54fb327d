#pragma once

#include "trace/TracePainter.h"
#include "trace/TraceView.h"

namespace isocenter {

struct TraceView::State
{
    explicit State(TraceView& owner) : q(owner) {}

    bool hasGroup() const { return recording && envelopes; }
    const WaveformGroup& waves() const { return recording->groups[group]; }
    /// Lays out anew and sets the scroll bars by it; keeps start where it can.
    void layOut();
    void followBars();
    int footHeight() const; ///< of the line with the scale, below the curves
    QRectF room() const;    ///< of the viewport, without that line
    double top() const;     ///< of the sheet that is scrolled to
    /// The cell at a point of the viewport.
    std::optional<std::size_t> cellAt(const QPointF& position) const;
    std::size_t sampleAtX(const TraceCell& cell, double x) const;
    void tellReadout(const QPointF& position);
    void paint(QPainter& painter);

    TraceView& q;
    std::shared_ptr<const WaveformRecording> recording;
    std::size_t group = 0;
    TraceEnvelopes envelopes;
    TraceOptions options;
    TraceSheet sheet;
    PaperScale scale;
    double zoom = 1;
    double start = 0;
    bool dark = true;
    bool settingBars = false;
    std::optional<TraceCaliper> caliper;
    std::size_t caliperCell = 0;
    bool dragging = false;
};

} // namespace isocenter
