#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

#include <cstdint>
#include <vector>

namespace isocenter::test {

/// Writes Part 10 files byte by byte, sharing nothing with the product, so that a test states exactly what is in the file.
/// Explicit VR little endian unless told otherwise; elements are written in the order added (add them in tag order).
class DicomBytes
{
public:
    explicit DicomBytes(QByteArray transferSyntax = QByteArrayLiteral("1.2.840.10008.1.2.1"), bool explicitVr = true,
                        bool bigEndian = false)
        : m_syntax(std::move(transferSyntax)), m_explicit(explicitVr), m_big(bigEndian)
    {
    }

    DicomBytes& text(std::uint32_t tag, const char* vr, const QByteArray& value); ///< padded to even length
    DicomBytes& us(std::uint32_t tag, std::uint16_t value);
    DicomBytes& ss(std::uint32_t tag, std::int16_t value);
    DicomBytes& bytes(std::uint32_t tag, const char* vr,
                      const QByteArray& value); ///< as given; 32-bit lengths for OB OW UN SQ UT
    DicomBytes& fragments(const std::vector<QByteArray>& fragments,
                          const QByteArray& offsetTable = {});                      ///< encapsulated (7FE0,0010)
    DicomBytes& words(std::uint32_t tag, const std::vector<std::uint16_t>& values); ///< OW, in the file's byte order
    /// A sequence of items given as data sets in this encoding; of undefined lengths if `open`.
    DicomBytes& sequence(std::uint32_t tag, const std::vector<QByteArray>& items, bool open = false);
    DicomBytes& raw(const QByteArray& data); ///< appended as it is

    QByteArray dataset() const { return m_data; }
    /// Preamble, DICM, group 2, data set.
    QByteArray file(const QByteArray& sopClass = QByteArrayLiteral("1.2.840.10008.5.1.4.1.1.7"),
                    const QByteArray& sopInstance = QByteArrayLiteral("1.2.3.4")) const;

private:
    void header(QByteArray& out, std::uint32_t tag, const char* vr, std::uint32_t length) const;
    QByteArray number16(std::uint16_t v) const;
    QByteArray number32(std::uint32_t v) const;

    QByteArray m_syntax;
    bool m_explicit;
    bool m_big;
    QByteArray m_data;
};

/// A small image with all the attributes a test needs; UIDs from the numbers given.
struct ImageSpec
{
    QByteArray patientId = "P1", patientName = "Test^Anna", modality = "CT", photometric = "MONOCHROME2";
    int study = 1, series = 1, instance = 1;
    int rows = 8, columns = 8, samples = 1, bitsAllocated = 16, bitsStored = 16, frames = 1;
    bool isSigned = false;
    double z = 0; ///< ImagePositionPatient z; axial
    double slope = 1, intercept = 0;
    QByteArray windowCenter, windowWidth;
    std::vector<std::uint16_t> pixels; ///< empty: value = index
    QByteArray more;                   ///< elements put before the pixel data
};
QByteArray imageFile(const ImageSpec& spec);

} // namespace isocenter::test
