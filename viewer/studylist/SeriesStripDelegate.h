#pragma once

#include <QStyledItemDelegate>

namespace isocenter {

/// Paints a row of the series strip: picture, number and modality, description, count and cautions, and a dot for what is on
/// the screen. The row of the active viewport has a bar at its left edge.
class SeriesStripDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Side of the square that holds the picture, device-independent pixels.
    static int pictureSide();

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace isocenter
