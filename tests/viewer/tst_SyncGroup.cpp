#include "layout/SyncGroup.h"

#include "layout/SyncMath.h"
#include "support/FakeImageReader.h"
#include "viewport/ImageViewport.h"

#include <QMouseEvent>
#include <QTest>

#include <cmath>
#include <memory>

using namespace isocenter;
using namespace isocenter::test;

namespace {

QString otherFrame()
{
    return QStringLiteral("1.2.826.0.1.10");
}

/// Axial slices of 32 x 32 pixels of 1 mm about x = y = 0, first at z.
SeriesSpec axial(int series, double z, double step, int count)
{
    SeriesSpec spec;
    spec.series = series;
    spec.rows = spec.columns = 32;
    spec.origin = {-15.5, -15.5, z};
    spec.step = step;
    spec.count = count;
    return spec;
}

/// Sagittal slices about y = 0, x from -count + 1 in steps of 2, rows from z = 31 down to 0.
SeriesSpec sagittal(int series, int count = 5)
{
    SeriesSpec spec;
    spec.series = series;
    spec.rows = spec.columns = 32;
    spec.right = Eigen::Vector3d::UnitY();
    spec.down = -Eigen::Vector3d::UnitZ();
    spec.origin = {double(count - 1), -15.5, 31}; // the normal is -x
    spec.count = count;
    return spec;
}

} // namespace

class TestSyncGroup : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeServices> m_fake;
    std::unique_ptr<ViewerServices> m_services;
    std::unique_ptr<ImageViewport> m_a;
    std::unique_ptr<ImageViewport> m_b;
    std::unique_ptr<SyncGroup> m_sync;

    void show(const SeriesSpec& a, const SeriesSpec& b)
    {
        const SyncGroup::Hold hold(*m_sync);
        m_a->setSeries(addSeries(m_fake->reader, a), 0);
        m_b->setSeries(addSeries(m_fake->reader, b), 0);
    }

    static void wheelDown(ImageViewport& view)
    {
        QWheelEvent event(QPointF(50, 50), view.mapToGlobal(QPointF(50, 50)), QPoint(), QPoint(0, -120), Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &event);
    }

