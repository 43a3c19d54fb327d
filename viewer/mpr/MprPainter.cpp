#include "mpr/MprPainter.h"

#include "reslice/ResliceGaps.h"
#include "reslice/Reslicer.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace isocenter {

namespace {

bool isSame(const ReslicePlane& a, const ReslicePlane& b)
{
    return a.center == b.center && a.right == b.right && a.down == b.down && a.width == b.width && a.height == b.height &&
           a.spacing == b.spacing && a.thickness == b.thickness && a.mode == b.mode && a.interpolation == b.interpolation;
}

/// Diagonal lines where there are no slices, or none near enough, so that no one takes what is there for what was seen.
class Hatching
{
public:
    Hatching(const ResliceVolume& volume, const ReslicePlane& plane, const std::vector<std::pair<double, double>>& gaps)
        : m_width(plane.width), m_height(plane.height), m_gaps(volume.grid(), plane, gaps)
    {
    }

    /// `mask`: of reslice(); empty where no slice is missing. `overGap` becomes true if some of it lies between slices that are
    /// too far apart.
    QImage paint(const std::vector<std::uint8_t>& mask, bool& overGap) const
    {
        QImage image(m_width, m_height, QImage::Format_ARGB32);
        if (image.isNull()) {
            throw std::bad_alloc();
        }
        for (int y = 0; y < m_height; ++y) {
            auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
            for (int x = 0; x < m_width; ++x) {
                const std::size_t at =
                    static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x);
                const bool gap = m_gaps.isOver(x, y);
                const bool absent = !mask.empty() && mask[at] == static_cast<std::uint8_t>(ReslicePixel::Missing);
                overGap = overGap || gap;
                const int phase = (x + y) % kHatchStep;
                line[x] = absent && phase < 2 ? kAbsent : gap && phase == 0 ? kGap : 0;
            }
        }
        return image;
    }

private:
    static constexpr int kHatchStep = 20;
    static constexpr QRgb kAbsent = 0xFFE5534B;
    static constexpr QRgb kGap = 0xC0D9A514;

    int m_width;
    int m_height;
    GapTest m_gaps;
};

MprPainter::Picture make(const ResliceVolume& volume, const std::vector<std::pair<double, double>>& gaps,
                         const ReslicePlane& plane, const LevelMap& levels)
{
    MprPainter::Picture result;
    try {
        QImage image(plane.width, plane.height, QImage::Format_RGB32);
        if (image.isNull()) {
            throw std::bad_alloc();
        }
        const bool whole = volume.isComplete();
        std::vector<std::uint8_t> mask(whole ? 0
                                             : static_cast<std::size_t>(plane.width) * static_cast<std::size_t>(plane.height));
        const Result<ResliceOutcome> done = paintReslice(volume, plane, levels, reinterpret_cast<QRgb*>(image.bits()),
                                                         image.bytesPerLine() / 4, whole ? nullptr : mask.data());
        if (!done) {
            result.problem = done.error().message;
            return result;
        }
        result.image = image;
        result.missing = done->missing;
        if (done->missing || !gaps.empty()) {
            result.absent = Hatching(volume, plane, gaps).paint(mask, result.overGap);
        }
    } catch (const std::bad_alloc&) {
        result.problem = MprPainter::tr("There is not enough memory.");
    }
    return result;
}

} // namespace

MprPainter::MprPainter(const MprScene& scene, const ViewerServices& services, QObject* parent)
    : QObject(parent), m_scene(scene), m_services(services), m_answers(this)
{
}

const MprPainter::Picture& MprPainter::picture(const ReslicePlane& plane)
{
    const quint64 version = m_scene.source().version();
    const DisplayState& display = m_scene.state().display;
    if (!m_plane || !isSame(*m_plane, plane) || m_version != version || m_display != display) {
        m_answers.forget();
        m_plane = plane;
        m_version = version;
        m_display = display;
        paint(plane);
    }
    return m_picture;
}

void MprPainter::paint(const ReslicePlane& plane)
{
    const ResliceVolume* volume = m_scene.source().volume();
    const LevelMap* levels = m_scene.levels();
    m_picture = {};
    if (!volume || !levels || plane.width <= 0 || plane.height <= 0) {
        return;
    }
    const Result<void> sound = plane.check(volume->grid());
    if (!sound) {
        m_picture.problem = sound.error().message;
        return;
    }
    const double pixels = static_cast<double>(plane.width) * plane.height;
    const double samples =
        pixels * slabPlanes(volume->grid(), plane) * (plane.interpolation == ResliceInterpolation::Cubic ? 4 : 1);
    if (samples <= kAtOnce) {
        m_picture = make(*volume, m_scene.source().gaps(), plane, *levels);
        return;
    }
    const int factor = static_cast<int>(std::ceil(std::sqrt(samples / kAtOnce)));
    ReslicePlane coarse = plane;
    coarse.width = (plane.width + factor - 1) / factor;
    coarse.height = (plane.height + factor - 1) / factor;
    coarse.spacing = plane.spacing * factor;
    m_picture = make(*volume, m_scene.source().gaps(), coarse, *levels);
    const QSize size(plane.width, plane.height);
    m_picture.image = m_picture.image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    m_picture.absent = m_picture.absent.isNull() ? QImage() : m_picture.absent.scaled(size);
    m_picture.draft = true;
    paintLater(plane);
}

void MprPainter::paintLater(const ReslicePlane& plane)
{
    const auto work = [volume = *m_scene.source().volume(), gaps = m_scene.source().gaps(), levels = *m_scene.levels(),
                       plane](const CancelToken& token) {
        return token.isCancelled() ? Picture() : make(volume, gaps, plane, levels);
    };
    m_answers.ask(m_services.queue, AnswerBox::Interactive, work, [this](Picture picture) {
        m_picture = std::move(picture);
        Q_EMIT changed();
    });
}

} // namespace isocenter
