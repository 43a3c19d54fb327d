#pragma once

#include "demo/DemoObject.h"
#include "file/DatasetWriter.h"
#include "geometry/ImagePlane.h"

#include <cstdint>
#include <vector>

namespace isocenter::demo {

/// Who and when of one demonstration study.
struct DemoStudy
{
    QString key; ///< names the study in its UIDs
    QString patientId;
    QString patientName;
    QDate date;
    QString description;
    QString accession;
};

/// What of one demonstration series.
struct DemoSeries
{
    QString key;
    QString modality;
    QString sopClass;
    QString description;
    QString bodyPart;
    QString protocol;
    QString frameOfReference; ///< a text that planes in the same frame share; empty: none
    int number = 1;
};

/// The record of instance `number` (1-based); UIDs follow from the keys.
InstanceRecord demoRecord(const DemoStudy& study, const DemoSeries& series, int number, int rows, int columns, int frames = 1);

/// Patient, study, series, equipment and SOP common modules.
void writeHeader(DatasetWriter& writer, const InstanceRecord& record);
/// Image plane module; `thickness` in mm.
void writePlane(DatasetWriter& writer, const ImagePlane& plane, double thickness);
/// Image pixel module for 12 unsigned bits in 16.
void writeGreyPixels(DatasetWriter& writer, int rows, int columns, const char* photometric,
                     const std::vector<std::uint16_t>& pixels);
/// The bytes with their record, or why not.
Result<DemoFile> finish(DatasetWriter& writer, const InstanceRecord& record);

/// Each adds the objects of one kind of study.
void addCt(std::vector<DemoObject>& objects);
void addChest(std::vector<DemoObject>& objects);
void addHead(std::vector<DemoObject>& objects);
void addUltrasound(std::vector<DemoObject>& objects);

/// The study that holds the current CT and the radiograph's date; shared by addCt and addChest.
extern const char* const kTorsoPatientId;
extern const char* const kTorsoPatientName;

} // namespace isocenter::demo
