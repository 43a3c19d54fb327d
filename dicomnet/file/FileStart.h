#pragma once

#include "base/Result.h"
#include "file/ByteSource.h"

#include <QString>
#include <QStringList>

namespace isocenter {

/// How the elements of a data set are written (PS3.5 7).
struct Encoding
{
    bool implicitVr = false;
    bool bigEndian = false;
    bool deflated = false;
};

/// Encoding of a transfer syntax; explicit little endian for those not known (every encapsulated one is).
Encoding encodingOf(const QString& transferSyntax);
/// True for syntaxes that always lose information.
bool isLossySyntax(const QString& transferSyntax);

/// What stands before the data set, and where that begins.
struct FileStart
{
    qint64 meta = -1; ///< where group 2 begins; -1: there is none
    qint64 dataSet = 0;
    Encoding encoding;
    bool metaImplicit = false;
    QString transferSyntax; ///< as stated, or the native one that fits what was found
    QString sopClass;       ///< Media Storage SOP Class UID
    QString sopInstance;
    QStringList warnings;
};

/// Finds the data set with or without preamble and meta header. An error, in plain words, if this is no DICOM.
Result<FileStart> findStart(ByteSource& source);

/// True for the two letters of a VR of the standard; `isLong` says whether its length has 32 bits.
bool isKnownVr(const uchar* letters);
bool isLongVr(const uchar* letters);

} // namespace isocenter
