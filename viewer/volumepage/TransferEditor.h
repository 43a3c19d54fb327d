#pragma once

#include "scene/TransferFunction.h"
#include "scene/VolumeHistogram.h"

#include <QRectF>
#include <QWidget>

#include <optional>

namespace isocenter {

/// A transfer function as a curve over the volume's histogram: values to the right, opacity of one millimetre upwards (its square
/// root, so that haze can be set as well as bone). Points are dragged, added by a double click, removed by a right click; a
/// double click on a point asks for its colour. Left and Right choose a point, with Shift they move it with Up and Down, Insert
/// adds one, Delete removes one, Return asks for the colour. The last point stays. Holds no truth: what is changed is signalled
/// and comes back by show(). GUI thread.
class TransferEditor : public QWidget
{
    Q_OBJECT
public:
    explicit TransferEditor(QWidget* parent = nullptr);

    /// Null empties it.
    void show(const TransferFunctionPtr& function, const VolumeHistogram& histogram);
    int current() const { return m_current; } ///< point that keys and fields change; -1: none
    void setCurrent(int point);
    /// Where a point lies in the widget.
    QPointF place(const TransferPoint& point) const;
    /// In the middle of the widest step beside the current one.
    void addPoint();
    void removePoint(int point);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void edited(const isocenter::TransferFunction& function);
    void currentChanged();
    void colorRequested(int point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF plot() const;
    double valueAt(double x) const;
    double opacityAt(double y) const;
    int pointAt(const QPointF& position) const;
    void insert(double value, std::optional<double> opacity);
    void move(int point, double value, double opacity);
    bool moveByKey(int key);
    void paintHistogram(QPainter& painter) const;
    void paintCurve(QPainter& painter) const;

    TransferFunctionPtr m_function;
    VolumeHistogram m_histogram;
    double m_low = 0; ///< shown values
    double m_high = 1;
    int m_current = -1;
    bool m_dragging = false;
};

} // namespace isocenter
