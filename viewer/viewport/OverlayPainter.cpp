#include "viewport/OverlayPainter.h"

#include "theme/Theme.h"

#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kMargin = 8;
constexpr double kGap = 12;

/// Whole words in lines of at most `room`: a caution is read to its end. A longer word is cut.
QStringList wrapped(const QString& text, int font, bool strong, double room)
{
    QStringList lines;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString longer = lines.isEmpty() ? word : lines.last() + QLatin1Char(' ') + word;
        if (!lines.isEmpty() && TextStamps::width(longer, font, strong) <= room) {
            lines.last() = longer;
        } else {
            lines << TextStamps::elided(word, font, strong, room);
        }
    }
    return lines;
}

} // namespace

/// What follows from the size of the viewport.
struct OverlayPainter::Layout
{
    QRectF area; ///< inside the margins
    int font = 13;
    int line = 17;
    int need = 3;
    double topCorners = 0;  ///< height of the taller upper corner
    double left = 0;        ///< width of the upper left corner
    double right = 0;       ///< width of the upper right corner
    double marksBottom = 0; ///< y where the marks end
};

OverlayColors OverlayColors::fromTheme()
{
    const Theme theme = Theme::shipped(QStringLiteral("dark"));
    return {theme.color("text"),  theme.color("text-quiet"), theme.color("current"),
            theme.color("prior"), theme.color("caution"),    theme.color("danger")};
}

QColor OverlayColors::tone(TextTone tone) const
{
    switch (tone) {
    case TextTone::Quiet:
        return quiet.lighter(118); // on an image, not on a panel
    case TextTone::Prior:
        return prior;
    case TextTone::Caution:
        return caution;
    case TextTone::Danger:
        return danger.lighter(115);
    case TextTone::Plain:
        break;
    }
    return text;
}

OverlayPainter::Layout OverlayPainter::layoutFor(const QSizeF& size) const
{
    Layout layout;
    layout.area = QRectF(QPointF(), size).adjusted(kMargin, kMargin - 2, -kMargin - m_rightEdge, -kMargin + 2);
    const double shorter = std::min(size.width(), size.height());
    layout.font = shorter < 300 ? 11 : 13;
    layout.line = TextStamps::lineHeight(layout.font);
    layout.need = shorter < 260 ? 1 : shorter < 460 ? 2 : 3;
    layout.marksBottom = layout.area.top();
    return layout;
}

void OverlayPainter::paint(QPainter& painter, const QSizeF& size, const Overlay& given)
{
    Layout layout = layoutFor(size);
    Overlay overlay = given;
    trim(overlay, layout);
    const std::size_t rows = std::max(overlay.corners[BottomLeft].size(), overlay.corners[BottomRight].size());
    const double letter = overlay.letters ? TextStamps::lineHeight(layout.font + 2) : 0;
    m_bottomHeight = size.height() - layout.area.bottom() + std::max(letter, double(rows) * layout.line);
    if (overlay.hatched) {
        paintHatching(painter, QRectF(QPointF(), size), m_colors.caution);
    }
    paintLines(painter, overlay.lines, layout);
    if (overlay.cursor) {
        paintCursor(painter, *overlay.cursor);
    }
    if (overlay.scale) {
        paintScale(painter, *overlay.scale, layout);
    }
    paintCorners(painter, overlay, layout);
    paintRegions(painter, overlay, layout);
    paintMarks(painter, overlay.marks, layout);
    if (overlay.letters) {
        paintLetters(painter, *overlay.letters, overlay.scale.has_value(), layout);
    }
    paintMessage(painter, overlay, layout);
}

void OverlayPainter::trim(Overlay& overlay, const Layout& layout) const
{
    const auto most = static_cast<std::size_t>(std::max(1.0, (layout.area.height() - 3 * layout.line) / 2 / layout.line));
    for (int corner = TopLeft; corner <= BottomRight; ++corner) {
        auto& lines = overlay.corners[static_cast<std::size_t>(corner)];
        lines.erase(std::remove_if(lines.begin(), lines.end(), [&](const CornerLine& line) { return line.need > layout.need; }),
                    lines.end());
        if (corner == TopLeft) {
            continue; // who it is never gives way
        }
        while (lines.size() > most) {
            lines.erase(corner == TopRight ? lines.end() - 1 : lines.begin());
        }
    }
}

