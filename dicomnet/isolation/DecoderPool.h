#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "isolation/DecodeTask.h"

#include <QString>

#include <memory>

namespace isocenter {

struct DecoderPoolOptions
{
    /// Of the decoder process: a path, or a name that is looked for beside this program and where programs are installed.
    QString program = QStringLiteral("isocenter-decoder");
    int most = 0; ///< processes at once; 0: as many as the machine has processors, at least 2
    int idleMs = 30'000;
};

/// Decoders that are not ours run in processes of their own, so that what they do wrong on a hostile frame costs that frame
/// and not the station: a crash, an endless loop, memory without end. Processes are started on demand, used again for the
/// next frame, ended when unused for `idleMs` and after every frame on which they failed, since nobody knows what the
/// failure left in their memory. They have no access to files, network or programs, only to what they are given. All functions
/// from any thread; none from the GUI's, since run() waits.
class DecoderPool
{
public:
    static constexpr std::size_t kSessions = 2;

    explicit DecoderPool(DecoderPoolOptions options = {});
    /// No run() may be under way. Ends the processes.
    ~DecoderPool();
    DecoderPool(const DecoderPool&) = delete;
    DecoderPool& operator=(const DecoderPool&) = delete;

    /// Waits for a free process and for its answer. The answer is whole, with answer.outputBytes bytes written to `out`, or a
    /// refusal of the decoder; an Error is what befell the process, with a sentence that says so. Tasks of one `session` (not
    /// 0) go to the process that had the last one, if it still lives and did not have kSessions others since, so that it can
    /// go on from what it has open; they must come one after the other.
    Result<DecodeAnswer> run(const DecodeTask& task, void* out, const CancelToken& cancel, quint64 session = 0);

    /// A number for a session that no other has.
    quint64 newSession();

    /// Processes alive, as far as is known; started so far.
    int alive() const;
    int started() const;

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace isocenter
