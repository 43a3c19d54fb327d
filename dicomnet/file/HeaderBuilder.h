#pragma once

#include "file/DataSet.h"
#include "file/FileStart.h"
#include "image/ImageAttributes.h"

// The steps of reading a header, each of which fills its part of ImageAttributes. `root` is the data set; what an earlier
// step has filled may be used. What is missing or makes no sense keeps the default; what the reader must know of goes
// into warnings.
namespace isocenter {

/// Patient, study, series, instance.
void readRecord(const Item& root, const FileStart& start, InstanceRecord& record);

/// Image Pixel module (PS3.3 C.7.6.3), padding, pixel data location; bounds frames by what the file can hold.
void readPixelModule(const Item& root, ImageAttributes& image);
/// The marks a viewport shows: lossy, derived, burned in, for processing, laterality, orientation letters, frame times.
void readMarks(const Item& root, ImageAttributes& image);
/// Modality LUT, VOI, presentation shape and palettes of the data set itself, into `shared`.
void readDisplay(const Item& root, ImageAttributes& image);
/// Overlay planes (without their bits) and the display shutter of the data set; after the pixel module.
void readOverlays(const Item& root, ImageAttributes& image);
/// Mask subtraction and what values say of the X-ray intensity; after the pixel module.
void readSubtraction(const Item& root, ImageAttributes& image);
/// Plane and spacing of the data set itself, into `shared`; frames of NM and RT dose, into `perFrame`.
void readGeometry(const Item& root, ImageAttributes& image);
/// The places of the tiles of a whole slide image; after the pixel module.
void readTiles(const Item& root, ImageAttributes& image);
/// Shared and per-frame functional groups (PS3.3 C.7.6.16), on top of what `shared` holds.
void readFunctionalGroups(const Item& root, ImageAttributes& image);
/// Real-world maps of the data set and the functional groups; a parametric map is read in what it measures.
void readRealWorldValues(const Item& root, ImageAttributes& image);
/// Dose Grid Scaling and Dose Units of an RT dose (PS3.3 C.8.8.3), in place of a Modality LUT.
void readDose(const Item& root, ImageAttributes& image);
/// Colour profiles, of the data set or of optical paths; after the functional groups.
void readColorProfiles(const Item& root, ImageAttributes& image);
/// ImageAttributes::texts, and those of single frames where they differ.
void readTexts(const Item& root, ImageAttributes& image);
/// What tells frames from each other besides their place, and concatenations; after the texts.
void readFrameDetails(const Item& root, ImageAttributes& image);

// Parts that the data set and the functional groups have in common.

/// Plane from position, orientation and spacing; nothing unless both directions are sound.
std::optional<ImagePlane> makePlane(const std::vector<double>& position, const std::vector<double>& orientation,
                                    const std::optional<PixelSpacing>& spacing);
/// A pair "row\column" of positive millimetres.
std::optional<PixelSpacing> readSpacing(const Item& item, std::uint32_t tag);
/// Row and column letters of the two values of a Patient Orientation, where they make sense.
void takeDirections(const QStringList& letters, ImageAttributes& image);
/// Three values, or nothing.
std::optional<CieLab> readCieLab(const Item& item, std::uint32_t tag);
/// Window pairs of `item`; those that make no sense are left out and `complaint` is set.
std::vector<Window> readWindows(const Item& item, bool& complaint);
/// Tables of the VOI LUT Sequence of `item`, whose input is what `transform` gives; damaged ones are left out with a warning.
std::vector<std::shared_ptr<const LookupTable>> readVoiTables(const Item& item, const ModalityTransform& transform,
                                                              ImageAttributes& image);
/// Rescale slope and intercept of `item`; false if it has neither.
bool readRescale(const Item& item, const QString& modality, ModalityTransform& transform, bool& complaint);

/// The details of frame `index`, to be changed while the header is read; `image.perFrame` is filled where it was empty.
FrameDetails& detailsOf(ImageAttributes& image, std::size_t index);
/// One item of a Mask Subtraction Sequence (PS3.3 C.7.6.10).
MaskOperation readMaskOperation(const Item& item);
/// Mask Sub-pixel Shift; nothing without two numbers.
std::optional<MaskShift> readMaskShift(const Item& item);

/// The standardized uptake values of PET images as further real-world maps ("SUL", "SUVbsa", "SUVbw" last), or a warning that
/// says why there is none by body weight; texts say under the label of each that there is not why; after the
/// functional groups and the maps of the file.
void readPetValues(const Item& root, ImageAttributes& image);

/// Adds a translated warning once.
void warn(ImageAttributes& image, const char* text);

} // namespace isocenter
