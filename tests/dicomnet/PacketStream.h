#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QtEndian>

#include <algorithm>

namespace isocenter::test {

inline QByteArray bytes16(int value)
{
    char bytes[2];
    qToBigEndian(static_cast<quint16>(value), bytes);
    return {bytes, 2};
}

inline QByteArray bytes32(qsizetype value)
{
    char bytes[4];
    qToBigEndian(static_cast<quint32>(value), bytes);
    return {bytes, 4};
}

inline int wordAt(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint16>(bytes.constData() + at);
}

/// A JPEG 2000 codestream taken apart, to be put together again with fewer packets or another way of writing them. Where packets
/// begin is known by the SOP markers that its encoder wrote before each (ISO 15444-1 A.8.1): no bytes of a packet look like one.
class PacketStream
{
public:
    enum class Headers {
        InPlace,
        Ppm, ///< packed into the main header; these two need a stream with EPH markers
        Ppt  ///< packed into the headers of tile-parts
    };

    struct Form
    {
        bool sop = true;
        bool eph = true; ///< as far as the encoder wrote them
        Headers headers = Headers::InPlace;
        bool openEnd = false; ///< the last tile-part says no length
    };

    explicit PacketStream(const QByteArray& stream)
    {
        qsizetype at = stream.indexOf(QByteArray("\xFF\x90\0\x0A", 4));
        m_main = stream.left(at);
        while (wordAt(stream, at) == 0xFF90) {
            const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(stream.constData() + at + 6));
            const QByteArray whole = stream.mid(at, length);
            const qsizetype data = whole.indexOf(QByteArray("\xFF\x93", 2), 12);
            Part part{whole.left(12), whole.mid(12, data - 12), {}};
            const QByteArray body = whole.mid(data + 2);
            for (qsizetype from = 0; from < body.size();) {
                qsizetype to = body.indexOf(QByteArray("\xFF\x91\0\4", 4), from + 4);
                to = to < 0 ? body.size() : to;
                part.packets.append(body.mid(from, to - from));
                from = to;
            }
            m_parts.append(part);
            at += length;
        }
    }

    int packets() const
    {
        int count = 0;
        for (const Part& part : m_parts) {
            count += static_cast<int>(part.packets.size());
        }
        return count;
    }

    void addToMainHeader(const QByteArray& segment) { m_main += segment; }

    /// Of the first tile-part.
    void reorder(const QList<int>& packets)
    {
        QByteArrayList reordered;
        for (const int i : packets) {
            reordered.append(m_parts.front().packets[i]);
        }
        m_parts.front().packets = reordered;
    }

    /// The first `packets`; tile-parts that have none of them are left out, but for the first.
    QByteArray with(int packets, const Form& form) const
    {
        QByteArray main = m_main;
        const qsizetype cod = main.indexOf(QByteArray("\xFF\x52", 2)) + 4;
        main[cod] = static_cast<char>(main[cod] & ~((form.sop ? 0 : 2) | (form.eph ? 0 : 4)));
        QByteArray packedMain, tileParts;
        int number = 0; // of the PPM or PPT segments
        for (qsizetype i = 0; i < m_parts.size() && (i == 0 || packets > 0); ++i) {
            const Part& part = m_parts[i];
            const auto taken = std::min<qsizetype>(packets, part.packets.size());
            packets -= static_cast<int>(taken);
            QByteArray packed, body;
            for (const QByteArray& packet : part.packets.mid(0, taken)) {
                append(packet, form, packed, body);
            }
            if (form.headers == Headers::Ppm) {
                packedMain += segments(0xFF60, bytes32(packed.size()) + packed, number);
            }
            QByteArray header = part.header + (form.headers == Headers::Ppt ? segments(0xFF61, packed, number) : QByteArray());
            const bool open = form.openEnd && packets == 0;
            const qsizetype length = 12 + header.size() + 2 + body.size();
            tileParts += part.sot.left(6) + bytes32(open ? 0 : length) + part.sot.mid(10) + header + bytes16(0xFF93) + body;
        }
        return main + packedMain + tileParts + bytes16(0xFFD9);
    }

private:
    struct Part
    {
        QByteArray sot, header;
        QByteArrayList packets;
    };

    static void append(const QByteArray& packet, const Form& form, QByteArray& packed, QByteArray& body)
    {
        const qsizetype end = packet.indexOf(QByteArray("\xFF\x92", 2));
        body += form.sop ? packet.left(6) : QByteArray();
        QByteArray& header = form.headers == Headers::InPlace ? body : packed;
        if (end < 0) {
            header += packet.mid(6);
            return;
        }
        header += packet.mid(6, end - 6) + (form.eph ? packet.mid(end, 2) : QByteArray());
        body += packet.mid(end + 2);
    }

    /// PPM or PPT marker segments, of a few bytes each as far as there are numbers for them.
    static QByteArray segments(int marker, const QByteArray& bytes, int& number)
    {
        const qsizetype size = std::max<qsizetype>(29, bytes.size() / 8);
        QByteArray out;
        for (qsizetype at = 0; at == 0 || at < bytes.size(); at += size) {
            const QByteArray part = bytes.mid(at, size);
            out += bytes16(marker) + bytes16(static_cast<int>(part.size()) + 3) + static_cast<char>(number++) + part;
        }
        return out;
    }

    QByteArray m_main;
    QList<Part> m_parts;
};

} // namespace isocenter::test
