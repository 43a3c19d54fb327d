#pragma once

#include "display/MaskSubtraction.h"
#include "viewport/SubtractionPlan.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QObject>
#include <QString>

#include <deque>
#include <optional>

namespace isocenter {

/// Makes the subtracted pictures of one viewport: fetches the frames that a plan needs and are not at hand, on the work queue,
/// and subtracts. GUI thread; never waits.
class SubtractionView : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit SubtractionView(const ViewerServices& services, QObject* parent = nullptr);

    /// One of three: the picture; why there is none; neither while a frame is still to come (then changed() follows).
    struct Picture
    {
        const SubtractedFrame* subtracted = nullptr; ///< valid until the next call
        QString failure;
    };
    Picture picture(const SubtractionPlan& plan);
    /// Asks for what picture() would need; true if that would not have to wait.
    bool prepare(const SubtractionPlan& plan);
    void clear(); ///< forgets everything, and answers still to come

Q_SIGNALS:
    void changed();

private:
    struct Entry
    {
        FrameKey key;
        FramePtr frame;
        QString problem;
    };
    const Entry* find(const FrameRef& ref);
    void fetch(const FrameRef& ref, const FrameKey& key);
    bool collect(const std::vector<FrameRef>& refs, bool isMask, std::vector<SubtractionFrame>& out, QString& problem);
    Result<std::optional<SubtractionRequest>> request(const SubtractionPlan& plan);
    bool isShown(const SubtractionRequest& request) const;

    const ViewerServices& m_services;
    AnswerBox m_answers;
    std::deque<Entry> m_entries; ///< needed lately, oldest use first; without frame and problem: still to come
    MaskSubtractor m_subtractor;
    SubtractionRequest m_shown;
    std::optional<Result<SubtractedFrame>> m_result; ///< of m_shown
};

} // namespace isocenter
