#pragma once

#include "tools/DragTools.h"

#include <QObject>

#include <array>
#include <memory>
#include <optional>

namespace isocenter {

class ViewportGrid;

/// Which tool the left drag has in all viewports of a grid. A tool chosen for once serves one drag, then the one before comes
/// back; giveBack() does so at any time. GUI thread.
class ToolSelector : public QObject, private ViewportTool
{
    Q_OBJECT
public:
    /// `grid` must outlive this.
    explicit ToolSelector(ViewportGrid& grid, QObject* parent = nullptr);
    ~ToolSelector() override;

    ToolKind tool() const { return m_current; }
    bool isTemporary() const { return m_temporary; }
    void setTool(ToolKind kind);
    void setToolOnce(ToolKind kind);
    /// A running drag ends without a decision; else the tool before the last choice comes back, if there is one.
    void giveBack();

Q_SIGNALS:
    void toolChanged(isocenter::ToolKind kind);

private:
    QCursor cursor() const override;
    void press(ImageViewport& viewport, const ToolEvent& event) override;
    void move(ImageViewport& viewport, const ToolEvent& event) override;
    void release(ImageViewport& viewport, const ToolEvent& event) override;
    void cancel(ImageViewport& viewport) override;
    void paint(const ImageViewport& viewport, QPainter& painter) const override;
    ViewportTool& current() const;
    void select(ToolKind kind);
    void install();
    void dragEnded();

    ViewportGrid& m_grid;
    std::array<std::unique_ptr<ViewportTool>, 7> m_tools;
    ToolKind m_current = ToolKind::Scroll;
    std::optional<ToolKind> m_previous;
    bool m_temporary = false;
    ImageViewport* m_dragging = nullptr;
};

} // namespace isocenter
