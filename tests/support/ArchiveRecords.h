#pragma once

#include "study/Study.h"
#include "support/Dicom.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QString>

namespace isocenter::test {

/// What the header of imageFile(spec) says, written down by hand.
inline InstanceRecord recordOf(const ImageSpec& s)
{
    const QString study = QStringLiteral("1.2.826.0.1.3680043.10.1.%1").arg(s.study);
    const QString series = study + QStringLiteral(".%1").arg(s.series);
    InstanceRecord record;
    record.study.uid = StudyUid(study);
    record.study.patient.id = QString::fromUtf8(s.patientId);
    record.study.patient.name = PersonName::fromDicom(QString::fromUtf8(s.patientName));
    record.study.date = QDate(2026, 1, 2);
    record.series.uid = SeriesUid(series);
    record.series.study = record.study.uid;
    record.series.modality = QString::fromUtf8(s.modality);
    record.series.number = s.series;
    record.instance.uid = InstanceUid(series + QStringLiteral(".%1").arg(s.instance));
    record.instance.series = record.series.uid;
    record.instance.sopClass = QStringLiteral("1.2.840.10008.5.1.4.1.1.7");
    record.instance.transferSyntax = QStringLiteral("1.2.840.10008.1.2.1");
    record.instance.number = s.instance;
    record.instance.frames = s.frames;
    record.instance.rows = s.rows;
    record.instance.columns = s.columns;
    return record;
}

inline bool writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QByteArray readFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QStringList filesUnder(const QString& folder)
{
    QStringList files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        files << it.next();
    }
    files.sort();
    return files;
}

} // namespace isocenter::test
