#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <cstddef>
#include <cstdint>

namespace isocenter {

/// Numbers that go along with a task or an answer; what they mean is agreed between the two that use them.
using DecodeNumbers = std::array<std::int64_t, 12>;

/// One piece of work for a decoder process. What `kind` and `numbers` mean is for the handler to know; this area carries bytes.
struct DecodeTask
{
    std::uint32_t kind = 0;
    DecodeNumbers numbers = {};
    QByteArrayView input;        ///< must stay until the answer is there
    std::size_t outputBytes = 0; ///< most that comes back
    std::size_t memory = 0;      ///< bytes that the process may allocate beyond those that it starts with
    int cpuSeconds = 20;         ///< of the processor, not of the clock: a busy machine refuses nothing
    int file = -1;               ///< open file that the process may read, or -1; stays the caller's
};

struct DecodeAnswer
{
    enum class Status : std::uint32_t {
        Whole,    ///< the output is complete
        Refused,  ///< damaged, or of a kind that the decoder does not know; no output
        NoMemory, ///< `memory` did not suffice
    };

    Status status = Status::Refused;
    bool sound = false; ///< after a refusal: the decoder is known to be in order and the process may go on
    DecodeNumbers numbers = {};
    std::size_t outputBytes = 0; ///< of a whole output: those that count
    QByteArray message;          ///< of a refusal: a sentence of the "FrameReader" translations, not translated; may be empty
    QByteArray detail;
};

} // namespace isocenter
