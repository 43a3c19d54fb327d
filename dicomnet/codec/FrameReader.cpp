#include "codec/FrameReader.h"

#include "codec/CompressedFrame.h"
#include "codec/Fragments.h"
#include "codec/FrameDecoders.h"
#include "codec/NativeFrame.h"
#include "codec/PixelFile.h"
#include "codec/PixelLayout.h"
#include "codec/VideoReader.h"
#include "file/Inflate.h"
#include "image/TransferSyntax.h"
#include "isolation/DecoderPool.h"

#include <QCoreApplication>
#include <QMutex>
#include <QMutexLocker>

#include <exception>
#include <new>

namespace isocenter {

namespace {

constexpr int kVideoIdleMs = 60'000; // a stream that is opened again is read through again

DecoderPoolOptions videoDecoders()
{
    DecoderPoolOptions options;
    options.program = QStringLiteral("isocenter-video-decoder");
    options.idleMs = kVideoIdleMs;
    return options;
}

bool isCompressed(const QString& syntax)
{
    return syntax.startsWith(QLatin1String("1.2.840.10008.1.2.4.")) || syntax == QLatin1String("1.2.840.10008.1.2.5") ||
           syntax == QLatin1String("1.2.840.10008.1.2.8.1");
}

bool isBigEndian(const QString& syntax)
{
    // The second: an implicit VR syntax of GE with big endian pixels.
    return syntax == QLatin1String("1.2.840.10008.1.2.2") || syntax == QLatin1String("1.2.840.113619.5.2");
}

bool isDeflated(const QString& syntax)
{
    return syntax == QLatin1String("1.2.840.10008.1.2.1.99");
}

Result<void> checkRequest(const ImageAttributes& image, int frame)
{
    const QString reason = unsupportedSyntaxReason(image.transferSyntax);
    if (!reason.isEmpty()) {
        return Error{reason, image.transferSyntax};
    }
    if (image.pixelData.offset < 0) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The file has no pixel data."));
    }
    if (frame < 0 || frame >= image.frames) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The image has no frame of this number."));
    }
    if (!image.pixelData.encapsulated && isCompressed(image.transferSyntax)) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The pixel data are not compressed as the file says they are."),
                          image.transferSyntax);
    }
    if (image.photometric == Photometric::PaletteColor && !(image.palette[0] && image.palette[1] && image.palette[2])) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The image has no colour palette though its header asks for one."));
    }
    return {};
}

} // namespace

struct FrameReader::State
{
    QMutex mutex; ///< of the inflated data set
    QString inflatedPath;
    qint64 inflatedFileSize = -1;
    QByteArray inflated;
    FragmentTableCache tables;
    std::shared_ptr<DecoderPool> pool;
    std::unique_ptr<VideoReader> videos;

    Result<PixelFile> open(const ImageAttributes& image);
    Result<FramePtr> read(const ImageAttributes& image, int frame, const CancelToken& cancel);
};

Result<PixelFile> FrameReader::State::open(const ImageAttributes& image)
{
    if (!isDeflated(image.transferSyntax)) {
        return PixelFile::open(image.path);
    }
    {
        const QMutexLocker lock(&mutex);
        if (inflatedPath == image.path && inflatedFileSize == image.fileSize) {
            return PixelFile(inflated);
        }
    }
    Result<QByteArray> data = inflateDataSet(image.path);
    if (!data) {
        return data.error();
    }
    if (image.frames > 1) { // worth keeping only if more is asked for
        const QMutexLocker lock(&mutex);
        inflatedPath = image.path;
        inflatedFileSize = image.fileSize;
        inflated = *data;
    }
    return PixelFile(std::move(data).value());
}

Result<FramePtr> FrameReader::State::read(const ImageAttributes& image, int frame, const CancelToken& cancel)
{
    const auto cancelled = [] { return frameError(QT_TRANSLATE_NOOP("FrameReader", "Reading was cancelled.")); };
    if (const Result<void> check = checkRequest(image, frame); !check) {
        return check.error();
    }
    const Result<PixelLayout> layout = PixelLayout::of(image);
    if (!layout) {
        return layout.error();
    }
    if (cancel.isCancelled()) {
        return cancelled();
    }
    const Result<PixelFile> file = open(image);
    if (!file) {
        return file.error();
    }
    if (!image.pixelData.encapsulated) {
        return readNativeFrame(*file, image, *layout, frame, isBigEndian(image.transferSyntax));
    }
    if (layout->isFloat) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "Compressed floating point pixels cannot be shown."));
    }
    const Result<FragmentTableCache::TablePtr> table = tables.table(*file, image);
    if (!table) {
        return table.error();
    }
    if (isVideoSyntax(image.transferSyntax)) {
        if (!videos) {
            return frameError(QT_TRANSLATE_NOOP("FrameReader", "Videos are not decoded here."));
        }
        return videos->readFrame(*file, image, *layout, **table, frame, cancel);
    }
    const Result<QByteArray> bytes = (*table)->frameBytes(*file, frame);
    if (!bytes) {
        return bytes.error();
    }
    if (cancel.isCancelled()) {
        return cancelled();
    }
    return decodeCompressedFrame(*bytes, image, *layout, FrameDecoders(pool.get(), cancel));
}

FrameReader::FrameReader() : FrameReader(std::make_shared<DecoderPool>(), std::make_shared<DecoderPool>(videoDecoders())) {}

FrameReader::FrameReader(std::shared_ptr<DecoderPool> images, std::shared_ptr<DecoderPool> videos) : m(std::make_unique<State>())
{
    m->pool = std::move(images);
    if (videos) {
        m->videos = std::make_unique<VideoReader>(std::move(videos));
    }
}

FrameReader::~FrameReader() = default;

Result<FramePtr> FrameReader::readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const
{
    try {
        return m->read(image, frame, cancel);
    } catch (const std::bad_alloc&) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "There is not enough memory for this image."));
    } catch (const std::exception& e) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The image is damaged; it is not shown."),
                          QString::fromLatin1(e.what()));
    } catch (...) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The image is damaged; it is not shown."));
    }
}

Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel)
{
    static const FrameReader kReader;
    return kReader.readFrame(image, frame, cancel);
}

} // namespace isocenter
