#include "viewport/CachedFrame.h"

namespace isocenter {

Result<FramePtr> cachedFrame(const ViewerServices& services, const FrameRef& ref, const CancelToken& cancel)
{
    const FrameKey key{ref.image->path, ref.frame};
    if (FramePtr frame = services.cache.find(key)) {
        return frame;
    }
    Result<FramePtr> read = services.reader.readFrame(*ref.image, ref.frame, cancel);
    if (read) {
        services.cache.put(key, *read);
    }
    return read;
}

} // namespace isocenter
