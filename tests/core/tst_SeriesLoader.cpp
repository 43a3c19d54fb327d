#include "work/SeriesLoader.h"

#include <QSignalSpy>
#include <QTest>

#include <condition_variable>
#include <mutex>
#include <set>

using namespace isocenter;

namespace {

/// Gives frames whose only value is their number; waits at a gate for as long as the test wants.
class GatedReader : public ImageReader
{
public:
    Result<ImagePtr> readHeader(const QString&) const override { return Error{}; }
    Result<std::vector<Element>> readElements(const QString&) const override { return Error{}; }
    Result<FramePtr> readFrame(const ImageAttributes& image, int, const CancelToken&) const override
    {
        const int number = image.path.section(QLatin1Char('/'), -1).toInt();
        {
            std::unique_lock lock(m_mutex);
            m_asked.push_back(number);
            m_changed.notify_all();
            m_changed.wait(lock, [this] { return m_open; });
        }
        if (m_damaged.count(number)) {
            return Error{QStringLiteral("damaged"), {}};
        }
        return Frame::build(2, 2, 1, SampleType::UInt16, [number](std::byte* p) {
            std::fill_n(reinterpret_cast<std::uint16_t*>(p), 4, std::uint16_t(number));
        });
    }

    void open(bool open)
    {
        const std::lock_guard lock(m_mutex);
        m_open = open;
        m_changed.notify_all();
    }
    void waitForAsked(std::size_t count) const
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_asked.size() >= count; });
    }
    std::vector<int> asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }
    void damage(int number) { m_damaged.insert(number); }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    mutable std::vector<int> m_asked;
    bool m_open = true;
    std::set<int> m_damaged;
};

ImageSeriesPtr series(int count, const QString& folder = QStringLiteral("a"))
{
    auto result = std::make_shared<ImageSeries>();
    for (int i = 0; i < count; ++i) {
        auto image = std::make_shared<ImageAttributes>();
        image->path = folder + QLatin1Char('/') + QString::number(i);
        image->rows = image->columns = 2;
        result->frames.push_back({image, 0});
    }
    return result;
}

} // namespace

