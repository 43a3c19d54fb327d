#include "slice/SlicePainter.h"

#include "display/ColorTransform.h"
#include "slice/LevelMap.h"
#include "slice/Mapping.h"
#include "slice/ParallelRows.h"
#include "slice/Resampler.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace isocenter {

namespace {

constexpr int kRowsPerStrip = 32;
// Thresholds of a dithered picture: steps of a lattice that fills the plane evenly, in 2^-32.
constexpr std::uint32_t kAcross = 3242174889U; ///< 0.7548776662
constexpr std::uint32_t kDown = 2447445414U;   ///< 0.5698402910

/// Resampled values of the area of a mapping, one plane after the other; grows, never shrinks, so that a drag allocates nothing.
struct Planes
{
    std::shared_ptr<std::byte> memory;
    std::size_t capacity = 0;
    std::size_t size = 0; ///< floats of one plane

    void resize(std::size_t floats, std::size_t planes)
    {
        size = floats;
        if (floats * planes > capacity) {
            memory.reset();
            memory = allocatePixels(floats * planes * sizeof(float));
            capacity = floats * planes;
        }
    }
    float* plane(std::size_t i) const { return reinterpret_cast<float*>(memory.get()) + i * size; }
};

void transpose(const float* in, std::size_t inStride, float* out, std::size_t outStride, int first, int last, int columns)
{
    constexpr int kBlock = 16;
    for (int c0 = 0; c0 < columns; c0 += kBlock) {
        const int c1 = std::min(columns, c0 + kBlock);
        for (int r = first; r < last; ++r) {
            for (int c = c0; c < c1; ++c) {
                out[static_cast<std::size_t>(r) * outStride + static_cast<std::size_t>(c)] =
                    in[static_cast<std::size_t>(c) * inStride + static_cast<std::size_t>(r)];
            }
        }
    }
}

} // namespace

struct SlicePainter::State
{
    FramePtr frame;
    ImagePtr image;
    int index = 0;
    ScreenDepth depth = ScreenDepth::Eight;
    std::shared_ptr<const Source> source;
    ModalityTransform modality;           ///< that source was made with
    std::shared_ptr<const Source> shrunk; ///< of source, for turned pictures
    int shrunkX = 0;
    int shrunkY = 0;

    SliceGeometry geometry;
    Mapping mapping;
    bool resampled = false; ///< planes hold source by mapping
    Planes planes;
    Planes turned;
    Planes layer; ///< of source->colors

    ColorProfilePtr screen;
    ColorProfilePtr profile; ///< that colorTransform was made of
    bool transparent = false;
    bool profileKnown = false; ///< colorTransform and colors fit profile and screen
    ColorTransformPtr colorTransform;
    Colors colors;

    DisplayState display;
    std::optional<GrayTransform> transform;
    LevelMap levels;
    std::vector<QRgb> lookup; ///< by stored value from the frame's least on, for 1:1; empty if not made yet
    bool mapped = false;      ///< transform and levels fit frame and display

    QImage picture;
    bool painted = false; ///< picture shows all of the above

    bool isDithered() const
    {
        return depth == ScreenDepth::Dithered && !isColor() && !(display.overrides && display.overrides->palette);
    }
    /// Of what the kernels write; Dithered has a second step.
    PixelForm form() const { return depth == ScreenDepth::Ten ? kTenBits : isDithered() ? kWideLevel : kEightBits; }
    QRgb black() const { return transparent ? 0 : depth == ScreenDepth::Ten ? kTenBits.opaque : kEightBits.opaque; }
    bool isColor() const { return source && source->planes.size() == 3; }
    bool hasColors() const { return image->isColor() || frame->samples() > 1 || image->firstColor(index); }
    bool prepare(const SliceGeometry& wanted, const DisplayState& state);
    void prepareLevels(const DisplayState& state);
    void preparePicture();
    void blackBorder();
    void resampleAndShow();
    using Then = std::function<void(int first, int last)>;
    void resample(const Source& from, const std::shared_ptr<const Source>& small, Planes& out, const Then& then);
    void resampleAxes(const Source& from, Planes& out, const Then& then);
    void resampleAffine(const Source& from, const Source& small, Planes& out, const Then& then);
    void showRows(int first, int last);
    void showLayer(int row);
    void clearBackground(int row);
    bool prepareLookup();
    void showCopy(int first, int last);
    void dither(int row);
    void prepareSource(const DisplayState& state);
    void prepareColors(const DisplayState& state);
    void prepareShrunk();
    void toScreen(int first, int last);
    QRgb* target(int row)
    {
        return reinterpret_cast<QRgb*>(pixels + static_cast<std::size_t>(mapping.area.top() + row) * bytesPerLine) +
               mapping.area.left();
    }
    uchar* pixels = nullptr;
    std::size_t bytesPerLine = 0;
};

