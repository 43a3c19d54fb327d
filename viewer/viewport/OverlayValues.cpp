#include "viewport/Overlay.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace isocenter {

namespace {

using Value = QString (*)(const ViewDescription&, const FrameRef&);

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Viewport)
};

/// The locale's short form with a year of four digits: a birth year of two is no identification.
QString dateText(const QDate& date)
{
    QString format = QLocale().dateFormat(QLocale::ShortFormat);
    if (!format.contains(QLatin1String("yyyy"))) {
        format.replace(QLatin1String("yy"), QLatin1String("yyyy"));
    }
    return date.isValid() ? QLocale().toString(date, format) : QString();
}

/// Short and plain: whole numbers from 100 on.
QString plainNumber(double value)
{
    const double size = std::abs(value);
    if (size > 0 && size < 1e-3) {
        return QString::number(value, 'g', 3);
    }
    const int decimals = value == std::round(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
    return QString::number(value, 'f', decimals);
}

QString patientName(const ViewDescription& view, const FrameRef&)
{
    const QString name = view.series->study.patient.name.display();
    return name.isEmpty() ? Text::tr("No patient name") : name;
}

QString patientId(const ViewDescription& view, const FrameRef&)
{
    const QString id = singleLine(view.series->study.patient.id, 64);
    return id.isEmpty() ? Text::tr("No patient ID") : Text::tr("ID %1").arg(id);
}

QString patientBirthDate(const ViewDescription& view, const FrameRef&)
{
    const QDate& date = view.series->study.patient.birthDate;
    return date.isValid() ? Text::tr("born %1").arg(dateText(date)) : Text::tr("birth date unknown");
}

/// "063Y" as sent, else from birth and study date.
QString patientAge(const ViewDescription& view, const FrameRef&)
{
    const Study& study = view.series->study;
    if (study.patient.birthDate.isValid() && study.date.isValid()) {
        return ageText(study.patient.birthDate, study.date);
    }
    const QString& age = study.patientAge;
    bool ok = false;
    const int number = age.left(3).toInt(&ok);
    if (!ok || age.size() != 4) {
        return {};
    }
    switch (age.at(3).toLatin1()) {
    case 'D':
        return Text::tr("%1 days").arg(number);
    case 'W':
        return Text::tr("%1 weeks").arg(number);
    case 'M':
        return Text::tr("%1 months").arg(number);
    case 'Y':
        return Text::tr("%1 years").arg(number);
    default:
        return {};
    }
}

QString patientSex(const ViewDescription& view, const FrameRef&)
{
    const QString& sex = view.series->study.patient.sex;
    if (sex == QLatin1String("M")) {
        return Text::tr("male");
    }
    if (sex == QLatin1String("F")) {
        return Text::tr("female");
    }
    return sex == QLatin1String("O") ? Text::tr("other") : Text::tr("sex unknown");
}

/// Of the stack in view; among key images that of the image.
const Series& seriesOf(const ViewDescription& view, const FrameRef& ref)
{
    return view.series->keyTitle.isEmpty() ? view.series->series : ref.image->record.series;
}

QString seriesTime(const ViewDescription& view, const FrameRef& ref)
{
    const Series& series = seriesOf(view, ref);
    const QTime time = series.time.isValid() ? series.time : view.series->study.time;
    return time.isValid() ? QLocale().toString(time, QStringLiteral("HH:mm")) : QString();
}

QString seriesNumber(const ViewDescription& view, const FrameRef& ref)
{
    const ImageSeries& series = *view.series;
    const std::optional<int>& number = seriesOf(view, ref).number;
    QString text = number ? QString::number(*number) : QStringLiteral("?");
    if (series.parts > 1 && series.keyTitle.isEmpty()) {
        text += QStringLiteral(".%1").arg(series.part + 1);
    }
    return text;
}

QString laterality(const ViewDescription&, const FrameRef& ref)
{
    const QString& side = ref.laterality();
    if (side == QLatin1String("L")) {
        return Text::tr("LEFT");
    }
    if (side == QLatin1String("R")) {
        return Text::tr("RIGHT");
    }
    return side == QLatin1String("B") ? Text::tr("BOTH") : singleLine(side, 8);
}

/// What a parametric map measures: "ADC, mm²/s".
QString valueMeaning(const ViewDescription&, const FrameRef& ref)
{
    const FrameAttributes& attributes = ref.attributes();
    if (!attributes.modality.realWorld || !attributes.realWorld) {
        return {};
    }
    QStringList parts{nameText(attributes.realWorld->front()), attributes.modality.unit};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString windowText(const ViewDescription& view, const FrameRef& ref)
{
    if (!view.window) {
        return view.inverted ? Text::tr("INVERTED") : QString();
    }
    const Window& window = *view.window;
    QString text = view.voiTable ? Text::tr("VOI LUT %1 to %2")
                                       .arg(plainNumber(window.center - window.width / 2))
                                       .arg(plainNumber(window.center + window.width / 2 - 1))
                                 : Text::tr("W %1 C %2").arg(plainNumber(window.width), plainNumber(window.center));
    const ModalityTransform& modality = ref.attributes().modality;
    if (modality.realWorld && !modality.unit.isEmpty() && !view.subtractedIn) {
        text += QLatin1Char(' ') + singleLine(modality.unit, 24);
    }
    if (window.function == VoiFunction::Sigmoid) {
        text += QLatin1Char(' ') + Text::tr("sigmoid");
    }
    return view.inverted ? text + QStringLiteral(" · ") + Text::tr("INVERTED") : text;
}

QString windowName(const ViewDescription& view, const FrameRef&)
{
    if (!view.window) {
        return {};
    }
    if (!view.display.window && view.display.fullRange) {
        return Text::tr("full range");
    }
    return view.automaticWindow ? Text::tr("automatic") : singleLine(view.window->explanation, 32);
}

QString zoomText(const ViewDescription& view, const FrameRef&)
{
    const double relative = view.geometry.zoom() / view.geometry.oneToOneZoom();
    QString text = std::abs(relative - 1) < 1e-6 ? Text::tr("1:1 pixels")
                                                 : Text::tr("Zoom %1 %").arg(relative * 100, 0, 'f', relative < 0.1 ? 1 : 0);
    if (const int turns = view.geometry.pose().quarterTurns) {
        text += QStringLiteral(" · ") + Text::tr("turned %1°").arg(90 * turns);
    }
    return text;
}

struct Compression
{
    const char* syntax; ///< behind "1.2.840.10008.1.2."; all that begin so
    const char* name;
};

/// The first that fits counts.
constexpr Compression kCompressions[] = {
    {"1.99", QT_TRANSLATE_NOOP("Viewport", "deflated")},
    {"5", "RLE"},
    {"8.1", QT_TRANSLATE_NOOP("Viewport", "deflated frames")},
    {"4.50", QT_TRANSLATE_NOOP("Viewport", "JPEG baseline")},
    {"4.51", QT_TRANSLATE_NOOP("Viewport", "JPEG extended")},
    {"4.57", QT_TRANSLATE_NOOP("Viewport", "JPEG lossless")},
    {"4.70", QT_TRANSLATE_NOOP("Viewport", "JPEG lossless")},
    {"4.80", QT_TRANSLATE_NOOP("Viewport", "JPEG-LS lossless")},
    {"4.81", QT_TRANSLATE_NOOP("Viewport", "JPEG-LS near-lossless")},
    {"4.90", QT_TRANSLATE_NOOP("Viewport", "JPEG 2000 lossless")},
    {"4.91", "JPEG 2000"},
    {"4.100", QT_TRANSLATE_NOOP("Viewport", "MPEG-2 video")},
    {"4.101", QT_TRANSLATE_NOOP("Viewport", "MPEG-2 video")},
    {"4.102", QT_TRANSLATE_NOOP("Viewport", "H.264 video")},
    {"4.103", QT_TRANSLATE_NOOP("Viewport", "H.264 video")},
    {"4.104", QT_TRANSLATE_NOOP("Viewport", "H.264 video")},
    {"4.105", QT_TRANSLATE_NOOP("Viewport", "H.264 video")},
    {"4.106", QT_TRANSLATE_NOOP("Viewport", "H.264 video")},
    {"4.107", QT_TRANSLATE_NOOP("Viewport", "HEVC video")},
    {"4.108", QT_TRANSLATE_NOOP("Viewport", "HEVC video")},
    {"4.110", QT_TRANSLATE_NOOP("Viewport", "JPEG XL lossless")},
    {"4.111", QT_TRANSLATE_NOOP("Viewport", "JPEG XL of a JPEG")},
    {"4.112", "JPEG XL"},
    {"4.201", QT_TRANSLATE_NOOP("Viewport", "HTJ2K lossless")},
    {"4.202", QT_TRANSLATE_NOOP("Viewport", "HTJ2K lossless")},
    {"4.203", "HTJ2K"},
};

QString compressionName(const ImageAttributes& image)
{
    if (image.transferSyntax.startsWith(QLatin1String("1.2.840.10008.1.2."))) {
        const QStringView rest = QStringView(image.transferSyntax).mid(18);
        for (const Compression& known : kCompressions) {
            const QLatin1String syntax(known.syntax);
            if (rest == syntax || (rest.startsWith(syntax) && rest.mid(syntax.size()).startsWith(QLatin1Char('.')))) {
                return Text::tr(known.name);
            }
        }
    }
    return image.pixelData.encapsulated ? Text::tr("compressed") : Text::tr("uncompressed");
}

QString compression(const ViewDescription&, const FrameRef& ref)
{
    const ImageAttributes& image = *ref.image;
    return Text::tr("%1 × %2, %3 bit, %4").arg(image.columns).arg(image.rows).arg(image.bitsStored).arg(compressionName(image));
}

/// What tells the frame from the others of its object besides its place: "PHASE · TE 30 ms".
QString frameLabel(const ViewDescription& view, const FrameRef& ref)
{
    const auto& details = ref.attributes().details;
    QStringList parts{view.series->partTitle, details ? details->label : QString()};
    parts.removeAll(QString());
    return singleLine(parts.join(QStringLiteral(" · ")), 80);
}

QString sliceText(const ViewDescription& view, const FrameRef& ref)
{
    const int number = view.index + 1;
    const int count = view.series->count();
    if (view.series->order.byPosition) {
        return Text::tr("Slice %1 / %2").arg(number).arg(count);
    }
    return ref.image->frames > 1 ? Text::tr("Frame %1 / %2").arg(number).arg(count)
                                 : Text::tr("Image %1 / %2").arg(number).arg(count);
}

/// Of the picture's centre along the patient axis nearest to the normal: "H 123.4 mm".
QString slicePosition(const ViewDescription&, const FrameRef& ref)
{
    const FrameAttributes& attributes = ref.attributes();
    if (!attributes.plane) {
        return attributes.sliceLocation ? Text::tr("Loc %1 mm").arg(*attributes.sliceLocation, 0, 'f', 1) : QString();
    }
    const Eigen::Vector3d normal = attributes.plane->normal();
    int axis = 0;
    normal.cwiseAbs().maxCoeff(&axis);
    const Eigen::Vector3d centre = attributes.plane->at((ref.image->columns - 1) / 2.0, (ref.image->rows - 1) / 2.0);
    const Eigen::Vector3d direction = Eigen::Vector3d::Unit(axis) * (centre[axis] < 0 ? -1.0 : 1.0);
    const QString text = QStringLiteral("%1 %2 mm").arg(orientationLetters(direction)).arg(std::abs(centre[axis]), 0, 'f', 1);
    return std::abs(normal[axis]) > 0.995 ? text : Text::tr("oblique, centre %1").arg(text);
}

QString sliceSpacing(const ViewDescription& view, const FrameRef&)
{
    const double spacing = view.series->order.spacing;
    return spacing > 0 ? Text::tr("%1 mm").arg(plainNumber(spacing)) : QString();
}

QString frameTime(const ViewDescription&, const FrameRef& ref)
{
    const std::vector<double>& times = ref.image->frameTimesMs;
    if (times.empty()) {
        return {};
    }
    const double time =
        times.size() == 1 ? times.front() : times[std::min(times.size() - 1, static_cast<std::size_t>(ref.frame))];
    return Text::tr("%1 ms a frame").arg(plainNumber(time));
}

QString cineText(const ViewDescription& view, const FrameRef&)
{
    if (!view.playing) {
        return {};
    }
    const QString nominal = plainNumber(std::round(view.cineNominal * 10) / 10);
    if (view.cineRate > 0 && view.cineRate < 0.93 * view.cineNominal) {
        return Text::tr("Playing %1 of %2 frames/s").arg(plainNumber(std::round(view.cineRate * 10) / 10), nominal);
    }
    return Text::tr("Playing %1 frames/s").arg(nominal);
}

const QHash<QString, Value>& computedValues()
{
    static const QHash<QString, Value> values{
        {QStringLiteral("patientName"), patientName},
        {QStringLiteral("patientId"), patientId},
        {QStringLiteral("patientIssuer"),
         [](const ViewDescription& v, const FrameRef&) { return v.series->study.patient.issuer; }},
        {QStringLiteral("patientBirthDate"), patientBirthDate},
        {QStringLiteral("patientAge"), patientAge},
        {QStringLiteral("patientSex"), patientSex},
        {QStringLiteral("prior"), [](const ViewDescription& v, const FrameRef&) { return v.prior; }},
        {QStringLiteral("studyDate"), [](const ViewDescription& v, const FrameRef&) { return dateText(v.series->study.date); }},
        {QStringLiteral("seriesTime"), seriesTime},
        {QStringLiteral("seriesNumber"), seriesNumber},
        {QStringLiteral("bodyPart"), [](const ViewDescription& v, const FrameRef& ref) { return seriesOf(v, ref).bodyPart; }},
        {QStringLiteral("laterality"), laterality},
        {QStringLiteral("window"), windowText},
        {QStringLiteral("valueMeaning"), valueMeaning},
        {QStringLiteral("windowName"), windowName},
        {QStringLiteral("zoom"), zoomText},
        {QStringLiteral("interpolation"),
         [](const ViewDescription& v, const FrameRef&) { return v.nearest ? Text::tr("pixels as they are") : QString(); }},
        {QStringLiteral("compression"), compression},
        {QStringLiteral("colorProfile"),
         [](const ViewDescription& v, const FrameRef&) {
             return v.colorProfile.isEmpty() ? QString() : Text::tr("colours: %1").arg(singleLine(v.colorProfile, 48));
         }},
        {QStringLiteral("slice"), sliceText},
        {QStringLiteral("frameLabel"), frameLabel},
        {QStringLiteral("slicePosition"), slicePosition},
        {QStringLiteral("sliceSpacing"), sliceSpacing},
        {QStringLiteral("frameTime"), frameTime},
        {QStringLiteral("cine"), cineText},
        {QStringLiteral("cursorValue"),
         [](const ViewDescription& v, const FrameRef&) { return v.probe ? probeValueText(*v.probe) : QString(); }},
        {QStringLiteral("cursorMeaning"),
         [](const ViewDescription& v, const FrameRef&) { return v.probe ? probeMeaningText(*v.probe) : QString(); }},
        {QStringLiteral("cursorPlace"),
         [](const ViewDescription& v, const FrameRef&) { return v.probe ? probePlaceText(*v.probe) : QString(); }},
        {QStringLiteral("GantryDetectorTilt"),
         [](const ViewDescription&, const FrameRef& ref) {
             const QString tilt = ref.text(QStringLiteral("GantryDetectorTilt"));
             return tilt.toDouble() == 0 ? QString() : tilt;
         }},
        // Kept by the study and series values, whatever the selected texts hold.
        {QStringLiteral("StudyDescription"),
         [](const ViewDescription& v, const FrameRef&) { return v.series->study.description; }},
        {QStringLiteral("SeriesDescription"),
         [](const ViewDescription& v, const FrameRef& ref) { return seriesOf(v, ref).description; }},
        {QStringLiteral("Modality"), [](const ViewDescription& v, const FrameRef& ref) { return seriesOf(v, ref).modality; }},
        {QStringLiteral("AccessionNumber"), [](const ViewDescription& v, const FrameRef&) { return v.series->study.accession; }},
        {QStringLiteral("InstitutionName"),
         [](const ViewDescription& v, const FrameRef&) { return v.series->study.institution; }},
        {QStringLiteral("ProtocolName"), [](const ViewDescription& v, const FrameRef& ref) { return seriesOf(v, ref).protocol; }},
    };
    return values;
}

void describeMiddle(const ViewDescription& view, Overlay& overlay)
{
    if (!view.series) {
        overlay.title = Text::tr("No images here");
        overlay.message = Text::tr("Drag a series here, or double-click one in the strip.");
    } else if (!view.frame()) {
        overlay.title = Text::tr("This series has no picture");
        overlay.message = singleLine(view.series->notShown.join(QLatin1Char(' ')), 400);
    } else if (!view.failure.isEmpty()) {
        overlay.hatched = true;
        overlay.title = Text::tr("This image cannot be shown");
        overlay.message = singleLine(view.failure, 400);
    } else if (!view.hasFrame) {
        overlay.title = Text::tr("Loading…");
    }
}

} // namespace

QString overlayValue(const QString& keyword, const ViewDescription& view)
{
    const FrameRef* ref = view.frame();
    if (!ref) {
        static const FrameRef none{std::make_shared<ImageAttributes>(), 0};
        ref = &none;
        if (!keyword.startsWith(QLatin1String("patient")) && !keyword.startsWith(QLatin1String("study")) &&
            keyword != QLatin1String("prior")) {
            return {};
        }
    }
    const auto computed = computedValues().constFind(keyword);
    return computed != computedValues().constEnd() ? (*computed)(view, *ref) : ref->text(keyword);
}

Overlay describeOverlay(const ViewDescription& view, const CornerTexts& texts)
{
    Overlay overlay;
    describeMiddle(view, overlay);
    if (!view.series) {
        return overlay;
    }
    overlay.corners = texts.lines(view.frame() ? seriesOf(view, *view.frame()).modality : view.series->series.modality,
                                  [&](const QString& keyword) { return overlayValue(keyword, view); });
    if (!view.texts) {
        overlay.corners = {overlay.corners[TopLeft], {}, {}, {}};
    }
    overlay.marks = overlayMarks(view);
    overlay.regions = view.regions;
    if (const FrameRef* ref = overlay.hatched ? nullptr : view.frame()) {
        overlay.letters = edgeLetters(*ref, view.geometry.pose());
        if (view.texts) {
            overlay.scale = scaleBar(*ref, view.geometry);
        }
    }
    return overlay;
}

} // namespace isocenter
