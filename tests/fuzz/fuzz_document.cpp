// Any bytes, read as what a page can show: reports, waveforms, clinical documents, whatever the file says it is.

#include "document/Document.h"
#include "document/PageText.h"
#include "file/FileStart.h"
#include "file/HeaderReader.h"
#include "file/Scanner.h"
#include "structured/CdaText.h"
#include "structured/ReportReader.h"
#include "structured/WaveformReader.h"

#include <cstdint>
#include <cstdlib>

using namespace isocenter;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    plainText(pageText(readCda(bytes)), {});
    ScanOptions options;
    options.headerOnly = false;
    options.longestValue = 1u << 20;
    const Result<ScannedFile> file = scanBytes(bytes, options);
    if (!file) {
        return 0;
    }
    const Item root(file->data);
    const Report report = readReport(root);
    if (report.root.type != ContentItem::Type::Container) {
        std::abort(); // what shows it relies on this
    }
    plainText(pageText(report), {});
    if (const Result<WaveformRecording> recording = readWaveforms(root)) {
        for (const WaveformGroup& group : recording->groups) {
            for (const WaveformChannel& channel : group.channels) {
                if (channel.values.size() != group.samples) {
                    std::abort();
                }
            }
        }
    }
    return 0;
}
