// bench_mpr FOLDER [ROUNDS]: the largest series of a folder in three linked planes: time from asking to the first pictures once
// the frames are decoded, and of painting all three again (pictures, texts, crosshair) while the crosshair is dragged, with views
// of 512 and of 1024 pixels. One JSON object a row on stdout.

#include "bench/BenchSeries.h"
#include "mpr/MprPage.h"
#include "reader/DicomImageReader.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace isocenter;

namespace {

/// The largest series of a folder, its frames in the cache.
ImageSeriesPtr decodedSeries(const ImageReader& reader, FrameCache& cache, const QString& folder)
{
    const ImageSeriesPtr series = bench::largestSeries(reader, folder);
    for (std::size_t i = 0; series && i < series->frames.size(); ++i) {
        const FrameRef& ref = series->frames[i];
        if (const Result<FramePtr> frame = reader.readFrame(*ref.image, ref.frame, CancelToken())) {
            cache.put({ref.image->path, ref.frame}, *frame);
        }
    }
    return series;
}

/// Everything that a repaint of the three views costs.
double repaint(MprPage& page, QImage& target)
{
    QElapsedTimer clock;
    clock.start();
    for (const MprAxis axis : kMprAxes) {
        page.view(axis).render(&target);
    }
    return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
}

void dragged(MprPage& page, int side, double goal, bool oblique, int rounds)
{
    QImage target(side, side, QImage::Format_RGB32);
    for (const MprAxis axis : kMprAxes) {
        page.view(axis).setFixedSize(side, side);
    }
    QApplication::sendPostedEvents();
    const MprScene::Sizes sizes{QSizeF(side, side), QSizeF(side, side), QSizeF(side, side)};
    page.scene().reset(sizes);
    if (oblique) {
        page.scene().turn(MprAxis::Axial, 0.4);
        page.scene().turn(MprAxis::Sagittal, 0.3);
    }
    const Eigen::Vector3d centre = page.scene().state().planes.centre();
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        page.scene().moveTo(centre + Eigen::Vector3d(30 * std::sin(0.21 * i), 30 * std::cos(0.17 * i), 40 * std::sin(0.13 * i)));
        times.push_back(repaint(page, target));
    }
    bench::printTime(QStringLiteral("MPR: three planes%1 while the crosshair is dragged, %2")
                         .arg(oblique ? QStringLiteral(", oblique,") : QString())
                         .arg(side),
                     bench::medianOf(times), goal);
}

} // namespace

int main(int argc, char* argv[])
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_mpr FOLDER [ROUNDS]\n");
        return 2;
    }
    const DicomImageReader reader;
    FrameCache cache(std::size_t{3} << 30);
    const ImageSeriesPtr series = decodedSeries(reader, cache, QString::fromLocal8Bit(argv[1]));
    if (!series) {
        return 1;
    }
    WorkQueue queue(2);
    const ViewerServices services{reader, cache, queue};
    MprPage page(services);
    page.resize(1200, 900);
    page.show();
    QElapsedTimer clock;
    const int rounds = argc > 2 ? std::max(5, std::atoi(argv[2])) : 60;
    QObject::connect(&page.scene(), &MprScene::opened, &application, [&] {
        QImage target(page.view(MprAxis::Axial).size(), QImage::Format_RGB32);
        repaint(page, target);
        bench::printTime(QStringLiteral("MPR: on, series loaded"), static_cast<double>(clock.nsecsElapsed()) * 1e-6, 50);
        for (const bool oblique : {false, true}) {
            dragged(page, 512, 4, oblique, rounds);
            dragged(page, 1024, 9, oblique, rounds);
        }
        QTimer::singleShot(0, &application, [] { QCoreApplication::exit(0); });
    });
    QTimer::singleShot(0, &page, [&] {
        clock.start();
        page.setSeries(series);
    });
    return QApplication::exec();
}
