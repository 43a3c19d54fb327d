#include "page/PageFactory.h"

#include "page/EcgPage.h"
#include "page/PdfPage.h"
#include "page/SentencePage.h"
#include "page/WrittenPage.h"
#include "viewport/ViewerServices.h"

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

    DocumentPage* operator()(const Unshown& object) const { return sentence(object.sentence); }
    DocumentPage* operator()(const Report& report) const { return new WrittenPage(pageText(report), services, parent); }
    DocumentPage* operator()(const TextPage& page) const { return new WrittenPage(pageText(page), services, parent); }
    DocumentPage* operator()(const EncapsulatedFile& file) const
    {
        if (!services.viewer.pages) {
            return sentence(Text::tr("This is a PDF document. Its tags can be shown."));
        }
        return new PdfPage(services.viewer.pages->open(file.bytes), parent);
    }
    DocumentPage* operator()(const WaveformRecording&) const { return new EcgPage(document, services, parent); }

    DocumentPage* sentence(const QString& text) const { return new SentencePage(text, SentencePage::Kind::Plain, parent); }
};

} // namespace

DocumentPage* makePage(const DocumentPtr& document, const PageServices& services, QWidget* parent)
{
    return std::visit(Maker{document, services, parent}, document->content);
}

} // namespace isocenter
