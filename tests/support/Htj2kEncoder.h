#pragma once

#include <QByteArray>

// The library's headers come last: they name an enumerator ERROR.
#include <openjph/ojph_arch.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <openjph/ojph_codestream.h>

#include <vector>

namespace isocenter::test {

/// What is to be encoded as High-Throughput JPEG 2000: samples of a pixel side by side, within their bits and sign.
struct Htj2kSpec
{
    int bits = 8;
    bool isSigned = false;
    int samples = 1;
    bool lossless = true;
    int levels = 5;
    const char* order = "RPCL";
};

/// By OpenJPH.
inline QByteArray encodeHtj2k(const Htj2kSpec& spec, int rows, int columns, const std::vector<int>& values)
{
    ojph::codestream encoder;
    ojph::param_siz size = encoder.access_siz();
    size.set_image_extent(ojph::point(columns, rows));
    size.set_num_components(static_cast<ojph::ui32>(spec.samples));
    for (int c = 0; c < spec.samples; ++c) {
        size.set_component(static_cast<ojph::ui32>(c), ojph::point(1, 1), static_cast<ojph::ui32>(spec.bits), spec.isSigned);
    }
    ojph::param_cod style = encoder.access_cod();
    style.set_num_decomposition(static_cast<ojph::ui32>(spec.levels));
    style.set_block_dims(64, 64);
    style.set_progression_order(spec.order);
    style.set_color_transform(spec.samples == 3);
    style.set_reversible(spec.lossless);
    if (!spec.lossless) {
        encoder.access_qcd().set_irrev_quant(0.001F);
    }
    encoder.set_planar(false);
    ojph::mem_outfile file;
    file.open();
    encoder.write_headers(&file);
    ojph::ui32 next = 0;
    ojph::line_buf* line = encoder.exchange(nullptr, next);
    for (int row = 0; row < rows; ++row) {
        for (int c = 0; c < spec.samples; ++c) {
            for (int x = 0; x < columns; ++x) {
                line->i32[x] = values[static_cast<std::size_t>((row * columns + x) * spec.samples + static_cast<int>(next))];
            }
            line = encoder.exchange(line, next);
        }
    }
    encoder.flush();
    const QByteArray stream(reinterpret_cast<const char*>(file.get_data()), static_cast<qsizetype>(file.tell()));
    encoder.close();
    return stream;
}

} // namespace isocenter::test