void OverlayPainter::paintCorners(QPainter& painter, const Overlay& overlay, Layout& layout)
{
    paintCornerPair(painter, overlay, TopLeft, layout);
    paintCornerPair(painter, overlay, BottomLeft, layout);
    const std::size_t rows = std::max(overlay.corners[TopLeft].size(), overlay.corners[TopRight].size());
    layout.topCorners = layout.line * double(rows);
}

/// The left and the right corner of one edge, row by row: each line may use what its neighbour leaves, at least its share; the
/// identity has the larger one.
void OverlayPainter::paintCornerPair(QPainter& painter, const Overlay& overlay, Corner leftCorner, Layout& layout)
{
    const bool atTop = leftCorner == TopLeft;
    const auto& left = overlay.corners[leftCorner];
    const auto& right = overlay.corners[atTop ? TopRight : BottomRight];
    const auto rows = static_cast<int>(std::max(left.size(), right.size()));
    const double room = std::max(0.0, layout.area.width() - kGap);
    const auto lineOf = [&](const std::vector<CornerLine>& lines, int row) {
        const int index = atTop ? row : row - rows + static_cast<int>(lines.size());
        return index >= 0 && index < static_cast<int>(lines.size()) ? &lines[static_cast<std::size_t>(index)] : nullptr;
    };
    const auto widthOf = [&](const CornerLine* line) {
        return line ? TextStamps::width(line->text, layout.font, line->strong) : 0.0;
    };
    double y = atTop ? layout.area.top() : layout.area.bottom() - layout.line * rows;
    for (int row = 0; row < rows; ++row, y += layout.line) {
        const CornerLine* first = lineOf(left, row);
        const CornerLine* second = lineOf(right, row);
        const double leftRoom = std::min(widthOf(first), std::max(room * (atTop ? 0.62 : 0.5), room - widthOf(second)));
        const double rightRoom = room - leftRoom;
        if (first) {
            paintLine(painter, *first, leftRoom + 1, false, atTop, y, layout);
        }
        if (second) {
            paintLine(painter, *second, rightRoom, true, false, y, layout);
        }
        if (atTop) {
            layout.left = std::max(layout.left, leftRoom);
            layout.right = std::max(layout.right, std::min(rightRoom, widthOf(second)));
        }
    }
}

void OverlayPainter::paintLine(QPainter& painter, const CornerLine& line, double room, bool atRight, bool onGround, double y,
                               const Layout& layout)
{
    QString text = line.text;
    double width = TextStamps::width(text, layout.font, line.strong);
    if (width > room) {
        text = TextStamps::elided(text, layout.font, line.strong, room);
        width = TextStamps::width(text, layout.font, line.strong);
    }
    const double x = atRight ? layout.area.right() - width : layout.area.left();
    if (onGround) {
        // Whose picture it is must be legible on burned-in text too.
        painter.fillRect(QRectF(x - 3, y, width + 6, layout.line), QColor(0, 0, 0, 130));
    }
    m_stamps.draw(painter, {x, y}, text, {layout.font, m_colors.tone(line.tone), line.strong});
}

/// Names of what is drawn over the picture, each in its colour and with a patch of it.
void OverlayPainter::paintRegions(QPainter& painter, const Overlay& overlay, const Layout& layout)
{
    constexpr std::size_t kMost = 12;
    const auto lines = static_cast<double>(overlay.corners[TopRight].size());
    double y = layout.area.top() + layout.line * lines + 6;
    const double patch = std::round(layout.font * 0.7);
    for (std::size_t i = 0; i < overlay.regions.size() && y + layout.line < layout.area.center().y(); ++i, y += layout.line) {
        const bool last = i + 1 == kMost && overlay.regions.size() > kMost;
        const QString text = last ? QStringLiteral("+ %1").arg(overlay.regions.size() - i) : overlay.regions[i].label;
        const QString shown = TextStamps::elided(text, layout.font, false, layout.area.width() / 3);
        const double x = layout.area.right() - patch - 6 - TextStamps::width(shown, layout.font, false);
        m_stamps.draw(painter, {x, y}, shown, {layout.font, m_colors.text, false});
        if (last) {
            break;
        }
        const QRectF square(layout.area.right() - patch, y + (layout.line - patch) / 2, patch, patch);
        painter.fillRect(square.adjusted(-1, -1, 1, 1), Qt::black);
        painter.fillRect(square, overlay.regions[i].color);
    }
}

