#include "gui/Program.h"

#include "page/DocumentHeader.h"
#include "page/DocumentView.h"
#include "page/FindBar.h"
#include "page/PageBrowser.h"
#include "page/SentencePage.h"
#include "page/WrittenPage.h"
#include "studylist/SeriesStrip.h"
#include "studylist/SeriesStripModel.h"
#include "tags/TagViewer.h"

#include <QListView>
#include <QPushButton>
#include <QTreeView>

using namespace isocenter;
using namespace isocenter::test;

namespace {

const QByteArray kStudy = "1.2.826.0.1.77";
const QByteArray kReportClass = "1.2.840.10008.5.1.4.1.1.88.22"; // Enhanced SR
const QByteArray kCtClass = "1.2.840.10008.5.1.4.1.1.2";

QByteArray code(const QByteArray& value, const QByteArray& meaning)
{
    return DicomBytes().text(0x00080100, "SH", value).text(0x00080102, "SH", "DCM").text(0x00080104, "LO", meaning).dataset();
}

/// Header of an object of patient P1 in series `series`.
DicomBytes object(const QByteArray& sopClass, const QByteArray& series, const QByteArray& modality)
{
    const QByteArray uid = kStudy + '.' + series;
    DicomBytes d;
    d.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", sopClass).text(0x00080018, "UI", uid + ".1");
    d.text(0x00080023, "DA", "20240309").text(0x00080033, "TM", "140500").text(0x00080060, "CS", modality);
    d.text(0x00100010, "PN", "Test^Anna").text(0x00100020, "LO", "P1").text(0x00100030, "DA", "19600102");
    d.text(0x0020000D, "UI", kStudy).text(0x0020000E, "UI", uid).text(0x00200011, "IS", series).text(0x00200013, "IS", "1");
    return d;
}

QByteArray textItem(const QByteArray& value)
{
    return DicomBytes()
        .text(0x0040A010, "CS", "CONTAINS")
        .text(0x0040A040, "CS", "TEXT")
        .sequence(0x0040A043, {code("121071", "Finding")})
        .text(0x0040A160, "UT", value)
        .dataset();
}

QByteArray imageItem(const QByteArray& instance)
{
    const QByteArray target = DicomBytes().text(0x00081150, "UI", kCtClass).text(0x00081155, "UI", instance).dataset();
    return DicomBytes()
        .sequence(0x00081199, {target})
        .text(0x0040A010, "CS", "CONTAINS")
        .text(0x0040A040, "CS", "IMAGE")
        .sequence(0x0040A043, {code("121112", "Source of Measurement")})
        .dataset();
}

QByteArray reportFile(const std::vector<QByteArray>& items)
{
    DicomBytes d = object(kReportClass, "90", "SR");
    d.text(0x0040A040, "CS", "CONTAINER").sequence(0x0040A043, {code("126000", "Imaging Report")});
    d.text(0x0040A491, "CS", "PARTIAL").text(0x0040A493, "CS", "UNVERIFIED").sequence(0x0040A730, items);
    return d.file(kReportClass, kStudy + ".90.1");
}

QByteArray letterFile()
{
    const QByteArray sopClass = "1.2.840.10008.5.1.4.1.1.104.2"; // CDA
    QByteArray xml = "<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Discharge letter</title><component><structuredBody>"
                     "<component><section><title>Plan</title><text><paragraph>Rest &lt;b&gt; and water.</paragraph></text>"
                     "</section></component></structuredBody></component></ClinicalDocument>";
    xml += xml.size() % 2 ? "\n" : "";
    DicomBytes d = object(sopClass, "91", "DOC");
    d.bytes(0x00420011, "OB", xml).text(0x00420012, "LO", "text/XML");
    return d.file(sopClass, kStudy + ".91.1");
}

QByteArray planFile()
{
    const QByteArray sopClass = "1.2.840.10008.5.1.4.1.1.481.5"; // RT Plan
    DicomBytes d = object(sopClass, "92", "RTPLAN");
    d.text(0x300A0002, "SH", "Boost");
    return d.file(sopClass, kStudy + ".92.1");
}

/// Three slices of the same study.
QByteArray slice(int number)
{
    const QByteArray n = QByteArray::number(number);
    const QByteArray uid = kStudy + ".1." + n;
    DicomBytes d;
    d.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", kCtClass).text(0x00080018, "UI", uid);
    d.text(0x00080060, "CS", "CT").text(0x00100010, "PN", "Test^Anna").text(0x00100020, "LO", "P1");
    d.text(0x00100030, "DA", "19600102").text(0x0020000D, "UI", kStudy).text(0x0020000E, "UI", kStudy + ".1");
    d.text(0x00200011, "IS", "1").text(0x00200013, "IS", n).text(0x00200032, "DS", "0\\0\\" + n);
    d.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
    d.us(0x00280010, 8).us(0x00280011, 8).text(0x00280030, "DS", "1\\1").us(0x00280100, 16).us(0x00280101, 12);
    d.us(0x00280102, 11).us(0x00280103, 0).words(0x7FE00010, std::vector<std::uint16_t>(64, 100));
    return d.file(kCtClass, uid);
}

} // namespace

/// Reads what has no picture with the whole program: real files, real events.
class TestDocuments : public QObject
{
    Q_OBJECT

    std::unique_ptr<Program> m;

