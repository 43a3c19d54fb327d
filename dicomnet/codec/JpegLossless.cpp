#include "codec/JpegLossless.h"

#include "codec/JpegHuffman.h"
#include "codec/PixelLayout.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace isocenter {

namespace {

struct ScanComponent
{
    int index = 0; ///< in the frame
    const HuffmanTable* table = nullptr;
};

struct Scan
{
    std::vector<ScanComponent> components;
    int predictor = 1;
    int pointTransform = 0;
};

template <int Predictor> int predict(int a, int b, int c)
{
    switch (Predictor) {
    case 1:
        return a;
    case 2:
        return b;
    case 3:
        return c;
    case 4:
        return a + b - c;
    case 5:
        return a + ((b - c) >> 1);
    case 6:
        return b + ((a - c) >> 1);
    default:
        return (a + b) >> 1;
    }
}

/// One row of one component; `stride` cells lie between neighbours. `above` is null in the first row of an interval.
template <typename T, int Predictor>
void decodeRow(BitReader& bits, const HuffmanTable& table, T* row, const T* above, int columns, std::size_t stride)
{
    BitReader reader = bits; // a local copy stays in registers
    int a = static_cast<T>(above[0] + reader.difference(table));
    row[0] = static_cast<T>(a);
    for (int x = 1; x < columns; ++x) {
        const std::size_t at = static_cast<std::size_t>(x) * stride;
        const int prediction = predict<Predictor>(a, above[at], above[at - stride]);
        a = static_cast<T>(prediction + reader.difference(table));
        row[at] = static_cast<T>(a);
    }
    bits = reader;
}

template <typename T>
void decodeFirstRow(BitReader& bits, const HuffmanTable& table, T* row, int start, int columns, std::size_t stride)
{
    int a = start;
    for (int x = 0; x < columns; ++x) {
        a = static_cast<T>(a + bits.difference(table));
        row[static_cast<std::size_t>(x) * stride] = static_cast<T>(a);
    }
}

template <typename T> using RowDecoder = void (*)(BitReader&, const HuffmanTable&, T*, const T*, int, std::size_t);

template <typename T> RowDecoder<T> rowDecoder(int predictor)
{
    static constexpr RowDecoder<T> kDecoders[] = {decodeRow<T, 1>, decodeRow<T, 2>, decodeRow<T, 3>, decodeRow<T, 4>,
                                                  decodeRow<T, 5>, decodeRow<T, 6>, decodeRow<T, 7>};
    return kDecoders[predictor - 1];
}

Error damaged(const char* detail)
{
    return frameError(QT_TRANSLATE_NOOP("FrameReader", "The JPEG compressed image is damaged or incomplete; it is not shown."),
                      QString::fromLatin1(detail));
}

template <typename T> class Decoder
{
public:
    Decoder(const QByteArray& bytes, const JpegHeader& header, T* out) : m_markers(bytes), m_header(header), m_out(out) {}

    Result<void> run()
    {
        std::size_t done = 0;
        while (done < m_header.components.size()) {
            Scan scan;
            if (!m_markers.toScan() || !readScan(scan)) {
                return damaged("scan header");
            }
            const EntropyData data(m_markers.entropyBytes(), scan.components.size() * static_cast<std::size_t>(m_header.columns));
            m_markers.skip(data.consumed());
            if (Result<void> decoded = decode(scan, data); !decoded) {
                return decoded;
            }
            done += scan.components.size();
        }
        return {};
    }

private:
    bool readScan(Scan& scan)
    {
        const auto body = m_markers.scanHeader(); // count, (component, tables) each, predictor, -, point transform
        const std::size_t count = body.empty() ? 0 : body[0];
        if (count < 1 || count > m_header.components.size() || body.size() < 1 + 2 * count + 3) {
            return false;
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto found = std::find_if(m_header.components.begin(), m_header.components.end(),
                                            [&](const JpegHeader::Component& c) { return c.id == body[1 + 2 * i]; });
            const HuffmanTable* table = m_markers.table(body[2 + 2 * i] >> 4);
            if (found == m_header.components.end() || !table) {
                return false;
            }
            const auto index = static_cast<std::size_t>(found - m_header.components.begin());
            if (m_seen[index] || (count > 1 && (found->horizontal != 1 || found->vertical != 1))) {
                return false;
            }
            m_seen[index] = true;
            scan.components.push_back({static_cast<int>(index), table});
        }
        scan.predictor = body[1 + 2 * count];
        scan.pointTransform = body[3 + 2 * count] & 15;
        return scan.predictor >= 1 && scan.predictor <= 7 && scan.pointTransform < m_header.precision;
    }

    Result<void> decode(const Scan& scan, const EntropyData& data)
    {
        const int interval = m_markers.restartInterval();
        if (interval % m_header.columns != 0) { // ISO 10918-1 H.1.1: whole rows
            return damaged("restart interval");
        }
        const int rowsEach = interval > 0 ? interval / m_header.columns : m_header.rows;
        std::size_t segment = 0;
        for (int first = 0; first < m_header.rows; first += rowsEach, ++segment) {
            if (segment >= data.segments()) {
                return damaged("restart marker missing");
            }
            BitReader bits = data.segment(segment);
            for (int row = first; row < std::min(first + rowsEach, m_header.rows); ++row) {
                decodeRowOf(scan, bits, row, row == first);
                if (!bits.ok()) {
                    return damaged("entropy coded data");
                }
            }
        }
        if (scan.pointTransform > 0) {
            for (const ScanComponent& c : scan.components) {
                shiftUp(c.index, scan.pointTransform);
            }
        }
        return {};
    }

    void decodeRowOf(const Scan& scan, BitReader& bits, int row, bool first)
    {
        const std::size_t stride = m_header.components.size();
        const std::size_t rowCells = stride * static_cast<std::size_t>(m_header.columns);
        T* cells = m_out + static_cast<std::size_t>(row) * rowCells;
        const int start = 1 << (m_header.precision - scan.pointTransform - 1);
        if (scan.components.size() == 1) {
            const ScanComponent& c = scan.components.front();
            if (first) {
                decodeFirstRow(bits, *c.table, cells + c.index, start, m_header.columns, stride);
            } else {
                rowDecoder<T>(scan.predictor)(bits, *c.table, cells + c.index, cells + c.index - rowCells, m_header.columns,
                                              stride);
            }
            return;
        }
        for (int x = 0; x < m_header.columns; ++x) {
            for (const ScanComponent& c : scan.components) {
                T* cell = cells + static_cast<std::size_t>(x) * stride + c.index;
                decodeInterleaved(bits, *c.table, cell, first, x, rowCells, stride, start, scan.predictor);
            }
        }
    }

    static void decodeInterleaved(BitReader& bits, const HuffmanTable& table, T* cell, bool first, int x, std::size_t rowCells,
                                  std::size_t stride, int start, int predictor)
    {
        int prediction = start;
        if (first) {
            prediction = x > 0 ? *(cell - stride) : start;
        } else if (x == 0) {
            prediction = *(cell - rowCells);
        } else {
            prediction = predictAny(predictor, *(cell - stride), *(cell - rowCells), *(cell - rowCells - stride));
        }
        *cell = static_cast<T>(prediction + bits.difference(table));
    }

    static int predictAny(int predictor, int a, int b, int c)
    {
        switch (predictor) {
        case 1:
            return predict<1>(a, b, c);
        case 2:
            return predict<2>(a, b, c);
        case 3:
            return predict<3>(a, b, c);
        case 4:
            return predict<4>(a, b, c);
        case 5:
            return predict<5>(a, b, c);
        case 6:
            return predict<6>(a, b, c);
        default:
            return predict<7>(a, b, c);
        }
    }

    void shiftUp(int component, int bits)
    {
        const std::size_t stride = m_header.components.size();
        const std::size_t count = static_cast<std::size_t>(m_header.rows) * m_header.columns;
        for (std::size_t i = 0; i < count; ++i) {
            T& cell = m_out[i * stride + static_cast<std::size_t>(component)];
            cell = static_cast<T>(cell << bits);
        }
    }

    MarkerReader m_markers;
    const JpegHeader& m_header;
    T* m_out;
    bool m_seen[4] = {};
};

} // namespace

Result<void> decodeJpegLossless(const QByteArray& bytes, const JpegHeader& header, int cellBytes, void* out)
{
    if (header.precision < 2 || header.precision > 8 * cellBytes || header.rows < 1 || header.columns < 1) {
        return damaged("precision or size");
    }
    if (cellBytes == 1) {
        return Decoder<std::uint8_t>(bytes, header, static_cast<std::uint8_t*>(out)).run();
    }
    return Decoder<std::uint16_t>(bytes, header, static_cast<std::uint16_t*>(out)).run();
}

} // namespace isocenter
