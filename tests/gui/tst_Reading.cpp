#include "gui/Program.h"

#include "shell/PatientBanner.h"
#include "tags/TagViewer.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QTreeView>

using namespace isocenter;
using namespace isocenter::test;

/// Reads a study with the whole program: real files, real events, values read back from the screen.
class TestReading : public QObject
{
    Q_OBJECT

    std::unique_ptr<Program> m;
    ImageViewport& view() { return m->viewport(); }
    int sliceInView() { return view().frameRef()->image->record.instance.number.value_or(-1); }
    QImage edge(bool right);

private Q_SLOTS:
    void init();
    void cleanup() { m.reset(); }
    void droppedFolderIsShownAndStored();
    void searchNarrowsAsYouType();
    void paintedValuesAreThoseOfTheFile();
    void wheelScrollsOneSlice();
    void rightDragChangesTheWindow();
    void digitsChooseAWindow();
    void layoutKeyAndDropOfASeries();
    void doubleClickEnlarges();
    void invertTurnsGreysRound();
    void flipMovesTheLetters();
    void tagViewerFindsAndCopies();
    void whatCannotBeShownSaysWhy();
    void switchingShowsNothingOfTheOther();
};

/// Two patients: the first with two series of 6 and 3 slices, the second with one of 4.
void TestReading::init()
{
    m = std::make_unique<Program>();
    QVERIFY(m->start());
    const QString source = m->write(QStringLiteral("source"), {1, 1, 1, "P1", "Test^Anna", "CT"}, 6);
    m->write(QStringLiteral("source"), {1, 2, 1, "P1", "Test^Anna", "CT"}, 3);
    m->write(QStringLiteral("source"), {2, 1, 1, "P2", "M\xC3\xBCller^J\xC3\xBCrgen", "MR"}, 4);
    QVERIFY(m->import({source}));
    QTRY_COMPARE(m->studies().rowCount(), 2);
    QVERIFY(m->settled());
}

void TestReading::droppedFolderIsShownAndStored()
{
    const QString path = m->write(QStringLiteral("dropped"), {3, 1, 1, "P3", "Neu^Eva", "CT"}, 5);
    const QStringList before = filesUnder(path);
    m->drop(path);
    QTRY_VERIFY_WITH_TIMEOUT(m->window().context() && m->window().context()->study.patient.id == QLatin1String("P3"), kWait);
    QVERIFY(m->settled());
    QTRY_COMPARE(m->studies().rowCount(), 3);
    QCOMPARE(filesUnder(path), before); // nothing changes in the source
    QTest::keyClick(&m->grid(), Qt::Key_1, Qt::ControlModifier);
    QVERIFY(m->settled());
    COMPARE_PIXELS(view(), 3, 1, sliceInView(), 100, 400);
}

void TestReading::searchNarrowsAsYouType()
{
    m->window().showBrowser();
    QTest::keyClick(&m->window(), Qt::Key_F, Qt::ControlModifier);
    QLineEdit* field = m->browser().filters().field(QStringLiteral("any"));
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("MULL"));
    QTRY_COMPARE(m->studies().rowCount(), 1);
    QTRY_VERIFY(m->studies().study(0));
    QCOMPARE(m->studies().study(0)->patient.id, QStringLiteral("P2"));
    QTest::keyClicks(field, QStringLiteral("x"));
    QTRY_COMPARE(m->studies().rowCount(), 0);
    for (int i = 0; i < 5; ++i) {
        QTest::keyClick(field, Qt::Key_Backspace);
    }
    QTRY_COMPARE(m->studies().rowCount(), 2);
}

void TestReading::paintedValuesAreThoseOfTheFile()
{
    for (int row = 0; row < 2; ++row) {
        QVERIFY(m->openRow(row));
        const int patient = m->window().context()->study.patient.id == QLatin1String("P1") ? 1 : 2;
        COMPARE_PIXELS(view(), patient, 1, sliceInView(), 100, 400);
        const QStringList facts = m->the<PatientBanner>().facts();
        QVERIFY(facts.join(QLatin1Char(' ')).contains(QStringLiteral("P%1").arg(patient)));
    }
}

