#pragma once

#include <cstdint>

/// Tags of segmentations and structure sets, by DICOM keyword.
namespace isocenter::tag {

enum : std::uint32_t {
    SourceImageSequence = 0x00082112,
    DerivationImageSequence = 0x00089124,
    SegmentationType = 0x00620001,
    SegmentSequence = 0x00620002,
    SegmentNumber = 0x00620004,
    SegmentLabel = 0x00620005,
    SegmentAlgorithmType = 0x00620008,
    SegmentIdentificationSequence = 0x0062000A,
    ReferencedSegmentNumber = 0x0062000B,
    RecommendedDisplayCIELabValue = 0x0062000D,
    MaximumFractionalValue = 0x0062000E,
    SegmentedPropertyTypeCodeSequence = 0x0062000F,
    StructureSetLabel = 0x30060002,
    ContourImageSequence = 0x30060016,
    StructureSetROISequence = 0x30060020,
    ROINumber = 0x30060022,
    ReferencedFrameOfReferenceUID = 0x30060024,
    ROIName = 0x30060026,
    ROIDisplayColor = 0x3006002A,
    ROIGenerationAlgorithm = 0x30060036,
    ROIContourSequence = 0x30060039,
    ContourSequence = 0x30060040,
    ContourGeometricType = 0x30060042,
    ContourData = 0x30060050,
    RTROIObservationsSequence = 0x30060080,
    ReferencedROINumber = 0x30060084,
    RTROIInterpretedType = 0x300600A4,
};

} // namespace isocenter::tag
