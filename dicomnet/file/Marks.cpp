#include "file/HeaderBuilder.h"
#include "file/Tags.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

QString lettersOf(const QString& value)
{
    const QString upper = value.toUpper();
    const bool sound = std::all_of(upper.begin(), upper.end(), [](QChar c) { return QStringLiteral("LRAPHF").contains(c); });
    return sound && upper.size() <= 3 ? upper : QString();
}

void readFrameTimes(const Item& root, ImageAttributes& image)
{
    const auto sound = [](double ms) { return ms > 0 && ms < 1e6; };
    const std::vector<double> steps = root.numbers(tag::FrameTimeVector, vr("DS"));
    const std::optional<double> time = root.number(tag::FrameTime, vr("DS"));
    const std::optional<double> rate = root.number(tag::CineRate, vr("IS"));
    if (steps.size() > 1 && std::all_of(steps.begin() + 1, steps.end(), sound)) {
        // Each value is the time since the frame before, so a frame lasts as long as its successor says.
        image.frameTimesMs.assign(steps.begin() + 1, steps.end());
        image.frameTimesMs.resize(static_cast<std::size_t>(image.frames), image.frameTimesMs.back());
    } else if (time && sound(*time)) {
        image.frameTimesMs = {*time};
    } else if (rate && sound(1000 / *rate)) {
        image.frameTimesMs = {1000 / *rate};
    }
    const double recommended = root.number(tag::RecommendedDisplayFrameRate, vr("IS")).value_or(0);
    image.recommendedFrameRate = recommended > 0 && recommended <= 1000 ? recommended : 0;
}

void readLossy(const Item& root, ImageAttributes& image)
{
    const QString ratio = root.text(tag::LossyImageCompressionRatio);
    image.lossy.lossy =
        root.text(tag::LossyImageCompression) == QLatin1String("01") || !ratio.isEmpty() || isLossySyntax(image.transferSyntax);
    image.lossy.ratio = ratio;
    image.lossy.method = root.text(tag::LossyImageCompressionMethod);
}

} // namespace

void readMarks(const Item& root, ImageAttributes& image)
{
    readLossy(root, image);
    readFrameTimes(root, image);
    image.burnedIn = root.text(tag::BurnedInAnnotation) == QLatin1String("YES");
    image.derived = root.first(tag::ImageType) == QLatin1String("DERIVED");
    image.forProcessing = root.text(tag::PresentationIntentType) == QLatin1String("FOR PROCESSING");
    image.laterality = root.text(tag::ImageLaterality);
    if (image.laterality.isEmpty()) {
        image.laterality = root.text(tag::Laterality);
    }
    const QStringList letters = root.values(tag::PatientOrientation);
    if (letters.size() == 2) {
        takeDirections(letters, image);
    }
}

void takeDirections(const QStringList& letters, ImageAttributes& image)
{
    image.rowLetters = lettersOf(letters[0]);
    image.columnLetters = lettersOf(letters[1]);
}

} // namespace isocenter
