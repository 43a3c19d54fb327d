#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace isocenter {

/// The data elements of one level: the data set itself or an item of a sequence. A handle into its DatasetWriter, to be
/// used while that lives. Tags are group << 16 | element. A value that its VR forbids is not written; part10() then says so.
class DatasetItem
{
public:
    /// String VRs (AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT); several values are joined by '\'. Empty: no value.
    DatasetItem& text(std::uint32_t tag, const char* vr, const QString& value);
    /// DS IS (written as text), US SS UL SL FL FD (binary); values must lie in the range of the VR and be finite.
    DatasetItem& numbers(std::uint32_t tag, const char* vr, const std::vector<double>& values);
    DatasetItem& number(std::uint32_t tag, const char* vr, double value) { return numbers(tag, vr, {value}); }
    /// Another data element's tag as a value (VR AT).
    DatasetItem& pointer(std::uint32_t tag, std::uint32_t target);
    /// OB OW UN; little endian, of even length.
    DatasetItem& bytes(std::uint32_t tag, const char* vr, const QByteArray& value);
    /// Appends an item to a sequence, which is made where it is absent.
    DatasetItem item(std::uint32_t sequenceTag);
    /// A sequence without items, for attributes that must be there and are unknown.
    DatasetItem& emptySequence(std::uint32_t tag);

protected:
    struct State;
    struct Node;
    DatasetItem(State* state, Node* node) : m_state(state), m_node(node) {}
    State* m_state;
    Node* m_node;

private:
    void fail(std::uint32_t tag, const char* what);
};

/// Whether a text may be a value of a string VR (PS3.5 6.2), several values joined by '\\'. Empty: no value, which is allowed.
bool fitsVr(const char* vr, const QString& value);
/// A new UID under 2.25 (PS3.5 B.2), from random bits.
QString newUid();

/// Writes one DICOM object as a Part 10 file in explicit VR little endian, texts in UTF-8. One object, one thread; any thread.
class DatasetWriter : public DatasetItem
{
public:
    /// Sets SOP Class UID, SOP Instance UID and Specific Character Set.
    DatasetWriter(const QString& sopClassUid, const QString& sopInstanceUid);
    ~DatasetWriter();
    DatasetWriter(const DatasetWriter&) = delete;
    DatasetWriter& operator=(const DatasetWriter&) = delete;

    /// The whole file: preamble, meta information, data set. An error if a value was refused or it cannot be written.
    Result<QByteArray> part10();

private:
    std::unique_ptr<State> m_owned;
};

} // namespace isocenter
