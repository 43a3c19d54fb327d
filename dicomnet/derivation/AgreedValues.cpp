#include "derivation/AgreedValues.h"

#include "file/DatasetWriter.h"
#include "file/HeaderReader.h"
#include "file/Tags.h"

#include <QCoreApplication>
#include <QSet>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(AgreedValues)
};

std::vector<CodeValue> codesOf(const Item& item, std::uint32_t tag)
{
    std::vector<CodeValue> result;
    for (const Item& code : item.items(tag)) {
        CodeValue one{code.first(0x00080100), code.first(0x00080102), code.first(0x00080103), code.first(0x00080104)};
        const bool whole = !one.value.isEmpty() && !one.scheme.isEmpty() && !one.meaning.isEmpty() && fitsVr("SH", one.value) &&
                           fitsVr("SH", one.scheme) && fitsVr("SH", one.version) && fitsVr("LO", one.meaning);
        if (whole) {
            result.push_back(one);
        }
    }
    return result;
}

struct Texts
{
    QHash<std::uint32_t, QString> texts;
    QHash<std::uint32_t, std::vector<CodeValue>> codes;
};

Texts textsOf(const Item& root)
{
    Texts result;
    const auto take = [&](const std::vector<TakenOver>& list) {
        for (const TakenOver& one : list) {
            if (root.has(one.tag)) {
                result.texts.insert(one.tag, root.text(one.tag));
            }
        }
    };
    take(takenOverAlways());
    take(takenOverOfCt());
    take(takenOverOfMr());
    for (const std::uint32_t tag : takenOverCodes()) {
        std::vector<CodeValue> codes = codesOf(root, tag);
        if (!codes.empty()) {
            result.codes.insert(tag, std::move(codes));
        }
    }
    return result;
}

template <typename Map> void keepEqual(Map& agreed, const Map& others)
{
    for (auto it = agreed.begin(); it != agreed.end();) {
        const auto found = others.constFind(it.key());
        it = found != others.constEnd() && *found == *it ? std::next(it) : agreed.erase(it);
    }
}

bool isSameObject(const Item& root, const ImageAttributes& image)
{
    return root.first(tag::SOPInstanceUID) == image.record.instance.uid.text() &&
           root.first(tag::StudyInstanceUID) == image.record.study.uid.text();
}

} // namespace

Result<AgreedValues> AgreedValues::read(const std::vector<FrameRef>& sources, const CancelToken& cancel)
{
    AgreedValues agreed;
    QSet<QString> seen;
    for (const FrameRef& source : sources) {
        if (cancel.isCancelled()) {
            return Error{Text::tr("Cancelled."), QStringLiteral("cancelled")};
        }
        if (seen.contains(source.image->path)) {
            continue;
        }
        const Result<ScannedFile> file = scanFile(source.image->path);
        if (!file) {
            return file.error();
        }
        const Item root(file->data);
        if (!isSameObject(root, *source.image)) {
            return Error{Text::tr("A file of the series has been replaced by another since it was opened."),
                         QStringLiteral("SOP Instance UID of a source changed")};
        }
        const Texts texts = textsOf(root);
        if (seen.isEmpty()) {
            agreed.m_texts = texts.texts;
            agreed.m_codes = texts.codes;
        } else {
            keepEqual(agreed.m_texts, texts.texts);
            keepEqual(agreed.m_codes, texts.codes);
        }
        seen.insert(source.image->path);
    }
    return agreed;
}

QString AgreedValues::text(const TakenOver& attribute) const
{
    const QString value = m_texts.value(attribute.tag);
    return fitsVr(attribute.vr, value) ? value : QString();
}

