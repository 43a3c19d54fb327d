#include "support/Dicom.h"

namespace isocenter::test {

namespace {

bool longForm(const char* vr)
{
    static const QByteArrayList kLong{"OB", "OW", "OD", "OF", "OL", "OV", "SQ", "UC", "UN", "UR", "UT", "SV", "UV"};
    return kLong.contains(QByteArray(vr, 2));
}

QByteArray uid(int study, int series = 0, int instance = 0)
{
    QByteArray text = "1.2.826.0.1.3680043.10.1." + QByteArray::number(study);
    if (series) {
        text += '.' + QByteArray::number(series);
    }
    return instance ? text + '.' + QByteArray::number(instance) : text;
}

} // namespace

QByteArray DicomBytes::number16(std::uint16_t v) const
{
    const char low = static_cast<char>(v & 0xFF);
    const char high = static_cast<char>(v >> 8);
    return m_big ? QByteArray{}.append(high).append(low) : QByteArray{}.append(low).append(high);
}

QByteArray DicomBytes::number32(std::uint32_t v) const
{
    const QByteArray low = number16(static_cast<std::uint16_t>(v & 0xFFFF));
    const QByteArray high = number16(static_cast<std::uint16_t>(v >> 16));
    return m_big ? high + low : low + high;
}

void DicomBytes::header(QByteArray& out, std::uint32_t tag, const char* vr, std::uint32_t length) const
{
    out += number16(static_cast<std::uint16_t>(tag >> 16)) + number16(static_cast<std::uint16_t>(tag & 0xFFFF));
    if (!m_explicit) {
        out += number32(length);
        return;
    }
    out.append(vr, 2);
    if (longForm(vr)) {
        out.append(2, '\0');
        out += number32(length);
    } else {
        out += number16(static_cast<std::uint16_t>(length));
    }
}

DicomBytes& DicomBytes::bytes(std::uint32_t tag, const char* vr, const QByteArray& value)
{
    header(m_data, tag, vr, static_cast<std::uint32_t>(value.size()));
    m_data += value;
    return *this;
}

DicomBytes& DicomBytes::text(std::uint32_t tag, const char* vr, const QByteArray& value)
{
    QByteArray padded = value;
    if (padded.size() % 2) {
        padded += qstrncmp(vr, "UI", 2) == 0 ? '\0' : ' ';
    }
    return bytes(tag, vr, padded);
}

DicomBytes& DicomBytes::us(std::uint32_t tag, std::uint16_t value)
{
    return bytes(tag, "US", number16(value));
}

DicomBytes& DicomBytes::ss(std::uint32_t tag, std::int16_t value)
{
    return bytes(tag, "SS", number16(static_cast<std::uint16_t>(value)));
}

DicomBytes& DicomBytes::words(std::uint32_t tag, const std::vector<std::uint16_t>& values)
{
    QByteArray data;
    for (const std::uint16_t v : values) {
        data += number16(v);
    }
    return bytes(tag, "OW", data);
}

DicomBytes& DicomBytes::fragments(const std::vector<QByteArray>& fragments, const QByteArray& offsetTable)
{
    header(m_data, 0x7FE00010, "OB", 0xFFFFFFFF);
    const auto item = [this](const QByteArray& value) {
        m_data += number16(0xFFFE) + number16(0xE000) + number32(static_cast<std::uint32_t>(value.size())) + value;
    };
    item(offsetTable);
    for (const QByteArray& fragment : fragments) {
        item(fragment.size() % 2 ? fragment + '\0' : fragment);
    }
    m_data += number16(0xFFFE) + number16(0xE0DD) + number32(0);
    return *this;
}

DicomBytes& DicomBytes::sequence(std::uint32_t tag, const std::vector<QByteArray>& items, bool open)
{
    QByteArray content;
    const QByteArray group = number16(0xFFFE);
    for (const QByteArray& item : items) {
        content += group + number16(0xE000) + number32(open ? 0xFFFFFFFF : static_cast<std::uint32_t>(item.size())) + item;
        if (open) {
            content += group + number16(0xE00D) + number32(0);
        }
    }
    header(m_data, tag, "SQ", open ? 0xFFFFFFFF : static_cast<std::uint32_t>(content.size()));
    m_data += content;
    if (open) {
        m_data += group + number16(0xE0DD) + number32(0);
    }
    return *this;
}

DicomBytes& DicomBytes::raw(const QByteArray& data)
{
    m_data += data;
    return *this;
}

QByteArray DicomBytes::file(const QByteArray& sopClass, const QByteArray& sopInstance) const
{
    DicomBytes meta; // group 2 is always explicit little endian
    meta.bytes(0x00020001, "OB", QByteArray("\0\1", 2));
    meta.text(0x00020002, "UI", sopClass).text(0x00020003, "UI", sopInstance).text(0x00020010, "UI", m_syntax);
    meta.text(0x00020012, "UI", "1.2.826.0.1.3680043.10.1.9");
    DicomBytes length;
    length.bytes(0x00020000, "UL", length.number32(static_cast<std::uint32_t>(meta.m_data.size())));
    return QByteArray(128, '\0') + "DICM" + length.m_data + meta.m_data + m_data;
}

QByteArray imageFile(const ImageSpec& s)
{
    const QByteArray instance = uid(s.study, s.series, s.instance);
    DicomBytes d;
    d.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7").text(0x00080018, "UI", instance);
    d.text(0x00080020, "DA", "20260102").text(0x00080060, "CS", s.modality);
    d.text(0x00100010, "PN", s.patientName).text(0x00100020, "LO", s.patientId);
    d.text(0x0020000D, "UI", uid(s.study)).text(0x0020000E, "UI", uid(s.study, s.series));
    d.text(0x00200011, "IS", QByteArray::number(s.series)).text(0x00200013, "IS", QByteArray::number(s.instance));
    d.text(0x00200032, "DS", "0\\0\\" + QByteArray::number(s.z)).text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
    d.text(0x00200052, "UI", uid(s.study) + ".99");
    d.us(0x00280002, static_cast<std::uint16_t>(s.samples)).text(0x00280004, "CS", s.photometric);
    if (s.samples > 1) {
        d.us(0x00280006, 0);
    }
    if (s.frames > 1) {
        d.text(0x00280008, "IS", QByteArray::number(s.frames));
    }
    d.us(0x00280010, static_cast<std::uint16_t>(s.rows)).us(0x00280011, static_cast<std::uint16_t>(s.columns));
    d.text(0x00280030, "DS", "0.5\\0.5");
    d.us(0x00280100, static_cast<std::uint16_t>(s.bitsAllocated)).us(0x00280101, static_cast<std::uint16_t>(s.bitsStored));
    d.us(0x00280102, static_cast<std::uint16_t>(s.bitsStored - 1)).us(0x00280103, s.isSigned ? 1 : 0);
    if (!s.windowCenter.isEmpty()) {
        d.text(0x00281050, "DS", s.windowCenter).text(0x00281051, "DS", s.windowWidth);
    }
    if (s.slope != 1 || s.intercept != 0) {
        d.text(0x00281052, "DS", QByteArray::number(s.intercept)).text(0x00281053, "DS", QByteArray::number(s.slope));
    }
    d.raw(s.more);
    const int count = s.rows * s.columns * s.samples * s.frames;
    std::vector<std::uint16_t> values = s.pixels;
    for (int i = static_cast<int>(values.size()); i < count; ++i) {
        values.push_back(static_cast<std::uint16_t>(i));
    }
    if (s.bitsAllocated == 16) {
        d.words(0x7FE00010, values);
    } else {
        QByteArray data;
        for (const std::uint16_t v : values) {
            data += static_cast<char>(v);
        }
        d.text(0x7FE00010, "OB", data.size() % 2 ? data + '\0' : data);
    }
    return d.file("1.2.840.10008.5.1.4.1.1.7", instance);
}

} // namespace isocenter::test
