#pragma once

#include "viewport/ReferenceLine.h"

#include <Eigen/Core>

#include <QHash>
#include <QObject>
#include <QPointer>

#include <optional>
#include <utility>
#include <vector>

namespace isocenter {

class ImageViewport;

/// Keeps the viewports of one grid at the same place of the same patient. Slices follow only within one frame of reference and
/// between planes that are parallel within 5 degrees; never by number, unless the reader links by number. GUI thread.
class SyncGroup : public QObject
{
    Q_OBJECT
public:
    explicit SyncGroup(QObject* parent = nullptr);

    /// While one lives, no viewport leads another: for changes of many at once, or of one that is put in place.
    class Hold
    {
    public:
        explicit Hold(SyncGroup& group) : m_group(group), m_before(std::exchange(group.m_following, true)) {}
        ~Hold()
        {
            m_group.m_following = m_before;
            m_group.keepDistances();
            m_group.drawLines();
        }
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;

    private:
        SyncGroup& m_group;
        bool m_before;
    };

    /// Those of the layout; not owned. The order does not matter.
    void setViewports(const std::vector<ImageViewport*>& viewports);
    void setActive(ImageViewport* viewport);
    /// Brings the others to the place of `leader`, as far as they may follow it. Null: nothing happens.
    void alignTo(ImageViewport* leader);

    bool isScrollLinked() const { return m_scroll; }
    bool isNumberLinked() const { return m_number; }
    bool isViewLinked() const { return m_view; }
    bool isWindowLinked() const { return m_window; }
    bool hasReferenceLines() const { return m_lines; }

public Q_SLOTS:
    void setScrollLinked(bool on); ///< by patient position; on at the start
    /// Series without a common frame of reference move on by the same number of slices, keeping the distance they have when
    /// this is switched on.
    void setNumberLinked(bool on);
    void setViewLinked(bool on);   ///< zoom and pan; same scale in mm and same centre where the planes allow it
    void setWindowLinked(bool on); ///< between series of one modality and unit
    void setReferenceLines(bool on);
    /// The 3D cursor: every other viewport of the same frame of reference goes to the slice nearest to `point` (LPS mm, in the
    /// plane of `source`) and marks it. Empty: the marks go.
    void setCursor(isocenter::ImageViewport* source, const std::optional<Eigen::Vector3d>& point);

Q_SIGNALS:
    void changed(); ///< one of the links

protected:
    /// Moving with Shift over a viewport, without a button, is the 3D cursor.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void clearCursor();
    void follow(ImageViewport* source);
    void followView(ImageViewport* source);
    void followWindow(ImageViewport* source);
    void keepDistances();
    void drawLines();
    bool contains(const ImageViewport* viewport) const;

    std::vector<QPointer<ImageViewport>> m_viewports;
    QPointer<ImageViewport> m_active;
    QHash<ImageViewport*, int> m_distances; ///< index less that of the active viewport, for the link by number
    bool m_scroll = true;
    bool m_number = false;
    bool m_view = false;
    bool m_window = false;
    bool m_lines = true;
    bool m_cursor = false;    ///< marks of the 3D cursor are on the screen
    bool m_following = false; ///< a viewport moved by this group does not lead
};

} // namespace isocenter
