#pragma once

#include "image/ImageSeries.h"

#include <Eigen/Geometry>

#include <memory>
#include <utility>
#include <vector>

namespace isocenter::test {

/// A slice of a series as its header gives it; axial unless told otherwise.
struct SliceSpec
{
    Eigen::Vector3d position = Eigen::Vector3d::Zero();
    Eigen::Vector3d right = Eigen::Vector3d::UnitX();
    Eigen::Vector3d down = Eigen::Vector3d::UnitY();
    int number = 1;
    std::vector<std::pair<const char*, QString>> texts{};
    double rowSpacing = 1.5;
    double columnSpacing = 0.5;
};

inline ImagePlane planeOf(const SliceSpec& spec)
{
    ImagePlane plane;
    plane.position = spec.position;
    plane.right = spec.right;
    plane.down = spec.down;
    plane.rowSpacing = spec.rowSpacing;
    plane.columnSpacing = spec.columnSpacing;
    plane.spacingKnown = true;
    return plane;
}

/// 10 columns, 20 rows. Each object has a UID of its own.
inline std::shared_ptr<ImageAttributes> makeSlice(const SliceSpec& spec)
{
    static int made = 0;
    auto image = std::make_shared<ImageAttributes>();
    image->record.study.uid = StudyUid(QStringLiteral("1"));
    image->record.study.patient.id = QStringLiteral("P1");
    image->record.series.uid = SeriesUid(QStringLiteral("1.1"));
    image->record.series.frameOfReference = QStringLiteral("1.9");
    image->record.instance.uid = InstanceUid(QStringLiteral("1.1.%1").arg(++made));
    image->record.instance.number = spec.number;
    image->columns = 10;
    image->rows = 20;
    image->pixelData.offset = 100;
    image->spacingSource = QStringLiteral("PixelSpacing");
    image->texts.insert(QStringLiteral("ImageType"), QStringLiteral("ORIGINAL\\PRIMARY\\AXIAL"));
    for (const auto& text : spec.texts) {
        image->texts.insert(QLatin1String(text.first), text.second);
    }
    image->shared.plane = planeOf(spec);
    image->shared.spacing = PixelSpacing{spec.rowSpacing, spec.columnSpacing};
    return image;
}

/// Axial slices at these z, numbered from 1.
inline std::vector<ImagePtr> axial(const std::vector<double>& places, int firstNumber = 1,
                                   const std::vector<std::pair<const char*, QString>>& texts = {})
{
    std::vector<ImagePtr> images;
    for (const double z : places) {
        SliceSpec spec;
        spec.position = {-10, -20, z};
        spec.number = firstNumber++;
        spec.texts = texts;
        images.push_back(makeSlice(spec));
    }
    return images;
}

inline void append(std::vector<ImagePtr>& images, const std::vector<ImagePtr>& more)
{
    images.insert(images.end(), more.begin(), more.end());
}

} // namespace isocenter::test
