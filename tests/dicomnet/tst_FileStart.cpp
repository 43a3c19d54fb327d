#include "file/HeaderReader.h"
#include "file/Inflate.h"
#include "file/Tags.h"
#include "support/Dicom.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <zlib.h>

using namespace isocenter;
using test::DicomBytes;

namespace {

const QString kImplicit = QStringLiteral("1.2.840.10008.1.2");
const QString kExplicit = QStringLiteral("1.2.840.10008.1.2.1");
const QString kBig = QStringLiteral("1.2.840.10008.1.2.2");
const QString kDeflated = QStringLiteral("1.2.840.10008.1.2.1.99");

DicomBytes body(const QString& stated, bool explicitVr = true, bool bigEndian = false)
{
    DicomBytes bytes(stated.toLatin1(), explicitVr, bigEndian);
    bytes.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7").text(0x00080018, "UI", "1.2.3").text(0x00080060, "CS", "OT");
    bytes.text(0x00100010, "PN", "Test^Anna").us(0x00280010, 2).us(0x00280011, 2).us(0x00280100, 8);
    bytes.bytes(0x7FE00010, "OB", QByteArray(4, 5));
    return bytes;
}

QByteArray deflated(const QByteArray& bytes)
{
    z_stream stream{};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

void verifyReads(const QByteArray& file, const QString& syntax, bool warned)
{
    const Result<ScannedFile> scanned = scanBytes(file);
    QVERIFY(scanned.ok());
    const Result<ImagePtr> image = readHeader(*scanned, QStringLiteral("x"));
    QVERIFY(image.ok());
    QCOMPARE((*image)->transferSyntax, syntax);
    QCOMPARE((*image)->record.study.patient.name.alphabetic, QStringLiteral("Test^Anna"));
    QCOMPARE((*image)->rows, 2);
    QVERIFY((*image)->hasPixels());
    QCOMPARE(!(*image)->warnings.isEmpty(), warned);
}

void verifyRefused(const QByteArray& file)
{
    const Result<ScannedFile> scanned = scanBytes(file);
    QVERIFY(!scanned.ok());
    QVERIFY(scanned.error().message.endsWith(QLatin1Char('.')));
}

} // namespace

class FileStartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsStated()
    {
        verifyReads(body(kExplicit).file(), kExplicit, false);
        verifyReads(body(kImplicit, false).file(), kImplicit, false);
        verifyReads(body(kBig, true, true).file(), kBig, false);
    }

    void readsWithoutMeta()
    {
        verifyReads(body(kExplicit).dataset(), kExplicit, true);
        verifyReads(body(kImplicit, false).dataset(), kImplicit, true);
        verifyReads(body(kBig, true, true).dataset(), kBig, true);
    }

    void readsWithoutPreamble()
    {
        verifyReads(body(kExplicit).file().mid(132), kExplicit, false);
        verifyReads(body(kExplicit).file().mid(128), kExplicit, false);
    }

    void believesTheDataMoreThanTheStatement()
    {
        verifyReads(body(kExplicit, false).file(), kExplicit, true);
        verifyReads(body(kImplicit, true).file(), kImplicit, true);
        verifyReads(body(kExplicit, true, true).file(), kExplicit, true);
        verifyReads(body(kDeflated).file(), kDeflated, true);
    }

    void guessesAMissingSyntax()
    {
        verifyReads(body({}).file(), kExplicit, true);
        verifyReads(body({}, false).file(), kImplicit, true);
    }

    void ignoresTheMetaLength()
    {
        QByteArray file = body(kExplicit).file();
        QCOMPARE(file.mid(136, 2), QByteArray("UL"));
        file[140] = 0x7F;
        verifyReads(file, kExplicit, false);
    }

    void inflates()
    {
        const QByteArray plain = body(kDeflated).dataset();
        for (const char* jpip : {"1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205"}) {
            verifyReads(DicomBytes(jpip).file() + deflated(plain), QString::fromLatin1(jpip), false);
        }
        const QByteArray head = DicomBytes(kDeflated.toLatin1()).file();
        const QByteArray file = head + deflated(plain);
        verifyReads(file, kDeflated, false);
        QTemporaryDir folder;
        QFile out(folder.filePath(QStringLiteral("deflated")));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(file) == file.size());
        out.close();
        const Result<QByteArray> inflated = inflateDataSet(out.fileName());
        QVERIFY(inflated.ok());
        QCOMPARE(*inflated, plain);
        verifyRefused(head + QByteArray(300, '\xFF'));
    }

    void refusesABomb()
    {
        // A full flush ends on a byte and forgets what was before, so that the same bytes may follow each other.
        const QByteArray zeros(8 << 20, '\0');
        z_stream stream{};
        deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
        QByteArray part(64 << 10, '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.constData()));
        stream.avail_in = static_cast<uInt>(zeros.size());
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        deflate(&stream, Z_FULL_FLUSH);
        part.resize(static_cast<qsizetype>(stream.total_out));
        deflateEnd(&stream);
        const QByteArray bomb = part.repeated(40); // 320 MiB
        QVERIFY(bomb.size() < (1 << 20));
        verifyRefused(DicomBytes(kDeflated.toLatin1()).file() + bomb);
    }

    void refusesWhatIsNotDicom()
    {
        verifyRefused({});
        verifyRefused("x");
        verifyRefused(QByteArray("Dear colleague, this is a letter, not an image.\n").repeated(20));
        verifyRefused(QByteArray(1000, '\0'));
        verifyRefused(QByteArray(128, '\0') + "DICM");
        verifyRefused("%PDF-1.4\n" + QByteArray(500, 'a'));
        QRandomGenerator random(7);
        for (int i = 0; i < 2000; ++i) {
            QByteArray noise(600, '\0');
            random.fillRange(reinterpret_cast<quint32*>(noise.data()), 150);
            verifyRefused(noise);
        }
    }

    void refusesWhatCannotBeRead()
    {
        QTemporaryDir folder;
        QVERIFY(!readHeader(folder.filePath(QStringLiteral("absent"))).ok());
        QVERIFY(!readHeader(folder.path()).ok());
        QFile empty(folder.filePath(QStringLiteral("empty")));
        QVERIFY(empty.open(QIODevice::WriteOnly));
        const Result<ImagePtr> answer = readHeader(empty.fileName());
        QVERIFY(!answer.ok());
        QVERIFY(!answer.error().message.isEmpty());
    }

    void listsATruncatedReport()
    {
        const QByteArray whole = DicomBytes()
                                     .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
                                     .text(0x00100010, "PN", "Test^Anna")
                                     .text(0x00100020, "LO", "ID")
                                     .file();
        const Result<ScannedFile> scanned = scanBytes(whole.left(whole.size() - 1));
        QVERIFY(scanned.ok());
        const Result<ImagePtr> image = readHeader(*scanned, {});
        QVERIFY(image.ok());
        QCOMPARE((*image)->record.study.patient.name.alphabetic, QStringLiteral("Test^Anna"));
        QVERIFY(!(*image)->hasPixels());
        QCOMPARE((*image)->warnings.size(), 1);
    }

    void refusesATruncatedHeader()
    {
        const QByteArray whole = body(kExplicit).file();
        const qsizetype cut = whole.indexOf("Test^Anna") + 4;
        const Result<ScannedFile> scanned = scanBytes(whole.left(cut));
        QVERIFY(!scanned.ok() || !readHeader(*scanned, {}).ok());
    }
};

QTEST_APPLESS_MAIN(FileStartTest)
#include "tst_FileStart.moc"
