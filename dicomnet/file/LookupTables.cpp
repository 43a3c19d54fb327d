#include "file/LookupTables.h"

#include "file/Tags.h"

#include <algorithm>

namespace isocenter {

namespace {

struct Descriptor
{
    std::size_t entries = 0;
    int first = 0;
    int bits = 0;
};

bool readDescriptor(const Item& item, std::uint32_t tag, bool signedInput, Descriptor& out)
{
    const DataElement* element = item.find(tag);
    if (!element || !element->value) {
        return false;
    }
    // US or SS by Pixel Representation; entries and bits are always unsigned (PS3.3 C.11.1.1.1).
    const bool binary = element->vr == 0 || element->vr == vr("US") || element->vr == vr("SS") || element->vr == vr("OW") ||
                        element->vr == vr("UN");
    const std::vector<double> values = decodeNumbers(*element, binary ? vr("US") : element->vr);
    if (values.size() < 3) {
        return false;
    }
    out.entries = values[0] == 0 ? 65536 : static_cast<std::size_t>(std::clamp(values[0], 0.0, 65536.0));
    out.first = static_cast<int>(std::clamp(values[1], -65536.0, 65536.0));
    if ((signedInput || element->vr == vr("SS")) && out.first > 32767) {
        out.first -= 65536;
    }
    out.bits = static_cast<int>(std::clamp(values[2], 0.0, 255.0));
    return out.entries > 0;
}

std::vector<std::uint16_t> toWords(const std::vector<double>& values)
{
    std::vector<std::uint16_t> words;
    words.reserve(values.size());
    for (const double v : values) {
        words.push_back(static_cast<std::uint16_t>(static_cast<std::int64_t>(v)));
    }
    return words;
}

std::vector<std::uint16_t> bytesAsWords(const DataElement& element)
{
    return {element.value, element.value + element.length};
}

// Table data: 16-bit words, or bytes where there are not enough words for the entries.
std::vector<std::uint16_t> readData(const DataElement& element, std::size_t entries)
{
    if (element.length < entries * 2 && element.length >= entries) {
        std::vector<std::uint16_t> bytes = bytesAsWords(element);
        if (element.bigEndian && element.vr == vr("OW")) { // bytes in words, swapped with them
            for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
                std::swap(bytes[i], bytes[i + 1]);
            }
        }
        return bytes;
    }
    return toWords(decodeNumbers(element, element.vr == vr("SS") ? vr("SS") : vr("US")));
}

int neededBits(const std::vector<std::uint16_t>& data)
{
    const std::uint16_t highest = data.empty() ? 0 : *std::max_element(data.begin(), data.end());
    int bits = 0;
    while (highest >> bits) {
        ++bits;
    }
    return bits;
}

struct Channel
{
    Descriptor descriptor;
    std::vector<std::uint16_t> data;
    bool bytesWide = false;
};

bool readChannel(const Item& root, int index, bool signedInput, Channel& out)
{
    const auto step = static_cast<std::uint32_t>(index);
    if (!readDescriptor(root, tag::RedPaletteColorLookupTableDescriptor + step, signedInput, out.descriptor)) {
        return false;
    }
    const DataElement* data = root.find(tag::RedPaletteColorLookupTableData + step);
    const DataElement* segmented = root.find(tag::SegmentedRedPaletteColorLookupTableData + step);
    if (data && data->value && data->length > 0) {
        out.bytesWide = data->length < out.descriptor.entries * 2;
        out.data = readData(*data, out.descriptor.entries);
    } else if (segmented && segmented->value && segmented->length > 1) {
        out.bytesWide = out.descriptor.bits <= 8;
        out.data = expandSegments(out.bytesWide ? bytesAsWords(*segmented) : toWords(decodeNumbers(*segmented, vr("US"))),
                                  out.descriptor.entries, out.bytesWide);
    }
    if (out.data.size() < out.descriptor.entries) {
        return false;
    }
    out.data.resize(out.descriptor.entries);
    return true;
}

// One segment of kind 0 or 1 at `at`; returns where the next one begins, 0 if it makes no sense.
std::size_t plainSegment(const std::vector<std::uint16_t>& words, std::size_t at, std::size_t entries,
                         std::vector<std::uint16_t>& out)
{
    const std::size_t count = words[at + 1];
    if (words[at] == 0) {
        if (at + 2 + count > words.size()) {
            return 0;
        }
        out.insert(out.end(), words.begin() + static_cast<std::ptrdiff_t>(at + 2),
                   words.begin() + static_cast<std::ptrdiff_t>(at + 2 + count));
        return at + 2 + count;
    }
    if (at + 3 > words.size() || out.empty() || count == 0 || out.size() + count > entries + 65536) {
        return 0;
    }
    const double from = out.back();
    const double to = words[at + 2];
    for (std::size_t i = 1; i <= count; ++i) {
        const double value = from + (to - from) * static_cast<double>(i) / static_cast<double>(count);
        out.push_back(static_cast<std::uint16_t>(value + 0.5));
    }
    return at + 3;
}

} // namespace

