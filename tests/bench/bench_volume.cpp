// bench_volume LABEL FOLDER [SIDE]: the largest series of a folder in 3D, in a square viewport: time to the first coarse and
// the first full picture (files read, page cache warm), time from picture to picture while it is turned, and the longest time
// the GUI thread was kept. One JSON object a row on stdout. Runs without a display (QT_QPA_PLATFORM=offscreen).

#include "bench/BenchSeries.h"
#include "reader/DicomImageReader.h"
#include "volume/VolumeViewport.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

using namespace isocenter;

namespace {

constexpr int kTurns = 40;
constexpr int kTick = 2; // ms

/// Opens the series, then turns it: a step of the mouse for each picture that comes.
class Run : public QObject
{
public:
    Run(const ViewerServices& services, const QString& label, int side)
        : m_label(label), m_view(services, {QStringLiteral(ISOCENTER_PLUGINS)})
    {
        m_view.resize(side, side);
        m_view.show();
        connect(&m_view, &VolumeViewport::pictureChanged, this, &Run::next);
        m_tick.setTimerType(Qt::PreciseTimer);
        connect(&m_tick, &QTimer::timeout, this, [this] {
            m_worst = std::max(m_worst, lap(m_turn) - kTick);
            const double used = threadTime();
            m_work = std::max(m_work, used - std::exchange(m_used, used));
        });
    }

    void start(const ImageSeriesPtr& series)
    {
        m_used = threadTime();
        m_turn.start();
        m_tick.start(kTick);
        m_clock.start();
        m_view.setSeries(series);
    }

private:
    /// Of the GUI thread, ms on the processor: without what other programs take.
    static double threadTime()
    {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
    }

    static double lap(QElapsedTimer& clock)
    {
        const double time = static_cast<double>(clock.nsecsElapsed()) * 1e-6;
        clock.restart();
        return time;
    }

    void mouse(QEvent::Type type)
    {
        const QPointF at(40 + 5 * m_steps, m_view.height() / 2.0);
        const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
        QMouseEvent event(type, at, at, button, type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
        QCoreApplication::sendEvent(&m_view, &event);
    }

    void next()
    {
        if (m_view.overlay().hatched) {
            std::fprintf(stderr, "%s\n", qPrintable(m_view.overlay().message));
            QCoreApplication::exit(1);
        } else if (m_view.picture().isNull()) {
            return;
        } else if (m_steps < 0) {
            opened();
        } else if (m_steps < kTurns) {
            m_times.push_back(lap(m_clock));
            ++m_steps;
            mouse(QEvent::MouseMove);
        } else {
            bench::printTime(m_label + QStringLiteral(": turning, picture to picture, median"), bench::medianOf(m_times), 50);
            bench::printTime(m_label + QStringLiteral(": turning, slowest"), *std::max_element(m_times.begin(), m_times.end()),
                             100);
            bench::printTime(m_label + QStringLiteral(": longest turn of the GUI thread"), m_worst, 30);
            bench::printTime(m_label + QStringLiteral(": longest turn of the GUI thread, its own work"), m_work, 30);
            QCoreApplication::exit(0);
        }
    }

    void opened()
    {
        const double time = static_cast<double>(m_clock.nsecsElapsed()) * 1e-6;
        if (!m_view.isPictureComplete()) {
            bench::printTime(m_label + QStringLiteral(": first coarse picture"), time, 1000);
            return;
        }
        bench::printTime(m_label + QStringLiteral(": first full picture"), time, 2000);
        m_steps = 0;
        mouse(QEvent::MouseButtonPress);
        m_clock.restart();
        ++m_steps;
        mouse(QEvent::MouseMove);
    }

    QString m_label;
    VolumeViewport m_view;
    QTimer m_tick;
    QElapsedTimer m_clock;
    QElapsedTimer m_turn;
    std::vector<double> m_times;
    double m_worst = 0;
    double m_used = 0;
    double m_work = 0;
    int m_steps = -1;
};

} // namespace

int main(int argc, char* argv[])
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3) {
        std::fprintf(stderr, "usage: bench_volume LABEL FOLDER [SIDE]\n");
        return 2;
    }
    const DicomImageReader reader;
    const ImageSeriesPtr series = bench::largestSeries(reader, arguments[2]);
    if (!series) {
        std::fprintf(stderr, "no images there\n");
        return 1;
    }
    FrameCache cache{std::size_t{2} << 30};
    WorkQueue queue(2);
    const ViewerServices services{reader, cache, queue};
    Run run(services, arguments[1], std::max(64, arguments.value(3, QStringLiteral("800")).toInt()));
    QTimer::singleShot(0, &run, [&] { run.start(series); });
    return QApplication::exec();
}
