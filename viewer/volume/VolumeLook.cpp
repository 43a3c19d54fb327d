#include "volume/VolumeLook.h"

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kLeastWidth = 1e-3; // of the histogram's width

} // namespace

VolumeLook::VolumeLook(TransferStore* store, QObject* parent)
    : QObject(parent), m_store(store), m_shipped(TransferPresets::shipped())
{
}

void VolumeLook::setVolume(const QString& modality, const QString& unit, const VolumeHistogram& histogram)
{
    // The presets of CT are in Hounsfield units; where the file does not say that its values are, they would be wrong.
    m_modality = modality == QLatin1String("CT") && unit != QLatin1String("HU") ? QStringLiteral("*") : modality;
    m_unit = unit;
    m_histogram = histogram;
    fill();
    m_chosen = m_choices.empty() ? -1 : 0;
    m_function = m_choices.empty() ? nullptr : m_choices.front().function;
    Q_EMIT choicesChanged();
}

void VolumeLook::setHistogram(const VolumeHistogram& histogram)
{
    m_histogram = histogram;
    Q_EMIT choicesChanged();
}

void VolumeLook::clear()
{
    m_choices.clear();
    m_histogram = {};
    m_chosen = -1;
    m_function.reset();
    Q_EMIT choicesChanged();
}

void VolumeLook::fill()
{
    m_choices.clear();
    const auto add = [this](const std::vector<TransferPresets::Preset>& presets, bool own) {
        for (const TransferPresets::Preset& preset : presets) {
            m_choices.push_back({preset.ofVolume(m_histogram.median, m_histogram.brightest), own});
        }
    };
    add(m_shipped.of(m_modality), false);
    if (m_store) {
        add(m_store->load().only(m_modality), true);
    }
}

bool VolumeLook::isRelative() const
{
    const auto& shipped = m_shipped.of(m_modality);
    return !shipped.empty() && shipped.front().relative;
}

void VolumeLook::choose(int index)
{
    if (index < 0 || index >= static_cast<int>(m_choices.size())) {
        return;
    }
    m_chosen = index;
    m_function = m_choices[static_cast<std::size_t>(index)].function;
    Q_EMIT functionChanged();
}

bool VolumeLook::isChanged() const
{
    return m_chosen >= 0 && !(*m_function == *m_choices[static_cast<std::size_t>(m_chosen)].function);
}

void VolumeLook::setFunction(TransferFunction function)
{
    if (!m_function || function.points.empty()) {
        return;
    }
    std::stable_sort(function.points.begin(), function.points.end(),
                     [](const TransferPoint& a, const TransferPoint& b) { return a.value < b.value; });
    function.name = m_function->name;
    m_function = std::make_shared<const TransferFunction>(std::move(function));
    Q_EMIT functionChanged();
}

void VolumeLook::stretch(double shift, double factor)
{
    if (!m_function || !(factor > 0) || !std::isfinite(shift)) {
        return;
    }
    const double low = m_function->points.front().value;
    const double width = std::max(m_function->points.back().value - low, kLeastWidth);
    const double least = (m_histogram.high - m_histogram.low) * kLeastWidth;
    const double middle = low + width / 2 + shift;
    const double half = std::max(width * factor, least) / 2;
    setFunction(m_function->mapped(low, low + width, middle - half, middle + half));
}

void VolumeLook::restore()
{
    choose(m_chosen);
}

bool VolumeLook::saveAs(const QString& name)
{
    const QString clean = name.simplified();
    if (!m_store || !m_function || clean.isEmpty()) {
        return false;
    }
    TransferFunction function = *m_function;
    function.name = clean;
    TransferPresets own = m_store->load();
    own.put(m_modality, TransferPresets::Preset::fromVolume(function, isRelative(), m_histogram.median, m_histogram.brightest));
    if (!m_store->save(own)) {
        return false;
    }
    fill();
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        if (m_choices[i].own && m_choices[i].function->name == clean) {
            m_chosen = static_cast<int>(i);
            m_function = m_choices[i].function;
        }
    }
    Q_EMIT choicesChanged();
    Q_EMIT functionChanged();
    return true;
}

bool VolumeLook::remove(int index)
{
    if (!m_store || index < 0 || index >= static_cast<int>(m_choices.size()) || !m_choices[static_cast<std::size_t>(index)].own) {
        return false;
    }
    TransferPresets own = m_store->load();
    own.remove(m_modality, m_choices[static_cast<std::size_t>(index)].function->name);
    if (!m_store->save(own)) {
        return false;
    }
    fill();
    m_chosen = m_chosen == index || m_chosen >= static_cast<int>(m_choices.size()) ? 0 : m_chosen - (m_chosen > index ? 1 : 0);
    m_function = m_choices[static_cast<std::size_t>(m_chosen)].function;
    Q_EMIT choicesChanged();
    Q_EMIT functionChanged();
    return true;
}

} // namespace isocenter
