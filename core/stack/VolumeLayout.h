#pragma once

#include "image/ImageSeries.h"
#include "study/Study.h"

#include <Eigen/Core>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace isocenter {

/// Where slices are missing between two neighbours: their distance is more than 1.5 times the usual one.
struct VolumeGap
{
    int after = 0;       ///< index of the slice before the gap
    int missing = 0;     ///< slices that are missing by the usual distance; 0: the distance is no multiple of it
    double distance = 0; ///< mm along the normal from slice `after` to the next
};

/// One of several images sets on the same grid: a time, an echo, a b-value.
struct VolumePhase
{
    /// What tells it from the others: DICOM keyword (or "Order", "DimensionIndex2") and value, outermost first. Empty where
    /// there is one phase only.
    std::vector<std::pair<QString, QString>> marks;
    QString title;                ///< the marks in words, translated, one line
    std::vector<FrameRef> slices; ///< one a slice of the layout; image null: this phase lacks it
    int missing = 0;              ///< slices that it lacks
};

/// A further image at the place of a slice, which nothing tells from the first: not used.
struct VolumeRepeat
{
    int phase = 0;
    int slice = 0;
    FrameRef image;
};

/// How images of one series make a volume: a grid in the patient and which frame is which slice. Values without pixels.
///
/// Voxel (i, j, k) lies at origin + right * i * spacing.x + down * j * spacing.y + lean() * (positions[k] - positions[0]) in LPS
/// mm (PS3.3 C.7.6.2.1.1). Slices ascend along the normal = right x down, so that the grid is right-handed. Where `uniform` is
/// false the true positions count, not spacing.z.
struct VolumeLayout
{
    Study study;
    Series series;
    int columns = 0;
    int rows = 0;
    int slices = 0;
    int images = 0; ///< frames of all phases, and repeats

    Eigen::Vector3d spacing = Eigen::Vector3d::Zero(); ///< mm between columns, between rows, between slices along the normal
                                                       ///< (mean where uniform, else the median); 0: not known
    Eigen::Vector3d origin = Eigen::Vector3d::Zero();  ///< centre of the first voxel of the first slice
    Eigen::Vector3d right = Eigen::Vector3d::UnitX();  ///< unit, direction of growing column
    Eigen::Vector3d down = Eigen::Vector3d::UnitY();   ///< unit, direction of growing row, at a right angle to `right`
    std::vector<double> positions;                     ///< of each slice: Image Position (Patient) . normal, mm, ascending
    /// From a slice to the next, mm: spacing.z along the normal, and the shift within the plane where the gantry was tilted.
    Eigen::Vector3d step = Eigen::Vector3d::Zero();
    /// Degrees between step and normal; 0: a right-angled stack. Positive where each slice starts further against `down` than the
    /// one before: that of a supine patient scanned with a positive Gantry/Detector Tilt (0018,1120). Sheared along rows more
    /// than along columns: positive where it starts further against `right`.
    double tilt = 0;
    /// Every distance is within 1 % or 0.01 mm of the usual one (Image Position is often rounded to hundredths), and no slice is
    /// further than a tenth of it from where an even grid has it.
    bool uniform = false;
    std::vector<VolumeGap> gaps;
    std::vector<VolumeRepeat> repeats;
    int copies = 0;                  ///< files that are there twice (same SOP Instance), and not counted in `images`
    std::vector<VolumePhase> phases; ///< at least one where the layout is usable
    QStringList cautions;            ///< what a reader of the volume must know, one translated sentence each
    QString reason;                  ///< why it cannot be made into a volume, one translated sentence; empty: it can
    QString detail;                  ///< for the log

    bool isUsable() const { return reason.isEmpty(); }
    Eigen::Vector3d normal() const;
    /// Change of place within the patient for one mm along the normal; the normal itself where there is no tilt.
    Eigen::Vector3d lean() const;
    /// Patient coordinate of a voxel coordinate; between slices in proportion, outside by spacing.z. Usable layouts only.
    Eigen::Vector3d at(double column, double row, double slice) const;
    /// Voxel coordinate of a patient coordinate: the inverse of at().
    Eigen::Vector3d toVoxel(const Eigen::Vector3d& point) const;
};

/// The volumes of any number of series, series by series; within one those that can be made first, the largest first. Frames
/// belong together by frame of reference, size, orientation, spacing, image type (values 1 to 3; more where images would lie at
/// one place), and stack; they are ordered by Image Position along the normal, never by number, location or thickness. What lies
/// at one place is told apart by echo, b-value, temporal position, cardiac phase, trigger time, dimension, acquisition and time,
/// as far as these are there for most slices, else by its order. Images that make no volume are in a layout with a reason;
/// objects without pixels are in none. Does not depend on the order of the input. Concatenated and several multi-frame objects of
/// a series are joined. For any thread; takes milliseconds for thousands of frames.
std::vector<VolumeLayout> layoutVolumes(const std::vector<ImagePtr>& images);
/// The same for frames of one series, such as those of a stack.
std::vector<VolumeLayout> layoutVolumes(const std::vector<FrameRef>& frames);

} // namespace isocenter
