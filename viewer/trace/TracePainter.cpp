#include "trace/TracePainter.h"

#include "study/Study.h"
#include "theme/Theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPaintDevice>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Traces)
};

constexpr double kTracePen = 1.2;
constexpr double kLeastMm = 2.5; ///< pixels a millimetre below which only every fifth line is drawn
constexpr std::size_t kMostMarks = 2000;
constexpr double kSolid = 24; ///< mean height of columns from which a trace is a band

QFont fontOf(const QPainter& painter, int pixels, bool bold)
{
    QFont font = painter.font();
    font.setPixelSize(Theme::scaled(pixels));
    font.setBold(bold);
    return font;
}

/// The middle of the device pixel next to a coordinate, so that thin lines are sharp.
struct Snap
{
    double ratio;
    double operator()(double v) const { return (std::floor(v * ratio) + 0.5) / ratio; }
};

void paintPaper(QPainter& painter, const TracePicture& picture, const QRectF& part)
{
    const double mm = picture.sheet.pixelsPerMm;
    const Snap snap{painter.device()->devicePixelRatioF()};
    const double x0 = std::fmod(picture.sheet.field.left(), 5 * mm);
    const double y0 = std::fmod(picture.sheet.field.top(), 5 * mm);
    const auto lines = [&](bool bold) {
        painter.setPen(QPen(bold ? picture.colors.bold : picture.colors.fine, 1 / snap.ratio));
        for (int i = static_cast<int>((part.left() - x0) / mm) - 5; x0 + i * mm <= part.right(); ++i) {
            if ((i % 5 == 0) == bold) {
                painter.drawLine(QPointF(snap(x0 + i * mm), part.top()), QPointF(snap(x0 + i * mm), part.bottom()));
            }
        }
        for (int i = static_cast<int>((part.top() - y0) / mm) - 5; y0 + i * mm <= part.bottom(); ++i) {
            if ((i % 5 == 0) == bold) {
                painter.drawLine(QPointF(part.left(), snap(y0 + i * mm)), QPointF(part.right(), snap(y0 + i * mm)));
            }
        }
    };
    if (mm >= kLeastMm) {
        lines(false);
    }
    lines(true);
}

QString tickText(double value, double step)
{
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
    return QLocale().toString(std::abs(value) < step / 1e6 ? 0.0 : value, 'f', decimals);
}

/// Multiples of `step` from `least` to `most`; few, whatever the numbers are.
std::vector<double> roundValues(double least, double most, double step)
{
    std::vector<double> values;
    const double first = std::ceil(least / step - 1e-9);
    for (int i = 0; i < 200 && (first + i) * step <= most; ++i) {
        values.push_back((first + i) * step);
    }
    return values;
}

/// Lines at round values and round times, with their figures.
void paintGrid(QPainter& painter, const TracePicture& picture, const TraceCell& cell, bool last)
{
    const Snap snap{painter.device()->devicePixelRatioF()};
    const QFontMetricsF metrics(painter.font());
    const double stepS = roundStep(90 / picture.sheet.pixelsPerSecond);
    const QPen line(picture.colors.fine, 1 / snap.ratio);
    for (const double seconds : roundValues(cell.from, cell.to, stepS)) {
        const double x = snap(cell.xOf(seconds));
        painter.setPen(line);
        painter.drawLine(QPointF(x, cell.area.top()), QPointF(x, cell.area.bottom()));
        if (last) {
            painter.setPen(picture.colors.quiet);
            const QString text = Text::tr("%1 s").arg(tickText(seconds, stepS));
            painter.drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, cell.area.bottom() + metrics.ascent() + 3), text);
        }
    }
    const double stepV = roundStep(36 / cell.pixelsPerUnit);
    const QRectF inside = cell.area.adjusted(0, 4, 0, -4);
    for (const double value : roundValues(cell.valueAt(inside.bottom()), cell.valueAt(inside.top()), stepV)) {
        const double y = snap(cell.yOf(value));
        painter.setPen(line);
        painter.drawLine(QPointF(cell.area.left(), y), QPointF(cell.area.right(), y));
        painter.setPen(picture.colors.quiet);
        painter.drawText(QRectF(0, y - 10, cell.area.left() - 6, 20), Qt::AlignRight | Qt::AlignVCenter, tickText(value, stepV));
    }
    painter.setPen(QPen(picture.colors.bold, 1 / snap.ratio));
    painter.drawLine(QPointF(cell.area.left(), snap(cell.area.bottom())), QPointF(cell.area.right(), snap(cell.area.bottom())));
}

