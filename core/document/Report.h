#pragma once

#include "study/Uid.h"

#include <QDate>
#include <QString>
#include <QStringList>
#include <QTime>

#include <optional>
#include <vector>

namespace isocenter {

/// Points at an object of the same patient (PS3.3 C.17.3.2.1 and C.18.4).
struct ObjectReference
{
    QString sopClass;
    InstanceUid instance;
    std::vector<int> frames; ///< 1-based as in the file; empty: the whole object
};

/// One node of a structured report's tree (PS3.3 C.17.3). Texts are decoded Unicode as sent, unbounded and unsafe: what shows
/// them makes them safe (readableText) and never takes them for mark-up.
struct ContentItem
{
    enum class Type {
        Container,
        Text,
        Code,
        Number,
        Date,
        Time,
        DateTime,
        Uid,
        Person,
        Image,
        Composite, ///< another object: a report, a presentation state
        Waveform,
        Region,   ///< SCOORD: `value` is the shape, `points` how many
        Region3d, ///< SCOORD3D
        Times,    ///< TCOORD
        Table,    ///< TABLE: `value` says how large it is
        SameAs,   ///< by reference: `value` is the path of the item meant, "1.3.2"
        Other     ///< `value` is the value type as sent
    };
    enum class Relation { None, Contains, Context, Modifier, Properties, InferredFrom, SelectedFrom, AcquisitionContext, Other };

    Type type = Type::Other;
    Relation relation = Relation::None;
    QString name;      ///< meaning of the concept name; empty for items without one
    QString nameCode;  ///< "121071, DCM"
    QString value;     ///< text, meaning of a code, number as written, name as shown, UID, shape
    QString valueCode; ///< "T-28000, SRT"; of a number: that of its unit
    QString unit;      ///< as a person writes it ("mm"); empty for plain numbers
    QString qualifier; ///< of a number: "Measurement failure", "Value out of range" ...
    QDate date;
    QTime time;
    QString offset; ///< of a date and time from UTC, "+0100", if sent
    int points = 0;
    bool continuous = false; ///< of a container: its items read on as one text (Continuity of Content, PS3.3 C.18.8)
    std::optional<ObjectReference> reference;
    std::vector<ContentItem> children;
};

/// Who has verified a report, and when.
struct VerifyingObserver
{
    QString name;
    QString organization;
    QDate date;
    QTime time;
};

/// A structured report.
struct Report
{
    QString title;
    bool complete = false; ///< Completion Flag COMPLETE; all else counts as partial
    QString completionText;
    bool verified = false; ///< Verification Flag VERIFIED
    bool preliminary = false;
    std::vector<VerifyingObserver> verifiers;
    QStringList authors;
    QDate date; ///< of the content
    QTime time;
    int predecessors = 0; ///< documents that this one follows or replaces
    ContentItem root;     ///< a container
    /// What of the file could not be taken in (one translated sentence each): too deep, too many, damaged.
    QStringList notes;
};

} // namespace isocenter
