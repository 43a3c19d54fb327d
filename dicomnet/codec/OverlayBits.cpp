#include "codec/OverlayBits.h"

#include "codec/PixelLayout.h"
#include "file/HeaderReader.h"

#include <QCoreApplication>

#include <new>

namespace isocenter {

namespace {

Error damaged()
{
    return {QCoreApplication::translate("OverlayBits", "An overlay of this image is damaged; it is not shown."), {}};
}

template <typename T> BitPlanePtr pick(const Frame& frame, int bit)
{
    auto plane = std::make_shared<BitPlane>(frame.rows(), frame.columns());
    const T* cells = frame.values<T>();
    for (int row = 0; row < frame.rows(); ++row) {
        for (int column = 0; column < frame.columns(); ++column, ++cells) {
            if (*cells >> bit & 1) {
                plane->set(row, column);
            }
        }
    }
    return plane;
}

Result<BitPlanePtr> embedded(const ImageAttributes& image, const OverlayPlane& plane, int frame, const FrameReader& frames,
                             const CancelToken& cancel)
{
    ImageAttributes whole = image; // its cells with every bit of them
    whole.bitsStored = whole.bitsAllocated;
    whole.highBit = whole.bitsAllocated - 1;
    whole.isSigned = false;
    const Result<FramePtr> cells = frames.readFrame(whole, frame, cancel);
    if (!cells) {
        return cells.error();
    }
    const Frame& read = **cells;
    if (read.samples() != 1 || read.rows() != plane.rows || read.columns() != plane.columns ||
        plane.bitPosition >= static_cast<int>(8 * sampleSize(read.type()))) {
        return damaged();
    }
    switch (read.type()) {
    case SampleType::UInt8:
        return pick<std::uint8_t>(read, plane.bitPosition);
    case SampleType::UInt16:
        return pick<std::uint16_t>(read, plane.bitPosition);
    case SampleType::UInt32:
        return pick<std::uint32_t>(read, plane.bitPosition);
    default:
        return damaged();
    }
}

/// Overlay Data: frames follow each other bit by bit, the lowest bit of a byte (of a word, in big endian) first.
Result<BitPlanePtr> separate(const ImageAttributes& image, const OverlayPlane& plane, int frame)
{
    Result<ScannedFile> file = scanFile(image.path);
    if (!file) {
        return file.error();
    }
    const Item root(file->data);
    const DataElement* element = root.find(static_cast<std::uint32_t>(plane.group) << 16 | 0x3000U);
    const qint64 bits = qint64{plane.rows} * plane.columns;
    const qint64 first = bits * frame;
    if (!element || element->container || frame < 0 || first + bits > qint64{element->length} * 8) {
        return damaged();
    }
    const bool swapped = element->bigEndian && element->vr != vr("OB");
    const qint64 from = first / 16 * 2; // whole words
    const qint64 end = std::min<qint64>(element->length, (first + bits + 15) / 16 * 2);
    const uchar* data = file->data.source.at(element->offset + from, end - from);
    if (!data) {
        return damaged();
    }
    auto result = std::make_shared<BitPlane>(plane.rows, plane.columns);
    qint64 bit = first - from * 8;
    for (int row = 0; row < plane.rows; ++row) {
        for (int column = 0; column < plane.columns; ++column, ++bit) {
            const qint64 byte = swapped ? (bit >> 3) ^ 1 : bit >> 3;
            if (byte < end - from && data[byte] >> (bit & 7) & 1) {
                result->set(row, column);
            }
        }
    }
    return BitPlanePtr(std::move(result));
}

} // namespace

Result<BitPlanePtr> readOverlayBits(const ImageAttributes& image, const OverlayPlane& plane, int frame, const FrameReader& frames,
                                    const CancelToken& cancel)
{
    if (plane.rows <= 0 || plane.columns <= 0 || (!plane.embedded && frame >= plane.frames.value_or(1))) {
        return damaged();
    }
    try {
        return plane.embedded ? embedded(image, plane, frame, frames, cancel) : separate(image, plane, frame);
    } catch (const std::bad_alloc&) {
        return damaged();
    }
}

} // namespace isocenter
