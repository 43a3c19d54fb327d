#pragma once

#include "trace/TraceCaliper.h"
#include "trace/TraceLayout.h"

#include <QColor>
#include <QPainter>
#include <QString>

#include <optional>
#include <vector>

namespace isocenter {

/// Colours of one kind of paper.
struct PaperColors
{
    QColor ground, fine, bold, ink, quiet, caution, caliper;
    static PaperColors light(); ///< as printed: cream with pink lines, black ink
    static PaperColors dark();  ///< for dark rooms: the same lines dimmed, light ink
};

/// What is drawn: one group on its sheet.
struct TracePicture
{
    const WaveformRecording& recording;
    std::size_t group = 0;
    const std::vector<TraceEnvelope>& envelopes; ///< of the group's channels
    const TraceSheet& sheet;
    TraceOptions options;
    PaperColors colors;
    std::optional<TraceCaliper> caliper;
    std::size_t caliperCell = 0; ///< of sheet.cells: where it was set

    const WaveformGroup& waves() const { return recording.groups[group]; }
};

/// Draws the part of the sheet inside `part` (sheet coordinates, which the painter must use). Where a channel has no value
/// nothing is drawn; where several samples fall into one column of device pixels all between their extremes is. A trace that
/// lies outside its row says so in words.
void paintTraces(QPainter& painter, const TracePicture& picture, const QRectF& part);

} // namespace isocenter
