#include "file/DataSet.h"

#include "file/Tags.h"

#include <QtEndian>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace isocenter {

namespace {

template <typename T> void readAll(const DataElement& element, std::vector<double>& out)
{
    const std::size_t count = element.length / sizeof(T);
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const uchar* at = element.value + i * sizeof(T);
        out.push_back(static_cast<double>(element.bigEndian ? qFromBigEndian<T>(at) : qFromLittleEndian<T>(at)));
    }
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view bytesOf(const DataElement* element)
{
    if (!element || !element->value) {
        return {};
    }
    return trimmed({reinterpret_cast<const char*>(element->value), element->length});
}

void readTexts(std::string_view text, std::vector<double>& out)
{
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\\', begin), text.size());
        const std::optional<double> number = parseNumber(text.substr(begin, end - begin));
        if (!number) {
            return;
        }
        out.push_back(*number);
        begin = end + 1;
    }
}

} // namespace

std::optional<double> parseNumber(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\0' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    text = trimmed(text);
    char copy[64];
    if (text.empty() || text.size() >= sizeof copy) {
        return std::nullopt;
    }
    std::replace_copy(text.begin(), text.end(), copy, ',', '.');
    double value = 0;
    const auto [end, error] = std::from_chars(copy, copy + text.size(), value);
    if (error != std::errc() || end != copy + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::vector<double> decodeNumbers(const DataElement& element, Vr as)
{
    std::vector<double> out;
    if (!element.value) {
        return out;
    }
    switch (as) {
    case vr("US"):
    case vr("OW"):
        readAll<std::uint16_t>(element, out);
        break;
    case vr("SS"):
        readAll<std::int16_t>(element, out);
        break;
    case vr("UL"):
    case vr("OL"):
        readAll<std::uint32_t>(element, out);
        break;
    case vr("SL"):
        readAll<std::int32_t>(element, out);
        break;
    case vr("UV"):
    case vr("OV"):
        readAll<std::uint64_t>(element, out);
        break;
    case vr("SV"):
        readAll<std::int64_t>(element, out);
        break;
    case vr("AT"): { // two words each, the group first
        std::vector<double> words;
        readAll<std::uint16_t>(element, words);
        for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
            out.push_back(words[i] * 65536 + words[i + 1]);
        }
        break;
    }
    case vr("FL"):
    case vr("OF"):
        readAll<float>(element, out);
        break;
    case vr("FD"):
    case vr("OD"):
        readAll<double>(element, out);
        break;
    default:
        readTexts(bytesOf(&element), out);
    }
    if (!std::all_of(out.begin(), out.end(), [](double v) { return std::isfinite(v); })) {
        out.clear();
    }
    return out;
}

void DataSet::buildIndex()
{
    for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
        index.push_back(i);
    }
    const auto before = [this](std::uint32_t a, std::uint32_t b) { return elements[a].tag < elements[b].tag; };
    if (!std::is_sorted(index.begin(), index.end(), before)) {
        std::stable_sort(index.begin(), index.end(), before);
    }
}

Item::Item(const DataSet& data) : m_data(&data), m_end(static_cast<std::uint32_t>(data.elements.size()))
{
    m_charset = std::make_shared<const CharacterSet>(bytes(tag::SpecificCharacterSet));
}

Item::Item(const Item& parent, std::uint32_t element)
    : m_data(parent.m_data), m_begin(element + 1), m_end(parent.m_data->elements[element].next), m_charset(parent.m_charset)
{
    if (has(tag::SpecificCharacterSet)) {
        m_charset = std::make_shared<const CharacterSet>(bytes(tag::SpecificCharacterSet));
    }
}

const DataElement* Item::find(std::uint32_t tag) const
{
    if (!m_data) {
        return nullptr;
    }
    const std::vector<DataElement>& elements = m_data->elements;
    if (m_begin == 0) {
        const auto& index = m_data->index;
        const auto found = std::lower_bound(index.begin(), index.end(), tag,
                                            [&](std::uint32_t i, std::uint32_t t) { return elements[i].tag < t; });
        return found != index.end() && elements[*found].tag == tag ? &elements[*found] : nullptr;
    }
    for (std::uint32_t i = m_begin; i < m_end; i = elements[i].next) {
        if (elements[i].tag == tag) {
            return &elements[i];
        }
    }
    return nullptr;
}

