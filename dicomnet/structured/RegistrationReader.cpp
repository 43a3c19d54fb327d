#include "structured/RegistrationReader.h"

#include "file/DateTime.h"
#include "file/Tags.h"
#include "structured/StateParts.h"
#include "structured/StateTags.h"

#include <QCoreApplication>

#include <exception>

namespace isocenter {

namespace {

constexpr std::size_t kMostItems = 1000;
constexpr std::size_t kMostMatrices = 64;
constexpr char kDeformable[] = "1.2.840.10008.5.1.4.1.1.66.3";

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SpatialRegistration)
};

std::optional<MatrixType> typeOf(const Item& item)
{
    const QString type = item.first(tag::FrameOfReferenceTransformationMatrixType);
    if (type == QLatin1String("RIGID")) {
        return MatrixType::Rigid;
    }
    if (type == QLatin1String("RIGID_SCALE")) {
        return MatrixType::RigidScale;
    }
    return type == QLatin1String("AFFINE") ? std::optional(MatrixType::Affine) : std::nullopt;
}

/// PS3.3 C.20.2.1.1: the product of the matrices in the order of their items, so the last one is applied to a point first.
Result<Eigen::Affine3d> readMatrices(const Item& registration)
{
    const std::vector<Item> matrices = registration.item(tag::MatrixRegistrationSequence).items(tag::MatrixSequence);
    if (matrices.empty() || matrices.size() > kMostMatrices) {
        return Error{Text::tr("The registration has no matrices, or far too many."), {}};
    }
    Eigen::Affine3d product = Eigen::Affine3d::Identity();
    for (const Item& item : matrices) {
        const std::optional<MatrixType> type = typeOf(item);
        if (!type) {
            return Error{Text::tr("A matrix of the registration is of a kind that is not known."), {}};
        }
        const Result<Eigen::Affine3d> matrix =
            registrationMatrix(item.numbers(tag::FrameOfReferenceTransformationMatrix, vr("DS")), *type);
        if (!matrix) {
            return matrix.error();
        }
        product = product * *matrix;
    }
    // The product as well: matrices that are sound may make one that is not.
    return registrationMatrix({product(0, 0), product(0, 1), product(0, 2), product(0, 3), product(1, 0), product(1, 1),
                               product(1, 2), product(1, 3), product(2, 0), product(2, 1), product(2, 2), product(2, 3), 0, 0, 0,
                               1},
                              MatrixType::Affine);
}

Result<SpatialRegistrationPtr> read(const ScannedFile& file, const ImagePtr& object)
{
    if (file.data.damaged || file.data.truncated) {
        return Error{Text::tr("The registration is damaged."), {}};
    }
    const Item root(file.data);
    auto registration = std::make_shared<SpatialRegistration>();
    registration->object = object;
    registration->label = root.text(tag::ContentLabel);
    registration->description = root.text(tag::ContentDescription);
    const QDate date = parseDate(root.first(tag::ContentDate));
    const QTime time = parseTime(root.first(tag::ContentTime));
    registration->created = date.isValid() ? QDateTime(date, time.isValid() ? time : QTime(0, 0)) : QDateTime();
    if (registration->registeredSpace().isEmpty()) {
        return Error{Text::tr("The registration does not say which frame of reference it leads to."), {}};
    }
    const std::vector<Item> items = root.items(tag::RegistrationSequence);
    if (items.empty() || items.size() > kMostItems) {
        return Error{Text::tr("The registration registers nothing, or far too much."), {}};
    }
    for (const Item& item : items) {
        SpatialRegistration::Item one;
        one.frameOfReference = item.first(tag::FrameOfReferenceUID);
        readImageReferences(item, one.images);
        if (one.frameOfReference.isEmpty() && one.images.isEmpty()) {
            return Error{Text::tr("The registration does not say what it registers."), {}};
        }
        const Result<Eigen::Affine3d> matrix = readMatrices(item);
        if (!matrix) {
            return matrix.error();
        }
        one.toRegistered = *matrix;
        registration->items.push_back(std::move(one));
    }
    return SpatialRegistrationPtr(std::move(registration));
}

} // namespace

Result<SpatialRegistrationPtr> readRegistration(const ImagePtr& object)
{
    const Result<ScannedFile> file = scanFile(object ? object->path : QString());
    return file ? readRegistration(*file, object) : Result<SpatialRegistrationPtr>(file.error());
}

Result<SpatialRegistrationPtr> readRegistration(const ScannedFile& file, const ImagePtr& object)
{
    if (!object || !isRegistration(object->record.instance.sopClass)) {
        return Error{Text::tr("This is no registration."), {}};
    }
    if (object->record.instance.sopClass == QLatin1String(kDeformable)) {
        return Error{Text::tr("Registrations that deform are not applied."), {}};
    }
    try {
        return read(file, object);
    } catch (const std::exception& problem) {
        return Error{Text::tr("The registration cannot be read."), QString::fromLatin1(problem.what())};
    }
}

} // namespace isocenter
