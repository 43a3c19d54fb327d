#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "geometry/ImagePlane.h"
#include "image/ImageSeries.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace isocenter {

/// How values of a new picture came from those of its sources.
enum class Derivation { Plane, Maximum, Minimum, Mean, Sum };

/// A series to be made from a volume: parallel planes of one size, kept as 16-bit stored values. A value, without pixels.
struct DerivedSeries
{
    /// All of one patient, study and frame of reference, in the order of the volume's slices. At least one.
    std::vector<FrameRef> sources;
    QString description; ///< Series Description; one line, at most 64 characters
    QString derivation;  ///< how it was made, in words; at most 1024 characters
    Derivation kind = Derivation::Plane;
    int columns = 0; ///< 1 to 16384, like rows
    int rows = 0;
    int count = 0;                ///< planes; at least 1
    double thickness = 0;         ///< of the tissue in one picture, mm, > 0
    double spacing = 0;           ///< from a plane to the next along the normal, mm; 0 where there is one
    double least = 0;             ///< modality values lie from here
    double most = 0;              ///< to here
    double step = 0;              ///< between neighbouring modality values of the sources; 0: they have no common one
    QString unit;                 ///< of the modality values; empty: none
    std::optional<Window> window; ///< to be shown with
    bool inverse = false;         ///< low values are white, as in the sources
    int number = 0;               ///< Series Number

    /// Why it cannot be made: values out of the ranges above, sources of several patients, studies or frames of reference
    /// (hazard: wrong patient).
    Result<void> check() const;
};

/// Modality value = stored value * slope + intercept, for stored values from -32767 to 32767; -32768 is padding.
struct StoredScale
{
    double slope = 1; ///< > 0
    double intercept = 0;
};
constexpr int kLeastStored = -32767;
constexpr int kMostStored = 32767;
constexpr int kStoredPadding = -32768;

/// The sources' own step where the range has room in it (whole Hounsfield units stay whole), else the finest that spans the
/// range. What is stored is within half a slope of what was given.
StoredScale storedScale(const DerivedSeries& series);

/// One picture of a derived series.
struct DerivedPlane
{
    ImagePlane plane;          ///< LPS, mm; spacingKnown
    std::vector<float> values; ///< rows * columns modality values, row-major; NaN where there is none
    int firstSource = 0;       ///< the sources that its values were made from, both ends included
    int lastSource = 0;
};

/// A DICOM object, whole, and what it says about itself.
struct DerivedObject
{
    QByteArray part10;
    InstanceRecord record;
};

/// The objects of one derived series, which share what they say about patient, study and series.
class DerivedObjects
{
public:
    virtual ~DerivedObjects() = default;
    /// Object `index`, 0-based. Any thread, several at once.
    virtual Result<DerivedObject> make(const DerivedPlane& plane, int index) const = 0;
};

/// Writes derived series as DICOM objects. Implemented by dicomnet, handed in by app. Any thread; never throws.
class DerivedWriter
{
public:
    virtual ~DerivedWriter() = default;
    /// Reads the headers of the sources (milliseconds each). An error where one is no longer what it was, or where its patient
    /// or study cannot be named in a valid object.
    virtual Result<std::unique_ptr<DerivedObjects>> begin(const DerivedSeries& series, const CancelToken& cancel) const = 0;
};

/// Makes derived series and puts them into short-term storage. Implemented by app, handed to the viewer. GUI thread.
class DerivedSaver
{
public:
    /// Plane `index` of a series; called on workers, one at a time.
    using MakePlane = std::function<Result<DerivedPlane>(int index, const CancelToken&)>;

    virtual ~DerivedSaver() = default;
    /// Returns at once; shows itself in the list of jobs, where it can be cancelled. All of the series is stored, or nothing.
    /// What `planes` holds is let go at the end.
    virtual void save(const DerivedSeries& series, MakePlane planes) = 0;
};

} // namespace isocenter
