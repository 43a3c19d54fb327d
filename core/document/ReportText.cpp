#include "document/PageText.h"
#include "study/SopClasses.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <utility>

namespace isocenter {

namespace {

using Type = ContentItem::Type;
using Relation = ContentItem::Relation;
using Tone = PageText::Tone;
using Runs = PageText::Runs;
using Block = PageText::Block;

constexpr qsizetype kMostCharacters = 2'000'000; ///< of a page
constexpr qsizetype kShortText = 80;             ///< texts up to this stand behind their name, others below it
constexpr int kDeepestHeading = 4;
constexpr int kDeepestIndent = 12;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Document)
};

bool hasCode(const ContentItem& item, const char* code)
{
    return item.nameCode == QLatin1String(code);
}

/// Observers, language and procedure: said once, below what the report is about. What names another subject stays in place.
bool isAboutReport(const ContentItem& item)
{
    static const QStringList kCodes{QStringLiteral("121005, DCM"), QStringLiteral("121008, DCM"), QStringLiteral("121009, DCM"),
                                    QStringLiteral("121010, DCM"), QStringLiteral("121011, DCM"), QStringLiteral("121012, DCM"),
                                    QStringLiteral("121013, DCM"), QStringLiteral("121014, DCM"), QStringLiteral("121015, DCM"),
                                    QStringLiteral("121016, DCM"), QStringLiteral("121017, DCM"), QStringLiteral("121046, DCM"),
                                    QStringLiteral("121049, DCM"), QStringLiteral("113876, DCM"), QStringLiteral("113877, DCM"),
                                    QStringLiteral("113878, DCM"), QStringLiteral("113879, DCM"), QStringLiteral("113880, DCM")};
    return (item.relation == Relation::Context || item.relation == Relation::Modifier) && kCodes.contains(item.nameCode);
}

bool isImageLibrary(const ContentItem& item)
{
    return item.type == Type::Container && hasCode(item, "111028, DCM");
}

bool isReference(const ContentItem& item)
{
    return item.type == Type::Image || item.type == Type::Composite || item.type == Type::Waveform;
}

QString wordFor(const ContentItem& item)
{
    switch (objectKind(item.reference ? item.reference->sopClass : QString())) {
    case ObjectKind::Report:
        return Text::tr("report");
    case ObjectKind::KeyObjects:
        return Text::tr("key object selection");
    case ObjectKind::EncapsulatedDocument:
        return Text::tr("document");
    case ObjectKind::Waveform:
        return Text::tr("recording");
    case ObjectKind::PresentationState:
        return Text::tr("presentation state");
    case ObjectKind::Image:
        return Text::tr("image");
    default:
        break;
    }
    const QString name = item.reference ? sopClassName(item.reference->sopClass) : QString();
    return !name.isEmpty() ? name : item.type == Type::Image ? Text::tr("image") : Text::tr("object");
}

QString regionText(const ContentItem& item)
{
    const QString shape = singleLine(item.value.toLower(), 40);
    if (item.type == Type::Times) {
        return Text::tr("moments (%1)").arg(shape);
    }
    return item.points == 1 ? shape : Text::tr("%1 of %2 points").arg(shape).arg(item.points);
}

QString nameOf(const ContentItem& item)
{
    if (!item.name.isEmpty()) {
        return singleLine(item.name, 200);
    }
    switch (item.type) {
    case Type::Region:
    case Type::Region3d:
        return Text::tr("Region");
    case Type::Times:
        return Text::tr("Time");
    case Type::Table:
        return Text::tr("Table");
    default:
        return {}; // a reference says what it is
    }
}

/// "Findings" over "Finding" says it once.
bool isNamedBy(const ContentItem& item, const ContentItem& container)
{
    return !item.name.isEmpty() && container.name.startsWith(item.name, Qt::CaseInsensitive) &&
           container.name.size() - item.name.size() <= 2;
}

class Writer
{
public:
    explicit Writer(const Report& report) : m_report(report) {}

