#pragma once

#include "document/DocumentReader.h"
#include "image/ImageAttributes.h"
#include "work/AnswerBox.h"

#include <QObject>

namespace isocenter {

struct ViewerServices; // viewport/ViewerServices.h

/// Reads one object at a time on the WorkQueue. What was asked before is cancelled and its answer dropped; a document that is
/// not of the patient, study, series and instance asked for is never handed on (hazard: wrong patient). GUI thread; never waits.
class DocumentLoader : public QObject
{
    Q_OBJECT
public:
    /// `services` must outlive this.
    explicit DocumentLoader(const ViewerServices& services, QObject* parent = nullptr);

    /// Reads that object; null: nothing is wanted any more.
    void load(const ImagePtr& object);
    const ImagePtr& object() const { return m_object; }
    bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void loaded(const isocenter::DocumentPtr& document);
    void failed(const QString& reason);

private:
    void take(const ImagePtr& asked, const Result<DocumentPtr>& answer);

    const ViewerServices& m_services;
    ImagePtr m_object;
    bool m_busy = false;
    AnswerBox m_answers; ///< last: answers stop before the rest goes
};

/// Whether a file read now is what its header said when the study was opened: the same patient (ID, issuer, name, birth date),
/// study, series and instance.
bool isSameObject(const InstanceRecord& asked, const InstanceRecord& read);

} // namespace isocenter
