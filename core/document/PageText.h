#pragma once

#include "document/Document.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace isocenter {

/// What a page of text says, in reading order: made of a report or of a clinical document, for the screen and for plain text.
/// All texts are safe to show (readableText) and are never mark-up; '\n' ends a line within a paragraph. A value.
struct PageText
{
    enum class Tone { Plain, Name, Strong, Quiet, Fine }; ///< Strong: a name above what it names; Fine: of use to few, small
    struct Run
    {
        QString text;
        Tone tone = Tone::Plain;
        int reference = -1; ///< index into references: the run stands for another object; its text is a word for it ("image")
    };
    using Runs = std::vector<Run>;
    struct Block
    {
        enum class Kind { Paragraph, Heading, Table };
        Kind kind = Kind::Paragraph;
        int level = 0;       ///< headings: 1 to 4; others: steps of indentation
        Runs runs;           ///< of paragraphs and headings
        QStringList columns; ///< of tables; two need no heading
        std::vector<std::vector<Runs>> rows;
    };

    std::vector<Block> blocks;
    std::vector<ObjectReference> references;
    QStringList notes; ///< what of the object is not on the page beyond the object's own notes, one translated sentence each
};

/// What a report says: sections as headings, "name: value unit" with its modifiers, neighbouring measurements as tables, what
/// things were inferred from. Observers, language and the list of images used stand at the end.
PageText pageText(const Report& report);
PageText pageText(const TextPage& page);

/// Where an object lies in the open study ("series 3, image 12"); empty: the study does not hold it.
using PlaceOf = std::function<QString(const ObjectReference&)>;
/// The words of a reference: its place and frames, else what it is and that it is not here.
QString referenceText(const PageText::Run& run, const PageText& page, const PlaceOf& placeOf);
/// The page with lines, blanks and hyphens only.
QString plainText(const PageText& page, const PlaceOf& placeOf);

/// A date with four digits of the year and a time, as the locale writes them short; empty where both are unknown.
QString momentText(const QDate& date, const QTime& time, const QString& offset = {});

} // namespace isocenter
