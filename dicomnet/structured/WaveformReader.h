#pragma once

#include "base/Result.h"
#include "document/Waveform.h"
#include "file/DataSet.h"

namespace isocenter {

/// The waveforms of a data set (PS3.3 C.10.9, C.10.10) in the units of their channels. A group that cannot be read whole is
/// left out and named in the notes; an error where none is left. At most 64 million samples.
Result<WaveformRecording> readWaveforms(const Item& root);

} // namespace isocenter