void TestReading::wheelScrollsOneSlice() // hazard: image shown stale after a key
{
    QVERIFY(m->openRow(0));
    while (m->window().context()->study.patient.id != QLatin1String("P1")) {
        QVERIFY(m->openRow(1));
    }
    view().setIndex(0);
    for (int index = 1; index < 6; ++index) {
        wheel(view(), -1);
        QCOMPARE(view().index(), index);
        QCOMPARE(sliceInView(), index + 1);
        QTRY_VERIFY(view().isPictureComplete());
        COMPARE_PIXELS(view(), 1, 1, index + 1, 100, 400);
    }
    wheel(view(), -1);
    QCOMPARE(view().index(), 5); // the end
    QTest::keyClick(&view(), Qt::Key_Home);
    QCOMPARE(view().index(), 0);
    COMPARE_PIXELS(view(), 1, 1, 1, 100, 400);
}

void TestReading::rightDragChangesTheWindow() // hazard: window hides a finding
{
    QVERIFY(m->openRow(0));
    const Window before = view().window().value();
    const QPoint start = view().rect().center();
    QTest::mousePress(&view(), Qt::RightButton, {}, start);
    QTest::mouseMove(&view(), start + QPoint(40, 0));
    QTest::mouseRelease(&view(), Qt::RightButton, {}, start + QPoint(40, 0));
    const Window wider = view().window().value();
    QVERIFY(wider.width > before.width);
    QCOMPARE(wider.center, before.center);
    const int patient = m->window().context()->study.patient.id == QLatin1String("P1") ? 1 : 2;
    COMPARE_PIXELS(view(), patient, 1, sliceInView(), wider.center, wider.width);
    QTest::mousePress(&view(), Qt::RightButton, {}, start);
    QTest::mouseMove(&view(), start + QPoint(0, 40));
    QTest::mouseRelease(&view(), Qt::RightButton, {}, start + QPoint(0, 40));
    QVERIFY(view().window()->center != wider.center);
    QCOMPARE(view().window()->width, wider.width);
    QTest::keyClick(&view(), Qt::Key_Backspace);
    QCOMPARE(view().window()->width, 400.0);
}

void TestReading::digitsChooseAWindow()
{
    m->browser().filters().field(QStringLiteral("any"))->setText(QStringLiteral("P1"));
    QTRY_COMPARE(m->studies().rowCount(), 1);
    QVERIFY(m->openRow(0));
    QTest::keyClick(&view(), Qt::Key_3); // brain
    QCOMPARE(view().window()->center, 40.0);
    QCOMPARE(view().window()->width, 80.0);
    COMPARE_PIXELS(view(), 1, 1, sliceInView(), 40, 80);
    QTest::keyClick(&view(), Qt::Key_7); // lung
    QCOMPARE(view().window()->center, -600.0);
    COMPARE_PIXELS(view(), 1, 1, sliceInView(), -600, 1500);
    QTest::keyClick(&view(), Qt::Key_1);
    COMPARE_PIXELS(view(), 1, 1, sliceInView(), 100, 400);
}

void TestReading::layoutKeyAndDropOfASeries()
{
    m->browser().filters().field(QStringLiteral("any"))->setText(QStringLiteral("P1"));
    QTRY_COMPARE(m->studies().rowCount(), 1);
    QVERIFY(m->openRow(0));
    QTest::keyClick(&view(), Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m->grid().count(), 4);
    QVERIFY(m->settled());
    const QString first = m->grid().series().at(0)->series.number == 1 ? ViewportGrid::keyOf(m->viewport(0)) : QString();
    QVERIFY(!first.isEmpty());
    QVERIFY(!m->viewport(3).series());
    Program::dropSeries(m->viewport(3), first);
    QVERIFY(m->settled());
    QCOMPARE(ViewportGrid::keyOf(m->viewport(3)), first);
    ImageViewport& dropped = m->viewport(3);
    COMPARE_PIXELS(dropped, 1, 1, dropped.frameRef()->image->record.instance.number.value(), 100, 400);
    ImageViewport& second = m->viewport(1);
    COMPARE_PIXELS(second, 1, 2, second.frameRef()->image->record.instance.number.value(), 100, 400);
    // A key of a series that this study does not have is refused: hazard wrong patient opened.
    Program::dropSeries(m->viewport(2), QStringLiteral("1.2.826.0.1.3680043.10.1.2.1"));
    QVERIFY(!m->viewport(2).series());
}