/// Points of one unbroken stretch; a gap ends it.
class Stroke
{
public:
    explicit Stroke(QPainter& painter) : m_painter(painter) {}
    ~Stroke() { end(); }
    Stroke(const Stroke&) = delete;
    Stroke& operator=(const Stroke&) = delete;
    void add(double x, double y) { m_points << QPointF(x, std::clamp(y, -1e6, 1e6)); }
    void end()
    {
        if (m_points.size() == 1) {
            m_painter.drawPoint(m_points.front());
        } else if (m_points.size() > 1) {
            m_painter.drawPolyline(m_points);
        }
        m_points.clear();
    }

private:
    QPainter& m_painter;
    QPolygonF m_points;
};

struct Samples
{
    std::size_t from = 0;
    std::size_t to = 0;
};

Samples samplesBetween(const WaveformGroup& group, double skew, double from, double to)
{
    const auto bounded = [&](double place) {
        return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(group.samples)));
    };
    return {bounded(std::floor((from - skew) * group.frequency)), bounded(std::ceil((to - skew) * group.frequency) + 1)};
}

void strokeSamples(QPainter& painter, const TracePicture& picture, const TraceCell& cell)
{
    const WaveformGroup& group = picture.waves();
    const TraceEnvelope& envelope = picture.envelopes[cell.channel];
    const double skew = usableSkew(group.channels[cell.channel]);
    const Samples range = samplesBetween(group, skew, cell.from, cell.to);
    Stroke stroke(painter);
    for (std::size_t i = range.from; i < range.to; ++i) {
        if (envelope.has(i)) {
            stroke.add(cell.xOf(static_cast<double>(i) / group.frequency + skew), cell.yOf(static_cast<double>(envelope.at(i))));
        } else {
            stroke.end();
        }
    }
}

/// What lies in one column of device pixels.
struct Column
{
    double x;
    double high; ///< y of the largest value
    double low;
    bool joined; ///< to the column before
};

/// Each begins with the last sample of the one before, so that none is lost and no gap is bridged.
std::vector<Column> columnsOf(const TracePicture& picture, const TraceCell& cell, double ratio)
{
    const WaveformGroup& group = picture.waves();
    const TraceEnvelope& envelope = picture.envelopes[cell.channel];
    const double skew = usableSkew(group.channels[cell.channel]);
    std::vector<Column> columns;
    const int end = static_cast<int>(std::ceil(cell.area.right() * ratio));
    for (int column = static_cast<int>(std::floor(cell.area.left() * ratio)); column < end; ++column) {
        const auto edge = [&](int c) {
            const double place = (cell.secondsAt(c / ratio) - skew) * group.frequency;
            return static_cast<std::size_t>(std::clamp(std::ceil(place), 0.0, static_cast<double>(group.samples)));
        };
        const std::size_t from = edge(column);
        const std::size_t to = edge(column + 1);
        const bool joined = from > 0 && envelope.has(from - 1) && envelope.has(from);
        const TraceEnvelope::Span span = envelope.over(joined ? from - 1 : from, to);
        if (from < to && !std::isnan(span.least)) {
            const auto y = [&](float value) { return std::clamp(cell.yOf(static_cast<double>(value)), -1e6, 1e6); };
            columns.push_back({(column + 0.5) / ratio, y(span.most), y(span.least), joined});
        }
    }
    return columns;
}

/// One line through the columns, up and down by turns; where it would be a solid band, bars, which are painted faster.
void strokeColumns(QPainter& painter, const TracePicture& picture, const TraceCell& cell, double ratio)
{
    const std::vector<Column> columns = columnsOf(picture, cell, ratio);
    double heights = 0;
    for (const Column& column : columns) {
        heights += column.low - column.high;
    }
    if (heights > kSolid * static_cast<double>(columns.size())) {
        for (const Column& column : columns) {
            const double half = kTracePen / 2;
            painter.fillRect(QRectF(column.x - 0.5 / ratio, column.high - half, 1 / ratio, column.low - column.high + 2 * half),
                             picture.colors.ink);
        }
        return;
    }
    Stroke stroke(painter);
    double last = cell.baseline;
    for (const Column& column : columns) {
        if (!column.joined) {
            stroke.end();
        }
        const bool fromTop = std::abs(column.high - last) < std::abs(column.low - last);
        stroke.add(column.x, fromTop ? column.high : column.low);
        if (column.high < column.low) {
            stroke.add(column.x, fromTop ? column.low : column.high);
        }
        last = fromTop ? column.low : column.high;
    }
}

