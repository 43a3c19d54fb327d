#pragma once

#include "video/VideoIndex.h"

#include <cstdint>
#include <memory>

struct AVCodecParameters;
struct AVPacket;

namespace isocenter {

/// Looks at coded pictures without decoding them: what kind they are and when they are shown. One stream, in its order.
class UnitParser
{
public:
    /// Null for a coding that it does not know.
    static std::unique_ptr<UnitParser> create(const AVCodecParameters& parameters);
    ~UnitParser();
    UnitParser(const UnitParser&) = delete;
    UnitParser& operator=(const UnitParser&) = delete;

    /// The coding has a picture order count.
    bool countsOrder() const;
    /// Of the next unit. Position, time, size and mark are those of the packet.
    VideoUnit parse(const AVPacket& packet, UnitFacts& facts);

private:
    struct State;
    UnitParser();
    std::unique_ptr<State> m;
};

/// Of the packet's first and last bytes.
std::uint32_t markOf(const AVPacket& packet);

} // namespace isocenter
