// Any bytes as a JPEG 2000 codestream whose packets are counted.

#include "packets/PacketCount.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto count = isocenter::countPackets(QByteArrayView(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)));
    if (count && count->present > count->expected) {
        std::abort();
    }
    return 0;
}
