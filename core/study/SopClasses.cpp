#include "study/SopClasses.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>

namespace isocenter {

namespace {

constexpr std::string_view kRoot = "1.2.840.10008.5.1.4.";

struct Entry
{
    std::string_view uid; ///< after kRoot
    const char* name;
};

// PS3.4 B.5 and PS3.6 A, sorted as text; the word "Storage" is left out.
constexpr std::array kClasses{
    Entry{"1.1.1", "Computed Radiography Image"},
    Entry{"1.1.1.1", "Digital X-Ray Image - For Presentation"},
    Entry{"1.1.1.1.1", "Digital X-Ray Image - For Processing"},
    Entry{"1.1.1.2", "Digital Mammography X-Ray Image - For Presentation"},
    Entry{"1.1.1.2.1", "Digital Mammography X-Ray Image - For Processing"},
    Entry{"1.1.1.3", "Digital Intra-Oral X-Ray Image - For Presentation"},
    Entry{"1.1.1.3.1", "Digital Intra-Oral X-Ray Image - For Processing"},
    Entry{"1.1.10", "Standalone Modality LUT"},
    Entry{"1.1.104.1", "Encapsulated PDF"},
    Entry{"1.1.104.2", "Encapsulated CDA"},
    Entry{"1.1.104.3", "Encapsulated STL"},
    Entry{"1.1.104.4", "Encapsulated OBJ"},
    Entry{"1.1.104.5", "Encapsulated MTL"},
    Entry{"1.1.11", "Standalone VOI LUT"},
    Entry{"1.1.11.1", "Grayscale Softcopy Presentation State"},
    Entry{"1.1.11.10", "Segmented Volume Rendering Volumetric Presentation State"},
    Entry{"1.1.11.11", "Multiple Volume Rendering Volumetric Presentation State"},
    Entry{"1.1.11.2", "Color Softcopy Presentation State"},
    Entry{"1.1.11.3", "Pseudo-Color Softcopy Presentation State"},
    Entry{"1.1.11.4", "Blending Softcopy Presentation State"},
    Entry{"1.1.11.5", "XA/XRF Grayscale Softcopy Presentation State"},
    Entry{"1.1.11.6", "Grayscale Planar MPR Volumetric Presentation State"},
    Entry{"1.1.11.7", "Compositing Planar MPR Volumetric Presentation State"},
    Entry{"1.1.11.8", "Advanced Blending Presentation State"},
    Entry{"1.1.11.9", "Volume Rendering Volumetric Presentation State"},
    Entry{"1.1.12.1", "X-Ray Angiographic Image"},
    Entry{"1.1.12.1.1", "Enhanced XA Image"},
    Entry{"1.1.12.2", "X-Ray Radiofluoroscopic Image"},
    Entry{"1.1.12.2.1", "Enhanced XRF Image"},
    Entry{"1.1.12.3", "X-Ray Angiographic Bi-Plane Image"},
    Entry{"1.1.128", "Positron Emission Tomography Image"},
    Entry{"1.1.128.1", "Legacy Converted Enhanced PET Image"},
    Entry{"1.1.129", "Standalone PET Curve"},
    Entry{"1.1.13.1.1", "X-Ray 3D Angiographic Image"},
    Entry{"1.1.13.1.2", "X-Ray 3D Craniofacial Image"},
    Entry{"1.1.13.1.3", "Breast Tomosynthesis Image"},
    Entry{"1.1.13.1.4", "Breast Projection X-Ray Image - For Presentation"},
    Entry{"1.1.13.1.5", "Breast Projection X-Ray Image - For Processing"},
    Entry{"1.1.130", "Enhanced PET Image"},
    Entry{"1.1.131", "Basic Structured Display"},
    Entry{"1.1.14.1", "Intravascular Optical Coherence Tomography Image - For Presentation"},
    Entry{"1.1.14.2", "Intravascular Optical Coherence Tomography Image - For Processing"},
    Entry{"1.1.2", "CT Image"},
    Entry{"1.1.2.1", "Enhanced CT Image"},
    Entry{"1.1.2.2", "Legacy Converted Enhanced CT Image"},
    Entry{"1.1.20", "Nuclear Medicine Image"},
    Entry{"1.1.200.1", "CT Defined Procedure Protocol"},
    Entry{"1.1.200.2", "CT Performed Procedure Protocol"},
    Entry{"1.1.200.3", "Protocol Approval"},
    Entry{"1.1.200.7", "XA Defined Procedure Protocol"},
    Entry{"1.1.200.8", "XA Performed Procedure Protocol"},
    Entry{"1.1.3", "Ultrasound Multi-frame Image"},
    Entry{"1.1.3.1", "Ultrasound Multi-frame Image"},
    Entry{"1.1.30", "Parametric Map"},
    Entry{"1.1.4", "MR Image"},
    Entry{"1.1.4.1", "Enhanced MR Image"},
    Entry{"1.1.4.2", "MR Spectroscopy"},
    Entry{"1.1.4.3", "Enhanced MR Color Image"},
    Entry{"1.1.4.4", "Legacy Converted Enhanced MR Image"},
    Entry{"1.1.481.1", "RT Image"},
    Entry{"1.1.481.10", "RT Physician Intent"},
    Entry{"1.1.481.11", "RT Segment Annotation"},
    Entry{"1.1.481.12", "RT Radiation Set"},
    Entry{"1.1.481.13", "C-Arm Photon-Electron Radiation"},
    Entry{"1.1.481.14", "Tomotherapeutic Radiation"},
    Entry{"1.1.481.15", "Robotic-Arm Radiation"},
    Entry{"1.1.481.16", "RT Radiation Record Set"},
    Entry{"1.1.481.17", "RT Radiation Salvage Record"},
    Entry{"1.1.481.18", "Tomotherapeutic Radiation Record"},
    Entry{"1.1.481.19", "C-Arm Photon-Electron Radiation Record"},
    Entry{"1.1.481.2", "RT Dose"},
    Entry{"1.1.481.20", "Robotic Radiation Record"},
    Entry{"1.1.481.21", "RT Radiation Set Delivery Instruction"},
    Entry{"1.1.481.22", "RT Treatment Preparation"},
    Entry{"1.1.481.3", "RT Structure Set"},
    Entry{"1.1.481.4", "RT Beams Treatment Record"},
    Entry{"1.1.481.5", "RT Plan"},
    Entry{"1.1.481.6", "RT Brachy Treatment Record"},
    Entry{"1.1.481.7", "RT Treatment Summary Record"},
    Entry{"1.1.481.8", "RT Ion Plan"},
    Entry{"1.1.481.9", "RT Ion Beams Treatment Record"},
    Entry{"1.1.5", "Nuclear Medicine Image"},
    Entry{"1.1.6", "Ultrasound Image"},
    Entry{"1.1.6.1", "Ultrasound Image"},
    Entry{"1.1.6.2", "Enhanced US Volume"},
    Entry{"1.1.66", "Raw Data"},
    Entry{"1.1.66.1", "Spatial Registration"},
    Entry{"1.1.66.2", "Spatial Fiducials"},
    Entry{"1.1.66.3", "Deformable Spatial Registration"},
    Entry{"1.1.66.4", "Segmentation"},
    Entry{"1.1.66.5", "Surface Segmentation"},
    Entry{"1.1.66.6", "Tractography Results"},
    Entry{"1.1.67", "Real World Value Mapping"},
    Entry{"1.1.68.1", "Surface Scan Mesh"},
    Entry{"1.1.68.2", "Surface Scan Point Cloud"},
    Entry{"1.1.7", "Secondary Capture Image"},
    Entry{"1.1.7.1", "Multi-frame Single Bit Secondary Capture Image"},
    Entry{"1.1.7.2", "Multi-frame Grayscale Byte Secondary Capture Image"},
    Entry{"1.1.7.3", "Multi-frame Grayscale Word Secondary Capture Image"},
    Entry{"1.1.7.4", "Multi-frame True Color Secondary Capture Image"},
    Entry{"1.1.77.1", "VL Image - Trial"},
    Entry{"1.1.77.1.1", "VL Endoscopic Image"},
    Entry{"1.1.77.1.1.1", "Video Endoscopic Image"},
    Entry{"1.1.77.1.2", "VL Microscopic Image"},
    Entry{"1.1.77.1.2.1", "Video Microscopic Image"},
    Entry{"1.1.77.1.3", "VL Slide-Coordinates Microscopic Image"},
    Entry{"1.1.77.1.4", "VL Photographic Image"},
    Entry{"1.1.77.1.4.1", "Video Photographic Image"},
    Entry{"1.1.77.1.5.1", "Ophthalmic Photography 8 Bit Image"},
    Entry{"1.1.77.1.5.2", "Ophthalmic Photography 16 Bit Image"},
    Entry{"1.1.77.1.5.3", "Stereometric Relationship"},
    Entry{"1.1.77.1.5.4", "Ophthalmic Tomography Image"},
    Entry{"1.1.77.1.5.5", "Wide Field Ophthalmic Photography Stereographic Projection Image"},
    Entry{"1.1.77.1.5.6", "Wide Field Ophthalmic Photography 3D Coordinates Image"},
    Entry{"1.1.77.1.5.7", "Ophthalmic Optical Coherence Tomography En Face Image"},
    Entry{"1.1.77.1.5.8", "Ophthalmic Optical Coherence Tomography B-scan Volume Analysis"},
    Entry{"1.1.77.1.6", "VL Whole Slide Microscopy Image"},
    Entry{"1.1.77.1.7", "Dermoscopic Photography Image"},
    Entry{"1.1.77.2", "VL Multi-frame Image - Trial"},
    Entry{"1.1.78.1", "Lensometry Measurements"},
    Entry{"1.1.78.2", "Autorefraction Measurements"},
    Entry{"1.1.78.3", "Keratometry Measurements"},
    Entry{"1.1.78.4", "Subjective Refraction Measurements"},
    Entry{"1.1.78.5", "Visual Acuity Measurements"},
    Entry{"1.1.78.6", "Spectacle Prescription Report"},
    Entry{"1.1.78.7", "Ophthalmic Axial Measurements"},
    Entry{"1.1.78.8", "Intraocular Lens Calculations"},
    Entry{"1.1.79.1", "Macular Grid Thickness and Volume Report"},
    Entry{"1.1.8", "Standalone Overlay"},
    Entry{"1.1.80.1", "Ophthalmic Visual Field Static Perimetry Measurements"},
    Entry{"1.1.81.1", "Ophthalmic Thickness Map"},
    Entry{"1.1.82.1", "Corneal Topography Map"},
    Entry{"1.1.88.1", "Text SR - Trial"},
    Entry{"1.1.88.11", "Basic Text SR"},
    Entry{"1.1.88.2", "Audio SR - Trial"},
    Entry{"1.1.88.22", "Enhanced SR"},
    Entry{"1.1.88.3", "Detail SR - Trial"},
    Entry{"1.1.88.33", "Comprehensive SR"},
    Entry{"1.1.88.34", "Comprehensive 3D SR"},
    Entry{"1.1.88.35", "Extensible SR"},
    Entry{"1.1.88.4", "Comprehensive SR - Trial"},
    Entry{"1.1.88.40", "Procedure Log"},
    Entry{"1.1.88.50", "Mammography CAD SR"},
    Entry{"1.1.88.59", "Key Object Selection Document"},
    Entry{"1.1.88.65", "Chest CAD SR"},
    Entry{"1.1.88.67", "X-Ray Radiation Dose SR"},
    Entry{"1.1.88.68", "Radiopharmaceutical Radiation Dose SR"},
    Entry{"1.1.88.69", "Colon CAD SR"},
    Entry{"1.1.88.70", "Implantation Plan SR"},
    Entry{"1.1.88.71", "Acquisition Context SR"},
    Entry{"1.1.88.72", "Simplified Adult Echo SR"},
    Entry{"1.1.88.73", "Patient Radiation Dose SR"},
    Entry{"1.1.88.74", "Planned Imaging Agent Administration SR"},
    Entry{"1.1.88.75", "Performed Imaging Agent Administration SR"},
    Entry{"1.1.88.76", "Enhanced X-Ray Radiation Dose SR"},
    Entry{"1.1.9", "Standalone Curve"},
    Entry{"1.1.9.1", "Waveform - Trial"},
    Entry{"1.1.9.1.1", "12-lead ECG Waveform"},
    Entry{"1.1.9.1.2", "General ECG Waveform"},
    Entry{"1.1.9.1.3", "Ambulatory ECG Waveform"},
    Entry{"1.1.9.2.1", "Hemodynamic Waveform"},
    Entry{"1.1.9.3.1", "Cardiac Electrophysiology Waveform"},
    Entry{"1.1.9.4.1", "Basic Voice Audio Waveform"},
    Entry{"1.1.9.4.2", "General Audio Waveform"},
    Entry{"1.1.9.5.1", "Arterial Pulse Waveform"},
    Entry{"1.1.9.6.1", "Respiratory Waveform"},
    Entry{"1.1.9.6.2", "Multi-channel Respiratory Waveform"},
    Entry{"1.1.9.7.1", "Routine Scalp Electroencephalogram Waveform"},
    Entry{"1.1.9.7.2", "Electromyogram Waveform"},
    Entry{"1.1.9.7.3", "Electrooculogram Waveform"},
    Entry{"1.1.9.7.4", "Sleep Electroencephalogram Waveform"},
    Entry{"1.1.9.8.1", "Body Position Waveform"},
    Entry{"1.1.90.1", "Content Assessment Results"},
    Entry{"1.1.91.1", "Microscopy Bulk Simple Annotations"},
    Entry{"34.1", "RT Beams Delivery Instruction - Trial"},
    Entry{"34.10", "RT Brachy Application Setup Delivery Instruction"},
    Entry{"34.7", "RT Beams Delivery Instruction"},
    Entry{"38.1", "Hanging Protocol"},
    Entry{"39.1", "Color Palette"},
    Entry{"43.1", "Generic Implant Template"},
    Entry{"44.1", "Implant Assembly Template"},
    Entry{"45.1", "Implant Template Group"},
};

const Entry* entryOf(const QString& uid)
{
    const QByteArray bytes = uid.toLatin1();
    std::string_view key(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    if (key.substr(0, kRoot.size()) != kRoot) {
        return nullptr;
    }
    key.remove_prefix(kRoot.size());
    const auto found =
        std::lower_bound(kClasses.begin(), kClasses.end(), key, [](const Entry& e, std::string_view k) { return e.uid < k; });
    return found != kClasses.end() && found->uid == key ? &*found : nullptr;
}

} // namespace

QString sopClassName(const QString& uid)
{
    const Entry* entry = entryOf(uid);
    return entry ? QString::fromLatin1(entry->name) : QString();
}

ObjectKind objectKind(const QString& uid)
{
    const QLatin1String storage("1.2.840.10008.5.1.4.1.1.");
    if (!uid.startsWith(storage)) {
        return ObjectKind::Other;
    }
    const QStringView key = QStringView(uid).mid(storage.size());
    if (key == QLatin1String("88.59")) {
        return ObjectKind::KeyObjects;
    }
    if (key.startsWith(QLatin1String("88."))) {
        return ObjectKind::Report;
    }
    if (key.startsWith(QLatin1String("104."))) {
        return ObjectKind::EncapsulatedDocument;
    }
    if (key.startsWith(QLatin1String("9."))) {
        return ObjectKind::Waveform;
    }
    if (key.startsWith(QLatin1String("11."))) {
        return ObjectKind::PresentationState;
    }
    const QString name = sopClassName(uid);
    return name.contains(QLatin1String("Image")) ? ObjectKind::Image : ObjectKind::Other;
}

} // namespace isocenter
