#pragma once

#include "document/Report.h"
#include "document/Waveform.h"
#include "study/Study.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <memory>
#include <variant>
#include <vector>

namespace isocenter {

/// A file within a file that a page can draw: for now PDF. `bytes` are as received: hostile, drawn by a PageRenderer elsewhere.
struct EncapsulatedFile
{
    QString mimeType;
    QString title;
    QByteArray bytes;
};

/// Plain text with headings, of an encapsulated clinical document (CDA).
struct TextPage
{
    struct Block
    {
        int level = 0; ///< 0: text, 1 to 4: heading
        QString text;
    };
    QString title;
    std::vector<Block> blocks;
    QStringList notes; ///< what could not be taken in
};

/// An object that no page can draw: what it is, in one translated sentence.
struct Unshown
{
    QString sentence;
};

/// What one object without a picture says. Immutable, shared between threads.
struct Document
{
    InstanceRecord record; ///< of the file as it was read now: to be compared with what was asked for
    std::variant<Report, EncapsulatedFile, TextPage, WaveformRecording, Unshown> content;
};

using DocumentPtr = std::shared_ptr<const Document>;

} // namespace isocenter
