#include "viewport/CinePlayer.h"

#include <QSignalSpy>
#include <QTest>

using namespace isocenter;

class TestCinePlayer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row34_followsTheClock();
    void dropsRatherThanLags();
    void row34_vectorOfTimes();
    void speed();
    void waitsForFrames();
    void skipsWholeRounds();
    void rateIsWhatWasPainted();
    void durationsOfASeries();
    void oneFrameDoesNotPlay();
};

namespace {

/// Index after moving the clock to `to` and one tick; -1 if none was due.
int dueAt(CinePlayer& player, double& now, double to)
{
    QSignalSpy spy(&player, &CinePlayer::frameDue);
    now = to;
    player.tick();
    return spy.isEmpty() ? -1 : spy.last().first().toInt();
}

} // namespace

void TestCinePlayer::row34_followsTheClock()
{
    double now = 1000;
    CinePlayer player([&] { return now; });
    player.start({50, 50, 50}, 0);
    QCOMPARE(player.nominalRate(), 20.0);
    QCOMPARE(dueAt(player, now, 1049), -1);
    QCOMPARE(dueAt(player, now, 1050), 1);
    QCOMPARE(dueAt(player, now, 1107), 2);
    QCOMPARE(dueAt(player, now, 1151), 0); // the late tick before did not delay this one
}

void TestCinePlayer::dropsRatherThanLags()
{
    double now = 0;
    CinePlayer player([&] { return now; });
    player.start(std::vector<double>(10, 40.0), 0);
    QCOMPARE(dueAt(player, now, 205), 5);
    QCOMPARE(dueAt(player, now, 240), 6);
}

void TestCinePlayer::row34_vectorOfTimes()
{
    double now = 0;
    CinePlayer player([&] { return now; });
    player.start({10, 100, 30}, 0);
    QCOMPARE(dueAt(player, now, 10), 1);
    QCOMPARE(dueAt(player, now, 109), -1);
    QCOMPARE(dueAt(player, now, 110), 2);
    QCOMPARE(dueAt(player, now, 140), 0);
}

void TestCinePlayer::speed()
{
    double now = 0;
    CinePlayer player([&] { return now; });
    player.setSpeed(2);
    player.start({100, 100, 100, 100}, 0);
    QCOMPARE(player.nominalRate(), 20.0);
    QCOMPARE(dueAt(player, now, 50), 1);
    now = 75; // half of the frame has passed: 25 of 50 ms are left, 100 at half speed
    player.setSpeed(0.5);
    QCOMPARE(dueAt(player, now, 174), -1);
    QCOMPARE(dueAt(player, now, 175), 2);
    player.setSpeed(1000);
    QCOMPARE(player.speed(), 10.0);
}

void TestCinePlayer::waitsForFrames()
{
    double now = 0;
    int ready = 1;
    CinePlayer player([&] { return now; });
    player.setReady([&](int index) { return index <= ready; });
    player.start({40, 40, 40, 40}, 0);
    QCOMPARE(dueAt(player, now, 40), 1);
    QCOMPARE(dueAt(player, now, 400), -1);
    ready = 3;
    QCOMPARE(dueAt(player, now, 410), 2); // goes on from there, without a jump
    QCOMPARE(dueAt(player, now, 430), -1);
}

void TestCinePlayer::skipsWholeRounds()
{
    double now = 0;
    CinePlayer player([&] { return now; });
    player.start({1, 1, 1}, 0);
    QCOMPARE(dueAt(player, now, 3e9 + 1), 1); // as after sleep: at once, and at the right place
}

void TestCinePlayer::rateIsWhatWasPainted()
{
    double now = 0;
    CinePlayer player([&] { return now; });
    player.start({20, 20}, 0);
    QCOMPARE(player.rate(), 0.0);
    for (int i = 0; i < 50; ++i) {
        player.noteShown();
        now += 100;
    }
    QCOMPARE(player.rate(), 10.0);
    QCOMPARE(player.nominalRate(), 50.0);
}

void TestCinePlayer::durationsOfASeries()
{
    auto image = std::make_shared<ImageAttributes>();
    image->frames = 3;
    ImageSeries series;
    series.frames = {{image, 0}, {image, 1}, {image, 2}};
    QCOMPARE(cineDurations(series), (std::vector<double>{100, 100, 100}));
    image->recommendedFrameRate = 25;
    QCOMPARE(cineDurations(series), (std::vector<double>{40, 40, 40}));
    image->frameTimesMs = {33.3};
    QCOMPARE(cineDurations(series), (std::vector<double>{33.3, 33.3, 33.3}));
    image->frameTimesMs = {0, 20, 1e9};
    QCOMPARE(cineDurations(series), (std::vector<double>{100, 20, 10000}));
}

void TestCinePlayer::oneFrameDoesNotPlay()
{
    CinePlayer player([] { return 0.0; });
    player.start({40}, 0);
    QVERIFY(!player.isPlaying());
}

QTEST_GUILESS_MAIN(TestCinePlayer)
#include "tst_CinePlayer.moc"