    bool open(const std::vector<QByteArray>& files)
    {
        const QString path = m->folder.filePath(QStringLiteral("source"));
        QDir().mkpath(path);
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!writeFile(path + QStringLiteral("/%1").arg(i), files[i])) {
                return false;
            }
        }
        m->drop(path);
        const auto shown = [this] { return m->window().context() != nullptr; };
        return QTest::qWaitFor(shown, kWait) && m->settled();
    }
    DocumentView* document(int position = 0) { return m->grid().documentIn(m->viewport(position)); }
    PageBrowser* browser(int position = 0)
    {
        auto* page = document(position) ? dynamic_cast<WrittenPage*>(document(position)->page()) : nullptr;
        return page ? &page->browser() : nullptr;
    }
    /// The row of the strip whose series has that number.
    QModelIndex row(const QString& number)
    {
        QAbstractItemModel* model = m->the<SeriesStrip>().model();
        for (int i = 0; i < model->rowCount(); ++i) {
            if (model->index(i, 0).data(SeriesStripModel::NumberRole) == number) {
                return model->index(i, 0);
            }
        }
        return {};
    }
    void doubleClick(const QModelIndex& index)
    {
        QListView* view = m->the<SeriesStrip>().view();
        view->scrollTo(index);
        const QPoint at = view->visualRect(index).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, at);
    }

private Q_SLOTS:
    void init()
    {
        m = std::make_unique<Program>();
        QVERIFY(m->start());
    }
    void cleanup() { m.reset(); }

    void reportAloneOpensByItself()
    {
        QVERIFY(open({reportFile({textItem("No <b>mass</b>."), textItem("K\xC3\xBCgelchen")})}));
        QVERIFY(browser());
        QCOMPARE(browser()->toPlainText(), QStringLiteral("Finding: No <b>mass</b>.\nFinding: Kügelchen"));
        const DocumentHeader& header = document()->header();
        QCOMPARE(header.title(), QStringLiteral("Imaging Report"));
        QVERIFY(header.identity().startsWith(QStringLiteral("Test, Anna · ID P1")));
        QVERIFY(header.identity().contains(QStringLiteral("1960")));
        QCOMPARE(header.cautions().size(), 2); // PARTIAL, UNVERIFIED
        QVERIFY(document()->isVisible() && header.isVisible());
    }

    void imagesOpenFirstAndTheReportLeadsToThem()
    {
        QVERIFY(open(
            {slice(1), slice(2), slice(3), reportFile({textItem("Small nodule."), imageItem(kStudy + ".1.3")}), letterFile()}));
        QCOMPARE(m->grid().count(), 1);
        QCOMPARE(m->viewport().count(), 3);
        QVERIFY(!document());
        doubleClick(row(QStringLiteral("90")));
        QVERIFY(m->settled());
        QVERIFY(browser());
        QVERIFY(browser()->toPlainText().contains(QStringLiteral("Source of Measurement: series 1, image 3")));
        QTextCursor link(browser()->document());
        link.setPosition(browser()->links().front().start + 2);
        QTest::mouseClick(browser()->viewport(), Qt::LeftButton, {}, browser()->cursorRect(link).center());
        QTRY_COMPARE(m->grid().count(), 2);
        QVERIFY(m->settled());
        QCOMPARE(m->viewport(1).frameRef()->image->record.instance.uid.text(), QString::fromLatin1(kStudy + ".1.3"));
        QVERIFY(document(0) && !document(1));
        // Another document in its place, by dragging it from the strip.
        Program::dropSeries(m->viewport(0), row(QStringLiteral("91")).data(SeriesStripModel::KeyRole).toString());
        QVERIFY(m->settled());
        QCOMPARE(document(0)->header().title(), QStringLiteral("Discharge letter"));
        QCOMPARE(browser(0)->toPlainText(), QStringLiteral("Plan\nRest <b> and water."));
    }

    void keysFindWordsInTheDocument()
    {
        QVERIFY(open({reportFile({textItem("Small nodule."), textItem("No effusion.")})}));
        m->grid().setFocus();
        QTRY_VERIFY(browser()->hasFocus());
        QTest::keyClick(browser(), Qt::Key_F, Qt::ControlModifier); // not the search of the study list
        FindBar& bar = dynamic_cast<WrittenPage*>(document()->page())->findBar();
        QTRY_VERIFY(bar.field().hasFocus());
        QTest::keyClicks(&bar.field(), QStringLiteral("EFFUSION"));
        QCOMPARE(bar.count(), 1);
        QTest::keyClick(&bar.field(), Qt::Key_Escape);
        QTRY_VERIFY(browser()->hasFocus());
    }

    void tagsFollowWhatHasNoPicture()
    {
        QVERIFY(open({slice(1), planFile()}));
        doubleClick(row(QStringLiteral("92")));
        QVERIFY(m->settled());
        auto* page = dynamic_cast<SentencePage*>(document()->page());
        QVERIFY(page && page->sentence().contains(QStringLiteral("RT Plan")));
        QTest::mouseClick(page->findChild<QPushButton*>(), Qt::LeftButton);
        TagViewer& tags = m->the<TagViewer>();
        QTRY_VERIFY(tags.isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(tags.allText().contains(QStringLiteral("Boost")), kWait);
        doubleClick(row(QStringLiteral("1")));
        QTRY_VERIFY_WITH_TIMEOUT(!tags.allText().contains(QStringLiteral("Boost")) && tags.isComplete(), kWait);
        QVERIFY(!document());
    }

    void anotherStudyTakesThePageAway() // hazard: wrong patient opened
    {
        QVERIFY(open({reportFile({textItem("Small nodule.")})}));
        QVERIFY(browser());
        const QString other = m->write(QStringLiteral("other"), {2, 1, 1, "P2", "Neu^Eva", "CT"}, 2);
        m->drop(other);
        QTRY_VERIFY_WITH_TIMEOUT(m->window().context()->study.patient.id == QLatin1String("P2"), kWait);
        QVERIFY(!document());
        QVERIFY(!m->viewport().findChild<DocumentView*>()->isVisible());
        QVERIFY(m->settled());
    }
};

QTEST_MAIN(TestDocuments)
#include "tst_Documents.moc"
