#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "image/ImageSeries.h"

#include <QHash>
#include <QString>

#include <cstdint>
#include <vector>

namespace isocenter {

/// An attribute that a derived object takes over from its sources.
struct TakenOver
{
    std::uint32_t tag;
    char vr[3];
};

/// One code of a code sequence (PS3.3 8.8).
struct CodeValue
{
    QString value, scheme, version, meaning;
    friend bool operator==(const CodeValue& a, const CodeValue& b)
    {
        return a.value == b.value && a.scheme == b.scheme && a.version == b.version && a.meaning == b.meaning;
    }
};

/// What all source objects say alike at their top level, decoded; what one of them lacks or says otherwise is left out, so that
/// a derived object claims nothing that was not true of every source.
class AgreedValues
{
public:
    /// Reads each file once. An error where one cannot be read or is no longer the object that it was (hazard: wrong patient).
    static Result<AgreedValues> read(const std::vector<FrameRef>& sources, const CancelToken& cancel);

    /// Empty if not agreed, or no value of its VR.
    QString text(const TakenOver& attribute) const;
    /// As it stands, whether or not the VR allows it.
    QString raw(std::uint32_t tag) const { return m_texts.value(tag); }
    std::vector<CodeValue> codes(std::uint32_t sequenceTag) const { return m_codes.value(sequenceTag); }

private:
    QHash<std::uint32_t, QString> m_texts;
    QHash<std::uint32_t, std::vector<CodeValue>> m_codes;
};

/// What is taken over at each level, where the sources agree.
const std::vector<TakenOver>& takenOverAlways(); ///< patient, study, series
const std::vector<TakenOver>& takenOverOfCt();
const std::vector<TakenOver>& takenOverOfMr();
const std::vector<std::uint32_t>& takenOverCodes();

} // namespace isocenter
