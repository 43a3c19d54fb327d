#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace isocenter {

/// One coded picture, or one field of a picture coded in fields, in the order in which they lie in the stream.
struct VideoUnit
{
    std::int64_t position = -1; ///< in the stream, as the demuxer tells it
    std::int64_t decodeTime = 0;
    std::uint32_t bytes = 0;
    std::uint32_t mark = 0; ///< of its first and last bytes, to know it again
    std::int64_t order = 0; ///< when it is shown, within its sequence; the units of a sequence are shown before the next one's
    std::int32_t sequence = 0;
    std::int32_t frame = -1; ///< number of the frame that it is or begins, in the order of showing; -1: none
    bool key = false;        ///< decoding can begin here
    bool reference = true;   ///< others are predicted from it
    bool field = false;      ///< a single field
    bool bad = false;        ///< damaged, as the stream or the decoder says
    bool skipped = false;    ///< never shown: it refers to what lies before the stream's beginning
};

/// What the parser and the bytes say of one unit, before the order is known.
struct UnitFacts
{
    bool isB = false;
    bool beginsSequence =
        false; ///< the count of `pictureOrder` begins anew; MPEG-2: a group, if the stream says where they begin
    bool bottomField = false;
    std::int64_t pictureOrder = 0; ///< H.264, HEVC: picture order count; MPEG-2: temporal reference, modulo 1024
};

/// The units of a stream in both orders. Built by adding all of them and then finish().
class VideoIndex
{
public:
    /// `countsOrder`: the coding has a picture order count (H.264, HEVC); otherwise a picture that is not a B picture is shown
    /// when the next one of its kind has come (MPEG-2).
    explicit VideoIndex(bool countsOrder) : m_countsOrder(countsOrder) {}
    void add(VideoUnit unit, const UnitFacts& facts);
    void finish();
    /// The stream ends too early: its last unit may be half there, and of the pictures that are shown after ones that are not
    /// there any more nobody knows the number. They become damaged. After finish().
    void distrustEnd();

    const std::vector<VideoUnit>& units() const { return m_units; }
    VideoUnit& unit(std::size_t i) { return m_units[i]; }
    std::size_t frames() const { return m_frames.size(); }
    /// The unit that is, or begins, the frame.
    std::size_t unitOf(std::size_t frame) const { return m_frames[frame]; }
    /// Where decoding has to begin for that unit: the last key unit before it that it is not shown before; the first unit if
    /// there is none.
    std::size_t startFor(std::size_t unit) const;
    /// Shown before the key unit that it follows: it cannot be decoded from there.
    bool isLeading(std::size_t unit) const;
    /// Whether the unit, or one that it may be predicted from, is damaged.
    bool isDamaged(std::size_t unit) const;
    /// Most frames that a decoder holds back until an earlier one has come.
    int delay() const { return m_delay; }

private:
    std::size_t keyBefore(std::size_t unit) const;
    void orderByType();
    void findLostPictures(const std::vector<std::int64_t>& told);
    void numberFrames();
    void measureDelay();

    bool m_countsOrder;
    std::vector<VideoUnit> m_units;
    std::vector<bool> m_isB;
    std::vector<std::size_t> m_frames;
    bool m_openField = false; ///< the last unit is a field that waits for the other one
    bool m_openBottom = false;
    int m_delay = 0;
};

} // namespace isocenter
