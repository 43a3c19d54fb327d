#pragma once

#include "study/Uid.h"

#include <QDate>
#include <QString>
#include <QStringList>
#include <QTime>

#include <optional>

namespace isocenter {

/// A person's name in its three component groups (PS3.5 6.2, VR PN), each with its '^' separators, decoded to Unicode.
struct PersonName
{
    QString alphabetic;
    QString ideographic;
    QString phonetic;

    /// "alphabetic=ideographic=phonetic" without trailing empty groups.
    QString dicom() const;
    /// For the screen: "FAMILY, Given Middle" of the first group that has something, then the ideographic group.
    /// Control characters are replaced; never longer than 120 characters.
    QString display() const;
    static PersonName fromDicom(const QString& value);
    bool isEmpty() const { return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty(); }
    friend bool operator==(const PersonName& a, const PersonName& b)
    {
        return a.alphabetic == b.alphabetic && a.ideographic == b.ideographic && a.phonetic == b.phonetic;
    }
};

/// PS3.3 C.7.1.1. Two patients are the same only if id and issuer are equal; a name never joins.
struct Patient
{
    QString id;
    QString issuer;
    PersonName name;
    QString sex; ///< M, F, O or empty, as sent
    QDate birthDate;
};

/// PS3.3 C.7.2.1, with what the index counts.
struct Study
{
    StudyUid uid;
    Patient patient;
    QDate date;
    QTime time;
    QString accession;
    QString studyId;
    QString description;
    QString referringPhysician;
    QString institution;
    QString patientAge;     ///< (0010,1010) as sent: nnnD, nnnW, nnnM, nnnY
    QStringList modalities; ///< of its series, sorted, without repeats
    int seriesCount = 0;
    int instanceCount = 0;
};

/// PS3.3 C.7.3.1.
struct Series
{
    SeriesUid uid;
    StudyUid study;
    QString modality;
    std::optional<int> number;
    QString description;
    QString bodyPart;
    QString laterality;
    QString protocol;
    QString frameOfReference;
    QDate date;
    QTime time;
    int instanceCount = 0;
};

/// One SOP instance as the index keeps it.
struct Instance
{
    InstanceUid uid;
    SeriesUid series;
    QString sopClass;
    QString transferSyntax;
    std::optional<int> number;
    int frames = 1; ///< 0 for an object without pixels
    int rows = 0;
    int columns = 0;
};

/// What one file says about itself at every level: the unit that is imported and indexed.
struct InstanceRecord
{
    Study study; ///< counts and modalities are not filled
    Series series;
    Instance instance;
};

/// Age at `on`, as clinicians say it: days below 4 weeks, weeks below 3 months, months below 2 years, else years. Empty if
/// unknown.
QString ageText(const QDate& birth, const QDate& on);
/// Text safe to show on one line: control and bidirectional-override characters removed, at most `limit` characters.
QString singleLine(const QString& text, int limit = 120);
/// Text safe to show with its lines ('\n' only): control and bidirectional-override characters become blanks, unpaired
/// surrogates U+FFFD; what lies beyond `limit` characters is left out and its length named. Never interpret it as mark-up.
QString readableText(const QString& text, int limit = 100'000);

} // namespace isocenter