void paintTrace(QPainter& painter, const TracePicture& picture, const TraceCell& cell)
{
    const double ratio = painter.device()->devicePixelRatioF();
    painter.save();
    // Never cut off at the row: as on paper, a tall complex reaches into the next one.
    painter.setClipRect(QRectF(cell.area.left(), -1e6, cell.area.width(), 2e6), Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(picture.colors.ink, kTracePen, Qt::SolidLine, Qt::RoundCap, Qt::BevelJoin));
    if (picture.waves().frequency / (picture.sheet.pixelsPerSecond * ratio) <= 2) {
        strokeSamples(painter, picture, cell);
    } else {
        strokeColumns(painter, picture, cell, ratio);
    }
    painter.restore();
}

/// 1 mV for 0.2 s, before the first cell of a row.
void paintPulse(QPainter& painter, const TracePicture& picture, const TraceCell& cell)
{
    const double mm = picture.sheet.pixelsPerMm;
    const double width = 0.2 * picture.options.mmPerSecond * mm;
    const double top = cell.baseline - picture.options.mmPerMillivolt * mm;
    const double left = cell.area.left() - 1.5 * mm - width;
    painter.setPen(QPen(picture.colors.ink, kTracePen));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPolyline(QPolygonF({{left - mm, cell.baseline},
                                    {left, cell.baseline},
                                    {left, top},
                                    {left + width, top},
                                    {left + width, cell.baseline},
                                    {left + width + mm, cell.baseline}}));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// Empty, or what keeps this cell from being read as it stands.
QString problemOf(const TracePicture& picture, const TraceCell& cell)
{
    const WaveformGroup& group = picture.waves();
    const WaveformChannel& channel = group.channels[cell.channel];
    const Samples range = samplesBetween(group, usableSkew(channel), cell.from, cell.to);
    const TraceEnvelope::Span span = picture.envelopes[cell.channel].over(range.from, range.to);
    if (std::isnan(span.least)) {
        return Text::tr("no values here");
    }
    if (picture.sheet.paper && !cell.toScale) {
        return channel.unit.isEmpty() ? Text::tr("NOT to scale: no unit stated")
                                      : Text::tr("NOT to scale: %1 is no voltage").arg(singleLine(channel.unit, 16));
    }
    const double high = cell.yOf(static_cast<double>(span.most));
    const double low = cell.yOf(static_cast<double>(span.least));
    if (cell.toScale && (low < cell.area.top() || high > cell.area.bottom())) {
        const double millivolts = millivoltsPerUnit(channel.unit).value_or(1);
        return Text::tr("lies outside its row: %1 to %2 mV")
            .arg(QLocale().toString(static_cast<double>(span.least) * millivolts, 'f', 1),
                 QLocale().toString(static_cast<double>(span.most) * millivolts, 'f', 1));
    }
    return {};
}

/// Text over the lines of the paper, on a piece of its ground.
void paintLabel(QPainter& painter, const TracePicture& picture, const QPointF& at, const QString& text, const QColor& color)
{
    const QFontMetricsF metrics(painter.font());
    QColor ground = picture.colors.ground;
    ground.setAlphaF(0.75F);
    painter.fillRect(QRectF(at, QSizeF(metrics.horizontalAdvance(text) + 4, metrics.height())), ground);
    painter.setPen(color);
    painter.drawText(at + QPointF(2, metrics.ascent()), text);
}

void paintName(QPainter& painter, const TracePicture& picture, const TraceCell& cell)
{
    const WaveformChannel& channel = picture.waves().channels[cell.channel];
    QString name = singleLine(channel.name, 40);
    const QString unit = singleLine(readableUnit(channel.unit), 24);
    if (!picture.sheet.paper) {
        name += unit.isEmpty() ? QStringLiteral(", ") + Text::tr("no unit stated") : QStringLiteral(", ") + unit;
    }
    painter.setFont(fontOf(painter, picture.sheet.paper ? 13 : 12, true));
    const QPointF at = cell.area.topLeft() + QPointF(3, 1);
    paintLabel(painter, picture, at, name, picture.colors.ink);
    const QString problem = problemOf(picture, cell);
    if (!problem.isEmpty()) {
        const double right = QFontMetricsF(painter.font()).horizontalAdvance(name) + 10;
        painter.setFont(fontOf(painter, 11, true));
        paintLabel(painter, picture, at + QPointF(right, 1), problem, picture.colors.caution);
    }
}

/// Where columns begin, and when: at the upper edge.
void paintColumnTimes(QPainter& painter, const TracePicture& picture)
{
    painter.setFont(fontOf(painter, 11, false));
    const QFontMetricsF metrics(painter.font());
    double lastX = -1;
    for (const TraceCell& cell : picture.sheet.cells) {
        if (cell.area.left() <= lastX || cell.area.top() > picture.sheet.field.top() + 1) {
            continue;
        }
        lastX = cell.area.left();
        paintLabel(painter, picture, QPointF(lastX, picture.sheet.field.top() - metrics.height() - 2),
                   Text::tr("%1 s").arg(QLocale().toString(cell.from, 'f', 2)), picture.colors.quiet);
    }
}

/// The beginning of a column that is not the first of its row: a short stroke across the baseline.
void paintSeam(QPainter& painter, const TracePicture& picture, const TraceCell& cell)
{
    const double mm = picture.sheet.pixelsPerMm;
    const Snap snap{painter.device()->devicePixelRatioF()};
    painter.setPen(QPen(picture.colors.ink, 1));
    const double x = snap(cell.area.left());
    painter.drawLine(QPointF(x, cell.baseline - 3 * mm), QPointF(x, cell.baseline + 3 * mm));
}

bool concerns(const WaveformAnnotation& annotation, const TracePicture& picture, const TraceCell& cell)
{
    const bool ofGroup =
        annotation.group == static_cast<int>(picture.group) || (annotation.group < 0 && picture.recording.groups.size() == 1);
    if (!ofGroup) {
        return false;
    }
    return annotation.channel < 0 ? cell.area.top() <= picture.sheet.field.top() + 1
                                  : annotation.channel == static_cast<int>(cell.channel);
}

struct Mark
{
    double x;
    const WaveformAnnotation* annotation;
};

/// Remarks of a cell that have a moment in it, left to right.
std::vector<Mark> marksOf(const TracePicture& picture, const TraceCell& cell)
{
    std::vector<Mark> marks;
    for (const WaveformAnnotation& annotation : picture.recording.annotations) {
        if (!concerns(annotation, picture, cell)) {
            continue;
        }
        for (const double seconds : annotation.seconds) {
            if (seconds >= cell.from && seconds <= cell.to && marks.size() < kMostMarks) {
                marks.push_back({cell.xOf(seconds), &annotation});
            }
        }
    }
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.x < b.x; });
    return marks;
}

