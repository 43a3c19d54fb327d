#include "layout/LayoutPicker.h"

#include "theme/Theme.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScreen>

#include <algorithm>

namespace isocenter {

namespace {

int cellSize()
{
    return Theme::scaled(28);
}

int gap()
{
    return Theme::scaled(4);
}

int margin()
{
    return Theme::scaled(10);
}

int captionHeight()
{
    return Theme::scaled(24);
}

} // namespace

LayoutPicker::LayoutPicker(GridLayout current, QWidget* parent) : QFrame(parent, Qt::Popup), m_selection(current.bounded())
{
    setObjectName(QStringLiteral("layoutPicker"));
    setAccessibleName(tr("Layout of the viewports"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedSize(sizeHint());
    select(m_selection);
}

QSize LayoutPicker::sizeHint() const
{
    const int side = GridLayout::kMost * cellSize() + (GridLayout::kMost - 1) * gap() + 2 * margin();
    return {side, side + captionHeight()};
}

void LayoutPicker::popUp(QWidget* anchor)
{
    QPoint corner = anchor->mapToGlobal(QPoint(0, anchor->height() + 2));
    if (const QScreen* screen = anchor->screen()) {
        const QRect area = screen->availableGeometry();
        corner.setX(std::clamp(corner.x(), area.left(), std::max(area.left(), area.right() - width())));
        corner.setY(std::clamp(corner.y(), area.top(), std::max(area.top(), area.bottom() - height())));
    }
    move(corner);
    show();
    setFocus(Qt::PopupFocusReason);
}

QRect LayoutPicker::cell(int row, int column) const
{
    const int step = cellSize() + gap();
    return {margin() + column * step, margin() + row * step, cellSize(), cellSize()};
}

std::optional<GridLayout> LayoutPicker::at(const QPoint& position) const
{
    // The gaps belong to the cells before them: no blinking between two cells.
    const int step = cellSize() + gap();
    const QPoint inside = position - QPoint(margin(), margin());
    if (inside.x() < 0 || inside.y() < 0 || inside.x() >= GridLayout::kMost * step || inside.y() >= GridLayout::kMost * step) {
        return std::nullopt;
    }
    return GridLayout{inside.y() / step + 1, inside.x() / step + 1};
}

void LayoutPicker::select(GridLayout layout)
{
    m_selection = layout.bounded();
    setAccessibleDescription(tr("%1 rows, %2 columns").arg(m_selection.rows).arg(m_selection.columns));
    update();
}

void LayoutPicker::paintEvent(QPaintEvent*)
{
    const Theme theme = Theme::applied();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color("raised"));
    painter.setPen(theme.color("line"));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    for (int row = 0; row < GridLayout::kMost; ++row) {
        for (int column = 0; column < GridLayout::kMost; ++column) {
            const bool in = row < m_selection.rows && column < m_selection.columns;
            painter.setPen(theme.color(in ? "current" : "line"));
            painter.setBrush(theme.color(in ? "selection" : "panel"));
            painter.drawRect(cell(row, column).adjusted(0, 0, -1, -1));
        }
    }
    painter.setPen(theme.color("text"));
    const QRect caption(0, height() - captionHeight() - margin() / 2, width(), captionHeight());
    painter.drawText(caption, Qt::AlignCenter, tr("%1 × %2").arg(m_selection.rows).arg(m_selection.columns));
}

void LayoutPicker::mouseMoveEvent(QMouseEvent* event)
{
    if (const auto layout = at(event->position().toPoint())) {
        select(*layout);
    }
}

void LayoutPicker::mouseReleaseEvent(QMouseEvent* event)
{
    const auto layout = at(event->position().toPoint());
    if (event->button() == Qt::LeftButton && layout) {
        select(*layout);
        close();
        Q_EMIT picked(m_selection);
    }
}

void LayoutPicker::keyPressEvent(QKeyEvent* event)
{
    GridLayout layout = m_selection;
    switch (event->key()) {
    case Qt::Key_Left:
        --layout.columns;
        break;
    case Qt::Key_Right:
        ++layout.columns;
        break;
    case Qt::Key_Up:
        --layout.rows;
        break;
    case Qt::Key_Down:
        ++layout.rows;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        close();
        Q_EMIT picked(m_selection);
        return;
    case Qt::Key_Escape:
        close();
        return;
    default:
        QFrame::keyPressEvent(event);
        return;
    }
    select(layout);
}

} // namespace isocenter
