#pragma once

#include "display/DisplayState.h"
#include "pyramid/SlidePyramid.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QHash>
#include <QImage>
#include <QObject>
#include <QString>

#include <list>
#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

namespace isocenter {

/// A tile ready to be painted, smaller than stored where it is seen smaller.
struct SlideTileKey
{
    std::size_t level = 0;
    std::uint16_t source = 0;
    std::int32_t frame = 0;
    int shrink = 0; ///< halved so many times along each side, each pixel the mean of four
    friend bool operator<(const SlideTileKey& a, const SlideTileKey& b)
    {
        return std::tie(a.level, a.source, a.frame, a.shrink) < std::tie(b.level, b.source, b.frame, b.shrink);
    }
    friend bool operator==(const SlideTileKey& a, const SlideTileKey& b) { return !(a < b) && !(b < a); }
};

/// The picture at half the size, each pixel the mean of four; odd edges the mean of what there is. Format_RGB32.
QImage halved(const QImage& image);

/// Fetches tiles of one slide: reads frames on the work queue (through the frame cache), gives them their colours, keeps the
/// pictures used last within a budget. Answers for another slide or another look than the present one never come. GUI thread.
class SlideLoader : public QObject
{
    Q_OBJECT
public:
    explicit SlideLoader(const ViewerServices& services, QObject* parent = nullptr);

    /// Null: nothing. What was kept is let go.
    void setSlide(std::shared_ptr<const SlidePyramid> slide);
    /// The look of grey tiles. Pictures with the former look stay until those with the new one are there.
    void setState(const DisplayState& state);
    /// All that is needed now, most urgent first; replaces what was wanted before. At most `visible` of them are kept over the
    /// budget.
    void want(const std::vector<SlideTileKey>& keys);

    /// Null if absent. The exact size if it is there, else any other of the same tile. Counts as a use.
    const QImage* find(const SlideTileKey& key);
    bool has(const SlideTileKey& key) const;        ///< of this size and look
    QString failure(const SlideTileKey& key) const; ///< why the tile cannot be shown; empty otherwise
    int waiting() const { return static_cast<int>(m_waiting.size()) + static_cast<int>(m_running.size()); }
    std::size_t bytes() const { return m_bytes; }

Q_SIGNALS:
    void changed(); ///< a tile has come or failed

private:
    struct Picture
    {
        QImage image;
        quint64 look = 0;
        std::list<SlideTileKey>::iterator use;
    };
    struct Answer;
    struct TileId
    {
        std::size_t level;
        std::uint16_t source;
        std::int32_t frame;
        friend bool operator<(const TileId& a, const TileId& b)
        {
            return std::tie(a.level, a.source, a.frame) < std::tie(b.level, b.source, b.frame);
        }
    };
    void pump();
    void take(const SlideTileKey& key, quint64 look, const Answer& answer);
    void put(const SlideTileKey& key, quint64 look, const QImage& image);

    ViewerServices m_services;
    std::shared_ptr<const SlidePyramid> m_slide;
    DisplayState m_state;
    quint64 m_look = 1;
    std::vector<SlideTileKey> m_waiting; ///< most urgent last
    std::set<SlideTileKey> m_running;
    std::map<SlideTileKey, Picture> m_pictures;
    std::list<SlideTileKey> m_uses; ///< most recent first
    std::map<TileId, QString> m_failures;
    std::size_t m_bytes = 0;
    std::size_t m_wanted = 0; ///< pictures that are needed at once
    AnswerBox m_answers;
};

} // namespace isocenter
