#pragma once

#include "mpr/MprPage.h"
#include "registration/SpatialRegistration.h"
#include "support/FakeImageReader.h"

#include <cmath>
#include <functional>
#include <map>

namespace isocenter::test {

inline const QString kSpace = QStringLiteral("1.2.826.0.1.9");

/// 20 axial slices of 24 x 24, 1 x 1 x 2 mm from the origin; 100 everywhere.
inline SeriesSpec firstSpec()
{
    SeriesSpec spec;
    spec.rows = spec.columns = 24;
    spec.count = 20;
    spec.multiframe = true;
    spec.windows = {{100, 200, VoiFunction::LinearExact, {}}};
    spec.pixels = [](int, int, int) { return 100; };
    return spec;
}

/// Sagittal slices, 12 of 10 x 12, of other spacings: right is back, down is to the feet, slices run to the left. The value is
/// 4 x + 6 y + 8 z + 200 in LPS mm, told by each frame's own slope of a half: the stored values are twice that.
inline SeriesSpec secondSpec()
{
    SeriesSpec spec;
    spec.series = 4;
    spec.modality = QStringLiteral("PT");
    spec.description = QStringLiteral("WB");
    spec.unit = QStringLiteral("Bq/ml");
    spec.windows.clear();
    spec.rows = 10;
    spec.columns = 12;
    spec.count = 9;
    spec.multiframe = true;
    spec.right = {0, 1, 0};
    spec.down = {0, 0, -1};
    spec.columnSpacing = 1.5;
    spec.rowSpacing = 3;
    spec.step = 2.5; // along right x down = -x
    spec.origin = {22, 2, 33};
    return spec;
}

inline Eigen::Vector3d placeInSecond(const SeriesSpec& spec, int slice, int row, int column)
{
    return spec.origin + spec.right * (column * spec.columnSpacing) + spec.down * (row * spec.rowSpacing) +
           spec.right.cross(spec.down) * (slice * spec.step);
}

inline double slopeAt(const Eigen::Vector3d& p)
{
    return 4 * p.x() + 6 * p.y() + 8 * p.z() + 200;
}

/// Of the images again, changed.
inline ImageSeriesPtr changed(const ImageSeriesPtr& series, const std::function<void(ImageAttributes&)>& change)
{
    auto copy = std::make_shared<ImageSeries>(*series);
    std::map<const ImageAttributes*, ImagePtr> images;
    for (FrameRef& ref : copy->frames) {
        ImagePtr& image = images[ref.image.get()];
        if (!image) {
            auto own = std::make_shared<ImageAttributes>(*ref.image);
            change(*own);
            image = own;
        }
        ref.image = image;
    }
    return copy;
}

inline void forFrames(ImageAttributes& image, const std::function<void(FrameAttributes&, int)>& change)
{
    for (std::size_t i = 0; i < image.perFrame.size(); ++i) {
        change(image.perFrame[i], static_cast<int>(i));
    }
}

inline void addMap(FrameAttributes& frame, const QString& label, double factor)
{
    RealWorldMap map;
    map.first = -32768;
    map.last = 32767;
    map.slope = frame.modality.slope * factor;
    map.label = label;
    map.unit = QStringLiteral("g/ml");
    auto maps = frame.realWorld ? std::make_shared<RealWorldMaps>(*frame.realWorld) : std::make_shared<RealWorldMaps>();
    maps->push_back(map);
    frame.realWorld = maps;
}

inline SpatialRegistrationPtr registration(const QString& from, const Eigen::Affine3d& matrix)
{
    auto object = std::make_shared<ImageAttributes>();
    object->record.instance.uid = InstanceUid(QStringLiteral("9.1"));
    object->record.series.frameOfReference = kSpace;
    auto result = std::make_shared<SpatialRegistration>();
    result->object = object;
    result->label = QStringLiteral("BY HAND");
    result->items.push_back({from, {}, matrix});
    return result;
}

/// 30 degrees about an oblique axis and a shift: points of the second's space -> the first's.
inline Eigen::Affine3d turned()
{
    Eigen::Affine3d matrix = Eigen::Affine3d::Identity();
    matrix.rotate(Eigen::AngleAxisd(0.5235987755982988, Eigen::Vector3d(1, 2, 2) / 3));
    matrix.pretranslate(Eigen::Vector3d(4, -3, 2));
    return matrix;
}

struct Host
{
    Host() : views{services.reader, services.cache, services.queue}, page(views)
    {
        page.resize(700, 500);
        page.show();
        first = addSeries(services.reader, firstSpec());
        SeriesSpec spec = secondSpec();
        spec.pixels = [spec](int slice, int row, int column) {
            return static_cast<int>(std::lround(2 * slopeAt(placeInSecond(spec, slice, row, column))));
        };
        // Of each frame another slope, all of which come to the same values.
        second = changed(addSeries(services.reader, spec), [](ImageAttributes& image) {
            forFrames(image, [](FrameAttributes& frame, int) {
                frame.modality.slope = 0.5;
                frame.modality.present = true;
            });
        });
    }
    void open() { page.setSeries(first, {first, second}); }
    bool fuse() { return fusion().choose(second).ok(); }
    bool complete() const { return page.isPictureComplete(); }
    MprScene& scene() { return page.scene(); }
    FusedVolume& fusion() { return page.scene().fusion(); }
    std::optional<double> at(const Eigen::Vector3d& point) { return fusion().valueAt(point, ResliceInterpolation::Linear); }
    QRgb pixel(MprAxis axis, const Eigen::Vector3d& point)
    {
        return page.view(axis).picture().pixel(page.view(axis).geometry().toWidget(point).toPoint());
    }
    QStringList marks(MprAxis axis = MprAxis::Axial)
    {
        QStringList result;
        for (const OverlayMark& mark : page.view(axis).overlay().marks) {
            result << mark.text;
        }
        return result;
    }
    bool hasMark(const QString& part) { return marks().join(QLatin1Char('\n')).contains(part); }

    FakeServices services;
    ViewerServices views;
    MprPage page;
    ImageSeriesPtr first, second;
};

} // namespace isocenter::test