bool Item::has(std::uint32_t tag) const
{
    const DataElement* element = find(tag);
    return element && (element->container ? element->next > (element - m_data->elements.data()) + 1 : element->length > 0);
}

std::string_view Item::bytes(std::uint32_t tag) const
{
    return bytesOf(find(tag));
}

QString Item::text(std::uint32_t tag) const
{
    const DataElement* element = find(tag);
    if (!element || !element->value) {
        return {};
    }
    switch (element->vr) {
    case vr("US"):
    case vr("SS"):
    case vr("UL"):
    case vr("SL"):
    case vr("FL"):
    case vr("FD"): {
        QStringList parts;
        for (const double v : decodeNumbers(*element, element->vr)) {
            parts << QString::number(v, 'g', element->vr == vr("FL") ? 7 : 12);
        }
        return parts.join(QLatin1Char('\\'));
    }
    default:
        return m_charset->decode(bytesOf(element)).trimmed();
    }
}

QStringList Item::values(std::uint32_t tag) const
{
    const QString all = text(tag);
    if (all.isEmpty()) {
        return {};
    }
    QStringList parts = all.split(QLatin1Char('\\'));
    for (QString& part : parts) {
        part = part.trimmed();
    }
    return parts;
}

QString Item::first(std::uint32_t tag) const
{
    const QString all = text(tag);
    const qsizetype end = all.indexOf(QLatin1Char('\\'));
    return end < 0 ? all : all.left(end).trimmed();
}

std::vector<double> Item::numbers(std::uint32_t tag, Vr expected) const
{
    const DataElement* element = find(tag);
    if (!element) {
        return {};
    }
    const bool stated = element->vr != 0 && element->vr != vr("UN");
    std::vector<double> out = decodeNumbers(*element, stated ? element->vr : expected);
    if (out.empty() && stated && element->vr != expected) { // a wrong VR: the value may still be what it should be
        out = decodeNumbers(*element, expected);
    }
    return out;
}

std::optional<double> Item::number(std::uint32_t tag, Vr expected) const
{
    const std::vector<double> all = numbers(tag, expected);
    return all.empty() ? std::nullopt : std::optional(all.front());
}

std::optional<int> Item::integer(std::uint32_t tag, Vr expected) const
{
    const std::optional<double> value = number(tag, expected);
    if (!value || std::abs(*value) > std::numeric_limits<int>::max()) {
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::vector<Item> Item::items(std::uint32_t tag) const
{
    std::vector<Item> result;
    const DataElement* sequence = find(tag);
    if (!sequence || !sequence->container) {
        return result;
    }
    const std::vector<DataElement>& elements = m_data->elements;
    for (auto i = static_cast<std::uint32_t>(sequence - elements.data()) + 1; i < sequence->next; i = elements[i].next) {
        if (elements[i].container) {
            result.push_back(Item(*this, i));
        }
    }
    return result;
}

std::vector<const DataElement*> Item::elements() const
{
    std::vector<const DataElement*> result;
    for (std::uint32_t i = m_begin; i < m_end; i = m_data->elements[i].next) {
        result.push_back(&m_data->elements[i]);
    }
    return result;
}

Item Item::child(const DataElement& container) const
{
    return Item(*this, static_cast<std::uint32_t>(&container - m_data->elements.data()));
}

std::vector<Item> Item::firstItems() const
{
    std::vector<Item> result;
    for (std::uint32_t i = m_begin; i < m_end; i = m_data->elements[i].next) {
        if (m_data->elements[i].container && m_data->elements[i].next > i + 1 && m_data->elements[i + 1].container) {
            result.push_back(Item(*this, i + 1));
        }
    }
    return result;
}

Item Item::item(std::uint32_t tag) const
{
    std::vector<Item> all = items(tag);
    return all.empty() ? Item() : all.front();
}

} // namespace isocenter
