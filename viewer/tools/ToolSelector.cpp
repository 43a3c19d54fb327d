#include "tools/ToolSelector.h"

#include "layout/ViewportGrid.h"
#include "viewport/ImageViewport.h"

namespace isocenter {

ToolSelector::ToolSelector(ViewportGrid& grid, QObject* parent) : QObject(parent), m_grid(grid)
{
    for (std::size_t i = 0; i < m_tools.size(); ++i) {
        m_tools[i] = makeTool(static_cast<ToolKind>(i));
    }
    connect(&grid, &ViewportGrid::viewportAdded, this, [this](ImageViewport* viewport) { viewport->setTool(this); });
    install();
}

ToolSelector::~ToolSelector()
{
    for (ImageViewport* viewport : m_grid.allViewports()) {
        viewport->setTool(nullptr);
    }
}

void ToolSelector::install()
{
    for (ImageViewport* viewport : m_grid.allViewports()) {
        viewport->setTool(this);
        viewport->setCursor(cursor());
    }
}

ViewportTool& ToolSelector::current() const
{
    return *m_tools[static_cast<std::size_t>(m_current)];
}

void ToolSelector::select(ToolKind kind)
{
    if (m_dragging) {
        m_dragging->cancelDrag();
    }
    if (m_current != kind) {
        m_current = kind;
        install();
    }
    Q_EMIT toolChanged(m_current);
}

void ToolSelector::setTool(ToolKind kind)
{
    const ToolKind base = m_temporary ? m_previous.value_or(m_current) : m_current;
    if (kind != base) {
        m_previous = base;
    }
    m_temporary = false;
    select(kind);
}

void ToolSelector::setToolOnce(ToolKind kind)
{
    if (!m_temporary) {
        m_previous = m_current;
    }
    m_temporary = true;
    select(kind);
}

void ToolSelector::giveBack()
{
    if (m_dragging) {
        m_dragging->cancelDrag();
        return;
    }
    m_temporary = false;
    select(std::exchange(m_previous, std::nullopt).value_or(m_current));
}

void ToolSelector::dragEnded()
{
    m_dragging = nullptr;
    if (m_temporary) {
        // After the viewport has finished with this drag: it must not lose its tool within it.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_temporary && !m_dragging) {
                    giveBack();
                }
            },
            Qt::QueuedConnection);
    }
}

QCursor ToolSelector::cursor() const
{
    return current().cursor();
}

void ToolSelector::press(ImageViewport& viewport, const ToolEvent& event)
{
    m_dragging = &viewport;
    current().press(viewport, event);
}

void ToolSelector::move(ImageViewport& viewport, const ToolEvent& event)
{
    current().move(viewport, event);
}

void ToolSelector::release(ImageViewport& viewport, const ToolEvent& event)
{
    current().release(viewport, event);
    dragEnded();
}

void ToolSelector::cancel(ImageViewport& viewport)
{
    current().cancel(viewport);
    dragEnded();
}

void ToolSelector::paint(const ImageViewport& viewport, QPainter& painter) const
{
    current().paint(viewport, painter);
}

} // namespace isocenter