void OverlayPainter::paintMarks(QPainter& painter, const std::vector<OverlayMark>& marks, Layout& layout)
{
    if (marks.empty()) {
        return;
    }
    constexpr double kPadding = 7;
    const int font = layout.font - (layout.font > 11 ? 1 : 0);
    const double height = TextStamps::lineHeight(font) + 2;
    double widest = 0;
    for (const OverlayMark& mark : marks) {
        widest = std::max(widest, TextStamps::width(mark.text, font, true) + 2 * kPadding);
    }
    // Between the corners where that is wide enough, else below them.
    const double middle = layout.area.center().x();
    const double free =
        2 * std::min(middle - layout.area.left() - layout.left - kGap, layout.area.right() - layout.right - kGap - middle);
    const bool between = free >= std::min(widest, 220.0);
    const double room = between ? free : layout.area.width();
    double y = layout.area.top() + (between ? 0 : layout.topCorners + 2);
    for (const OverlayMark& mark : marks) {
        const bool strong = mark.tone != TextTone::Quiet;
        const QStringList lines = wrapped(mark.text, font, strong, room - 2 * kPadding);
        double width = 0;
        for (const QString& line : lines) {
            width = std::max(width, std::ceil(TextStamps::width(line, font, strong)));
        }
        const double tall = height + (double(lines.size()) - 1) * TextStamps::lineHeight(font);
        const QRectF pill(std::round(middle - width / 2 - kPadding) + 0.5, y + 0.5, width + 2 * kPadding, tall - 1);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor edge = m_colors.tone(mark.tone);
        edge.setAlpha(mark.tone == TextTone::Quiet ? 70 : 170);
        painter.setPen(QPen(edge, 1));
        painter.setBrush(QColor(0, 0, 0, 150));
        painter.drawRoundedRect(pill, 3, 3);
        painter.setRenderHint(QPainter::Antialiasing, false);
        double top = y + 1;
        for (const QString& line : lines) {
            m_stamps.draw(painter, {pill.left() + kPadding, top}, line, {font, m_colors.tone(mark.tone), strong});
            top += TextStamps::lineHeight(font);
        }
        y += tall + 3;
    }
    layout.marksBottom = y;
}

void OverlayPainter::paintLetters(QPainter& painter, const EdgeLetters& letters, bool hasScale, const Layout& layout)
{
    const int font = layout.font + 2;
    const double height = TextStamps::lineHeight(font);
    const QPointF middle = layout.area.center();
    const auto draw = [&](const QString& text, double x, double y) {
        m_stamps.draw(painter, {x, y}, text, {font, text == QLatin1String("?") ? m_colors.caution : m_colors.text, true});
    };
    const auto width = [&](const QString& text) { return TextStamps::width(text, font, true); };
    draw(letters.left, layout.area.left() + (hasScale ? 14 : 0), middle.y() - height / 2);
    draw(letters.right, layout.area.right() - width(letters.right), middle.y() - height / 2);
    draw(letters.top, middle.x() - width(letters.top) / 2, layout.marksBottom);
    draw(letters.bottom, middle.x() - width(letters.bottom) / 2, layout.area.bottom() - height);
}

void OverlayPainter::paintScale(QPainter& painter, const ScaleBar& bar, const Layout& layout)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const auto snap = [ratio](double v) { return (std::floor(v * ratio) + 0.5) / ratio; };
    const double x = snap(layout.area.left() + 0.5);
    const double top = layout.area.center().y() - bar.length / 2;
    QVector<QLineF> lines{QLineF(x, snap(top), x, snap(top + bar.length))};
    for (int i = 0; i <= bar.divisions; ++i) {
        const double y = snap(top + bar.length * i / bar.divisions);
        const bool isEnd = i == 0 || i == bar.divisions;
        const bool isLong = isEnd || (bar.divisions % 2 == 0 && i == bar.divisions / 2);
        lines << QLineF(x, y, x + (isEnd ? 8 : isLong ? 6 : 4), y);
    }
    painter.setPen(QPen(QColor(0, 0, 0, 190), 3, Qt::SolidLine, Qt::SquareCap));
    painter.drawLines(lines);
    painter.setPen(QPen(m_colors.text, 1, Qt::SolidLine, Qt::FlatCap));
    painter.drawLines(lines);
    m_stamps.draw(painter, {layout.area.left(), top + bar.length + 3}, bar.label,
                  {std::max(11, layout.font - 1), m_colors.text, false});
}

