#include "document/PageText.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace isocenter {

namespace {

constexpr std::size_t kMostFramesNamed = 6;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Document)
};

QString framesText(const std::vector<int>& frames)
{
    if (frames.empty()) {
        return {};
    }
    if (frames.size() == 1) {
        return Text::tr("frame %1").arg(frames.front());
    }
    QStringList numbers;
    for (std::size_t i = 0; i < std::min(frames.size(), kMostFramesNamed); ++i) {
        numbers << QString::number(frames[i]);
    }
    const QString named = numbers.join(QStringLiteral(", "));
    return frames.size() > kMostFramesNamed ? Text::tr("frames %1 and %2 more").arg(named).arg(frames.size() - kMostFramesNamed)
                                            : Text::tr("frames %1").arg(named);
}

QString joined(const PageText::Runs& runs, const PageText& page, const PlaceOf& placeOf)
{
    QString text;
    for (const PageText::Run& run : runs) {
        text += run.reference < 0 ? run.text : referenceText(run, page, placeOf);
    }
    return text;
}

void addTable(const PageText::Block& block, const PageText& page, const PlaceOf& placeOf, QString& text)
{
    const QString indent(2 * block.level, QLatin1Char(' '));
    for (const auto& row : block.rows) {
        QStringList cells;
        for (const PageText::Runs& cell : row) {
            cells << joined(cell, page, placeOf).replace(QLatin1Char('\n'), QLatin1Char(' '));
        }
        while (!cells.isEmpty() && cells.last().isEmpty()) {
            cells.removeLast();
        }
        text += indent + cells.mid(0, 2).join(QStringLiteral(": "));
        for (const QString& cell : cells.mid(2)) {
            text += cell.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(cell);
        }
        text += QLatin1Char('\n');
    }
}

} // namespace

QString referenceText(const PageText::Run& run, const PageText& page, const PlaceOf& placeOf)
{
    const ObjectReference& reference = page.references[static_cast<std::size_t>(run.reference)];
    const QString place = placeOf ? placeOf(reference) : QString();
    QStringList parts{place.isEmpty() ? run.text : place, framesText(reference.frames)};
    parts.removeAll(QString());
    const QString text = parts.join(QStringLiteral(", "));
    return place.isEmpty() ? Text::tr("%1 (not in the open study)").arg(text) : text;
}

QString plainText(const PageText& page, const PlaceOf& placeOf)
{
    QString text;
    for (const PageText::Block& block : page.blocks) {
        switch (block.kind) {
        case PageText::Block::Kind::Heading:
            text += QLatin1Char('\n') + joined(block.runs, page, placeOf) + QLatin1Char('\n');
            break;
        case PageText::Block::Kind::Table:
            addTable(block, page, placeOf, text);
            break;
        case PageText::Block::Kind::Paragraph: {
            const QString indent(2 * block.level, QLatin1Char(' '));
            text += indent + joined(block.runs, page, placeOf).replace(QLatin1Char('\n'), QLatin1Char('\n') + indent) +
                    QLatin1Char('\n');
            break;
        }
        }
    }
    return text.startsWith(QLatin1Char('\n')) ? text.mid(1) : text;
}

QString momentText(const QDate& date, const QTime& time, const QString& offset)
{
    QString format = QLocale().dateFormat(QLocale::ShortFormat);
    if (!format.contains(QLatin1String("yyyy"))) {
        format.replace(QLatin1String("yy"), QLatin1String("yyyy"));
    }
    QStringList parts;
    if (date.isValid()) {
        parts << QLocale().toString(date, format);
    }
    if (time.isValid()) {
        const QString clock = time.second() == 0 ? QStringLiteral("HH:mm") : QStringLiteral("HH:mm:ss");
        parts << QLocale().toString(time, clock) << (offset.isEmpty() ? QString() : Text::tr("UTC%1").arg(offset));
    }
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

PageText pageText(const TextPage& page)
{
    PageText text;
    for (const TextPage::Block& block : page.blocks) {
        PageText::Block made;
        made.kind = block.level > 0 ? PageText::Block::Kind::Heading : PageText::Block::Kind::Paragraph;
        made.level = std::clamp(block.level, 0, 4);
        made.runs.push_back({block.level > 0 ? singleLine(block.text, 400) : readableText(block.text)});
        text.blocks.push_back(std::move(made));
    }
    return text;
}

} // namespace isocenter
