#include "display/ColorTransform.h"

#include "display/ColorEngine.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <new>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ColorProfile)
};

constexpr qsizetype kMostBytes = qsizetype{8} << 20;

/// Profiles that mean the screen's own colours change nothing, not even by rounding.
bool changesNothing(const ColorEngine& engine)
{
    for (int r = 0; r <= 8; ++r) {
        for (int g = 0; g <= 8; ++g) {
            for (int b = 0; b <= 8; ++b) {
                float rgb[3] = {r * 255.0F / 8, g * 255.0F / 8, b * 255.0F / 8};
                const float before[3] = {rgb[0], rgb[1], rgb[2]};
                engine.apply(&rgb[0], &rgb[1], &rgb[2], 1);
                for (int i = 0; i < 3; ++i) {
                    if (!(std::abs(rgb[i] - before[i]) < 0.6F)) {
                        return false;
                    }
                }
            }
        }
    }
    return true;
}

Result<IccProfile> imageProfile(const ColorProfile& image)
{
    if (!image.problem.isEmpty()) {
        return Error{image.problem, {}};
    }
    if (image.icc.isEmpty()) {
        IccProfile named = IccProfile::named(image.space);
        if (!named) {
            return Error{Text::tr("The colour space of this image is not known here; its colours are shown as sRGB."),
                         image.space};
        }
        return named;
    }
    IccProfile read = image.icc.size() <= kMostBytes ? IccProfile::read(image.icc) : IccProfile();
    if (!read) {
        return Error{Text::tr("The colour profile of this image is damaged and was not used."), {}};
    }
    if (!read.isRgbInput()) {
        return Error{Text::tr("The colour profile of this image is of another kind than its colours and was not used."), {}};
    }
    return read;
}

IccProfile screenProfile(const ColorProfile* screen)
{
    if (screen && screen->icc.size() <= kMostBytes) {
        IccProfile read = screen->icc.isEmpty() ? IccProfile::named(screen->space) : IccProfile::read(screen->icc);
        if (read && read.isRgbOutput()) {
            return read;
        }
    }
    return IccProfile::named(QStringLiteral("SRGB"));
}

} // namespace

struct ColorTransform::Engine
{
    std::unique_ptr<const ColorEngine> colors;
};

ColorTransform::ColorTransform(std::unique_ptr<const Engine> engine) : m(std::move(engine)) {}

ColorTransform::~ColorTransform() = default;

Result<ColorTransformPtr> ColorTransform::make(const ColorProfile* image, const ColorProfile* screen)
{
    if (!image && !screen) {
        return ColorTransformPtr();
    }
    if (screen) {
        return makeNew(image, screen);
    }
    using Made = Result<ColorTransformPtr>;
    if (const auto made = std::static_pointer_cast<const Made>(std::atomic_load(&image->made))) {
        return *made;
    }
    Made result = makeNew(image, nullptr);
    std::atomic_store(&image->made, std::shared_ptr<const void>(std::make_shared<const Made>(result)));
    return result;
}

Result<ColorTransformPtr> ColorTransform::makeNew(const ColorProfile* image, const ColorProfile* screen)
{
    try {
        const ColorProfile plain{{}, QStringLiteral("SRGB"), {}};
        Result<IccProfile> from = imageProfile(image ? *image : plain);
        if (!from) {
            return from.error();
        }
        std::unique_ptr<const ColorEngine> colors = ColorEngine::make(*from, screenProfile(screen));
        if (!colors) {
            return Error{Text::tr("The colour profile of this image is damaged and was not used."), {}};
        }
        if (changesNothing(*colors)) {
            return ColorTransformPtr();
        }
        auto engine = std::make_unique<Engine>();
        engine->colors = std::move(colors);
        return ColorTransformPtr(new ColorTransform(std::move(engine)));
    } catch (const std::bad_alloc&) {
        return Error{Text::tr("There is not enough memory for the colour profile of this image."), {}};
    }
}

void ColorTransform::apply(float* red, float* green, float* blue, int n) const
{
    m->colors->apply(red, green, blue, n);
}

void ColorTransform::apply8(std::uint8_t* rgb, std::size_t n, int step) const
{
    constexpr std::size_t kBlock = 512;
    float planes[3][kBlock];
    const auto byteOf = [](float value) { return static_cast<std::uint8_t>(value + 0.5F); };
    for (std::size_t done = 0; done < n; done += kBlock) {
        const std::size_t count = std::min(kBlock, n - done);
        std::uint8_t* out = rgb + done * static_cast<std::size_t>(step);
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                planes[channel][i] = out[i * static_cast<std::size_t>(step) + channel];
            }
        }
        m->colors->apply(planes[0], planes[1], planes[2], static_cast<int>(count));
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
                out[i * static_cast<std::size_t>(step) + channel] = byteOf(planes[channel][i]);
            }
        }
    }
}

QString profileName(const ColorProfile& profile)
{
    if (profile.icc.isEmpty()) {
        return profile.space.simplified().left(32);
    }
    const IccProfile read = profile.icc.size() <= kMostBytes ? IccProfile::read(profile.icc) : IccProfile();
    return read ? read.description() : QString();
}

} // namespace isocenter