    PageText write()
    {
        std::vector<const ContentItem*> main;
        std::vector<const ContentItem*> about;
        std::vector<const ContentItem*> libraries;
        for (const ContentItem& item : m_report.root.children) {
            (isAboutReport(item) ? about : isImageLibrary(item) ? libraries : main).push_back(&item);
        }
        writeItems(m_report.root, main, 1, 0);
        writeItems(m_report.root, libraries, 1, 0);
        if (!about.empty()) {
            addHeading(Text::tr("About this report"), 1);
            writeItems(m_report.root, about, 2, 0);
        }
        if (m_full) {
            m_page.notes << Text::tr("This report is longer than what is shown here: it is NOT complete.");
        }
        return std::move(m_page);
    }

private:
    void add(Block block)
    {
        const auto count = [this](const Runs& runs) {
            for (const PageText::Run& run : runs) {
                m_characters += run.text.size();
            }
        };
        count(block.runs);
        for (const auto& row : block.rows) {
            std::for_each(row.begin(), row.end(), count);
        }
        m_full = m_full || m_characters > kMostCharacters;
        if (!m_full) {
            m_page.blocks.push_back(std::move(block));
        }
    }

    void addHeading(const QString& text, int level)
    {
        add({Block::Kind::Heading, std::clamp(level, 1, kDeepestHeading), {{text, Tone::Plain}}, {}, {}});
    }

    void addParagraph(Runs runs, int indent)
    {
        if (!runs.empty()) {
            add({Block::Kind::Paragraph, indent, std::move(runs), {}, {}});
        }
    }

    void writeItems(const ContentItem& parent, const std::vector<const ContentItem*>& items, int level, int indent)
    {
        for (std::size_t i = 0; i < items.size() && !m_full; ++i) {
            std::size_t end = i;
            while (end < items.size() && isTabular(*items[end])) {
                ++end;
            }
            if (end - i >= 2) {
                writeTable(items, i, end, indent);
                i = end - 1;
            } else {
                writeItem(parent, *items[i], level, indent);
            }
        }
    }

    void writeItem(const ContentItem& parent, const ContentItem& item, int level, int indent)
    {
        if (item.type == Type::Container) {
            writeContainer(item, level, indent);
        } else if (item.type == Type::Text && item.relation == Relation::Contains && isLong(item)) {
            writeLongText(parent, item, level, indent);
        } else {
            writeLeaf(parent, item, level, indent);
        }
    }

    /// What tells a group from its neighbours: its tracking identifier, the protocol of an acquisition.
    static bool isDistinction(const ContentItem& item)
    {
        return item.type == Type::Text && item.children.empty() && !isLong(item) &&
               (hasCode(item, "112039, DCM") || hasCode(item, "125203, DCM"));
    }

    void writeContainer(const ContentItem& item, int level, int indent)
    {
        QString name = nameOf(item);
        std::vector<const ContentItem*> items;
        bool told = name.isEmpty();
        for (const ContentItem& child : item.children) {
            if (!told && isDistinction(child)) {
                name += QStringLiteral(" · ") + singleLine(child.value, static_cast<int>(kShortText));
                told = true;
            } else {
                items.push_back(&child);
            }
        }
        if (item.relation == Relation::InferredFrom && !name.isEmpty()) {
            name = Text::tr("Inferred from: %1").arg(name);
        }
        if (!name.isEmpty() && indent > 0) {
            addParagraph({{name, Tone::Strong}}, indent); // below an entry, not a section
        } else if (!name.isEmpty()) {
            addHeading(name, level);
        }
        const int step = !name.isEmpty() && (indent > 0 || level > kDeepestHeading) ? 1 : 0;
        if (item.continuous && isProse(items)) {
            writeFlow(item, items, level, indent + step);
        } else {
            writeItems(item, items, name.isEmpty() ? level : level + 1, std::min(indent + step, kDeepestIndent));
        }
    }

    /// Measurement groups are often marked as continuous too: without their names the values would mean nothing.
    static bool isProse(const std::vector<const ContentItem*>& items)
    {
        const auto texts = std::count_if(items.begin(), items.end(), [](const ContentItem* item) {
            return item->type == Type::Text && item->relation == Relation::Contains;
        });
        return texts >= 2 && 2 * texts >= static_cast<std::ptrdiff_t>(items.size());
    }

    /// Items that read on as sentences (Continuity of Content).
    void writeFlow(const ContentItem& container, const std::vector<const ContentItem*>& items, int level, int indent)
    {
        Runs flow;
        const auto flush = [&] { addParagraph(std::exchange(flow, {}), indent); };
        for (const ContentItem* item : items) {
            if (item->type == Type::Container || item->relation != Relation::Contains || !areInline(item->children)) {
                flush();
                writeItem(container, *item, level + 1, indent);
                continue;
            }
            Runs value = valueRuns(*item);
            appendInline(*item, value);
            const QString next = value.empty() ? QString() : value.front().text;
            const bool joins = flow.empty() || next.isEmpty() || next.front().isPunct() || next.front().isSpace() ||
                               flow.back().text.endsWith(QLatin1Char('\n'));
            if (!joins) {
                flow.push_back({QStringLiteral(" ")});
            }
            std::move(value.begin(), value.end(), std::back_inserter(flow));
        }
        flush();
    }

