#pragma once

#include "document/PageRenderer.h"

#include <QString>

namespace isocenter {

/// How long the program may take before it is ended, milliseconds.
struct PdfPatience
{
    int opening = 30'000;
    int drawing = 20'000;
};

/// Draws PDF in the program isocenter-pdf, one for each open document; no library that reads PDF is in the station.
class PdfRenderer : public PageRenderer
{
public:
    /// `program`: path of isocenter-pdf; empty: beside the station, or where it is installed.
    explicit PdfRenderer(const QString& program = {}, PdfPatience patience = {});
    std::unique_ptr<PageSource> open(const QByteArray& pdf) override;

private:
    QString m_program;
    PdfPatience m_patience;
};

} // namespace isocenter
