#pragma once

#include "support/Dicom.h"

#include <cstring>

namespace isocenter::test {

/// Little-endian bytes of numbers, for VRs FL, SL, UL.
template <typename T> QByteArray littleEndian(const std::vector<T>& values)
{
    QByteArray bytes;
    for (const T value : values) {
        char raw[sizeof(T)];
        std::memcpy(raw, &value, sizeof(T));
        bytes.append(raw, sizeof(T));
    }
    return bytes;
}
inline QByteArray floats(const std::vector<float>& values)
{
    return littleEndian(values);
}
inline QByteArray longs(const std::vector<std::int32_t>& values)
{
    return littleEndian(values);
}
inline QByteArray shorts(const std::vector<std::uint16_t>& values)
{
    return littleEndian(values);
}

/// One item of a LUT sequence, entries as 16-bit words.
inline QByteArray lutItem(int first, int bits, const std::vector<std::uint16_t>& entries)
{
    DicomBytes d;
    d.bytes(0x00283002, "US",
            shorts({static_cast<std::uint16_t>(entries.size()), static_cast<std::uint16_t>(first),
                    static_cast<std::uint16_t>(bits)}));
    d.bytes(0x00283006, "US", shorts(entries));
    return d.dataset();
}

/// One item of a Referenced Image Sequence; `frames` as in the file ("1\\3"), or empty.
inline QByteArray imageItem(const QByteArray& uid, const QByteArray& frames = {})
{
    DicomBytes d;
    d.text(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.7").text(0x00081155, "UI", uid);
    if (!frames.isEmpty()) {
        d.text(0x00081160, "IS", frames);
    }
    return d.dataset();
}

/// UIDs as imageFile() makes them.
inline QByteArray imageUid(int study, int series, int instance)
{
    return "1.2.826.0.1.3680043.10.1." + QByteArray::number(study) + '.' + QByteArray::number(series) + '.' +
           QByteArray::number(instance);
}

/// A presentation state for images of study 1 and series 1: identity, and what `rest` (a data set) adds.
struct StateSpec
{
    int number = 1;
    int kind = 1; ///< last part of the SOP class
    QByteArray label = "STATE";
    std::vector<QByteArray> images{imageItem(imageUid(1, 1, 1))};
    QByteArray area; ///< an item of the Displayed Area Selection Sequence; empty: columns x rows, scale to fit
    int columns = 8, rows = 8;
    QByteArray rest;
    bool shape = true; ///< Presentation LUT Shape IDENTITY
};

inline QByteArray areaItem(const std::vector<std::int32_t>& first, const std::vector<std::int32_t>& last,
                           const QByteArray& mode = "SCALE TO FIT", const QByteArray& more = {})
{
    DicomBytes d;
    d.bytes(0x00700052, "SL", longs(first)).bytes(0x00700053, "SL", longs(last)).text(0x00700100, "CS", mode);
    if (more.isEmpty()) {
        d.text(0x00700102, "IS", "1\\1");
    }
    return d.raw(more).dataset();
}

inline QByteArray stateFile(const StateSpec& s)
{
    const QByteArray sopClass = "1.2.840.10008.5.1.4.1.1.11." + QByteArray::number(s.kind);
    const QByteArray uid = imageUid(1, 9, s.number);
    DicomBytes series;
    series.sequence(0x00081140, s.images).text(0x0020000E, "UI", "1.2.826.0.1.3680043.10.1.1.1");
    DicomBytes d;
    d.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", sopClass).text(0x00080018, "UI", uid);
    d.text(0x00080020, "DA", "20260102").text(0x00080030, "TM", "101500").text(0x00080050, "SH", "");
    d.text(0x00080060, "CS", "PR").text(0x00080070, "LO", "Maker").text(0x00080090, "PN", "");
    d.sequence(0x00081115, {series.dataset()});
    d.text(0x00100010, "PN", "Test^Anna").text(0x00100020, "LO", "P1").text(0x00100030, "DA", "").text(0x00100040, "CS", "");
    d.text(0x0020000D, "UI", "1.2.826.0.1.3680043.10.1.1").text(0x0020000E, "UI", "1.2.826.0.1.3680043.10.1.1.9");
    d.text(0x00200010, "SH", "1").text(0x00200011, "IS", "9").text(0x00200013, "IS", QByteArray::number(s.number));
    d.sequence(0x0070005A, {s.area.isEmpty() ? areaItem({1, 1}, {s.columns, s.rows}) : s.area});
    d.text(0x00700080, "CS", s.label).text(0x00700081, "LO", "a state").text(0x00700082, "DA", "20260304");
    d.text(0x00700083, "TM", "0506").text(0x00700084, "PN", "Reader^Rosa");
    if (s.shape) {
        d.text(0x20500020, "CS", "IDENTITY");
    }
    return d.raw(s.rest).file(sopClass, uid);
}

} // namespace isocenter::test
