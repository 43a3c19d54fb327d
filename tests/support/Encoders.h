#pragma once

#include <QByteArray>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/dcmjpls/djrparam.h>

#include <openjpeg.h>

#include <cstdint>
#include <cstdio>
#include <vector>

#include <jpeglib.h>

namespace isocenter::test {

/// What is to be encoded: unsigned values, samples of a pixel side by side.
struct EncodeSpec
{
    int rows = 0;
    int columns = 0;
    int samples = 1;
    int bits = 8;
    int predictor = 1;    ///< JPEG lossless
    bool lossless = true; ///< JPEG 2000
    int resolutions = 3;  ///< JPEG 2000
};
using Encoder = QByteArray (*)(const EncodeSpec&, const std::vector<std::uint16_t>&);

inline void registerEncoders()
{
    DJEncoderRegistration::registerCodecs(ECC_lossyRGB);
    DJLSEncoderRegistration::registerCodecs(0, 0, 0, 0, OFFalse); // values as they are
}

inline void unregisterEncoders()
{
    DJEncoderRegistration::cleanup();
    DJLSEncoderRegistration::cleanup();
}

/// One frame's codestream made by DCMTK; empty if it refuses.
inline QByteArray encodeByDcmtk(const EncodeSpec& spec, const std::vector<std::uint16_t>& values, E_TransferSyntax syntax,
                                const DcmRepresentationParameter& parameter)
{
    DcmDataset set;
    set.putAndInsertString(DCM_SOPClassUID, UID_SecondaryCaptureImageStorage);
    set.putAndInsertString(DCM_SOPInstanceUID, "1.2.3");
    set.putAndInsertUint16(DCM_SamplesPerPixel, static_cast<Uint16>(spec.samples));
    set.putAndInsertString(DCM_PhotometricInterpretation, spec.samples == 3 ? "RGB" : "MONOCHROME2");
    if (spec.samples > 1) {
        set.putAndInsertUint16(DCM_PlanarConfiguration, 0);
    }
    set.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(spec.rows));
    set.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(spec.columns));
    set.putAndInsertUint16(DCM_BitsAllocated, spec.bits <= 8 ? 8 : 16);
    set.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(spec.bits));
    set.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(spec.bits - 1));
    set.putAndInsertUint16(DCM_PixelRepresentation, 0);
    if (spec.bits <= 8) {
        std::vector<Uint8> bytes(values.begin(), values.end());
        set.putAndInsertUint8Array(DCM_PixelData, bytes.data(), static_cast<unsigned long>(bytes.size()));
    } else {
        set.putAndInsertUint16Array(DCM_PixelData, values.data(), static_cast<unsigned long>(values.size()));
    }
    DcmElement* element = nullptr;
    DcmPixelSequence* sequence = nullptr;
    DcmPixelItem* item = nullptr;
    Uint8* bytes = nullptr;
    if (set.chooseRepresentation(syntax, &parameter).bad() || set.findAndGetElement(DCM_PixelData, element).bad() ||
        static_cast<DcmPixelData*>(element)->getEncapsulatedRepresentation(syntax, &parameter, sequence).bad() ||
        sequence->getItem(item, 1).bad() || item->getUint8Array(bytes).bad()) {
        return {};
    }
    return {reinterpret_cast<const char*>(bytes), static_cast<qsizetype>(item->getLength())};
}

inline QByteArray encodeJpegLossless(const EncodeSpec& spec, const std::vector<std::uint16_t>& values)
{
    return encodeByDcmtk(spec, values, EXS_JPEGProcess14, DJ_RPLossless(spec.predictor, 0));
}

inline QByteArray encodeJpegLs(const EncodeSpec& spec, const std::vector<std::uint16_t>& values)
{
    return encodeByDcmtk(spec, values, EXS_JPEGLSLossless, DJLSRepresentationParameter(0, OFTrue));
}

