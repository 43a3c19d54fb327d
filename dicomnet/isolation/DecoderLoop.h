#pragma once

#include "isolation/DecodeTask.h"

#include <QByteArray>

#include <functional>

namespace isocenter {

/// A task as the decoder process sees it.
struct DecodeWork
{
    std::uint32_t kind = 0;
    DecodeNumbers numbers = {};
    QByteArray input;       ///< lies in shared memory: no copy, gone after the handler returns
    char* output = nullptr; ///< outputBytes bytes, zero
    std::size_t outputBytes = 0;
    int file = -1; ///< open until the handler returns (dup() what is to stay), or -1
};

/// Does one task; may throw. answer.outputBytes is set by the handler.
using DecodeHandler = std::function<DecodeAnswer(const DecodeWork&)>;

/// The whole life of a decoder process, to be called first in main() with what main() got: bounds the process (no core
/// file, memory and processor time by task; `warmUp` is run, then no file, connection or program can be opened any more),
/// then does task after task with `handle` until it is unused for long, the station ends, or a decoder ends it. The
/// exit status. Under a sanitizer memory is not bounded and the system stays open: sanitizers need both.
int runDecoderLoop(int argc, char** argv, const std::function<void()>& warmUp, const DecodeHandler& handle);

} // namespace isocenter