    static bool isLong(const ContentItem& item)
    {
        return item.value.size() > kShortText || item.value.contains(QLatin1Char('\n')) || item.value.contains(QLatin1Char('\r'));
    }

    void writeLongText(const ContentItem& parent, const ContentItem& item, int level, int indent)
    {
        Runs runs;
        const QString name = nameOf(item);
        if (!name.isEmpty() && !isNamedBy(item, parent)) {
            runs.push_back({name + QLatin1Char('\n'), Tone::Strong});
        }
        runs.push_back({readableText(item.value).trimmed()});
        const bool whole = areInline(item.children);
        if (whole) {
            appendInline(item, runs);
        }
        addParagraph(std::move(runs), indent);
        if (!whole) {
            writeChildren(item, level, indent + 1);
        }
    }

    void writeLeaf(const ContentItem& parent, const ContentItem& item, int level, int indent)
    {
        const bool fine = item.type == Type::Uid;
        Runs runs;
        if (item.relation == Relation::InferredFrom) {
            runs.push_back({Text::tr("inferred from") + QLatin1Char(' '), Tone::Quiet});
        } else if (item.relation == Relation::SelectedFrom) {
            runs.push_back({Text::tr("on") + QLatin1Char(' '), Tone::Quiet});
        }
        const QString name = nameOf(item);
        const bool named = item.type == Type::Text && item.relation == Relation::Contains && isNamedBy(item, parent);
        if (!name.isEmpty() && !named) {
            runs.push_back({name + QStringLiteral(": "), fine ? Tone::Fine : Tone::Name});
        }
        Runs value = valueRuns(item);
        const bool whole = areInline(item.children);
        if (whole) {
            appendInline(item, value);
        }
        for (PageText::Run& run : value) {
            run.tone = fine && run.reference < 0 ? Tone::Fine : run.tone;
            runs.push_back(std::move(run));
        }
        addParagraph(std::move(runs), indent);
        if (!whole) {
            writeChildren(item, level, indent + 1);
        }
    }

    void writeChildren(const ContentItem& item, int level, int indent)
    {
        std::vector<const ContentItem*> items;
        for (const ContentItem& child : item.children) {
            items.push_back(&child);
        }
        writeItems(item, items, std::max(level, kDeepestHeading), std::min(indent, kDeepestIndent));
    }

    /// What a leaf says without its name and children.
    Runs valueRuns(const ContentItem& item)
    {
        if (isReference(item)) {
            return {referenceRun(item)};
        }
        switch (item.type) {
        case Type::Number:
            return {{numberText(item)}};
        case Type::Date:
        case Type::Time:
        case Type::DateTime: {
            const QString moment = momentText(item.date, item.time, item.offset);
            return {{moment.isEmpty() ? said(item.value) : moment}};
        }
        case Type::Region:
        case Type::Region3d:
        case Type::Times:
            return {{regionText(item)}};
        case Type::SameAs:
            return {{sameAsText(item)}};
        case Type::Other:
            return {{Text::tr("(an entry of the kind \"%1\", which is not shown)").arg(singleLine(item.value, 40))}};
        default:
            return {{said(item.value)}};
        }
    }

    static QString said(const QString& value)
    {
        const QString text = readableText(value).trimmed();
        return text.isEmpty() ? Text::tr("(empty)") : text;
    }

    static QString numberText(const ContentItem& item)
    {
        QStringList parts{singleLine(item.value, 200), singleLine(item.unit, 60)};
        if (item.value.isEmpty()) {
            parts = {Text::tr("no value")};
        }
        if (!item.qualifier.isEmpty()) {
            parts << QStringLiteral("(%1)").arg(singleLine(item.qualifier, 120));
        }
        parts.removeAll(QString());
        return parts.join(QLatin1Char(' '));
    }

    PageText::Run referenceRun(const ContentItem& item)
    {
        if (!item.reference) {
            return {Text::tr("%1 (not named in the file)").arg(wordFor(item)), Tone::Quiet};
        }
        m_page.references.push_back(*item.reference);
        return {wordFor(item), Tone::Plain, static_cast<int>(m_page.references.size()) - 1};
    }