/// A mark at each moment, with its words where they fit before the next.
void paintMarks(QPainter& painter, const TracePicture& picture, const TraceCell& cell)
{
    painter.setFont(fontOf(painter, 11, false));
    const QFontMetricsF metrics(painter.font());
    const double y = cell.area.top() + metrics.height() + 6;
    const std::vector<Mark> marks = marksOf(picture, cell);
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const double x = marks[i].x;
        painter.setPen(QPen(picture.colors.caliper, 1.5));
        painter.drawLine(QPointF(x, y), QPointF(x, y + 8));
        const WaveformAnnotation& annotation = *marks[i].annotation;
        const QString words = singleLine(annotation.text.isEmpty() ? annotation.name : annotation.text, 24);
        const double end = i + 1 < marks.size() ? marks[i + 1].x : cell.area.right();
        if (x + metrics.horizontalAdvance(words) + 8 <= end) {
            painter.drawText(QPointF(x + 4, y + metrics.ascent() - 2), words);
        }
    }
}

void paintCaliper(QPainter& painter, const TracePicture& picture)
{
    if (!picture.caliper || picture.caliperCell >= picture.sheet.cells.size()) {
        return;
    }
    const TraceCell& cell = picture.sheet.cells[picture.caliperCell];
    const WaveformGroup& group = picture.waves();
    const TraceEnvelope& envelope = picture.envelopes[cell.channel];
    painter.save();
    painter.setClipRect(cell.area.adjusted(-3, -1e4, 3, 1e4), Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = cell.area.bottom() - 6;
    double ends[2] = {0, 0};
    const std::size_t samples[2] = {picture.caliper->first, picture.caliper->second};
    for (int i = 0; i < 2; ++i) {
        ends[i] = cell.xOf(secondsOf(group, cell.channel, samples[i]));
        painter.setPen(QPen(picture.colors.caliper, 1));
        painter.drawLine(QPointF(ends[i], cell.area.top()), QPointF(ends[i], cell.area.bottom()));
        if (envelope.has(samples[i])) {
            painter.setPen(QPen(picture.colors.caliper, 2));
            painter.drawEllipse(QPointF(ends[i], cell.yOf(static_cast<double>(envelope.at(samples[i])))), 4, 4);
        }
    }
    painter.setPen(QPen(picture.colors.caliper, 1, Qt::DashLine));
    painter.drawLine(QPointF(ends[0], middle), QPointF(ends[1], middle));
    painter.restore();
    if (std::max(ends[0], ends[1]) < cell.area.left() || std::min(ends[0], ends[1]) > cell.area.right()) {
        return; // scrolled away
    }
    painter.setFont(fontOf(painter, 13, true));
    const QString text = caliperText(group, *picture.caliper, picture.recording.electrocardiogram);
    const QFontMetricsF metrics(painter.font());
    const double wide = metrics.horizontalAdvance(text);
    const double x = std::clamp((ends[0] + ends[1]) / 2 - wide / 2, cell.area.left(),
                                std::max(cell.area.left(), picture.sheet.field.right() - wide - 4));
    paintLabel(painter, picture, QPointF(x, middle - metrics.height() - 3), text, picture.colors.caliper);
}

} // namespace

