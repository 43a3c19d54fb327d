#pragma once

#include "layout/ViewportGrid.h"
#include "shell/MessageBar.h"
#include "station/Station.h"
#include "studylist/StudyBrowser.h"
#include "studylist/StudyFilterBar.h"
#include "support/ArchiveRecords.h"
#include "viewport/ImageViewport.h"

#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <QWheelEvent>

#include <cmath>
#include <memory>

namespace isocenter::test {

constexpr int kSide = 32;    ///< rows and columns of the test images
constexpr int kBlocks = 4;   ///< blocks of one value along each side
constexpr double kSlope = 2; ///< modality value = 2 * stored - 100
constexpr double kIntercept = -100;
constexpr int kWait = 20000; ///< ms, at most

/// Stored value of a block of the slice with that instance number; unlike in every patient, series and slice.
inline int blockValue(int patient, int series, int slice, int row, int column)
{
    return 40 * patient + 30 * series + 8 * slice + 5 * (row * kBlocks + column);
}

inline double modalityValue(int stored)
{
    return kSlope * stored + kIntercept;
}

/// PS3.3 C.11.2.1.2.1, to 0..255.
inline double greyOf(double value, double center, double width)
{
    return std::clamp(((value - (center - 0.5)) / (width - 1) + 0.5) * 255, 0.0, 255.0);
}

struct SliceOf
{
    int patient = 1, series = 1, slice = 1;
    QByteArray id = "P1", name = "Test^Anna", modality = "CT";
};

/// A CT slice of 4x4 blocks; axial, 2 mm apart in the order of the instance numbers; window 100/400.
inline QByteArray sliceFile(const SliceOf& of)
{
    ImageSpec spec;
    spec.patientId = of.id;
    spec.patientName = of.name;
    spec.modality = of.modality;
    spec.study = of.patient;
    spec.series = of.series;
    spec.instance = of.slice;
    spec.rows = spec.columns = kSide;
    spec.z = 2.0 * of.slice;
    spec.slope = kSlope;
    spec.intercept = kIntercept;
    spec.windowCenter = "100";
    spec.windowWidth = "400";
    constexpr int kBlock = kSide / kBlocks;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            spec.pixels.push_back(
                static_cast<std::uint16_t>(blockValue(of.patient, of.series, of.slice, y / kBlock, x / kBlock)));
        }
    }
    return imageFile(spec);
}

/// The whole program with a cache and settings of its own, on whatever platform the test runs.
class Program
{
public:
    bool start()
    {
        StationOptions options;
        options.cacheFolder = folder.filePath(QStringLiteral("cache"));
        options.settingsFile = folder.filePath(QStringLiteral("settings.json"));
        Result<std::unique_ptr<Station>> made = Station::create(options);
        if (!made) {
            return false;
        }
        station = std::move(made).value();
        window().resize(1366, 768);
        station->start();
        window().activateWindow();
        return QTest::qWaitForWindowActive(&window());
    }
    void stop() { station.reset(); }

    MainWindow& window() const { return station->window(); }
    StudyBrowser& browser() const { return *window().findChild<StudyBrowser*>(); }
    StudyTableModel& studies() const { return browser().model(); }
    ViewportGrid& grid() const { return window().grid(); }
    ImageViewport& viewport(int position = 0) const { return *grid().viewport(position); }
    MessageBar& messages() const { return *window().findChild<MessageBar*>(); }
    QAction& action(const char* id) const { return *window().findChild<QAction*>(QLatin1String(id)); }
    template <typename T> T& the() const { return *window().findChild<T*>(); }

    /// Writes `count` slices of one series into a folder of that name and returns its path.
    QString write(const QString& name, SliceOf of, int count) const
    {
        const QString path = folder.filePath(name);
        QDir().mkpath(path);
        for (of.slice = 1; of.slice <= count; ++of.slice) {
            const QString file = QStringLiteral("/%1-%2-%3").arg(of.patient).arg(of.series).arg(of.slice);
            if (!writeFile(path + file, sliceFile(of))) {
                qFatal("cannot write a test file");
            }
        }
        return path;
    }
    /// As if the files had been dropped on the window.
    void drop(const QString& path) const
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        send(window(), data);
    }
    static void dropSeries(ImageViewport& target, const QString& key)
    {
        QMimeData data;
        data.setData(QLatin1String(kSeriesMimeType), key.toUtf8());
        send(target, data);
    }
    bool import(const QStringList& paths) const
    {
        Q_EMIT window().importRequested(paths, StoreMode::Copy);
        return settled();
    }
    /// Nothing is under way, at several looks in a row: what was announced a moment ago has arrived too.
    bool settled(int most = kWait) const
    {
        int looks = 0;
        return QTest::qWaitFor(
            [&] {
                looks = station->isSettled() ? looks + 1 : 0;
                return looks >= 8;
            },
            most);
    }
    /// Opens the study of that row of the list by Enter and waits for the picture. One viewport.
    bool openRow(int row) const
    {
        window().showBrowser();
        browser().table().setCurrentIndex(studies().index(row, 0));
        const auto selected = [this] { return browser().selectedStudy().has_value(); };
        if (!QTest::qWaitFor(selected, kWait)) {
            return false;
        }
        const StudyUid uid = browser().selectedStudy()->uid;
        QTest::keyClick(&browser().table(), Qt::Key_Return);
        const auto open = [&] { return window().context() && window().context()->study.uid == uid; };
        if (!QTest::qWaitFor(open, kWait) || !settled()) {
            return false;
        }
        QTest::keyClick(&grid(), Qt::Key_1, Qt::ControlModifier);
        return settled();
    }

    QTemporaryDir folder;
    std::unique_ptr<Station> station;

private:
    static void send(QWidget& target, const QMimeData& data)
    {
        const QPoint middle = target.rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&target, &enter);
        QDropEvent event(QPointF(middle), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&target, &event);
    }
};

inline void wheel(QWidget& target, int notches)
{
    const QPointF middle = QRectF(target.rect()).center();
    QWheelEvent event(middle, target.mapToGlobal(middle), {}, QPoint(0, 120 * notches), Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&target, &event);
}

/// The grey painted in the middle of a block, read back from the screen; -1 where it is no grey.
inline int paintedGrey(ImageViewport& viewport, int row, int column)
{
    constexpr double kBlock = double(kSide) / kBlocks;
    const QPointF place = viewport.imageToWidget().map(QPointF((column + 0.5) * kBlock, (row + 0.5) * kBlock));
    const QImage picture = viewport.grab().toImage();
    const QColor color = picture.pixelColor((place * picture.devicePixelRatio()).toPoint());
    return color.red() == color.green() && color.green() == color.blue() ? color.red() : -1;
}

/// Empty where all four middle blocks have the grey that patient, series, slice and window say; else what differs.
inline QString wrongPixels(ImageViewport& viewport, int patient, int series, int slice, double center, double width)
{
    for (const int row : {1, 2}) {
        for (const int column : {1, 2}) {
            const double expected = greyOf(modalityValue(blockValue(patient, series, slice, row, column)), center, width);
            const int painted = paintedGrey(viewport, row, column);
            if (std::abs(painted - expected) > 1) {
                return QStringLiteral("block %1,%2: painted %3, expected %4").arg(row).arg(column).arg(painted).arg(expected);
            }
        }
    }
    return {};
}

} // namespace isocenter::test

#define COMPARE_PIXELS(viewport, patient, series, slice, center, width)                                                          \
    QCOMPARE(wrongPixels(viewport, patient, series, slice, center, width), QString())
