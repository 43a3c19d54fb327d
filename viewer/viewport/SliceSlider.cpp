#include "viewport/SliceSlider.h"

#include "viewport/OverlayPainter.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kLeastHandle = 14;

} // namespace

void SliceSlider::setSlices(std::vector<SliceState> slices, std::vector<int> gaps)
{
    m_slices = std::move(slices);
    m_gaps = std::move(gaps);
    m_index = 0;
    m_track = QImage();
}

void SliceSlider::setSlice(int index, SliceState state)
{
    if (index >= 0 && index < count() && m_slices[static_cast<std::size_t>(index)] != state) {
        m_slices[static_cast<std::size_t>(index)] = state;
        m_track = QImage();
    }
}

bool SliceSlider::contains(const QPointF& position) const
{
    return isVisible() && m_rect.adjusted(-2, 0, 2, 0).contains(position);
}

QRectF SliceSlider::track() const
{
    return {m_rect.right() - 5, m_rect.top() + 2, 3, m_rect.height() - 4};
}

int SliceSlider::indexAt(double y) const
{
    const QRectF bar = track();
    return std::clamp(static_cast<int>(std::floor((y - bar.top()) / bar.height() * count())), 0, std::max(0, count() - 1));
}

QRectF SliceSlider::handle() const
{
    const QRectF bar = track();
    const double step = bar.height() / std::max(1, count());
    const double height = std::max(kLeastHandle, step);
    const double top = std::clamp(bar.top() + (m_index + 0.5) * step - height / 2, bar.top(), bar.bottom() - height);
    return {m_rect.right() - 7, top, 6, height};
}

void SliceSlider::renderTrack(const OverlayColors& colors, double ratio)
{
    const int height = std::max(1, qRound(track().height() * ratio));
    if (m_track.height() == height) {
        return;
    }
    m_track = QImage(1, height, QImage::Format_RGB32);
    const QRgb byState[] = {qRgb(34, 39, 46), qRgb(92, 103, 115), colors.danger.rgb()};
    for (int y = 0; y < height; ++y) {
        // The worst state of the slices that share a device pixel is the one to see.
        const int from = static_cast<int>(static_cast<qint64>(y) * count() / height);
        const int to = std::max(from + 1, static_cast<int>(static_cast<qint64>(y + 1) * count() / height));
        SliceState state = m_slices[static_cast<std::size_t>(from)];
        for (int i = from; i < to && i < count(); ++i) {
            const SliceState other = m_slices[static_cast<std::size_t>(i)];
            state = other == SliceState::Failed || state == SliceState::Failed ? SliceState::Failed : std::min(state, other);
        }
        m_track.setPixel(0, y, byState[static_cast<int>(state)]);
    }
}

void SliceSlider::paint(QPainter& painter, const OverlayColors& colors, bool hovered)
{
    if (!isVisible()) {
        return;
    }
    renderTrack(colors, painter.device()->devicePixelRatioF());
    const QRectF bar = track();
    painter.fillRect(bar.adjusted(-1, 0, 1, 0), QColor(0, 0, 0, 160));
    painter.drawImage(bar, m_track);
    for (int gap : m_gaps) {
        const double y = std::round(bar.top() + (gap + 1) * bar.height() / count());
        painter.fillRect(QRectF(bar.left() - 2, y - 1, bar.width() + 4, 2), colors.caution);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(0, 0, 0, 200), 1));
    painter.setBrush(hovered ? colors.text : colors.current);
    painter.drawRoundedRect(handle().adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace isocenter
