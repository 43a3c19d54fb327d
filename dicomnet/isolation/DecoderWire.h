#pragma once

#include "isolation/DecodeTask.h"

#include <array>
#include <cstdint>

namespace isocenter::wire {

/// What goes over the socket between the station and a decoder process: one packet each way, in the machine's own layout,
/// since both ends are of one build. Frames' bytes lie in a SharedArena: the input at its beginning, the output behind.
inline constexpr std::uint32_t kMagic = 0x49534F32;
inline constexpr int kSocket = 3;     ///< of the decoder process
inline constexpr int kLifeline = 4;   ///< read end of a pipe whose other end the station alone holds
inline constexpr int kIdleStatus = 9; ///< exit status of a process that was unused for long

struct Request
{
    std::uint32_t magic = kMagic;
    std::uint32_t kind = 0;
    DecodeNumbers numbers = {};
    std::uint64_t inputBytes = 0;
    std::uint64_t outputOffset = 0;
    std::uint64_t outputBytes = 0;
    std::uint64_t memory = 0;
    std::uint32_t cpuSeconds = 0;
    std::uint8_t bringsArena = 0; ///< a descriptor goes along: the arena from now on
    std::uint8_t bringsFile = 0;  ///< one more: a file to read
};

struct Reply
{
    std::uint32_t magic = kMagic;
    std::uint32_t status = 0;
    std::uint32_t sound = 0;
    DecodeNumbers numbers = {};
    std::uint64_t outputBytes = 0;
    char message[256] = {}; ///< ends with a zero
    char detail[256] = {};
};

/// The first packet of a decoder process: it is up, and of this build.
struct Hello
{
    std::uint32_t magic = kMagic;
    std::uint32_t requestBytes = sizeof(Request);
    char version[24] = ISOCENTER_VERSION;
};

/// With up to two descriptors. False if the other end is gone.
bool send(int socket, const void* packet, std::size_t bytes, const int* descriptors = nullptr, int count = 0);

using Descriptors = std::array<int, 2>;

/// Waits. False at the end of the connection, or if the packet has another size. Descriptors that came along become the
/// caller's, those missing are -1; without a place for them they are turned away.
bool receive(int socket, void* packet, std::size_t bytes, Descriptors* descriptors = nullptr);

} // namespace isocenter::wire
