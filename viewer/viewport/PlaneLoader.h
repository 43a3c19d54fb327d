#pragma once

#include "image/ImageReader.h"
#include "viewport/PicturePlanes.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QObject>

#include <deque>
#include <functional>
#include <utility>

namespace isocenter {

/// Brings the bits of overlays for one viewport, and keeps those of the last pictures. GUI thread; never waits.
class PlaneLoader : public QObject
{
    Q_OBJECT
public:
    PlaneLoader(const ViewerServices& services, QObject* parent) : QObject(parent), m_services(services), m_answers(this) {}

    /// Null until they have come (changed() says when), and for those that cannot be read.
    BitPlanePtr bits(const ImagePtr& source, const OverlayPlane& plane, int frame);
    /// The picture of paintPlanes(), painted once for the same request.
    const QImage& picture(const PlanesRequest& request);
    /// One sentence on an overlay of the last picture that cannot be read; empty if there is none.
    const QString& problem() const { return m_problem; }
    /// Everything asked for has been answered.
    bool isComplete() const { return m_pending == 0; }
    void clear();

Q_SIGNALS:
    void changed();

private:
    struct Entry
    {
        ImagePtr source;
        int group = 0;
        int frame = 0;
        BitPlanePtr bits;
        QString problem;
    };

    const ViewerServices& m_services;
    AnswerBox m_answers;
    std::deque<Entry> m_entries; ///< newest last
    int m_pending = 0;
    ShutterCache m_shutter;
    PlanesRequest m_request;
    QImage m_picture;
    QString m_problem;
    bool m_painted = false;
};

} // namespace isocenter
