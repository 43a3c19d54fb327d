#include "packets/Codestream.h"

#include <algorithm>
#include <utility>

namespace isocenter {

namespace {

enum Marker : unsigned {
    Cod = 0xFF52,
    Coc = 0xFF53,
    Poc = 0xFF5F,
    Ppm = 0xFF60,
    Ppt = 0xFF61,
    Sot = 0xFF90,
    Sod = 0xFF93,
    Eoc = 0xFFD9
};

constexpr std::uint32_t kMaxTiles = 65'535;
constexpr std::size_t kSotBytes = 12;

struct Segment
{
    unsigned marker = 0;
    ByteSpan value; ///< after its length
};

/// The segments of a header up to `last`, which `at` points to then.
bool readSegments(ByteSpan bytes, std::size_t& at, unsigned last, std::vector<Segment>& segments)
{
    while (at + 2 <= bytes.size()) {
        const unsigned marker = bytes.word(at);
        if (marker == last) {
            return true;
        }
        if (marker < 0xFF00 || at + 4 > bytes.size()) {
            return false;
        }
        const std::size_t length = bytes.word(at + 2);
        if (length < 2 || length > bytes.size() - at - 2) {
            return false;
        }
        segments.push_back({marker, {bytes.begin + at + 4, bytes.begin + at + 2 + length}});
        at += 2 + length;
    }
    return false;
}

/// SPcod and SPcoc.
bool readStyle(ByteSpan bytes, bool precincts, ComponentStyle& style)
{
    if (bytes.size() < 5) {
        return false;
    }
    style.levels = bytes.begin[0];
    style.blockWidth = (bytes.begin[1] & 15) + 2;
    style.blockHeight = (bytes.begin[2] & 15) + 2;
    style.blockStyle = bytes.begin[3];
    if (style.levels > 32 || style.blockWidth > 10 || style.blockHeight > 10 || (style.blockStyle & MixedCoders) != 0) {
        return false;
    }
    style.precincts.fill(0xFF);
    for (int i = 0; precincts && i <= style.levels; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (bytes.size() <= 5 + at) {
            return false;
        }
        const Byte size = bytes.begin[5 + at];
        if (i > 0 && ((size & 15) == 0 || size >> 4 == 0)) { // nothing to share out among the bands
            return false;
        }
        style.precincts[at] = size;
    }
    return true;
}

bool readOrder(unsigned code, ProgressionOrder& order)
{
    order = static_cast<ProgressionOrder>(code);
    return code <= static_cast<unsigned>(ProgressionOrder::Cprl);
}

bool readCod(ByteSpan value, TileStyle& style)
{
    ComponentStyle component;
    if (value.size() < 5 || !readOrder(value.begin[1], style.order) ||
        !readStyle({value.begin + 5, value.end}, (value.begin[0] & 1) != 0, component)) {
        return false;
    }
    style.layers = static_cast<int>(value.word(2));
    std::fill(style.components.begin(), style.components.end(), component);
    return style.layers > 0;
}

bool readCoc(ByteSpan value, TileStyle& style)
{
    return value.size() >= 2 && value.begin[0] < style.components.size() &&
           readStyle({value.begin + 2, value.end}, (value.begin[1] & 1) != 0, style.components[value.begin[0]]);
}

bool readPoc(ByteSpan value, std::vector<Progression>& changes)
{
    if (value.size() % 7 != 0 || value.empty()) {
        return false;
    }
    for (const Byte* at = value.begin; at != value.end; at += 7) {
        Progression change;
        change.resolutionStart = at[0];
        change.componentStart = at[1];
        change.layerEnd = at[2] << 8 | at[3];
        change.resolutionEnd = at[4];
        change.componentEnd = at[5] == 0 ? 256 : at[5];
        if (!readOrder(at[6], change.order)) {
            return false;
        }
        changes.push_back(change);
    }
    return true;
}

/// COD before COC, whichever stands first.
bool readCodingStyles(const std::vector<Segment>& segments, TileStyle& style)
{
    return std::all_of(segments.begin(), segments.end(),
                       [&](const Segment& s) { return s.marker != Cod || readCod(s.value, style); }) &&
           std::all_of(segments.begin(), segments.end(),
                       [&](const Segment& s) { return s.marker != Coc || readCoc(s.value, style); });
}

/// PPM or PPT, in the order of their numbers.
bool joinPacked(const std::vector<Segment>& segments, Marker marker, std::vector<Byte>& joined)
{
    std::vector<ByteSpan> found;
    for (const Segment& s : segments) {
        if (s.marker != marker) {
            continue;
        }
        if (s.value.empty()) {
            return false;
        }
        found.push_back(s.value);
    }
    std::stable_sort(found.begin(), found.end(), [](ByteSpan a, ByteSpan b) { return *a.begin < *b.begin; });
    for (const ByteSpan span : found) {
        joined.insert(joined.end(), span.begin + 1, span.end);
    }
    return true;
}

bool sharePacked(Codestream& codestream)
{
    const ByteSpan all{codestream.packed.data(), codestream.packed.data() + codestream.packed.size()};
    for (std::size_t at = 0; at < all.size();) {
        if (all.size() - at < 4 || all.size() - at - 4 < all.long32(at)) {
            return false;
        }
        const Byte* begin = all.begin + at + 4;
        codestream.ofPart.push_back({begin, begin + all.long32(at)});
        at += 4 + all.long32(at);
    }
    return true;
}

bool readSize(ByteSpan bytes, Codestream& codestream)
{
    if (bytes.size() < 43 || bytes.long32(0) != 0xFF4FFF51 || bytes.word(4) < 41 || bytes.word(4) > bytes.size() - 4) {
        return false;
    }
    const TileArea image{bytes.long32(16), bytes.long32(20), bytes.long32(8), bytes.long32(12)};
    const std::uint64_t width = bytes.long32(24), height = bytes.long32(28);
    const std::uint64_t left = bytes.long32(32), top = bytes.long32(36);
    const unsigned components = bytes.word(40);
    const bool extended = (bytes.word(6) & 0x8000) != 0; // Part 2
    if (extended || image.x0 >= image.x1 || image.y0 >= image.y1 || left > image.x0 || top > image.y0 ||
        left + width <= image.x0 || top + height <= image.y0 || components < 1 || components > 4 ||
        bytes.word(4) < 38 + 3 * components) {
        return false;
    }
    for (unsigned i = 0; i < components; ++i) {
        if (bytes.word(43 + std::size_t{3} * i) != 0x0101) {
            return false;
        }
    }
    codestream.image = image;
    codestream.firstTile = {static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top),
                            static_cast<std::uint32_t>(std::min<std::uint64_t>(left + width, image.x1)),
                            static_cast<std::uint32_t>(std::min<std::uint64_t>(top + height, image.y1))};
    const std::uint64_t across = (image.x1 - left + width - 1) / width;
    const std::uint64_t down = (image.y1 - top + height - 1) / height;
    if (across > kMaxTiles || down > kMaxTiles || across * down > kMaxTiles) {
        return false;
    }
    codestream.tilesAcross = static_cast<std::uint32_t>(across);
    codestream.tiles = static_cast<std::uint32_t>(across * down);
    codestream.style.components.resize(components);
    return true;
}

bool readMainHeader(ByteSpan bytes, std::size_t& at, Codestream& codestream)
{
    std::vector<Segment> segments;
    if (!readSegments(bytes, at, Sot, segments) || !readCodingStyles(segments, codestream.style)) {
        return false;
    }
    for (const Segment& s : segments) {
        codestream.packedHeaders = codestream.packedHeaders || s.marker == Ppm;
        if (s.marker == Poc && !readPoc(s.value, codestream.style.changes)) {
            return false;
        }
    }
    return codestream.style.layers > 0 && joinPacked(segments, Ppm, codestream.packed) && sharePacked(codestream);
}

/// The end of a tile-part of unknown length: the last end marker.
std::size_t lastEnd(ByteSpan bytes, std::size_t from)
{
    for (std::size_t at = bytes.size(); at >= from + 2; --at) {
        if (bytes.word(at - 2) == Eoc) {
            return at - 2;
        }
    }
    return from;
}

bool readTileParts(ByteSpan bytes, std::size_t at, Codestream& codestream)
{
    std::vector<Segment> ignored;
    while (at + kSotBytes <= bytes.size() && bytes.word(at) == Sot) {
        const std::uint32_t length = bytes.long32(at + 6);
        const std::size_t end = length == 0 ? lastEnd(bytes, at + kSotBytes) : at + length;
        if ((length != 0 && length < kSotBytes + 2) || end > bytes.size()) {
            return false;
        }
        TilePart part;
        part.tile = bytes.word(at + 4);
        part.first = bytes.begin[at + 10] == 0;
        part.position = codestream.parts.size();
        std::size_t data = kSotBytes;
        const ByteSpan whole{bytes.begin + at, bytes.begin + end};
        ignored.clear();
        if (part.tile >= codestream.tiles || !readSegments(whole, data, Sod, ignored)) {
            return false;
        }
        part.header = {whole.begin + kSotBytes, whole.begin + data + 2};
        part.body = {whole.begin + data + 2, whole.end};
        codestream.parts.push_back(part);
        at = end;
    }
    std::stable_sort(codestream.parts.begin(), codestream.parts.end(),
                     [](const TilePart& a, const TilePart& b) { return a.tile < b.tile; });
    return at + 2 > bytes.size() || bytes.word(at) == Eoc || bytes.word(at) == 0; // padding where the end marker is missing
}

} // namespace

