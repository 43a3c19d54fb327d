#include "file/ElementReader.h"
#include "support/Dicom.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace isocenter;
using test::DicomBytes;

namespace {

QString write(const QTemporaryDir& folder, const QByteArray& bytes)
{
    const QString path = folder.filePath(QStringLiteral("file"));
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
}

const Element* find(const std::vector<Element>& list, std::uint32_t tag)
{
    const auto found = std::find_if(list.begin(), list.end(), [tag](const Element& e) { return e.tag == tag; });
    return found == list.end() ? nullptr : &*found;
}

QByteArray sample(bool explicitVr)
{
    DicomBytes d(explicitVr ? "1.2.840.10008.1.2.1" : "1.2.840.10008.1.2", explicitVr);
    const QByteArray item = DicomBytes("x", explicitVr).text(0x00080100, "SH", "T-1").text(0x00080104, "LO", "meaning").dataset();
    d.text(0x00080005, "CS", "ISO_IR 100").sequence(0x00082218, {item, item}, true).text(0x00090010, "LO", "NOBODY 1.0");
    d.text(0x00091001, "LO", "private").text(0x00100010, "PN", "M\xFCller").text(0x0020000D, "UI", "1.2.3");
    d.us(0x00280010, 4).bytes(0x00280009, "AT", QByteArray::fromHex("18006310")).text(0x00324000, "LT", QByteArray(3000, 'y'));
    d.bytes(0x7FE00010, "OW", QByteArray(32, 1));
    return d.file();
}

} // namespace

class ElementReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsEverything_data()
    {
        QTest::addColumn<bool>("explicitVr");
        QTest::newRow("explicit") << true;
        QTest::newRow("implicit") << false;
    }

    void listsEverything()
    {
        QFETCH(bool, explicitVr);
        QTemporaryDir folder;
        const Result<std::vector<Element>> read = readElements(write(folder, sample(explicitVr)));
        QVERIFY(read.ok());
        const std::vector<Element>& list = *read;
        QVERIFY(find(list, 0x00020010));
        QCOMPARE(find(list, 0x00100010)->value, QString::fromUtf8("Müller"));
        QCOMPARE(find(list, 0x00100010)->vr, QStringLiteral("PN"));
        QCOMPARE(find(list, 0x00100010)->name, QStringLiteral("PatientName"));
        QCOMPARE(find(list, 0x00280010)->value, QStringLiteral("4"));
        QCOMPARE(find(list, 0x00280009)->value, QStringLiteral("(0018,1063)"));
        QCOMPARE(find(list, 0x00091001)->name, QStringLiteral("Private"));
        QCOMPARE(find(list, 0x00082218)->vr, QStringLiteral("SQ"));
        QCOMPARE(find(list, 0x00082218)->children.size(), std::size_t(2));
        QCOMPARE(find(list, 0x00082218)->children[1].tag, 0xFFFEE000u);
        QCOMPARE(find(find(list, 0x00082218)->children[1].children, 0x00080104)->value, QStringLiteral("meaning"));
        QCOMPARE(find(list, 0x00324000)->value.size(), 1024);
        QVERIFY(find(list, 0x7FE00010)->value.size() < 1024);
    }

    void manyThreadsAtOnce()
    {
        QTemporaryDir folder;
        const QString path = write(folder, sample(true));
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                const auto list = readElements(path);
                good += list.ok() && list->size() > 10;
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(good.load(), 4);
    }

    void saysWhenThereIsMore()
    {
        QTemporaryDir folder;
        const QByteArray one = DicomBytes().text(0x00091001, "LO", "x").dataset();
        const auto list =
            readElements(write(folder, DicomBytes().text(0x00080060, "CS", "OT").raw(one.repeated(210'000)).file()));
        QVERIFY(list.ok());
        QVERIFY(list->size() < 201'000);
        QCOMPARE(list->back().tag, 0u);
        QVERIFY(!list->back().name.isEmpty());
    }
};

QTEST_APPLESS_MAIN(ElementReaderTest)
#include "tst_ElementReader.moc"