/// False if the picture is right as it is.
bool SlicePainter::State::prepare(const SliceGeometry& wanted, const DisplayState& state)
{
    if (frame && image) {
        prepareColors(state);
        prepareSource(state);
    }
    if (geometry != wanted) {
        geometry = wanted;
        mapping = Mapping{};
        resampled = painted = false;
    }
    if (source && mapping.kind == Mapping::Kind::Nothing) {
        mapping = makeMapping(geometry.size, geometry.imageToScreen, geometry.interpolation == Interpolation::Nearest,
                              source->columns, source->rows);
    }
    prepareLevels(state);
    return !painted || picture.size() != geometry.size;
}

/// Made once a frame, and again when a presentation state brings another modality transform.
void SlicePainter::State::prepareSource(const DisplayState& state)
{
    const ModalityTransform& wanted = state.overrides ? state.overrides->modality : image->frame(index).modality;
    const bool same = wanted.table == modality.table && wanted.slope == modality.slope && wanted.intercept == modality.intercept;
    if (!source || !same) {
        modality = wanted;
        source = makeSource(*image, index, modality, frame, colorTransform.get());
        shrunk.reset();
        resampled = mapped = painted = false;
    }
}

/// Made once a profile, not once a frame.
void SlicePainter::State::prepareColors(const DisplayState& state)
{
    const bool ofState = state.overrides && state.overrides->hasProfile;
    const ColorProfilePtr wanted = !hasColors() ? nullptr : ofState ? state.overrides->profile : image->frame(index).profile;
    if (profileKnown && wanted == profile) {
        return;
    }
    profile = wanted;
    profileKnown = true;
    colorTransform.reset();
    colors = {};
    source.reset(); // palette colours are in it
    resampled = painted = false;
    const Result<ColorTransformPtr> made = ColorTransform::make(profile.get(), screen.get());
    if (!made) {
        colors.problem = made.error().message;
    } else if (profile) {
        colors.profile = profileName(*profile);
    }
    if (made) {
        colorTransform = *made;
    } else if (const Result<ColorTransformPtr> plain = ColorTransform::make(nullptr, screen.get())) {
        colorTransform = *plain;
    }
}

/// Resampled colours, before the window: a drag does not repeat it.
void SlicePainter::State::toScreen(int first, int last)
{
    if (!isColor()) {
        return;
    }
    const auto width = static_cast<std::size_t>(mapping.area.width());
    const std::size_t from = static_cast<std::size_t>(first) * width;
    const std::size_t count = static_cast<std::size_t>(last - first) * width;
    if (source->slope != 1) {
        const auto scale = static_cast<float>(source->slope);
        for (std::size_t p = 0; p < 3; ++p) {
            float* values = planes.plane(p) + from;
            std::transform(values, values + count, values, [scale](float value) { return value * scale; });
        }
    }
    if (colorTransform) {
        colorTransform->apply(planes.plane(0) + from, planes.plane(1) + from, planes.plane(2) + from, static_cast<int>(count));
    }
}

void SlicePainter::State::prepareLevels(const DisplayState& state)
{
    if (mapped && display == state) {
        return;
    }
    display = state;
    painted = false;
    lookup.clear();
    transform.reset();
    if (!source) {
        return;
    }
    if (isColor()) {
        levels = LevelMap(image->photometric == Photometric::PaletteColor ? std::nullopt : state.window, state.invert, form());
    } else {
        transform.emplace(*image, index, *frame, state);
        levels = LevelMap(*source, *transform, form());
    }
    mapped = true;
}

void SlicePainter::State::preparePicture()
{
    // Whoever holds a copy keeps it: a new picture is cheaper than detaching.
    const QImage::Format format = depth == ScreenDepth::Ten ? QImage::Format_RGB30 : QImage::Format_RGB32;
    if (picture.size() != geometry.size || picture.format() != format || !picture.isDetached()) {
        picture = QImage(geometry.size, format);
    }
    pixels = picture.isNull() ? nullptr : picture.bits();
    bytesPerLine = static_cast<std::size_t>(picture.bytesPerLine());
}

void SlicePainter::State::blackBorder()
{
    const QRect& area = mapping.area;
    if (mapping.kind == Mapping::Kind::Nothing) {
        picture.fill(black());
        return;
    }
    const int width = picture.width();
    for (int row = 0; row < picture.height(); ++row) {
        auto* line = reinterpret_cast<QRgb*>(pixels + static_cast<std::size_t>(row) * bytesPerLine);
        if (row < area.top() || row > area.bottom()) {
            std::fill(line, line + width, black());
        } else {
            std::fill(line, line + area.left(), black());
            std::fill(line + area.right() + 1, line + width, black());
        }
    }
}

