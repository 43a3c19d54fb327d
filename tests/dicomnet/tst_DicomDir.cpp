#include "file/DicomDir.h"
#include "support/Dicom.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using test::DicomBytes;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

QByteArray directory(const QByteArrayList& ids)
{
    std::vector<QByteArray> records{DicomBytes().text(0x00041430, "CS", "PATIENT").dataset()};
    for (const QByteArray& id : ids) {
        records.push_back(DicomBytes().text(0x00041430, "CS", "IMAGE").text(0x00041500, "CS", id).dataset());
    }
    return DicomBytes().text(0x00041130, "CS", "TEST").sequence(0x00041220, records).file("1.2.840.10008.1.3.10");
}

} // namespace

class DicomDirTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsFilesWhateverTheirCase()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("DICOMDIR"));
        write(path, directory({"IMAGES\\A\\IM1", "IMAGES\\A\\IM2", "IMAGES\\A\\IM1", "IMAGES\\NONE"}));
        write(folder.filePath(QStringLiteral("images/a/im1")), "x");
        write(folder.filePath(QStringLiteral("images/a/IM2.;1")), "x");
        QVERIFY(isDicomDir(path));
        const Result<DicomDirFiles> found = readDicomDir(path);
        QVERIFY(found.ok());
        QCOMPARE(found->files, QStringList({folder.filePath(QStringLiteral("images/a/im1")),
                                            folder.filePath(QStringLiteral("images/a/IM2.;1"))}));
        QCOMPARE(found->missing, QStringList(QStringLiteral("IMAGES/NONE")));
    }

    void neverLeavesItsFolder()
    {
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("secret")), "x");
        const QString path = folder.filePath(QStringLiteral("disc/DICOMDIR"));
        write(path, directory({"..\\SECRET", "LINK\\SECRET", "/ETC\\PASSWD", "..", "A\\..\\..\\SECRET", "TOUT"}));
        QVERIFY(QFile::link(folder.path(), folder.filePath(QStringLiteral("disc/link"))));
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("secret")), folder.filePath(QStringLiteral("disc/tout"))));
        const Result<DicomDirFiles> found = readDicomDir(path);
        QVERIFY(found.ok());
        QCOMPARE(found->files, QStringList());
        QCOMPARE(found->missing.size(), 6);
    }

    void anImageIsNoDirectory()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("DICOMDIR"));
        write(path, test::imageFile({}));
        QVERIFY(!isDicomDir(path));
        QVERIFY(!readDicomDir(path).ok());
    }
};

QTEST_APPLESS_MAIN(DicomDirTest)
#include "tst_DicomDir.moc"
