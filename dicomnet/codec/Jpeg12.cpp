#include "codec/DecoderLog.h"
#include "codec/JpegLossy.h"
#include "codec/PixelLayout.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmjpeg/djcparam.h>
#include <dcmtk/dcmjpeg/djdijg12.h>

namespace isocenter {

namespace {

/// The 12-bit library goes on after damage with invented values and only warns: here a warning is remembered.
class Decoder final : public DJDecompressIJG12Bit
{
public:
    explicit Decoder(const DJCodecParameter& parameter) : DJDecompressIJG12Bit(parameter, OFFalse) {}
    void emitMessage(int level) const override { m_warned = m_warned || level < 0; }
    bool warned() const { return m_warned; }

private:
    mutable bool m_warned = false;
};

/// Sequential scans always cover all coefficients; some writers leave the field that says so empty, which would warn.
void stateSpectralRange(QByteArray& stream, const JpegHeader& header)
{
    for (const std::size_t scan : header.scans) {
        const auto components = static_cast<std::size_t>(static_cast<unsigned char>(stream[static_cast<qsizetype>(scan) + 4]));
        const auto at = static_cast<qsizetype>(scan + 5 + 2 * components);
        if (header.process == JpegHeader::Process::Sequential && at + 3 <= stream.size()) {
            stream.replace(at, 3, QByteArray("\0\x3F\0", 3));
        }
    }
}

} // namespace

Result<void> decodeJpeg12(const QByteArray& bytes, const JpegHeader& header, std::uint16_t* out)
{
    const auto failed = [](const char* detail) {
        return frameError(
            QT_TRANSLATE_NOOP("FrameReader", "The JPEG compressed image is damaged or incomplete; it is not shown."),
            QString::fromLatin1(detail));
    };
    const std::size_t size =
        static_cast<std::size_t>(header.rows) * header.columns * header.components.size() * sizeof(std::uint16_t);
    if (!header.complete || size > 0xFFFFFFFFU) {
        return failed("incomplete");
    }
    QByteArray stream = bytes;
    stream.append("\xFF\xD9", 2); // the library waits for an end; a missing one is not a missing pixel
    silenceDecoders();
    stateSpectralRange(stream, header);
    const DJCodecParameter parameter(ECC_lossyYCbCr, EDC_never, EUC_never, EPC_colorByPixel);
    Decoder decoder(parameter);
    OFCondition condition = decoder.init();
    if (condition.good()) {
        condition = decoder.decode(reinterpret_cast<Uint8*>(stream.data()), static_cast<Uint32>(stream.size()),
                                   reinterpret_cast<Uint8*>(out), static_cast<Uint32>(size), OFFalse);
    }
    if (condition.bad() || decoder.warned()) {
        return failed(condition.bad() ? condition.text() : "warning of the decoder");
    }
    return {};
}

} // namespace isocenter
