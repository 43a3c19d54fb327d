#include "archive/SearchText.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace isocenter {

namespace {

// Letters that Unicode does not take apart, as they are typed where they are not on the keyboard.
const char16_t* plain(UChar32 c)
{
    switch (c) {
    case 0x00E6:
        return u"ae";
    case 0x00F0:
        return u"d";
    case 0x00F8:
        return u"o";
    case 0x00FE:
        return u"th";
    case 0x0111:
        return u"d";
    case 0x0127:
        return u"h";
    case 0x0131:
        return u"i";
    case 0x0142:
        return u"l";
    case 0x0153:
        return u"oe";
    case 0x0167:
        return u"t";
    default:
        return nullptr;
    }
}

bool separates(UChar32 c)
{
    return c == u'^' || c == u',' || u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR;
}

bool isMark(UChar32 c)
{
    const int type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR;
}

bool isPlainAscii(const QString& text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

class Builder
{
public:
    explicit Builder(int limit) : m_limit(limit) {}
    bool full() const { return m_text.size() >= m_limit; }

    void add(UChar32 c)
    {
        if (separates(c)) {
            m_space = !m_text.isEmpty();
            return;
        }
        if (m_space) {
            m_text += QLatin1Char(' ');
            m_space = false;
        }
        if (const char16_t* letters = plain(c)) {
            m_text += QStringView(letters);
        } else if (c >= 0x30A1 && c <= 0x30F6) {
            m_text += QChar(static_cast<ushort>(c - 0x60));
        } else {
            m_text += QStringView(QChar::fromUcs4(static_cast<char32_t>(c)));
        }
    }

    QString take() { return m_text.left(m_limit).trimmed(); }

private:
    QString m_text;
    int m_limit;
    bool m_space = false;
};

} // namespace

QString searchText(const QString& text, int limit)
{
    Builder builder(limit);
    if (isPlainAscii(text)) {
        for (int i = 0; i < text.size() && !builder.full(); ++i) {
            builder.add(text[i].toLower().unicode());
        }
        return builder.take();
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
    // More than is kept: marks fall away.
    const QString head = text.left(4 * limit);
    icu::UnicodeString folded(reinterpret_cast<const char16_t*>(head.utf16()), static_cast<int32_t>(head.size()));
    if (U_SUCCESS(status)) {
        folded = nfkd->normalize(folded, status);
        folded.foldCase();
        folded = nfkd->normalize(folded, status);
    }
    for (int32_t i = 0; i < folded.length() && !builder.full();) {
        const UChar32 c = folded.char32At(i);
        i += U16_LENGTH(c);
        if (!isMark(c)) {
            builder.add(c);
        }
    }
    return builder.take();
}

} // namespace isocenter
