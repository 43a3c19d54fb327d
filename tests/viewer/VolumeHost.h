#pragma once

#include "support/FakeImageReader.h"
#include "volumepage/VolumePage.h"

#include <QAbstractButton>
#include <QImage>
#include <QTest>

namespace isocenter::test {

/// Keeps own transfer functions in memory; refuses where told to.
class FakeTransferStore : public TransferStore
{
public:
    TransferPresets load() const override { return presets; }
    bool save(const TransferPresets& changed) override
    {
        if (!refuses) {
            presets = changed;
        }
        return !refuses;
    }
    TransferPresets presets;
    bool refuses = false;
};

/// A bright ball (1000 HU) of 8 mm in the middle of an axial stack of 24 slices of 32 x 32 x 2 mm in air, soft tissue (40 HU)
/// around it; its middle lies at (32, 32, 24) mm.
inline SeriesSpec middleBall(const QString& modality = QStringLiteral("CT"))
{
    SeriesSpec spec;
    spec.modality = modality;
    spec.rows = spec.columns = 32;
    spec.columnSpacing = spec.rowSpacing = 2;
    spec.count = 24;
    spec.multiframe = true;
    spec.pixels = [](int frame, int row, int column) {
        const double r = std::hypot(std::hypot(column - 16, row - 16), frame - 12);
        return r <= 4 ? 1000 : r <= 9 ? 40 : -1000;
    };
    return spec;
}

/// The 3D page with one series in it.
struct VolumeHost
{
    explicit VolumeHost(const SeriesSpec& spec = middleBall(), bool keeps = true, const QStringList& plugins = {})
        : views{services.reader, services.cache, services.queue, nullptr, nullptr, nullptr, keeps ? &store : nullptr},
          page(views, plugins)
    {
        page.resize(760, 420);
        page.show();
        page.view().setSeries(addSeries(services.reader, spec));
    }
    bool isReady() const { return page.view().isPictureComplete() && !page.view().picture().isNull(); }
    /// Null where nobody is called so.
    QAbstractButton* button(const QString& name) const
    {
        for (auto* candidate : page.findChildren<QAbstractButton*>()) {
            if (candidate->accessibleName().startsWith(name) || candidate->text() == name) {
                return candidate;
            }
        }
        return nullptr;
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&page.view(), Qt::Key(code), modifiers);
    }
    /// Pixels of the picture that are not black.
    int seen() const
    {
        const QImage picture = page.view().picture();
        int count = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                count += qGray(picture.pixel(x, y)) > 24 ? 1 : 0;
            }
        }
        return count;
    }

    FakeTransferStore store;
    FakeServices services;
    ViewerServices views;
    VolumePage page;
};

} // namespace isocenter::test

#define TRY_READY(host) QTRY_VERIFY_WITH_TIMEOUT((host).isReady(), 20000)
