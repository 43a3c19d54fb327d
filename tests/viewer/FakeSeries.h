#pragma once

#include "image/ImageReader.h"
#include "image/ImageSeries.h"

#include <QCoreApplication>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

namespace isocenter::test {

/// Frames from a function, held back or refused as a test wishes. Safe from any thread.
class FakeReader : public ImageReader
{
public:
    using Make = std::function<FramePtr(const ImageAttributes&, int)>;
    explicit FakeReader(Make make) : m_make(std::move(make)) {}

    Result<ImagePtr> readHeader(const QString&) const override { return Error{QStringLiteral("none"), {}}; }
    Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const override
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [&] { return !m_held || cancel.isCancelled(); });
        if (cancel.isCancelled()) {
            return Error{QStringLiteral("cancelled"), {}};
        }
        if (m_refused.count(image.path)) {
            return Error{QStringLiteral("Half of the pixel data is missing."), {}};
        }
        return m_make(image, frame);
    }
    Result<std::vector<Element>> readElements(const QString&) const override { return std::vector<Element>{}; }

    void hold(bool held)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_held = held;
        }
        m_wake.notify_all();
    }
    void refuse(const QString& path) { m_refused.insert(path); } ///< before loading only

private:
    Make m_make;
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_wake;
    std::set<QString> m_refused;
    bool m_held = false;
};

/// 16-bit frame whose pixels are value(row, column).
inline FramePtr frameOf(int rows, int columns, const std::function<int(int, int)>& value)
{
    return Frame::build(rows, columns, 1, SampleType::Int16, [&](std::byte* bytes) {
        auto* out = reinterpret_cast<std::int16_t*>(bytes);
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < columns; ++c) {
                *out++ = static_cast<std::int16_t>(value(r, c));
            }
        }
    });
}

struct SeriesSpec
{
    QString key = QStringLiteral("a"); ///< part of every path and UID
    QString modality = QStringLiteral("CT");
    int count = 5, rows = 64, columns = 64;
    double spacing = 1.0;      ///< mm, of pixels
    double rowSpacing = 0;     ///< 0: as spacing
    double sliceSpacing = 2.0; ///< mm
    std::optional<Window> window;
};

/// An axial stack of single-frame instances; slice i lies at z = i * sliceSpacing.
inline std::shared_ptr<ImageSeries> stackOf(const SeriesSpec& spec)
{
    std::vector<ImagePtr> images;
    for (int i = 0; i < spec.count; ++i) {
        auto image = std::make_shared<ImageAttributes>();
        image->path = QStringLiteral("%1/%2").arg(spec.key).arg(i);
        image->rows = spec.rows;
        image->columns = spec.columns;
        image->isSigned = true;
        image->pixelData.offset = 0;
        image->record.study.uid = StudyUid(QStringLiteral("1.2.") + spec.key);
        image->record.study.patient.id = QStringLiteral("P-%1").arg(spec.key);
        image->record.study.patient.name = PersonName::fromDicom(QStringLiteral("Tester^%1").arg(spec.key));
        image->record.series.uid = SeriesUid(QStringLiteral("1.2.3.") + spec.key);
        image->record.series.study = image->record.study.uid;
        image->record.series.modality = spec.modality;
        image->record.series.number = 3;
        image->record.instance.number = i + 1;
        ImagePlane plane;
        plane.position = {-10, -20, i * spec.sliceSpacing};
        plane.columnSpacing = spec.spacing;
        plane.rowSpacing = spec.rowSpacing > 0 ? spec.rowSpacing : spec.spacing;
        plane.spacingKnown = true;
        image->shared.plane = plane;
        image->shared.spacing = PixelSpacing{plane.rowSpacing, plane.columnSpacing};
        image->shared.modality.present = true;
        image->shared.modality.unit = QStringLiteral("HU");
        if (spec.window) {
            image->shared.windows.push_back(*spec.window);
        }
        images.push_back(image);
    }
    const auto groups = groupIntoSeries(images, 1);
    return std::make_shared<ImageSeries>(*groups.front());
}

} // namespace isocenter::test
