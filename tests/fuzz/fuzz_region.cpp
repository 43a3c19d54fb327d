// Any bytes, read as a segmentation or a structure set: all masks and contours of it.

#include "codec/FrameReader.h"
#include "file/HeaderReader.h"
#include "region/RegionSet.h"
#include "structured/RegionReader.h"

#include <QString>

#include <cstddef>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

using namespace isocenter;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const int memory = ::memfd_create("input", MFD_CLOEXEC);
    if (memory < 0) {
        return 0;
    }
    if (::write(memory, data, size) == static_cast<ssize_t>(size)) {
        const QString path = QStringLiteral("/proc/self/fd/%1").arg(memory);
        if (const Result<ImagePtr> image = readHeader(path)) {
            const FrameReader frames(nullptr); // decoders in this process
            for (const char* sopClass : {"1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.481.3"}) {
                auto object = std::make_shared<ImageAttributes>(**image);
                object->record.instance.sopClass = QString::fromLatin1(sopClass);
                readRegions(object, frames, CancelToken()).ok();
            }
        }
    }
    ::close(memory);
    return 0;
}
