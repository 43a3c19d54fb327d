#include "page/PageFactory.h"

#include "page/EcgPage.h"
#include "page/SentencePage.h"

#include <QCoreApplication>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Document)
};

/// One overload for each kind of content; a kind without one does not compile.
struct Maker
{
    const DocumentPtr& document;
    const PageServices& services;
    QWidget* parent;

    DocumentPage* operator()(const Unshown& object) const { return new SentencePage(object.sentence, parent); }
    DocumentPage* operator()(const Report&) const
    {
        return new SentencePage(Text::tr("This is a structured report. Its tags can be shown."), parent);
    }
    DocumentPage* operator()(const TextPage&) const
    {
        return new SentencePage(Text::tr("This is a clinical document. Its tags can be shown."), parent);
    }
    DocumentPage* operator()(const EncapsulatedFile&) const
    {
        return new SentencePage(Text::tr("This is a PDF document. Its tags can be shown."), parent);
    }
    DocumentPage* operator()(const WaveformRecording&) const { return new EcgPage(document, services, parent); }
};

} // namespace

DocumentPage* makePage(const DocumentPtr& document, const PageServices& services, QWidget* parent)
{
    return std::visit(Maker{document, services, parent}, document->content);
}

} // namespace isocenter
