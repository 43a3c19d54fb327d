#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace isocenter {

/// Specific Character Set (PS3.3 C.12.1.1.2, PS3.5 6.1): turns text of a file into Unicode. Immutable.
class CharacterSet
{
public:
    /// The default repertoire (ISO IR 6).
    CharacterSet() = default;
    /// `value` is (0008,0005) as it lies in the file; spellings seen in the field are understood.
    explicit CharacterSet(std::string_view value);

    /// Never fails: what cannot be decoded becomes U+FFFD. Bytes above 127 without a usable character set are read as
    /// UTF-8 if they are valid UTF-8, else as Latin-1.
    QString decode(std::string_view bytes) const;
    /// False if (0008,0005) names something unknown.
    bool isKnown() const { return m_known; }

private:
    enum class Kind { Default, SingleByte, Whole, Extended };
    QString decodeExtended(std::string_view bytes) const;

    Kind m_kind = Kind::Default;
    const char* m_converter = nullptr; ///< ICU's name, for SingleByte, Whole and the initial G1 of Extended
    bool m_katakana = false;           ///< initial G1 is ISO IR 13
    bool m_known = true;
};

} // namespace isocenter