    /// The item meant by a path such as "1.3.2": the second entry of the third one of the report.
    QString sameAsText(const ContentItem& item) const
    {
        const ContentItem* at = &m_report.root;
        const QStringList steps = item.value.split(QLatin1Char('.'));
        for (qsizetype i = 1; i < steps.size() && at; ++i) {
            const std::size_t step = steps[i].toUInt();
            at = step >= 1 && step <= at->children.size() ? &at->children[step - 1] : nullptr;
        }
        if (!at || steps.first() != QLatin1String("1") || at == &m_report.root) {
            return Text::tr("entry %1 of this report").arg(singleLine(item.value, 80));
        }
        QStringList parts{nameOf(*at)};
        if (at->type == Type::Number) {
            parts << numberText(*at);
        } else if (at->type != Type::Container && !isReference(*at) && at->type != Type::SameAs) {
            parts << singleLine(at->value, 80);
        }
        parts.removeAll(QString());
        return Text::tr("see \"%1\"").arg(parts.join(QStringLiteral(": ")));
    }

    // Children that fit behind their parent on one line.

    static bool isInline(const ContentItem& item)
    {
        if (item.type == Type::Container || item.type == Type::Other || item.type == Type::Table || !areInline(item.children)) {
            return false;
        }
        const bool isShort = item.value.size() <= kShortText && !item.value.contains(QLatin1Char('\n'));
        switch (item.relation) {
        case Relation::Modifier:
        case Relation::Properties:
        case Relation::SelectedFrom:
        case Relation::InferredFrom:
        case Relation::AcquisitionContext:
            return isShort;
        default:
            return false;
        }
    }

    static bool areInline(const std::vector<ContentItem>& items)
    {
        return items.size() <= 4 && std::all_of(items.begin(), items.end(), isInline);
    }

    void appendInline(const ContentItem& item, Runs& runs)
    {
        Runs details = detailRuns(item, false);
        if (!details.empty()) {
            runs.push_back({QStringLiteral(" (")});
            std::move(details.begin(), details.end(), std::back_inserter(runs));
            runs.push_back({QStringLiteral(")")});
        }
        Runs sources = detailRuns(item, true);
        std::move(sources.begin(), sources.end(), std::back_inserter(runs));
    }

    static bool isSource(const ContentItem& item)
    {
        return item.relation == Relation::InferredFrom || item.relation == Relation::SelectedFrom;
    }

    /// The inline children that are (`sources`) or are not what the item was taken from.
    Runs detailRuns(const ContentItem& item, bool sources)
    {
        Runs runs;
        for (const ContentItem& child : item.children) {
            if (isSource(child) != sources) {
                continue;
            }
            if (sources) {
                runs.push_back({(child.relation == Relation::SelectedFrom ? Text::tr(" on ") : Text::tr(" from ")), Tone::Quiet});
            } else if (!runs.empty()) {
                runs.push_back({QStringLiteral("; ")});
            }
            const bool bare = isReference(child) || child.type == Type::Region || child.type == Type::Region3d;
            if (const QString name = nameOf(child); !name.isEmpty() && !(sources && bare)) {
                runs.push_back({name + QStringLiteral(": "), Tone::Quiet});
            }
            Runs value = valueRuns(child);
            appendInline(child, value);
            std::move(value.begin(), value.end(), std::back_inserter(runs));
        }
        return runs;
    }

    // Tables.

    static bool isTabular(const ContentItem& item)
    {
        return item.type == Type::Number && item.relation == Relation::Contains && areInline(item.children);
    }

    void writeTable(const std::vector<const ContentItem*>& items, std::size_t begin, std::size_t end, int indent)
    {
        Block table{Block::Kind::Table,
                    indent,
                    {},
                    {Text::tr("Measurement"), Text::tr("Value"), Text::tr("Details"), Text::tr("From")},
                    {}};
        for (std::size_t i = begin; i < end; ++i) {
            const ContentItem& item = *items[i];
            Runs sources = detailRuns(item, true);
            if (!sources.empty()) {
                sources.front().text.clear(); // the column says it
            }
            table.rows.push_back({{{nameOf(item)}}, {{numberText(item)}}, detailRuns(item, false), std::move(sources)});
        }
        for (qsizetype column : {3, 2}) {
            const auto at = static_cast<std::size_t>(column);
            const bool empty =
                std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return row[at].empty(); });
            if (empty) {
                table.columns.removeAt(column);
                for (auto& row : table.rows) {
                    row.erase(row.begin() + column);
                }
            }
        }
        add(std::move(table));
    }

    const Report& m_report;
    PageText m_page;
    qsizetype m_characters = 0;
    bool m_full = false;
};

} // namespace

PageText pageText(const Report& report)
{
    return Writer(report).write();
}

} // namespace isocenter
