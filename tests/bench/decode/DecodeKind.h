#pragma once

#include "image/ImageAttributes.h"
#include "support/Dicom.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace isocenter::bench {

enum class Codec { Native, DeflatedDataSet, DeflatedFrames, Rle, JpegLossless, Jpeg, JpegLs, Jpeg2000, Htj2k, JpegXl };

/// One way of storing frames whose decoding is measured.
struct Kind
{
    const char* key; ///< of files and of --only
    const char* name;
    const char* syntax;
    Codec codec;
    int bits;
    int samples;
    int tolerance; ///< how far a decoded value may lie from the original; 0: lossless
};

const std::vector<Kind>& kinds();

/// What measuring one kind needs: distinct frames, encoded once, in one multi-frame file.
struct DecodeData
{
    Kind kind;
    int side = 0;
    QString file;
    ImagePtr image;                                 ///< of the file
    std::vector<std::vector<std::uint16_t>> values; ///< of each frame before it was encoded
    std::vector<QByteArray> streams;                ///< of each frame; a deflated data set: one for all; native: none
    int frames() const { return static_cast<int>(values.size()); }
};

/// Once, before anything is encoded.
void registerEncoders();

/// Encodes the frames and writes the files into `folder`: KEY.dcm with all, KEY-one.dcm with the first. Null and a line on
/// stderr if an encoder refuses.
std::unique_ptr<DecodeData> makeDecodeData(const Kind& kind, const QString& folder, int frames, int side);

/// One frame as that kind encodes it.
QByteArray encodeFrame(const Kind& kind, int side, const std::vector<std::uint16_t>& values);

} // namespace isocenter::bench
