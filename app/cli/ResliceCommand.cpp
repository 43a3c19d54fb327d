#include "cli/CommandLine.h"
#include "cli/Commands.h"
#include "cli/HeaderWalk.h"
#include "cli/OptionValues.h"

#include "codec/FrameReader.h"
#include "reslice/ResliceGaps.h"
#include "reslice/Reslicer.h"
#include "reslice/ResliceStack.h"
#include "stack/VolumeLayout.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QImageWriter>
#include <QJsonArray>
#include <QSaveFile>
#include <QtEndian>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <new>
#include <thread>

namespace isocenter::cli {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ResliceCommand)
};

constexpr double kUnit = 0.01;  ///< how far a direction's length may be from 1
constexpr double kRight = 1e-3; ///< cosine of what still is a right angle

struct Options
{
    QString path;
    ReslicePlane plane;
    int phase = 0; ///< from 0
    QString series;
    std::optional<Window> window;
    QString out;
    bool isPicture() const { return out.endsWith(QLatin1String(".png"), Qt::CaseInsensitive); }
};

QString usageText()
{
    return Text::tr(
        "Usage: isocenter reslice PATH --center X,Y,Z --right X,Y,Z --down X,Y,Z --size WxH --spacing MM "
        "[--slab MM --mode max|min|mean|sum] [--interpolation linear|cubic|nearest] [--phase N, from 1] [--series UID] "
        "[--window C,W] --out FILE");
}

/// Where and which way; what is wrong with it, or nothing.
QString takePlace(const QCommandLineParser& parser, ReslicePlane& plane)
{
    for (const auto& [name, target] :
         {std::pair("center", &plane.center), std::pair("right", &plane.right), std::pair("down", &plane.down)}) {
        const auto vector = vectorOf(parser.value(QString::fromLatin1(name)));
        if (!vector) {
            return Text::tr("--%1 is given as X,Y,Z.").arg(QString::fromLatin1(name));
        }
        *target = *vector;
    }
    for (Eigen::Vector3d* direction : {&plane.right, &plane.down}) {
        if (std::abs(direction->norm() - 1) > kUnit) {
            return Text::tr("The directions --right and --down have the length 1.");
        }
        direction->normalize();
    }
    if (std::abs(plane.right.dot(plane.down)) > kRight) {
        return Text::tr("The directions --right and --down are not at right angles.");
    }
    const auto size = sizeOf(parser.value(QStringLiteral("size")));
    const auto spacing = numberOf(parser.value(QStringLiteral("spacing")));
    if (!size) {
        return Text::tr("A size is given as WIDTHxHEIGHT, at most 16384 each.");
    }
    if (!spacing || *spacing <= 0) {
        return Text::tr("The spacing is a number of millimetres above 0.");
    }
    plane.width = size->width();
    plane.height = size->height();
    plane.spacing = *spacing;
    return {};
}

/// How values are made of voxels; what is wrong with it, or nothing.
QString takeManner(const QCommandLineParser& parser, ReslicePlane& plane)
{
    const auto choice = [&](const char* name, const QStringList& words) {
        return parser.isSet(QString::fromLatin1(name)) ? words.indexOf(parser.value(QString::fromLatin1(name))) : 0;
    };
    const auto words = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
    const qsizetype interpolation = choice("interpolation", words("linear cubic nearest"));
    const qsizetype mode = choice("mode", words("max min mean sum"));
    if (interpolation < 0) {
        return Text::tr("The interpolation is one of linear, cubic, nearest.");
    }
    if (mode < 0) {
        return Text::tr("The mode is one of max, min, mean, sum.");
    }
    constexpr ResliceInterpolation kinds[] = {ResliceInterpolation::Linear, ResliceInterpolation::Cubic,
                                              ResliceInterpolation::Nearest};
    constexpr SlabMode modes[] = {SlabMode::Max, SlabMode::Min, SlabMode::Mean, SlabMode::Sum};
    plane.interpolation = kinds[interpolation];
    plane.mode = modes[mode];
    if (parser.isSet(QStringLiteral("slab"))) {
        const auto slab = numberOf(parser.value(QStringLiteral("slab")));
        if (!slab || *slab < 0) {
            return Text::tr("The slab's thickness is a number of millimetres.");
        }
        plane.thickness = *slab;
    } else if (parser.isSet(QStringLiteral("mode"))) {
        return Text::tr("--mode needs --slab.");
    }
    return {};
}

