#pragma once

#include "base/CancelToken.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <vector>

namespace isocenter {

/// Long work as the person sees it: imports, retrieves, sends. One list a program, on the GUI's thread; workers report
/// through queued calls of their owner.
class JobList : public QObject
{
    Q_OBJECT
public:
    enum class State { Running, Done, Failed, Cancelled };
    struct Job
    {
        int id = 0;
        QString title;
        State state = State::Running;
        qint64 done = 0;  ///< in files or images
        qint64 total = 0; ///< 0: not known yet
        qint64 bytes = 0;
        double secondsLeft = -1; ///< < 0: unknown
        double bytesPerSecond = 0;
        QString summary; ///< when ended: one sentence
        CancelToken cancel;
        QElapsedTimer clock;
    };

    using QObject::QObject;

    int add(const QString& title, const CancelToken& cancel);
    void progress(int id, qint64 done, qint64 total, qint64 bytes);
    void finish(int id, State state, const QString& summary);
    void cancel(int id);
    void removeEnded();

    const std::vector<Job>& jobs() const { return m_jobs; }
    const Job* job(int id) const;
    int runningCount() const;

Q_SIGNALS:
    void changed(int id);

private:
    Job* find(int id);

    std::vector<Job> m_jobs;
    int m_next = 1;
};

} // namespace isocenter
