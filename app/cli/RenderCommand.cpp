#include "cli/CommandLine.h"
#include "cli/Commands.h"
#include "cli/OptionValues.h"
#include "cli/StateOption.h"
#include "cli/SubtractOption.h"

#include "image/ImageSeries.h"
#include "reader/DicomImageReader.h"
#include "viewport/StillPicture.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QImageWriter>

#include <algorithm>
#include <optional>

namespace isocenter::cli {

namespace {

constexpr int kLeastSide = 16;

struct Options
{
    QString path;
    QString out;
    int frame = 1;
    QSize size{1024, 1024};
    std::optional<Window> window;
    QString state;
    QString study; ///< folder of what a blending state mixes with the image
    std::optional<bool> subtract;
    bool texts = true;
    bool overlays = true;
    bool shutter = true;
};

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Render)
};

std::optional<QSize> largeEnough(const QString& text)
{
    const std::optional<QSize> size = sizeOf(text);
    return size && size->width() >= kLeastSide && size->height() >= kLeastSide ? size : std::nullopt;
}

/// One option and its value; false if it is none or the value is wrong.
bool take(const QString& name, const QString& value, Options& options)
{
    if (name == QLatin1String("--frame")) {
        bool ok = false;
        options.frame = value.toInt(&ok);
        return ok && options.frame >= 1;
    }
    if (name == QLatin1String("--size")) {
        const auto size = largeEnough(value);
        options.size = size.value_or(QSize());
        return size.has_value();
    }
    if (name == QLatin1String("--window")) {
        options.window = windowOf(value);
        return options.window.has_value();
    }
    for (const auto& [word, option] : {std::pair("--texts", &options.texts), std::pair("--overlays", &options.overlays),
                                       std::pair("--shutter", &options.shutter)}) {
        if (name == QLatin1String(word)) {
            *option = value == QLatin1String("on");
            return *option || value == QLatin1String("off");
        }
    }
    if (name == QLatin1String("--subtract")) {
        options.subtract = value == QLatin1String("on");
        return *options.subtract || value == QLatin1String("off");
    }
    if (name == QLatin1String("--state")) {
        options.state = value;
        return !value.isEmpty();
    }
    if (name == QLatin1String("--study")) {
        options.study = value;
        return QFileInfo(value).isDir();
    }
    if (name == QLatin1String("--out")) {
        options.out = value;
        return !value.isEmpty();
    }
    return name == QLatin1String("--cache"); // accepted by every command, of no use here
}

std::optional<Options> parse(const QStringList& words)
{
    Options options;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words[i].startsWith(QLatin1String("--"))) {
            if (i + 1 >= words.size() || !take(words[i], words[i + 1], options)) {
                return std::nullopt;
            }
            ++i;
        } else if (options.path.isEmpty()) {
            options.path = words[i];
        } else {
            return std::nullopt;
        }
    }
    return options.path.isEmpty() || options.out.isEmpty() ? std::nullopt : std::optional(options);
}

Result<StillRequest> read(const Options& options)
{
    const DicomImageReader reader;
    const Result<ImagePtr> image = reader.readHeader(options.path);
    if (!image) {
        return image.error();
    }
    if (!(*image)->hasPixels()) {
        const QString reason =
            (*image)->warnings.isEmpty() ? Text::tr("This object has no pixel data.") : (*image)->warnings.last();
        return Error{reason, {}};
    }
    StillRequest request;
    request.series = groupIntoSeries({*image}, 1).front();
    const std::vector<FrameRef>& frames = request.series->frames;
    const auto found =
        std::find_if(frames.begin(), frames.end(), [&](const FrameRef& ref) { return ref.frame == options.frame - 1; });
    if (found == frames.end()) {
        return Error{Text::tr("There is no frame %1; the file has %2.").arg(options.frame).arg((*image)->frames), {}};
    }
    request.index = static_cast<int>(found - frames.begin());
    Result<FramePtr> frame = reader.readFrame(**image, found->frame, CancelToken());
    if (!frame) {
        return frame.error();
    }
    request.frame = std::move(frame).value();
    request.size = options.size;
    request.texts = options.texts;
    request.view.display.window = options.window;
    request.view.overlays = options.overlays;
    request.view.shutter = options.shutter;
    request.planes = [](const ImagePtr& source, const OverlayPlane& plane, int number) {
        const Result<BitPlanePtr> bits = DicomImageReader().readOverlay(*source, plane, number, CancelToken());
        if (!bits) {
            complain(bits.error().message);
        }
        return bits ? *bits : nullptr;
    };
    if (!options.state.isEmpty()) {
        const Result<PresentationStatePtr> state = stateFromFile(options.state);
        if (!state) {
            return state.error();
        }
        if (const Result<void> fits = checkState(**state, *image, found->frame); !fits) {
            return fits.error();
        }
        request.view.presentation = *state;
        request.stateView = true;
    }
    request.view.subtraction.on = options.subtract;
    Result<std::optional<SubtractedFrame>> difference = subtractedByPlan(
        planSubtraction(*request.series, request.index, request.view.presentation.get(), request.view.subtraction));
    if (!difference) {
        return difference.error();
    }
    request.subtracted = std::move(difference).value();
    return request;
}

/// What a blending state of the folder mixes with the frame.
Result<void> blendFrom(const QString& folder, StillRequest& request)
{
    const FrameRef ref = request.series->frames[static_cast<std::size_t>(request.index)];
    const StudySeries found = seriesInFolder(folder, *ref.image, ref.frame);
    const PresentationStatePtr wanted = request.view.presentation;
    if (!found.series) {
        return Error{Text::tr("The folder of the study does not hold this image."), {}};
    }
    for (const PresentationStatePtr& state : found.series->states) {
        if (state->object->record.instance.uid == wanted->object->record.instance.uid) {
            const DicomImageReader reader;
            FrameCache cache(std::size_t{64} << 20);
            WorkQueue queue(1);
            request.series = found.series;
            request.index = found.index;
            request.view.presentation = state;
            request.blend = BlendView::blendNow({reader, cache, queue}, *found.series, found.index, state);
            return {};
        }
    }
    return Error{Text::tr("The folder of the study does not hold this presentation state."), {}};
}

int refuse(const Options& options, const QString& reason)
{
    print({{QStringLiteral("path"), options.path}, {QStringLiteral("reason"), reason}});
    return SomethingRefused;
}

} // namespace

int render(const QStringList& words)
{
    const std::optional<Options> options = parse(words);
    if (!options) {
        complain(Text::tr(
            "Usage: isocenter render PATH [--frame N] [--window C,W] [--size WxH] [--texts on|off] "
            "[--state FILE [--study FOLDER]] [--overlays on|off] [--shutter on|off] [--subtract on|off] --out FILE.png"));
        return WrongUsage;
    }
    Result<StillRequest> request = read(*options);
    if (!request) {
        return refuse(*options, request.error().message);
    }
    if (!options->study.isEmpty() && request->view.presentation && request->view.presentation->blending) {
        if (const Result<void> blended = blendFrom(options->study, *request); !blended) {
            return refuse(*options, blended.error().message);
        }
    }
    const QImage picture = paintStill(*request);
    QImageWriter writer(options->out, QByteArrayLiteral("png"));
    if (!writer.write(picture)) {
        return refuse(*options, Text::tr("The picture cannot be written to %1: %2").arg(options->out, writer.errorString()));
    }
    print({{QStringLiteral("path"), options->path},
           {QStringLiteral("out"), options->out},
           {QStringLiteral("width"), picture.width()},
           {QStringLiteral("height"), picture.height()}});
    return AllWell;
}

} // namespace isocenter::cli
