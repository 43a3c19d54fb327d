#pragma once

#include "document/PageRenderer.h"
#include "paged/PageColumn.h"

#include <QAbstractScrollArea>

#include <memory>

namespace isocenter {

class PageSearch;

/// The pages of a document, one below the other, drawn elsewhere piece by piece at the scale at which they are seen: sharp at
/// every zoom, only what is near the view is kept. A page that cannot be drawn is hatched with its reason; one that is still
/// being drawn says so. Wheel and Up, Down, Left, Right scroll; Page Up, Page Down go by what is visible, or by pages where
/// whole pages are shown; Home and End; left or middle drag moves the paper. GUI thread.
class PagedView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    enum class Fit { Width, Page, None };

    explicit PagedView(std::unique_ptr<PageSource> source, QWidget* parent = nullptr);
    ~PagedView() override;

    int pageCount() const;   ///< that are shown; 0 before they are known
    int saidPages() const;   ///< that the document says it has; more where not all can be shown
    int currentPage() const; ///< that of which most is visible, from 0; -1 without pages
    void goToPage(int page);
    void setFit(Fit fit);
    Fit fit() const;
    /// 1: as large as on paper, as far as the size of the screen is known. Bounded; ends fitting.
    void setScale(double scale);
    double scale() const;
    void zoomBy(double factor); ///< about the middle
    void setInverted(bool inverted);
    bool isInverted() const;
    PageSearch& search() const;
    const PageColumn& column() const;
    QPointF scrolled() const; ///< of the column, at the view's upper left corner

    QString refusal() const; ///< why there is nothing, or nothing further; empty otherwise
    /// What a reader must know: faults in the file, pages left out. One sentence; empty if nothing.
    QString caution() const;
    /// All that is visible is drawn at its scale, or there is a reason.
    bool isComplete() const;
    std::size_t keptBytes() const; ///< of drawn pieces

Q_SIGNALS:
    void stateChanged(); ///< page, scale, caution, refusal or search
    void completeChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    bool event(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace isocenter
