#include "file/CharacterSet.h"

#include <QStringDecoder>

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace isocenter {

namespace {

struct Repertoire
{
    int number; ///< of "ISO_IR n"
    const char* converter;
};

constexpr std::array kRepertoires{
    Repertoire{100, "ISO-8859-1"}, Repertoire{101, "ISO-8859-2"},  Repertoire{109, "ISO-8859-3"},  Repertoire{110, "ISO-8859-4"},
    Repertoire{144, "ISO-8859-5"}, Repertoire{127, "ISO-8859-6"},  Repertoire{126, "ISO-8859-7"},  Repertoire{138, "ISO-8859-8"},
    Repertoire{148, "ISO-8859-9"}, Repertoire{203, "ISO-8859-15"}, Repertoire{166, "windows-874"},
};

constexpr const char* kKatakana = ""; // ISO IR 13 in G1: decoded by hand
constexpr const char* kKanji = "87";
constexpr const char* kSupplementaryKanji = "159";

// What an escape sequence (without ESC) calls in. G1 holds bytes above 127, G0 those below.
struct Escape
{
    const char* sequence;
    bool g1;
    const char* converter; ///< null: ASCII or its Japanese variant
};

constexpr std::array kEscapes{
    Escape{"$)C", true, "EUC-KR"},     Escape{"$)A", true, "GB18030"},   Escape{"$(D", false, kSupplementaryKanji},
    Escape{"$B", false, kKanji},       Escape{"$@", false, kKanji},      Escape{"(B", false, nullptr},
    Escape{"(J", false, nullptr},      Escape{")I", true, kKatakana},    Escape{"-A", true, "ISO-8859-1"},
    Escape{"-B", true, "ISO-8859-2"},  Escape{"-C", true, "ISO-8859-3"}, Escape{"-D", true, "ISO-8859-4"},
    Escape{"-L", true, "ISO-8859-5"},  Escape{"-G", true, "ISO-8859-6"}, Escape{"-F", true, "ISO-8859-7"},
    Escape{"-H", true, "ISO-8859-8"},  Escape{"-M", true, "ISO-8859-9"}, Escape{"-b", true, "ISO-8859-15"},
    Escape{"-T", true, "windows-874"},
};

QString convert(const char* converter, const char* bytes, std::size_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter* const open = ucnv_open(converter, &status);
    if (U_FAILURE(status)) {
        return QString::fromLatin1(bytes, static_cast<qsizetype>(size));
    }
    QString text(static_cast<qsizetype>(size) * 2 + 1, Qt::Uninitialized);
    const int32_t length = ucnv_toUChars(open, reinterpret_cast<UChar*>(text.data()), static_cast<int32_t>(text.size()), bytes,
                                         static_cast<int32_t>(size), &status);
    ucnv_close(open);
    text.resize(U_FAILURE(status) ? 0 : length);
    return text;
}

QString katakana(std::string_view bytes)
{
    QString text;
    for (const char c : bytes) {
        const auto b = static_cast<uchar>(c);
        text += b < 0x80 ? QChar(char16_t(b))
                         : (b >= 0xA1 && b <= 0xDF ? QChar(0xFF61 + b - 0xA1) : QChar(QChar::ReplacementCharacter));
    }
    return text;
}

bool isAscii(std::string_view bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<uchar>(c) < 0x80; });
}

QString guessed(std::string_view bytes)
{
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return utf8.hasError() ? QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size())) : text;
}

// The number in "ISO_IR 100", "ISO 2022 IR 100", "ISO-IR_100"; 0 if there is none.
int numberOf(const std::string& name)
{
    const std::size_t at = name.find("IR");
    if (name.compare(0, 3, "ISO") != 0 || at == std::string::npos) {
        return 0;
    }
    int number = 0;
    for (std::size_t i = at + 2; i < name.size() && number < 1000; ++i) {
        if (name[i] >= '0' && name[i] <= '9') {
            number = number * 10 + (name[i] - '0');
        }
    }
    return number;
}

std::vector<std::string> namesOf(std::string_view value)
{
    std::vector<std::string> names(1);
    for (const char c : value) {
        if (c == '\\') {
            names.emplace_back();
        } else if (c > ' ') {
            names.back() += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        }
    }
    return names;
}

// Delimiters at which the initial character sets come back (PS3.5 6.1.2.5.3).
bool isReset(uchar c)
{
    return c == '\r' || c == '\n' || c == '\f' || c == '\t' || c == '\\' || c == '^' || c == '=';
}

const Escape* escapeAt(std::string_view bytes)
{
    for (const Escape& escape : kEscapes) {
        const std::size_t size = std::strlen(escape.sequence);
        if (bytes.substr(0, size) == std::string_view(escape.sequence, size)) {
            return &escape;
        }
    }
    return nullptr;
}