void OverlayPainter::paintLines(QPainter& painter, const std::vector<ReferenceLine>& lines, const Layout& layout)
{
    painter.setRenderHint(QPainter::Antialiasing, !lines.empty());
    for (const ReferenceLine& line : lines) {
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3));
        painter.drawLine(line.line);
        painter.setPen(QPen(line.color, 1.25, line.dashed ? Qt::DashLine : Qt::SolidLine));
        painter.drawLine(line.line);
        if (!line.label.isEmpty()) {
            const int font = std::max(11, layout.font - 1);
            const QString label = TextStamps::elided(line.label, font, false, 80);
            const double width = TextStamps::width(label, font, false);
            const QPointF end = line.line.x2() >= line.line.x1() ? line.line.p2() : line.line.p1();
            const QPointF at(std::clamp(end.x() - width - 4, layout.area.left(),
                                        std::max(layout.area.left(), layout.area.right() - width - 20)),
                             std::clamp(end.y() + 2, layout.area.top(), layout.area.bottom() - layout.line));
            m_stamps.draw(painter, at, label, {font, line.color, false});
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void OverlayPainter::paintCursor(QPainter& painter, const QPointF& point)
{
    const QPointF p(std::floor(point.x()) + 0.5, std::floor(point.y()) + 0.5);
    const QVector<QLineF> cross{QLineF(p.x() - 12, p.y(), p.x() - 4, p.y()), QLineF(p.x() + 4, p.y(), p.x() + 12, p.y()),
                                QLineF(p.x(), p.y() - 12, p.x(), p.y() - 4), QLineF(p.x(), p.y() + 4, p.x(), p.y() + 12)};
    painter.setPen(QPen(QColor(0, 0, 0, 190), 3));
    painter.drawLines(cross);
    painter.setPen(QPen(m_colors.current, 1));
    painter.drawLines(cross);
}

void OverlayPainter::paintMessage(QPainter& painter, const Overlay& overlay, const Layout& layout)
{
    if (overlay.title.isEmpty()) {
        return;
    }
    const int font = layout.font;
    const QRectF room = layout.area.adjusted(20, 0, -20, 0);
    QTextOption option(Qt::AlignHCenter);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    painter.setFont(TextStamps::font(font, false));
    const double width = std::min(room.width(), 420.0);
    QRectF body(room.center().x() - width / 2, room.center().y(), width, room.height() / 3);
    const QRectF used =
        overlay.message.isEmpty() ? QRectF(body.topLeft(), QSizeF(0, 0)) : painter.boundingRect(body, overlay.message, option);
    const double titleWidth = TextStamps::width(overlay.title, font + 1, true);
    if (overlay.hatched) {
        const double boxWidth = std::max(used.width(), titleWidth) + 36;
        const QRectF box(room.center().x() - boxWidth / 2, body.top() - 40, boxWidth, used.height() + 56);
        painter.setPen(QPen(m_colors.caution, 1));
        painter.setBrush(QColor(0, 0, 0, 235));
        painter.drawRect(box.toAlignedRect());
    }
    const QColor titleColor = overlay.hatched ? m_colors.caution : overlay.message.isEmpty() ? m_colors.quiet : m_colors.text;
    m_stamps.draw(painter, {room.center().x() - titleWidth / 2, body.top() - 28}, overlay.title, {font + 1, titleColor, true});
    painter.setPen(m_colors.tone(overlay.hatched ? TextTone::Plain : TextTone::Quiet));
    painter.setFont(TextStamps::font(font, false));
    painter.drawText(body, overlay.message, option);
}

void paintHatching(QPainter& painter, const QRectF& rect, const QColor& color)
{
    painter.fillRect(rect, Qt::black);
    QColor line = color;
    line.setAlpha(70);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(line, 1.5));
    constexpr double kStep = 16;
    for (double x = rect.left() - rect.height(); x < rect.right(); x += kStep) {
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace isocenter
