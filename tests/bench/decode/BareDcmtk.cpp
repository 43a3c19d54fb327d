#include "bench/decode/BareDecoder.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrleccd.h>
#include <dcmtk/dcmdata/dcrlecp.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djdijg12.h>
#include <dcmtk/dcmjpeg/djdijg16.h>
#include <dcmtk/dcmjpls/djcodecd.h>
#include <dcmtk/dcmjpls/djcparam.h>

namespace isocenter::bench {

namespace {

/// Its classes for a JPEG codestream of 12 or 16 bits.
template <typename Decoder> class BareJpeg final : public BareDecoder
{
public:
    explicit BareJpeg(const DecodeData& data)
        : m_streams(data.streams),
          m_out(static_cast<std::size_t>(data.side) * static_cast<std::size_t>(data.side) * 2),
          m_parameter(ECC_lossyYCbCr, EDC_never, EUC_never, EPC_colorByPixel)
    {
    }

    bool decode(int frame) override
    {
        const QByteArray& stream = m_streams[static_cast<std::size_t>(frame)];
        Decoder decoder(m_parameter, OFFalse);
        auto* bytes = reinterpret_cast<Uint8*>(const_cast<char*>(stream.constData()));
        return decoder.init().good() &&
               decoder.decode(bytes, static_cast<Uint32>(stream.size()), m_out.data(), static_cast<Uint32>(m_out.size()), OFFalse)
                   .good();
    }

private:
    const std::vector<QByteArray>& m_streams;
    std::vector<Uint8> m_out;
    DJCodecParameter m_parameter;
};

/// Its codecs, which take a frame out of a data set: RLE and JPEG-LS.
class BareDataSet final : public BareDecoder
{
public:
    BareDataSet(const DecodeData& data, std::unique_ptr<DcmCodec> codec, std::unique_ptr<DcmCodecParameter> parameter)
        : m_codec(std::move(codec)),
          m_parameter(std::move(parameter)),
          m_out(static_cast<std::size_t>(data.side) * static_cast<std::size_t>(data.side))
    {
        const auto side = static_cast<Uint16>(data.side);
        m_set.putAndInsertUint16(DCM_SamplesPerPixel, 1);
        m_set.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
        m_set.putAndInsertUint16(DCM_Rows, side);
        m_set.putAndInsertUint16(DCM_Columns, side);
        m_set.putAndInsertUint16(DCM_BitsAllocated, 16);
        m_set.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(data.kind.bits));
        m_set.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(data.kind.bits - 1));
        m_set.putAndInsertUint16(DCM_PixelRepresentation, 0);
        m_set.putAndInsertString(DCM_NumberOfFrames, "1");
        for (const QByteArray& stream : data.streams) {
            m_sequences.push_back(sequenceOf(stream.size() % 2 ? stream + '\0' : stream));
        }
    }

    bool decode(int frame) override
    {
        Uint32 fragment = 1;
        OFString color;
        return m_codec
            ->decodeFrame(nullptr, m_sequences[static_cast<std::size_t>(frame)].get(), m_parameter.get(), &m_set, 0, fragment,
                          m_out.data(), static_cast<Uint32>(2 * m_out.size()), color)
            .good();
    }

private:
    static std::unique_ptr<DcmPixelSequence> sequenceOf(const QByteArray& bytes)
    {
        auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelSequenceTag, EVR_OB));
        auto fragment = std::make_unique<DcmPixelItem>(DcmTag(DCM_PixelItemTag, EVR_OB));
        fragment->putUint8Array(reinterpret_cast<const Uint8*>(bytes.constData()), static_cast<unsigned long>(bytes.size()));
        sequence->insert(new DcmPixelItem(DcmTag(DCM_PixelItemTag, EVR_OB)));
        sequence->insert(fragment.release());
        return sequence;
    }

    std::unique_ptr<DcmCodec> m_codec;
    std::unique_ptr<DcmCodecParameter> m_parameter;
    std::vector<Uint16> m_out;
    DcmDataset m_set;
    std::vector<std::unique_ptr<DcmPixelSequence>> m_sequences;
};

} // namespace

std::unique_ptr<BareDecoder> makeBareDcmtk(const DecodeData& data)
{
    switch (data.kind.codec) {
    case Codec::Rle:
        return std::make_unique<BareDataSet>(data, std::make_unique<DcmRLECodecDecoder>(),
                                             std::make_unique<DcmRLECodecParameter>());
    case Codec::JpegLs:
        return std::make_unique<BareDataSet>(
            data, std::make_unique<DJLSNearLosslessDecoder>(),
            std::make_unique<DJLSCodecParameter>(EJLSUC_never, EJLSPC_colorByPixel, OFTrue, OFTrue));
    default:
        break;
    }
    if (data.kind.bits > 12) {
        return std::make_unique<BareJpeg<DJDecompressIJG16Bit>>(data);
    }
    return std::make_unique<BareJpeg<DJDecompressIJG12Bit>>(data);
}

} // namespace isocenter::bench
