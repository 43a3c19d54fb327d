#pragma once

#include "display/FusionStack.h"
#include "presentation/PresentationState.h"
#include "slice/FusionPainter.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>

#include <deque>
#include <optional>

namespace isocenter {

/// Makes what a blending state lays over the pictures of one viewport (PS3.3 C.11.14): finds the slices that lie there, reads and
/// samples them on the work queue. GUI thread; never waits.
class BlendView : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit BlendView(const ViewerServices& services, QObject* parent = nullptr);

    struct Blend
    {
        std::vector<FusionLayer> layers; ///< empty: nothing lies here, or not yet, or `problem`
        bool isWaiting = false;          ///< changed() follows
        QString name;                    ///< of what is laid over: "PT 5: Whole body"
        QString problem;                 ///< why it cannot be: one sentence
    };
    /// `state` is the one in force for frame `index`, or null; of other kinds nothing is blended.
    Blend blend(const ImageSeries& series, int index, const PresentationStatePtr& state);
    void clear(); ///< forgets everything, and answers still to come

Q_SIGNALS:
    void changed();

private:
    struct Entry
    {
        FrameKey onto;
        std::optional<FusionLayer> layer; ///< empty: nothing lies there, `problem`, or still to come
        QString problem;
        bool isWaiting = true;
    };
    const Entry& find(const FrameRef& onto, const PresentationStatePtr& state);
    void prepare(const ImageSeries& series, const FrameRef& onto, const PresentationStatePtr& state);
    FusionLayer layerOf(const FrameRef& onto, const FramePtr& frame, const PresentationState& state) const;

    const ViewerServices& m_services;
    AnswerBox m_answers;
    PresentationStatePtr m_state; ///< that the following is of
    std::vector<FrameRef> m_above;
    std::optional<Result<FusionStack>> m_stack;
    std::shared_ptr<const DisplayOverrides> m_overrides; ///< of what is laid over
    std::deque<Entry> m_entries;                         ///< last used last
};

/// What is laid over, for the marks: "PT 5: Whole body"; empty for none.
QString blendName(const std::vector<FrameRef>& above);
/// The frames that a blending state of a series lays over its own; empty if the study has none of them.
std::vector<FrameRef> framesAbove(const ImageSeries& series, const PresentationStatePtr& state);

} // namespace isocenter
