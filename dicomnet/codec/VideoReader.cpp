#include "codec/VideoReader.h"

#include "codec/VideoColor.h"
#include "codec/VideoTask.h"
#include "isolation/DecoderPool.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <set>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FrameReader)
};

constexpr std::size_t kStreams = 16;
constexpr std::size_t kMemoryBase = std::size_t{768} << 20; // kept packets and pictures, two streams
constexpr std::size_t kPictures = 60;                       // that a decoder may hold, of three samples
constexpr std::int64_t kBytesOfSecond = 20 << 20;           // that are at least looked through
constexpr double kPixelsOfSecond = 8e6;                     // that are at least decoded
constexpr int kSecondsBase = 60;
constexpr double kSecondsMost = 1800;
constexpr auto kStep = std::chrono::milliseconds(20);

/// One file's stream: who may decode, and what it is called in the decoder process.
struct Stream
{
    QString path;
    qint64 size = 0;
    qint64 offset = 0;
    qint64 changed = 0;
    quint64 session = 0;

    std::mutex mutex;
    std::condition_variable freed;
    std::multiset<int> waiting; ///< frames
    bool busy = false;
    int last = -1;

    /// The frame that goes next: the first behind the last one, else the first.
    int best() const
    {
        const auto behind = waiting.upper_bound(last);
        return behind == waiting.end() ? *waiting.begin() : *behind;
    }
};
using StreamPtr = std::shared_ptr<Stream>;

/// The right to decode a frame of a stream; waits for it.
class Turn
{
public:
    Turn(StreamPtr stream, int frame, const CancelToken& cancel) : m_stream(std::move(stream))
    {
        std::unique_lock<std::mutex> lock(m_stream->mutex);
        const auto place = m_stream->waiting.insert(frame);
        while ((m_stream->busy || m_stream->best() != frame) && !cancel.isCancelled()) {
            m_stream->freed.wait_for(lock, kStep);
        }
        m_stream->waiting.erase(place);
        m_mine = !m_stream->busy && !cancel.isCancelled();
        if (m_mine) {
            m_stream->busy = true;
            m_stream->last = frame;
        } else {
            m_stream->freed.notify_all();
        }
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn()
    {
        if (m_mine) {
            const std::lock_guard<std::mutex> lock(m_stream->mutex);
            m_stream->busy = false;
            m_stream->freed.notify_all();
        }
    }
    bool isMine() const { return m_mine; }

private:
    StreamPtr m_stream;
    bool m_mine = false;
};

struct Planes
{
    VideoFacts facts;
    std::shared_ptr<std::byte> bytes;
};

VideoCoding codingOf(const QString& syntax)
{
    const int number = QStringView(syntax).mid(20, 3).toInt(); // of 1.2.840.10008.1.2.4.100
    return number <= 101 ? VideoCoding::Mpeg2 : number <= 106 ? VideoCoding::H264 : VideoCoding::Hevc;
}

Error damaged(const QString& detail)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The video is damaged; it is not shown."), detail);
}

DecodeTask taskFor(const std::vector<Fragment>& fragments, const ImageAttributes& image, const PixelFile& file)
{
    std::int64_t bytes = 0;
    for (const Fragment& f : fragments) {
        bytes += f.length;
    }
    const std::size_t pixels = static_cast<std::size_t>(image.rows) * static_cast<std::size_t>(image.columns);
    DecodeTask task;
    task.kind = kVideoPicture;
    task.file = file.descriptor();
    task.memory = kMemoryBase + kPictures * 3 * pixels * (image.bitsAllocated > 8 ? 2 : 1) + static_cast<std::size_t>(bytes / 64);
    const double most =
        static_cast<double>(bytes) / kBytesOfSecond + static_cast<double>(pixels) * image.frames / kPixelsOfSecond;
    task.cpuSeconds = kSecondsBase + static_cast<int>(std::min(most, kSecondsMost));
    return task;
}

QStringList cautionsOf(const VideoFacts& facts, const ImageAttributes& image, const PixelLayout& layout)
{
    QStringList cautions;
    if (facts.frames != image.frames) {
        cautions << Text::tr("The video has %1 pictures, the header of the file says %2.").arg(facts.frames).arg(image.frames);
    }
    if (facts.bits != layout.bitsStored) {
        cautions << Text::tr("The compressed image has %1 bits a sample, the header of the file says %2.")
                        .arg(facts.bits)
                        .arg(layout.bitsStored);
    }
    const double shape = static_cast<double>(facts.pixelHeight) / facts.pixelWidth;
    if (shape < 0.99 * image.pixelAspect.value_or(1) || shape > 1.01 * image.pixelAspect.value_or(1)) {
        cautions << Text::tr("The video has pixels of %1 : %2 (width : height), which the header of the file does not say: the "
                             "picture is distorted.")
                        .arg(facts.pixelWidth)
                        .arg(facts.pixelHeight);
    }
    if (image.transferSyntax.contains(QLatin1String(".4.106"))) {
        cautions << Text::tr("This is a stereo video; the view of one eye is shown.");
    }
    return cautions;
}

