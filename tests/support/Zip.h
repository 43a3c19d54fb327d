#pragma once

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <utility>
#include <vector>

namespace isocenter::test {

/// A zip archive of stored (not compressed) entries, written byte by byte: names as given, however hostile.
inline QByteArray zipOf(const std::vector<std::pair<QByteArray, QByteArray>>& entries)
{
    const auto number = [](std::uint64_t value, int bytes) {
        QByteArray text;
        for (int i = 0; i < bytes; ++i) {
            text.append(static_cast<char>((value >> (8 * i)) & 0xFF));
        }
        return text;
    };
    const auto crcOf = [](const QByteArray& data) {
        std::uint32_t crc = 0xFFFFFFFF;
        for (const char c : data) {
            crc ^= static_cast<unsigned char>(c);
            for (int bit = 0; bit < 8; ++bit) {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
            }
        }
        return ~crc;
    };
    QByteArray body;
    QByteArray directory;
    for (const auto& [name, data] : entries) {
        const auto size = static_cast<std::uint64_t>(data.size());
        const QByteArray common = number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(crcOf(data), 4) +
                                  number(size, 4) + number(size, 4) + number(static_cast<std::uint64_t>(name.size()), 2) +
                                  number(0, 2);
        directory += "PK\1\2" + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) +
                     number(static_cast<std::uint64_t>(body.size()), 4) + name;
        body += "PK\3\4" + common + name + data;
    }
    const auto count = static_cast<std::uint64_t>(entries.size());
    return body + directory + "PK\5\6" + number(0, 4) + number(count, 2) + number(count, 2) +
           number(static_cast<std::uint64_t>(directory.size()), 4) + number(static_cast<std::uint64_t>(body.size()), 4) +
           number(0, 2);
}

} // namespace isocenter::test