/// What is read and written; what is wrong with it, or nothing.
QString takeFiles(const QCommandLineParser& parser, Options& options)
{
    if (parser.positionalArguments().size() != 1 || parser.value(QStringLiteral("out")).isEmpty()) {
        return usageText();
    }
    options.path = parser.positionalArguments().front();
    options.out = parser.value(QStringLiteral("out"));
    options.series = parser.value(QStringLiteral("series"));
    if (parser.isSet(QStringLiteral("phase"))) {
        options.phase = parser.value(QStringLiteral("phase")).toInt() - 1;
        if (options.phase < 0) {
            return Text::tr("Phases are numbered from 1.");
        }
    }
    if (parser.isSet(QStringLiteral("window"))) {
        options.window = windowOf(parser.value(QStringLiteral("window")));
        if (!options.window) {
            return Text::tr("A window is given as centre,width with a width above 0.");
        }
        if (!options.isPicture()) {
            return Text::tr("--window needs a file that ends in .png.");
        }
    }
    return {};
}

/// Null, with a message on stderr, if the words make no sense.
std::optional<Options> parse(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    for (const char* name :
         {"center", "right", "down", "size", "spacing", "slab", "mode", "interpolation", "phase", "series", "window", "out"}) {
        parser.addOption({QString::fromLatin1(name), QString(), QStringLiteral("value")});
    }
    Options options;
    QString wrong = parser.parse(QStringList{QStringLiteral("reslice")} + words) ? QString() : parser.errorText();
    wrong = wrong.isEmpty() ? takeFiles(parser, options) : wrong;
    wrong = wrong.isEmpty() ? takePlace(parser, options.plane) : wrong;
    wrong = wrong.isEmpty() ? takeManner(parser, options.plane) : wrong;
    if (!wrong.isEmpty()) {
        complain(wrong);
        return std::nullopt;
    }
    return options;
}

/// The volume that is meant.
Result<VolumeLayout> choose(const Options& options)
{
    std::vector<ImagePtr> images;
    const UnreadFiles unread = readHeaders({options.path}, images);
    if (unread.suspect > 0) { // a part must not be taken for the whole
        return Error{Text::tr("%n file(s) that may be slices cannot be read.", nullptr, unread.suspect), {}};
    }
    const std::vector<VolumeLayout> layouts = layoutVolumes(images);
    const VolumeLayout* best = nullptr;
    int others = -1;
    const auto rank = [](const VolumeLayout& layout) {
        return std::pair(layout.isUsable(), 1.0 * layout.columns * layout.rows * layout.images);
    };
    for (const VolumeLayout& layout : layouts) {
        if (options.series.isEmpty() || layout.series.uid.text() == options.series) {
            others += layout.isUsable() ? 1 : 0;
            best = !best || rank(*best) < rank(layout) ? &layout : best;
        }
    }
    if (!best) {
        return Error{layouts.empty() ? Text::tr("There are no images.") : Text::tr("There is no series %1.").arg(options.series),
                     {}};
    }
    if (!best->isUsable()) {
        return Error{best->reason, best->detail};
    }
    if (others > 0) {
        complain(Text::tr("There are %n other volume(s); this is the largest.", nullptr, others));
    }
    for (const QString& caution : best->cautions) {
        complain(QStringLiteral("%1: %2").arg(best->series.uid.text(), caution));
    }
    return *best;
}

