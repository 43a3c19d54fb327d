// Any bytes as a DICOM file: header and first frames. Must not crash, hang, or use more memory than promised.
// Built as a libFuzzer target, or (FUZZ_MUTANTS) as a program that mutates the files named on its command line.
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

#if defined(FUZZ_MUTANTS)
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

using Bytes = std::vector<std::uint8_t>;

/// One to eight changes, mostly behind the header, where the codestream lies; sometimes cut short.
Bytes mutate(Bytes bytes, std::mt19937& random)
{
    const auto below = [&random](std::size_t n) { return n > 0 ? random() % n : 0; };
    const std::size_t first = below(4) == 0         ? 0
                              : bytes.size() > 4000 ? bytes.size() - below(bytes.size() - 1000)
                                                    : bytes.size() / 2;
    for (std::size_t i = 0, n = 1 + below(8); i < n && first < bytes.size(); ++i) {
        const std::size_t span = below(2) == 0 ? bytes.size() - first : std::min<std::size_t>(bytes.size() - first, 200);
        std::uint8_t& b = bytes[first + below(span)];
        const std::uint8_t values[] = {static_cast<std::uint8_t>(random()),           0, 0xFF, 0x7F, 0x80,
                                       static_cast<std::uint8_t>(b ^ (1 << below(8)))};
        b = values[below(6)];
    }
    if (below(10) == 0) {
        bytes.resize(1 + below(bytes.size()));
    }
    return bytes;
}

} // namespace

int main(int argc, char** argv)
{
    const int each = argc > 1 ? std::atoi(argv[1]) : 0;
    for (int i = 2; i < argc; ++i) {
        std::ifstream in(argv[i], std::ios::binary);
        const Bytes bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        for (int n = 0; n < each && !bytes.empty(); ++n) {
            std::mt19937 random(static_cast<unsigned>(n) * 7919U + static_cast<unsigned>(bytes.size()));
            const Bytes mutant = mutate(bytes, random);
            std::ofstream("mutant.bin", std::ios::binary | std::ios::trunc)
                .write(reinterpret_cast<const char*>(mutant.data()), static_cast<std::streamsize>(mutant.size()));
            const auto start = std::chrono::steady_clock::now();
            LLVMFuzzerTestOneInput(mutant.data(), mutant.size());
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
            if (took.count() > 5) {
                std::printf("slow: %s mutant %d: %.1f s\n", argv[i], n, took.count());
            }
        }
        std::printf("%s\n", argv[i]);
        std::fflush(stdout);
    }
    return 0;
}
#endif
