#include "viewport/OrientationLabels.h"

#include <Eigen/Geometry>

#include <QTest>

using namespace isocenter;

/// Hazard: wrong side. Letters are compared with a table written by hand, read left, top, right, bottom.
class TestOrientationLabels : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row28_planes_data();
    void row28_planes();
    void row28_turnsAndFlips_data();
    void row28_turnsAndFlips();
    void row28_projection();
    void row28_unknownIsAQuestionMark();
    void row28_animals();
};

namespace {

std::shared_ptr<ImageAttributes> imageWith(const Eigen::Vector3d& right, const Eigen::Vector3d& down)
{
    auto image = std::make_shared<ImageAttributes>();
    ImagePlane plane;
    plane.right = right.normalized();
    plane.down = down.normalized();
    image->shared.plane = plane;
    return image;
}

QString read(const ImagePtr& image, const ViewPose& pose)
{
    const EdgeLetters letters = edgeLetters({image, 0}, pose);
    return QStringList{letters.left, letters.top, letters.right, letters.bottom}.join(QLatin1Char(' '));
}

} // namespace

void TestOrientationLabels::row28_planes_data()
{
    QTest::addColumn<QVector<double>>("cosines");
    QTest::addColumn<QString>("letters");
    QTest::newRow("axial") << QVector<double>{1, 0, 0, 0, 1, 0} << "R A L P";
    QTest::newRow("sagittal") << QVector<double>{0, 1, 0, 0, 0, -1} << "A H P F";
    QTest::newRow("coronal") << QVector<double>{1, 0, 0, 0, 0, -1} << "R H L F";
    QTest::newRow("axial, prone as scanned") << QVector<double>{-1, 0, 0, 0, -1, 0} << "L P R A";
    // Turned 20 degrees about the body's axis: sine .342, cosine .940.
    QTest::newRow("axial turned by 20") << QVector<double>{0.9397, 0.3420, 0, -0.3420, 0.9397, 0} << "RA AL LP PR";
    // A coronal plane leaned 30 degrees: down runs to the feet and to the back.
    QTest::newRow("leaned coronal") << QVector<double>{1, 0, 0, 0, 0.5, -0.8660} << "R HA L FP";
    // Less than a tenth is left out.
    QTest::newRow("nearly axial") << QVector<double>{0.998, 0.0632, 0, -0.0632, 0.998, 0} << "R A L P";
    QTest::newRow("doubly oblique") << QVector<double>{0.8, 0.6, 0, 0.36, -0.48, -0.8} << "RA HPR LP FAL";
}

void TestOrientationLabels::row28_planes()
{
    QFETCH(QVector<double>, cosines);
    QFETCH(QString, letters);
    QCOMPARE(read(imageWith({cosines[0], cosines[1], cosines[2]}, {cosines[3], cosines[4], cosines[5]}), {}), letters);
}

void TestOrientationLabels::row28_turnsAndFlips_data()
{
    QTest::addColumn<int>("turns");
    QTest::addColumn<bool>("flip");
    QTest::addColumn<QString>("letters");
    // An axial slice: R A L P around; a clockwise turn brings the left edge to the top.
    QTest::newRow("0") << 0 << false << "R A L P";
    QTest::newRow("90") << 1 << false << "P R A L";
    QTest::newRow("180") << 2 << false << "L P R A";
    QTest::newRow("270") << 3 << false << "A L P R";
    QTest::newRow("0 flipped") << 0 << true << "L A R P";
    QTest::newRow("90 flipped") << 1 << true << "A R P L";
    QTest::newRow("180 flipped") << 2 << true << "R P L A";
    QTest::newRow("270 flipped") << 3 << true << "P L A R";
}

void TestOrientationLabels::row28_turnsAndFlips()
{
    QFETCH(int, turns);
    QFETCH(bool, flip);
    QFETCH(QString, letters);
    ViewPose pose;
    pose.quarterTurns = turns;
    pose.flipHorizontal = flip;
    QCOMPARE(read(imageWith(Eigen::Vector3d::UnitX(), Eigen::Vector3d::UnitY()), pose), letters);
    // The same from Patient Orientation alone.
    auto projection = std::make_shared<ImageAttributes>();
    projection->rowLetters = QStringLiteral("L");
    projection->columnLetters = QStringLiteral("P");
    QCOMPARE(read(projection, pose), letters);
}

void TestOrientationLabels::row28_projection()
{
    auto image = std::make_shared<ImageAttributes>();
    image->rowLetters = QStringLiteral("A");
    image->columnLetters = QStringLiteral("FR");
    QCOMPARE(read(image, {}), QStringLiteral("P HL A FR"));
}

void TestOrientationLabels::row28_unknownIsAQuestionMark()
{
    QCOMPARE(read(std::make_shared<ImageAttributes>(), {}), QStringLiteral("? ? ? ?"));
    auto odd = std::make_shared<ImageAttributes>();
    odd->rowLetters = QStringLiteral("L");
    odd->columnLetters = QStringLiteral("X1");
    QCOMPARE(read(odd, {}), QStringLiteral("R ? L X1"));
}

void TestOrientationLabels::row28_animals()
{
    auto image = imageWith(Eigen::Vector3d::UnitX(), Eigen::Vector3d::UnitY());
    image->texts.insert(QStringLiteral("AnatomicalOrientationType"), QStringLiteral("QUADRUPED"));
    QCOMPARE(read(image, {}), QStringLiteral("? ? ? ?"));
}

QTEST_GUILESS_MAIN(TestOrientationLabels)
#include "tst_OrientationLabels.moc"
