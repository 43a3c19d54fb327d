#include "cli/CommandLine.h"
#include "cli/Commands.h"
#include "cli/OptionValues.h"
#include "cli/PixelStages.h"
#include "cli/StateOption.h"
#include "cli/SubtractOption.h"

#include "base/FileWalk.h"
#include "codec/FrameReader.h"
#include "file/HeaderReader.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QSaveFile>

#include <cstdio>
#include <limits>

namespace isocenter::cli {

namespace {

struct Options
{
    PixelStage stage = PixelStage::Stored;
    int frame = 0; ///< DICOM frame number, from 1; 0: all
    DisplayState display;
    QSize size;
    PresentationStatePtr state;
    QString out;
    bool summary = false; ///< --sha256
    QStringList paths;
};

QString say(const char* text)
{
    return QCoreApplication::translate("Pixels", text);
}

/// --state; what is wrong with it, or nothing.
QString takeState(const QCommandLineParser& parser, Options& options)
{
    if (!parser.isSet(QStringLiteral("state"))) {
        return {};
    }
    if (options.stage != PixelStage::Display || !options.size.isEmpty()) {
        return say(QT_TRANSLATE_NOOP("Pixels", "--state needs --stage display and goes without --size."));
    }
    const Result<PresentationStatePtr> state = stateFromFile(parser.value(QStringLiteral("state")));
    if (state) {
        options.state = *state;
    }
    return state ? QString() : state.error().message;
}

/// Null, with a message on stderr, if the words make no sense.
std::optional<Options> parse(const QStringList& words)
{
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsOptions);
    const QString value = QStringLiteral("value");
    for (const char* name : {"frame", "stage", "window", "size", "state", "out"}) {
        parser.addOption({QString::fromLatin1(name), QString(), value});
    }
    parser.addOption({QStringLiteral("sha256"), QString()});
    Options options;
    const auto wrong = [](const QString& message) {
        complain(message);
        return std::nullopt;
    };
    if (!parser.parse(QStringList{QStringLiteral("pixels")} + words)) {
        return wrong(parser.errorText());
    }
    options.paths = parser.positionalArguments();
    if (options.paths.isEmpty()) {
        return wrong(say(QT_TRANSLATE_NOOP(
            "Pixels", "Usage: isocenter pixels PATH... [--frame N, from 1] [--stage stored|modality|display] [--window C,W] "
                      "[--size WxH] [--state FILE] [--out FILE] [--sha256]")));
    }
    const QString stage =
        parser.isSet(QStringLiteral("stage")) ? parser.value(QStringLiteral("stage")) : QStringLiteral("stored");
    const qsizetype known =
        QStringList{QStringLiteral("stored"), QStringLiteral("modality"), QStringLiteral("display")}.indexOf(stage);
    if (known < 0) {
        return wrong(say(QT_TRANSLATE_NOOP("Pixels", "The stage is one of stored, modality, display.")));
    }
    options.stage = static_cast<PixelStage>(known);
    if (parser.isSet(QStringLiteral("frame"))) {
        options.frame = parser.value(QStringLiteral("frame")).toInt();
        if (options.frame < 1) {
            return wrong(say(QT_TRANSLATE_NOOP("Pixels", "Frames are numbered from 1.")));
        }
    }
    if (parser.isSet(QStringLiteral("window"))) {
        options.display.window = windowOf(parser.value(QStringLiteral("window")));
        if (!options.display.window || options.display.window->width < 1) {
            return wrong(say(QT_TRANSLATE_NOOP("Pixels", "A window is given as centre,width with a width of at least 1.")));
        }
    }
    if (parser.isSet(QStringLiteral("size"))) {
        options.size = sizeOf(parser.value(QStringLiteral("size"))).value_or(QSize());
        if (options.size.isEmpty()) {
            return wrong(say(QT_TRANSLATE_NOOP("Pixels", "A size is given as WIDTHxHEIGHT, at most 16384 each.")));
        }
    }
    if (options.stage != PixelStage::Display && (options.display.window || !options.size.isEmpty())) {
        return wrong(say(QT_TRANSLATE_NOOP("Pixels", "--window and --size need --stage display.")));
    }
    const QString refused = takeState(parser, options);
    if (!refused.isEmpty()) {
        return wrong(refused);
    }
    options.out = parser.value(QStringLiteral("out"));
    options.summary = parser.isSet(QStringLiteral("sha256"));
    return options;
}

/// What is found out about one file while its frames pass.
class Summary
{
public:
    void add(const QByteArray& bytes, const ImageAttributes& image, int index, const Frame& frame)
    {
        m_hash.addData(bytes);
        ++m_frames;
        m_isFloat = frame.type() == SampleType::Float32 || frame.type() == SampleType::Float64;
        m_stored.add(storedStatistics(frame));
        const auto [low, high] = modalityRange(image, index, frame);
        m_modalityLow = std::min(m_modalityLow, low);
        m_modalityHigh = std::max(m_modalityHigh, high);
    }

    QJsonObject object(PixelStage stage) const
    {
        QJsonObject result{{QStringLiteral("frames"), m_frames},
                           {QStringLiteral("storedMin"), m_stored.minimum},
                           {QStringLiteral("storedMax"), m_stored.maximum},
                           {QStringLiteral("storedMean"), m_stored.mean()},
                           {QStringLiteral("modalityMin"), m_modalityLow},
                           {QStringLiteral("modalityMax"), m_modalityHigh}};
        if (stage == PixelStage::Stored && m_isFloat) {
            result.insert(QStringLiteral("reason"),
                          say(QT_TRANSLATE_NOOP("Pixels", "Floating point pixels have no integer stored values to be hashed.")));
        } else {
            result.insert(QStringLiteral("sha256"), QString::fromLatin1(m_hash.result().toHex()));
        }
        return result;
    }

private:
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    int m_frames = 0;
    bool m_isFloat = false;
    StoredStatistics m_stored;
    double m_modalityLow = std::numeric_limits<double>::infinity();
    double m_modalityHigh = -std::numeric_limits<double>::infinity();
};

class Run
{
public:
    explicit Run(Options options) : m_options(std::move(options)) {}

