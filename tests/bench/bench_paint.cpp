// Time of painting one frame, beside VTK's reslice and window in the same run and memcpy as the limit.
// Prints one JSON object a line; asserts nothing. Medians of repeated runs, in ms; "best" is the fastest run.

#include "slice/SlicePainter.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThreadPool>

#include <vtkImageData.h>
#include <vtkImageMapToWindowLevelColors.h>
#include <vtkImageReslice.h>
#include <vtkNew.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <vector>

using namespace isocenter;

namespace {

struct Timing
{
    double median = 0;
    double best = 0;
};

/// Runs `work(i)` until about a second has passed, at least 15 times.
Timing measure(const std::function<void(int)>& work)
{
    std::vector<double> times;
    work(-1);
    QElapsedTimer all;
    all.start();
    for (int i = 0; i < 15 || (all.elapsed() < 700 && i < 2000); ++i) {
        QElapsedTimer one;
        one.start();
        work(i);
        times.push_back(static_cast<double>(one.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.front()};
}

FramePtr makeFrame(int size, int seed)
{
    return Frame::build(size, size, 1, SampleType::Int16, [&](std::byte* out) {
        auto* values = reinterpret_cast<std::int16_t*>(out);
        for (int i = 0; i < size * size; ++i) {
            values[i] = static_cast<std::int16_t>(1000 + 900 * std::sin((i % size) * 0.02 + seed) + (i * 7919 + seed) % 97);
        }
    });
}

ImagePtr attributes(const Frame& frame, bool padded)
{
    auto image = std::make_shared<ImageAttributes>();
    image->rows = frame.rows();
    image->columns = frame.columns();
    image->isSigned = true;
    if (padded) {
        image->paddingValue = 1000;
    }
    image->shared.windows = {Window{1000, 1500, VoiFunction::Linear, {}}};
    return image;
}

DisplayState window(int i, VoiFunction function = VoiFunction::Linear)
{
    DisplayState state;
    state.window = Window{1000.0 + i % 100, 1500, function, {}};
    return state;
}

SliceGeometry fit(int frame, int viewport, double degrees = 0)
{
    QTransform map;
    map.translate(viewport / 2.0, viewport / 2.0);
    map.rotate(degrees);
    map.scale(static_cast<double>(viewport) / frame, static_cast<double>(viewport) / frame);
    map.translate(-frame / 2.0, -frame / 2.0);
    return {{viewport, viewport}, map, Interpolation::Linear};
}

/// VTK's way: resample to the viewport (nothing to resample at 1:1), window to RGB.
class VtkPeer
{
public:
    VtkPeer(const Frame& frame, int viewport)
    {
        const int size = frame.columns();
        m_image->SetDimensions(size, size, 1);
        m_image->AllocateScalars(VTK_SHORT, 1);
        std::memcpy(m_image->GetScalarPointer(), frame.values<std::byte>(), frame.byteSize());
        m_reslice->SetInputData(m_image);
        m_reslice->SetInterpolationModeToLinear();
        m_reslice->SetOutputDimensionality(2);
        const double step = static_cast<double>(size) / viewport;
        m_reslice->SetOutputSpacing(step, step, 1);
        m_reslice->SetOutputOrigin(step / 2 - 0.5, step / 2 - 0.5, 0);
        m_reslice->SetOutputExtent(0, viewport - 1, 0, viewport - 1, 0, 0);
        if (viewport == size) {
            m_colors->SetInputData(m_image);
        } else {
            m_colors->SetInputConnection(m_reslice->GetOutputPort());
        }
        m_colors->SetOutputFormatToRGB();
        m_colors->SetWindow(1500);
    }
    void newFrame(int) { m_image->Modified(), m_colors->Update(); }
    void newWindow(int i) { m_colors->SetLevel(1000.0 + i % 100), m_colors->Update(); }

private:
    vtkNew<vtkImageData> m_image;
    vtkNew<vtkImageReslice> m_reslice;
    vtkNew<vtkImageMapToWindowLevelColors> m_colors;
};

struct Case
{
    const char* name;
    int frame;
    int viewport;
    double goal; ///< ms; 0: none stated
    bool newFrame;
    double degrees = 0;
    bool padded = false;
    VoiFunction function = VoiFunction::Linear;
};

void print(const Case& c, const Timing& own, double peer, double limit)
{
    QJsonObject row{{QStringLiteral("name"), QLatin1String(c.name)},
                    {QStringLiteral("value"), own.median},
                    {QStringLiteral("best"), own.best},
                    {QStringLiteral("unit"), QStringLiteral("ms")},
                    {QStringLiteral("limitValue"), limit},
                    {QStringLiteral("threads"), QThreadPool::globalInstance()->maxThreadCount()}};
    if (c.goal > 0) {
        row.insert(QStringLiteral("goal"), c.goal);
    }
    if (peer > 0) {
        row.insert(QStringLiteral("peer"), QStringLiteral("VTK reslice + window"));
        row.insert(QStringLiteral("peerValue"), peer);
        row.insert(QStringLiteral("ratio"), peer / own.median);
    }
    std::puts(QJsonDocument(row).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

void run(const Case& c)
{
    const FramePtr frames[] = {makeFrame(c.frame, 1), makeFrame(c.frame, 2)};
    const ImagePtr image = attributes(*frames[0], c.padded);
    SlicePainter painter;
    const SliceGeometry geometry = fit(c.frame, c.viewport, c.degrees);
    painter.setFrame(frames[0], image, 0);
    const Timing own = measure([&](int i) {
        if (c.newFrame) {
            painter.setFrame(frames[i & 1], image, 0);
        }
        painter.paint(geometry, c.newFrame ? window(0, c.function) : window(i, c.function));
    });
    double peer = 0;
    if (c.degrees == 0 && !c.padded && c.function == VoiFunction::Linear) {
        VtkPeer vtk(*frames[0], c.viewport);
        peer = measure([&](int i) { c.newFrame ? vtk.newFrame(i) : vtk.newWindow(i); }).median;
    }
    const std::size_t bytes = 4 * static_cast<std::size_t>(c.viewport) * static_cast<std::size_t>(c.viewport);
    std::vector<char> from(bytes, 1);
    std::vector<char> to(bytes, 2);
    const Timing limit = measure([&](int) { std::memcpy(to.data(), from.data(), bytes); });
    print(c, own, peer, limit.median);
}

} // namespace

int main()
{
    const Case cases[] = {
        {"paint 512 frame, 512 viewport", 512, 512, 0.5, true},
        {"paint 512 frame, 1024 viewport", 512, 1024, 1.5, true},
        {"paint 512 frame with padding, 1024 viewport", 512, 1024, 0, true, 0, true},
        {"paint 512 frame turned by 90 degrees, 1024 viewport", 512, 1024, 0, true, 90},
        {"paint 512 frame turned by 30 degrees, 1024 viewport", 512, 1024, 0, true, 30},
        {"paint 4096 frame, 1024 viewport", 4096, 1024, 0, true},
        {"paint 4096 frame, 2048 viewport", 4096, 2048, 0, true},
        {"window on 4096 frame, 1024 viewport", 4096, 1024, 3, false},
        {"window on 4096 frame, 2048 viewport", 4096, 2048, 3, false},
        {"window on 4096 frame, 4096 viewport", 4096, 4096, 6, false},
        {"sigmoid window on 4096 frame, 4096 viewport", 4096, 4096, 0, false, 0, false, VoiFunction::Sigmoid},
    };
    for (const Case& c : cases) {
        run(c);
    }
    return 0;
}