// One run of bytes between escapes and resets.
QString decodeRun(std::string_view run, const char* g0, const char* g1)
{
    if (g0) {
        std::string euc;
        for (std::size_t i = 0; i + 1 < run.size(); i += 2) {
            euc += g0 == kKanji ? "" : "\x8F";
            euc += static_cast<char>(run[i] | 0x80);
            euc += static_cast<char>(run[i + 1] | 0x80);
        }
        QString text = convert("EUC-JP", euc.data(), euc.size());
        return run.size() % 2 ? text + QChar(char16_t(static_cast<uchar>(run.back()))) : text;
    }
    if (isAscii(run)) {
        return QString::fromLatin1(run.data(), static_cast<qsizetype>(run.size()));
    }
    if (!g1) {
        return guessed(run);
    }
    return g1 == kKatakana ? katakana(run) : convert(g1, run.data(), run.size());
}

} // namespace

CharacterSet::CharacterSet(std::string_view value)
{
    const std::vector<std::string> names = namesOf(value);
    const std::string& first = names.front();
    bool extended = names.size() > 1;
    for (const std::string& name : names) {
        if (name == "GB18030" || name == "GBK" || name == "GB2312") {
            m_kind = Kind::Whole;
            m_converter = "GB18030";
            return;
        }
        if (name == "UTF-8" || name == "UTF8" || numberOf(name) == 192) {
            m_kind = Kind::Whole;
            m_converter = "UTF-8";
            return;
        }
        extended = extended || name.find("2022") != std::string::npos;
    }
    const int number = first.find("2022") == std::string::npos
                           ? numberOf(first)
                           : numberOf(first.substr(0, 3) + first.substr(first.find("2022") + 4));
    for (const Repertoire& known : kRepertoires) {
        if (known.number == number) {
            m_converter = known.converter;
        }
    }
    m_katakana = number == 13;
    m_kind = extended ? Kind::Extended : (m_converter || m_katakana ? Kind::SingleByte : Kind::Default);
    constexpr std::array kWithoutG1{6, 14, 87, 159, 149, 58};
    const bool plain = first.empty() || std::find(kWithoutG1.begin(), kWithoutG1.end(), number) != kWithoutG1.end();
    m_known = m_converter || m_katakana || plain;
    if (!m_known && first.compare(0, 8, "ISO-8859") == 0) {
        const int part = std::atoi(first.c_str() + std::min<std::size_t>(9, first.size()));
        constexpr std::array kParts{100, 101, 109, 110, 144, 127, 126, 138, 148};
        if (part >= 1 && part <= 9) {
            *this = CharacterSet("ISO_IR" + std::to_string(kParts[static_cast<std::size_t>(part - 1)]));
        }
    }
    if (plain && extended && number == 149) {
        m_converter = "EUC-KR";
    } else if (plain && extended && number == 58) {
        m_converter = "GB18030";
    }
}

QString CharacterSet::decode(std::string_view bytes) const
{
    const bool escapes = bytes.find('\x1B') != std::string_view::npos;
    if (!escapes && isAscii(bytes)) {
        return QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size()));
    }
    if (m_kind == Kind::Extended || (escapes && m_kind != Kind::Whole)) {
        return decodeExtended(bytes);
    }
    if (m_kind == Kind::Default) {
        return guessed(bytes);
    }
    return m_katakana ? katakana(bytes) : convert(m_converter, bytes.data(), bytes.size());
}

QString CharacterSet::decodeExtended(std::string_view bytes) const
{
    const char* const initialG1 = m_katakana ? kKatakana : m_converter;
    const char* g0 = nullptr;
    const char* g1 = initialG1;
    QString text;
    std::size_t begin = 0;
    std::size_t at = 0;
    const auto flush = [&] {
        text += decodeRun(bytes.substr(begin, at - begin), g0, g1);
        begin = at;
    };
    while (at < bytes.size()) {
        const auto c = static_cast<uchar>(bytes[at]);
        if (c == 0x1B) {
            flush();
            if (const Escape* escape = escapeAt(bytes.substr(at + 1))) {
                (escape->g1 ? g1 : g0) = escape->converter;
                at += 1 + std::strlen(escape->sequence);
            } else {
                ++at;
            }
            begin = at;
        } else if (g0 && c >= 0x21 && at + 1 < bytes.size() && bytes[at + 1] != '\x1B') {
            at += 2;
        } else if (!g0 && g1 && c >= 0x80 && (std::strcmp(g1, "EUC-KR") == 0 || std::strcmp(g1, "GB18030") == 0)) {
            at += std::min<std::size_t>(2, bytes.size() - at);
        } else if (isReset(c)) {
            flush();
            g0 = nullptr;
            g1 = initialG1;
            text += QChar(char16_t(c));
            begin = ++at;
        } else if (g0) { // a blank or a lone byte between two-byte characters
            flush();
            text += QChar(char16_t(c));
            begin = ++at;
        } else {
            ++at;
        }
    }
    flush();
    return text;
}

} // namespace isocenter
