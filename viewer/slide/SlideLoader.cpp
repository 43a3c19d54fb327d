#include "slide/SlideLoader.h"

#include "display/DisplayPipeline.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace isocenter {

struct SlideLoader::Answer
{
    QImage image;
    QString reason; ///< if there is no image
};

namespace {

constexpr int kTilePriority = 10; // as frames of viewports
constexpr std::size_t kBudget = std::size_t{256} << 20;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Slides)
};

} // namespace

QImage halved(const QImage& image)
{
    const QImage source = image.format() == QImage::Format_RGB32 ? image : image.convertToFormat(QImage::Format_RGB32);
    QImage result((source.width() + 1) / 2, (source.height() + 1) / 2, QImage::Format_RGB32);
    for (int y = 0; y < result.height(); ++y) {
        const auto* upper = reinterpret_cast<const QRgb*>(source.constScanLine(2 * y));
        const auto* lower = reinterpret_cast<const QRgb*>(source.constScanLine(std::min(2 * y + 1, source.height() - 1)));
        auto* out = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < result.width(); ++x) {
            const int left = 2 * x;
            const int right = std::min(2 * x + 1, source.width() - 1);
            const std::array<QRgb, 4> four{upper[left], upper[right], lower[left], lower[right]};
            int sums[3] = {2, 2, 2};
            for (const QRgb pixel : four) {
                sums[0] += qRed(pixel);
                sums[1] += qGreen(pixel);
                sums[2] += qBlue(pixel);
            }
            out[x] = qRgb(sums[0] / 4, sums[1] / 4, sums[2] / 4);
        }
    }
    return result;
}

SlideLoader::SlideLoader(const ViewerServices& services, QObject* parent) : QObject(parent), m_services(services), m_answers(this)
{
}

void SlideLoader::setSlide(std::shared_ptr<const SlidePyramid> slide)
{
    m_answers.forget();
    m_slide = std::move(slide);
    ++m_look;
    m_waiting.clear();
    m_running.clear();
    m_pictures.clear();
    m_uses.clear();
    m_failures.clear();
    m_bytes = 0;
}

void SlideLoader::setState(const DisplayState& state)
{
    if (state != m_state) {
        m_state = state;
        ++m_look;
    }
}

void SlideLoader::want(const std::vector<SlideTileKey>& keys)
{
    m_waiting.clear();
    m_wanted = keys.size();
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
        if (!has(*key) && failure(*key).isEmpty() && m_running.count(*key) == 0) {
            m_waiting.push_back(*key);
        }
    }
    pump();
}

bool SlideLoader::has(const SlideTileKey& key) const
{
    const auto found = m_pictures.find(key);
    return found != m_pictures.end() && found->second.look == m_look;
}

const QImage* SlideLoader::find(const SlideTileKey& key)
{
    auto found = m_pictures.find(key);
    if (found == m_pictures.end()) {
        found = m_pictures.lower_bound({key.level, key.source, key.frame, 0});
        if (found == m_pictures.end() || found->first.level != key.level || found->first.source != key.source ||
            found->first.frame != key.frame) {
            return nullptr;
        }
    }
    m_uses.splice(m_uses.begin(), m_uses, found->second.use);
    return &found->second.image;
}

QString SlideLoader::failure(const SlideTileKey& key) const
{
    const auto found = m_failures.find({key.level, key.source, key.frame});
    return found == m_failures.end() ? QString() : found->second;
}

void SlideLoader::pump()
{
    // Few are handed out at a time, so that another view takes effect at once.
    while (m_slide && static_cast<int>(m_running.size()) < 2 * m_services.queue.threads() && !m_waiting.empty()) {
        const SlideTileKey key = m_waiting.back();
        m_waiting.pop_back();
        m_running.insert(key);
        const ImagePtr image = m_slide->levels[key.level].sources()[key.source];
        const auto work = [&reader = m_services.reader, &cache = m_services.cache, image, key,
                           state = m_state](const CancelToken& cancel) {
            Answer answer;
            const FrameKey place{image->path, key.frame};
            FramePtr frame = cache.find(place);
            if (!frame) {
                Result<FramePtr> read = reader.readFrame(*image, key.frame, cancel);
                if (!read) {
                    answer.reason = read.error().message;
                    return answer;
                }
                frame = std::move(read).value();
                cache.put(place, frame);
            }
            answer.image = displayImage(*image, key.frame, *frame, state);
            if (answer.image.isNull()) {
                answer.reason = Text::tr("This tile cannot be shown: its colours are not as the file says.");
                return answer;
            }
            answer.image = answer.image.convertToFormat(QImage::Format_RGB32);
            for (int i = 0; i < key.shrink && !answer.image.isNull(); ++i) {
                answer.image = halved(answer.image);
            }
            return answer;
        };
        m_answers.ask(m_services.queue, kTilePriority, work,
                      [this, key, look = m_look](const Answer& answer) { take(key, look, answer); });
    }
}

void SlideLoader::take(const SlideTileKey& key, quint64 look, const Answer& answer)
{
    m_running.erase(key);
    if (answer.image.isNull()) {
        m_failures[{key.level, key.source, key.frame}] = answer.reason;
    } else {
        put(key, look, answer.image);
    }
    if (look != m_look) {
        m_waiting.push_back(key); // asked before the look changed
    }
    pump();
    Q_EMIT changed();
}

void SlideLoader::put(const SlideTileKey& key, quint64 look, const QImage& image)
{
    const auto found = m_pictures.find(key);
    if (found != m_pictures.end()) {
        m_bytes -= static_cast<std::size_t>(found->second.image.sizeInBytes());
        m_uses.erase(found->second.use);
        m_pictures.erase(found);
    }
    m_uses.push_front(key);
    m_pictures[key] = {image, look, m_uses.begin()};
    m_bytes += static_cast<std::size_t>(image.sizeInBytes());
    while (m_bytes > kBudget && m_uses.size() > m_wanted + 1) {
        const auto oldest = m_pictures.find(m_uses.back());
        m_bytes -= static_cast<std::size_t>(oldest->second.image.sizeInBytes());
        m_pictures.erase(oldest);
        m_uses.pop_back();
    }
}

} // namespace isocenter