class TestSeriesLoader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void loadsNearestFirst()
    {
        GatedReader reader;
        FrameCache cache(1 << 20);
        WorkQueue queue(1);
        SeriesLoader loader(reader, cache, queue);
        loader.load(series(9), 4);
        QTRY_VERIFY(loader.isFinished());
        const std::vector<int> asked = reader.asked();
        QCOMPARE(asked.size(), std::size_t(9));
        QCOMPARE(asked.front(), 4);
        QCOMPARE(std::set<int>(asked.begin(), asked.begin() + 4), std::set<int>({3, 4, 5, 6}));
        for (int i = 0; i < 9; ++i) {
            QCOMPARE(loader.frame(i)->at(0, 0), double(i));
        }
    }

    void scrollingMovesTheFocus()
    {
        GatedReader reader;
        reader.open(false);
        FrameCache cache(1 << 20);
        WorkQueue queue(1);
        SeriesLoader loader(reader, cache, queue);
        loader.load(series(100), 0);
        reader.waitForAsked(1);
        loader.setFocus(80);
        reader.open(true);
        QTRY_VERIFY(loader.isFinished());
        const std::vector<int> asked = reader.asked();
        QVERIFY(std::find(asked.begin(), asked.begin() + 5, 80) != asked.begin() + 5);
    }

    void dropsAnswersOfAnEarlierSeries() // hazard: wrong patient opened
    {
        GatedReader reader;
        reader.open(false);
        FrameCache cache(1 << 20);
        WorkQueue queue(1);
        SeriesLoader loader(reader, cache, queue);
        loader.load(series(3, QStringLiteral("old")), 0);
        reader.waitForAsked(1);
        QSignalSpy ready(&loader, &SeriesLoader::frameReady);
        loader.load(series(2, QStringLiteral("new")), 0);
        reader.open(true);
        QTRY_VERIFY(loader.isFinished());
        QCOMPARE(ready.count(), 2);
        QCOMPARE(loader.loadedCount(), 2);
    }

    void namesWhatCannotBeShown()
    {
        GatedReader reader;
        reader.damage(1);
        FrameCache cache(1 << 20);
        WorkQueue queue(2);
        SeriesLoader loader(reader, cache, queue);
        QSignalSpy failed(&loader, &SeriesLoader::frameFailed);
        loader.load(series(3), 0);
        QTRY_VERIFY(loader.isFinished());
        QCOMPARE(failed.count(), 1);
        QCOMPARE(loader.failure(1), QStringLiteral("damaged"));
        QVERIFY(!loader.frame(1));
        QVERIFY(loader.frame(2));
    }

    void keepsToItsBudgetAndFetchesAgain()
    {
        GatedReader reader;
        FrameCache cache(3 * 8); // three frames of eight bytes
        WorkQueue queue(1);
        SeriesLoader loader(reader, cache, queue);
        loader.load(series(10), 0);
        QTRY_COMPARE(loader.loadedCount(), 3);
        loader.setFocus(8);
        QTRY_VERIFY(loader.frame(8));
        QCOMPARE(loader.frame(8)->at(1, 1), 8.0);
        QVERIFY(cache.bytes() <= 4 * 8);
    }

    void fetchesAheadBeyondItsBudget() // a long video plays though it does not fit
    {
        GatedReader reader;
        FrameCache cache(64 * 8); // 64 frames of eight bytes, an eighth of them ahead
        WorkQueue queue(1);
        SeriesLoader loader(reader, cache, queue);
        loader.load(series(300), 0);
        QTRY_COMPARE(loader.loadedCount(), 64);
        QVERIFY(!loader.isLoaded(64));
        for (int i = 57; i < 299; i += 4) {
            loader.setFocus(i);
            QTRY_VERIFY(loader.isLoaded(std::min(i + 8, 299)));
            QVERIFY(loader.isLoaded(i) && loader.isLoaded(i + 1));
            QCOMPARE(loader.frame(i)->at(0, 0), double(i));
            QVERIFY(!loader.isLoaded(std::min(i + 9, 299)) || i + 9 > 299);
            QVERIFY(cache.bytes() <= (64 + 8 + 4) * 8);
        }
        QVERIFY(!loader.isLoaded(100)); // had to go
        QCOMPARE(reader.asked().size(), std::size_t(300));
        loader.setFocus(100); // backwards now
        QTRY_VERIFY(loader.isLoaded(92));
        QVERIFY(loader.isLoaded(100) && !loader.isLoaded(101));
    }

    void forgetsWhatItPassedBy()
    {
        GatedReader reader;
        FrameCache cache(64 * 8);
        WorkQueue queue(1);
        SeriesLoader loader(reader, cache, queue);
        loader.load(series(300), 0);
        QTRY_COMPARE(loader.loadedCount(), 64);
        reader.open(false);
        loader.setFocus(100);
        reader.waitForAsked(65);
        for (int i = 110; i < 250; i += 10) { // dragged along
            loader.setFocus(i);
        }
        reader.open(true);
        QTRY_VERIFY(loader.isLoaded(240) && loader.isLoaded(248));
        QVERIFY2(reader.asked().size() <= 64 + 2 + 9, qPrintable(QString::number(reader.asked().size())));
    }

    void diesQuietlyWhileWorkRuns()
    {
        GatedReader reader;
        reader.open(false);
        FrameCache cache(1 << 20);
        WorkQueue queue(2);
        {
            SeriesLoader loader(reader, cache, queue);
            loader.load(series(50), 0);
            reader.waitForAsked(2);
        }
        reader.open(true);
        QTRY_COMPARE(queue.waiting(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSeriesLoader)
#include "tst_SeriesLoader.moc"
