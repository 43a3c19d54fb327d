#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <vector>

namespace isocenter::test {

/// One page of a PDF written by hand: its size in points, what is drawn (content stream), and resources beyond the font F1.
struct PdfPageSpec
{
    int width = 200;
    int height = 300;
    QByteArray content;
    QByteArray resources;
};

/// A PDF 1.4 of such pages, objects numbered: 1 catalog, 2 pages, 3 font, then page and content of each. `extra` goes into the
/// trailer; `catalog` into the catalog; `objects` follow as they are ("9 0 obj ... endobj") with their offsets noted.
inline QByteArray pdfOf(const std::vector<PdfPageSpec>& pages, const QByteArray& extra = {}, const QByteArray& catalog = {},
                        const QByteArrayList& objects = {})
{
    QByteArray pdf = "%PDF-1.4\n";
    std::vector<qsizetype> offsets;
    const auto add = [&](const QByteArray& body) {
        offsets.push_back(pdf.size());
        pdf += QByteArray::number(static_cast<int>(offsets.size())) + " 0 obj\n" + body + "\nendobj\n";
    };
    QByteArray kids;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        kids += QByteArray::number(static_cast<int>(4 + 2 * i)) + " 0 R ";
    }
    add("<< /Type /Catalog /Pages 2 0 R " + catalog + " >>");
    add("<< /Type /Pages /Count " + QByteArray::number(static_cast<int>(pages.size())) + " /Kids [ " + kids + "] >>");
    add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const PdfPageSpec& page = pages[i];
        add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + QByteArray::number(page.width) + ' ' +
            QByteArray::number(page.height) + "] /Contents " + QByteArray::number(static_cast<int>(5 + 2 * i)) +
            " 0 R /Resources << /Font << /F1 3 0 R >> " + page.resources + " >> >>");
        add("<< /Length " + QByteArray::number(page.content.size()) + " >>\nstream\n" + page.content + "\nendstream");
    }
    for (const QByteArray& object : objects) {
        add(object);
    }
    const qsizetype table = pdf.size();
    pdf += "xref\n0 " + QByteArray::number(static_cast<int>(offsets.size() + 1)) + "\n0000000000 65535 f \n";
    for (const qsizetype offset : offsets) {
        pdf += QByteArray::number(offset).rightJustified(10, '0') + " 00000 n \n";
    }
    pdf += "trailer\n<< /Size " + QByteArray::number(static_cast<int>(offsets.size() + 1)) + " /Root 1 0 R " + extra +
           " >>\nstartxref\n" + QByteArray::number(table) + "\n%%EOF\n";
    return pdf;
}

/// A page with a red square of 100 points at its upper left corner, and a line of text below.
inline PdfPageSpec redSquarePage(const QByteArray& text)
{
    PdfPageSpec page;
    page.content = "1 0 0 rg 0 200 100 100 re f 0 0 0 rg BT /F1 18 Tf 20 100 Td (" + text + ") Tj ET";
    return page;
}

} // namespace isocenter::test
