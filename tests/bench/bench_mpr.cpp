// bench_mpr FOLDER [ROUNDS]: the largest series of a folder in three linked planes: time from asking to the first pictures once
// the frames are decoded, and of painting all three again (pictures, texts, crosshair) while the crosshair is dragged, with views
// of 512 and of 1024 pixels. One JSON object a row on stdout.

#include "mpr/MprPage.h"
#include "reader/DicomImageReader.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace isocenter;

namespace {

constexpr MprAxis kAxes[] = {MprAxis::Axial, MprAxis::Coronal, MprAxis::Sagittal};

void print(const QString& name, double value, double goal)
{
    const QJsonObject object{{QStringLiteral("name"), name},
                             {QStringLiteral("value"), value},
                             {QStringLiteral("unit"), QStringLiteral("ms")},
                             {QStringLiteral("goal"), goal},
                             {QStringLiteral("threads"), QThread::idealThreadCount()}};
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
}

ImageSeriesPtr largestSeries(const ImageReader& reader, FrameCache& cache, const QString& folder)
{
    std::vector<ImagePtr> images;
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        if (const Result<ImagePtr> image = reader.readHeader(file.absoluteFilePath())) {
            images.push_back(*image);
        }
    }
    const std::vector<ImageSeriesPtr> series = groupIntoSeries(images, 1);
    const auto largest =
        std::max_element(series.begin(), series.end(), [](const auto& a, const auto& b) { return a->count() < b->count(); });
    if (largest == series.end()) {
        return nullptr;
    }
    for (const FrameRef& ref : (*largest)->frames) {
        if (const Result<FramePtr> frame = reader.readFrame(*ref.image, ref.frame, CancelToken())) {
            cache.put({ref.image->path, ref.frame}, *frame);
        }
    }
    return *largest;
}

/// Everything that a repaint of the three views costs.
double repaint(MprPage& page, QImage& target)
{
    QElapsedTimer clock;
    clock.start();
    for (const MprAxis axis : kAxes) {
        page.view(axis).render(&target);
    }
    return static_cast<double>(clock.nsecsElapsed()) * 1e-6;
}

double median(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void dragged(MprPage& page, int side, double goal, bool oblique, int rounds)
{
    QImage target(side, side, QImage::Format_RGB32);
    for (const MprAxis axis : kAxes) {
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
    print(QStringLiteral("MPR: three planes%1 while the crosshair is dragged, %2")
              .arg(oblique ? QStringLiteral(", oblique,") : QString())
              .arg(side),
          median(times), goal);
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
    const ImageSeriesPtr series = largestSeries(reader, cache, QString::fromLocal8Bit(argv[1]));
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
        print(QStringLiteral("MPR: on, series loaded"), static_cast<double>(clock.nsecsElapsed()) * 1e-6, 50);
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
