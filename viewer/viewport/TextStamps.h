#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QImage>
#include <QPainter>
#include <QPointF>
#include <QString>

namespace isocenter {

/// Outlined texts as ready pictures: drawing one that was drawn before costs a small blit. Plain text, never markup. GUI
/// thread, one object a viewport; keeps the few hundred texts last used.
class TextStamps
{
public:
    struct Style
    {
        int pixelSize = 13; ///< device-independent
        QColor color;
        bool strong = false;
    };

    /// The overlay's font: Noto Sans, whose figures are all of one width, else Inter or the system's sans.
    static QFont font(int pixelSize, bool strong);
    static int lineHeight(int pixelSize);
    static double width(const QString& text, int pixelSize, bool strong); ///< device-independent
    static QString elided(const QString& text, int pixelSize, bool strong, double width);

    /// Draws `text` with its upper left corner at `position`, snapped to device pixels.
    void draw(QPainter& painter, const QPointF& position, const QString& text, const Style& style);

private:
    static QImage render(const QString& text, const Style& style, double ratio);

    QHash<QString, QImage> m_stamps;
};

} // namespace isocenter
