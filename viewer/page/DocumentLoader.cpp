#include "page/DocumentLoader.h"

#include "viewport/ViewerServices.h"

namespace isocenter {

DocumentLoader::DocumentLoader(const ViewerServices& services, QObject* parent)
    : QObject(parent), m_services(services), m_answers(this)
{
}

void DocumentLoader::load(const ImagePtr& object)
{
    m_answers.forget();
    m_object = object;
    m_busy = object && m_services.documents;
    if (!m_busy) {
        return;
    }
    m_answers.ask(
        m_services.queue, AnswerBox::Interactive,
        [reader = m_services.documents, object](const CancelToken& cancel) { return reader->readDocument(*object, cancel); },
        [this, object](const Result<DocumentPtr>& answer) { take(object, answer); });
}

void DocumentLoader::take(const ImagePtr& asked, const Result<DocumentPtr>& answer)
{
    if (asked != m_object) {
        return;
    }
    m_busy = false;
    if (!answer) {
        Q_EMIT failed(answer.error().message);
    } else if (!*answer || !isSameObject(asked->record, (*answer)->record)) {
        Q_EMIT failed(
            tr("The file now holds something else than when the study was opened. It is NOT shown. Open the study again."));
    } else {
        Q_EMIT loaded(*answer);
    }
}

bool isSameObject(const InstanceRecord& asked, const InstanceRecord& read)
{
    const Patient& a = asked.study.patient;
    const Patient& b = read.study.patient;
    return a.id == b.id && a.issuer == b.issuer && a.name == b.name && a.birthDate == b.birthDate &&
           asked.study.uid == read.study.uid && asked.series.uid == read.series.uid && asked.instance.uid == read.instance.uid;
}

} // namespace isocenter
