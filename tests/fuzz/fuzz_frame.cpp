// Any bytes as a DICOM file: header and first frames. Must not crash, hang, or use more memory than promised.
#include "codec/FrameReader.h"
#include "file/HeaderReader.h"

#include <QString>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sys/mman.h>
#include <unistd.h>

using namespace isocenter;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const int memory = ::memfd_create("input", MFD_CLOEXEC);
    if (memory < 0 || ::write(memory, data, size) != static_cast<ssize_t>(size)) {
        return 0;
    }
    const QString path = QStringLiteral("/proc/self/fd/%1").arg(memory);
    const FrameReader reader(nullptr); // no table of an earlier input under the same path; decoders in this process
    if (const Result<ImagePtr> image = readHeader(path)) {
        for (int frame = 0; frame < std::min((*image)->frames, 3); ++frame) {
            const Result<FramePtr> decoded = reader.readFrame(**image, frame, CancelToken());
            if (decoded && (*decoded)->count() == 0) {
                __builtin_trap();
            }
        }
    }
    ::close(memory);
    return 0;
}
