#include "demo/Anatomy.h"

namespace isocenter::demo {

namespace {

using Eigen::Vector3d;

Body cylinder(const Vector3d& centre, const Vector3d& radii, double value, double surrounding)
{
    return {Body::Shape::Cylinder, centre, radii, value, surrounding};
}

Body ellipsoid(const Vector3d& centre, const Vector3d& radii, double value, double surrounding)
{
    return {Body::Shape::Ellipsoid, centre, radii, value, surrounding};
}

Body sphere(const Vector3d& centre, double diameter, double value, double surrounding)
{
    return ellipsoid(centre, Vector3d::Constant(diameter / 2), value, surrounding);
}

constexpr double kFat = -100;
constexpr double kWater = 0;
constexpr double kBone = 700;
constexpr double kLung = -850;
constexpr double kLiver = 60;
constexpr double kHalfLength = 220;

void addWall(std::vector<Body>& bodies)
{
    bodies.push_back(cylinder({0, 0, 0}, {165, 120, kHalfLength}, kFat, kAirHu));
    bodies.push_back(cylinder({0, 0, 0}, {155, 110, kHalfLength}, kWater, kFat));
    for (double z = -168; z <= 168; z += 24) {
        bodies.push_back(cylinder({0, 0, z}, {132, 92, 5}, kBone, kWater));
        bodies.push_back(cylinder({0, 0, z}, {126, 86, 5}, kWater, kBone));
    }
}

void addNodules(std::vector<Body>& bodies, Visit visit)
{
    bodies.push_back(sphere({-80, -20, 40}, 10, 40, kLung));
    bodies.push_back(sphere({-60, 20, 10}, 6, 40, kLung));
    bodies.push_back(sphere({60, -25, 70}, 4, 40, kLung));
    bodies.push_back(sphere({75, 15, 50}, visit == Visit::Current ? 12 : 8, 30, kLung));
}

} // namespace

std::vector<Body> torso(Visit visit)
{
    std::vector<Body> bodies;
    addWall(bodies);
    bodies.push_back(ellipsoid({-65, -5, 20}, {48, 62, 85}, kLung, kWater));
    bodies.push_back(ellipsoid({65, -5, 20}, {48, 62, 85}, kLung, kWater));
    bodies.push_back(ellipsoid({12, -30, 0}, {38, 34, 45}, 45, kLung / 2));
    bodies.push_back(ellipsoid({-50, 0, -75}, {60, 65, 50}, kLiver, kWater));
    bodies.push_back(sphere({-55, -10, -70}, 20, 25, kLiver));
    bodies.push_back(sphere({-25, 15, -75}, 10, 110, kLiver));
    bodies.push_back(cylinder({0, 58, 0}, {17, 17, kHalfLength}, 400, kWater));
    bodies.push_back(cylinder({0, 58, 0}, {14, 14, kHalfLength}, 180, 400));
    bodies.push_back(cylinder({30, 42, 0}, {11, 11, kHalfLength}, 150, kWater));
    addNodules(bodies, visit);
    return bodies;
}

std::vector<Body> head(Contrast contrast)
{
    const auto signal = [contrast](double t1, double t2) { return contrast == Contrast::T1 ? t1 : t2; };
    std::vector<Body> bodies{
        ellipsoid({0, 0, 0}, {78, 98, 95}, signal(900, 500), 0),    // scalp
        ellipsoid({0, 0, 0}, {73, 93, 90}, signal(60, 40), 0),      // skull
        ellipsoid({0, 0, 0}, {68, 88, 85}, signal(200, 1500), 0),   // fluid
        ellipsoid({0, 0, 0}, {65, 85, 82}, signal(550, 800), 0),    // grey matter
        ellipsoid({0, 0, 4}, {52, 70, 62}, signal(750, 550), 0),    // white matter
        ellipsoid({0, 50, -48}, {42, 26, 22}, signal(560, 780), 0), // cerebellum
        sphere({28, -30, 25}, 14, signal(480, 1300), 0),            // lesion
    };
    for (const double side : {-1.0, 1.0}) {
        bodies.push_back(ellipsoid({side * 9, -5, 12}, {5, 24, 9}, signal(180, 1550), 0)); // ventricle
        bodies.push_back(ellipsoid({side * 15, 8, -2}, {8, 12, 9}, signal(580, 760), 0));  // thalamus
        bodies.push_back(sphere({side * 30, -80, -25}, 24, signal(190, 1500), 0));         // eye
    }
    return bodies;
}

} // namespace isocenter::demo
