#include "codec/JpegHeader.h"

#include "codec/PixelLayout.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace isocenter {

namespace {

enum Marker {
    Sof0 = 0xC0,
    Dht = 0xC4,
    Rst0 = 0xD0,
    Rst7 = 0xD7,
    Soi = 0xD8,
    Eoi = 0xD9,
    Sos = 0xDA,
    Dri = 0xDD,
    App0 = 0xE0,
    App14 = 0xEE,
    Sof55 = 0xF7
};

bool isStartOfFrame(int marker)
{
    return marker == Sof55 || (marker >= Sof0 && marker <= 0xCF && marker != Dht && marker != 0xC8 && marker != 0xCC);
}

JpegHeader::Process processOf(int marker)
{
    switch (marker) {
    case 0xC0:
    case 0xC1:
        return JpegHeader::Process::Sequential;
    case 0xC2:
        return JpegHeader::Process::Progressive;
    case 0xC3:
        return JpegHeader::Process::Lossless;
    case Sof55:
        return JpegHeader::Process::JpegLs;
    default: // hierarchical and arithmetic coding
        return JpegHeader::Process::Unsupported;
    }
}

class Parser
{
public:
    explicit Parser(const QByteArray& bytes)
        : m_data(reinterpret_cast<const std::uint8_t*>(bytes.constData())), m_size(static_cast<std::size_t>(bytes.size()))
    {
    }

    bool run()
    {
        if (m_size < 4 || m_data[0] != 0xFF || m_data[1] != Soi) {
            return false;
        }
        m_at = 2;
        while (const int marker = nextMarker()) {
            if (marker == Eoi) {
                m_end = true;
                break;
            }
            if (marker == Soi || marker == 0x01 || (marker >= Rst0 && marker <= Rst7)) {
                continue;
            }
            if (!segment(marker)) {
                break;
            }
        }
        return m_header.marker != 0 && !m_header.scans.empty() && !m_bad;
    }

    JpegHeader header() const
    {
        JpegHeader result = m_header;
        const bool all = std::all_of(result.components.begin(), result.components.end(),
                                     [this](const JpegHeader::Component& c) { return m_scanned.count(c.id) > 0; });
        result.complete = all && (m_end || (result.scans.size() == 1 && result.process != JpegHeader::Process::Progressive));
        return result;
    }

private:
    int byteAt(std::size_t at) const { return at < m_size ? m_data[at] : 0; }
    int wordAt(std::size_t at) const { return byteAt(at) << 8 | byteAt(at + 1); }

    /// The next marker, passing over entropy coded data and fill bytes; 0 at the end.
    int nextMarker()
    {
        while (m_at + 1 < m_size) {
            const void* found = std::memchr(m_data + m_at, 0xFF, m_size - 1 - m_at);
            if (!found) {
                return 0;
            }
            m_at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - m_data);
            const int code = m_data[m_at + 1];
            // In JPEG-LS a stuffed byte is any below 0x80.
            if (code != 0xFF && code != 0 && (m_header.process != JpegHeader::Process::JpegLs || code >= 0x80)) {
                m_at += 2;
                return code;
            }
            m_at += code == 0xFF ? 1 : 2;
        }
        return 0;
    }

    bool segment(int marker)
    {
        const std::size_t body = m_at + 2;
        const auto length = static_cast<std::size_t>(wordAt(m_at));
        if (length < 2 || m_at + length > m_size) {
            m_bad = m_header.scans.empty(); // after the pixels, rubbish does no harm
            return false;
        }
        if (isStartOfFrame(marker)) {
            m_bad = m_header.marker != 0 || !frame(marker, body, length - 2);
        } else if (marker == Sos) {
            m_bad = !scan(body, length - 2);
        } else if (marker == Dri && length >= 4) {
            m_header.restartInterval = wordAt(body);
        } else if (marker == App0 && length >= 7 && std::memcmp(m_data + body, "JFIF", 4) == 0) {
            m_header.jfif = true;
        } else if (marker == App14 && length >= 14 && std::memcmp(m_data + body, "Adobe", 5) == 0) {
            m_header.adobeTransform = byteAt(body + 11);
        }
        m_at += length;
        return !m_bad;
    }

    bool frame(int marker, std::size_t body, std::size_t length)
    {
        const int count = byteAt(body + 5);
        if (length < 6 || count < 1 || count > 4 || length < 6 + 3 * static_cast<std::size_t>(count)) {
            return false;
        }
        m_header.marker = marker;
        m_header.process = processOf(marker);
        m_header.precision = byteAt(body);
        m_header.rows = wordAt(body + 1);
        m_header.columns = wordAt(body + 3);
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            const std::size_t at = body + 6 + 3 * i;
            const JpegHeader::Component c{byteAt(at), byteAt(at + 1) >> 4, byteAt(at + 1) & 15};
            if (c.horizontal < 1 || c.horizontal > 4 || c.vertical < 1 || c.vertical > 4) {
                return false;
            }
            m_header.components.push_back(c);
        }
        return true;
    }

    bool scan(std::size_t body, std::size_t length)
    {
        const auto count = static_cast<std::size_t>(byteAt(body));
        if (m_header.marker == 0 || count < 1 || count > 4 || length < 1 + 2 * count + 3) {
            return false;
        }
        for (std::size_t i = 0; i < count; ++i) {
            m_scanned.insert(byteAt(body + 1 + 2 * i));
        }
        m_header.scans.push_back(body - 4);
        return true;
    }

    const std::uint8_t* m_data;
    std::size_t m_size;
    std::size_t m_at = 0;
    JpegHeader m_header;
    std::set<int> m_scanned;
    bool m_end = false;
    bool m_bad = false;
};

} // namespace

bool JpegHeader::namesColor() const
{
    return components.size() == 3 &&
           (jfif || adobeTransform >= 0 || (components[0].id == 'R' && components[1].id == 'G' && components[2].id == 'B'));
}

bool JpegHeader::isYcbcr() const
{
    if (components.size() != 3) {
        return false;
    }
    if (adobeTransform >= 0) {
        return adobeTransform != 0;
    }
    return jfif || !namesColor();
}

Result<JpegHeader> readJpegHeader(const QByteArray& bytes)
{
    Parser parser(bytes);
    if (!parser.run()) {
        return frameError(QT_TRANSLATE_NOOP("FrameReader", "The compressed image is damaged: it has no valid JPEG header."));
    }
    return parser.header();
}

} // namespace isocenter
