#include "codec/FrameReader.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace isocenter {

namespace {

struct Unsupported
{
    const char* uid; ///< or the beginning of one, ending with '*'
    const char* sentence;
};

constexpr char kWithdrawn[] = QT_TRANSLATE_NOOP(
    "FrameReader",
    "The image is compressed with JPEG Extended (Process 3 & 5), which the standard has withdrawn; it cannot be shown.");
constexpr char kPart2[] = QT_TRANSLATE_NOOP(
    "FrameReader",
    "The image is compressed with JPEG 2000 Part 2 (multi-component), for which there is no decoder; it cannot be shown.");
constexpr char kJpip[] =
    QT_TRANSLATE_NOOP("FrameReader", "The pixels are not in the file: the file only gives an address on a server "
                                     "(JPIP), which is not asked. The image cannot be shown.");
constexpr char kLive[] =
    QT_TRANSLATE_NOOP("FrameReader", "The object stands for a live video stream (SMPTE ST 2110) whose pictures are "
                                     "not in the file; it cannot be shown.");

constexpr Unsupported kUnsupported[] = {
    {"1.2.840.10008.1.2.4.52", kWithdrawn}, {"1.2.840.10008.1.2.4.92", kPart2}, {"1.2.840.10008.1.2.4.93", kPart2},
    {"1.2.840.10008.1.2.4.94", kJpip},      {"1.2.840.10008.1.2.4.95", kJpip},  {"1.2.840.10008.1.2.4.204", kJpip},
    {"1.2.840.10008.1.2.4.205", kJpip},     {"1.2.840.10008.1.2.7*", kLive},
};

} // namespace

QString unsupportedSyntaxReason(const QString& transferSyntax)
{
    const auto found = std::find_if(std::begin(kUnsupported), std::end(kUnsupported), [&](const Unsupported& entry) {
        const QLatin1String uid(entry.uid);
        return uid.endsWith(QLatin1Char('*')) ? transferSyntax.startsWith(uid.chopped(1)) : transferSyntax == uid;
    });
    return found == std::end(kUnsupported) ? QString() : QCoreApplication::translate("FrameReader", found->sentence);
}

} // namespace isocenter
