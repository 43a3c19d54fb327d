#pragma once

#include <QHash>
#include <QString>

#include <utility>

namespace isocenter {

/// A DICOM unique identifier (PS3.5 9) of one level. Levels are different types, so that one is never taken for another.
/// The text is kept as received (trailing padding removed); it may be malformed and is never used as a path.
template <typename Level> class Uid
{
public:
    Uid() = default;
    explicit Uid(QString text) : m_text(std::move(text)) {}

    const QString& text() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const Uid& a, const Uid& b) { return a.m_text == b.m_text; }
    friend bool operator!=(const Uid& a, const Uid& b) { return a.m_text != b.m_text; }
    friend bool operator<(const Uid& a, const Uid& b) { return a.m_text < b.m_text; }
    friend size_t qHash(const Uid& uid, size_t seed = 0) { return ::qHash(uid.m_text, seed); }

private:
    QString m_text;
};

using StudyUid = Uid<struct StudyLevel>;
using SeriesUid = Uid<struct SeriesLevel>;
using InstanceUid = Uid<struct InstanceLevel>;

} // namespace isocenter
