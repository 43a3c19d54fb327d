#include "support/FakeImageReader.h"

#include <algorithm>

namespace isocenter::test {

void FakeImageReader::add(const ImagePtr& image, Pixels pixels)
{
    const std::lock_guard lock(m_mutex);
    m_images[image->path] = {image, std::move(pixels)};
}

void FakeImageReader::fail(const QString& path, int frame, const QString& message)
{
    const std::lock_guard lock(m_mutex);
    m_failures[{path, frame}] = message;
}

void FakeImageReader::setElements(const QString& path, std::vector<Element> elements)
{
    const std::lock_guard lock(m_mutex);
    m_elements[path] = std::move(elements);
}

void FakeImageReader::setHolding(bool hold)
{
    const std::lock_guard lock(m_mutex);
    m_hold = hold;
    m_wake.notify_all();
}

std::vector<FrameKey> FakeImageReader::held() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<FrameKey> keys;
    for (const auto& waiting : m_waiting) {
        if (!waiting->released) {
            keys.push_back(waiting->key);
        }
    }
    return keys;
}

void FakeImageReader::release(const FrameKey& key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(),
                                    [&](const auto& waiting) { return !waiting->released && waiting->key == key; });
    if (found != m_waiting.end()) {
        (*found)->released = true;
        m_wake.notify_all();
    }
}

int FakeImageReader::reads() const
{
    const std::lock_guard lock(m_mutex);
    return m_reads;
}

Result<ImagePtr> FakeImageReader::readHeader(const QString& path) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_images.find(path);
    if (found == m_images.end()) {
        return Error{QStringLiteral("There is no such file."), path};
    }
    return found->second.first;
}

void FakeImageReader::wait(std::unique_lock<std::mutex>& lock, const FrameKey& key) const
{
    const auto waiting = std::make_shared<Waiting>();
    waiting->key = key;
    m_waiting.push_back(waiting);
    m_wake.wait(lock, [&] { return waiting->released || !m_hold; });
    m_waiting.erase(std::find(m_waiting.begin(), m_waiting.end(), waiting));
}

Result<FramePtr> FakeImageReader::readFrame(const ImageAttributes& image, int frame, const CancelToken&) const
{
    std::unique_lock lock(m_mutex);
    ++m_reads;
    if (m_hold) {
        wait(lock, {image.path, frame});
    }
    const auto failure = m_failures.find({image.path, frame});
    if (failure != m_failures.end()) {
        return Error{failure->second, QStringLiteral("made to fail")};
    }
    const auto found = m_images.find(image.path);
    if (found == m_images.end() || frame < 0 || frame >= image.frames) {
        return Error{QStringLiteral("There is no such frame."), image.path};
    }
    const Pixels pixels = found->second.second;
    lock.unlock();
    return Frame::build(image.rows, image.columns, 1, SampleType::Int16, [&](std::byte* bytes) {
        auto* values = reinterpret_cast<std::int16_t*>(bytes);
        for (int row = 0; row < image.rows; ++row) {
            for (int column = 0; column < image.columns; ++column) {
                *values++ = static_cast<std::int16_t>(pixels(frame, row, column));
            }
        }
    });
}

Result<std::vector<Element>> FakeImageReader::readElements(const QString& path) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_elements.find(path);
    if (found == m_elements.end()) {
        return Error{QStringLiteral("There is no such file."), path};
    }
    return found->second;
}

namespace {

FrameAttributes attributesOf(const SeriesSpec& spec, int slice)
{
    FrameAttributes attributes;
    if (spec.hasPlane) {
        ImagePlane plane;
        plane.right = spec.right;
        plane.down = spec.down;
        plane.position = spec.origin + slice * spec.step * plane.normal();
        plane.columnSpacing = spec.columnSpacing;
        plane.rowSpacing = spec.rowSpacing;
        plane.spacingKnown = true;
        attributes.plane = plane;
        attributes.spacing = PixelSpacing{spec.rowSpacing, spec.columnSpacing};
    }
    attributes.modality.unit = spec.unit;
    attributes.modality.present = !spec.unit.isEmpty();
    attributes.windows = spec.windows;
    return attributes;
}

InstanceRecord recordOf(const SeriesSpec& spec, int instance, int frames)
{
    const QString study = QStringLiteral("1.2.826.0.1.%1").arg(spec.study);
    InstanceRecord record;
    record.study.uid = StudyUid(study);
    record.study.patient.id = spec.patientId;
    record.study.patient.name = PersonName::fromDicom(spec.patientName);
    record.study.date = QDate(2026, 1, 1).addDays(spec.study);
    record.study.description = QStringLiteral("Study %1").arg(spec.study);
    record.series.uid = SeriesUid(QStringLiteral("%1.%2").arg(study).arg(spec.series));
    record.series.study = record.study.uid;
    record.series.modality = spec.modality;
    record.series.number = spec.series;
    record.series.description = spec.description;
    record.series.frameOfReference = spec.frameOfReference;
    record.instance.uid = InstanceUid(QStringLiteral("%1.%2").arg(record.series.uid.text()).arg(instance));
    record.instance.series = record.series.uid;
    record.instance.number = instance;
    record.instance.frames = frames;
    record.instance.rows = spec.rows;
    record.instance.columns = spec.columns;
    return record;
}

ImagePtr imageOf(const SeriesSpec& spec, int firstSlice, int frames)
{
    auto image = std::make_shared<ImageAttributes>();
    image->record = recordOf(spec, firstSlice + 1, frames);
    image->path = QStringLiteral("/%1/%2/%3/%4").arg(spec.patientId).arg(spec.study).arg(spec.series).arg(firstSlice + 1);
    image->pixelData.offset = 0;
    image->rows = spec.rows;
    image->columns = spec.columns;
    image->frames = frames;
    image->bitsStored = 16;
    image->highBit = 15;
    image->isSigned = true;
    image->photometricText = QStringLiteral("MONOCHROME2");
    image->spacingSource = spec.hasPlane ? QStringLiteral("PixelSpacing") : QString();
    image->shared = attributesOf(spec, firstSlice);
    for (int frame = 0; frames > 1 && frame < frames; ++frame) {
        image->perFrame.push_back(attributesOf(spec, firstSlice + frame));
    }
    return image;
}

} // namespace

ImageSeriesPtr addSeries(FakeImageReader& reader, const SeriesSpec& spec)
{
    std::vector<ImagePtr> images;
    const int instances = spec.multiframe ? 1 : spec.count;
    for (int i = 0; i < instances; ++i) {
        const ImagePtr image = imageOf(spec, i, spec.multiframe ? spec.count : 1);
        const FakeImageReader::Pixels pixels = spec.pixels;
        reader.add(image, [pixels, i](int frame, int row, int column) {
            const int slice = i + frame;
            return pixels ? pixels(slice, row, column) : 100 * (slice + 1);
        });
        images.push_back(image);
    }
    return groupIntoSeries(images, spec.generation).front();
}

} // namespace isocenter::test
