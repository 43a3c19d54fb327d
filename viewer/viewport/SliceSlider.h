#pragma once

#include <QImage>
#include <QPainter>
#include <QRectF>

#include <cstdint>
#include <vector>

namespace isocenter {

struct OverlayColors;

/// The thin slider at a viewport's right edge: where the slice in view lies, which slices are loaded, failed or missing.
/// A helper of ImageViewport, not a widget.
class SliceSlider
{
public:
    static constexpr double kWidth = 8;
    enum class SliceState : std::uint8_t { Waiting, Loaded, Failed };

    void setRect(const QRectF& rect) { m_rect = rect; }                    ///< widget coordinates
    void setSlices(std::vector<SliceState> slices, std::vector<int> gaps); ///< gaps: slices are missing after these
    void setSlice(int index, SliceState state);
    void setIndex(int index) { m_index = index; }
    int count() const { return static_cast<int>(m_slices.size()); }
    bool isVisible() const { return m_slices.size() > 1 && m_rect.height() > 40; }

    bool contains(const QPointF& position) const;
    int indexAt(double y) const; ///< clamped
    QRectF handle() const;       ///< at least 14 high
    void paint(QPainter& painter, const OverlayColors& colors, bool hovered);

private:
    QRectF track() const;
    void renderTrack(const OverlayColors& colors, double ratio);

    QRectF m_rect;
    std::vector<SliceState> m_slices;
    std::vector<int> m_gaps;
    QImage m_track; ///< one device pixel wide; null when out of date
    int m_index = 0;
};

} // namespace isocenter
