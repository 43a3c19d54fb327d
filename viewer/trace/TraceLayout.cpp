#include "trace/TraceLayout.h"

#include <QString>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kPulseSeconds = 0.2;
constexpr double kTopMm = 7;
constexpr double kFootMm = 6;
constexpr double kSideMm = 3;
constexpr double kBlockMm = 5; // rows are whole blocks of the grid, so that baselines lie on thick lines
constexpr double kTwelveSeconds = 10;
constexpr double kLongestSeconds = 1e8; // three years; beyond is no sampling rate
constexpr double kPlainLeft = 64;       // of value grids, pixels
constexpr double kPlainFoot = 30;
constexpr double kPlainTop = 8;
constexpr double kPlainLeastRow = 96;

struct Row
{
    std::vector<std::size_t> channels; ///< one a column; one alone: over the whole width
    bool strip = false;
};

std::vector<Row> rowsOf(const WaveformGroup& group, LeadArrangement arrangement, int& columns)
{
    const auto leads = standardLeads(group);
    columns = 1;
    std::vector<Row> rows;
    if (!leads || arrangement == LeadArrangement::Stacked) {
        for (std::size_t c = 0; c < group.channels.size(); ++c) {
            rows.push_back({{c}, true});
        }
        return rows;
    }
    columns = arrangement == LeadArrangement::ThreeByFour ? 4 : arrangement == LeadArrangement::SixByTwo ? 2 : 1;
    const std::size_t perColumn = 12 / static_cast<std::size_t>(columns);
    for (std::size_t r = 0; r < perColumn; ++r) {
        Row row;
        for (std::size_t c = 0; c < static_cast<std::size_t>(columns); ++c) {
            row.channels.push_back((*leads)[c * perColumn + r]);
        }
        row.strip = columns == 1;
        rows.push_back(row);
    }
    if (columns == 4) {
        rows.push_back({{(*leads)[1]}, true});
    }
    for (std::size_t c = 0; c < group.channels.size(); ++c) {
        if (std::find(leads->begin(), leads->end(), c) == leads->end()) {
            rows.push_back({{c}, true});
        }
    }
    return rows;
}

/// The vertical scale of one channel in a row of `height` pixels around `middle`.
void scaleCell(TraceCell& cell, const WaveformChannel& channel, const TraceEnvelope& envelope, const TraceOptions* paper,
               double middle, double height)
{
    const std::optional<double> millivolts = paper ? millivoltsPerUnit(channel.unit) : std::nullopt;
    if (millivolts) {
        cell.toScale = true;
        cell.zero = 0;
        cell.baseline = middle;
        cell.pixelsPerUnit = *millivolts * paper->mmPerMillivolt * paper->pixelsPerMm;
        return;
    }
    const TraceEnvelope::Span span = envelope.whole();
    const double least = std::isnan(span.least) ? 0 : static_cast<double>(span.least);
    const double most = std::isnan(span.most) ? 0 : static_cast<double>(span.most);
    const double range = most - least;
    cell.zero = (least + most) / 2;
    cell.baseline = middle;
    cell.pixelsPerUnit = range > 0 && std::isfinite(range) ? 0.84 * height / range : 1;
}

void layOutTime(TraceSheet& sheet, double duration, double room, const TraceOptions& options)
{
    double most = duration;
    if (sheet.paper && sheet.columns > 1) {
        most = std::min(duration, kTwelveSeconds / sheet.columns);
    } else if (!sheet.paper && options.secondsAcross > 0) {
        most = std::min(duration, options.secondsAcross);
    }
    const double perColumn = std::max(16.0, room / sheet.columns);
    if (sheet.paper) {
        sheet.pixelsPerSecond = options.mmPerSecond * options.pixelsPerMm;
        sheet.secondsPerCell = std::min(most, perColumn / sheet.pixelsPerSecond);
    } else {
        sheet.secondsPerCell = most;
        sheet.pixelsPerSecond = perColumn / most;
    }
    sheet.sequential = sheet.columns > 1 && sheet.secondsPerCell * sheet.columns <= duration * (1 + 1e-9);
    sheet.secondsShown = sheet.secondsPerCell * (sheet.sequential ? sheet.columns : 1);
    sheet.lastStart = std::max(0.0, duration - sheet.secondsShown);
}

} // namespace

