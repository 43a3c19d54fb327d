#include "studylist/SeriesThumbnails.h"

#include "display/DisplayPipeline.h"

#include <QCoreApplication>

#include <algorithm>

namespace isocenter {

namespace {

Error noPicture()
{
    return Error{QCoreApplication::translate("SeriesThumbnails", "No picture"), {}};
}

Result<QImage> pictureOf(const StudyIndex& index, const ImageReader& reader, const SeriesUid& series, const CancelToken& cancel)
{
    const Result<std::vector<StoredInstance>> instances = index.instances(series);
    if (!instances) {
        return instances.error();
    }
    std::vector<StoredInstance> pictures = *instances;
    pictures.erase(
        std::remove_if(pictures.begin(), pictures.end(), [](const StoredInstance& one) { return one.instance.frames < 1; }),
        pictures.end());
    if (pictures.empty()) {
        return noPicture();
    }
    std::stable_sort(pictures.begin(), pictures.end(),
                     [](const auto& a, const auto& b) { return a.instance.number < b.instance.number; });
    const Result<ImagePtr> image = reader.readHeader(pictures[pictures.size() / 2].path);
    if (!image) {
        return image.error();
    }
    if (!(*image)->hasPixels()) {
        return noPicture();
    }
    const int frame = (*image)->frames / 2;
    const Result<FramePtr> pixels = reader.readFrame(**image, frame, cancel);
    if (!pixels) {
        return pixels.error();
    }
    const QImage full = displayImage(**image, frame, **pixels, {});
    return full.isNull()
               ? Result<QImage>(noPicture())
               : full.scaled(SeriesThumbnails::Side, SeriesThumbnails::Side, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace

SeriesThumbnails::SeriesThumbnails(const StudyIndex& index, const ViewerServices& services, QObject* parent)
    : ThumbnailSource(parent), m_index(index), m_services(services), m_answers(this)
{
}

QImage SeriesThumbnails::thumbnail(const SeriesUid& series)
{
    Entry& entry = m_entries[series];
    entry.use = ++m_uses;
    if (!entry.asked) {
        entry.asked = true;
        ++m_asked;
        // After what the reader waits for: one step behind the rows of the table.
        m_answers.ask(
            m_services.queue, AnswerBox::Interactive + 1,
            [&index = m_index, &reader = m_services.reader, series](const CancelToken& cancel) {
                return pictureOf(index, reader, series, cancel);
            },
            [this, series](const Result<QImage>& image) { take(series, image); });
    }
    return entry.image;
}

QString SeriesThumbnails::failure(const SeriesUid& series) const
{
    return m_entries.value(series).failure;
}

void SeriesThumbnails::take(const SeriesUid& series, const Result<QImage>& image)
{
    --m_asked;
    Entry& entry = m_entries[series];
    if (image) {
        entry.image = *image;
    } else {
        entry.failure = image.error().message;
    }
    if (m_entries.size() > Most) {
        const auto oldest =
            std::min_element(m_entries.begin(), m_entries.end(), [](const Entry& a, const Entry& b) { return a.use < b.use; });
        if (oldest.key() != series && (!oldest->image.isNull() || !oldest->failure.isEmpty())) {
            m_entries.erase(oldest);
        }
    }
    Q_EMIT ready(series);
}

} // namespace isocenter
