#include "codec/FrameReader.h"
#include "dicomnet/decoder/HostileKinds.h"
#include "dicomnet/FrameFile.h"
#include "isolation/DecoderPool.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <limits>
#include <thread>

using namespace isocenter;
using namespace isocenter::test;

namespace {

DecoderPoolOptions hostile(int most = 2, int idleMs = 60'000)
{
    return {QStringLiteral(ISOCENTER_HOSTILE_DECODER), most, idleMs};
}

DecodeTask task(HostileKind kind, QByteArrayView input = {}, std::size_t outputBytes = 0)
{
    DecodeTask result;
    result.kind = static_cast<std::uint32_t>(kind);
    result.input = input;
    result.outputBytes = outputBytes;
    result.memory = std::size_t{64} << 20;
    return result;
}

QByteArray pattern(qsizetype bytes, int seed)
{
    QByteArray result(bytes, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes; ++i) {
        result[i] = static_cast<char>((i * 7 + i / 251 + seed) & 0xFF);
    }
    return result;
}

/// Empty if the pool did not answer with the same bytes.
QByteArray copyThrough(DecoderPool& pool, const QByteArray& bytes, HostileKind kind = HostileKind::Copy, pid_t* who = nullptr)
{
    QByteArray out(bytes.size(), 'x');
    const Result<DecodeAnswer> answer =
        pool.run(task(kind, bytes, static_cast<std::size_t>(bytes.size())), out.data(), CancelToken());
    if (!answer || answer->status != DecodeAnswer::Status::Whole) {
        return {};
    }
    if (who) {
        *who = static_cast<pid_t>(answer->numbers[0]);
    }
    out.truncate(static_cast<qsizetype>(answer->outputBytes));
    return out;
}

bool isAlive(pid_t id)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(id));
    if (!file.open(QIODevice::ReadOnly)) {
        return false;
    }
    const QByteArray text = file.readAll();
    return text.mid(text.lastIndexOf(')') + 2, 1) != "Z"; // ended, and waits for someone to notice
}

/// The other process of survivesNoStation(): two decoders, one of them in an endless loop.
int runStation()
{
    DecoderPool pool(hostile());
    const auto whoServes = [&pool](quint64 session) {
        const Result<DecodeAnswer> answer = pool.run(task(HostileKind::Copy), nullptr, CancelToken(), session);
        return answer ? static_cast<int>(answer->numbers[0]) : 0;
    };
    const int waiting = whoServes(1);
    const int running = whoServes(2);
    std::thread busy([&pool] { (void)pool.run(task(HostileKind::RunForever), nullptr, CancelToken(), 2); });
    std::printf("%d %d\n", waiting, running);
    std::fflush(stdout);
    busy.join();
    return 0;
}

} // namespace

class DecoderPoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesBytesOfAnySize();
    void leavesNothingOfTheFrameBefore();
    void passesFilesAlong();
    void oneFaultCostsOneFrame_data();
    void oneFaultCostsOneFrame();
    void doesNotBlameAFrameForTheOneBefore();
    void refusalsCarryTheirReason();
    void endsEndlessDecoders();
    void endsWhatNobodyWants();
    void boundsMemory();
    void decodersCannotReachTheSystem();
    void saysWhatCannotBeStarted();
    void endsUnusedProcesses();
    void servesManyThreads();
    void sessionsStayWithTheirProcess();
    void diesWithTheStation();
};

void DecoderPoolTest::carriesBytesOfAnySize()
{
    DecoderPool pool(hostile());
    for (const qsizetype bytes : {1, 4095, 4096, 4097, 3'000'000, 200'000'000, 5, 2'000'000}) {
        const QByteArray sent = pattern(bytes, 3);
        QVERIFY2(copyThrough(pool, sent) == sent, qPrintable(QString::number(bytes)));
    }
    const Result<DecodeAnswer> empty = pool.run(task(HostileKind::Copy), nullptr, CancelToken());
    QVERIFY(empty && empty->outputBytes == 0);
    QCOMPARE(pool.started(), 1);
}

