#pragma once

#include "base/CancelToken.h"
#include "codec/Jpeg2000.h"
#include "codec/JpegHeader.h"
#include "codec/JpegXl.h"
#include "isolation/DecodeTask.h"

namespace isocenter {

class DecoderPool;

/// The decoders that are not ours, for the decoding of one frame: each runs in a process of `pool`, or in this process where
/// `pool` is null. Arguments and results as those of the functions that they stand for. Both must outlive this.
class FrameDecoders
{
public:
    FrameDecoders(DecoderPool* pool, const CancelToken& cancel) : m_pool(pool), m_cancel(cancel) {}

    Result<void> jpeg2000(const QByteArray& codestream, const Jpeg2000Header& header, int cellBytes, void* out) const;
    Result<void> jpeg12(const QByteArray& bytes, const JpegHeader& header, std::uint16_t* out) const;
    Result<void> jpegLs(const QByteArray& bytes, const JpegHeader& header, void* out) const;
    Result<JpegXlHeader> jpegXlHeader(const QByteArray& bytes) const;
    Result<QByteArray> jpegXlJpeg(const QByteArray& bytes, qsizetype limit) const;
    Result<void> jpegXl(const QByteArray& bytes, const JpegXlHeader& header, int cellBytes, void* out) const;

private:
    Result<DecodeAnswer> run(DecodeTask task, std::size_t samples, void* out) const;
    Result<void> decode(std::uint32_t kind, const QByteArray& bytes, std::size_t samples, int cellBytes, void* out) const;

    DecoderPool* m_pool;
    const CancelToken& m_cancel;
};

} // namespace isocenter
