#pragma once

#include "codec/PixelLayout.h"

#include <QStringList>

#include <optional>

namespace isocenter {

/// What a codestream says of itself, to be held against the header of the file.
struct StreamFacts
{
    int rows = 0;
    int columns = 0;
    int samples = 0;
    int precision = 0;
    std::optional<bool> isSigned; ///< where the format has a sign
    bool lossless = true;
};

/// The layout that the decoded values have: the codestream decides how they are decoded, the header what they mean
/// (display-pipeline, row 2). Differences that leave the image readable become sentences in `cautions`; another size or
/// number of samples is an error, since spacing, position and colour of the header would belong to another picture.
Result<PixelLayout> agree(const PixelLayout& header, const StreamFacts& stream, const ImageAttributes& image,
                          QStringList& cautions);

} // namespace isocenter
