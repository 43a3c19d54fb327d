#include "file/ElementReader.h"
#include "file/HeaderReader.h"

#include <cstdint>
#include <cstdlib>

// Any bytes are read as a file: its header as the viewer needs it, and all its elements as the tag viewer lists them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace isocenter;
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    if (const Result<ScannedFile> header = scanBytes(bytes)) {
        const Result<ImagePtr> image = readHeader(*header, {});
        if (image && !(*image)->perFrame.empty() && (*image)->perFrame.size() != static_cast<std::size_t>((*image)->frames)) {
            std::abort();
        }
    }
    ScanOptions everything;
    everything.headerOnly = false;
    everything.mostElements = 20'000;
    if (const Result<ScannedFile> whole = scanBytes(bytes, everything)) {
        elementsOf(Item(whole->data));
    }
    return 0;
}
