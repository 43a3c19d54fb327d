#include "file/DatasetWriter.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;

namespace {

const QString kSecondaryCapture = QStringLiteral("1.2.840.10008.5.1.4.1.1.7");
const QString kInstance = QStringLiteral("1.2.3.4.5");

/// The value field of an element with a 16-bit length (short VRs), found by its bytes; null if absent.
QByteArray shortValue(const QByteArray& file, const char* tagBytes, const char* vr)
{
    const qsizetype at = file.indexOf(QByteArray(tagBytes, 4) + vr);
    if (at < 0) {
        return {};
    }
    const int length = static_cast<uchar>(file[at + 6]) | static_cast<uchar>(file[at + 7]) << 8;
    return file.mid(at + 8, length);
}

QString systemPython()
{
    const QString python = QStringLiteral("/usr/bin/python3");
    QProcess process;
    process.start(python, {QStringLiteral("-c"), QStringLiteral("import pydicom, numpy")});
    return process.waitForFinished() && process.exitCode() == 0 && process.exitStatus() == QProcess::NormalExit ? python
                                                                                                                : QString();
}

} // namespace

class DatasetWriterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesPart10();
    void writesValuesByteByByte();
    void keepsEveryScript();
    void nestsSequences();
    void refusesWhatTheVrForbids_data();
    void refusesWhatTheVrForbids();
    void isReadByAnotherToolkit();
};

void DatasetWriterTest::writesPart10()
{
    DatasetWriter writer(kSecondaryCapture, kInstance);
    const Result<QByteArray> result = writer.part10();
    QVERIFY(result);
    const QByteArray& file = result.value();
    QCOMPARE(file.left(128), QByteArray(128, '\0'));
    QCOMPARE(file.mid(128, 4), QByteArray("DICM"));
    QCOMPARE(shortValue(file, "\x02\x00\x02\x00", "UI"), QByteArray("1.2.840.10008.5.1.4.1.1.7\0", 26));
    QCOMPARE(shortValue(file, "\x02\x00\x03\x00", "UI"), QByteArray("1.2.3.4.5\0", 10));
    QCOMPARE(shortValue(file, "\x02\x00\x10\x00", "UI"), QByteArray("1.2.840.10008.1.2.1\0", 20));
    // The group length reaches exactly to the first element of the data set.
    const QByteArray length = shortValue(file, "\x02\x00\x00\x00", "UL");
    QCOMPARE(length.size(), 4);
    const int group = static_cast<uchar>(length[0]) | static_cast<uchar>(length[1]) << 8;
    QCOMPARE(file.mid(132 + 12 + group, 4), QByteArray("\x08\x00\x05\x00", 4));
    QCOMPARE(shortValue(file, "\x08\x00\x05\x00", "CS"), QByteArray("ISO_IR 192"));
    QVERIFY(shortValue(file, "\x02\x00\x13\x00", "SH").startsWith("ISOCENTER_"));
}

void DatasetWriterTest::writesValuesByteByByte()
{
    DatasetWriter writer(kSecondaryCapture, kInstance);
    writer.number(0x00280010, "US", 513).numbers(0x00280030, "DS", {0.7, 1.0 / 3.0}).number(0x00200013, "IS", -7);
    writer.number(0x00280106, "SS", -2).number(0x00186020, "SL", -3).number(0x0018602C, "FD", 0.5);
    writer.pointer(0x00280009, 0x00181063).bytes(0x7FE00010, "OW", QByteArray("\x01\x02\x03\x04", 4));
    const Result<QByteArray> result = writer.part10();
    QVERIFY(result);
    const QByteArray& file = result.value();
    QCOMPARE(shortValue(file, "\x28\x00\x10\x00", "US"), QByteArray("\x01\x02", 2));
    QCOMPARE(shortValue(file, "\x28\x00\x30\x00", "DS"), QByteArray("0.7\\0.33333333333333").left(4 + 16));
    QCOMPARE(shortValue(file, "\x20\x00\x13\x00", "IS"), QByteArray("-7"));
    QCOMPARE(shortValue(file, "\x28\x00\x06\x01", "SS"), QByteArray("\xFE\xFF", 2));
    QCOMPARE(shortValue(file, "\x18\x00\x20\x60", "SL"), QByteArray("\xFD\xFF\xFF\xFF", 4));
    QCOMPARE(shortValue(file, "\x18\x00\x2C\x60", "FD"), QByteArray("\0\0\0\0\0\0\xE0\x3F", 8));
    QCOMPARE(shortValue(file, "\x28\x00\x09\x00", "AT"), QByteArray("\x18\x00\x63\x10", 4));
    QVERIFY(file.endsWith(QByteArray("\xE0\x7F\x10\x00OW\0\0\x04\0\0\0\x01\x02\x03\x04", 16)));
}

