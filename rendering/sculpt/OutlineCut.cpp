#include "sculpt/OutlineCut.h"

#include "sculpt/VoxelBits.h"
#include "slice/ParallelRows.h"

#include <Eigen/Geometry>

#include <QCoreApplication>
#include <QImage>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <atomic>
#include <cmath>

namespace isocenter {

namespace {

/// Pixels under the outline.
class OutlineMask
{
public:
    explicit OutlineMask(const PictureOutline& outline) : m_image(outline.size, QImage::Format_Grayscale8)
    {
        m_image.fill(0);
        QPainterPath path;
        path.setFillRule(Qt::OddEvenFill);
        path.addPolygon(outline.polygon);
        path.closeSubpath();
        QPainter painter(&m_image);
        painter.fillPath(path, Qt::white);
        painter.end();
        m_width = m_image.width();
        m_height = m_image.height();
        m_stride = static_cast<std::size_t>(m_image.bytesPerLine());
        m_bits = m_image.constBits();
    }

    bool isInside(float x, float y) const
    {
        const auto column = static_cast<int>(std::floor(x));
        const auto row = static_cast<int>(std::floor(y));
        return column >= 0 && row >= 0 && column < m_width && row < m_height &&
               m_bits[static_cast<std::size_t>(row) * m_stride + static_cast<std::size_t>(column)] != 0;
    }

private:
    QImage m_image;
    const uchar* m_bits = nullptr;
    std::size_t m_stride = 0;
    int m_width = 0;
    int m_height = 0;
};

/// Where voxel (i, j, k) is seen: start + i * column + j * row + k * slice, in pixels of the picture.
struct VoxelPlaces
{
    Eigen::Vector2d start, column, row, slice;
};

VoxelPlaces placesOf(const Volume& volume, const PictureOutline& outline)
{
    const VolumeView& view = outline.view;
    const Eigen::Vector3d right = view.direction.cross(view.up).normalized();
    const Eigen::Vector3d up = right.cross(view.direction.normalized());
    const double aspect = static_cast<double>(outline.size.width()) / outline.size.height();
    const double height = view.height > 0 ? view.height : volume.extent().norm() / std::min(1.0, aspect); // as RayGeometry
    const double scale = outline.size.height() / height;
    const auto onPicture = [&](const Eigen::Vector3d& v) { return Eigen::Vector2d(right.dot(v) * scale, -up.dot(v) * scale); };
    const Eigen::Vector2d middle(outline.size.width() / 2.0, outline.size.height() / 2.0);
    return {middle + onPicture(volume.origin - view.centre.value_or(volume.centre())),
            onPicture(volume.right * volume.spacing.x()), onPicture(volume.down * volume.spacing.y()),
            onPicture(volume.normal() * volume.spacing.z())};
}

bool isSane(const PictureOutline& outline)
{
    constexpr int kMost = 8192;
    const VolumeView& view = outline.view;
    return view.direction.allFinite() && view.up.allFinite() && view.direction.cross(view.up).norm() > 1e-6 &&
           !outline.size.isEmpty() && outline.size.width() <= kMost && outline.size.height() <= kMost &&
           outline.polygon.size() >= 3;
}

void cutSlice(const Volume& volume, const OutlineMask& mask, const VoxelPlaces& places, bool inside, int k, HiddenVoxels& hidden)
{
    const auto across = places.column.cast<float>().eval();
    std::size_t voxel =
        static_cast<std::size_t>(k) * static_cast<std::size_t>(volume.columns) * static_cast<std::size_t>(volume.rows);
    for (int j = 0; j < volume.rows; ++j) {
        const Eigen::Vector2f line = (places.start + places.row * j + places.slice * k).cast<float>();
        for (int i = 0; i < volume.columns; ++i, ++voxel) {
            const bool goes = mask.isInside(line.x() + across.x() * static_cast<float>(i),
                                            line.y() + across.y() * static_cast<float>(i)) == inside;
            hidden.bits[voxel >> 6U] |= static_cast<std::uint64_t>(goes) << (voxel & 63U);
        }
    }
}

} // namespace

Result<std::shared_ptr<const HiddenVoxels>> cutByOutline(const Volume& volume, const HiddenVoxels* before,
                                                         const PictureOutline& outline, const SculptWatch& watch)
{
    if (!isSane(outline)) {
        return Error{QCoreApplication::translate("Sculpt", "The outline is too small to cut with."), {}};
    }
    try {
        const OutlineMask mask(outline);
        const VoxelPlaces places = placesOf(volume, outline);
        const std::shared_ptr<HiddenVoxels> hidden = hiddenCopy(volume, before);
        const int strip = slicesPerWord(volume);
        std::atomic<int> done{0};
        forRows((volume.slices + strip - 1) / strip, 1, [&](int first, int end) {
            for (int k = first * strip; k < std::min(end * strip, volume.slices) && !watch.cancel.isCancelled(); ++k) {
                cutSlice(volume, mask, places, !outline.keepsInside, k, *hidden);
                watch.tell(++done / static_cast<double>(volume.slices));
            }
        });
        if (watch.cancel.isCancelled()) {
            return Error{};
        }
        return std::shared_ptr<const HiddenVoxels>(hidden);
    } catch (const std::bad_alloc&) {
        return Error{QCoreApplication::translate("Sculpt", "There is not enough memory to cut this volume."), {}};
    }
}

} // namespace isocenter
