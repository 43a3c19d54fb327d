#pragma once

#include <QByteArrayView>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace isocenter {

using Byte = std::uint8_t;

struct ByteSpan
{
    const Byte* begin = nullptr;
    const Byte* end = nullptr;

    std::size_t size() const { return static_cast<std::size_t>(end - begin); }
    bool empty() const { return begin == end; }
    unsigned word(std::size_t at) const { return static_cast<unsigned>(begin[at] << 8 | begin[at + 1]); }
    std::uint32_t long32(std::size_t at) const { return std::uint32_t{word(at)} << 16 | word(at + 2); }
};

/// How one component is coded (A.6.1, A.6.2: SPcod, SPcoc).
struct ComponentStyle
{
    int levels = 0;     ///< of the wavelet, 0 to 32
    int blockWidth = 6; ///< exponents of two
    int blockHeight = 6;
    unsigned blockStyle = 0;                  ///< the bits of BlockStyle
    std::array<std::uint8_t, 33> precincts{}; ///< of each resolution: exponent of the width, of the height above it
};

enum BlockStyle : unsigned { Bypass = 0x01, TerminateEach = 0x04, HighThroughput = 0x40, MixedCoders = 0x80 };

enum class ProgressionOrder { Lrcp, Rlcp, Rpcl, Pcrl, Cprl };

/// Some packets of a tile in an order (A.6.6). Each layer range starts at what is not sent yet; ends are exclusive.
struct Progression
{
    ProgressionOrder order = ProgressionOrder::Lrcp;
    int resolutionStart = 0;
    int resolutionEnd = 33;
    int componentStart = 0;
    int componentEnd = 256;
    int layerEnd = 65'535;
};

struct TileStyle
{
    ProgressionOrder order = ProgressionOrder::Lrcp;
    int layers = 0;
    std::vector<ComponentStyle> components;
    std::vector<Progression> changes; ///< if any, instead of `order`
};

struct TilePart
{
    std::uint32_t tile = 0;
    bool first = false;       ///< of its tile
    std::size_t position = 0; ///< among all tile-parts of the codestream
    ByteSpan header;          ///< its marker segments
    ByteSpan body;
};

/// The area of a tile on the reference grid; ends are exclusive.
struct TileArea
{
    std::uint32_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

/// The marker segments of a codestream, with spans into it. Components are not subsampled.
struct Codestream
{
    TileArea image;
    TileArea firstTile; ///< of the grid of tiles, beyond the image where it begins or ends there
    std::uint32_t tilesAcross = 0;
    std::uint32_t tiles = 0;
    TileStyle style;              ///< of the main header
    bool packedHeaders = false;   ///< PPM
    std::vector<Byte> packed;     ///< its marker segments in one
    std::vector<ByteSpan> ofPart; ///< of `packed`: the packet headers of each tile-part, by its position
    std::vector<TilePart> parts;  ///< by tiles, those of a tile in their order

    TileArea area(std::uint32_t tile) const;
};

/// False if the bytes are damaged or of a kind that is not known here.
bool readCodestream(QByteArrayView bytes, Codestream& codestream);

/// What the headers of a tile's parts say: changes `style`, which begins as the main header's, and appends to `packed`, which
/// stays empty where there is no PPT. False as above.
bool readTileHeaders(const TilePart* begin, const TilePart* end, TileStyle& style, std::vector<Byte>& packed);

} // namespace isocenter