Result<FramePtr> finish(const Planes& planes, const ImageAttributes& image, const PixelLayout& layout)
{
    const VideoFacts& facts = planes.facts;
    if (facts.rows != layout.rows || facts.columns != layout.columns) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image has another size than its header says."),
                          QStringLiteral("header %1 x %2, video %3 x %4")
                              .arg(layout.columns)
                              .arg(layout.rows)
                              .arg(facts.columns)
                              .arg(facts.rows));
    }
    PixelLayout rgb = layout;
    rgb.shift = 0;
    const auto data = allocatePixels(rgb.count() * sampleSize(rgb.type()));
    videoToRgb(facts, planes.bytes.get(), rgb.bitsStored, data.get());
    return FramePtr(finishFrame(rgb, data, cautionsOf(facts, image, layout)));
}

} // namespace

struct VideoReader::State
{
    std::shared_ptr<DecoderPool> pool;
    std::mutex mutex;
    std::list<StreamPtr> streams; ///< used last first

    StreamPtr streamOf(const PixelFile& file, const ImageAttributes& image);
    Result<Planes> decode(DecodeTask task, const VideoRequest& request, std::size_t bytes, const CancelToken& cancel) const;
};

StreamPtr VideoReader::State::streamOf(const PixelFile& file, const ImageAttributes& image)
{
    const std::lock_guard<std::mutex> lock(mutex);
    const auto found = std::find_if(streams.begin(), streams.end(), [&](const StreamPtr& s) {
        return s->size == file.size() && s->offset == image.pixelData.offset && s->changed == file.changeTime() &&
               s->path == image.path;
    });
    if (found != streams.end()) {
        streams.splice(streams.begin(), streams, found);
        return streams.front();
    }
    const auto stream = std::make_shared<Stream>();
    stream->path = image.path;
    stream->size = file.size();
    stream->offset = image.pixelData.offset;
    stream->changed = file.changeTime();
    stream->session = pool->newSession();
    streams.push_front(stream);
    if (streams.size() > kStreams) {
        streams.pop_back();
    }
    return stream;
}

Result<Planes> VideoReader::State::decode(DecodeTask task, const VideoRequest& request, std::size_t bytes,
                                          const CancelToken& cancel) const
{
    task.numbers = request.numbers();
    task.outputBytes = bytes;
    Planes planes;
    planes.bytes = allocatePixels(bytes);
    const Result<DecodeAnswer> answer = pool->run(task, planes.bytes.get(), cancel, request.session);
    if (!answer) {
        return answer.error();
    }
    if (answer->status == DecodeAnswer::Status::NoMemory) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader",
                                            "Decoding the image takes more memory than its size accounts for; it is not shown."));
    }
    if (!VideoFacts::of(answer->numbers, planes.facts)) {
        return damaged(QStringLiteral("numbers of the answer"));
    }
    if (answer->status == DecodeAnswer::Status::Whole) {
        const bool complete = answer->outputBytes == planes.facts.bytes();
        return complete ? Result<Planes>(planes) : Result<Planes>(damaged(QStringLiteral("size of the answer")));
    }
    if (answer->message.isEmpty()) {
        return planes; // no picture, but its size
    }
    return frameError(answer->message.constData(), QString::fromUtf8(answer->detail));
}

VideoReader::VideoReader(std::shared_ptr<DecoderPool> pool) : m(std::make_unique<State>())
{
    m->pool = std::move(pool);
}

VideoReader::~VideoReader() = default;

Result<FramePtr> VideoReader::readFrame(const PixelFile& file, const ImageAttributes& image, const PixelLayout& layout,
                                        const FragmentTable& table, int frame, const CancelToken& cancel) const
{
    if (layout.samples != 3 || layout.bitsAllocated > 16 || layout.bitsStored < 8) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The header does not describe a video in colour; it is not shown."));
    }
    const StreamPtr stream = m->streamOf(file, image);
    const std::vector<Fragment>& fragments = table.fragments();
    DecodeTask task = taskFor(fragments, image, file);
    std::vector<StreamPart> parts(fragments.size());
    std::transform(fragments.begin(), fragments.end(), parts.begin(), [](const Fragment& f) {
        return StreamPart{f.offset, f.length};
    });
    task.input =
        QByteArrayView(reinterpret_cast<const char*>(parts.data()), static_cast<qsizetype>(sizeof(StreamPart) * parts.size()));
    const VideoRequest request{frame, stream->session, codingOf(image.transferSyntax), table.isCut()};
    const std::size_t pixels = static_cast<std::size_t>(layout.rows) * static_cast<std::size_t>(layout.columns);
    Result<Planes> planes = Planes();
    {
        const Turn turn(stream, frame, cancel);
        if (!turn.isMine()) {
            return frameError(QT_TRANSLATE_NOOP("FrameReader", "Reading was cancelled."));
        }
        // Nearly all are 4:2:0 of the depth that the header says.
        const std::size_t expected = (pixels + pixels / 2 + 2 * static_cast<std::size_t>(layout.columns + layout.rows)) *
                                     (layout.bitsAllocated > 8 ? 2 : 1);
        planes = m->decode(task, request, expected, cancel);
        const bool tooSmall = planes && planes->facts.bytes() > expected;
        const bool otherSize = planes && (planes->facts.rows != layout.rows || planes->facts.columns != layout.columns);
        if (tooSmall && !otherSize) {
            planes = m->decode(task, request, planes->facts.bytes(), cancel);
        }
    }
    return planes ? finish(*planes, image, layout) : Result<FramePtr>(planes.error());
}

} // namespace isocenter
