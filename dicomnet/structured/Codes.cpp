#include "structured/Codes.h"

#include "document/Waveform.h"

namespace isocenter {

namespace {

enum : std::uint32_t {
    CodeValue = 0x00080100,
    CodingSchemeDesignator = 0x00080102,
    CodeMeaning = 0x00080104,
    LongCodeValue = 0x00080119,
    UrnCodeValue = 0x00080120,
};

} // namespace

QString Code::text() const
{
    return meaning.isEmpty() ? value : meaning;
}

QString Code::label() const
{
    return scheme.isEmpty() || value.isEmpty() ? value : value + QStringLiteral(", ") + scheme;
}

Code readCode(const Item& item, std::uint32_t tag)
{
    const Item entry = item.item(tag);
    if (entry.isEmpty()) {
        return {};
    }
    Code code;
    for (const std::uint32_t place : {CodeValue, LongCodeValue, UrnCodeValue}) {
        if (code.value.isEmpty()) {
            code.value = entry.text(place);
        }
    }
    code.scheme = entry.text(CodingSchemeDesignator);
    code.meaning = entry.text(CodeMeaning);
    return code;
}

QString unitText(const Code& unit)
{
    const bool ucum = unit.scheme.compare(QLatin1String("UCUM"), Qt::CaseInsensitive) == 0 || unit.scheme.isEmpty() ||
                      unit.meaning.isEmpty() || unit.value == QLatin1String("1");
    // A unit of a scheme of its own: the value reads as a unit where it is short, as "cm" does.
    return ucum || unit.value.size() <= 6 ? readableUnit(unit.value) : unit.meaning;
}

} // namespace isocenter
