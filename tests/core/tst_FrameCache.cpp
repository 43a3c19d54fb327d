#include "archive/FrameCache.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace isocenter;

class TestFrameCache : public QObject
{
    Q_OBJECT

    static FramePtr frame(int value)
    {
        return Frame::build(10, 10, 1, SampleType::UInt8, [value](std::byte* p) { std::fill_n(p, 100, std::byte(value)); });
    }
    static FrameKey key(int i) { return {QStringLiteral("f"), i}; }

private Q_SLOTS:
    void dropsTheLeastRecentlyUsedFirst()
    {
        FrameCache cache(300);
        for (int i = 0; i < 3; ++i) {
            cache.put(key(i), frame(i));
        }
        QVERIFY(cache.find(key(0)));
        cache.put(key(3), frame(3));
        QVERIFY(cache.find(key(0)));
        QVERIFY(!cache.find(key(1)));
        QCOMPARE(cache.bytes(), std::size_t(300));
    }

    void keepsWhatIsPinned()
    {
        FrameCache cache(200);
        cache.pin(key(0)); // before it is there
        cache.put(key(0), frame(0));
        cache.put(key(1), frame(1));
        cache.put(key(2), frame(2));
        QVERIFY(cache.find(key(0)));
        QVERIFY(!cache.find(key(1)));
        cache.clear();
        QVERIFY(cache.find(key(0)));
        cache.unpin(key(0));
        cache.clear();
        QVERIFY(!cache.find(key(0)));
        QCOMPARE(cache.bytes(), std::size_t(0));
    }

    void replacesWithoutCountingTwice()
    {
        FrameCache cache(1000);
        cache.put(key(0), frame(1));
        cache.put(key(0), frame(2));
        QCOMPARE(cache.bytes(), std::size_t(100));
        QCOMPARE(cache.find(key(0))->at(0, 0), 2.0);
    }

    void promisesNoMoreThanItsBudget()
    {
        FrameCache cache(250);
        QVERIFY(cache.tryPin(key(0), 100));
        QVERIFY(cache.tryPin(key(0), 100)); // a second viewport of the same frame costs nothing
        QVERIFY(cache.tryPin(key(1), 100));
        QVERIFY(!cache.tryPin(key(2), 100));
        cache.unpin(key(0));
        QVERIFY(!cache.tryPin(key(2), 100));
        cache.unpin(key(0));
        QVERIFY(cache.tryPin(key(2), 100));
    }

    void survivesManyThreads()
    {
        FrameCache cache(2000);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&cache, t] {
                for (int i = 0; i < 2000; ++i) {
                    const FrameKey k = key((i * 7 + t) % 50);
                    cache.pin(k);
                    cache.put(k, frame(k.frame));
                    const FramePtr found = cache.find(k);
                    QVERIFY(found);
                    QCOMPARE(found->at(5, 5), double(k.frame));
                    cache.unpin(k);
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QVERIFY(cache.bytes() <= 2000);
    }
};

QTEST_GUILESS_MAIN(TestFrameCache)
#include "tst_FrameCache.moc"
