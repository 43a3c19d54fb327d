#include "viewer/VolumeHost.h"
#include "volumepage/TransferEditor.h"

#include <QColorDialog>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

using namespace isocenter;
using namespace isocenter::test;

namespace {

using Mode = VolumeView::Mode;

QString shownLook(const VolumeHost& host)
{
    return host.page.view().overlay().corners[BottomLeft].back().text;
}

} // namespace

class TestVolumeLook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void digitsChooseAndChangeToVolumeRendering()
    {
        VolumeHost host;
        TRY_READY(host);
        const auto& choices = host.page.view().look().choices();
        QVERIFY(choices.size() >= 5); // of CT
        host.key(Qt::Key_2);
        QCOMPARE(host.page.view().mode(), Mode::Shaded);
        TRY_READY(host);
        QCOMPARE(shownLook(host), choices[1].function->name);
        host.key(Qt::Key_M);
        TRY_READY(host);
        QVERIFY(shownLook(host).startsWith(QLatin1String("W ")));
        host.key(Qt::Key_9); // there is none: nothing happens
        QCOMPARE(host.page.view().mode(), Mode::MaximumIntensity);
    }

    void valuesWithoutUnitAreNotTakenForHounsfield()
    {
        SeriesSpec spec = middleBall();
        spec.unit.clear();
        VolumeHost host(spec);
        TRY_READY(host);
        const VolumeHistogram& histogram = host.page.view().look().histogram();
        // The shipped ones for any modality begin at a tenth of the way from the median to the brightest.
        const double first = host.page.view().look().function()->points.front().value;
        QVERIFY(std::abs(first - (histogram.median + 0.1 * (histogram.brightest - histogram.median))) < 1);
    }

    void menuOffersPresetsByClick()
    {
        VolumeHost host;
        TRY_READY(host);
        auto* button = host.page.findChild<QToolButton*>(QStringLiteral("presetButton"));
        QMenu* menu = button->menu();
        menu->popup(host.page.mapToGlobal(QPoint(0, 0))); // a click opens a loop of its own
        QTRY_VERIFY(menu->isVisible());
        QAction* third = menu->actions().at(2);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(third).center());
        QCOMPARE(host.page.view().look().chosen(), 2);
        QCOMPARE(host.page.view().mode(), Mode::Shaded);
        QVERIFY(button->text().startsWith(host.page.view().look().function()->name));
    }

    void rightDragStretchesAndRestores()
    {
        VolumeHost host;
        TRY_READY(host);
        host.key(Qt::Key_1);
        TRY_READY(host);
        VolumeViewport& view = host.page.view();
        const double first = view.look().function()->points.front().value;
        const double width = view.look().function()->points.back().value - first;
        QTest::mousePress(&view, Qt::RightButton, {}, {100, 100});
        QTest::mouseMove(&view, {228, 100}); // 128 to the right: twice as wide
        QTest::mouseRelease(&view, Qt::RightButton, {}, {228, 100});
        const auto& points = view.look().function()->points;
        QVERIFY(std::abs(points.back().value - points.front().value - 2 * width) < 1e-6);
        TRY_READY(host);
        QVERIFY2(shownLook(host).endsWith(QLatin1String("changed")), qPrintable(shownLook(host)));
        host.key(Qt::Key_T);
        QVERIFY(host.page.isPanelVisible());
        host.button(QStringLiteral("Back to the preset"))->click();
        QCOMPARE(view.look().function()->points.front().value, first);
        QVERIFY(!view.look().isChanged());
    }

    void editorByMouse()
    {
        VolumeHost host;
        TRY_READY(host);
        host.key(Qt::Key_1);
        QTest::mouseClick(host.button(QStringLiteral("Tools")), Qt::LeftButton);
        auto* editor = host.page.findChild<TransferEditor*>();
        QTRY_VERIFY(editor->isVisible());
        VolumeLook& look = host.page.view().look();
        const std::size_t count = look.function()->points.size();
        // Drag the second point up.
        const TransferPoint before = look.function()->points[1];
        const QPoint at = editor->place(before).toPoint();
        QTest::mousePress(editor, Qt::LeftButton, {}, at);
        QTest::mouseMove(editor, at - QPoint(0, 20));
        QTest::mouseRelease(editor, Qt::LeftButton, {}, at - QPoint(0, 20));
        QVERIFY(look.function()->points[1].opacity > before.opacity);
        // Double click beside the curve: one more.
        const QPoint free(editor->width() / 4, editor->height() / 3);
        QTest::mouseDClick(editor, Qt::LeftButton, {}, free);
        QCOMPARE(look.function()->points.size(), count + 1);
        const auto& points = look.function()->points;
        QVERIFY(std::is_sorted(points.begin(), points.end(),
                               [](const TransferPoint& a, const TransferPoint& b) { return a.value < b.value; }));
        // A right click on it: gone.
        QTest::mouseClick(editor, Qt::RightButton, {}, free);
        QCOMPARE(look.function()->points.size(), count);
    }

    void editorByKeys()
    {
        VolumeHost host;
        TRY_READY(host);
        host.page.setPanelVisible(true);
        auto* editor = host.page.findChild<TransferEditor*>();
        VolumeLook& look = host.page.view().look();
        const std::size_t count = look.function()->points.size();
        QTest::keyClick(editor, Qt::Key_Right);
        QCOMPARE(editor->current(), 1);
        const TransferPoint before = look.function()->points[1];
        QTest::keyClick(editor, Qt::Key_Up, Qt::ShiftModifier);
        QTest::keyClick(editor, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(look.function()->points[1].opacity > before.opacity);
        QVERIFY(look.function()->points[1].value < before.value);
        QTest::keyClick(editor, Qt::Key_Insert);
        QCOMPARE(look.function()->points.size(), count + 1);
        for (std::size_t i = 0; i < count + 5; ++i) {
            QTest::keyClick(editor, Qt::Key_Delete);
        }
        QCOMPARE(look.function()->points.size(), std::size_t(1)); // the last stays
        // Keys that mean nothing to the editor mean what they mean over the picture.
        QTest::keyClick(editor, Qt::Key_H);
        QCOMPARE(host.page.view().camera().direction, VolumeCamera::from(PatientSide::Head).direction);
    }

    void fieldsAndColour()
    {
        VolumeHost host;
        TRY_READY(host);
        host.page.setPanelVisible(true);
        VolumeLook& look = host.page.view().look();
        const auto boxes = host.page.findChildren<QDoubleSpinBox*>();
        QCOMPARE(boxes.front()->accessibleName(), QStringLiteral("Value of the chosen point"));
        boxes.front()->setValue(60);
        QCOMPARE(look.function()->points.front().value, 60.0);
        boxes.front()->setValue(1e5); // not past its neighbour
        QCOMPARE(look.function()->points[0].value, look.function()->points[1].value);
        host.button(QStringLiteral("Colour of the chosen point"))->click();
        auto* dialog = host.page.findChild<QColorDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QVERIFY(!dialog->isModal());
        dialog->setCurrentColor(QColor(0, 255, 0));
        QCOMPARE(look.function()->points.front().color[1], 1.0);
        QCOMPARE(look.function()->points.front().color[0], 0.0);
        dialog->close();
    }

    void ownPresetIsOfferedAfterwards()
    {
        VolumeHost host;
        TRY_READY(host);
        host.page.setPanelVisible(true);
        VolumeLook& look = host.page.view().look();
        const std::size_t shipped = look.choices().size();
        look.stretch(40, 1.5);
        const std::vector<TransferPoint> wanted = look.function()->points;
        auto* name = host.page.findChild<QLineEdit*>(QStringLiteral("presetName"));
        QTest::keyClicks(name, QStringLiteral("Stent"));
        QTest::mouseClick(host.button(QStringLiteral("Keep colours")), Qt::LeftButton);
        QCOMPARE(look.choices().size(), shipped + 1);
        QCOMPARE(look.chosen(), static_cast<int>(shipped));
        QVERIFY(name->text().isEmpty());
        // Another series of the modality, later.
        SeriesSpec other = middleBall();
        other.study = 2;
        host.page.view().setSeries(addSeries(host.services.reader, other));
        TRY_READY(host);
        QCOMPARE(look.chosen(), 0);
        QCOMPARE(look.choices().back().function->name, QStringLiteral("Stent"));
        QCOMPARE(look.choices().back().function->points.front().value, wanted.front().value);
        look.choose(static_cast<int>(shipped));
        QTest::mouseClick(host.button(QStringLiteral("Forget")), Qt::LeftButton);
        QCOMPARE(look.choices().size(), shipped);
        QVERIFY(host.store.presets.only(QStringLiteral("CT")).empty());
        // A place that cannot be written is said.
        host.store.refuses = true;
        QTest::keyClicks(name, QStringLiteral("Again"));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(look.choices().size(), shipped);
        QCOMPARE(name->text(), QStringLiteral("Again"));
    }
};

QTEST_MAIN(TestVolumeLook)
#include "tst_VolumeLook.moc"