void TestReading::doubleClickEnlarges()
{
    QVERIFY(m->openRow(0));
    QTest::keyClick(&view(), Qt::Key_4, Qt::ControlModifier);
    QVERIFY(m->settled());
    const QSize small = view().size();
    QTest::mouseDClick(&view(), Qt::LeftButton, {}, view().rect().center());
    QVERIFY(m->grid().isMaximized());
    QCOMPARE(view().size(), m->grid().size());
    QTest::mouseDClick(&view(), Qt::LeftButton, {}, view().rect().center());
    QVERIFY(!m->grid().isMaximized());
    QCOMPARE(view().size(), small);
}

void TestReading::invertTurnsGreysRound()
{
    QVERIFY(m->openRow(0));
    const int before = paintedGrey(view(), 1, 2);
    QVERIFY(before > 10 && before < 245);
    QTest::keyClick(&view(), Qt::Key_I);
    QVERIFY(qAbs(paintedGrey(view(), 1, 2) - (255 - before)) <= 1);
    QTest::keyClick(&view(), Qt::Key_I);
    QCOMPARE(paintedGrey(view(), 1, 2), before);
}

/// What is drawn in the middle of the left or right edge, cut to its outline. The square image does not reach there.
QImage TestReading::edge(bool right)
{
    const QImage picture = view().grab().toImage().convertToFormat(QImage::Format_Grayscale8);
    const int width = 48;
    const QImage part = picture.copy(right ? picture.width() - width : 0, picture.height() / 2 - 20, width, 40);
    QRect outline;
    for (int y = 0; y < part.height(); ++y) {
        for (int x = 3; x < part.width() - 3; ++x) { // without the border of the active viewport
            if (qGray(part.pixel(x, y)) > 100) {
                outline |= QRect(x, y, 1, 1);
            }
        }
    }
    return part.copy(outline);
}

void TestReading::flipMovesTheLetters() // hazard: wrong side
{
    m->browser().filters().field(QStringLiteral("any"))->setText(QStringLiteral("P2"));
    QTRY_COMPARE(m->studies().rowCount(), 1);
    QVERIFY(m->openRow(0)); // four slices of one series
    QTest::keyClick(&view(), Qt::Key_Home);
    const QImage left = edge(false);
    const int topLeft = paintedGrey(view(), 1, 1);
    const int topRight = paintedGrey(view(), 1, 2);
    QVERIFY(!left.isNull());
    QVERIFY(topLeft != topRight);
    QTest::keyClick(&view(), Qt::Key_H);
    QVERIFY(edge(false) != left);
    const QPointF place = view().imageToWidget().map(QPointF(12, 12)); // the block of topLeft is now at the right
    QVERIFY(place.x() > view().rect().center().x());
    QCOMPARE(paintedGrey(view(), 1, 1), topLeft);
    QTest::keyClick(&view(), Qt::Key_H);
    QCOMPARE(edge(false), left);
    QTest::keyClick(&view(), Qt::Key_T); // turned twice, left and right have changed places as well
    QTest::keyClick(&view(), Qt::Key_T);
    const QImage turned = edge(false);
    QTest::keyClick(&view(), Qt::Key_Backspace);
    QTest::keyClick(&view(), Qt::Key_H);
    QCOMPARE(edge(false), turned);
}

void TestReading::tagViewerFindsAndCopies()
{
    QVERIFY(m->openRow(0));
    QTest::keyClick(&view(), Qt::Key_T, Qt::ControlModifier);
    TagViewer& tags = m->the<TagViewer>();
    QVERIFY(tags.isVisible());
    QVERIFY(m->settled());
    const int all = tags.tree().model()->rowCount();
    QVERIFY(all > 15);
    QTest::keyClicks(&tags.search(), QStringLiteral("0010,0020"));
    QTRY_COMPARE(tags.tree().model()->rowCount(), 1);
    tags.tree().setCurrentIndex(tags.tree().model()->index(0, 0));
    tags.copyValue();
    QCOMPARE(QGuiApplication::clipboard()->text(), m->window().context()->study.patient.id);
    tags.copyRow();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1String("(0010,0020)")));
}