void SlicePainter::State::resampleAndShow()
{
    const int rows = mapping.area.height();
    if (mapping.kind == Mapping::Kind::Nothing) {
        return;
    }
    if (mapping.kind == Mapping::Kind::Copy && !isColor() && !transparent && prepareLookup()) {
        forRows(rows, kRowsPerStrip, [this](int first, int last) { showCopy(first, last); });
    } else if (resampled) {
        forRows(rows, kRowsPerStrip, [this](int first, int last) { showRows(first, last); });
    } else {
        if (source->colors) {
            const bool turnedBy = mapping.kind == Mapping::Kind::Affine && (mapping.halvingsX > 0 || mapping.halvingsY > 0);
            resample(*source->colors, turnedBy ? halved(*source->colors, mapping.halvingsX, mapping.halvingsY) : source->colors,
                     layer, [](int, int) {});
        }
        prepareShrunk();
        resample(*source, shrunk ? shrunk : source, planes, [this](int first, int last) {
            toScreen(first, last);
            showRows(first, last);
        });
        resampled = true;
    }
}

/// For turned pictures that are made smaller.
void SlicePainter::State::prepareShrunk()
{
    const bool shrinks = mapping.kind == Mapping::Kind::Affine && (mapping.halvingsX > 0 || mapping.halvingsY > 0);
    if (!shrinks) {
        shrunk.reset();
    } else if (!shrunk || shrunkX != mapping.halvingsX || shrunkY != mapping.halvingsY) {
        shrunk = halved(*source, mapping.halvingsX, mapping.halvingsY);
        shrunkX = mapping.halvingsX;
        shrunkY = mapping.halvingsY;
    }
}

/// All planes of `from` by the mapping, then `then` for the rows that are done. `small`: `from`, or its halved version.
void SlicePainter::State::resample(const Source& from, const std::shared_ptr<const Source>& small, Planes& out, const Then& then)
{
    out.resize(static_cast<std::size_t>(mapping.area.height()) * static_cast<std::size_t>(mapping.area.width()),
               from.planes.size());
    if (mapping.kind == Mapping::Kind::Affine) {
        resampleAffine(from, *small, out, then);
    } else {
        resampleAxes(from, out, then);
    }
}

void SlicePainter::State::resampleAxes(const Source& from, Planes& out, const Then& then)
{
    const AxesResampler resampler(from, mapping.x, mapping.y);
    const int rows = mapping.area.height();
    const auto width = static_cast<std::size_t>(mapping.area.width());
    if (!mapping.transposed) {
        forRows(rows, kRowsPerStrip, [&](int first, int last) {
            for (std::size_t p = 0; p < from.planes.size(); ++p) {
                resampler.rows(p, first, last, out.plane(p), width);
            }
            then(first, last);
        });
        return;
    }
    turned.resize(out.size, from.planes.size());
    const auto turnedWidth = static_cast<std::size_t>(rows);
    forRows(mapping.area.width(), kRowsPerStrip, [&](int first, int last) {
        for (std::size_t p = 0; p < from.planes.size(); ++p) {
            resampler.rows(p, first, last, turned.plane(p), turnedWidth);
        }
    });
    forRows(rows, kRowsPerStrip, [&](int first, int last) {
        for (std::size_t p = 0; p < from.planes.size(); ++p) {
            transpose(turned.plane(p), turnedWidth, out.plane(p), width, first, last, mapping.area.width());
        }
        then(first, last);
    });
}

void SlicePainter::State::resampleAffine(const Source& from, const Source& small, Planes& out, const Then& then)
{
    const AffineResampler resampler(from, small, mapping);
    const auto width = static_cast<std::size_t>(mapping.area.width());
    forRows(mapping.area.height(), kRowsPerStrip, [&](int first, int last) {
        for (std::size_t p = 0; p < from.planes.size(); ++p) {
            resampler.rows(p, first, last, out.plane(p), width);
        }
        then(first, last);
    });
}

void SlicePainter::State::showRows(int first, int last)
{
    const Kernels& k = kernels();
    const int width = mapping.area.width();
    LinearMap line = levels.line();
    line.paddingLow = 1; // background is NaN by now; a mean of others may have its value
    line.paddingHigh = 0;
    const TableMap table = levels.table();
    for (int row = first; row < last; ++row) {
        const std::size_t offset = static_cast<std::size_t>(row) * static_cast<std::size_t>(width);
        if (isColor()) {
            k.color(planes.plane(0) + offset, planes.plane(1) + offset, planes.plane(2) + offset, width, line, target(row));
        } else if (levels.isLine()) {
            k.linear[static_cast<std::size_t>(VoxelType::Float)](planes.plane(0) + offset, width, line, target(row));
        } else {
            k.table(planes.plane(0) + offset, width, table, target(row));
        }
        dither(row);
        showLayer(row);
        clearBackground(row);
    }
}