double TraceCell::xOf(double seconds) const
{
    return to > from ? area.left() + (seconds - from) / (to - from) * area.width() : area.left();
}

double TraceCell::secondsAt(double x) const
{
    return area.width() > 0 ? from + (x - area.left()) / area.width() * (to - from) : from;
}

std::optional<std::array<std::size_t, 12>> standardLeads(const WaveformGroup& group)
{
    static constexpr std::array<const char*, 12> kNames{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                        "V1", "V2", "V3",  "V4",  "V5",  "V6"};
    std::array<std::size_t, 12> places{};
    for (std::size_t lead = 0; lead < kNames.size(); ++lead) {
        int found = 0;
        for (std::size_t c = 0; c < group.channels.size(); ++c) {
            if (group.channels[c].name.compare(QLatin1String(kNames[lead]), Qt::CaseInsensitive) == 0) {
                places[lead] = c;
                ++found;
            }
        }
        if (found != 1) {
            return std::nullopt;
        }
    }
    return places;
}

double roundStep(double least)
{
    if (!std::isfinite(least) || least <= 0) {
        return 1;
    }
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double lead : {1.0, 2.0, 5.0}) {
        if (lead * power >= least * (1 - 1e-9)) {
            return lead * power;
        }
    }
    return 10 * power;
}

TraceSheet layOutTraces(const WaveformGroup& group, const std::vector<TraceEnvelope>& envelopes, bool electrocardiogram,
                        const TraceOptions& options, double start, const QSizeF& room)
{
    TraceSheet sheet;
    sheet.paper = electrocardiogram;
    sheet.pixelsPerMm = options.pixelsPerMm;
    const double mm = options.pixelsPerMm;
    const std::vector<Row> rows =
        rowsOf(group, electrocardiogram ? options.arrangement : LeadArrangement::Stacked, sheet.columns);
    const double left = sheet.paper ? (kSideMm * 2 + kPulseSeconds * options.mmPerSecond) * mm : kPlainLeft;
    const double right = sheet.paper ? kSideMm * mm : 20;
    const double top = sheet.paper ? kTopMm * mm : kPlainTop;
    const double foot = sheet.paper ? kFootMm * mm : kPlainFoot;
    layOutTime(sheet, std::min(group.seconds(), kLongestSeconds), std::max(32.0, room.width() - left - right), options);
    start = std::isfinite(start) ? std::clamp(start, 0.0, sheet.lastStart) : 0;

    double height = (room.height() - top - foot) / static_cast<double>(std::max<std::size_t>(1, rows.size()));
    if (sheet.paper) {
        const double block = kBlockMm * mm;
        const double least = 4 * block * std::max(1.0, options.mmPerMillivolt / 10);
        height = std::clamp(std::floor(height / block) * block, least, 10 * block);
    } else {
        height = std::max(kPlainLeastRow, height);
    }
    const double wide = sheet.secondsPerCell * sheet.pixelsPerSecond;
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t c = 0; c < rows[r].channels.size(); ++c) {
            TraceCell cell;
            cell.channel = rows[r].channels[c];
            cell.from = start + (sheet.sequential ? static_cast<double>(c) * sheet.secondsPerCell : 0);
            cell.to = cell.from + (rows[r].strip ? sheet.secondsShown : sheet.secondsPerCell);
            cell.area = QRectF(left + static_cast<double>(c) * wide, top + static_cast<double>(r) * height,
                               (cell.to - cell.from) * sheet.pixelsPerSecond, height);
            scaleCell(cell, group.channels[cell.channel], envelopes[cell.channel], sheet.paper ? &options : nullptr,
                      cell.area.center().y(), height);
            sheet.cells.push_back(cell);
        }
    }
    sheet.field = QRectF(left, top, wide * (sheet.columns), height * static_cast<double>(rows.size()));
    sheet.height = top + sheet.field.height() + foot;
    return sheet;
}

} // namespace isocenter
