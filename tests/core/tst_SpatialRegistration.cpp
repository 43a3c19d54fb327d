#include "registration/SpatialRegistration.h"

#include <QTest>

#include <cmath>

using namespace isocenter;

namespace {

FrameRef frameIn(const QString& space, const QString& uid = QStringLiteral("1"))
{
    auto image = std::make_shared<ImageAttributes>();
    image->record.series.frameOfReference = space;
    image->record.instance.uid = InstanceUid(uid);
    return {image, 0};
}

Eigen::Affine3d shift(double x, double y, double z)
{
    return Eigen::Affine3d(Eigen::Translation3d(x, y, z));
}

SpatialRegistration::Item itemFor(const QString& space, const Eigen::Affine3d& toRegistered, const QString& image = {})
{
    SpatialRegistration::Item item;
    item.frameOfReference = space;
    item.toRegistered = toRegistered;
    if (!image.isEmpty()) {
        item.images.add(InstanceUid(image), {});
    }
    return item;
}

SpatialRegistrationPtr registered(const QString& to, std::vector<SpatialRegistration::Item> items,
                                  const QString& uid = QStringLiteral("9"))
{
    auto registration = std::make_shared<SpatialRegistration>();
    registration->object = frameIn(to, uid).image;
    registration->items = std::move(items);
    return registration;
}

const QString kCt = QStringLiteral("1.1");
const QString kPet = QStringLiteral("1.2");

bool isRefused(const Result<SpatialRelation>& relation, const QString& part)
{
    return !relation && relation.error().message.contains(part);
}

} // namespace

