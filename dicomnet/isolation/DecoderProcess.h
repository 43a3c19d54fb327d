#pragma once

#include "base/CancelToken.h"
#include "isolation/DecodeTask.h"
#include "isolation/SharedArena.h"

#include <QByteArray>
#include <QString>

#include <memory>

#include <sys/types.h>

namespace isocenter {

/// One decoder process, seen from the station. One thread at a time.
class DecoderProcess
{
public:
    enum class Outcome {
        Answered,
        Retired,   ///< it had ended by itself, unused for long, before it took the task
        Crashed,   ///< it ended during the task
        NoMemory,  ///< this process has none for the frame; the other is in order
        TooSlow,   ///< it used up the task's time and was ended
        Cancelled, ///< nobody wants the answer; it was ended
    };

    /// Starts `program` (a file) and waits until it is up. It ends by itself when unused for `idleMs`, and with this process
    /// however that ends. Null and the reason if it does not come up.
    static std::unique_ptr<DecoderProcess> start(const QString& program, int idleMs, QString& why);
    ~DecoderProcess(); ///< ends it
    DecoderProcess(const DecoderProcess&) = delete;
    DecoderProcess& operator=(const DecoderProcess&) = delete;

    /// After Answered with a whole output, `out` has answer.outputBytes bytes. After other outcomes than Answered and
    /// NoMemory the process is gone. `detail` says how, for the log.
    Outcome run(const DecodeTask& task, void* out, const CancelToken& cancel, DecodeAnswer& answer, QString& detail);
    /// Tasks answered so far.
    int served() const { return m_served; }
    pid_t id() const { return m_id; }
    bool hasEnded();

private:
    DecoderProcess() = default;
    bool launch(const QString& program, int idleMs, QString& why);
    bool greet(QString& why) const;
    bool provideArena(std::size_t bytes, bool& isNew);
    bool send(const DecodeTask& task, bool withArena) const;
    Outcome wait(const DecodeTask& task, const CancelToken& cancel) const;
    Outcome failed(Outcome outcome, QString& detail);
    bool accept(const DecodeTask& task, void* out, DecodeAnswer& answer) const;
    int end();

    pid_t m_id = -1;
    int m_socket = -1;
    int m_lifeline = -1;
    int m_served = 0;
    SharedArena m_arena;
};

/// Where the program `name` lies: beside the running one, in ../libexec/isocenter, or in the folder that the environment's
/// ISOCENTER_DECODERS names (programs that run from where they were built); empty if nowhere.
QString findDecoderProgram(const QString& name);

} // namespace isocenter
