#include "derivation/DicomDerivedWriter.h"

#include "derivation/DerivedHeader.h"
#include "file/HeaderReader.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>
#include <cmath>
#include <new>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DicomDerivedWriter)
};

constexpr TakenOver kOrientationType{0x00102210, "CS"};

std::vector<double> components(const Eigen::Vector3d& v)
{
    return {v.x(), v.y(), v.z()};
}

/// One series being written. Immutable.
class Objects : public DerivedObjects
{
public:
    explicit Objects(DerivedHeader header) : m_header(std::move(header)) {}

    Result<DerivedObject> make(const DerivedPlane& plane, int index) const override;

private:
    Result<void> check(const DerivedPlane& plane) const;
    void writePlane(DatasetWriter& writer, const ImagePlane& plane) const;
    void writePixels(DatasetWriter& writer, const std::vector<float>& values) const;

    DerivedHeader m_header;
};

Result<void> Objects::check(const DerivedPlane& plane) const
{
    const DerivedSeries& series = m_header.series;
    const bool sized = plane.values.size() == static_cast<std::size_t>(series.rows) * static_cast<std::size_t>(series.columns);
    const bool placed = plane.plane.position.allFinite() && isOrthonormal(plane.plane.right, plane.plane.down) &&
                        plane.plane.columnSpacing > 0 && plane.plane.rowSpacing > 0;
    if (!sized || !placed) {
        return Error{Text::tr("The picture could not be written as a DICOM file."), QStringLiteral("plane or its size")};
    }
    return {};
}

void Objects::writePlane(DatasetWriter& writer, const ImagePlane& plane) const
{
    std::vector<double> cosines = components(plane.right);
    const std::vector<double> down = components(plane.down);
    cosines.insert(cosines.end(), down.begin(), down.end());
    writer.numbers(0x00200032, "DS", components(plane.position)).numbers(0x00200037, "DS", cosines);
    writer.numbers(0x00280030, "DS", {plane.rowSpacing, plane.columnSpacing});
    writer.number(0x00180050, "DS", m_header.series.thickness);
    if (m_header.series.spacing > 0) {
        writer.number(0x00180088, "DS", m_header.series.spacing);
    }
    // The letters of animals on four legs are others (PS3.3 C.7.6.1.1.1); the cosines say it anyway.
    if (m_header.agreed.raw(kOrientationType.tag) != QLatin1String("QUADRUPED")) {
        writer.text(0x00200020, "CS", orientationLetters(plane.right) + QLatin1Char('\\') + orientationLetters(plane.down));
    }
}

void Objects::writePixels(DatasetWriter& writer, const std::vector<float>& values) const
{
    const DerivedSeries& series = m_header.series;
    writer.number(0x00280002, "US", 1);
    writer.text(0x00280004, "CS", series.inverse ? QStringLiteral("MONOCHROME1") : QStringLiteral("MONOCHROME2"));
    writer.number(0x00280010, "US", series.rows).number(0x00280011, "US", series.columns);
    writer.number(0x00280100, "US", 16).number(0x00280101, "US", 16).number(0x00280102, "US", 15).number(0x00280103, "US", 1);
    writer.number(0x00280120, "SS", kStoredPadding);
    QByteArray bytes(static_cast<qsizetype>(values.size() * 2), '\0');
    char* out = bytes.data();
    for (const float value : values) {
        const double stored =
            std::isfinite(value)
                ? std::clamp(std::round((static_cast<double>(value) - m_header.scale.intercept) / m_header.scale.slope),
                             static_cast<double>(kLeastStored), static_cast<double>(kMostStored))
                : kStoredPadding;
        qToLittleEndian(static_cast<qint16>(stored), out);
        out += 2;
    }
    writer.bytes(0x7FE00010, "OW", bytes);
}

Result<DerivedObject> Objects::make(const DerivedPlane& plane, int index) const
try {
    const Result<void> sound = check(plane);
    if (!sound) {
        return sound.error();
    }
    DatasetWriter writer(m_header.sopClass(), newUid());
    m_header.writeIdentity(writer);
    m_header.writeSeries(writer);
    m_header.writeAcquisition(writer);
    m_header.writeDerivation(writer, plane);
    m_header.writeValues(writer);
    writer.number(0x00200013, "IS", index + 1);
    writePlane(writer, plane.plane);
    writePixels(writer, plane.values);
    Result<QByteArray> part10 = writer.part10();
    if (!part10) {
        return part10.error();
    }
    // What it says about itself is read from it, as an import would.
    const Result<ScannedFile> scanned = scanBytes(*part10);
    const Result<ImagePtr> image = scanned ? readHeader(*scanned, {}) : Result<ImagePtr>(scanned.error());
    if (!image) {
        return image.error();
    }
    return DerivedObject{std::move(part10).value(), (*image)->record};
} catch (const std::bad_alloc&) {
    return Error{Text::tr("There is not enough memory."), QStringLiteral("bad_alloc")};
}

} // namespace

Result<std::unique_ptr<DerivedObjects>> DicomDerivedWriter::begin(const DerivedSeries& series, const CancelToken& cancel) const
{
    const Result<void> sound = series.check();
    if (!sound) {
        return sound.error();
    }
    Result<AgreedValues> agreed = AgreedValues::read(series.sources, cancel);
    if (!agreed) {
        return agreed.error();
    }
    DerivedHeader header;
    header.series = series;
    header.series.description = series.description.left(64).trimmed();
    header.series.description.replace(QLatin1Char('\\'), QLatin1Char('/'));
    header.series.derivation = series.derivation.left(1024);
    header.agreed = std::move(agreed).value();
    header.form = DerivedHeader::formFor(series, header.agreed);
    header.scale = storedScale(series);
    header.seriesUid = newUid();
    header.now = QDateTime::currentDateTime();
    const Result<void> named = header.checkIdentity();
    if (!named) {
        return named.error();
    }
    return std::unique_ptr<DerivedObjects>(std::make_unique<Objects>(std::move(header)));
}

} // namespace isocenter
