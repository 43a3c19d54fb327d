#include "registration/SpatialRegistration.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kTolerance = 1e-3;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SpatialRegistration)
};

const QString& spaceOf(const FrameRef& ref)
{
    return ref.image->record.series.frameOfReference;
}

/// Where the points of a frame lie in another space.
struct Placed
{
    QString space;
    Eigen::Affine3d transform = Eigen::Affine3d::Identity();
    SpatialRegistrationPtr registration; ///< null: it is the frame's own space
};

bool isSame(const Eigen::Affine3d& a, const Eigen::Affine3d& b)
{
    return (a.linear() - b.linear()).norm() < kTolerance && (a.translation() - b.translation()).norm() < kTolerance;
}

/// By the item that lists the frame, else by one for all of its frame of reference.
void addPlaces(const SpatialRegistrationPtr& registration, const FrameRef& ref, std::vector<Placed>& places)
{
    const auto isOf = [&](const SpatialRegistration::Item& item, bool listed) {
        return listed ? item.images.contains(ref.image->record.instance.uid, ref.frame)
                      : item.images.isEmpty() && !spaceOf(ref).isEmpty() && item.frameOfReference == spaceOf(ref);
    };
    const std::vector<SpatialRegistration::Item>& items = registration->items;
    const bool listed = std::any_of(items.begin(), items.end(), [&](const auto& item) { return isOf(item, true); });
    for (const SpatialRegistration::Item& item : items) {
        if (isOf(item, listed)) {
            places.push_back({registration->registeredSpace(), item.toRegistered, registration});
        }
    }
}

std::vector<Placed> placesOf(const FrameRef& ref, const std::vector<SpatialRegistrationPtr>& registrations)
{
    std::vector<Placed> places;
    for (const SpatialRegistrationPtr& registration : registrations) {
        if (registration->problem.isEmpty() && !registration->registeredSpace().isEmpty()) {
            addPlaces(registration, ref, places);
        }
    }
    // A frame in the space that others are registered to needs no item of its own.
    const bool isRegistered =
        std::any_of(places.begin(), places.end(), [&](const Placed& place) { return place.space == spaceOf(ref); });
    if (!spaceOf(ref).isEmpty() && !isRegistered) {
        places.push_back({spaceOf(ref), Eigen::Affine3d::Identity(), nullptr});
    }
    return places;
}

/// All ways from one to the other in which a registration takes part.
std::vector<SpatialRelation> relationsBy(const FrameRef& from, const FrameRef& to,
                                         const std::vector<SpatialRegistrationPtr>& registrations)
{
    std::vector<SpatialRelation> relations;
    const std::vector<Placed> ends = placesOf(to, registrations);
    for (const Placed& start : placesOf(from, registrations)) {
        for (const Placed& end : ends) {
            if (start.space == end.space && (start.registration || end.registration)) {
                relations.push_back(
                    {end.transform.inverse() * start.transform, start.registration ? start.registration : end.registration});
            }
        }
    }
    return relations;
}

bool agree(const std::vector<SpatialRelation>& relations)
{
    return std::all_of(relations.begin(), relations.end(),
                       [&](const SpatialRelation& relation) { return isSame(relation.transform, relations.front().transform); });
}

Result<SpatialRelation> relateByNamed(const FrameRef& from, const FrameRef& to, const std::vector<SpatialRegistrationPtr>& known,
                                      const std::vector<InstanceUid>& named)
{
    std::vector<SpatialRegistrationPtr> used;
    for (const InstanceUid& uid : named) {
        const auto found =
            std::find_if(known.begin(), known.end(), [&](const auto& one) { return one->object->record.instance.uid == uid; });
        if (found == known.end()) {
            return Error{Text::tr("The registration that the presentation state names is not in this study."), {}};
        }
        if (!(*found)->problem.isEmpty()) {
            return Error{Text::tr("The registration that the presentation state names cannot be used. %1").arg((*found)->problem),
                         {}};
        }
        used.push_back(*found);
    }
    const std::vector<SpatialRelation> relations = relationsBy(from, to, used);
    if (relations.empty()) {
        return Error{Text::tr("The registration that the presentation state names does not relate these images to each other."),
                     {}};
    }
    if (!agree(relations)) {
        return Error{Text::tr("The registrations of these images contradict each other."), {}};
    }
    return relations.front();
}