TileArea Codestream::area(std::uint32_t tile) const
{
    const std::uint64_t width = firstTile.x1 - firstTile.x0, height = firstTile.y1 - firstTile.y0;
    const std::uint64_t left = firstTile.x0 + tile % tilesAcross * width, top = firstTile.y0 + tile / tilesAcross * height;
    return {static_cast<std::uint32_t>(std::max<std::uint64_t>(left, image.x0)),
            static_cast<std::uint32_t>(std::max<std::uint64_t>(top, image.y0)),
            static_cast<std::uint32_t>(std::min<std::uint64_t>(left + width, image.x1)),
            static_cast<std::uint32_t>(std::min<std::uint64_t>(top + height, image.y1))};
}

bool readCodestream(QByteArrayView bytes, Codestream& codestream)
{
    const auto* begin = reinterpret_cast<const Byte*>(bytes.data());
    const ByteSpan all{begin, begin + bytes.size()};
    if (!readSize(all, codestream)) {
        return false;
    }
    std::size_t at = 4 + all.word(4);
    return readMainHeader(all, at, codestream) && readTileParts(all, at, codestream);
}

bool readTileHeaders(const TilePart* begin, const TilePart* end, TileStyle& style, std::vector<Byte>& packed)
{
    std::vector<Segment> segments;
    bool inFirst = !style.changes.empty();
    bool replaced = false;
    for (const TilePart* part = begin; part != end; ++part) {
        segments.clear();
        std::size_t at = 0;
        if (!readSegments(part->header, at, Sod, segments) || !joinPacked(segments, Ppt, packed) ||
            (part->first && !readCodingStyles(segments, style))) {
            return false;
        }
        for (const Segment& s : segments) {
            if (s.marker != Poc) {
                continue;
            }
            if (!replaced && part->first) { // instead of the main header's
                style.changes.clear();
                inFirst = replaced = true;
            }
            if (!inFirst || !readPoc(s.value, style.changes)) { // what came before it is not said
                return false;
            }
        }
    }
    return true;
}

} // namespace isocenter
