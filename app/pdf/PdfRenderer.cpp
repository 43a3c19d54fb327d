#include "pdf/PdfRenderer.h"

#include "pdf/PdfSource.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace isocenter {

namespace {

QString findProgram()
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const char* place : {"/isocenter-pdf", "/../lib/isocenter/isocenter-pdf"}) {
        const QString path = here + QLatin1String(place);
        if (QFileInfo(path).isExecutable()) {
            return path;
        }
    }
    return {};
}

} // namespace

PdfRenderer::PdfRenderer(const QString& program, PdfPatience patience)
    : m_program(program.isEmpty() ? findProgram() : program), m_patience(patience)
{
}

std::unique_ptr<PageSource> PdfRenderer::open(const QByteArray& pdf)
{
    return std::make_unique<PdfSource>(m_program, pdf, m_patience);
}

} // namespace isocenter
