#pragma once

#include "layout/GridLayout.h"

#include <QFrame>

#include <optional>

namespace isocenter {

/// A popup of 4x4 cells: hover or arrow keys choose rows and columns, click or Enter takes them, Escape leaves. Opens with the
/// layout in force. Deletes itself when closed if Qt::WA_DeleteOnClose is set.
class LayoutPicker : public QFrame
{
    Q_OBJECT
public:
    explicit LayoutPicker(GridLayout current, QWidget* parent = nullptr);

    GridLayout selection() const { return m_selection; }
    /// Below `anchor`, its left edges aligned, within the screen.
    void popUp(QWidget* anchor);
    QSize sizeHint() const override;

Q_SIGNALS:
    void picked(isocenter::GridLayout layout);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRect cell(int row, int column) const;
    std::optional<GridLayout> at(const QPoint& position) const;
    void select(GridLayout layout);

    GridLayout m_selection;
};

} // namespace isocenter