std::vector<std::uint16_t> expandSegments(const std::vector<std::uint16_t>& words, std::size_t entries, bool bytesWide)
{
    std::vector<std::uint16_t> out;
    std::size_t at = 0;
    const std::size_t indirectSize = bytesWide ? 6 : 4;
    while (at + 1 < words.size() && out.size() < entries) {
        if (words[at] <= 1) {
            at = plainSegment(words, at, entries, out);
            if (at == 0) {
                return {};
            }
            continue;
        }
        if (words[at] != 2 || at + indirectSize > words.size()) {
            return {};
        }
        // Copies segments from a byte offset; they must be plain ones.
        std::size_t offset = 0;
        for (std::size_t i = indirectSize; i-- > 2;) {
            offset = offset << (bytesWide ? 8 : 16) | words[at + i];
        }
        std::size_t from = bytesWide ? offset : offset / 2;
        for (int left = words[at + 1]; left > 0 && out.size() < entries; --left) {
            if (from + 1 >= words.size() || words[from] > 1) {
                return {};
            }
            from = plainSegment(words, from, entries, out);
            if (from == 0) {
                return {};
            }
        }
        at += indirectSize;
    }
    if (out.size() > entries) {
        out.resize(entries);
    }
    return out;
}

std::shared_ptr<const LookupTable> readLut(const Item& item, bool signedInput)
{
    Descriptor descriptor;
    const DataElement* data = item.find(tag::LUTData);
    if (!data || !data->value || !readDescriptor(item, tag::LUTDescriptor, signedInput, descriptor)) {
        return nullptr;
    }
    auto table = std::make_shared<LookupTable>();
    table->first = descriptor.first;
    table->data = readData(*data, descriptor.entries);
    if (table->data.size() < descriptor.entries) {
        return nullptr;
    }
    table->data.resize(descriptor.entries);
    // The stated depth is wrong in files of the field: never less than the values need.
    table->bits = std::max(descriptor.bits < 1 || descriptor.bits > 16 ? 1 : descriptor.bits, neededBits(table->data));
    table->explanation = item.text(tag::LUTExplanation);
    return table;
}

bool readPalette(const Item& root, bool signedInput, std::shared_ptr<const LookupTable> (&palette)[3])
{
    Channel channels[3];
    int needed = 0;
    for (int i = 0; i < 3; ++i) {
        if (!readChannel(root, i, signedInput, channels[i])) {
            return false;
        }
        needed = std::max(needed, neededBits(channels[i].data));
    }
    for (int i = 0; i < 3; ++i) {
        auto table = std::make_shared<LookupTable>();
        table->first = channels[i].descriptor.first;
        // 16 bits are stated over 8-bit values, and the reverse, often enough: the values decide.
        table->bits = needed <= 8 ? 8 : 16;
        table->data = std::move(channels[i].data);
        palette[i] = std::move(table);
    }
    return true;
}

} // namespace isocenter
