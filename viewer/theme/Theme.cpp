#include "theme/Theme.h"

#include <QApplication>
#include <QCoreApplication>
#include <QFile>
#include <QFontDatabase>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStyleFactory>
#include <QVariant>

#include <cmath>

namespace isocenter {

namespace {

constexpr char appliedTheme[] = "isocenter.theme";
constexpr char appliedPercent[] = "isocenter.textPercent";

QByteArray resource(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// Noto Sans first: its default figures are tabular, and Qt 6.4 cannot ask another family for them.
QStringList fontFamilies()
{
    const QStringList installed = QFontDatabase::families();
    for (const QString& family : {QStringLiteral("Noto Sans"), QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")}) {
        if (installed.contains(family)) {
            // The regular cut for names in Chinese, Japanese and Korean, where the system would pick a bold one.
            return {family, QStringLiteral("Noto Sans CJK JP"), QStringLiteral("Noto Sans")};
        }
    }
    return {QFontDatabase::systemFont(QFontDatabase::GeneralFont).family()};
}

} // namespace

QStringList Theme::tokens()
{
    return {QStringLiteral("image"),       QStringLiteral("ground"),        QStringLiteral("panel"),
            QStringLiteral("raised"),      QStringLiteral("line"),          QStringLiteral("text"),
            QStringLiteral("text-quiet"),  QStringLiteral("current"),       QStringLiteral("prior"),
            QStringLiteral("danger"),      QStringLiteral("caution"),       QStringLiteral("good"),
            QStringLiteral("hover"),       QStringLiteral("selection"),     QStringLiteral("on-current"),
            QStringLiteral("plane-axial"), QStringLiteral("plane-coronal"), QStringLiteral("plane-sagittal")};
}

Result<Theme> Theme::fromJson(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const QJsonObject colors = object.value(QLatin1String("colors")).toObject();
    Theme theme;
    theme.m_name = object.value(QLatin1String("name")).toString();
    theme.m_dark = object.value(QLatin1String("dark")).toBool(true);
    for (const QString& token : tokens()) {
        const QColor color(colors.value(token).toString());
        if (!color.isValid()) {
            return Error{QCoreApplication::translate("Theme", "The theme file has no colour for \"%1\".").arg(token), {}};
        }
        theme.m_colors.insert(token, color);
    }
    return theme;
}

Theme Theme::shipped(const QString& name)
{
    const QString file = name == QLatin1String("light") ? name : QStringLiteral("dark");
    const Result<Theme> theme = fromJson(resource(QStringLiteral(":/isocenter/theme/%1.json").arg(file)));
    Q_ASSERT(theme);
    return theme ? *theme : Theme();
}

Theme Theme::applied()
{
    const QVariant set = qApp ? qApp->property(appliedTheme) : QVariant();
    return set.isValid() ? set.value<Theme>() : shipped(QStringLiteral("dark"));
}

QColor Theme::color(const QString& token) const
{
    return m_colors.value(token, QColor(Qt::magenta));
}

QPalette Theme::palette() const
{
    QPalette p;
    const QColor faded = color("text-quiet");
    p.setColor(QPalette::Window, color("ground"));
    p.setColor(QPalette::WindowText, color("text"));
    p.setColor(QPalette::Base, color("panel"));
    p.setColor(QPalette::AlternateBase, color("panel"));
    p.setColor(QPalette::Text, color("text"));
    p.setColor(QPalette::PlaceholderText, faded);
    p.setColor(QPalette::Button, color("raised"));
    p.setColor(QPalette::ButtonText, color("text"));
    p.setColor(QPalette::BrightText, color("danger"));
    p.setColor(QPalette::Highlight, color("selection"));
    p.setColor(QPalette::HighlightedText, color("text"));
    p.setColor(QPalette::Link, color("current"));
    p.setColor(QPalette::LinkVisited, color("current"));
    p.setColor(QPalette::ToolTipBase, color("raised"));
    p.setColor(QPalette::ToolTipText, color("text"));
    p.setColor(QPalette::Light, color("line"));
    p.setColor(QPalette::Midlight, color("line"));
    p.setColor(QPalette::Mid, color("line"));
    p.setColor(QPalette::Dark, color("ground"));
    p.setColor(QPalette::Shadow, color("ground"));
    for (QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        QColor disabled = faded;
        disabled.setAlphaF(0.6F);
        p.setColor(QPalette::Disabled, role, disabled);
    }
    return p;
}

QString Theme::styleSheet(int percent) const
{
    QString sheet = QString::fromUtf8(resource(QStringLiteral(":/isocenter/theme/style.qss")));
    static const QRegularExpression variable(QStringLiteral("@([a-z][a-z-]*)|@(\\d+)px"));
    QString filled;
    qsizetype from = 0;
    for (auto it = variable.globalMatch(sheet); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        filled += QStringView(sheet).mid(from, match.capturedStart() - from);
        filled += match.captured(2).isEmpty()
                      ? color(match.captured(1)).name()
                      : QString::number(qRound(match.captured(2).toInt() * percent / 100.0)) + QStringLiteral("px");
        from = match.capturedEnd();
    }
    filled += QStringView(sheet).mid(from);
    return filled;
}

void Theme::apply(int percent) const
{
    const int bounded = std::clamp(percent, 100, 200);
    qApp->setProperty(appliedTheme, QVariant::fromValue(*this));
    qApp->setProperty(appliedPercent, bounded);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QFont font(fontFamilies());
    font.setWeight(QFont::Normal);
    font.setPixelSize(qRound(13 * bounded / 100.0));
    QApplication::setFont(font);
    QApplication::setPalette(palette());
    qApp->setStyleSheet(styleSheet(bounded));
}

int Theme::scaled(int pixels)
{
    const QVariant percent = qApp ? qApp->property(appliedPercent) : QVariant();
    return qRound(pixels * (percent.isValid() ? percent.toInt() : 100) / 100.0);
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

} // namespace isocenter
