#pragma once

#include "bench/decode/DecodeKind.h"

#include <memory>

namespace isocenter::bench {

/// The library that stands behind a kind, called bare: codestreams in memory, output wherever the library puts it, no check,
/// no copy. One thread.
class BareDecoder
{
public:
    virtual ~BareDecoder() = default;
    /// A deflated data set: all frames, whatever `frame`.
    virtual bool decode(int frame) = 0;
};

/// For one thread; `data` must stay.
std::unique_ptr<BareDecoder> makeBareDecoder(const DecodeData& data);
/// Its name ("OpenJPEG").
const char* bareLibrary(const Kind& kind);

std::unique_ptr<BareDecoder> makeBareDcmtk(const DecodeData& data); ///< RLE, JPEG lossless, JPEG of 12 bits, JPEG-LS
std::unique_ptr<BareDecoder> makeBareHtj2k(const DecodeData& data);

} // namespace isocenter::bench
