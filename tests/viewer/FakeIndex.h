#pragma once

#include "archive/StudyIndex.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace isocenter::test {

/// Studies made from their number, nothing stored; counts what is asked and can hold answers back.
class FakeIndex : public StudyIndex
{
public:
    explicit FakeIndex(int studies) : count(studies) {}

    static Study make(qint64 key)
    {
        Study study;
        study.uid = StudyUid(QStringLiteral("1.2.%1").arg(key));
        study.patient.id = QStringLiteral("P%1").arg(key, 6, 10, QLatin1Char('0'));
        study.patient.name = PersonName::fromDicom(QStringLiteral("Family%1^Anna").arg(key));
        study.patient.sex = key % 2 ? QStringLiteral("F") : QStringLiteral("M");
        study.patient.birthDate = QDate(1950, 1, 1).addDays(key % 20000);
        study.date = QDate(2024, 3, 1).addDays(-(key % 1000));
        study.time = QTime(8, 30);
        study.modalities = QStringList{QStringLiteral("CT")};
        study.description = QStringLiteral("Chest <b>%1</b>").arg(key);
        study.accession = QStringLiteral("A%1").arg(key);
        study.seriesCount = 2;
        study.instanceCount = 40;
        return study;
    }

    Result<std::vector<qint64>> find(const StudyQuery& query, const CancelToken&) const override
    {
        ++finds;
        std::unique_lock lock(mutex);
        queries.push_back(query);
        wake.wait(lock, [this] { return !held; });
        std::vector<qint64> keys;
        for (qint64 i = 0; i < count; ++i) {
            const qint64 key = query.ascending ? i : count - 1 - i;
            if (query.anyText.isEmpty() || make(key).patient.id.contains(query.anyText)) {
                keys.push_back(key);
            }
        }
        return keys;
    }
    Result<std::vector<Study>> studies(const std::vector<qint64>& keys) const override
    {
        ++pages;
        rows += static_cast<int>(keys.size());
        std::vector<Study> found;
        for (qint64 key : keys) {
            if (key != gone) {
                found.push_back(make(key));
            }
        }
        return found;
    }
    Result<std::vector<Series>> series(const StudyUid& study) const override
    {
        std::vector<Series> list;
        for (int i = 1; i <= 2; ++i) {
            Series one;
            one.uid = SeriesUid(study.text() + QStringLiteral(".%1").arg(i));
            one.study = study;
            one.modality = QStringLiteral("CT");
            one.number = i;
            one.description = QStringLiteral("Axial %1").arg(i);
            one.instanceCount = 20;
            list.push_back(one);
        }
        return list;
    }
    Result<std::vector<StoredInstance>> instances(const SeriesUid&) const override { return std::vector<StoredInstance>(); }
    Result<std::vector<StoredInstance>> instancesOfStudy(const StudyUid&) const override { return std::vector<StoredInstance>(); }
    Result<qint64> studyCount() const override { return qint64(count); }

    void hold(bool on)
    {
        {
            const std::lock_guard lock(mutex);
            held = on;
        }
        wake.notify_all();
    }
    StudyQuery lastQuery() const
    {
        const std::lock_guard lock(mutex);
        return queries.empty() ? StudyQuery() : queries.back();
    }

    std::atomic<int> count;
    qint64 gone = -1;
    mutable std::atomic<int> finds{0};
    mutable std::atomic<int> pages{0};
    mutable std::atomic<int> rows{0};
    mutable std::mutex mutex;
    mutable std::condition_variable wake;
    mutable std::vector<StudyQuery> queries;
    bool held = false;
};

} // namespace isocenter::test
