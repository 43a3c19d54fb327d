#pragma once

#include "slice/FusionPainter.h"
#include "viewport/BlendPlan.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>

#include <deque>

namespace isocenter {

/// Makes what a blending state mixes with the pictures of one viewport (PS3.3 C.11.14, C.11.34): finds the slices that lie there,
/// reads and samples them on the work queue. GUI thread; never waits.
class BlendView : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit BlendView(const ViewerServices& services, QObject* parent = nullptr);

    struct Blend
    {
        FusionPtr fusion;               ///< null: not yet, or `problem`, or the state blends nothing
        bool isWaiting = false;         ///< changed() follows
        std::vector<BlendedPart> parts; ///< what is mixed with the images in view
        QString problem;                ///< why it is not: one sentence
    };
    /// `state` is the one in force for frame `index`, or null; of other kinds nothing is blended.
    Blend blend(const ImageSeries& series, int index, const PresentationStatePtr& state);
    void clear(); ///< forgets everything, and answers still to come
    /// The same at once, for a picture that is made without a window: reads files. For any thread.
    static Blend blendNow(const ViewerServices& services, const ImageSeries& series, int index,
                          const PresentationStatePtr& state);

Q_SIGNALS:
    void changed();

private:
    struct Entry
    {
        FrameKey onto;
        FusionPtr fusion;
        std::vector<BlendedPart> parts;
        QString problem;
        bool isWaiting = true;
    };
    struct Sampled;
    void prepare(const ImageSeries& series, const FrameRef& onto, const PresentationStatePtr& state);
    const Entry& find(const FrameRef& onto);
    static Sampled sampled(const ViewerServices& services, const BlendPlan& plan, const FrameRef& onto,
                           const CancelToken& cancel);
    static FusionPtr fusionOf(const BlendPlan& plan, const FrameRef& onto, const std::vector<FramePtr>& frames);
    static void fill(Entry& entry, const BlendPlan& plan, const FrameRef& onto, const Sampled& answer);

    const ViewerServices& m_services;
    AnswerBox m_answers;
    BlendPlanPtr m_plan;
    FrameKey m_plannedFor;       ///< the image that it was made with
    std::size_t m_known = 0;     ///< images and registrations that it was made of
    std::deque<Entry> m_entries; ///< of m_plan, last used last
};

} // namespace isocenter