    int all()
    {
        if (!openOutput()) {
            return SomethingRefused;
        }
        walkFiles(
            m_options.paths, CancelToken(), [this](const QString& path) { one(path); },
            [this](const QString& path, const QString& reason) { refuse(path, reason); });
        if (m_file.isOpen() && (m_refused || !m_file.commit())) {
            m_file.cancelWriting();
            m_refused = true;
            complain(say(QT_TRANSLATE_NOOP("Pixels", "Nothing was written to %1.")).arg(m_options.out));
        }
        return m_refused ? SomethingRefused : AllWell;
    }

private:
    bool writes() const { return !m_options.summary || !m_options.out.isEmpty(); }

    bool openOutput()
    {
        if (m_options.out.isEmpty()) {
            return true;
        }
        m_file.setFileName(m_options.out);
        if (!m_file.open(QIODevice::WriteOnly)) {
            complain(say(QT_TRANSLATE_NOOP("Pixels", "%1 cannot be written: %2")).arg(m_options.out, m_file.errorString()));
            return false;
        }
        return true;
    }

    void refuse(const QString& path, const QString& reason)
    {
        m_refused = true;
        if (m_options.summary) {
            print({{QStringLiteral("path"), path}, {QStringLiteral("readable"), false}, {QStringLiteral("reason"), reason}});
        } else {
            complain(path + QStringLiteral(": ") + reason);
        }
    }

    void one(const QString& path)
    {
        const Result<ImagePtr> image = readHeader(path);
        if (!image) {
            return refuse(path, image.error().message);
        }
        if (!(*image)->hasPixels()) {
            const QStringList& warnings = (*image)->warnings;
            return refuse(path,
                          warnings.isEmpty() ? say(QT_TRANSLATE_NOOP("Pixels", "The file has no pixel data.")) : warnings.last());
        }
        if (m_options.frame > (*image)->frames) {
            return refuse(path, say(QT_TRANSLATE_NOOP("Pixels", "There is no frame %1: the file has %2."))
                                    .arg(m_options.frame)
                                    .arg((*image)->frames));
        }
        frames(path, *image);
    }

    void frames(const QString& path, const ImagePtr& image)
    {
        const int first = m_options.frame > 0 ? m_options.frame - 1 : 0;
        const int end = m_options.frame > 0 ? m_options.frame : image->frames;
        Summary summary;
        QStringList cautions = image->warnings;
        for (int index = first; index < end; ++index) {
            if (const auto fits = m_options.state ? checkState(*m_options.state, image, index) : Result<void>(); !fits) {
                return refuse(path, fits.error().message);
            }
            const Result<FramePtr> frame = readFrame(*image, index, CancelToken());
            if (!frame) {
                complain(QStringLiteral("%1, frame %2: %3").arg(path).arg(index + 1).arg(frame.error().detail));
                return refuse(path, frame.error().message);
            }
            for (const QString& caution : (*frame)->cautions()) {
                if (!cautions.contains(caution)) {
                    cautions << caution;
                }
            }
            const Result<QByteArray> bytes = bytesOf(image, index, *frame);
            if (!bytes) {
                return refuse(path, bytes.error().message);
            }
            if (m_options.summary) {
                summary.add(*bytes, *image, index, **frame);
            }
            if (writes() && !write(*bytes)) {
                return refuse(path, say(QT_TRANSLATE_NOOP("Pixels", "The pixels cannot be written.")));
            }
        }
        if (m_options.summary) {
            QJsonObject object{{QStringLiteral("path"), path},
                               {QStringLiteral("readable"), true},
                               {QStringLiteral("reason"), cautions.join(QLatin1Char(' '))}};
            const QJsonObject found = summary.object(m_options.stage);
            for (auto it = found.begin(); it != found.end(); ++it) {
                object.insert(it.key(), it.value());
            }
            print(object);
        }
    }

    Result<QByteArray> bytesOf(const ImagePtr& image, int index, const FramePtr& frame) const
    {
        std::optional<SubtractedFrame> difference;
        if (m_options.state && m_options.stage == PixelStage::Display) {
            ImageSeries alone;
            alone.frames = {{image, index}};
            Result<std::optional<SubtractedFrame>> made = subtractedByPlan(planSubtraction(alone, 0, m_options.state.get(), {}));
            if (!made) {
                return made.error();
            }
            difference = std::move(made).value();
        }
        QByteArray bytes = stageBytes(m_options.stage, image, index, frame, m_options.display, m_options.size, m_options.state,
                                      difference ? &*difference : nullptr);
        if (bytes.isEmpty()) {
            return Error{say(QT_TRANSLATE_NOOP(
                             "Pixels", "The image cannot be turned into a picture: its attributes contradict each other.")),
                         {}};
        }
        return bytes;
    }

    bool write(const QByteArray& bytes)
    {
        if (m_file.isOpen()) {
            return m_file.write(bytes) == bytes.size();
        }
        const auto size = static_cast<std::size_t>(bytes.size());
        return std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
    }

    Options m_options;
    QSaveFile m_file;
    bool m_refused = false;
};

} // namespace

int pixels(const QStringList& words)
{
    const std::optional<Options> options = parse(words);
    return options ? Run(*options).all() : WrongUsage;
}

} // namespace isocenter::cli
