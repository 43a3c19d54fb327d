#include "display/DisplayPipeline.h"
#include "display/Voi.h"

#include <mutex>

namespace isocenter {

struct GrayTransform::Table
{
    std::once_flag once;
    std::vector<std::uint8_t> values;
};

namespace {

bool isInteger(SampleType type)
{
    return type != SampleType::Float32 && type != SampleType::Float64;
}

bool isWhole(double value)
{
    return value == std::floor(value);
}

/// From black at the smallest to white at the largest value.
Window windowOver(double low, double high, bool whole)
{
    Window window;
    if (whole) {
        window.center = (low + high + 1.0) / 2;
        window.width = high - low + 1.0;
        return window;
    }
    window.function = VoiFunction::LinearExact;
    window.center = (low + high) / 2;
    window.width = high > low ? high - low : 1.0;
    return window;
}

Window rangeWindow(const ImageAttributes& image, int index, const Frame& frame)
{
    const ModalityTransform& m = image.frame(index).modality;
    const bool whole = isInteger(frame.type()) && (m.table || (isWhole(m.slope) && isWhole(m.intercept)));
    const auto range = visibleRange(image, index, frame).value_or(std::pair(0.0, 0.0));
    return windowOver(range.first, range.second, whole);
}

/// Pictures of few bits that say nothing about a window (ultrasound, secondary capture, masks) are meant as they are.
Window automaticWindow(const ImageAttributes& image, int index, const Frame& frame)
{
    const ModalityTransform& m = image.frame(index).modality;
    const bool raw = !m.table && m.slope == 1 && m.intercept == 0;
    if (raw && image.bitsStored <= 8 && isInteger(frame.type()) && frame.minimum() >= 0 &&
        frame.maximum() < std::exp2(image.bitsStored)) {
        return windowOver(0, std::exp2(image.bitsStored) - 1, true);
    }
    return rangeWindow(image, index, frame);
}

Window usable(Window window)
{
    if (window.function == VoiFunction::Linear && window.width < 1) {
        window.function = VoiFunction::LinearExact;
    }
    return window;
}

template <typename T> bool has(const std::optional<int>& index, const std::vector<T>& values)
{
    return index && *index >= 0 && *index < static_cast<int>(values.size());
}

bool isUsableTable(const std::shared_ptr<const LookupTable>& table)
{
    return table && !table->data.empty();
}

} // namespace

GrayTransform::GrayTransform(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state)
    : m_modality(image.frame(index).modality), m_padding(paddingRange(image)), m_table(std::make_shared<Table>())
{
    if (m_modality.table && m_modality.table->data.empty()) {
        m_modality.table.reset();
    }
    const bool inverted = image.photometric == Photometric::Monochrome1 || image.presentationInverse;
    m_inverse = inverted != state.invert;
    choose(image.frame(index), image, index, frame, state);
    switch (frame.type()) {
    case SampleType::UInt8:
        m_tableSize = 256;
        break;
    case SampleType::Int8:
        m_tableFirst = -128, m_tableSize = 256;
        break;
    case SampleType::UInt16:
        m_tableSize = 65536;
        break;
    case SampleType::Int16:
        m_tableFirst = -32768, m_tableSize = 65536;
        break;
    default:
        break;
    }
}

void GrayTransform::useTable(const std::shared_ptr<const LookupTable>& table)
{
    m_voi = table;
    m_window = windowOver(table->first, table->first + static_cast<double>(table->data.size()) - 1, true);
    m_window.explanation = table->explanation;
}

void GrayTransform::choose(const FrameAttributes& attributes, const ImageAttributes& image, int index, const Frame& frame,
                           const DisplayState& state)
{
    const auto& windows = attributes.windows;
    const auto& tables = attributes.voiTables;
    if (state.window && isUsable(*state.window)) {
        m_window = usable(*state.window);
        return;
    }
    if (state.fullRange) {
        m_window = rangeWindow(image, index, frame);
        return;
    }
    if (has(state.voiTable, tables) && isUsableTable(tables[static_cast<std::size_t>(*state.voiTable)])) {
        useTable(tables[static_cast<std::size_t>(*state.voiTable)]);
        return;
    }
    const std::size_t chosen = has(state.windowIndex, windows) ? static_cast<std::size_t>(*state.windowIndex) : 0;
    if (!windows.empty() && isUsable(windows[chosen])) {
        m_window = usable(windows[chosen]);
        return;
    }
    if (!tables.empty() && isUsableTable(tables.front())) {
        useTable(tables.front());
        return;
    }
    m_window = automaticWindow(image, index, frame);
    m_automatic = true;
}

double GrayTransform::modality(double stored) const
{
    return m_modality.table ? lookup(*m_modality.table, stored) : stored * m_modality.slope + m_modality.intercept;
}

double GrayTransform::voi(double modality) const
{
    return m_voi ? tableLevel(*m_voi, modality) : windowLevel(m_window, modality);
}

double GrayTransform::level(double stored) const
{
    const double value = voi(modality(stored));
    return 255.0 * (m_inverse ? 1.0 - value : value);
}

bool GrayTransform::isPadding(double stored) const
{
    return m_padding && stored >= m_padding->first && stored <= m_padding->second;
}

std::uint8_t GrayTransform::grey(double stored) const
{
    const double value = isPadding(stored) ? 0.0 : level(stored);
    return value > 0 ? static_cast<std::uint8_t>(value + 0.5) : 0; // NaN, as some float images hold, is black
}

const std::vector<std::uint8_t>& GrayTransform::table() const
{
    std::call_once(m_table->once, [this] {
        m_table->values.resize(static_cast<std::size_t>(m_tableSize));
        for (int i = 0; i < m_tableSize; ++i) {
            m_table->values[static_cast<std::size_t>(i)] = grey(m_tableFirst + i);
        }
    });
    return m_table->values;
}

} // namespace isocenter
