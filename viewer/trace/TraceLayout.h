#pragma once

#include "document/Waveform.h"
#include "trace/TraceEnvelope.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <array>
#include <optional>
#include <vector>

namespace isocenter {

/// How the leads of an electrocardiogram stand on the sheet. All but Stacked need the twelve standard leads.
enum class LeadArrangement {
    ThreeByFour, ///< four columns of 2.5 s, and lead II below in full
    SixByTwo,    ///< two columns of 5 s
    TwelveByOne,
    Stacked ///< every channel in its own row, as in the file
};

struct TraceOptions
{
    LeadArrangement arrangement = LeadArrangement::ThreeByFour;
    double mmPerSecond = 25;
    double mmPerMillivolt = 10;
    double pixelsPerMm = 96 / 25.4;
    double secondsAcross = 0; ///< of recordings that are no electrocardiogram; 0: all of it
};

/// One stretch of one channel on the sheet. Pixels are device-independent, y downwards from the top of the sheet.
struct TraceCell
{
    std::size_t channel = 0; ///< of the group
    QRectF area;             ///< its row, and from..to along it
    double from = 0;         ///< seconds of the group at the left end
    double to = 0;
    double baseline = 0;      ///< y of the value `zero`
    double zero = 0;          ///< in the channel's unit
    double pixelsPerUnit = 1; ///< upwards
    bool toScale = false;     ///< a voltage drawn at mm/mV

    double xOf(double seconds) const;
    double secondsAt(double x) const;
    double yOf(double value) const { return baseline - (value - zero) * pixelsPerUnit; }
    double valueAt(double y) const { return zero + (baseline - y) / pixelsPerUnit; }
};

/// Where everything of a group stands. `cells` are in order of rows, left to right.
struct TraceSheet
{
    bool paper = false; ///< electrocardiogram: millimetre paper, calibration pulses
    std::vector<TraceCell> cells;
    double height = 0;          ///< of the sheet; may be more than the room
    QRectF field;               ///< where traces are: without the margins
    double pixelsPerSecond = 1; ///< > 0
    double pixelsPerMm = 1;
    int columns = 1;
    bool sequential = false;   ///< each column goes on where the one before it ends; else all show the same time
    double secondsPerCell = 0; ///< of one column
    double secondsShown = 0;   ///< from the start of the first column to the end of the last
    double lastStart = 0;      ///< the latest start of the sheet, seconds
};

/// Places of the channels I, II, III, aVR, aVL, aVF, V1 to V6 in the group, in this order; empty unless each is there once.
std::optional<std::array<std::size_t, 12>> standardLeads(const WaveformGroup& group);

/// Lays out the group from `start` seconds (clamped to what there is) into `room`. `envelopes`: of the group's channels.
/// No channel is left out: those that have no place in an arrangement get rows of their own at the foot.
TraceSheet layOutTraces(const WaveformGroup& group, const std::vector<TraceEnvelope>& envelopes, bool electrocardiogram,
                        const TraceOptions& options, double start, const QSizeF& room);

/// Round steps (1, 2 or 5 times a power of ten) of at least `least`; > 0.
double roundStep(double least);

} // namespace isocenter
