#pragma once

#include <cstdint>

namespace isocenter::test {

/// What the decoder process of the tests does instead of decoding.
enum class HostileKind : std::uint32_t {
    Copy = 1,     ///< the input is the output; numbers: own process id
    WriteNothing, ///< whole, they say
    Crash,
    CrashIfUsed, ///< a process that did anything before; else like Copy
    Abort,
    Exit,
    RunForever,
    AllocateForever, ///< until there is no more
    Throw,
    Refuse,        ///< with a message and a detail
    RefuseSoundly, ///< and says that it is in order
    ClaimTooMuch,  ///< answers with more bytes than there is room for
    TryTheSystem,  ///< opens, connects, starts a program; numbers: what came back, 0 where it succeeded
    ReadFile,      ///< the file that goes along
};

} // namespace isocenter::test