void SlicePainter::State::clearBackground(int row)
{
    const std::size_t width = static_cast<std::size_t>(mapping.area.width());
    const std::size_t first = static_cast<std::size_t>(row) * width;
    const float* values = planes.plane(0) + first;
    QRgb* out = target(row);
    for (std::size_t i = 0; transparent && i < width; ++i) {
        const bool isShown = values[i] == values[i] || (source->colors && layer.plane(0)[first + i] == layer.plane(0)[first + i]);
        out[i] = isShown ? out[i] : 0;
    }
}

/// Colours of the palette over the grey of one row.
void SlicePainter::State::showLayer(int row)
{
    if (!source->colors) {
        return;
    }
    const std::size_t offset = static_cast<std::size_t>(row) * static_cast<std::size_t>(mapping.area.width());
    const PixelForm pixel = depth == ScreenDepth::Ten ? kTenBits : kEightBits;
    const float scale = pixel.top / 255;
    const auto part = [&](std::size_t channel, int i) {
        return static_cast<std::uint32_t>(layer.plane(channel)[offset + static_cast<std::size_t>(i)] * scale + 0.5F);
    };
    QRgb* out = target(row);
    for (int i = 0; i < mapping.area.width(); ++i) {
        const float red = layer.plane(0)[offset + static_cast<std::size_t>(i)];
        if (red == red) {
            out[i] = pixel.opaque | part(0, i) << pixel.red | part(1, i) << pixel.green | part(2, i);
        }
    }
}

/// False if the source has no values to look up.
bool SlicePainter::State::prepareLookup()
{
    if (source->element == VoxelType::Float) {
        return false;
    }
    if (lookup.empty()) {
        lookup = pixelTable(*transform, static_cast<int>(frame->minimum()), static_cast<int>(frame->maximum()), form());
    }
    return true;
}

void SlicePainter::State::showCopy(int first, int last)
{
    const auto element = static_cast<std::size_t>(source->element);
    const std::size_t offset = static_cast<std::size_t>(mapping.x.first[0]) * source->elementSize();
    const int least = static_cast<int>(frame->minimum());
    for (int row = first; row < last; ++row) {
        const std::byte* in = source->row(0, mapping.y.first[static_cast<std::size_t>(row)]) + offset;
        kernels().lookup[element](in, mapping.area.width(), lookup.data(), -least, target(row));
        dither(row);
    }
}

void SlicePainter::State::dither(int row)
{
    if (isDithered()) {
        const auto x = static_cast<std::uint32_t>(mapping.area.left());
        const auto y = static_cast<std::uint32_t>(mapping.area.top() + row);
        kernels().dither(target(row), mapping.area.width(), kAcross * x + kDown * y, kAcross);
    }
}

SlicePainter::SlicePainter() : m(std::make_unique<State>()) {}

SlicePainter::~SlicePainter() = default;

void SlicePainter::setFrame(const FramePtr& frame, const ImagePtr& image, int index)
{
    if (m->frame == frame && m->image == image && m->index == index) {
        return;
    }
    const bool sameSize = frame && m->frame && frame->rows() == m->frame->rows() && frame->columns() == m->frame->columns();
    if (!sameSize) {
        m->mapping = Mapping{};
    }
    m->frame = frame;
    m->image = image;
    m->index = index;
    m->source.reset();
    m->shrunk.reset();
    m->transform.reset();
    m->lookup.clear();
    m->resampled = m->mapped = m->painted = false;
}

void SlicePainter::setDepth(ScreenDepth depth)
{
    if (depth != m->depth) {
        m->depth = depth;
        m->lookup.clear();
        m->mapped = m->painted = false;
    }
}

void SlicePainter::setTransparent(bool transparent)
{
    if (transparent != m->transparent) {
        m->transparent = transparent;
        m->painted = false;
    }
}

void SlicePainter::setScreenProfile(const ColorProfilePtr& screen)
{
    if (screen != m->screen) {
        m->screen = screen;
        m->profileKnown = false;
    }
}

ScreenDepth SlicePainter::depth() const
{
    return m->depth;
}

const QImage& SlicePainter::paint(const SliceGeometry& geometry, const DisplayState& state)
{
    try {
        if (m->prepare(geometry, state)) {
            m->preparePicture();
            if (!m->picture.isNull()) {
                m->blackBorder();
                m->resampleAndShow();
                m->painted = true;
            }
        }
    } catch (const std::bad_alloc&) {
        m->picture = QImage();
        m->resampled = m->painted = false;
    }
    return m->picture;
}

const SlicePainter::Colors& SlicePainter::colors() const
{
    static const Colors none;
    return m->frame && m->image && m->hasColors() ? m->colors : none;
}

const GrayTransform* SlicePainter::transform() const
{
    return m->transform ? &*m->transform : nullptr;
}

} // namespace isocenter
