#include "work/JobList.h"
#include "work/WorkQueue.h"

#include <QTest>

#include <atomic>
#include <future>
#include <mutex>

using namespace isocenter;

class TestWorkQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsByPriorityThenAge()
    {
        std::vector<int> seen;
        std::promise<void> gate;
        std::promise<void> done;
        WorkQueue queue(1);
        queue.add(0, [&] { gate.get_future().wait(); });
        for (int i : {1, 2}) {
            queue.add(5, [&seen, i] { seen.push_back(i); });
        }
        queue.add(1, [&seen] { seen.push_back(0); });
        const auto dropped = queue.add(5, [&seen] { seen.push_back(99); });
        const auto late = queue.add(2, [&seen] { seen.push_back(3); });
        QVERIFY(queue.remove(dropped));
        QVERIFY(!queue.remove(dropped));
        QVERIFY(queue.reprioritize(late, 6));
        queue.add(7, [&done] { done.set_value(); });
        gate.set_value();
        done.get_future().wait();
        QCOMPARE(seen, std::vector<int>({0, 1, 2, 3}));
        QVERIFY(!queue.reprioritize(late, 1));
    }

    void dropsWhatHasNotBegunWhenItEnds()
    {
        std::atomic<int> ran{0};
        std::promise<void> begun;
        {
            WorkQueue queue(1);
            queue.add(0, [&] {
                ++ran;
                begun.set_value();
            });
            begun.get_future().wait();
        }
        QCOMPARE(ran.load(), 1);
    }

    void jobsReportTimeLeftAndEnd()
    {
        JobList jobs;
        const CancelToken token;
        const int id = jobs.add(QStringLiteral("import"), token);
        int changes = 0;
        connect(&jobs, &JobList::changed, this, [&] { ++changes; });
        jobs.progress(id, 5, 10, 1000);
        QVERIFY(jobs.job(id)->secondsLeft >= 0);
        QCOMPARE(jobs.runningCount(), 1);
        jobs.cancel(id);
        QVERIFY(token.isCancelled());
        jobs.finish(id, JobList::State::Cancelled, QStringLiteral("stopped"));
        jobs.progress(id, 6, 10, 2000); // late: an ended job does not move
        QCOMPARE(jobs.job(id)->done, qint64(5));
        QCOMPARE(changes, 2);
        jobs.removeEnded();
        QVERIFY(!jobs.job(id));
    }
};

QTEST_GUILESS_MAIN(TestWorkQueue)
#include "tst_WorkQueue.moc"