/// PS3.3 C.20.2: where points of one frame of reference lie in another.
class TestSpatialRegistration : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row22_matricesAreChecked()
    {
        const auto make = [](std::vector<double> values, MatrixType type) { return registrationMatrix(values, type).ok(); };
        const double c = std::cos(0.3);
        const double s = std::sin(0.3);
        const std::vector<double> rotation{c, -s, 0, 10, s, c, 0, -20, 0, 0, 1, 30, 0, 0, 0, 1};
        const auto rigid = registrationMatrix(rotation, MatrixType::Rigid);
        QVERIFY(rigid);
        // Row by row: (1, 0, 0) turns towards y and is moved.
        QVERIFY(((*rigid * Eigen::Vector3d(1, 0, 0)) - Eigen::Vector3d(c + 10, s - 20, 30)).norm() < 1e-12);
        const std::vector<double> scaled{2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 1};
        const std::vector<double> sheared{1, 0.2, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
        QVERIFY(!make(scaled, MatrixType::Rigid) && make(scaled, MatrixType::RigidScale) && make(scaled, MatrixType::Affine));
        QVERIFY(!make(sheared, MatrixType::Rigid) && !make(sheared, MatrixType::RigidScale) && make(sheared, MatrixType::Affine));
        QVERIFY(make({1.0009, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, MatrixType::Rigid) == false); // squared: 1.0018
        QVERIFY(make({1.0004, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, MatrixType::Rigid));
        for (const MatrixType type : {MatrixType::Rigid, MatrixType::RigidScale, MatrixType::Affine}) {
            QVERIFY(!make({-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, type)); // left and right exchanged
            QVERIFY(!make({1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, type));  // flat
            QVERIFY(!make({1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0.1, 1}, type));
            QVERIFY(!make({1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}, type));
            QVERIFY(!make({1, 0, 0, std::nan(""), 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, type));
        }
    }

    void row22_frameOfReferenceToRegistered()
    {
        const auto known = registered(kCt, {itemFor(kPet, shift(5, 0, 0)), itemFor(kCt, Eigen::Affine3d::Identity())});
        const auto relation = relate(frameIn(kPet), frameIn(kCt), {known}, {});
        QVERIFY(relation && relation->registration == known);
        QVERIFY((relation->transform * Eigen::Vector3d(1, 2, 3) - Eigen::Vector3d(6, 2, 3)).norm() < 1e-12);
        const auto back = relate(frameIn(kCt), frameIn(kPet), {known}, {});
        QVERIFY(back && (back->transform * Eigen::Vector3d(6, 2, 3) - Eigen::Vector3d(1, 2, 3)).norm() < 1e-12);
        // The registered space needs no item of its own.
        QVERIFY(relate(frameIn(kPet), frameIn(kCt), {registered(kCt, {itemFor(kPet, shift(5, 0, 0))})}, {}));
    }

    void row22_bothThroughAThirdSpace()
    {
        const QString atlas = QStringLiteral("1.9");
        const auto known = registered(atlas, {itemFor(kPet, shift(5, 0, 0)), itemFor(kCt, shift(0, 7, 0))});
        const auto relation = relate(frameIn(kPet), frameIn(kCt), {known}, {});
        QVERIFY(relation && (relation->transform * Eigen::Vector3d(0, 0, 0) - Eigen::Vector3d(5, -7, 0)).norm() < 1e-12);
        // The same by two objects, which only a state that names both brings together.
        const auto pet = registered(atlas, {itemFor(kPet, shift(5, 0, 0))}, QStringLiteral("9.1"));
        const auto ct = registered(atlas, {itemFor(kCt, shift(0, 7, 0))}, QStringLiteral("9.2"));
        QVERIFY(isRefused(relate(frameIn(kPet), frameIn(kCt), {pet, ct}, {}), QStringLiteral("another frame of reference")));
        const std::vector<InstanceUid> both{InstanceUid(QStringLiteral("9.1")), InstanceUid(QStringLiteral("9.2"))};
        const auto named = relate(frameIn(kPet), frameIn(kCt), {pet, ct}, both);
        QVERIFY(named && (named->transform * Eigen::Vector3d(0, 0, 0) - Eigen::Vector3d(5, -7, 0)).norm() < 1e-12);
    }

    void row22_itemsOfImages()
    {
        const auto known = registered(kCt, {itemFor(kPet, shift(1, 0, 0), QStringLiteral("7")), itemFor(kPet, shift(2, 0, 0))});
        const auto listed = relate(frameIn(kPet, QStringLiteral("7")), frameIn(kCt), {known}, {});
        const auto other = relate(frameIn(kPet, QStringLiteral("8")), frameIn(kCt), {known}, {});
        QVERIFY(listed && listed->transform.translation().x() == 1);
        QVERIFY(other && other->transform.translation().x() == 2);
        // An item that lists images is for no others.
        const auto only = registered(kCt, {itemFor(kPet, shift(1, 0, 0), QStringLiteral("7"))});
        QVERIFY(!relate(frameIn(kPet, QStringLiteral("8")), frameIn(kCt), {only}, {}));
    }

    void row22_sameSpaceUnlessNamed()
    {
        const auto correction = registered(kCt, {itemFor(kCt, shift(1, 0, 0), QStringLiteral("7"))});
        const FrameRef from = frameIn(kCt, QStringLiteral("7"));
        const auto plain = relate(from, frameIn(kCt), {correction}, {});
        QVERIFY(plain && !plain->registration && plain->transform.isApprox(Eigen::Affine3d::Identity()));
        const auto named = relate(from, frameIn(kCt), {correction}, {InstanceUid(QStringLiteral("9"))});
        QVERIFY(named && named->registration == correction && named->transform.translation().x() == 1);
        QVERIFY(!relate(frameIn({}), frameIn({}), {}, {})); // two unknown spaces are not the same
    }

    void row22_whatIsNotRelatedIsSaid()
    {
        const auto one = registered(kCt, {itemFor(kPet, shift(5, 0, 0))}, QStringLiteral("9.1"));
        const auto two = registered(kCt, {itemFor(kPet, shift(6, 0, 0))}, QStringLiteral("9.2"));
        const auto far = registered(kCt, {itemFor(QStringLiteral("1.5"), shift(6, 0, 0))}, QStringLiteral("9.3"));
        const std::vector<InstanceUid> both{InstanceUid(QStringLiteral("9.1")), InstanceUid(QStringLiteral("9.2"))};
        const FrameRef pet = frameIn(kPet);
        const FrameRef ct = frameIn(kCt);
        QVERIFY(isRefused(relate(pet, ct, {}, {}), QStringLiteral("another frame of reference")));
        QVERIFY(isRefused(relate(pet, ct, {far}, {}), QStringLiteral("another frame of reference")));
        QVERIFY(isRefused(relate(pet, ct, {one, two}, {}), QStringLiteral("Several registrations")));
        QVERIFY(isRefused(relate(pet, ct, {one, two}, both), QStringLiteral("contradict")));
        QVERIFY(isRefused(relate(pet, ct, {one}, {both[1]}), QStringLiteral("not in this study")));
        QVERIFY(isRefused(relate(pet, ct, {one, far}, {InstanceUid(QStringLiteral("9.3"))}), QStringLiteral("does not relate")));
        QVERIFY(relate(pet, ct, {one, two}, {both[1]})->transform.translation().x() == 6);
        const auto twice = registered(kCt, {itemFor(kPet, shift(5, 0, 0)), itemFor(kPet, shift(6, 0, 0))});
        QVERIFY(isRefused(relate(pet, ct, {twice}, {}), QStringLiteral("contradict")));
        SpatialRegistration refused;
        refused.object = frameIn(kCt, QStringLiteral("9.4")).image;
        refused.problem = QStringLiteral("It deforms.");
        const auto deforms = std::make_shared<const SpatialRegistration>(refused);
        QVERIFY(isRefused(relate(pet, ct, {deforms}, {}), QStringLiteral("It deforms.")));
        QVERIFY(isRefused(relate(pet, ct, {one, deforms}, {InstanceUid(QStringLiteral("9.4"))}), QStringLiteral("It deforms.")));
        QVERIFY(relate(pet, ct, {one, deforms}, {}));
    }

    void row22_namedForTheReader()
    {
        SpatialRegistration registration;
        registration.created = QDateTime(QDate(2026, 3, 4), QTime(5, 6));
        QCOMPARE(registration.name(), QStringLiteral("2026-03-04"));
        registration.description = QStringLiteral("CT and\nPET");
        QVERIFY(!registration.name().contains(QLatin1Char('\n')));
        registration.label = QStringLiteral("FUSION");
        QCOMPARE(registration.name(), QStringLiteral("FUSION"));
    }
};

QTEST_APPLESS_MAIN(TestSpatialRegistration)
#include "tst_SpatialRegistration.moc"
