#include "tags/TagViewer.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QTreeView>

#include <atomic>

using namespace isocenter;

namespace {

Element element(std::uint32_t tag, const char* vr, const QString& name, const QString& value)
{
    Element made;
    made.tag = tag;
    made.vr = QString::fromLatin1(vr);
    made.name = name;
    made.value = value;
    made.length = static_cast<std::uint32_t>(value.size());
    return made;
}

/// Gives elements that name the file; counts the readings.
class FakeReader : public ImageReader
{
public:
    Result<ImagePtr> readHeader(const QString&) const override { return Error{QStringLiteral("no"), {}}; }
    Result<FramePtr> readFrame(const ImageAttributes&, int, const CancelToken&) const override
    {
        return Error{QStringLiteral("no"), {}};
    }
    Result<std::vector<Element>> readElements(const QString& path) const override
    {
        ++readings;
        if (path.contains(QLatin1String("bad"))) {
            return Error{QStringLiteral("This file cannot be read."), {}};
        }
        std::vector<Element> list;
        list.push_back(element(0x00080060, "CS", QStringLiteral("Modality"), QStringLiteral("CT")));
        list.push_back(element(0x00100010, "PN", QStringLiteral("Patient's Name"), QStringLiteral("<b>Evil</b>\u202E^") + path));
        Element sequence = element(0x00081115, "SQ", QStringLiteral("Referenced Series Sequence"), {});
        Element item = element(0xFFFEE000, "", QStringLiteral("Item"), {});
        item.children.push_back(element(0x0020000E, "UI", QStringLiteral("Series Instance UID"), QStringLiteral("1.2.3.4.5")));
        sequence.children.push_back(item);
        list.push_back(sequence);
        return list;
    }
    mutable std::atomic<int> readings{0};
};

} // namespace

class TestTagViewer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsATree();
    void searchKeepsAncestors_data();
    void searchKeepsAncestors();
    void copies();
    void hostileTextStaysText();
    void followsTheLatestFileOnly();
    void hiddenReadsNothing();
    void saysWhyNot();
};

void TestTagViewer::showsATree()
{
    FakeReader reader;
    ElementModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setElements(*reader.readElements(QStringLiteral("a")));
    QCOMPARE(model.rowCount(), 3);
    const QModelIndex sequence = model.index(2, 0);
    QCOMPARE(sequence.data().toString(), QStringLiteral("(0008,1115)"));
    QCOMPARE(model.index(2, ElementModel::Value).data().toString(), QStringLiteral("1 item"));
    const QModelIndex item = model.index(0, 0, sequence);
    QCOMPARE(item.siblingAtColumn(ElementModel::Name).data().toString(), QStringLiteral("Item 1"));
    QCOMPARE(model.index(0, ElementModel::Value, item).data().toString(), QStringLiteral("1.2.3.4.5"));
    QCOMPARE(model.index(0, 0, item).parent(), item);
}

void TestTagViewer::searchKeepsAncestors_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("value") << QStringLiteral("2.3.4.5");
    QTest::newRow("name") << QStringLiteral("series instance");
    QTest::newRow("keyword") << QStringLiteral("SeriesInstanceUID");
    QTest::newRow("tag") << QStringLiteral("0020000e");
    QTest::newRow("tag with comma") << QStringLiteral("0020,000E");
}

void TestTagViewer::searchKeepsAncestors()
{
    QFETCH(QString, text);
    FakeReader reader;
    WorkQueue queue(1);
    TagViewer viewer(reader, queue);
    viewer.show();
    viewer.setFile(QStringLiteral("a"));
    QTRY_COMPARE(viewer.model().rowCount(), 3);
    viewer.search().setText(text);
    const QAbstractItemModel* shown = viewer.tree().model();
    QCOMPARE(shown->rowCount(), 1);
    const QModelIndex sequence = shown->index(0, 0);
    QCOMPARE(sequence.data().toString(), QStringLiteral("(0008,1115)"));
    QCOMPARE(shown->rowCount(shown->index(0, 0, sequence)), 1);
    QVERIFY(viewer.tree().isExpanded(sequence));
    viewer.search().clear();
    QCOMPARE(shown->rowCount(), 3);
}

void TestTagViewer::copies()
{
    FakeReader reader;
    WorkQueue queue(1);
    TagViewer viewer(reader, queue);
    viewer.show();
    viewer.setFile(QStringLiteral("a"));
    QTRY_COMPARE(viewer.model().rowCount(), 3);
    viewer.tree().setCurrentIndex(viewer.tree().model()->index(0, 0));
    viewer.copyValue();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("CT"));
    viewer.copyRow();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("(0008,0060)\tCS\tModality\tCT"));
    viewer.search().setText(QStringLiteral("2.3.4.5"));
    viewer.copyAll();
    const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.last(), QStringLiteral("    (0020,000E)\tUI\tSeries Instance UID\t1.2.3.4.5"));
}

void TestTagViewer::hostileTextStaysText()
{
    FakeReader reader;
    WorkQueue queue(1);
    TagViewer viewer(reader, queue);
    viewer.show();
    viewer.setFile(QStringLiteral("a"), QStringLiteral("<img src=x>"));
    QTRY_COMPARE(viewer.model().rowCount(), 3);
    const QString shown = viewer.model().index(1, ElementModel::Value).data().toString();
    QVERIFY(shown.contains(QStringLiteral("<b>Evil</b>")));
    QVERIFY(!shown.contains(QChar(0x202E)));
    for (const QLabel* label : viewer.findChildren<QLabel*>()) {
        QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains(QLatin1Char('<')));
    }
}

void TestTagViewer::followsTheLatestFileOnly()
{
    FakeReader reader;
    WorkQueue queue(2);
    TagViewer viewer(reader, queue);
    viewer.show();
    for (int i = 0; i < 50; ++i) {
        viewer.setFile(QStringLiteral("slice%1").arg(i));
    }
    QTRY_COMPARE(viewer.model().rowCount(), 3);
    QVERIFY(viewer.model().index(1, ElementModel::Value).data().toString().endsWith(QStringLiteral("slice49")));
    QCOMPARE(reader.readings.load(), 1); // only where the scrolling came to rest
    viewer.setFile({});
    QCOMPARE(viewer.model().rowCount(), 0);
}

void TestTagViewer::hiddenReadsNothing()
{
    FakeReader reader;
    WorkQueue queue(1);
    TagViewer viewer(reader, queue);
    viewer.setFile(QStringLiteral("a"));
    QVERIFY(viewer.isComplete());
    QCOMPARE(reader.readings.load(), 0);
    viewer.show();
    QTRY_COMPARE(viewer.model().rowCount(), 3);
}

void TestTagViewer::saysWhyNot()
{
    FakeReader reader;
    WorkQueue queue(1);
    TagViewer viewer(reader, queue);
    viewer.show();
    viewer.setFile(QStringLiteral("bad"));
    QTRY_VERIFY(viewer.isComplete());
    bool said = false;
    for (const QLabel* label : viewer.findChildren<QLabel*>()) {
        said = said || (label->text() == QStringLiteral("This file cannot be read.") && label->isVisible());
    }
    QVERIFY(said);
}

QTEST_MAIN(TestTagViewer)
#include "tst_TagViewer.moc"
