#include "cli/CommandLine.h"
#include "cli/Commands.h"
#include "cli/OptionValues.h"

#include "base/FileWalk.h"
#include "file/HeaderReader.h"

#include <QCoreApplication>
#include <QJsonValue>

#include <algorithm>

namespace isocenter::cli {

namespace {

QString noPictureReason(const ImageAttributes& image)
{
    if (image.hasPixels()) {
        return {};
    }
    return image.warnings.isEmpty() ? QCoreApplication::translate("Inspect", "This object has no pixel data.")
                                    : image.warnings.last();
}

QJsonObject describe(const ImageAttributes& image)
{
    const InstanceRecord& record = image.record;
    const std::vector<Window>& windows = image.frame(0).windows;
    return {
        {QStringLiteral("readable"), true},
        {QStringLiteral("reason"), noPictureReason(image)},
        {QStringLiteral("sopClass"), record.instance.sopClass},
        {QStringLiteral("transferSyntax"), image.transferSyntax},
        {QStringLiteral("patientName"), record.study.patient.name.dicom()},
        {QStringLiteral("patientId"), record.study.patient.id},
        {QStringLiteral("studyInstanceUid"), record.study.uid.text()},
        {QStringLiteral("seriesInstanceUid"), record.series.uid.text()},
        {QStringLiteral("sopInstanceUid"), record.instance.uid.text()},
        {QStringLiteral("modality"), record.series.modality},
        {QStringLiteral("rows"), image.rows},
        {QStringLiteral("columns"), image.columns},
        {QStringLiteral("frames"), record.instance.frames},
        {QStringLiteral("bitsStored"), image.bitsStored},
        {QStringLiteral("photometric"), image.photometricText},
        {QStringLiteral("windowCenter"), windows.empty() ? QJsonValue() : QJsonValue(windows.front().center)},
        {QStringLiteral("windowWidth"), windows.empty() ? QJsonValue() : QJsonValue(windows.front().width)},
        {QStringLiteral("lossy"), image.lossy.lossy},
    };
}

bool inspectFile(const QString& path)
{
    const Result<ImagePtr> image = readHeader(path);
    QJsonObject object =
        image ? describe(**image)
              : QJsonObject{{QStringLiteral("readable"), false}, {QStringLiteral("reason"), image.error().message}};
    object.insert(QStringLiteral("path"), path);
    print(object);
    return image.ok();
}

} // namespace

int inspect(const QStringList& given)
{
    const std::optional<QStringList> words = pathsOf(given);
    if (!words) {
        complain(QCoreApplication::translate("Inspect", "Usage: isocenter inspect PATH..."));
        return WrongUsage;
    }
    bool refused = false;
    walkFiles(
        *words, CancelToken(), [&](const QString& file) { refused = !inspectFile(file) || refused; },
        [&](const QString& path, const QString& reason) {
            refused = true;
            print({{QStringLiteral("path"), path}, {QStringLiteral("readable"), false}, {QStringLiteral("reason"), reason}});
        });
    return refused ? SomethingRefused : AllWell;
}

} // namespace isocenter::cli