PaperColors PaperColors::light()
{
    return {QColor(0xff, 0xf8, 0xf4), QColor(0xf8, 0xdc, 0xd6), QColor(0xec, 0xab, 0xa1), QColor(0x15, 0x17, 0x1a),
            QColor(0x66, 0x54, 0x50), QColor(0x9a, 0x3b, 0x00), QColor(0x0a, 0x5c, 0x75)};
}

PaperColors PaperColors::dark()
{
    const Theme theme = Theme::shipped(QStringLiteral("dark"));
    return {theme.color("ground"),     QColor(0x27, 0x1c, 0x1f), QColor(0x4c, 0x31, 0x35), QColor(0xf2, 0xf4, 0xf6),
            theme.color("text-quiet"), theme.color("caution"),   theme.color("current")};
}

void paintTraces(QPainter& painter, const TracePicture& picture, const QRectF& part)
{
    painter.fillRect(part, picture.colors.ground);
    const TraceSheet& sheet = picture.sheet;
    if (sheet.paper) {
        paintPaper(painter, picture, part);
    }
    // A row's neighbours too: tall complexes reach over.
    const double reach = sheet.cells.empty() ? 0 : 3 * sheet.cells.front().area.height();
    std::vector<const TraceCell*> visible;
    for (const TraceCell& cell : sheet.cells) {
        if (cell.area.adjusted(0, -reach, 0, reach).intersects(part)) {
            visible.push_back(&cell);
        }
    }
    painter.setFont(fontOf(painter, 11, false));
    for (const TraceCell* cell : visible) {
        if (!sheet.paper) {
            paintGrid(painter, picture, *cell, cell == &sheet.cells.back());
        } else if (cell->area.left() > sheet.field.left() + 1) {
            paintSeam(painter, picture, *cell);
        } else if (cell->toScale) {
            paintPulse(painter, picture, *cell);
        }
    }
    for (const TraceCell* cell : visible) {
        paintTrace(painter, picture, *cell);
    }
    for (const TraceCell* cell : visible) {
        paintName(painter, picture, *cell);
        paintMarks(painter, picture, *cell);
    }
    if (sheet.paper) {
        paintColumnTimes(painter, picture);
    }
    paintCaliper(painter, picture);
}

} // namespace isocenter
