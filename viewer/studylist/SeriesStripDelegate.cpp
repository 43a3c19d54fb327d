#include "studylist/SeriesStripDelegate.h"

#include "studylist/SeriesStripModel.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace isocenter {

namespace {

int padding()
{
    return Theme::scaled(6);
}

QFont smaller(QFont font)
{
    font.setPixelSize(std::max(Theme::scaled(11), font.pixelSize() - Theme::scaled(2)));
    return font;
}

QString text(const QModelIndex& index, int role)
{
    return index.data(role).toString();
}

void paintGround(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, const Theme& theme)
{
    const bool current = option.state & QStyle::State_Selected;
    const bool hover = option.state & QStyle::State_MouseOver;
    painter.fillRect(option.rect, theme.color(current ? "selection" : hover ? "raised" : "panel"));
    if (index.data(SeriesStripModel::ActiveRole).toBool()) {
        painter.fillRect(QRect(option.rect.topLeft(), QSize(Theme::scaled(3), option.rect.height())), theme.color("current"));
    }
    if (option.state & QStyle::State_HasFocus) {
        painter.setPen(theme.color("current"));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

void paintNoPicture(QPainter& painter, const QRect& box, const Theme& theme)
{
    painter.fillRect(box, QBrush(theme.color("line"), Qt::BDiagPattern));
    const int side = Theme::scaled(20);
    const QRect sign(box.center().x() - side / 2, box.center().y() - side / 2, side, side);
    painter.fillRect(sign.adjusted(-2, -2, 2, 2), theme.color("image"));
    painter.drawPixmap(sign.topLeft(), iconPixmap(QStringLiteral("caution"), sign.size(), theme.color("caution"),
                                                  painter.device()->devicePixelRatioF()));
}

void paintIcon(QPainter& painter, const QRect& box, const QString& icon, const Theme& theme)
{
    painter.fillRect(box, theme.color("ground"));
    const int side = Theme::scaled(36);
    const QPoint corner(box.center().x() - side / 2, box.center().y() - side / 2);
    painter.drawPixmap(corner, iconPixmap(icon, {side, side}, theme.color("text-quiet"), painter.device()->devicePixelRatioF()));
}

void paintPicture(QPainter& painter, const QRect& box, const QModelIndex& index, const Theme& theme)
{
    painter.fillRect(box, theme.color("image"));
    const QImage picture = index.data(SeriesStripModel::PictureRole).value<QImage>();
    if (!picture.isNull()) {
        QRect place(QPoint(), picture.size().scaled(box.size(), Qt::KeepAspectRatio));
        place.moveCenter(box.center());
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(place, picture);
    } else if (!text(index, SeriesStripModel::ReasonRole).isEmpty()) {
        paintNoPicture(painter, box, theme);
    } else if (const QString icon = text(index, SeriesStripModel::IconRole); !icon.isEmpty()) {
        paintIcon(painter, box, icon, theme);
    }
    if (index.data(SeriesStripModel::ShownRole).toBool()) {
        const int radius = Theme::scaled(4);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.color("image"), 2));
        painter.setBrush(theme.color("current"));
        painter.drawEllipse(box.topRight() + QPoint(-radius - 3, radius + 4), radius, radius);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
}

// At most `lines` lines, the last one shortened; gives back the height used.
int drawLines(QPainter& painter, const QRect& area, const QString& words, int lines)
{
    QTextLayout layout(words, painter.font());
    QTextOption wrap(Qt::AlignLeft);
    wrap.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(wrap);
    layout.beginLayout();
    std::vector<int> starts;
    for (QTextLine line = layout.createLine(); line.isValid() && static_cast<int>(starts.size()) <= lines;
         line = layout.createLine()) {
        line.setLineWidth(area.width());
        starts.push_back(line.textStart());
    }
    layout.endLayout();
    const QFontMetrics metrics(painter.font());
    const int shown = std::min(lines, static_cast<int>(starts.size()));
    for (int i = 0; i < shown; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const bool last = i == shown - 1;
        const QString rest = words.mid(starts[at], last ? -1 : starts[at + 1] - starts[at]).trimmed();
        painter.drawText(area.left(), area.top() + i * metrics.height() + metrics.ascent(),
                         metrics.elidedText(rest, Qt::ElideRight, area.width()));
    }
    return shown * metrics.height();
}

void paintTexts(QPainter& painter, QRect area, const QStyleOptionViewItem& option, const QModelIndex& index, const Theme& theme)
{
    QFont heading = option.font;
    heading.setWeight(QFont::DemiBold);
    painter.setFont(heading);
    painter.setPen(theme.color("text"));
    const QString number = text(index, SeriesStripModel::NumberRole);
    const QString modality = text(index, SeriesStripModel::ModalityRole);
    area.setTop(area.top() + drawLines(painter, area, QStringLiteral("%1  %2").arg(number, modality), 1));
    painter.setFont(option.font);
    area.setTop(area.top() + drawLines(painter, area, text(index, Qt::DisplayRole), 2));
    painter.setFont(smaller(option.font));
    const QString caution = text(index, SeriesStripModel::CautionRole);
    const QString reason = text(index, SeriesStripModel::ReasonRole);
    QStringList quiet{text(index, SeriesStripModel::CountRole), text(index, SeriesStripModel::PartRole)};
    quiet.removeAll(QString());
    painter.setPen(theme.color("text-quiet"));
    area.setTop(area.top() + drawLines(painter, area, quiet.join(QStringLiteral(", ")), 1));
    const QString warning = reason.isEmpty() ? caution : reason;
    if (!warning.isEmpty()) {
        painter.setPen(theme.color("caution"));
        drawLines(painter, area, QStringLiteral("! ") + warning, 2);
    }
}

int textHeight(const QFont& font)
{
    const int small = QFontMetrics(smaller(font)).height();
    return 3 * QFontMetrics(font).height() + 3 * small;
}

} // namespace

int SeriesStripDelegate::pictureSide()
{
    return Theme::scaled(76);
}

void SeriesStripDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme theme = Theme::applied();
    painter->save();
    painter->setClipRect(option.rect);
    paintGround(*painter, option, index, theme);
    const QPoint corner = option.rect.topLeft() + QPoint(padding() + Theme::scaled(3), padding());
    const QRect box(corner, QSize(pictureSide(), pictureSide()));
    paintPicture(*painter, box, index, theme);
    QRect area = option.rect.adjusted(0, padding() - 1, -padding(), -2);
    area.setLeft(box.right() + 1 + Theme::scaled(8));
    paintTexts(*painter, area, option, index, theme);
    painter->restore();
}

QSize SeriesStripDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const bool warns =
        !text(index, SeriesStripModel::CautionRole).isEmpty() || !text(index, SeriesStripModel::ReasonRole).isEmpty();
    const int least = pictureSide() + 2 * padding();
    return {least, warns ? std::max(least, textHeight(option.font) + 2 * padding()) : least};
}

} // namespace isocenter