Result<SpatialRelation> relateByKnown(const FrameRef& from, const FrameRef& to, const std::vector<SpatialRegistrationPtr>& known)
{
    std::vector<SpatialRelation> found;
    QString problem;
    for (const SpatialRegistrationPtr& registration : known) {
        const std::vector<SpatialRelation> relations = relationsBy(from, to, {registration});
        if (!agree(relations)) {
            return Error{Text::tr("The registrations of these images contradict each other."), {}};
        }
        if (!relations.empty()) {
            found.push_back(relations.front());
        } else if (!registration->problem.isEmpty()) {
            problem = registration->problem;
        }
    }
    if (found.size() == 1) {
        return found.front();
    }
    if (found.size() > 1) {
        return Error{Text::tr("Several registrations of this study relate these images, and the presentation state names none."),
                     {}};
    }
    const QString elsewhere = Text::tr("The images to be laid over these lie in another frame of reference.");
    return Error{problem.isEmpty() ? elsewhere : elsewhere + QLatin1Char(' ') + problem, {}};
}

bool isDiagonal(const Eigen::Matrix3d& m)
{
    const Eigen::Vector3d lengths = m.diagonal().cwiseAbs().cwiseSqrt();
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            if (i != j && std::abs(m(i, j)) > kTolerance * lengths[i] * lengths[j]) {
                return false;
            }
        }
    }
    return true;
}

} // namespace

QString SpatialRegistration::name() const
{
    const QString words = singleLine(label.isEmpty() ? description : label, 48);
    const QString date = created.date().toString(Qt::ISODate);
    return !words.isEmpty() ? words : !date.isEmpty() ? date : Text::tr("a registration without a name");
}

bool SpatialRegistration::concerns(const ImageAttributes& image) const
{
    const QString& space = image.record.series.frameOfReference;
    return std::any_of(items.begin(), items.end(), [&](const Item& item) {
        return item.images.isEmpty() ? !space.isEmpty() && item.frameOfReference == space
                                     : item.images.hasImage(image.record.instance.uid);
    });
}

bool isRegistration(const QString& sopClass)
{
    return sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.66.1") || sopClass == QLatin1String("1.2.840.10008.5.1.4.1.1.66.3");
}

Result<Eigen::Affine3d> registrationMatrix(const std::vector<double>& values, MatrixType type)
{
    constexpr double kLargest = 1e6; // mm, and any scale
    if (values.size() != 16 || !std::all_of(values.begin(), values.end(), [](double v) { return std::abs(v) <= kLargest; })) {
        return Error{Text::tr("A matrix of the registration is damaged."), {}};
    }
    Eigen::Affine3d result;
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 4; ++column) {
            result.matrix()(row, column) = values[static_cast<std::size_t>(4 * row + column)];
        }
    }
    if ((result.matrix().row(3) - Eigen::RowVector4d(0, 0, 0, 1)).cwiseAbs().maxCoeff() > 1e-6) {
        return Error{Text::tr("A matrix of the registration is none of space: its last row is not 0 0 0 1."), {}};
    }
    result.makeAffine();
    const Eigen::Matrix3d m = result.linear();
    const Eigen::Vector3d scales = m.jacobiSvd().singularValues();
    if (!(scales[2] > 1e-4) || scales[0] > 1e4) {
        return Error{Text::tr("A matrix of the registration cannot be inverted."), {}};
    }
    if (m.determinant() < 0) {
        return Error{Text::tr("A matrix of the registration is a mirror; left and right would be exchanged."), {}};
    }
    if (type == MatrixType::Rigid && (m.transpose() * m - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff() > kTolerance) {
        return Error{Text::tr("A matrix of the registration is called rigid and is not."), {}};
    }
    if (type == MatrixType::RigidScale && !isDiagonal(m.transpose() * m) && !isDiagonal(m * m.transpose())) {
        return Error{Text::tr("A matrix of the registration is called one of rotation and scale and is not."), {}};
    }
    return result;
}

Result<SpatialRelation> relate(const FrameRef& from, const FrameRef& to, const std::vector<SpatialRegistrationPtr>& known,
                               const std::vector<InstanceUid>& named)
{
    if (!named.empty()) {
        return relateByNamed(from, to, known, named);
    }
    if (!spaceOf(from).isEmpty() && spaceOf(from) == spaceOf(to)) {
        return SpatialRelation();
    }
    return relateByKnown(from, to, known);
}

} // namespace isocenter
