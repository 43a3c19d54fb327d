#include "theme/Icons.h"

#include "theme/Theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace isocenter {

namespace {

QString pathOf(const QString& name)
{
    return QStringLiteral(":/isocenter/icons/%1.svg").arg(name);
}

/// Asks the theme at each painting, so that a change of theme needs no new icons.
class ThemedIconEngine : public QIconEngine
{
public:
    explicit ThemedIconEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
        painter->drawPixmap(rect, iconPixmap(m_name, rect.size(), inkOf(mode, state), ratio));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return iconPixmap(m_name, size, inkOf(mode, state), 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        // `size` is in device pixels here; the caller sets the ratio itself.
        Q_UNUSED(scale)
        return iconPixmap(m_name, size, inkOf(mode, state), 1.0);
    }

    QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine* clone() const override { return new ThemedIconEngine(m_name); }
    QString key() const override { return QStringLiteral("IsocenterThemedIcon"); }

private:
    static QColor inkOf(QIcon::Mode mode, QIcon::State state)
    {
        const Theme theme = Theme::applied();
        if (mode == QIcon::Disabled) {
            QColor faded = theme.color("text-quiet");
            faded.setAlphaF(0.45F);
            return faded;
        }
        return theme.color(state == QIcon::On ? "current" : "text");
    }

    QString m_name;
};

} // namespace

QIcon themedIcon(const QString& name)
{
    return QFile::exists(pathOf(name)) ? QIcon(new ThemedIconEngine(name)) : QIcon();
}

QPixmap iconPixmap(const QString& name, const QSize& size, const QColor& color, qreal pixelRatio)
{
    const QSize pixels = (QSizeF(size) * pixelRatio).toSize();
    const QString key = QStringLiteral("isocenter/%1/%2x%3/%4")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(color.name(QColor::HexArgb));
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        QFile file(pathOf(name));
        if (pixels.isEmpty() || !file.open(QIODevice::ReadOnly)) {
            return {};
        }
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        pixmap = QPixmap(pixels);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setOpacity(color.alphaF());
        QSvgRenderer(svg).render(&painter);
        painter.end();
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(pixelRatio);
    return pixmap;
}

} // namespace isocenter
