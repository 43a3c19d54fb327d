#pragma once

#include "base/Result.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace isocenter {

/// How far a mask is moved before it is subtracted (PS3.3 C.7.6.10.1.2): pixels, down and to the right.
struct MaskShift
{
    double row = 0;
    double column = 0;
    friend bool operator==(const MaskShift& a, const MaskShift& b) { return a.row == b.row && a.column == b.column; }
    friend bool operator!=(const MaskShift& a, const MaskShift& b) { return !(a == b); }
};

/// One item of a Mask Subtraction Sequence (PS3.3 C.7.6.10): what is subtracted from which frames. Frames count from 1.
struct MaskOperation
{
    enum class Kind {
        None,                   ///< the frames are shown as they are
        Average,                ///< AVG_SUB: the mask is the mean of maskFrames
        TimeDifference,         ///< TID: the frame `offset` before
        ReversedTimeDifference, ///< REV_TID: going back while the frames go on
        Unknown                 ///< another operation: its frames cannot be shown subtracted
    };
    Kind kind = Kind::None;
    std::vector<std::pair<int, int>> ranges; ///< Applicable Frame Range, both ends included; empty: wherever it can be applied
    std::vector<int> maskFrames;
    int averaging = 1; ///< Contrast Frame Averaging: so many frames from the one in view on are averaged first
    int offset = 1;    ///< TID Offset; negative: the mask comes later
    MaskShift shift;
    std::vector<std::optional<MaskShift>> frameShifts; ///< Frame Pixel Shift of each frame, in place of `shift`; may be shorter
    QString explanation;
};

/// The frames that make one subtracted picture: mean of `contrast` minus moved mean of `mask`. Frames count from 1.
struct MaskPlan
{
    std::vector<int> contrast;
    std::vector<int> mask;
    MaskShift shift;
    QString explanation;
};

/// What the operations say of frame `frame` of `frames`. Nothing: none of them is for it. An error where one is, but names
/// frames that do not exist or cannot be understood: then there is no picture, never the frame as it is.
Result<std::optional<MaskPlan>> planMask(const std::vector<MaskOperation>& operations, int frame, int frames);

} // namespace isocenter