private Q_SLOTS:
    void init()
    {
        m_fake = std::make_unique<FakeServices>();
        m_services = std::make_unique<ViewerServices>(ViewerServices{m_fake->reader, m_fake->cache, m_fake->queue});
        m_a = std::make_unique<ImageViewport>(*m_services);
        m_b = std::make_unique<ImageViewport>(*m_services);
        m_a->resize(256, 256);
        m_b->resize(256, 256);
        m_sync = std::make_unique<SyncGroup>();
        m_sync->setViewports({m_a.get(), m_b.get()});
        m_sync->setActive(m_a.get());
    }

    void cleanup()
    {
        m_sync.reset();
        m_a.reset();
        m_b.reset();
        m_fake.reset();
    }

    void followsByPositionNotByNumber()
    {
        show(axial(1, 0, 1, 21), axial(2, 4, 3, 5)); // b lies at 4, 7, 10, 13, 16
        m_a->setIndex(10);                           // z = 10
        QCOMPARE(m_b->index(), 2);
        wheelDown(*m_a); // z = 11: still nearest to 10
        QCOMPARE(m_a->index(), 11);
        QCOMPARE(m_b->index(), 2);
        wheelDown(*m_a); // z = 12: nearest to 13
        QCOMPARE(m_b->index(), 3);
        m_b->setIndex(0); // any viewport leads: z = 4
        QCOMPARE(m_a->index(), 4);
    }

    void opposedOrderFollowsThePatient()
    {
        SeriesSpec feetFirst = axial(2, 20, 1, 21);
        feetFirst.down = -Eigen::Vector3d::UnitY(); // the normal points to the feet
        feetFirst.origin = {-15.5, 15.5, 20};
        show(axial(1, 0, 1, 21), feetFirst);
        m_a->setIndex(3);
        QCOMPARE(m_b->plane()->position.z(), 3.0);
    }

    // Hazard: wrong place shown as the same place.
    void neverAcrossFramesOfReference()
    {
        SeriesSpec other = axial(2, 0, 1, 21);
        other.frameOfReference = otherFrame();
        show(axial(1, 0, 1, 21), other);
        m_a->setIndex(10);
        QCOMPARE(m_b->index(), 0);
        other.series = 3;
        other.frameOfReference.clear(); // an absent one is not a common one
        SeriesSpec bare = axial(4, 0, 1, 21);
        bare.frameOfReference.clear();
        show(bare, other);
        m_a->setIndex(10);
        QCOMPARE(m_b->index(), 0);
    }

    void neverBetweenPlanesThatCross()
    {
        show(axial(1, 0, 1, 21), sagittal(2));
        m_a->setIndex(10);
        QCOMPARE(m_b->index(), 0);
    }

    void notWhenSwitchedOff()
    {
        show(axial(1, 0, 1, 21), axial(2, 0, 1, 21));
        m_sync->setScrollLinked(false);
        m_a->setIndex(7);
        QCOMPARE(m_b->index(), 0);
        m_sync->setScrollLinked(true); // catches up
        QCOMPARE(m_b->index(), 7);
    }

    void linkByNumberKeepsTheDistance()
    {
        SeriesSpec other = axial(2, 0, 1, 21);
        other.frameOfReference = otherFrame();
        show(axial(1, 0, 1, 21), other);
        m_a->setIndex(2);
        m_b->setIndex(6);
        m_sync->setNumberLinked(true);
        m_a->setIndex(5);
        QCOMPARE(m_b->index(), 9);
        m_b->setIndex(20);
        QCOMPARE(m_a->index(), 16);
        m_a->setIndex(20); // b cannot go beyond its end
        QCOMPARE(m_b->index(), 20);
        m_a->setIndex(10); // and comes back at the old distance
        QCOMPARE(m_b->index(), 14);
    }

    void phasesAtOnePlaceStayInPhase()
    {
        ImageSeries series;
        const ImageSeriesPtr base = addSeries(m_fake->reader, axial(1, 0, 1, 3));
        for (int phase = 0; phase < 4; ++phase) {
            for (const FrameRef& ref : base->frames) {
                series.frames.push_back(ref);
            }
        }
        QCOMPARE(nearestSlice(series, {0, 0, 1}, 6), std::optional<int>(7)); // of 1, 4, 7 and 10
        QCOMPARE(nearestSlice(series, {0, 0, 1}, 0), std::optional<int>(1));
        QCOMPARE(nearestSlice(ImageSeries(), {0, 0, 1}, 0), std::optional<int>());
    }

    void viewLinkShowsTheSamePointAtTheSameScale()
    {
        SeriesSpec fine = axial(2, 0, 1, 21);
        fine.rows = fine.columns = 40; // 20 mm wide, shifted by 3 mm
        fine.columnSpacing = fine.rowSpacing = 0.5;
        fine.origin = {-6, -9, 0};
        show(axial(1, 0, 1, 21), fine);
        m_sync->setViewLinked(true);
        m_a->zoomAt({60, 170}, 2.5);
        m_a->panBy({11, -7});
        const QPointF middle(128, 128);
        const auto here = m_a->patientPoint(middle);
        const auto there = m_b->patientPoint(middle);
        QVERIFY(here && there);
        QVERIFY((*here - *there).norm() < 1e-6);
        const QPointF mmApart(138, 128);
        QVERIFY(((*m_a->patientPoint(mmApart) - *here) - (*m_b->patientPoint(mmApart) - *there)).norm() < 1e-6);
        m_a->fit();
        QVERIFY(!m_b->viewState().pose.zoom);
    }

    void windowLinkNeedsTheSameKindOfValues()
    {
        SeriesSpec mr = axial(2, 0, 1, 21);
        mr.modality = QStringLiteral("MR");
        mr.unit.clear();
        show(axial(1, 0, 1, 21), mr);
        m_sync->setWindowLinked(true);
        m_a->setWindow({50, 350, VoiFunction::Linear, {}});
        QVERIFY(!m_b->viewState().display.window);
        show(axial(1, 0, 1, 21), axial(3, 0, 1, 21));
        m_a->setWindow({-600, 1500, VoiFunction::Linear, {}});
        QVERIFY(m_b->viewState().display.window);
        QCOMPARE(m_b->viewState().display.window->center, -600.0);
        m_a->applyDefaultWindow();
        QVERIFY(!m_b->viewState().display.window);
    }

    void referenceLineLiesWhereThePlanesCut()
    {
        show(axial(1, 0, 1, 21), sagittal(2));
        const FrameRef target = m_b->series()->frames.front();
        const auto lines = referenceLines(*m_a->series(), 10, target, Qt::cyan, Qt::gray);
        QCOMPARE(lines.size(), std::size_t{3}); // first, last, and the one in view above them
        const ReferenceLine& line = lines.back();
        QCOMPARE(line.color, QColor(Qt::cyan));
        QCOMPARE(line.label, QStringLiteral("11"));
        // Row 0 has its centre at z = 31, so z = 10 is the centre of row 21: 21.5 from the outer edge; y from edge to edge.
        QVERIFY(std::abs(line.line.y1() - 21.5) < 1e-9 && std::abs(line.line.y2() - 21.5) < 1e-9);
        QCOMPARE(qRound(std::min(line.line.x1(), line.line.x2())), 0);
        QCOMPARE(qRound(std::max(line.line.x1(), line.line.x2())), 32);
        QVERIFY(std::abs(lines[0].line.y1() - 31.5) < 1e-9); // z = 0
        QVERIFY(lines[0].dashed);
        QVERIFY(referenceLines(*m_b->series(), 0, m_b->series()->frames[1], Qt::cyan, Qt::gray).empty()); // parallel
    }

    void referenceLineIsPainted()
    {
        SeriesSpec dark = sagittal(2);
        dark.pixels = [](int, int, int) { return -1000; };
        show(axial(1, 0, 1, 21), dark);
        m_b->show();
        m_a->setIndex(10);
        QTRY_VERIFY(m_b->isPictureComplete());
        const QPointF on = m_b->imageToWidget().map(QPointF(8, 21.5));
        const auto brightest = [&] {
            const QImage picture = m_b->grab().toImage();
            int best = 0;
            for (int dy = -1; dy <= 1; ++dy) {
                best = std::max(best, QColor(picture.pixel(qRound(on.x()), qRound(on.y()) + dy)).green());
            }
            return best;
        };
        QVERIFY(brightest() > 60); // the accent, thinned by antialiasing
        m_sync->setReferenceLines(false);
        QVERIFY(brightest() < 20);
    }

    void cursorGoesToThePointInOtherPlanes()
    {
        show(axial(1, 0, 1, 21), sagittal(2));
        m_a->setIndex(10);
        m_a->show();
        QTRY_VERIFY(m_a->isPictureComplete());
        const QPointF at = m_a->imageToWidget().map(QPointF(18, 10)); // x = 2, y = -6
        QCOMPARE(qRound(m_a->patientPoint(at)->x() * 10), 20);
        const auto move = [&](Qt::KeyboardModifiers modifiers) {
            QMouseEvent event(QEvent::MouseMove, at, m_a->mapToGlobal(at), Qt::NoButton, Qt::NoButton, modifiers);
            QCoreApplication::sendEvent(m_a.get(), &event);
        };
        move(Qt::NoModifier);
        QCOMPARE(m_b->index(), 0);
        move(Qt::ShiftModifier);
        QCOMPARE(m_b->plane()->position.x(), 2.0);
    }

    void aViewportThatLeavesIsLeftAlone()
    {
        show(axial(1, 0, 1, 21), axial(2, 0, 1, 21));
        m_sync->setViewports({m_a.get()});
        m_a->setIndex(9);
        QCOMPARE(m_b->index(), 0);
    }
};

QTEST_MAIN(TestSyncGroup)
#include "tst_SyncGroup.moc"
