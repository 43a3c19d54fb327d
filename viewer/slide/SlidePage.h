#pragma once

#include "slide/SlideView.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QToolButton;

namespace isocenter {

/// A slide with its few controls below it: magnifications, optical path, focal plane, map and label. GUI thread.
class SlidePage : public QWidget
{
    Q_OBJECT
public:
    explicit SlidePage(const ViewerServices& services, QWidget* parent = nullptr);

    SlideView& view() const { return *m_view; }
    void setSeries(const ImageSeriesPtr& series);

Q_SIGNALS:
    void activated();     ///< a mouse button or the focus came here
    void touched();       ///< by the reader's hand
    void doubleClicked(); ///< on the slide

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* addButton(const QString& text, const QString& icon, const QString& tip, const QString& name);
    void buildBar();
    void follow();

    SlideView* m_view;
    QHBoxLayout* m_bar;
    QComboBox* m_paths;
    QComboBox* m_planes;
    QToolButton* m_map = nullptr;
    QToolButton* m_label = nullptr;
};

} // namespace isocenter
