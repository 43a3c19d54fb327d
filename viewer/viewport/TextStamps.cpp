#include "viewport/TextStamps.h"

#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace isocenter {

namespace {

constexpr int kMostStamps = 400;
constexpr int kOutline = 2; ///< room around the text, device-independent pixels

struct Metrics
{
    QFont font;
    QFontMetricsF metrics;
};

/// Fonts are costly to make and few; by size and weight.
const Metrics& metricsOf(int pixelSize, bool strong)
{
    static thread_local QHash<int, std::shared_ptr<Metrics>> known;
    std::shared_ptr<Metrics>& entry = known[pixelSize * 2 + (strong ? 1 : 0)];
    if (!entry) {
        QFont font;
        font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")});
        font.setStyleHint(QFont::SansSerif);
        font.setPixelSize(pixelSize);
        font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
        font.setHintingPreference(QFont::PreferVerticalHinting);
        entry = std::make_shared<Metrics>(Metrics{font, QFontMetricsF(font)});
    }
    return *entry;
}

} // namespace

QFont TextStamps::font(int pixelSize, bool strong)
{
    return metricsOf(pixelSize, strong).font;
}

int TextStamps::lineHeight(int pixelSize)
{
    return static_cast<int>(std::ceil(pixelSize * 1.32));
}

double TextStamps::width(const QString& text, int pixelSize, bool strong)
{
    return metricsOf(pixelSize, strong).metrics.horizontalAdvance(text);
}

QString TextStamps::elided(const QString& text, int pixelSize, bool strong, double width)
{
    return metricsOf(pixelSize, strong).metrics.elidedText(text, Qt::ElideRight, width);
}

void TextStamps::draw(QPainter& painter, const QPointF& position, const QString& text, const Style& style)
{
    if (text.isEmpty()) {
        return;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const QString key =
        QStringLiteral("%1|%2|%3|%4").arg(style.pixelSize).arg(style.strong).arg(style.color.rgb(), 0, 16).arg(ratio) + text;
    auto found = m_stamps.constFind(key);
    if (found == m_stamps.constEnd()) {
        if (m_stamps.size() >= kMostStamps) {
            m_stamps.clear();
        }
        found = m_stamps.insert(key, render(text, style, ratio));
    }
    const QPointF corner((std::round(position.x() * ratio)) / ratio - kOutline,
                         (std::round(position.y() * ratio)) / ratio - kOutline);
    painter.drawImage(corner, *found);
}

QImage TextStamps::render(const QString& text, const Style& style, double ratio)
{
    const Metrics& m = metricsOf(style.pixelSize, style.strong);
    const QSizeF size(m.metrics.horizontalAdvance(text) + 2 * kOutline + 1, lineHeight(style.pixelSize) + 2 * kOutline);
    QImage image((size * ratio).toSize() + QSize(1, 1), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setFont(m.font);
    const double spare = lineHeight(style.pixelSize) - m.metrics.ascent() - m.metrics.descent();
    const QPointF baseline(kOutline, std::round(kOutline + spare / 2 + m.metrics.ascent()));
    // A dark ring keeps the text legible on bone as on air.
    painter.setPen(QColor(0, 0, 0, 190));
    for (int x = -1; x <= 1; ++x) {
        for (int y = -1; y <= 1; ++y) {
            if (x != 0 || y != 0) {
                painter.drawText(baseline + QPointF(x, y), text);
            }
        }
    }
    painter.setPen(style.color);
    painter.drawText(baseline, text);
    return image;
}

} // namespace isocenter