/// 8 bits by libjpeg (colour: YCbCr with a JFIF marker), 12 bits by DCMTK.
inline QByteArray encodeJpegLossy(const EncodeSpec& spec, const std::vector<std::uint16_t>& values)
{
    if (spec.bits > 8) {
        return encodeByDcmtk(spec, values, EXS_JPEGProcess2_4, DJ_RPLossy(95));
    }
    jpeg_compress_struct info = {};
    jpeg_error_mgr errors = {};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &memory, &size);
    info.image_width = static_cast<JDIMENSION>(spec.columns);
    info.image_height = static_cast<JDIMENSION>(spec.rows);
    info.input_components = spec.samples;
    info.in_color_space = spec.samples == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 95, TRUE);
    jpeg_start_compress(&info, TRUE);
    std::vector<unsigned char> bytes(values.begin(), values.end());
    while (info.next_scanline < info.image_height) {
        JSAMPROW row =
            bytes.data() + static_cast<std::size_t>(info.next_scanline) * static_cast<unsigned>(spec.columns * spec.samples);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    const QByteArray stream(reinterpret_cast<const char*>(memory), static_cast<qsizetype>(size));
    jpeg_destroy_compress(&info);
    std::free(memory);
    return stream;
}

/// By OpenJPEG; colour with the component transform. Size, samples and bits are the specification's, the rest the parameters'.
inline QByteArray encodeJpeg2000With(const EncodeSpec& spec, const std::vector<std::uint16_t>& values,
                                     opj_cparameters_t parameters)
{
    parameters.tcp_mct = spec.samples == 3 ? 1 : 0;
    std::vector<opj_image_cmptparm_t> components(static_cast<std::size_t>(spec.samples));
    for (opj_image_cmptparm_t& c : components) {
        c = {};
        c.dx = c.dy = 1;
        c.w = static_cast<OPJ_UINT32>(spec.columns);
        c.h = static_cast<OPJ_UINT32>(spec.rows);
        c.prec = static_cast<OPJ_UINT32>(spec.bits);
    }
    opj_image_t* image = opj_image_create(static_cast<OPJ_UINT32>(spec.samples), components.data(),
                                          spec.samples == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
    image->x0 = static_cast<OPJ_UINT32>(parameters.image_offset_x0);
    image->y0 = static_cast<OPJ_UINT32>(parameters.image_offset_y0);
    image->x1 = image->x0 + static_cast<OPJ_UINT32>(spec.columns);
    image->y1 = image->y0 + static_cast<OPJ_UINT32>(spec.rows);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto n = static_cast<std::size_t>(spec.samples);
        image->comps[i % n].data[i / n] = values[i];
    }
    QByteArray out;
    opj_codec_t* codec = opj_create_compress(OPJ_CODEC_J2K);
    opj_stream_t* stream = opj_stream_create(1 << 16, OPJ_FALSE);
    opj_stream_set_user_data(stream, &out, nullptr);
    opj_stream_set_write_function(stream, [](void* data, OPJ_SIZE_T size, void* user) -> OPJ_SIZE_T {
        static_cast<QByteArray*>(user)->append(static_cast<const char*>(data), static_cast<qsizetype>(size));
        return size;
    });
    const bool done = opj_setup_encoder(codec, &parameters, image) && opj_start_compress(codec, image, stream) &&
                      opj_encode(codec, stream) && opj_end_compress(codec, stream);
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    opj_image_destroy(image);
    return done ? out : QByteArray();
}

/// An eighth of the size if lossy, in one layer.
inline QByteArray encodeJpeg2000(const EncodeSpec& spec, const std::vector<std::uint16_t>& values)
{
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_rates[0] = spec.lossless ? 0 : 8;
    parameters.irreversible = spec.lossless ? 0 : 1;
    parameters.numresolution = spec.resolutions;
    return encodeJpeg2000With(spec, values, parameters);
}

} // namespace isocenter::test