const std::vector<TakenOver>& takenOverAlways()
{
    static const std::vector<TakenOver> list{
        {0x00080020, "DA"}, // Study Date
        {0x00080022, "DA"}, // Acquisition Date
        {0x00080030, "TM"}, // Study Time
        {0x00080032, "TM"}, // Acquisition Time
        {0x00080050, "SH"}, // Accession Number
        {0x00080070, "LO"}, // Manufacturer
        {0x00080080, "LO"}, // Institution Name
        {0x00080090, "PN"}, // Referring Physician's Name
        {0x00080201, "SH"}, // Timezone Offset From UTC
        {0x00081010, "SH"}, // Station Name
        {0x00081030, "LO"}, // Study Description
        {0x00081090, "LO"}, // Manufacturer's Model Name
        {0x00100010, "PN"}, // Patient's Name
        {0x00100020, "LO"}, // Patient ID
        {0x00100021, "LO"}, // Issuer of Patient ID
        {0x00100030, "DA"}, // Patient's Birth Date
        {0x00100040, "CS"}, // Patient's Sex
        {0x00101010, "AS"}, // Patient's Age
        {0x00101020, "DS"}, // Patient's Size
        {0x00101030, "DS"}, // Patient's Weight
        {0x00102201, "LO"}, // Patient Species Description
        {0x00102210, "CS"}, // Anatomical Orientation Type
        {0x00102292, "LO"}, // Patient Breed Description
        {0x00102297, "PN"}, // Responsible Person
        {0x00102298, "CS"}, // Responsible Person Role
        {0x00102299, "LO"}, // Responsible Organization
        {0x00120062, "CS"}, // Patient Identity Removed
        {0x00180082, "DS"}, // Inversion Time
        {0x00120063, "LO"}, // De-identification Method
        {0x00180015, "CS"}, // Body Part Examined
        {0x00181000, "LO"}, // Device Serial Number
        {0x00181020, "LO"}, // Software Versions
        {0x00181030, "LO"}, // Protocol Name
        {0x00185100, "CS"}, // Patient Position
        {0x0020000D, "UI"}, // Study Instance UID
        {0x00200010, "SH"}, // Study ID
        {0x00200012, "IS"}, // Acquisition Number
        {0x00200052, "UI"}, // Frame of Reference UID
        {0x00200060, "CS"}, // Laterality
        {0x00200062, "CS"}, // Image Laterality
        {0x00201040, "LO"}, // Position Reference Indicator
        {0x00280302, "CS"}, // Recognizable Visual Features
        {0x00280303, "CS"}, // Longitudinal Temporal Information Modified
    };
    return list;
}

const std::vector<TakenOver>& takenOverOfCt()
{
    static const std::vector<TakenOver> list{
        {0x00180010, "LO"}, // Contrast/Bolus Agent
        {0x00180022, "CS"}, // Scan Options
        {0x00180060, "DS"}, // KVP
        {0x00180090, "DS"}, // Data Collection Diameter
        {0x00181040, "LO"}, // Contrast/Bolus Route
        {0x00181150, "IS"}, // Exposure Time
        {0x00181151, "IS"}, // X-Ray Tube Current
        {0x00181160, "SH"}, // Filter Type
        {0x00181210, "SH"}, // Convolution Kernel
    };
    return list;
}

const std::vector<TakenOver>& takenOverOfMr()
{
    static const std::vector<TakenOver> list{
        {0x00180010, "LO"}, // Contrast/Bolus Agent
        {0x00180020, "CS"}, // Scanning Sequence
        {0x00180021, "CS"}, // Sequence Variant
        {0x00180022, "CS"}, // Scan Options
        {0x00180023, "CS"}, // MR Acquisition Type
        {0x00180024, "SH"}, // Sequence Name
        {0x00180025, "CS"}, // Angio Flag
        {0x00180080, "DS"}, // Repetition Time
        {0x00180081, "DS"}, // Echo Time
        {0x00180083, "DS"}, // Number of Averages
        {0x00180084, "DS"}, // Imaging Frequency
        {0x00180085, "SH"}, // Imaged Nucleus
        {0x00180086, "IS"}, // Echo Number(s)
        {0x00180087, "DS"}, // Magnetic Field Strength
        {0x00180091, "IS"}, // Echo Train Length
        {0x00181040, "LO"}, // Contrast/Bolus Route
        {0x00181250, "SH"}, // Receive Coil Name
        {0x00181314, "DS"}, // Flip Angle
    };
    return list;
}

const std::vector<std::uint32_t>& takenOverCodes()
{
    static const std::vector<std::uint32_t> list{
        0x00081032, // Procedure Code Sequence
        0x00082218, // Anatomic Region Sequence
        0x00120064, // De-identification Method Code Sequence
    };
    return list;
}

} // namespace isocenter
