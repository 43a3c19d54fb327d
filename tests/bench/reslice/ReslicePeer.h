#pragma once

#include <cstdint>
#include <memory>
#include <vector>

/// Peers that make the same picture of the same voxels. A volume of int16 in one piece, axes along x, y, z.
struct PeerVolume
{
    const std::int16_t* values = nullptr;
    int size[3] = {0, 0, 0};
    double spacing[3] = {1, 1, 1};
};

/// As ReslicePlane; mm.
struct PeerPlane
{
    double center[3];
    double right[3];
    double down[3];
    int size = 512;
    double spacing = 1;
    int planes = 1; ///< of a slab
    double planeDistance = 0;
    bool mean = false; ///< of the slab's planes; else the greatest
};

class ReslicePeer
{
public:
    virtual ~ReslicePeer() = default;
    virtual void setThreads(int threads) = 0;
    /// Resamples linearly and applies a window; false if it cannot.
    virtual bool paint(const PeerPlane& plane, double center, double width) = 0;
};

std::unique_ptr<ReslicePeer> makeVtkPeer(const PeerVolume& volume);
/// Null where ITK was not there when this was built.
std::unique_ptr<ReslicePeer> makeItkPeer(const PeerVolume& volume);
