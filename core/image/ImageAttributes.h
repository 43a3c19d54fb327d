#pragma once

#include "geometry/ImagePlane.h"
#include "image/ColorProfile.h"
#include "image/Frame.h"
#include "image/FrameDetails.h"
#include "image/MaskOperation.h"
#include "image/OverlayPlane.h"
#include "image/RealWorldMap.h"
#include "image/Shutter.h"
#include "study/Study.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

struct TileLayout; // image/TileLayout.h

/// Photometric Interpretation (PS3.3 C.7.6.3.1.2).
enum class Photometric { Monochrome1, Monochrome2, PaletteColor, Rgb, YbrFull, YbrFull422, YbrPartial420, YbrIct, YbrRct, Other };

/// VOI LUT Function (PS3.3 C.11.2.1.3).
enum class VoiFunction { Linear, LinearExact, Sigmoid };

/// Pixel Intensity Relationship (0028,1040): how values follow the X-ray beam's intensity.
enum class IntensityRelation { Unknown, Linear, Logarithmic, Display };

/// A window in modality units (HU and so on), for the frame it stands in.
struct Window
{
    double center = 0;
    double width = 1; ///< >= 1 for Linear, > 0 for the others
    VoiFunction function = VoiFunction::Linear;
    QString explanation; ///< (0028,1055), may be empty
    friend bool operator==(const Window& a, const Window& b)
    {
        return a.center == b.center && a.width == b.width && a.function == b.function;
    }
};

/// A LUT of the standard (PS3.3 C.11.1.1, C.11.2.1.1, C.7.9): input `first` maps to data[0]; below and above clamp.
struct LookupTable
{
    int first = 0; ///< first input value mapped, signed where the standard says so
    int bits = 16; ///< of the output
    std::vector<std::uint16_t> data;
    QString explanation;
};

/// Stored values to modality values (PS3.3 C.11.1): the table if there is one, else value * slope + intercept.
struct ModalityTransform
{
    double slope = 1; ///< never 0: 0 or missing is read as 1
    double intercept = 0;
    std::shared_ptr<const LookupTable> table;
    QString unit;         ///< "HU" (CT, or Rescale Type HU), Rescale Type, or empty: stored value without a unit
    bool present = false; ///< false: the file has none, the value is raw
    /// It is the dose scaling (C.8.8.3) or the real-world map (C.7.6.16.2.11) of an object that is read in those units and has
    /// no Modality LUT of its own; the windows of the frame are in them too.
    bool realWorld = false;
};

/// Size of a pixel in mm, as spacingSource of the image says where it was taken from.
struct PixelSpacing
{
    double row = 1;    ///< between rows (vertical)
    double column = 1; ///< between columns (horizontal)
};

/// What may differ from frame to frame (functional groups, PS3.3 C.7.6.16), resolved: shared and top level filled in.
struct FrameAttributes
{
    std::optional<ImagePlane> plane;
    std::optional<PixelSpacing> spacing; ///< also where no plane is known (projection images); empty: unknown, lengths are pixels
    ModalityTransform modality;
    std::vector<Window> windows;                               ///< first is the default
    std::vector<std::shared_ptr<const LookupTable>> voiTables; ///< VOI LUT Sequence; if not empty the first is the default
    std::optional<double> sliceLocation;                       ///< as sent, for the corner text only
    std::shared_ptr<const FrameDetails> details;               ///< of multi-frame objects that say more; else null
    bool hasPaletteColors = false; ///< of a grey frame: stored values from the palette's `first` on are its colours (C.7.6.19)
    RealWorldMapsPtr realWorld;    ///< null: none
    ColorProfilePtr profile;       ///< of colours; null: sRGB
};

/// Photographic facts that the viewport must show (safety.md: lossy or reduced display unnoticed).
struct LossyMark
{
    bool lossy = false; ///< (0028,2110), or the transfer syntax says so
    QString method;
    QString ratio; ///< as text, for example "12.5"
};

/// Where the pixel data lie in the file; filled and used by the reader only.
struct PixelDataLocation
{
    qint64 offset = -1;       ///< of the value field in the file (in the inflated data set if deflated); -1: no pixel data
    std::uint64_t length = 0; ///< bytes of the value field that are present; to the end of the file if encapsulated
    bool encapsulated = false;
    std::uint32_t tag = 0x7FE00010; ///< or Float (7FE0,0008), Double Float (7FE0,0009)
    bool truncated = false;         ///< native: fewer bytes than the header promises
};

