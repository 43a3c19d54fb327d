#include "codec/Jpeg2000.h"

#include "codec/PixelLayout.h"

#include <QtEndian>

#include <algorithm>

namespace isocenter {

namespace {

Error damaged(const char* detail)
{
    return frameError(
        QT_TRANSLATE_NOOP("FrameReader", "The JPEG 2000 compressed image is damaged or incomplete; it is not shown."),
        QString::fromLatin1(detail));
}

quint32 long32(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint32>(bytes.constData() + at);
}

quint16 word(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<quint16>(bytes.constData() + at);
}

/// The codestream inside JP2 boxes; a codestream alone comes back as it is.
QByteArray withoutBoxes(const QByteArray& bytes)
{
    qsizetype at = 0;
    if (!bytes.startsWith(QByteArray("\0\0\0\x0CjP  ", 8))) {
        return bytes;
    }
    while (at + 8 <= bytes.size()) {
        quint64 length = long32(bytes, at);
        qsizetype head = 8;
        if (length == 1 && at + 16 <= bytes.size()) {
            length = qFromBigEndian<quint64>(bytes.constData() + at + 8);
            head = 16;
        }
        const auto rest = static_cast<quint64>(bytes.size() - at);
        const quint64 size = length == 0 ? rest : std::min(length, rest);
        if (size < static_cast<quint64>(head)) {
            break;
        }
        if (bytes.mid(at + 4, 4) == "jp2c") {
            return bytes.mid(at + head, static_cast<qsizetype>(size) - head);
        }
        at += static_cast<qsizetype>(size);
    }
    return {};
}

/// Follows the tile-parts: each says its length, and all must lie inside. OpenJPEG would show grey for what is missing.
bool tilePartsComplete(const QByteArray& stream, qsizetype at)
{
    bool any = false;
    while (at + 2 <= stream.size()) {
        const int marker = word(stream, at);
        if (marker == 0xFFD9) {
            return any;
        }
        if (at + 4 > stream.size() || marker < 0xFF00) {
            return any && marker == 0; // padding where the end marker is missing
        }
        if (marker != 0xFF90) {
            at += 2 + qsizetype{word(stream, at + 2)};
            continue;
        }
        if (at + 12 > stream.size()) {
            return false;
        }
        const quint32 length = long32(stream, at + 6);
        if (length == 0) { // up to the end marker, which must be there then
            return stream.lastIndexOf(QByteArray("\xFF\xD9", 2)) > at;
        }
        if (length < 14 || static_cast<quint64>(stream.size() - at) < length) {
            return false;
        }
        at += length;
        any = true;
    }
    return any;
}

/// COD (A.6.1): the wavelet, and whether its precincts are of a size that a decoder can keep account of.
bool readCodingStyle(const QByteArray& stream, qsizetype at, Jpeg2000Header& header)
{
    const auto byte = [&](qsizetype i) { return at + i < stream.size() ? static_cast<unsigned char>(stream[at + i]) : 0; };
    const int levels = byte(9);
    header.layers = byte(6) << 8 | byte(7);
    header.lossless = byte(13) == 1;
    if (levels > 32) {
        return false;
    }
    const quint64 area = static_cast<quint64>(header.rows) * static_cast<quint64>(header.columns);
    for (int i = 0; (byte(4) & 1) != 0 && i <= levels; ++i) {
        const int size = byte(14 + i);
        const int above = 2 * (levels - i); // a lower resolution has less to divide
        if ((area >> std::min(above, 63) >> ((size & 15) + (size >> 4))) > 100'000) {
            return false;
        }
    }
    return true;
}

/// The marker segments up to the first tile-part.
bool readMainHeader(const QByteArray& stream, qsizetype at, Jpeg2000Header& header)
{
    while (at + 4 <= stream.size() && word(stream, at) != 0xFF90) {
        const int marker = word(stream, at);
        if (marker < 0xFF00 || (marker == 0xFF52 && !readCodingStyle(stream, at, header))) {
            return false;
        }
        if (marker == 0xFF50 && at + 8 <= stream.size()) { // CAP
            header.highThroughput = (long32(stream, at + 4) & 0x00020000) != 0;
        }
        at += 2 + qsizetype{word(stream, at + 2)};
    }
    return at + 4 <= stream.size();
}

} // namespace

Result<Jpeg2000Header> readJpeg2000Header(const QByteArray& bytes, QByteArray& codestream)
{
    codestream = withoutBoxes(bytes);
    const QByteArray& s = codestream;
    if (s.size() < 43 || word(s, 0) != 0xFF4F || word(s, 2) != 0xFF51 || word(s, 4) < 41) {
        return damaged("no SIZ");
    }
    const qint64 x1 = long32(s, 8), y1 = long32(s, 12), x0 = long32(s, 16), y0 = long32(s, 20);
    const qint64 tileX = long32(s, 24), tileY = long32(s, 28), tileX0 = long32(s, 32), tileY0 = long32(s, 36);
    Jpeg2000Header header;
    header.components = word(s, 40);
    if (x1 <= x0 || y1 <= y0 || tileX < 1 || tileY < 1 || tileX0 > x0 || tileY0 > y0 || tileX0 + tileX <= x0 ||
        tileY0 + tileY <= y0 || header.components < 1 || header.components > 4 || s.size() < 42 + 3 * header.components) {
        return damaged("SIZ");
    }
    header.columns = static_cast<int>(std::min<qint64>(x1 - x0, 1 << 30));
    header.rows = static_cast<int>(std::min<qint64>(y1 - y0, 1 << 30));
    const auto tilesAcross = static_cast<quint64>((x1 - tileX0 + tileX - 1) / tileX);
    const auto tilesDown = static_cast<quint64>((y1 - tileY0 + tileY - 1) / tileY);
    header.tiles = tilesAcross * tilesDown;
    if (header.tiles > static_cast<quint64>(s.size()) / 14 || header.tiles > 40'000) { // a tile takes at least 14 bytes
        return damaged("tiles");
    }
    header.precision = (s[42] & 0x7F) + 1;
    header.isSigned = (s[42] & 0x80) != 0;
    for (int i = 0; i < header.components; ++i) {
        if (s[42 + 3 * i] != s[42] || s[43 + 3 * i] != 1 || s[44 + 3 * i] != 1) {
            return frameError(
                QT_TRANSLATE_NOOP("FrameReader", "This form of JPEG 2000 (subsampled components) cannot be shown."));
        }
    }
    if (header.precision > 32) {
        return damaged("precision");
    }
    if (!readMainHeader(s, 4 + qsizetype{word(s, 4)}, header)) {
        return damaged("main header");
    }
    if (!tilePartsComplete(s, 4 + qsizetype{word(s, 4)})) {
        return damaged("tile-parts");
    }
    return header;
}

} // namespace isocenter
