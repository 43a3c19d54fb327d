#pragma once

#include "pdf/PdfProtocol.h"

#include <QByteArray>
#include <QDataStream>

#include <memory>

namespace Poppler {
class Document;
}

namespace isocenter::pdf {

/// Answers the requests of PdfProtocol for one document. Runs no scripts and follows no links: it draws and searches pages.
class PdfServer
{
public:
    PdfServer();
    ~PdfServer();
    PdfServer(const PdfServer&) = delete;
    PdfServer& operator=(const PdfServer&) = delete;

    /// The answer to one request; empty for what is no request: the program ends then.
    QByteArray answer(const QByteArray& request);

private:
    QByteArray open(QDataStream& in);
    QByteArray render(QDataStream& in);
    QByteArray find(QDataStream& in);

    QByteArray m_file; ///< the document reads from it
    std::unique_ptr<Poppler::Document> m_document;
};

} // namespace isocenter::pdf
