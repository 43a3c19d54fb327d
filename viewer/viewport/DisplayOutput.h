#pragma once

#include "image/ColorProfile.h"
#include "slice/SlicePainter.h"

#include <QObject>
#include <QString>

class QScreen;

namespace isocenter {

/// What the pictures of all viewports may ask of the screens, as the person chose it. GUI thread.
class DisplayOutput : public QObject
{
    Q_OBJECT
public:
    enum class Grey {
        Automatic, ///< 10 bits on screens that have them, else 8
        Dithered,  ///< 10 bits on screens that have them, else 8 with what they lose spread over neighbouring pixels
        Eight      ///< never more than 8
    };

    using QObject::QObject;

    void setGrey(Grey grey);
    Grey grey() const { return m_grey; }
    /// For a screen; null: 8 bits.
    ScreenDepth depthFor(const QScreen* screen) const;
    /// For a screen of so many bits a pixel, as QScreen::depth() counts them.
    static ScreenDepth depthFor(Grey grey, int screenBits);

    /// The ICC profile file of the screens; empty: they are sRGB. False if it cannot be read or has more than 8 MiB: sRGB then.
    bool setScreenProfile(const QString& path);
    const QString& screenProfilePath() const { return m_path; } ///< as set, also if it cannot be read
    const ColorProfilePtr& screenProfile() const { return m_profile; }

    /// For settings: "automatic", "dithered", "eight".
    static QString name(Grey grey);
    static Grey greyNamed(const QString& name); ///< Automatic for other words

Q_SIGNALS:
    void changed();

private:
    Grey m_grey = Grey::Automatic;
    QString m_path;
    ColorProfilePtr m_profile;
};

} // namespace isocenter
