#pragma once

#include "base/CancelToken.h"
#include "codec/Fragments.h"
#include "codec/PixelLayout.h"

#include <memory>

namespace isocenter {

class DecoderPool;

/// Single frames of video streams, by decoder processes of `pool`. Frames of one file are decoded one after the other, those
/// wanted next in the order of showing first, since that is how a stream decodes fast; different files at the same time.
/// Safe from any thread; waits.
class VideoReader
{
public:
    explicit VideoReader(std::shared_ptr<DecoderPool> pool);
    ~VideoReader();

    /// RGB of layout.bitsStored bits. What differs between stream and header but leaves the frame sound is in its cautions.
    Result<FramePtr> readFrame(const PixelFile& file, const ImageAttributes& image, const PixelLayout& layout,
                               const FragmentTable& table, int frame, const CancelToken& cancel) const;

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace isocenter
