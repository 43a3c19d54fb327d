#pragma once

#include "mpr/MprScene.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QImage>
#include <QObject>

namespace isocenter {

/// Makes the pictures of one view: at once where that takes a moment, else a coarse one at once and the full one on the work
/// queue (thick slabs). Keeps the last. GUI thread; never waits.
class MprPainter : public QObject
{
    Q_OBJECT
public:
    /// Both must outlive this.
    MprPainter(const MprScene& scene, const ViewerServices& services, QObject* parent = nullptr);

    struct Picture
    {
        QImage image;         ///< Format_RGB32 of the size that was asked for; null: there is nothing to show
        QImage absent;        ///< Format_ARGB32: hatched where slices are missing or too far apart; null: nowhere
        bool missing = false; ///< some pixels have no data because a slice is missing
        bool overGap = false; ///< some pixels lie between slices that are too far apart
        bool draft = false;   ///< changed() follows with the full one
        QString problem;
    };
    const Picture& picture(const ReslicePlane& plane);
    /// What can be sampled on the GUI thread in place of a plane that takes long: the same with larger pixels; else nothing.
    static std::optional<ReslicePlane> coarser(const VolumeGrid& grid, const ReslicePlane& plane);

Q_SIGNALS:
    void changed();

private:
    void paint(const ReslicePlane& plane);
    void paintLater(const ReslicePlane& plane);

    const MprScene& m_scene;
    const ViewerServices& m_services;
    AnswerBox m_answers;
    Picture m_picture;
    std::optional<ReslicePlane> m_plane; ///< that m_picture is of
    quint64 m_version = 0;
    DisplayState m_display;
};

} // namespace isocenter