/// Decodes the frames of a phase on all processors; all of them or an error.
Result<std::vector<FramePtr>> decode(const std::vector<FrameRef>& slices)
{
    std::vector<FramePtr> frames(slices.size());
    std::vector<std::optional<Error>> errors(slices.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t k = next++; k < slices.size(); k = next++) {
            if (slices[k].image) {
                Result<FramePtr> frame = readFrame(*slices[k].image, slices[k].frame, CancelToken());
                frames[k] = frame ? *frame : nullptr;
                errors[k] = frame ? std::nullopt : std::optional(frame.error());
            }
        }
    };
    std::vector<std::thread> helpers;
    for (unsigned i = 1; i < std::min(16U, std::thread::hardware_concurrency()); ++i) {
        helpers.emplace_back(work);
    }
    work();
    for (std::thread& helper : helpers) {
        helper.join();
    }
    for (std::size_t k = 0; k < slices.size(); ++k) {
        if (errors[k]) {
            complain(
                QStringLiteral("%1, frame %2: %3").arg(slices[k].image->path).arg(slices[k].frame + 1).arg(errors[k]->detail));
            return Error{QStringLiteral("%1: %2").arg(slices[k].image->path, errors[k]->message), errors[k]->detail};
        }
    }
    return frames;
}

struct Reslice
{
    VolumeLayout layout;
    std::vector<float> values;
    QImage picture;
    Window window;
    int missing = 0; ///< pixels without a value for want of a slice
    int outside = 0; ///< other pixels without a value
    int overGap = 0; ///< pixels whose value is made from slices that are too far apart
};

void count(Reslice& result, const ResliceVolume& volume, const ReslicePlane& plane, const std::vector<std::uint8_t>& mask)
{
    const auto gaps = gapPlaces(result.layout, volume.grid());
    const GapTest test(volume.grid(), plane, gaps);
    for (std::size_t i = 0; i < mask.size(); ++i) {
        const auto width = static_cast<std::size_t>(plane.width);
        const bool missing = mask[i] == static_cast<std::uint8_t>(ReslicePixel::Missing);
        const bool valued = std::isfinite(result.values[i]);
        result.missing += missing ? 1 : 0;
        result.outside += !missing && !valued ? 1 : 0;
        result.overGap += valued && test.isOver(static_cast<int>(i % width), static_cast<int>(i / width)) ? 1 : 0;
    }
}

/// Through the window of the slice in the middle, as the file has it, or another.
Result<void> paint(Reslice& result, const Options& options, const ResliceVolume& volume, const FrameRef& ref, const Frame& frame)
{
    DisplayState display;
    display.window = options.window;
    const GrayTransform transform(*ref.image, ref.frame, frame, display);
    result.window = transform.window();
    result.picture = QImage(options.plane.width, options.plane.height, QImage::Format_RGB32);
    if (result.picture.isNull()) {
        throw std::bad_alloc();
    }
    auto* pixels = reinterpret_cast<QRgb*>(result.picture.bits());
    const Result<ResliceOutcome> done =
        paintReslice(volume, options.plane, volume.levels(transform), pixels, result.picture.bytesPerLine() / 4, nullptr);
    return done ? Result<void>() : Result<void>(done.error());
}

