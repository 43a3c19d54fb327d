#include "mpr/MprPainter.h"

#include "mpr/MprHatching.h"
#include "reslice/Reslicer.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace isocenter {

namespace {

constexpr double kAtOnce = 6e6; // samples that may be taken on the GUI thread

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
            result.absent = MprHatching(volume, plane, gaps).paint(mask, result.overGap);
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
    if (!m_plane || !isSamePlane(*m_plane, plane) || m_version != version || m_display != display) {
        m_answers.forget();
        m_plane = plane;
        m_version = version;
        m_display = display;
        paint(plane);
    }
    return m_picture;
}

std::optional<ReslicePlane> MprPainter::coarser(const VolumeGrid& grid, const ReslicePlane& plane)
{
    const double samples = static_cast<double>(plane.width) * plane.height * slabPlanes(grid, plane) *
                           (plane.interpolation == ResliceInterpolation::Cubic ? 4 : 1);
    if (samples <= kAtOnce) {
        return std::nullopt;
    }
    const int factor = static_cast<int>(std::ceil(std::sqrt(samples / kAtOnce)));
    ReslicePlane coarse = plane;
    coarse.width = (plane.width + factor - 1) / factor;
    coarse.height = (plane.height + factor - 1) / factor;
    coarse.spacing = plane.spacing * factor;
    return coarse;
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
    const std::optional<ReslicePlane> coarse = coarser(volume->grid(), plane);
    m_picture = make(*volume, m_scene.source().gaps(), coarse.value_or(plane), *levels);
    if (!coarse) {
        return;
    }
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
