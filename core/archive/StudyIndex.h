#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "study/Study.h"

#include <QDate>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace isocenter {

/// A search over studies; empty fields do not restrict. Texts match case- and accent-insensitively.
struct StudyQuery
{
    QString anyText;   ///< every word must occur somewhere in name (any group), patient ID, accession, description or modality
    QString patientId; ///< here and below: any part, unless a '*' or '?' stands in it (DICOM wildcards over the whole value)
    QString name;      ///< any part of any of the three groups
    QString accession;
    QString description;                   ///< of study or series
    QString sex;                           ///< M, F, O
    QString studyUid;                      ///< exact
    QStringList modalities;                ///< any of them
    std::optional<QDate> bornFrom, bornTo; ///< both ends included
    std::optional<int> ageFrom, ageTo;     ///< full years at the study date, both ends included
    std::optional<QDate> dateFrom, dateTo; ///< study date
    enum class Sort { Date, Name, PatientId, BirthDate, Modality, Description, Accession } sort = Sort::Date;
    bool ascending = false;
};

/// Where one instance lies, as the index knows it.
struct StoredInstance
{
    Instance instance;
    QString path;
};

/// The index of what is in short-term storage. Each function opens or reuses a connection of the calling thread: safe
/// from any thread, reads never wait for writes (WAL). Times: a page of a search within a display frame.
class StudyIndex
{
public:
    virtual ~StudyIndex() = default;

    /// Row keys of all studies that match, in order. Cheap enough to call at each key stroke (50,000 studies: <= 30 ms).
    virtual Result<std::vector<qint64>> find(const StudyQuery& query, const CancelToken& cancel) const = 0;
    /// The studies of some row keys, in the order asked; keys that are gone are left out.
    virtual Result<std::vector<Study>> studies(const std::vector<qint64>& keys) const = 0;
    virtual Result<std::vector<Series>> series(const StudyUid& study) const = 0;
    virtual Result<std::vector<StoredInstance>> instances(const SeriesUid& series) const = 0;
    virtual Result<std::vector<StoredInstance>> instancesOfStudy(const StudyUid& study) const = 0;
    virtual Result<qint64> studyCount() const = 0;
};

} // namespace isocenter