void DatasetWriterTest::keepsEveryScript()
{
    const QString name = QStringLiteral("Yamada^Tarou=山田^太郎=やまだ^たろう");
    DatasetWriter writer(kSecondaryCapture, kInstance);
    writer.text(0x00100010, "PN", name).text(0x00081030, "LO", QStringLiteral("Thorax über العربية"));
    const Result<QByteArray> result = writer.part10();
    QVERIFY2(result, result ? "" : qPrintable(result.error().detail));
    QCOMPARE(QString::fromUtf8(shortValue(result.value(), "\x10\x00\x10\x00", "PN")).trimmed(), name);
    QVERIFY(result.value().contains(QStringLiteral("العربية").toUtf8()));
}

void DatasetWriterTest::nestsSequences()
{
    DatasetWriter writer(kSecondaryCapture, kInstance);
    DatasetItem first = writer.item(0x00186011);
    first.number(0x00186018, "UL", 1);
    DatasetItem second = writer.item(0x00186011);
    second.number(0x00186018, "UL", 2).item(0x00082112).text(0x00080100, "SH", QStringLiteral("INNER"));
    first.number(0x0018601A, "UL", 3); // a handle stays usable
    writer.emptySequence(0x00081140);
    const Result<QByteArray> result = writer.part10();
    QVERIFY(result);
    QCOMPARE(result.value().count(QByteArray("\xFE\xFF\x00\xE0", 4)), 3);
    QVERIFY(result.value().indexOf("INNER") > result.value().indexOf(QByteArray("\x18\x00\x11\x60SQ", 6)));
    QVERIFY(result.value().contains(QByteArray("\x08\x00\x40\x11SQ\0\0\0\0\0\0", 12)));
}

void DatasetWriterTest::refusesWhatTheVrForbids_data()
{
    QTest::addColumn<QByteArray>("vr");
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("number");
    const double none = 0;
    QTest::newRow("date") << QByteArray("DA") << QStringLiteral("18.11.2025") << none;
    QTest::newRow("uid") << QByteArray("UI") << QStringLiteral("not-a-uid") << none;
    QTest::newRow("long code") << QByteArray("CS") << QStringLiteral("ABCDEFGHIJKLMNOPQ") << none;
    QTest::newRow("text for a number") << QByteArray("US") << QStringLiteral("1") << none;
    QTest::newRow("too large") << QByteArray("US") << QString() << 65536.0;
    QTest::newRow("negative") << QByteArray("UL") << QString() << -1.0;
    QTest::newRow("fraction") << QByteArray("IS") << QString() << 1.5;
    QTest::newRow("no number") << QByteArray("DS") << QString() << std::numeric_limits<double>::quiet_NaN();
}

void DatasetWriterTest::refusesWhatTheVrForbids()
{
    QFETCH(const QByteArray, vr);
    QFETCH(const QString, text);
    QFETCH(const double, number);
    DatasetWriter writer(kSecondaryCapture, kInstance);
    if (text.isEmpty()) {
        writer.number(0x00091001, vr.constData(), number);
    } else {
        writer.text(0x00091001, vr.constData(), text);
    }
    const Result<QByteArray> result = writer.part10();
    QVERIFY(!result);
    QVERIFY(!result.error().message.isEmpty());
    QVERIFY(result.error().detail.contains(QStringLiteral("0009,1001")));
}

void DatasetWriterTest::isReadByAnotherToolkit()
{
    const QString python = systemPython();
    if (python.isEmpty()) {
        QSKIP("python3-pydicom is not installed");
    }
    DatasetWriter writer(kSecondaryCapture, kInstance);
    writer.text(0x00100010, "PN", QStringLiteral("Müller^Ånn")).text(0x00280004, "CS", QStringLiteral("MONOCHROME2"));
    writer.number(0x00280002, "US", 1).number(0x00280010, "US", 2).number(0x00280011, "US", 2);
    writer.number(0x00280100, "US", 16).number(0x00280101, "US", 16).number(0x00280102, "US", 15).number(0x00280103, "US", 0);
    writer.item(0x00186011).number(0x0018602C, "FD", 0.05);
    writer.bytes(0x7FE00010, "OW", QByteArray("\x01\x00\x02\x00\x03\x00\xFF\xFF", 8));
    const Result<QByteArray> result = writer.part10();
    QVERIFY(result);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.dcm"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(result.value()), result.value().size());
    file.close();
    QProcess process;
    process.start(python, {QStringLiteral("-c"),
                           QStringLiteral(
                               "import sys, pydicom\n"
                               "d = pydicom.dcmread(sys.argv[1])\n"
                               "sys.stdout.buffer.write(('%s|%s|%s|%r' % (d.PatientName, d.pixel_array.tolist(), "
                               "d.SequenceOfUltrasoundRegions[0].PhysicalDeltaX, d.file_meta.TransferSyntaxUID.name)).encode())"),
                           path});
    QVERIFY(process.waitForFinished());
    QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()),
             QStringLiteral("Müller^Ånn|[[1, 2], [3, 65535]]|0.05|'Explicit VR Little Endian'"));
}

QTEST_GUILESS_MAIN(DatasetWriterTest)
#include "tst_DatasetWriter.moc"
