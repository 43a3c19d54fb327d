#pragma once

#include "base/Result.h"
#include "image/ImageSeries.h"
#include "presentation/ImageReferences.h"

#include <Eigen/Geometry>

#include <QDateTime>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// A Spatial Registration object (PS3.3 A.39.1, C.20.2): where points of other frames of reference, or of single images, lie in
/// one that it establishes. LPS, mm. Immutable once shared.
struct SpatialRegistration
{
    /// One item of the Registration Sequence. With `images` it is for those alone; else for all of `frameOfReference`.
    struct Item
    {
        QString frameOfReference; ///< may be empty where there are images
        ImageReferences images;
        Eigen::Affine3d toRegistered = Eigen::Affine3d::Identity(); ///< source coordinates -> Registered RCS; invertible
    };
    ImagePtr object;         ///< the file itself; its Frame of Reference UID is the Registered RCS
    QString label;           ///< Content Label
    QString description;     ///< Content Description
    QDateTime created;       ///< Content Date and Time
    std::vector<Item> items; ///< empty if there is a problem
    QString problem;         ///< why it cannot be used, one translated sentence; empty otherwise

    const QString& registeredSpace() const { return object->record.series.frameOfReference; }
    bool concerns(const ImageAttributes& image) const; ///< one of its items places it
    /// The label, else the description, else the date; one line.
    QString name() const;
};

using SpatialRegistrationPtr = std::shared_ptr<const SpatialRegistration>;

bool isRegistration(const QString& sopClass); ///< spatial or deformable

enum class MatrixType { Rigid, RigidScale, Affine };

/// A Frame of Reference Transformation Matrix (PS3.3 C.20.2.1.1), row by row, checked against what its type promises
/// (C.20.2.1.2) within 1e-3: last row 0 0 0 1, invertible; RIGID: a rotation; RIGID_SCALE: one with scales along axes. A mirror
/// is none of them here: laid over each other by it, left would lie on right. Else an error, one sentence.
Result<Eigen::Affine3d> registrationMatrix(const std::vector<double>& values, MatrixType type);

/// How points of one image's space are found in that of another.
struct SpatialRelation
{
    Eigen::Affine3d transform = Eigen::Affine3d::Identity(); ///< points of `from` -> points of `to`
    SpatialRegistrationPtr registration;                     ///< by which; null: they share a frame of reference
};

/// `named`: the registrations that are to be used, and no others; each must be in `known`, relate the two, and not contradict
/// another. With none named: the same Frame of Reference is the same space; else the one registration of `known` that relates the
/// two, if there is exactly one. An error, one sentence, where there is no relation.
Result<SpatialRelation> relate(const FrameRef& from, const FrameRef& to, const std::vector<SpatialRegistrationPtr>& known,
                               const std::vector<InstanceUid>& named);

} // namespace isocenter
