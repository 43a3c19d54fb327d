// Any bytes as one compressed frame. ISOCENTER_CODEC names the transfer syntax. The first eight bytes are what the header of the
// file says of the frame, the rest is the frame. What a decoder takes must be whole. Decoders run in this process, but for
// OpenJPH, whose faults are known and which is looked at through its decoder process.

#include "codec/CompressedFrame.h"
#include "codec/FrameDecoders.h"
#include "isolation/DecoderPool.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace isocenter;

namespace {

constexpr std::size_t kHeader = 8;

DecoderPool* pool()
{
    static DecoderPool pool;
    return QByteArrayView(ISOCENTER_CODEC).startsWith("1.2.840.10008.1.2.4.20") ? &pool : nullptr;
}

ImageAttributes describe(const std::uint8_t* data)
{
    ImageAttributes image;
    image.transferSyntax = QStringLiteral(ISOCENTER_CODEC);
    image.rows = data[0] | (data[1] & 1) << 8;
    image.columns = data[2] | (data[3] & 1) << 8;
    image.samples = (data[4] & 1) != 0 ? 3 : 1;
    image.isSigned = (data[4] & 2) != 0;
    image.bitsAllocated = (data[4] & 4) != 0 ? 16 : (data[4] & 8) != 0 ? 32 : (data[4] & 16) != 0 ? 1 : 8;
    image.bitsStored = data[5];
    image.highBit = data[6];
    image.photometric = static_cast<Photometric>(data[7] % 10);
    image.pixelData.encapsulated = true;
    image.pixelData.offset = 0;
    return image;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < kHeader) {
        return 0;
    }
    const ImageAttributes image = describe(data);
    const Result<PixelLayout> layout = PixelLayout::of(image);
    if (!layout) {
        return 0;
    }
    const QByteArray frame(reinterpret_cast<const char*>(data + kHeader), static_cast<qsizetype>(size - kHeader));
    if (!pool() && frame.contains("\xFF\x4F\xFF\x51") && frame.contains("\xFF\x50")) { // CAP: OpenJPH would decode it here
        return 0;
    }
    const Result<FramePtr> decoded = decodeCompressedFrame(frame, image, *layout, FrameDecoders(pool(), CancelToken()));
    if (decoded && ((*decoded)->rows() != image.rows || (*decoded)->columns() != image.columns)) {
        std::abort();
    }
    return 0;
}
