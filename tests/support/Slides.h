#pragma once

#include "image/TileLayout.h"
#include "pyramid/SlideGrouping.h"

#include <QRgb>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace isocenter::test {

/// One instance of a made-up whole slide image: 8-bit RGB tiles.
struct SlideSpec
{
    QString patient = QStringLiteral("P1");
    int number = 1;
    int rows = 800; ///< of the Total Pixel Matrix
    int columns = 1000;
    int tile = 100;
    double spacing = 0.0005; ///< mm; 0: not known
    TileLayout::Role role = TileLayout::Role::Volume;
    std::vector<TilePlace> places; ///< not empty: TILED_SPARSE
    int planes = 1;
    std::vector<OpticalPath> paths{{QStringLiteral("1"), QStringLiteral("Brightfield"), 20.0}};
    std::optional<Concatenation> part; ///< with `frames`
    int frames = 0;                    ///< 0: all that there are
    std::optional<std::array<double, 2>> origin;
    QString pyramid;
    QString acquisition;
};

inline std::shared_ptr<ImageAttributes> slideImage(const SlideSpec& spec)
{
    auto image = std::make_shared<ImageAttributes>();
    auto layout = std::make_shared<TileLayout>();
    layout->role = spec.role;
    layout->full = spec.places.empty();
    layout->rows = spec.rows;
    layout->columns = spec.columns;
    layout->planes = spec.planes;
    layout->paths = spec.paths;
    layout->places = spec.places;
    layout->firstFrame = spec.part ? spec.part->frameOffset : 0;
    layout->origin = spec.origin;
    layout->pyramid = spec.pyramid;
    layout->acquisition = spec.acquisition;
    const int across = (spec.columns + spec.tile - 1) / spec.tile;
    const int down = (spec.rows + spec.tile - 1) / spec.tile;
    image->frames = spec.frames    ? spec.frames
                    : layout->full ? across * down * spec.planes * static_cast<int>(spec.paths.size())
                                   : static_cast<int>(spec.places.size());
    image->tiles = layout;
    image->concatenation = spec.part;
    image->path = QStringLiteral("/%1/%2").arg(spec.patient).arg(spec.number);
    image->pixelData.offset = 0;
    image->rows = image->columns = spec.tile;
    image->samples = 3;
    image->bitsAllocated = image->bitsStored = 8;
    image->highBit = 7;
    image->photometric = Photometric::Rgb;
    image->photometricText = QStringLiteral("RGB");
    if (spec.spacing > 0) {
        image->shared.spacing = PixelSpacing{spec.spacing, spec.spacing};
    }
    InstanceRecord& record = image->record;
    record.study.uid = StudyUid(QStringLiteral("1.2"));
    record.study.patient.id = spec.patient;
    record.study.patient.name = PersonName::fromDicom(QStringLiteral("Slide^Anna"));
    record.series.uid = SeriesUid(QStringLiteral("1.2.3"));
    record.series.number = 1;
    record.series.modality = QStringLiteral("SM");
    record.series.frameOfReference = QStringLiteral("1.2.9");
    record.instance.number = spec.number;
    record.instance.uid = InstanceUid(QStringLiteral("1.2.3.%1").arg(spec.number));
    record.instance.sopClass = QStringLiteral("1.2.840.10008.5.1.4.1.1.77.1.6");
    record.instance.frames = image->frames;
    return image;
}

/// A frame of one tile: the colour of each pixel of the level, by row and column of the level.
inline FramePtr tileOf(const ImageAttributes& image, int frame, const std::function<QRgb(int row, int column)>& color)
{
    const TilePlace place = image.tiles->place(frame, image.rows, image.columns);
    return Frame::build(image.rows, image.columns, 3, SampleType::UInt8, [&](std::byte* bytes) {
        for (int row = 0; row < image.rows; ++row) {
            for (int column = 0; column < image.columns; ++column) {
                const QRgb pixel = color(place.row + row, place.column + column);
                *bytes++ = static_cast<std::byte>(qRed(pixel));
                *bytes++ = static_cast<std::byte>(qGreen(pixel));
                *bytes++ = static_cast<std::byte>(qBlue(pixel));
            }
        }
    });
}

} // namespace isocenter::test
