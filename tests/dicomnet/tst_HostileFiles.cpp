#include "file/ElementReader.h"
#include "file/HeaderReader.h"
#include "support/Dicom.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace isocenter;
using test::DicomBytes;

namespace {

constexpr const char* kPydicomFiles = "/usr/lib/python3/dist-packages/pydicom/data/test_files";

// Reads it in every way; what matters is that it returns, and that an answer or a sentence comes back.
void digest(const QByteArray& bytes)
{
    for (const bool headerOnly : {true, false}) {
        ScanOptions options;
        options.headerOnly = headerOnly;
        const Result<ScannedFile> scanned = scanBytes(bytes, options);
        if (!scanned) {
            QVERIFY(!scanned.error().message.isEmpty());
            continue;
        }
        const Result<ImagePtr> image = readHeader(*scanned, {});
        if (!image) {
            QVERIFY(!image.error().message.isEmpty());
            continue;
        }
        QVERIFY((*image)->frames >= 1 && (*image)->frames <= (1 << 24));
        QVERIFY((*image)->perFrame.empty() || (*image)->perFrame.size() == static_cast<std::size_t>((*image)->frames));
        QVERIFY((*image)->pixelData.offset < bytes.size() || scanned->start.encoding.deflated);
    }
}

void mutate(QByteArray bytes, QRandomGenerator& random)
{
    const auto at = [&] { return static_cast<qsizetype>(random.bounded(static_cast<quint32>(bytes.size()))); };
    switch (random.bounded(3)) {
    case 0:
        bytes.truncate(at());
        break;
    case 1:
        for (quint32 i = random.bounded(1u, 20u); i > 0; --i) {
            bytes[at()] = static_cast<char>(random.bounded(256));
        }
        break;
    default:
        bytes.insert(at(), QByteArray(static_cast<qsizetype>(random.bounded(1, 9)), static_cast<char>(random.bounded(256))));
    }
    digest(bytes);
}

QString text(const QJsonValue& value)
{
    QString joined = value.toString();
    if (value.isArray()) {
        QStringList parts;
        for (const QJsonValue& part : value.toArray()) {
            parts << part.toString();
        }
        joined = parts.join(QLatin1Char('\\'));
    }
    while (!joined.isEmpty() && QStringLiteral("^= ").contains(joined.back())) {
        joined.chop(1);
    }
    return joined.trimmed();
}

} // namespace

class HostileFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mutantsOfOwnFiles()
    {
        QRandomGenerator random(20260101);
        const QByteArray plain = test::imageFile({});
        const QByteArray item = DicomBytes().text(0x00080104, "LO", "meaning").dataset();
        const QByteArray rich = DicomBytes()
                                    .sequence(0x00082218, {item, item}, true)
                                    .sequence(0x00283010, {DicomBytes().bytes(0x00283002, "US", QByteArray(6, 1)).dataset()})
                                    .us(0x00280010, 4)
                                    .us(0x00280011, 4)
                                    .sequence(0x52009230, {item, item, item}, true)
                                    .fragments({"abcd", "efgh"})
                                    .file();
        for (int i = 0; i < 1500; ++i) {
            mutate(i % 2 ? plain : rich, random);
        }
    }

    void mutantsOfRealFiles()
    {
        const QDir folder(QString::fromLatin1(kPydicomFiles));
        if (!folder.exists()) {
            QSKIP("python3-pydicom is not installed.");
        }
        QRandomGenerator random(20260102);
        for (const QString& name : folder.entryList({QStringLiteral("*.dcm")}, QDir::Files)) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.read(40'000);
            for (int i = 0; i < 8 && !bytes.isEmpty(); ++i) {
                mutate(bytes, random);
            }
        }
    }

    void lengthsThatLie()
    {
        for (const char* hex :
             {"0800 0500 4f42 0000 f0ffffff", "0800 4011 5351 0000 f0ffffff feff00e0 f0ffffff",
              "0800 4011 5351 0000 ffffffff feff00e0 ffffffff feffdde0 00000000", "feffdde0 00000000 feff0de0 00000000"}) {
            digest(DicomBytes().text(0x00080005, "CS", "ISO_IR 100").raw(QByteArray::fromHex(hex)).file());
        }
    }

    void agreesWithTheTruth()
    {
        const QString data = qEnvironmentVariable("ISOCENTER_TEST_DATA");
        QFile truths(data + QStringLiteral("/truth/files.jsonl"));
        if (data.isEmpty() || !truths.open(QIODevice::ReadOnly)) {
            QSKIP("ISOCENTER_TEST_DATA is not set.");
        }
        int compared = 0;
        while (!truths.atEnd()) {
            const QJsonObject truth = QJsonDocument::fromJson(truths.readLine()).object();
            const QString expect = truth[QLatin1String("expect")].toString();
            const QString path = truth[QLatin1String("path")].toString();
            const Result<ImagePtr> image = readHeader(data + QStringLiteral("/open/") + path);
            if (expect == QLatin1String("show") || expect == QLatin1String("header")) {
                QVERIFY2(image.ok(), qPrintable(path));
            }
            if (!image || expect == QLatin1String("reject")) {
                continue;
            }
            const InstanceRecord& record = (*image)->record;
            const QJsonObject want = truth[QLatin1String("attributes")].toObject();
            const std::pair<const char*, QString> pairs[] = {
                {"PatientName", record.study.patient.name.dicom()}, {"PatientID", record.study.patient.id},
                {"StudyInstanceUID", record.study.uid.text()},      {"SeriesInstanceUID", record.series.uid.text()},
                {"SOPInstanceUID", record.instance.uid.text()},     {"Modality", record.series.modality},
                {"StudyDescription", record.study.description},     {"SeriesDescription", record.series.description},
            };
            for (const auto& [key, got] : pairs) {
                const QString wanted = text(want[QLatin1String(key)]);
                if (!wanted.isEmpty()) {
                    QVERIFY2(text(got) == wanted, qPrintable(path + QLatin1Char(' ') + QLatin1String(key)));
                    ++compared;
                }
            }
        }
        QVERIFY(compared > 1000);
    }
};

QTEST_APPLESS_MAIN(HostileFilesTest)
#include "tst_HostileFiles.moc"
