#include "codec/JpegLs.h"

#include "codec/DecoderLog.h"
#include "codec/FrameDecoders.h"
#include "codec/JpegLsScan.h"
#include "codec/PixelLayout.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpls/djcodecd.h>
#include <dcmtk/dcmjpls/djcparam.h>

#include <memory>

namespace isocenter {

namespace {

Error damaged(const char* detail)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The JPEG-LS compressed image is damaged or incomplete; it is not shown."),
                      QString::fromLatin1(detail));
}

int cellOf(const JpegHeader& header)
{
    return header.precision <= 8 ? 1 : 2;
}

std::size_t sizeOf(const JpegHeader& header)
{
    return static_cast<std::size_t>(header.rows) * header.columns * header.components.size() *
           static_cast<unsigned>(cellOf(header));
}

bool isSound(const JpegHeader& header)
{
    return header.complete && header.precision >= 2 && header.precision <= 16 && sizeOf(header) <= 0xFFFFFFFEU;
}

/// The decoder wants a data set: one with what the codestream says, not what the file's header says.
void describe(DcmDataset& set, const JpegHeader& header)
{
    const auto bits = static_cast<Uint16>(header.precision <= 8 ? 8 : 16);
    set.putAndInsertUint16(DCM_SamplesPerPixel, static_cast<Uint16>(header.components.size()));
    set.putAndInsertString(DCM_PhotometricInterpretation, header.components.size() == 1 ? "MONOCHROME2" : "RGB");
    set.putAndInsertUint16(DCM_PlanarConfiguration, 0);
    set.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(header.rows));
    set.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(header.columns));
    set.putAndInsertUint16(DCM_BitsAllocated, bits);
    set.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(header.precision));
    set.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(header.precision - 1));
    set.putAndInsertUint16(DCM_PixelRepresentation, 0);
    set.putAndInsertString(DCM_NumberOfFrames, "1");
}

std::unique_ptr<DcmPixelSequence> sequenceOf(const QByteArray& bytes)
{
    auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelSequenceTag, EVR_OB));
    auto offsets = std::make_unique<DcmPixelItem>(DcmTag(DCM_PixelItemTag, EVR_OB));
    auto fragment = std::make_unique<DcmPixelItem>(DcmTag(DCM_PixelItemTag, EVR_OB));
    const bool put =
        fragment->putUint8Array(reinterpret_cast<const Uint8*>(bytes.constData()), static_cast<unsigned long>(bytes.size()))
            .good();
    if (!put || sequence->insert(offsets.release()).bad() || sequence->insert(fragment.release()).bad()) {
        return nullptr;
    }
    return sequence;
}

} // namespace

Result<void> decodeJpegLs(const QByteArray& bytes, const JpegHeader& header, const FrameDecoders& decoders, void* out)
{
    if (!isSound(header)) {
        return damaged("header");
    }
    if (const auto parameters = readJpegLsParameters(bytes, header)) {
        return decodeJpegLsScan(bytes, *parameters, cellOf(header), out) ? Result<void>() : damaged("entropy coded data");
    }
    return decoders.jpegLs(bytes, header, out);
}

Result<void> decodeJpegLsByDcmtk(const QByteArray& bytes, const JpegHeader& header, void* out)
{
    if (!isSound(header)) {
        return damaged("header");
    }
    const std::size_t size = sizeOf(header);
    QByteArray even = bytes;
    if (even.size() % 2 != 0) {
        even.append('\0');
    }
    const auto sequence = sequenceOf(even);
    if (!sequence) {
        return damaged("memory");
    }
    silenceDecoders();
    DcmDataset set;
    describe(set, header);
    const DJLSCodecParameter parameter(EJLSUC_never, EJLSPC_colorByPixel, OFTrue, OFTrue);
    const DJLSNearLosslessDecoder decoder;
    Uint32 fragment = 1;
    OFString color;
    const OFCondition condition =
        decoder.decodeFrame(nullptr, sequence.get(), &parameter, &set, 0, fragment, out, static_cast<Uint32>(size), color);
    return condition.good() ? Result<void>() : Result<void>(damaged(condition.text()));
}

} // namespace isocenter
