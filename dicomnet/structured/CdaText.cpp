#include "structured/CdaText.h"

#include <QCoreApplication>
#include <QXmlStreamReader>

#include <algorithm>

namespace isocenter {

namespace {

constexpr std::size_t kMostBlocks = 20'000;
constexpr int kDeepest = 256;

bool oneOf(QStringView name, std::initializer_list<const char*> names)
{
    return std::any_of(names.begin(), names.end(), [&](const char* n) { return name == QLatin1String(n); });
}

// Collects what a person reads: the titles and the narrative blocks of the sections.
class Collector
{
public:
    explicit Collector(TextPage& page) : m_page(page) {}

    void start(QStringView name)
    {
        if (name == QLatin1String("section")) {
            ++m_sections;
        } else if (name == QLatin1String("title") && m_narrative == 0) {
            m_inTitle = true;
            m_text.clear();
        } else if (name == QLatin1String("text") && m_sections > 0) {
            ++m_narrative;
        } else if (m_narrative > 0 && oneOf(name, {"paragraph", "item", "tr", "caption", "list", "table", "br"})) {
            flush(0);
        } else if (m_narrative > 0 && oneOf(name, {"td", "th"}) && !m_text.trimmed().isEmpty()) {
            m_text += QStringLiteral("   |   ");
        }
        if (name == QLatin1String("item")) {
            m_text = QStringLiteral("• ");
        }
    }

    void end(QStringView name)
    {
        if (m_inTitle && name == QLatin1String("title")) {
            m_inTitle = false;
            const QString title = m_text.simplified();
            m_text.clear();
            if (m_sections == 0 && m_page.title.isEmpty()) {
                m_page.title = title;
            } else if (!title.isEmpty()) {
                add({std::clamp(m_sections + 1, 1, 4), title});
            }
        } else if (m_narrative > 0 && oneOf(name, {"text", "paragraph", "item", "tr", "caption"})) {
            flush(0);
            m_narrative -= name == QLatin1String("text") ? 1 : 0;
        } else if (name == QLatin1String("section")) {
            --m_sections;
        }
    }

    void characters(QStringView text)
    {
        if (m_inTitle || m_narrative > 0) {
            m_text += text;
        }
    }

    bool isFull() const { return m_page.blocks.size() >= kMostBlocks; }

private:
    void flush(int level)
    {
        const QString text = m_text.simplified();
        m_text.clear();
        if (!text.isEmpty() && text != QStringLiteral("•")) {
            add({level, text});
        }
    }
    void add(TextPage::Block block)
    {
        if (!isFull()) {
            m_page.blocks.push_back(std::move(block));
        }
    }

    TextPage& m_page;
    QString m_text;
    int m_sections = 0;
    int m_narrative = 0;
    bool m_inTitle = false;
};

} // namespace

TextPage readCda(const QByteArray& xml)
{
    TextPage page;
    Collector collector(page);
    QXmlStreamReader reader(xml);
    int depth = 0;
    while (!reader.atEnd() && !collector.isFull() && depth < kDeepest) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement:
            ++depth;
            collector.start(reader.name());
            break;
        case QXmlStreamReader::EndElement:
            --depth;
            collector.end(reader.name());
            break;
        case QXmlStreamReader::Characters:
            collector.characters(reader.text());
            break;
        default:
            break;
        }
    }
    if (reader.hasError() || depth >= kDeepest) {
        page.notes << QCoreApplication::translate("Document", "The document is damaged: it is NOT complete.");
    } else if (collector.isFull()) {
        page.notes << QCoreApplication::translate("Document", "The document is longer than what is shown here.");
    }
    if (page.blocks.empty()) {
        page.notes << QCoreApplication::translate("Document", "There is no readable text in this clinical document.");
    }
    return page;
}

} // namespace isocenter