/// Everything the display needs of one SOP instance, read from its header once. Immutable after reading, shared.
struct ImageAttributes
{
    InstanceRecord record;
    QString path; ///< of the file
    qint64 fileSize = 0;
    QString transferSyntax;
    PixelDataLocation pixelData;

    int rows = 0;
    int columns = 0;
    int frames = 1;
    int samples = 1;
    int bitsAllocated = 16;
    int bitsStored = 16;
    int highBit = 15;
    bool isSigned = false;
    bool planar = false; ///< Planar Configuration 1 (native only)
    Photometric photometric = Photometric::Monochrome2;
    QString photometricText;

    std::optional<double> paddingValue; ///< stored value, PS3.3 C.7.5.1.1.2
    std::optional<double> paddingLimit; ///< other end of the range
    bool presentationInverse = false;   ///< Presentation LUT Shape INVERSE
    /// Of PALETTE COLOR, and of grey frames that hasPaletteColors.
    std::shared_ptr<const LookupTable> palette[3];
    std::optional<double> pixelAspect; ///< vertical / horizontal, where no spacing is known
    QString spacingSource; ///< "PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing", "UltrasoundRegion" or empty
    QString rowLetters;    ///< Patient Orientation (0020,0020) 1st value: towards the right end of a row; projection images
    QString columnLetters; ///< 2nd value: towards the foot of a column
    QString laterality;    ///< Image Laterality, else Laterality
    LossyMark lossy;
    bool burnedIn = false;
    bool derived = false;
    bool forProcessing = false;         ///< Presentation Intent Type FOR PROCESSING
    std::vector<MaskOperation> masks;   ///< Mask Subtraction Sequence; empty: none
    bool recommendsSubtraction = false; ///< Recommended Viewing Mode SUB
    IntensityRelation intensity = IntensityRelation::Unknown;
    bool intensityFalls = false;      ///< Pixel Intensity Relationship Sign -1: higher values mean less intensity
    std::vector<double> frameTimesMs; ///< duration of each frame; one value: for all; empty: unknown
    double recommendedFrameRate = 0;  ///< frames a second; 0: unknown

    std::vector<OverlayPlane> overlays; ///< in order of their groups
    Shutter shutter;                    ///< Display Shutter of the image itself

    FrameAttributes shared;
    std::vector<FrameAttributes> perFrame; ///< empty, or one a frame
    std::optional<Concatenation> concatenation;
    std::shared_ptr<const TileLayout> tiles; ///< of whole slide images: frames are tiles of one picture; else null
    /// Selected attributes as text for the corner texts, by DICOM keyword ("KVP", "EchoTime"), decoded: those named
    /// in resources/overlay/corners.json, and AnatomicalOrientationType.
    QHash<QString, QString> texts;
    /// Header oddities a reader must know of (one translated sentence each); shown as a caution, the image stays readable.
    QStringList warnings;

    const FrameAttributes& frame(int index) const
    {
        return perFrame.empty() ? shared : perFrame[static_cast<std::size_t>(index)];
    }
    /// A corner text of frame `index`: its own where frames differ, else that of the image. Empty if there is none.
    QString text(int index, const QString& keyword) const
    {
        const auto& details = frame(index).details;
        const QString own = details ? details->texts.value(keyword) : QString();
        return own.isEmpty() ? texts.value(keyword) : own;
    }
    /// "L", "R", "B" (both), "U" (unpaired) or empty, of frame `index`.
    const QString& lateralityOf(int index) const
    {
        const auto& details = frame(index).details;
        return details && !details->laterality.isEmpty() ? details->laterality : laterality;
    }
    bool hasPixels() const { return pixelData.offset >= 0 && rows > 0 && columns > 0 && frames > 0; }
    /// The least stored value that means a colour of the palette in a grey frame; nothing if none does.
    std::optional<double> firstColor(int index) const
    {
        const bool usable = !isColor() && frame(index).hasPaletteColors && palette[0] && palette[1] && palette[2];
        return usable ? std::optional<double>(palette[0]->first) : std::nullopt;
    }
    bool isColor() const { return samples > 1 || photometric == Photometric::PaletteColor; }
};

using ImagePtr = std::shared_ptr<const ImageAttributes>;

} // namespace isocenter
