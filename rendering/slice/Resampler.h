#pragma once

#include "slice/Kernels.h"
#include "slice/Mapping.h"
#include "slice/Source.h"

#include <memory>
#include <utility>
#include <vector>

namespace isocenter {

/// Resamples along both axes, one after the other (Mapping::Kind::Axes and Copy). Background is left out of every sum and
/// the rest weighted up; where it makes up more than half of the weight the result is NaN.
/// Output row k and column i are those of the mapping's y and x axes. Keeps references to both; safe on several threads.
class AxesResampler
{
public:
    AxesResampler(const Source& source, const Axis& x, const Axis& y, const Kernels& kernels = isocenter::kernels());

    /// Rows [first, last) of output into `out`, whose row 0 is output row 0; `stride` in floats.
    void rows(std::size_t plane, int first, int last, float* out, std::size_t stride) const;

private:
    struct Scratch;
    void load(std::size_t plane, int row, float weight, float* sum, float* weights) const;
    void across(const float* row, float* out) const;
    void acrossRow(std::size_t plane, int row, Scratch& scratch) const;
    void enlarge(std::size_t plane, int k, Scratch& scratch, float* out) const;
    void shrink(std::size_t plane, int k, Scratch& scratch, float* out) const;

    const Source& m_source;
    const Axis& m_x;
    const Axis& m_y;
    const Kernels& m_kernels;
    int m_low;                ///< first image column used
    int m_used;               ///< image columns used, those of weight 0 past the end included
    std::vector<int> m_first; ///< relative to m_low
};

/// The source averaged over equal cells, 2^x by 2^y pixels or a little more where the size is no multiple: floats, background
/// NaN. Throws std::bad_alloc.
std::shared_ptr<const Source> halved(const Source& source, int halvingsX, int halvingsY);

/// Any affine map: linear between the four neighbours, or nearest; background handled as above. `full` is the image the
/// mapping is for; `source` the same or its halved version.
class AffineResampler
{
public:
    AffineResampler(const Source& full, const Source& source, const Mapping& mapping);
    /// Picture rows area.top() + [first, last) into `out`, whose row 0 is area.top() and column 0 area.left().
    void rows(std::size_t plane, int first, int last, float* out, std::size_t stride) const;

private:
    template <typename T> void row(const T* values, int y, float* out) const;
    template <typename T> float at(const T* values, double x, double y) const;
    void inner(const void* values, double x, double y, int n, float* out) const;
    std::pair<int, int> innerRange(double x, double y) const;
    template <typename T> float linear(const T* values, double x, double y) const;
    template <typename T> bool isSeen(T value) const;

    const Source& m_source;
    const Mapping& m_mapping;
    double m_columns; ///< of the full image
    double m_rows;
    double m_scaleX; ///< full image -> source
    double m_scaleY;
};

} // namespace isocenter
