#pragma once

#include "derived/DerivedSeries.h"

namespace isocenter {

/// Derived series as the standard allows them: of CT as CT Image Storage, of MR as MR Image Storage (PS3.3 A.3, A.4), where the
/// sources state alike what these need, else as Secondary Capture Image Storage (A.8.1) extended by the Image Plane module.
/// Acquisition attributes are taken over only where all sources agree; nothing is made up.
class DicomDerivedWriter : public DerivedWriter
{
public:
    Result<std::unique_ptr<DerivedObjects>> begin(const DerivedSeries& series, const CancelToken& cancel) const override;
};

} // namespace isocenter
