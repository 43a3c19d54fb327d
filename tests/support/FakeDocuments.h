#pragma once

#include "document/DocumentReader.h"
#include "image/ImageSeries.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

namespace isocenter::test {

/// Documents by the path of their object, held back on demand. All functions may be called from any thread; call
/// setHolding(false) before the queue dies.
class FakeDocumentReader : public DocumentReader
{
public:
    void set(const ImagePtr& object, decltype(Document::content) content)
    {
        auto document = std::make_shared<Document>();
        document->record = object->record;
        document->content = std::move(content);
        set(object->path, std::move(document));
    }
    void set(const QString& path, DocumentPtr document)
    {
        const std::lock_guard lock(m_mutex);
        m_documents[path] = std::move(document);
    }
    void setHolding(bool hold)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_hold = hold;
        }
        m_wake.notify_all();
    }
    int reads() const
    {
        const std::lock_guard lock(m_mutex);
        return m_reads;
    }

    /// A held read answers when it is let go even if it was cancelled meanwhile, as a slow disk does.
    Result<DocumentPtr> readDocument(const ImageAttributes& object, const CancelToken&) const override
    {
        std::unique_lock lock(m_mutex);
        ++m_reads;
        m_wake.wait(lock, [this] { return !m_hold; });
        const auto found = m_documents.find(object.path);
        if (found == m_documents.end()) {
            return Error{QStringLiteral("This document cannot be read."), {}};
        }
        return found->second;
    }

private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_wake;
    mutable int m_reads = 0;
    bool m_hold = false;
    std::map<QString, DocumentPtr> m_documents;
};

inline const QString kBasicText = QStringLiteral("1.2.840.10008.5.1.4.1.1.88.11");
inline const QString kEncapsulatedPdf = QStringLiteral("1.2.840.10008.5.1.4.1.1.104.1");
inline const QString kTwelveLeads = QStringLiteral("1.2.840.10008.5.1.4.1.1.9.1.1");
inline const QString kPlan = QStringLiteral("1.2.840.10008.5.1.4.1.1.481.5");

struct ObjectSpec
{
    int patient = 1, series = 90, instance = 1;
    QString sopClass = kBasicText;
};

/// An object without pixels. Patient and study as addSeries() (FakeImageReader.h) makes them for the study of that number.
inline ImagePtr objectOf(const ObjectSpec& spec)
{
    auto object = std::make_shared<ImageAttributes>();
    object->path = QStringLiteral("object/%1/%2/%3").arg(spec.patient).arg(spec.series).arg(spec.instance);
    InstanceRecord& record = object->record;
    record.study.uid = StudyUid(QStringLiteral("1.2.826.0.1.%1").arg(spec.patient));
    record.study.patient.id = QStringLiteral("P%1").arg(spec.patient);
    record.study.patient.name = PersonName::fromDicom(QStringLiteral("Test^Anna"));
    record.series.uid = SeriesUid(QStringLiteral("1.2.826.0.1.%1.%2").arg(spec.patient).arg(spec.series));
    record.series.study = record.study.uid;
    record.series.number = spec.series;
    record.series.modality = QStringLiteral("SR");
    record.instance.uid = InstanceUid(QStringLiteral("%1.%2").arg(record.series.uid.text()).arg(spec.instance));
    record.instance.series = record.series.uid;
    record.instance.sopClass = spec.sopClass;
    record.instance.number = spec.instance;
    record.instance.frames = 0;
    return object;
}

inline ImageSeriesPtr objectSeries(const std::vector<ImagePtr>& objects, quint64 generation = 1)
{
    return groupIntoSeries(objects, generation).front();
}

// Entries of a report.

inline ContentItem entry(ContentItem::Type type, const QString& name, const QString& value = {},
                         ContentItem::Relation relation = ContentItem::Relation::Contains)
{
    ContentItem item;
    item.type = type;
    item.name = name;
    item.value = value;
    item.relation = relation;
    return item;
}

inline ContentItem number(const QString& name, const QString& value, const QString& unit)
{
    ContentItem item = entry(ContentItem::Type::Number, name, value);
    item.unit = unit;
    return item;
}

inline ContentItem container(const QString& name, std::vector<ContentItem> children)
{
    ContentItem item = entry(ContentItem::Type::Container, name);
    item.children = std::move(children);
    return item;
}

inline ContentItem imageEntry(const InstanceUid& instance, std::vector<int> frames = {},
                              ContentItem::Relation relation = ContentItem::Relation::Contains)
{
    ContentItem item = entry(ContentItem::Type::Image, {}, {}, relation);
    item.reference = ObjectReference{QStringLiteral("1.2.840.10008.5.1.4.1.1.2"), instance, std::move(frames)};
    return item;
}

/// Complete and verified unless told otherwise.
inline Report reportOf(std::vector<ContentItem> children, const QString& title = QStringLiteral("Radiology Report"))
{
    Report report;
    report.title = title;
    report.complete = true;
    report.verified = true;
    report.date = QDate(2024, 3, 9);
    report.time = QTime(14, 5);
    report.root = container(title, std::move(children));
    report.root.relation = ContentItem::Relation::None;
    return report;
}

} // namespace isocenter::test
