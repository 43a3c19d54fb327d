#pragma once

// Private to rendering/scene: what makers of volumes share.

#include "scene/Volume.h"

#include <QString>

#include <functional>
#include <vector>

namespace isocenter {

/// `sentence` is translated in the context "Volume".
Error refuseVolume(const char* sentence, const QString& detail = {});
/// Against slices that cannot be one volume, whatever their places.
std::optional<Error> checkImages(const std::vector<VolumeSlice>& slices);
/// Whole numbers of 16 bits are kept as they are, anything else is spread over 16 bits.
void chooseScale(Volume& volume, const std::vector<VolumeSlice>& slices);
/// One slice's voxels, background -32768.
void fillSlice(const Volume& volume, const VolumeSlice& slice, std::int16_t* out);

/// Makes room for a volume whose grid and scale are set and has `fill` write slice k from `voxels + k * columns * rows` on, on
/// idle threads too. An error where it is too large.
Result<VolumePtr> fillSlices(const std::shared_ptr<Volume>& volume, const std::function<void(int k, std::int16_t* voxels)>& fill);
/// Of checked slices, ascending and evenly behind each other.
Result<VolumePtr> fillVolume(const std::vector<VolumeSlice>& slices);

} // namespace isocenter
