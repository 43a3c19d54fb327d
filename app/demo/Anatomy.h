#pragma once

#include "demo/Phantom.h"

#include <vector>

namespace isocenter::demo {

enum class Visit { Prior, Current };

/// A torso in HU: water cylinder with fat around it, bone rings, two lungs with spherical nodules, liver with two lesions,
/// vertebra, aorta. The nodule at (75, 15, 50) mm measures 8 mm in the prior and 12 mm in the current visit.
std::vector<Body> torso(Visit visit);
constexpr double kAirHu = -1000;

enum class Contrast { T1, T2 };

/// A head in signal units: scalp, skull, fluid, grey and white matter, ventricles, eyes, and a lesion of 14 mm at
/// (28, -30, 25) mm that is bright in T2.
std::vector<Body> head(Contrast contrast);

} // namespace isocenter::demo
