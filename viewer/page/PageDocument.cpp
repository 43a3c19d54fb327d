#include "page/PageDocument.h"

#include <QTextCursor>
#include <QTextTable>

#include <algorithm>
#include <cmath>
#include <utility>

namespace isocenter {

namespace {

constexpr double kLineHeight = 120; ///< per cent
constexpr double kFine = 0.8;       ///< of the size of the font
constexpr qsizetype kLongestPiece = 2000;
constexpr double kIndent = 1.4; ///< in sizes of the font, a step
const QLatin1String kScheme("reference:");

// QTextCursor would end the block at a '\n'.
QString lines(QString text)
{
    return text.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
}

/// Where a text that is too long for one block is cut: behind a line or a word, else anywhere.
qsizetype endOfPiece(const QString& text, qsizetype from)
{
    if (text.size() - from <= kLongestPiece) {
        return text.size();
    }
    for (const QChar mark : {QLatin1Char('\n'), QLatin1Char(' ')}) {
        const qsizetype at = text.lastIndexOf(mark, from + kLongestPiece - 1);
        if (at > from + kLongestPiece / 2) {
            return at + 1;
        }
    }
    const qsizetype end = from + kLongestPiece;
    return text[end].isLowSurrogate() ? end - 1 : end;
}

/// A name on a line of its own, above what it names.
bool startsWithName(const PageText::Block& block)
{
    return !block.runs.empty() && block.runs.front().tone == PageText::Tone::Strong;
}

class Setter
{
public:
    Setter(QTextDocument& document, const PageText& page, const PageStyle& style, const PlaceOf& placeOf)
        : m_cursor(&document), m_page(page), m_style(style), m_placeOf(placeOf), m_size(style.font.pixelSize())
    {
    }

    std::vector<PageLink> set()
    {
        m_cursor.beginEditBlock();
        for (const QString& note : m_page.notes) {
            startBlock(blockFormat(0.6 * m_size, 0));
            m_cursor.insertText(QStringLiteral("! ") + lines(note), charFormat(m_style.caution));
        }
        for (const PageText::Block& block : m_page.blocks) {
            switch (block.kind) {
            case PageText::Block::Kind::Heading:
                setHeading(block);
                break;
            case PageText::Block::Kind::Table:
                setTable(block);
                break;
            case PageText::Block::Kind::Paragraph:
                setParagraph(block);
                break;
            }
        }
        m_cursor.endEditBlock();
        return std::move(m_links);
    }

private:
    QTextBlockFormat blockFormat(double above, int indent) const
    {
        QTextBlockFormat format;
        format.setTopMargin(std::round(above));
        format.setLeftMargin(std::round(indent * kIndent * m_size));
        format.setLineHeight(kLineHeight, QTextBlockFormat::ProportionalHeight);
        return format;
    }

    QTextCharFormat charFormat(const QColor& color, double scale = 1, QFont::Weight weight = QFont::Normal) const
    {
        QTextCharFormat format;
        QFont font = m_style.font;
        font.setPixelSize(qRound(m_size * scale));
        font.setWeight(weight);
        format.setFont(font);
        format.setForeground(color);
        return format;
    }

    void startBlock(const QTextBlockFormat& format)
    {
        if (m_empty) {
            m_cursor.setBlockFormat(format);
            m_cursor.setBlockCharFormat({});
            m_empty = false;
        } else {
            m_cursor.insertBlock(format, {});
        }
        m_first = false;
    }

    void setHeading(const PageText::Block& block)
    {
        static constexpr double kScales[] = {1.27, 1.13, 1.0, 1.0};
        static constexpr double kAbove[] = {1.3, 1.0, 0.8, 0.6};
        const int level = std::clamp(block.level, 1, 4) - 1;
        QTextBlockFormat format = blockFormat(m_first ? 0 : kAbove[level] * m_size, 0);
        format.setHeadingLevel(level + 1);
        startBlock(format);
        setRuns(block.runs, charFormat(level < 3 ? m_style.text : m_style.quiet, kScales[level], QFont::DemiBold));
    }

    void setParagraph(const PageText::Block& block)
    {
        startBlock(blockFormat((startsWithName(block) ? 0.7 : 0.25) * m_size, block.level));
        const QTextCharFormat plain = charFormat(m_style.text);
        for (const PageText::Run& run : block.runs) {
            // Each piece is laid out when it comes into view; one of 100,000 characters would hold up the window.
            for (qsizetype from = 0; from == 0 || from < run.text.size();) {
                const qsizetype end = endOfPiece(run.text, from);
                if (from > 0) {
                    m_cursor.insertBlock(blockFormat(0, block.level), {});
                }
                setRuns({{run.text.mid(from, end - from), run.tone, run.reference}}, plain);
                from = std::max(end, from + 1);
            }
        }
    }

