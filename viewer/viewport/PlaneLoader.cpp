#include "viewport/PlaneLoader.h"

#include <algorithm>

namespace isocenter {

namespace {

constexpr std::size_t kMostEntries = 64;
constexpr int kPriority = 1; // with the frame in view

} // namespace

BitPlanePtr PlaneLoader::bits(const ImagePtr& source, const OverlayPlane& plane, int frame)
{
    const auto isSame = [&, group = plane.group](const Entry& entry) {
        return entry.source == source && entry.group == group && entry.frame == frame;
    };
    const auto known = std::find_if(m_entries.begin(), m_entries.end(), isSame);
    if (known != m_entries.end()) {
        if (!known->problem.isEmpty()) {
            m_problem = known->problem;
        }
        return known->bits;
    }
    if (m_entries.size() >= kMostEntries) {
        m_entries.pop_front(); // if its answer is still to come, it is dropped
    }
    m_entries.push_back({source, plane.group, frame, nullptr, {}});
    ++m_pending;
    m_answers.ask(
        m_services.queue, kPriority,
        [&reader = m_services.reader, source, plane, frame](const CancelToken& cancel) {
            return reader.readOverlay(*source, plane, frame, cancel);
        },
        [this, source, group = plane.group, frame](const Result<BitPlanePtr>& answer) {
            --m_pending;
            for (Entry& entry : m_entries) {
                if (entry.source == source && entry.group == group && entry.frame == frame) {
                    entry.bits = answer ? *answer : nullptr;
                    entry.problem = answer ? QString() : answer.error().message;
                }
            }
            m_painted = false;
            Q_EMIT changed();
        });
    return nullptr;
}

const QImage& PlaneLoader::picture(const PlanesRequest& request)
{
    if (!m_painted || !(request == m_request)) {
        m_request = request;
        m_painted = true;
        m_problem.clear();
        m_picture = paintPlanes(
            request, [this](const ImagePtr& source, const OverlayPlane& plane, int frame) { return bits(source, plane, frame); },
            &m_shutter);
    }
    return m_picture;
}

void PlaneLoader::clear()
{
    m_answers.forget();
    m_entries.clear();
    m_pending = 0;
    m_painted = false;
    m_picture = QImage();
    m_problem.clear();
    m_request = {};
    m_shutter = {};
}

} // namespace isocenter