void DecoderPoolTest::leavesNothingOfTheFrameBefore()
{
    DecoderPool pool(hostile());
    QVERIFY(!copyThrough(pool, QByteArray(5000, 'A')).isEmpty());
    QByteArray out(10'000, 'x');
    QVERIFY(pool.run(task(HostileKind::WriteNothing, {}, 10'000), out.data(), CancelToken()).ok());
    QCOMPARE(out, QByteArray(10'000, '\0'));
    QCOMPARE(pool.started(), 1);
}

void DecoderPoolTest::passesFilesAlong()
{
    QTemporaryFile file;
    QVERIFY(file.open() && file.write("in the file") == 11 && file.flush());
    DecoderPool pool(hostile());
    DecodeTask read = task(HostileKind::ReadFile, {}, 100);
    read.file = file.handle();
    QByteArray out(100, 'x');
    for (int i = 0; i < 3; ++i) {
        const Result<DecodeAnswer> answer = pool.run(read, out.data(), CancelToken());
        QVERIFY(answer && answer->outputBytes == 11);
        QCOMPARE(out.left(11), QByteArray("in the file"));
    }
    QVERIFY(file.seek(0)); // still open here
}

void DecoderPoolTest::oneFaultCostsOneFrame_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("segmentation fault") << static_cast<int>(HostileKind::Crash);
    QTest::newRow("abort") << static_cast<int>(HostileKind::Abort);
    QTest::newRow("exit") << static_cast<int>(HostileKind::Exit);
    QTest::newRow("more bytes than there is room") << static_cast<int>(HostileKind::ClaimTooMuch);
}

void DecoderPoolTest::oneFaultCostsOneFrame()
{
    QFETCH(int, kind);
    DecoderPool pool(hostile());
    const QByteArray sent = pattern(1000, 1);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(copyThrough(pool, sent), sent);
        QByteArray out(10, 'x');
        const Result<DecodeAnswer> answer = pool.run(task(static_cast<HostileKind>(kind), {}, 10), out.data(), CancelToken());
        QVERIFY(!answer);
        QVERIFY(answer.error().message.contains(QStringLiteral("its decoder failed on it")));
        QVERIFY(!answer.error().detail.isEmpty());
        QCOMPARE(out, QByteArray(10, 'x'));
    }
    QCOMPARE(copyThrough(pool, sent), sent);
}

void DecoderPoolTest::doesNotBlameAFrameForTheOneBefore()
{
    DecoderPool pool(hostile());
    const QByteArray sent = pattern(1000, 1);
    QCOMPARE(copyThrough(pool, sent), sent);
    QCOMPARE(copyThrough(pool, sent, HostileKind::CrashIfUsed), sent);
    QCOMPARE(pool.started(), 2);
}

void DecoderPoolTest::refusalsCarryTheirReason()
{
    DecoderPool pool(hostile());
    pid_t first = 0;
    pid_t second = 0;
    pid_t third = 0;
    copyThrough(pool, "a", HostileKind::Copy, &first);
    const Result<DecodeAnswer> sound = pool.run(task(HostileKind::RefuseSoundly), nullptr, CancelToken());
    QVERIFY(sound && sound->status == DecodeAnswer::Status::Refused);
    QCOMPARE(sound->message, QByteArray("no"));
    QVERIFY(sound->detail.size() > 100 && sound->detail.size() < 1000);
    copyThrough(pool, "a", HostileKind::Copy, &second);
    QCOMPARE(second, first);
    // After any other refusal nobody knows what is left in the process's memory.
    const Result<DecodeAnswer> refused = pool.run(task(HostileKind::Refuse), nullptr, CancelToken());
    QVERIFY(refused && refused->status == DecodeAnswer::Status::Refused);
    copyThrough(pool, "a", HostileKind::Copy, &third);
    QVERIFY(third != first);
    const Result<DecodeAnswer> thrown = pool.run(task(HostileKind::Throw), nullptr, CancelToken());
    QVERIFY(thrown && thrown->status == DecodeAnswer::Status::Refused);
    QCOMPARE(thrown->detail, QByteArray("thrown"));
    QVERIFY(!isAlive(first));
}

void DecoderPoolTest::endsEndlessDecoders()
{
    DecoderPool pool(hostile());
    DecodeTask endless = task(HostileKind::RunForever);
    endless.cpuSeconds = 1;
    QElapsedTimer clock;
    clock.start();
    const Result<DecodeAnswer> answer = pool.run(endless, nullptr, CancelToken());
    QVERIFY(clock.elapsed() >= 900);
    QVERIFY(!answer);
    QVERIFY(answer.error().message.contains(QStringLiteral("within its time")));
    QCOMPARE(copyThrough(pool, "next"), QByteArray("next"));
}

void DecoderPoolTest::endsWhatNobodyWants()
{
    DecoderPool pool(hostile());
    const CancelToken cancel;
    cancel.cancel();
    QElapsedTimer clock;
    clock.start();
    const Result<DecodeAnswer> answer = pool.run(task(HostileKind::RunForever), nullptr, cancel);
    QVERIFY(!answer);
    QVERIFY(answer.error().message.contains(QStringLiteral("cancelled")));
    QVERIFY(clock.elapsed() < 15'000); // its 20 s of processor time are not used up
    // What ends soon keeps its process.
    const int started = pool.started() + 1;
    for (int i = 0; i < 5; ++i) {
        QVERIFY(pool.run(task(HostileKind::Copy), nullptr, cancel).ok());
    }
    QCOMPARE(pool.started(), started);
}

void DecoderPoolTest::boundsMemory()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("Memory is not bounded under a sanitizer.");
#endif
    DecoderPool pool(hostile());
    for (int i = 0; i < 3; ++i) {
        const Result<DecodeAnswer> answer = pool.run(task(HostileKind::AllocateForever), nullptr, CancelToken());
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().detail));
        QCOMPARE(answer->status, DecodeAnswer::Status::NoMemory);
        QCOMPARE(copyThrough(pool, "next"), QByteArray("next"));
    }
    // A frame that is larger than all memory is an error here, not there.
    QByteArray out;
    const Result<DecodeAnswer> huge = pool.run(task(HostileKind::Copy, {}, std::size_t{1} << 50), out.data(), CancelToken());
    QVERIFY(!huge);
    QVERIFY(huge.error().message.contains(QStringLiteral("not enough memory")));
    QCOMPARE(copyThrough(pool, "next"), QByteArray("next"));
}

void DecoderPoolTest::decodersCannotReachTheSystem()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("The system stays open under a sanitizer.");
#endif
    DecoderPool pool(hostile());
    const Result<DecodeAnswer> answer = pool.run(task(HostileKind::TryTheSystem), nullptr, CancelToken());
    QVERIFY(answer.ok());
    for (std::size_t i = 0; i < 5; ++i) { // open to read, to write, connect, start, signal
        QVERIFY2(answer->numbers[i] == EPERM, qPrintable(QStringLiteral("%1: %2").arg(i).arg(answer->numbers[i])));
    }
}

void DecoderPoolTest::saysWhatCannotBeStarted()
{
    for (const char* program : {"/nowhere/isocenter-decoder", "/bin/true", "/etc/passwd"}) {
        DecoderPool pool({QString::fromLatin1(program), 2, 1000});
        for (int i = 0; i < 3; ++i) {
            const Result<DecodeAnswer> answer = pool.run(task(HostileKind::Copy), nullptr, CancelToken());
            QVERIFY(!answer);
            QVERIFY(answer.error().message.contains(QStringLiteral("could not be started")));
            QVERIFY(!answer.error().detail.isEmpty());
        }
        QCOMPARE(pool.alive(), 0);
    }
    // As a reader sees it: a sentence instead of the image, and other images as ever.
    const auto none = std::make_shared<DecoderPool>(DecoderPoolOptions{QStringLiteral("/nowhere/decoder"), 1, 1000});
    const FrameReader reader(none);
    QByteArray codestream("\xFF\x0A", 2);
    codestream.append(100, '\0');
    const FrameFile xl = compressedFile(codestream, "1.2.840.10008.1.2.4.110", 2, 2, 8, 1);
    const Result<FramePtr> frame = reader.readFrame(xl.image, 0, CancelToken());
    QVERIFY(!frame);
    QVERIFY(frame.error().message.contains(QStringLiteral("could not be started")));
}

void DecoderPoolTest::endsUnusedProcesses()
{
    DecoderPool pool(hostile(2, 30));
    pid_t first = 0;
    for (int i = 0; i < 3; ++i) {
        pid_t who = 0;
        QCOMPARE(copyThrough(pool, "a", HostileKind::Copy, &who), QByteArray("a"));
        QVERIFY(who != first);
        first = who;
        QTRY_VERIFY(!isAlive(who));
        QCOMPARE(pool.alive(), 0);
    }
    // However the end of a process and the next task fall together, the task is done.
    QElapsedTimer clock;
    for (int i = 0; i < 60; ++i) {
        clock.start();
        while (clock.nsecsElapsed() < 1'000'000LL * (26 + i % 9)) {
            std::this_thread::yield();
        }
        QCOMPARE(copyThrough(pool, "a"), QByteArray("a"));
    }
}

void DecoderPoolTest::servesManyThreads()
{
    constexpr int kThreads = 8;
    DecoderPool pool(hostile(3));
    std::atomic<int> wrong{0};
    std::atomic<int> most{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 150; ++i) {
                const QByteArray sent = pattern(1 + (i * 977 + t * 131) % 60'000, t);
                wrong += copyThrough(pool, sent) == sent ? 0 : 1;
                if (i % 25 == t) {
                    wrong += pool.run(task(HostileKind::Crash), nullptr, CancelToken()) ? 1 : 0;
                }
                most = std::max(most.load(), pool.alive());
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    QCOMPARE(wrong.load(), 0);
    QVERIFY(most.load() <= 3);
    QVERIFY(pool.started() >= kThreads * 150 / 25);
}

void DecoderPoolTest::sessionsStayWithTheirProcess()
{
    DecoderPool pool(hostile(3));
    const auto who = [&pool](quint64 session) {
        const Result<DecodeAnswer> answer = pool.run(task(HostileKind::Copy), nullptr, CancelToken(), session);
        return answer ? answer->numbers[0] : 0;
    };
    const auto one = who(1);
    const auto two = who(2);
    const auto none = who(0);
    QVERIFY(one != two && one != none && two != none);
    for (int i = 0; i < 4; ++i) {
        QCOMPARE(who(2), two);
        QCOMPARE(who(1), one);
        QCOMPARE(who(0), none);
    }
    QVERIFY(who(3) != 0); // all are taken, but unused
    QCOMPARE(pool.started(), 3);
}

void DecoderPoolTest::diesWithTheStation()
{
    QProcess station;
    station.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--station")});
    QVERIFY(station.waitForReadyRead(60'000));
    const QList<QByteArray> words = station.readLine().trimmed().split(' ');
    QCOMPARE(words.size(), 2);
    for (const QByteArray& word : words) {
        QVERIFY(word.toInt() > 0 && isAlive(word.toInt()));
    }
    station.kill(); // it cannot tidy up
    QVERIFY(station.waitForFinished());
    for (const QByteArray& word : words) {
        QTRY_VERIFY(!isAlive(word.toInt()));
    }
}

int main(int argc, char** argv)
{
    if (argc == 2 && qstrcmp(argv[1], "--station") == 0) {
        return runStation();
    }
    const QCoreApplication application(argc, argv);
    DecoderPoolTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_DecoderPool.moc"
