#include "bench/decode/BareDecoder.h"

// The library names an enumerator ERROR; its headers come last.
#include <openjph/ojph_arch.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <openjph/ojph_codestream.h>

namespace isocenter::bench {

namespace {

class BareHtj2k final : public BareDecoder
{
public:
    explicit BareHtj2k(const DecodeData& data) : m_data(data) {}

    bool decode(int frame) override
    {
        const QByteArray& stream = m_data.streams[static_cast<std::size_t>(frame)];
        ojph::mem_infile file;
        file.open(reinterpret_cast<const ojph::ui8*>(stream.constData()), static_cast<std::size_t>(stream.size()));
        ojph::codestream decoder;
        decoder.read_headers(&file);
        decoder.create();
        bool whole = true;
        for (int row = 0; row < m_data.side; ++row) {
            ojph::ui32 component = 0;
            whole = decoder.pull(component) && whole;
        }
        decoder.close();
        return whole;
    }

private:
    const DecodeData& m_data;
};

} // namespace

std::unique_ptr<BareDecoder> makeBareHtj2k(const DecodeData& data)
{
    return std::make_unique<BareHtj2k>(data);
}

} // namespace isocenter::bench
