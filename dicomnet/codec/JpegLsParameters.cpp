#include "codec/JpegLsScan.h"

#include <algorithm>

namespace isocenter {

namespace {

int byteOf(const QByteArray& bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[static_cast<qsizetype>(at)]);
}

int wordOf(const QByteArray& bytes, std::size_t at)
{
    return byteOf(bytes, at) << 8 | byteOf(bytes, at + 1);
}

/// ISO 14495-1 C.2.4.1.1.1: what is outside falls to the lower bound.
int clampThreshold(int value, int low, int high)
{
    return value > high || value < low ? low : value;
}

void fillDefaults(JpegLsParameters& p)
{
    int defaults[3] = {};
    if (p.maximum >= 128) {
        const int factor = (std::min(p.maximum, 4095) + 128) / 256;
        defaults[0] = factor + 2 + 3 * p.near;
        defaults[1] = factor * 4 + 3 + 5 * p.near;
        defaults[2] = factor * 17 + 4 + 7 * p.near;
    } else {
        const int factor = 256 / (p.maximum + 1);
        defaults[0] = std::max(2, 3 / factor + 3 * p.near);
        defaults[1] = std::max(3, 7 / factor + 5 * p.near);
        defaults[2] = std::max(4, 21 / factor + 7 * p.near);
    }
    int low = p.near + 1;
    for (int i = 0; i < 3; ++i) {
        if (p.thresholds[i] == 0) {
            p.thresholds[i] = clampThreshold(defaults[i], low, p.maximum);
        }
        low = p.thresholds[i];
    }
    p.reset = p.reset == 0 ? 64 : p.reset;
}

bool consistent(const JpegLsParameters& p, int precision)
{
    const int* t = p.thresholds;
    return p.maximum >= 3 && p.maximum < (1 << precision) && p.near <= std::min(255, p.maximum / 2) && p.near < t[0] &&
           t[0] <= t[1] && t[1] <= t[2] && t[2] <= p.maximum && p.reset >= 3;
}

/// The segments before the scan; false at one that is not understood.
bool readSegments(const QByteArray& bytes, std::size_t scan, JpegLsParameters& p)
{
    std::size_t at = 2;
    while (at + 4 <= scan) {
        if (byteOf(bytes, at) != 0xFF || byteOf(bytes, at + 1) == 0xFF) {
            ++at;
            continue;
        }
        const int marker = byteOf(bytes, at + 1);
        const auto length = static_cast<std::size_t>(wordOf(bytes, at + 2));
        const std::size_t body = at + 4;
        if (length < 2 || at + 2 + length > scan) {
            return false;
        }
        if (marker == 0xF8) { // LSE
            if (length != 13 || byteOf(bytes, body) != 1) {
                return false;
            }
            const int maximum = wordOf(bytes, body + 1);
            p.maximum = maximum > 0 ? maximum : p.maximum;
            for (std::size_t i = 0; i < 3; ++i) {
                p.thresholds[i] = wordOf(bytes, body + 3 + 2 * i);
            }
            p.reset = wordOf(bytes, body + 9);
        } else if (marker == 0xDD) { // here of two to four bytes, counting lines
            if (length < 4 || length > 6) {
                return false;
            }
            p.restartInterval = 0;
            for (std::size_t i = 0; i + 2 < length; ++i) {
                p.restartInterval = p.restartInterval << 8 | static_cast<unsigned>(byteOf(bytes, body + i));
            }
        }
        at = body + length - 2;
    }
    return at == scan;
}

} // namespace

int jpegLsNear(const QByteArray& bytes, const JpegHeader& header)
{
    const std::size_t count = header.scans.empty() ? 0 : header.scans.front() + 4;
    if (count == 0 || count >= static_cast<std::size_t>(bytes.size())) {
        return -1;
    }
    const std::size_t near = count + 1 + 2 * static_cast<std::size_t>(byteOf(bytes, count));
    return near < static_cast<std::size_t>(bytes.size()) ? byteOf(bytes, near) : -1;
}

std::optional<JpegLsParameters> readJpegLsParameters(const QByteArray& bytes, const JpegHeader& header)
{
    if (header.process != JpegHeader::Process::JpegLs || header.components.size() != 1 || header.scans.size() != 1 ||
        header.precision < 2 || header.precision > 16 || header.rows < 1 || header.columns < 1) {
        return std::nullopt;
    }
    const std::size_t scan = header.scans.front();
    if (scan + 10 > static_cast<std::size_t>(bytes.size()) || wordOf(bytes, scan + 2) != 8) {
        return std::nullopt;
    }
    JpegLsParameters p;
    p.rows = header.rows;
    p.columns = header.columns;
    p.maximum = (1 << header.precision) - 1;
    std::fill_n(p.thresholds, 3, 0);
    p.entropyOffset = scan + 10;
    p.near = byteOf(bytes, scan + 7);
    // Marker, length, count, component, mapping table, near, interleave, point transform.
    const bool plain = byteOf(bytes, scan + 6) == 0 && byteOf(bytes, scan + 8) == 0 && byteOf(bytes, scan + 9) == 0;
    if (!plain || !readSegments(bytes, scan, p)) {
        return std::nullopt;
    }
    fillDefaults(p);
    return consistent(p, header.precision) ? std::optional(p) : std::nullopt;
}

} // namespace isocenter