void TestReading::whatCannotBeShownSaysWhy() // hazard: truncated or corrupt frame shown as anatomy
{
    const QByteArray base = "1.2.826.0.1.88";
    DicomBytes d("1.2.840.10008.1.2.4.80"); // JPEG-LS by its name only
    d.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7").text(0x00080018, "UI", base + ".1.1").text(0x00080060, "CS", "CT");
    d.text(0x00100010, "PN", "Broken^Frame").text(0x00100020, "LO", "P9").text(0x0020000D, "UI", base);
    d.text(0x0020000E, "UI", base + ".1").us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").us(0x00280010, 64);
    d.us(0x00280011, 64).us(0x00280100, 16).us(0x00280101, 12).us(0x00280102, 11).us(0x00280103, 0);
    d.fragments({QByteArray("\xFF\xD8\xFF\xF7 these are no pixels \xFF\xD9")});
    const QString path = m->folder.filePath(QStringLiteral("broken"));
    QVERIFY(writeFile(path, d.file("1.2.840.10008.5.1.4.1.1.7", base + ".1.1")));
    QSignalSpy failed(&view(), &ImageViewport::frameFailed);
    m->drop(path);
    QTRY_VERIFY_WITH_TIMEOUT(m->window().context() && m->window().context()->study.patient.id == QLatin1String("P9"), kWait);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kWait);
    QVERIFY(failed.first().at(1).toString().endsWith(QLatin1Char('.')));
    QVERIFY(m->settled());
    QVERIFY(!view().frame());
    const QImage picture = view().grab().toImage();
    int colored = 0;
    for (int y = 100; y < picture.height() - 100; y += 2) {
        for (int x = 100; x < picture.width() - 100; x += 2) {
            const QColor color = picture.pixelColor(x, y);
            colored += color.saturation() > 100 && color.value() > 20 ? 1 : 0;
        }
    }
    QVERIFY(colored > 1000); // hatched in the colour of caution, with words
}

void TestReading::switchingShowsNothingOfTheOther() // hazard: wrong patient opened
{
    // Large series, so that frames of the one are under way when the other is asked for.
    m->import({m->write(QStringLiteral("many"), {4, 1, 1, "P4", "Four^A", "CT"}, 60),
               m->write(QStringLiteral("many"), {5, 1, 1, "P5", "Five^B", "CT"}, 60)});
    const StudyUid studies[2] = {StudyUid(QStringLiteral("1.2.826.0.1.3680043.10.1.4")),
                                 StudyUid(QStringLiteral("1.2.826.0.1.3680043.10.1.5"))};
    int wrong = 0;
    int shown = 0;
    const auto watch = [&](ImageViewport* viewport) {
        connect(viewport, &ImageViewport::frameShown, this, [&, viewport](int index) {
            const StudyUid& open = m->window().context()->study.uid;
            const int patient = open == studies[0] ? 4 : 5;
            const FramePtr frame = viewport->frame();
            ++shown;
            wrong +=
                viewport->series()->study.uid == open && frame && frame->at(0, 0, 0) == blockValue(patient, 1, index + 1, 0, 0)
                    ? 0
                    : 1;
        });
    };
    for (ImageViewport* viewport : m->grid().allViewports()) {
        watch(viewport);
    }
    connect(&m->grid(), &ViewportGrid::viewportAdded, this, watch);
    for (int i = 0; i < 150; ++i) {
        const StudyUid& wanted = studies[i % 2];
        Q_EMIT m->window().openStudyRequested(wanted);
        const int before = shown;
        if (i % 3 != 0) { // at once, when it is open, or when its first picture is there
            QTRY_VERIFY_WITH_TIMEOUT(m->window().context() && m->window().context()->study.uid == wanted, kWait);
        }
        if (i % 3 == 2) {
            QTRY_VERIFY_WITH_TIMEOUT(shown > before, kWait);
        }
    }
    QTRY_VERIFY_WITH_TIMEOUT(m->window().context()->study.uid == studies[1], kWait);
    QVERIFY(m->settled());
    COMPARE_PIXELS(view(), 5, 1, sliceInView(), 100, 400);
    QCOMPARE(wrong, 0);
    QVERIFY(shown >= 50);
}

QTEST_MAIN(TestReading)
#include "tst_Reading.moc"