    void setRuns(const PageText::Runs& runs, const QTextCharFormat& plain)
    {
        for (const PageText::Run& run : runs) {
            if (run.reference >= 0) {
                setReference(run, plain);
                continue;
            }
            QTextCharFormat format = plain;
            if (run.tone == PageText::Tone::Strong) {
                format.setFontWeight(QFont::DemiBold);
            } else if (run.tone != PageText::Tone::Plain) {
                format.setForeground(m_style.quiet);
            }
            if (run.tone == PageText::Tone::Fine) {
                format.setProperty(QTextFormat::FontPixelSize, qRound(kFine * m_size));
            }
            m_cursor.insertText(lines(run.text), format);
        }
    }

    void setReference(const PageText::Run& run, QTextCharFormat format)
    {
        const QString text = lines(referenceText(run, m_page, m_placeOf));
        const ObjectReference& reference = m_page.references[static_cast<std::size_t>(run.reference)];
        if (!m_placeOf || m_placeOf(reference).isEmpty()) {
            format.setForeground(m_style.quiet);
            m_cursor.insertText(text, format);
            return;
        }
        const int start = m_cursor.position();
        format.setAnchor(true);
        format.setAnchorHref(kScheme + QString::number(run.reference));
        format.setForeground(m_style.link);
        format.setFontUnderline(true);
        m_cursor.insertText(text, format);
        m_links.push_back({start, m_cursor.position(), run.reference});
    }

    void setTable(const PageText::Block& block)
    {
        QTextTableFormat format;
        format.setBorder(0);
        format.setCellSpacing(0);
        format.setCellPadding(std::round(0.25 * m_size));
        format.setTopMargin(std::round(0.5 * m_size));
        format.setBottomMargin(std::round(1.0 * m_size));
        format.setLeftMargin(std::round(block.level * kIndent * m_size));
        const int columns = static_cast<int>(block.columns.size());
        if (columns > 2) {
            static const QList<QList<int>> kWidths{{42, 22, 36}, {30, 20, 26, 24}}; // per cent
            QList<QTextLength> widths;
            for (const int width : kWidths[std::min(columns, 4) - 3]) {
                widths << QTextLength(QTextLength::PercentageLength, width);
            }
            format.setColumnWidthConstraints(widths);
            format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
        }
        if (m_empty) {
            // A table needs a block before it; this one takes no room.
            QTextBlockFormat none;
            none.setLineHeight(1, QTextBlockFormat::FixedHeight);
            m_cursor.setBlockFormat(none);
        }
        const int headings = columns > 2 ? 1 : 0;
        QTextTable* table = m_cursor.insertTable(static_cast<int>(block.rows.size()) + headings, columns, format);
        for (int column = 0; headings > 0 && column < columns; ++column) {
            enter(*table, 0, column);
            m_cursor.insertText(block.columns[column], charFormat(m_style.quiet, 0.87, QFont::DemiBold));
        }
        for (std::size_t row = 0; row < block.rows.size(); ++row) {
            for (std::size_t column = 0; column < block.rows[row].size(); ++column) {
                enter(*table, static_cast<int>(row) + headings, static_cast<int>(column));
                setRuns(block.rows[row][column], charFormat(m_style.text));
            }
        }
        m_cursor = table->lastCursorPosition();
        m_cursor.movePosition(QTextCursor::NextCharacter);
        m_empty = true; // Qt puts a block behind each table
        m_first = false;
    }

    void enter(QTextTable& table, int row, int column)
    {
        QTextTableCell cell = table.cellAt(row, column);
        QTextTableCellFormat format = cell.format().toTableCellFormat();
        format.setBottomBorder(1);
        format.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBottomBorderBrush(m_style.line);
        format.setRightPadding(std::round(1.6 * m_size));
        cell.setFormat(format);
        m_cursor = cell.firstCursorPosition();
    }

    QTextCursor m_cursor;
    const PageText& m_page;
    const PageStyle& m_style;
    const PlaceOf& m_placeOf;
    const double m_size;
    std::vector<PageLink> m_links;
    bool m_empty = true; ///< the block at the cursor is still to be filled
    bool m_first = true; ///< nothing stands above
};

} // namespace

std::vector<PageLink> setPage(QTextDocument& document, const PageText& page, const PageStyle& style, const PlaceOf& placeOf)
{
    document.setUndoRedoEnabled(false);
    document.clear();
    document.setDocumentMargin(0);
    document.setDefaultFont(style.font);
    return Setter(document, page, style, placeOf).set();
}

int referenceOf(const QString& anchor)
{
    bool isNumber = false;
    const int index = anchor.startsWith(kScheme) ? anchor.mid(kScheme.size()).toInt(&isNumber) : -1;
    return isNumber && index >= 0 ? index : -1;
}

} // namespace isocenter
