#pragma once

#include "support/States.h"

namespace isocenter::test {

/// A Spatial Registration of study 1; `items`: its Registration Sequence.
inline QByteArray registrationFile(const std::vector<QByteArray>& items, int number = 1, const QByteArray& space = "1.2.1",
                                   const QByteArray& sopClass = "1.2.840.10008.5.1.4.1.1.66.1")
{
    const QByteArray uid = imageUid(1, 8, number);
    DicomBytes d;
    d.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", sopClass).text(0x00080018, "UI", uid);
    d.text(0x00080020, "DA", "20260102").text(0x00080023, "DA", "20260304").text(0x00080030, "TM", "101500");
    d.text(0x00080033, "TM", "0506").text(0x00080050, "SH", "").text(0x00080060, "CS", "REG").text(0x00080070, "LO", "Maker");
    d.text(0x00080090, "PN", "").text(0x00100010, "PN", "Test^Anna").text(0x00100020, "LO", "P1");
    d.text(0x00100030, "DA", "").text(0x00100040, "CS", "");
    d.text(0x0020000D, "UI", "1.2.826.0.1.3680043.10.1.1").text(0x0020000E, "UI", "1.2.826.0.1.3680043.10.1.1.8");
    d.text(0x00200010, "SH", "1").text(0x00200011, "IS", "8").text(0x00200013, "IS", QByteArray::number(number));
    d.text(0x00200052, "UI", space).sequence(0x00700308, items);
    d.text(0x00700080, "CS", "FUSION").text(0x00700081, "LO", "CT and PET").text(0x00700084, "PN", "Reader^Rosa");
    return d.file(sopClass, uid);
}

/// An item of the Matrix Sequence.
inline QByteArray matrixItem(const QByteArray& values, const QByteArray& type = "RIGID")
{
    return DicomBytes().text(0x0070030C, "CS", type).text(0x300600C6, "DS", values).dataset();
}

/// An item of the Registration Sequence: of a frame of reference, or of images where there are some.
inline QByteArray registrationItem(const QByteArray& space, const std::vector<QByteArray>& matrices,
                                   const std::vector<QByteArray>& images = {})
{
    DicomBytes d;
    if (!images.empty()) {
        d.sequence(0x00081140, images);
    }
    if (!space.isEmpty()) {
        d.text(0x00200052, "UI", space);
    }
    const QByteArray matrix = DicomBytes().sequence(0x0070030A, matrices).dataset();
    return d.sequence(0x00700309, {matrix}).dataset();
}

/// An item of the Referenced Spatial Registration Sequence, study and series down to the instance of registrationFile.
inline QByteArray registrationReference(int number)
{
    const QByteArray instance = DicomBytes()
                                    .text(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.66.1")
                                    .text(0x00081155, "UI", imageUid(1, 8, number))
                                    .dataset();
    const QByteArray series =
        DicomBytes().sequence(0x00081199, {instance}).text(0x0020000E, "UI", "1.2.826.0.1.3680043.10.1.1.8").dataset();
    return DicomBytes().sequence(0x00081115, {series}).text(0x0020000D, "UI", "1.2.826.0.1.3680043.10.1.1").dataset();
}

/// An item of the Advanced Blending Sequence: series `series` of study 1, and what else is in it by tag order.
struct InputSpec
{
    int number = 1;
    int series = 1;
    std::vector<QByteArray> images;  ///< empty: the whole series
    QByteArray window;               ///< "center,width", or none
    std::vector<QByteArray> palette; ///< entries of red, green, blue as words, or none
    int registration = 0;            ///< number of a registration; 0: none
    QByteArray geometry = "FALSE";
    std::vector<QByteArray> thresholds; ///< items of the Threshold Sequence
    QByteArray more;                    ///< elements with tags between (0020,000E) and (0028,3110)
};

inline QByteArray inputItem(const InputSpec& s)
{
    DicomBytes d;
    if (!s.images.empty()) {
        d.sequence(0x00081140, s.images);
    }
    d.text(0x0020000D, "UI", "1.2.826.0.1.3680043.10.1.1");
    d.text(0x0020000E, "UI", "1.2.826.0.1.3680043.10.1.1." + QByteArray::number(s.series)).raw(s.more);
    if (!s.window.isEmpty()) {
        const QList<QByteArray> parts = s.window.split(',');
        d.sequence(0x00283110,
                   {DicomBytes().text(0x00281050, "DS", parts.value(0)).text(0x00281051, "DS", parts.value(1)).dataset()});
    }
    if (!s.palette.empty()) {
        DicomBytes p;
        for (std::uint32_t i = 0; i < 3; ++i) {
            p.bytes(0x00281101 + i, "US", shorts({static_cast<std::uint16_t>(s.palette[i].size() / 2), 0, 16}));
        }
        for (std::uint32_t i = 0; i < 3; ++i) {
            p.bytes(0x00281201 + i, "OW", s.palette[i]);
        }
        d.sequence(0x00480120, {p.dataset()});
    }
    if (s.registration > 0) {
        d.sequence(0x00700404, {registrationReference(s.registration)});
    }
    d.us(0x00701B02, static_cast<std::uint16_t>(s.number)).text(0x00701B07, "CS", "FALSE").text(0x00701B08, "CS", s.geometry);
    if (!s.thresholds.empty()) {
        d.sequence(0x00701B11, s.thresholds);
    }
    return d.dataset();
}

inline QByteArray thresholdItem(const QByteArray& type, const std::vector<double>& values)
{
    std::vector<QByteArray> items;
    for (const double value : values) {
        items.push_back(DicomBytes().bytes(0x00701B14, "FD", littleEndian(std::vector<double>{value})).dataset());
    }
    return DicomBytes().sequence(0x00701B12, items).text(0x00701B13, "CS", type).dataset();
}

/// An item of the Blending Display Sequence; `number` 0: it is shown; `opacity` below 0: none.
inline QByteArray stepItem(const QByteArray& mode, const std::vector<int>& inputs, int number = 0, float opacity = -1)
{
    DicomBytes d;
    if (opacity >= 0) {
        d.bytes(0x00700403, "FL", floats({opacity}));
    }
    if (number > 0) {
        d.us(0x00701B02, static_cast<std::uint16_t>(number));
    }
    std::vector<QByteArray> operands;
    for (const int input : inputs) {
        operands.push_back(DicomBytes().us(0x00701B02, static_cast<std::uint16_t>(input)).dataset());
    }
    return d.sequence(0x00701B03, operands).text(0x00701B06, "CS", mode).dataset();
}

inline QByteArray advancedStateFile(const std::vector<QByteArray>& inputs, const std::vector<QByteArray>& steps)
{
    StateSpec spec;
    spec.kind = 8;
    spec.shape = false;
    spec.label = "ADVANCED";
    spec.rest = DicomBytes().sequence(0x00701B01, inputs).sequence(0x00701B04, steps).dataset();
    return stateFile(spec);
}

} // namespace isocenter::test
