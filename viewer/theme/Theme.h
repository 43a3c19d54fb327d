#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QColor>
#include <QHash>
#include <QMetaType>
#include <QPalette>
#include <QString>
#include <QStringList>

namespace isocenter {

/// The colours of the program by the names of the design ("ground", "current", "prior", "danger"), read from one file.
/// A value; copies are cheap.
class Theme
{
public:
    Theme() = default;
    /// {"name": "dark", "dark": true, "colors": {"ground": "#0d0f12", ...}}; every token of tokens() must be there.
    static Result<Theme> fromJson(const QByteArray& json);
    /// The shipped ones: "dark" and "light" (resources/theme/NAME.json); dark for any other name.
    static Theme shipped(const QString& name);
    static QStringList tokens();
    /// What the application wears now (as QApplication::palette() does for plain roles); the dark one before apply().
    static Theme applied();

    const QString& name() const { return m_name; }
    bool isDark() const { return m_dark; }
    QColor color(const QString& token) const; ///< magenta if there is no such token
    QColor color(const char* token) const { return color(QString::fromLatin1(token)); }

    QPalette palette() const;
    /// The style sheet of the whole application: resources/theme/style.qss with tokens and scaled lengths filled in.
    /// `percent` is the size of text, 100 to 200.
    QString styleSheet(int percent) const;
    /// Dresses the application: Fusion, font (13 px at 100 %), palette, style sheet. Call before the first window shows.
    void apply(int percent = 100) const;
    /// Pixels at 100 % to pixels at the applied text size.
    static int scaled(int pixels);

private:
    QString m_name;
    bool m_dark = true;
    QHash<QString, QColor> m_colors;
};

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1).
double contrastRatio(const QColor& a, const QColor& b);

} // namespace isocenter

Q_DECLARE_METATYPE(isocenter::Theme)
