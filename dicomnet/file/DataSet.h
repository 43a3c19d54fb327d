#pragma once

#include "file/ByteSource.h"
#include "file/CharacterSet.h"
#include "image/ImageAttributes.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace isocenter {

/// Value representation as its two letters; 0 where the file does not say (implicit VR).
using Vr = std::uint16_t;
constexpr Vr vr(const char (&text)[3])
{
    return static_cast<Vr>(static_cast<unsigned char>(text[0]) << 8 | static_cast<unsigned char>(text[1]));
}

constexpr std::uint32_t kUndefinedLength = 0xFFFFFFFFu;
constexpr std::uint32_t kItemTag = 0xFFFEE000u;

/// One data element, item or fragment, in document order. Its descendants follow it, up to `next`.
struct DataElement
{
    std::uint32_t tag = 0;
    std::uint32_t length = 0; ///< as the file says
    std::uint32_t next = 0;   ///< index of the element after this one and its descendants
    Vr vr = 0;
    bool bigEndian = false;
    bool container = false;       ///< sequence or item: the children are the value
    qint64 offset = 0;            ///< of the value in the source
    const uchar* value = nullptr; ///< `length` bytes; null for containers and for long values that were passed over
};

class Item;

/// What a scan found. Owns the bytes that the elements point into. Immutable after the scan.
struct DataSet
{
    explicit DataSet(ByteSource bytes) : source(std::move(bytes)) {}
    DataSet(DataSet&&) = default;

    ByteSource source;
    std::vector<DataElement> elements;
    std::vector<std::uint32_t> index; ///< top-level elements by tag, each tag's first occurrence first
    PixelDataLocation pixelData;
    bool truncated = false; ///< the source ends inside an element
    bool damaged = false;   ///< stopped before the end: nonsense, or too deep
    QStringList warnings;

    void buildIndex();
};

/// A view of the elements of one item, or of the whole data set. Cheap to copy; valid while the DataSet lives.
/// Values are read by the VR that the file states, else by the one the caller expects; text is decoded to Unicode by the
/// character set in force in this item, without trailing padding.
class Item
{
public:
    Item() = default; ///< has nothing
    explicit Item(const DataSet& data);

    const DataElement* find(std::uint32_t tag) const; ///< null if absent
    bool has(std::uint32_t tag) const;                ///< present and not empty
    std::string_view bytes(std::uint32_t tag) const;  ///< the value as it lies in the file, without trailing padding

    QString text(std::uint32_t tag) const;  ///< all values, joined by '\'
    QString first(std::uint32_t tag) const; ///< the first value
    QStringList values(std::uint32_t tag) const;
    std::vector<double> numbers(std::uint32_t tag, Vr expected) const; ///< finite; what is no number ends the list
    std::optional<double> number(std::uint32_t tag, Vr expected) const;
    std::optional<int> integer(std::uint32_t tag, Vr expected) const; ///< within the range of int
    std::vector<Item> items(std::uint32_t tag) const;                 ///< of a sequence
    Item item(std::uint32_t tag) const;                               ///< its first item, or one that has nothing
    std::vector<const DataElement*> elements() const;                 ///< in document order
    Item child(const DataElement& container) const;                   ///< the content of a sequence or an item of elements()
    std::vector<Item> firstItems() const;                             ///< the first item of each sequence
    bool isEmpty() const { return m_begin == m_end; }

    const CharacterSet& characterSet() const { return *m_charset; }
    const DataSet* data() const { return m_data; }

private:
    Item(const Item& parent, std::uint32_t element);

    const DataSet* m_data = nullptr;
    std::uint32_t m_begin = 0;
    std::uint32_t m_end = 0;
    std::shared_ptr<const CharacterSet> m_charset;
};

/// Numbers of a value, by its VR (`as`, two letters), tags (AT) as one number each; used by Item and by the tag list.
std::vector<double> decodeNumbers(const DataElement& element, Vr as);
/// A decimal number as the field writes it: blanks, a plus sign, a decimal comma; nothing if it is not finite or no number.
std::optional<double> parseNumber(std::string_view text);

} // namespace isocenter