Result<Reslice> make(const Options& options)
{
    Result<VolumeLayout> layout = choose(options);
    if (!layout) {
        return layout.error();
    }
    Reslice result;
    result.layout = std::move(layout).value();
    const auto phases = static_cast<int>(result.layout.phases.size());
    if (options.phase >= phases) {
        return Error{Text::tr("There is no phase %1; the volume has %2.").arg(options.phase + 1).arg(phases), {}};
    }
    Result<ResliceStack> stack = makeResliceStack(result.layout, options.phase, OverGaps::Interpolated);
    if (!stack) {
        return stack.error();
    }
    ResliceVolume& volume = stack->volume;
    if (const Result<void> sound = options.plane.check(volume.grid()); !sound) {
        return sound.error();
    }
    const std::vector<FrameRef>& slices = result.layout.phases[static_cast<std::size_t>(options.phase)].slices;
    const Result<std::vector<FramePtr>> frames = decode(slices);
    if (!frames) {
        return frames.error();
    }
    std::size_t reference = slices.size();
    for (std::size_t k = 0; k < slices.size(); ++k) {
        if (!(*frames)[k]) {
            continue;
        }
        if (const Result<void> set = volume.setSlice(stack->slots[k], (*frames)[k]); !set) {
            return set.error();
        }
        reference = reference == slices.size() || k <= slices.size() / 2 ? k : reference;
    }
    const std::size_t pixels = static_cast<std::size_t>(options.plane.width) * static_cast<std::size_t>(options.plane.height);
    result.values.resize(pixels);
    std::vector<std::uint8_t> mask(pixels);
    if (const auto done = isocenter::reslice(volume, options.plane, result.values.data(), mask.data()); !done) {
        return done.error();
    }
    count(result, volume, options.plane, mask);
    if (options.isPicture() && reference < slices.size()) {
        if (const auto done = paint(result, options, volume, slices[reference], *(*frames)[reference]); !done) {
            return done.error();
        }
    }
    return result;
}

/// All of it or nothing; what went wrong.
QString write(const Options& options, const Reslice& reslice)
{
    QSaveFile file(options.out);
    bool written = file.open(QIODevice::WriteOnly);
    if (written && options.isPicture()) {
        written = QImageWriter(&file, QByteArrayLiteral("png")).write(reslice.picture);
    } else if (written) {
        QByteArray bytes(static_cast<qsizetype>(reslice.values.size() * sizeof(float)), Qt::Uninitialized);
        qToLittleEndian<float>(reslice.values.data(), static_cast<qsizetype>(reslice.values.size()), bytes.data());
        written = file.write(bytes) == bytes.size();
    }
    if (written && file.commit()) {
        return {};
    }
    return Text::tr("%1 cannot be written: %2").arg(options.out, file.errorString());
}

QJsonObject describe(const Options& options, const Reslice& reslice)
{
    const ReslicePlane& plane = options.plane;
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    double sum = 0;
    std::size_t n = 0;
    for (const float value : reslice.values) {
        if (std::isfinite(value)) {
            least = std::min<double>(least, value);
            most = std::max<double>(most, value);
            sum += value;
            ++n;
        }
    }
    const auto known = [n](double value) { return n > 0 ? QJsonValue(value) : QJsonValue(); };
    QJsonObject object{{QStringLiteral("seriesInstanceUid"), reslice.layout.series.uid.text()},
                       {QStringLiteral("phase"), options.phase + 1},
                       {QStringLiteral("phases"), static_cast<int>(reslice.layout.phases.size())},
                       {QStringLiteral("out"), options.out},
                       {QStringLiteral("dimensions"), QJsonArray{plane.width, plane.height}},
                       {QStringLiteral("spacing"), QJsonArray{plane.spacing, plane.spacing}},
                       {QStringLiteral("missing"), reslice.missing},
                       {QStringLiteral("outside"), reslice.outside},
                       {QStringLiteral("overGap"), reslice.overGap},
                       {QStringLiteral("min"), known(least)},
                       {QStringLiteral("max"), known(most)},
                       {QStringLiteral("mean"), known(sum / static_cast<double>(n))}};
    if (options.isPicture()) {
        object.insert(QStringLiteral("window"), QJsonArray{reslice.window.center, reslice.window.width});
    }
    return object;
}

} // namespace

int reslice(const QStringList& words)
{
    const std::optional<Options> options = parse(words);
    if (!options) {
        return WrongUsage;
    }
    QString wrong;
    try {
        const Result<Reslice> made = make(*options);
        wrong = made ? write(*options, *made) : made.error().message;
        if (wrong.isEmpty()) {
            print(describe(*options, *made));
        }
    } catch (const std::bad_alloc&) {
        wrong = Text::tr("There is not enough memory.");
    }
    if (!wrong.isEmpty()) {
        complain(wrong);
        return SomethingRefused;
    }
    return AllWell;
}

} // namespace isocenter::cli
