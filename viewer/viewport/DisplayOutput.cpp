#include "viewport/DisplayOutput.h"

#include <QFile>
#include <QScreen>

namespace isocenter {

namespace {

constexpr int kTenBitPixel = 30;
constexpr qint64 kMostBytes = qint64{8} << 20;

} // namespace

void DisplayOutput::setGrey(Grey grey)
{
    if (grey != m_grey) {
        m_grey = grey;
        Q_EMIT changed();
    }
}

ScreenDepth DisplayOutput::depthFor(const QScreen* screen) const
{
    return depthFor(m_grey, screen ? screen->depth() : 24);
}

ScreenDepth DisplayOutput::depthFor(Grey grey, int screenBits)
{
    // 32 bits a pixel are 8 a channel and 8 unused; 30 are 10 a channel. 48 and more hold them too.
    const bool ten = screenBits == kTenBitPixel || screenBits >= 36;
    if (grey != Grey::Eight && ten) {
        return ScreenDepth::Ten;
    }
    return grey == Grey::Dithered ? ScreenDepth::Dithered : ScreenDepth::Eight;
}

bool DisplayOutput::setScreenProfile(const QString& path)
{
    m_path = path;
    ColorProfilePtr profile;
    QFile file(path);
    if (!path.isEmpty() && file.open(QIODevice::ReadOnly) && file.size() <= kMostBytes) {
        auto read = std::make_shared<ColorProfile>();
        read->icc = file.readAll();
        profile = std::move(read);
    }
    if (profile || m_profile) {
        m_profile = profile;
        Q_EMIT changed();
    }
    return path.isEmpty() || m_profile;
}

QString DisplayOutput::name(Grey grey)
{
    return grey == Grey::Dithered ? QStringLiteral("dithered")
           : grey == Grey::Eight  ? QStringLiteral("eight")
                                  : QStringLiteral("automatic");
}

DisplayOutput::Grey DisplayOutput::greyNamed(const QString& name)
{
    for (const Grey grey : {Grey::Dithered, Grey::Eight}) {
        if (name == DisplayOutput::name(grey)) {
            return grey;
        }
    }
    return Grey::Automatic;
}

} // namespace isocenter
