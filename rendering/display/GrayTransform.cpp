#include "display/DisplayPipeline.h"
#include "display/Voi.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace isocenter {

struct GrayTransform::Tables
{
    std::once_flag once;
    std::vector<std::uint8_t> values;
    std::once_flag onceWide;
    std::vector<std::uint16_t> wide;
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

Window rangeWindow(const ImageAttributes& image, int index, const ModalityTransform& m, const Frame& frame)
{
    const bool whole = isInteger(frame.type()) && (m.table || (isWhole(m.slope) && isWhole(m.intercept)));
    const auto range = visibleRange(image, index, m, frame).value_or(std::pair(0.0, 0.0));
    return windowOver(range.first, range.second, whole);
}

/// Pictures of few bits that say nothing about a window (ultrasound, secondary capture, masks) are meant as they are.
Window automaticWindow(const ImageAttributes& image, int index, const ModalityTransform& m, const Frame& frame)
{
    const bool raw = !m.table && m.slope == 1 && m.intercept == 0;
    if (raw && image.bitsStored <= 8 && isInteger(frame.type()) && frame.minimum() >= 0 &&
        frame.maximum() < std::exp2(image.bitsStored)) {
        return windowOver(0, std::exp2(image.bitsStored) - 1, true);
    }
    return rangeWindow(image, index, m, frame);
}

/// No VOI at all: the whole range that the modality step can give (PS3.4 N.2.1.3: the identity).
Window identityWindow(const ImageAttributes& image, int index, const ModalityTransform& m, const Frame& frame)
{
    if (!isInteger(frame.type())) {
        return rangeWindow(image, index, m, frame);
    }
    if (m.table) {
        return windowOver(0, std::exp2(m.table->bits) - 1, true);
    }
    const double count = std::exp2(image.bitsStored);
    const double least = image.isSigned ? -count / 2 : 0.0;
    const double a = least * m.slope + m.intercept;
    const double b = (least + count - 1) * m.slope + m.intercept;
    return windowOver(std::min(a, b), std::max(a, b), isWhole(m.slope) && isWhole(m.intercept));
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
    : m_modality(state.overrides ? state.overrides->modality : image.frame(index).modality),
      m_padding(paddingRange(image)),
      m_tables(std::make_shared<Tables>())
{
    if (m_modality.table && m_modality.table->data.empty()) {
        m_modality.table.reset();
    }
    bool inverted = image.photometric == Photometric::Monochrome1 || image.presentationInverse;
    if (state.overrides) {
        inverted = state.overrides->inverse;
        m_palette = state.overrides->palette;
        m_presentation = isUsableTable(state.overrides->presentationLut) ? state.overrides->presentationLut : nullptr;
    }
    m_inverse = inverted != state.invert;
    choose(image, index, frame, state);
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
    m_presentationSteps = std::exp2(table->bits) - 1;
    m_window = windowOver(table->first, table->first + static_cast<double>(table->data.size()) - 1, true);
    m_window.explanation = table->explanation;
}

void GrayTransform::choose(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state)
{
    if (state.window && isUsable(*state.window)) {
        m_window = usable(*state.window);
    } else if (state.fullRange) {
        m_window = rangeWindow(image, index, m_modality, frame);
    } else if (state.overrides) {
        chooseOfState(*state.overrides, image, index, frame);
    } else {
        chooseOfFile(image, index, frame, state);
    }
}

void GrayTransform::chooseOfState(const DisplayOverrides& overrides, const ImageAttributes& image, int index, const Frame& frame)
{
    if (overrides.window && isUsable(*overrides.window)) {
        m_window = usable(*overrides.window);
    } else if (isUsableTable(overrides.voiTable)) {
        useTable(overrides.voiTable);
    } else {
        m_window = identityWindow(image, index, m_modality, frame);
        const bool whole = m_modality.table || (isWhole(m_modality.slope) && isWhole(m_modality.intercept));
        m_presentationSteps = whole ? m_window.width - 1 : 0;
    }
}

void GrayTransform::chooseOfFile(const ImageAttributes& image, int index, const Frame& frame, const DisplayState& state)
{
    const FrameAttributes& attributes = image.frame(index);
    const auto& windows = attributes.windows;
    const auto& tables = attributes.voiTables;
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
    m_window = automaticWindow(image, index, m_modality, frame);
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

double GrayTransform::pValue(double modality) const
{
    double value = voi(modality);
    if (m_presentation && value == value) {
        value = presentationLevel(*m_presentation, value, m_presentationSteps);
    }
    return m_inverse ? 1.0 - value : value;
}

bool GrayTransform::isPadding(double stored) const
{
    return m_padding && stored >= m_padding->first && stored <= m_padding->second;
}

std::uint8_t GrayTransform::grey(double stored) const
{
    const double value = isPadding(stored) ? 0.0 : 255.0 * pValue(modality(stored));
    return value > 0 ? static_cast<std::uint8_t>(value + 0.5) : 0; // NaN, as some float images hold, is black
}

std::uint16_t GrayTransform::wide(double stored) const
{
    const double value = isPadding(stored) ? 0.0 : 65535.0 * pValue(modality(stored));
    return value > 0 ? static_cast<std::uint16_t>(value + 0.5) : 0;
}

const std::vector<std::uint8_t>& GrayTransform::table() const
{
    std::call_once(m_tables->once, [this] {
        m_tables->values.resize(static_cast<std::size_t>(m_tableSize));
        for (int i = 0; i < m_tableSize; ++i) {
            m_tables->values[static_cast<std::size_t>(i)] = grey(m_tableFirst + i);
        }
    });
    return m_tables->values;
}

const std::vector<std::uint16_t>& GrayTransform::wideTable() const
{
    std::call_once(m_tables->onceWide, [this] {
        m_tables->wide.resize(static_cast<std::size_t>(m_tableSize));
        for (int i = 0; i < m_tableSize; ++i) {
            m_tables->wide[static_cast<std::size_t>(i)] = wide(m_tableFirst + i);
        }
    });
    return m_tables->wide;
}

} // namespace isocenter
