#include "studylist/SeriesStrip.h"

#include "studylist/SeriesStripModel.h"
#include "support/FakeDocuments.h"
#include "support/FakeImageReader.h"
#include "theme/Icons.h"
#include "theme/Theme.h"
#include "viewport/ImageViewport.h"

#include <QAbstractItemModel>
#include <QListView>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace isocenter;
using namespace isocenter::test;

class TestSeriesStrip : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeServices> m_fake;
    std::unique_ptr<ViewerServices> m_services;
    std::unique_ptr<SeriesStrip> m_strip;

    static StudyContextPtr contextOf(const ImageSeriesPtr& series)
    {
        return std::make_shared<const StudyContext>(StudyContext{series->study, series->generation});
    }

    static SeriesSpec spec(int series, int value, quint64 generation = 1)
    {
        SeriesSpec s;
        s.series = series;
        s.generation = generation;
        s.study = static_cast<int>(generation);
        s.windows = {{128, 256, VoiFunction::LinearExact, {}}}; // grey = value
        s.pixels = [value](int, int, int) { return value; };
        return s;
    }

    QVariant at(int row, int role) const { return m_strip->model()->index(row, 0).data(role); }
    int grey(int row) const
    {
        const QImage image = at(row, SeriesStripModel::PictureRole).value<QImage>();
        return image.isNull() ? -1 : qGray(image.pixel(image.rect().center()));
    }

private Q_SLOTS:
    void initTestCase() { Theme::shipped(QStringLiteral("dark")).apply(); }

    void init()
    {
        m_fake = std::make_unique<FakeServices>();
        m_services = std::make_unique<ViewerServices>(ViewerServices{m_fake->reader, m_fake->cache, m_fake->queue});
        m_strip = std::make_unique<SeriesStrip>(*m_services);
        m_strip->resize(220, 500);
        m_strip->show();
        QVERIFY(QTest::qWaitForWindowActive(m_strip.get()));
    }

    void cleanup()
    {
        m_fake->reader.releaseAll();
        m_strip.reset();
        m_fake.reset();
    }

    void rowsSayWhatTheyAre()
    {
        SeriesSpec many = spec(2, 10);
        many.count = 120;
        const auto one = addSeries(m_fake->reader, spec(1, 10));
        m_strip->setStudy(contextOf(one), {one, addSeries(m_fake->reader, many)});
        QCOMPARE(m_strip->model()->rowCount(), 2);
        QCOMPARE(at(1, SeriesStripModel::NumberRole).toString(), QStringLiteral("2"));
        QCOMPARE(at(1, SeriesStripModel::ModalityRole).toString(), QStringLiteral("CT"));
        QCOMPARE(at(1, Qt::DisplayRole).toString(), QStringLiteral("Thorax"));
        QVERIFY(at(1, SeriesStripModel::CountRole).toString().startsWith(QStringLiteral("120 ")));
        QCOMPARE(at(1, SeriesStripModel::KeyRole).toString(), QStringLiteral("1.2.826.0.1.1.2#0"));
        QVERIFY(at(1, Qt::AccessibleTextRole).toString().contains(QStringLiteral("Thorax")));
        m_strip->setShown({QStringLiteral("1.2.826.0.1.1.2#0")}, QStringLiteral("1.2.826.0.1.1.2#0"));
        QVERIFY(at(1, SeriesStripModel::ShownRole).toBool());
        QVERIFY(!at(0, SeriesStripModel::ShownRole).toBool());
        QVERIFY(at(1, Qt::AccessibleTextRole).toString().contains(QStringLiteral("active viewport")));
    }

    void objectsWithoutAPictureSayWhatTheyAre()
    {
        const auto ct = addSeries(m_fake->reader, spec(1, 10));
        const auto of = [](int series, const QString& sopClass, int count) {
            std::vector<ImagePtr> objects;
            for (int i = 1; i <= count; ++i) {
                objects.push_back(objectOf({1, series, i, sopClass}));
            }
            return objectSeries(objects);
        };
        m_strip->setStudy(contextOf(ct),
                          {ct, of(2, kBasicText, 3), of(3, kEncapsulatedPdf, 1), of(4, kTwelveLeads, 1), of(5, kPlan, 2)});
        QVERIFY(at(0, SeriesStripModel::IconRole).toString().isEmpty());
        const QStringList icons{QStringLiteral("report"), QStringLiteral("document"), QStringLiteral("waveform"),
                                QStringLiteral("object")};
        for (int row = 1; row <= 4; ++row) {
            QCOMPARE(at(row, SeriesStripModel::IconRole).toString(), icons[row - 1]);
            QVERIFY(!themedIcon(icons[row - 1]).isNull());
            QVERIFY(at(row, SeriesStripModel::ReasonRole).toString().isEmpty());
            QVERIFY(at(row, SeriesStripModel::PictureRole).value<QImage>().isNull());
        }
        QCOMPARE(at(1, SeriesStripModel::CountRole).toString(), QStringLiteral("3 reports"));
        QCOMPARE(at(2, SeriesStripModel::CountRole).toString(), QStringLiteral("1 document"));
        QCOMPARE(at(3, SeriesStripModel::CountRole).toString(), QStringLiteral("1 recording"));
        QCOMPARE(at(1, Qt::DisplayRole).toString(), QStringLiteral("Basic Text SR")); // without a description
        QVERIFY(at(1, SeriesStripModel::CautionRole).toString().isEmpty());           // each has its page
        QVERIFY(at(4, SeriesStripModel::CautionRole).toString().contains(QStringLiteral("2 objects not shown")));
        QVERIFY(at(1, Qt::AccessibleTextRole).toString().contains(QStringLiteral("3 reports")));
        QSignalSpy opened(m_strip.get(), &SeriesStrip::openRequested);
        m_strip->view()->setCurrentIndex(m_strip->model()->index(1, 0));
        QTest::keyClick(m_strip->view(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.front().front().toString(), QStringLiteral("1.2.826.0.1.1.2#0"));
        const std::unique_ptr<QMimeData> mime(m_strip->model()->mimeData({m_strip->model()->index(1, 0)}));
        QCOMPARE(mime->data(QString::fromLatin1(kSeriesMimeType)), QByteArray("1.2.826.0.1.1.2#0"));
    }

    void picturesAreOfTheMiddleFrame()
    {
        SeriesSpec ramp = spec(1, 0);
        ramp.count = 7;
        ramp.pixels = [](int slice, int, int) { return slice * 30; };
        const auto series = addSeries(m_fake->reader, ramp);
        m_strip->setStudy(contextOf(series), {series});
        QVERIFY(!m_strip->isComplete());
        QTRY_VERIFY(m_strip->isComplete());
        QVERIFY(std::abs(grey(0) - 90) <= 1); // slice 3 of 0 to 6
    }

    void picturesKeepTheTrueProportions()
    {
        SeriesSpec flat = spec(1, 200);
        flat.rows = 16;
        flat.columns = 32;
        flat.rowSpacing = 4; // 64 mm high, 32 mm wide
        const auto series = addSeries(m_fake->reader, flat);
        m_strip->setStudy(contextOf(series), {series});
        QTRY_VERIFY(m_strip->isComplete());
        const QSize size = at(0, SeriesStripModel::PictureRole).value<QImage>().size();
        QVERIFY(std::abs(double(size.height()) / size.width() - 2) < 0.05);
    }

    void aFailedPictureSaysWhy()
    {
        const auto series = addSeries(m_fake->reader, spec(1, 50));
        m_fake->reader.fail(series->frames[2].image->path, 0, QStringLiteral("Half of the pixel data is missing."));
        m_strip->setStudy(contextOf(series), {series});
        QTRY_VERIFY(m_strip->isComplete());
        QVERIFY(at(0, SeriesStripModel::PictureRole).value<QImage>().isNull());
        QCOMPARE(at(0, SeriesStripModel::ReasonRole).toString(), QStringLiteral("Half of the pixel data is missing."));
        QVERIFY(at(0, Qt::AccessibleTextRole).toString().contains(QStringLiteral("missing")));
    }

    // Hazard: incomplete series unnoticed.
    void incompleteSeriesAndGapsAreMarked()
    {
        const auto whole = addSeries(m_fake->reader, spec(1, 50));
        auto arriving = std::make_shared<ImageSeries>(*whole);
        arriving->complete = false;
        arriving->part = 1;
        arriving->parts = 3;
        arriving->order.gaps = {2};
        m_strip->setStudy(contextOf(whole), {whole, arriving});
        QVERIFY(at(0, SeriesStripModel::CautionRole).toString().isEmpty());
        QVERIFY(at(1, SeriesStripModel::CautionRole).toString().contains(QStringLiteral("arriving")));
        QVERIFY(at(1, SeriesStripModel::CautionRole).toString().contains(QStringLiteral("gap")));
        QCOMPARE(at(1, SeriesStripModel::PartRole).toString(), QStringLiteral("part 2 of 3"));
    }

    // Hazard: wrong patient opened.
    void latePicturesOfAnotherStudyAreDropped()
    {
        const auto first = addSeries(m_fake->reader, spec(1, 40, 1));
        const auto second = addSeries(m_fake->reader, spec(1, 200, 2));
        m_fake->reader.setHolding(true);
        m_strip->setStudy(contextOf(first), {first});
        QTRY_COMPARE(m_fake->reader.held().size(), std::size_t{1});
        m_strip->setStudy(contextOf(second), {second, first}); // one of the earlier generation is left out
        QCOMPARE(m_strip->model()->rowCount(), 1);
        QTRY_COMPARE(m_fake->reader.held().size(), std::size_t{2});
        m_fake->reader.release(m_fake->reader.held().back()); // the new one first, the old one last
        QTRY_VERIFY(m_strip->isComplete());
        m_fake->reader.releaseAll();
        QTRY_COMPARE(m_fake->reader.held().size(), std::size_t{0});
        bool answersCame = false; // asked last, delivered after the late picture
        m_fake->queue.add(1 << 20, [&] {
            QMetaObject::invokeMethod(
                this, [&] { answersCame = true; }, Qt::QueuedConnection);
        });
        QTRY_VERIFY(answersCame);
        QVERIFY(std::abs(grey(0) - 200) <= 1);
        m_strip->updateSeries(1, {first});
        QCOMPARE(at(0, SeriesStripModel::KeyRole).toString(), seriesKey(second));
    }

    void aSeriesThatGrowsKeepsItsPictureUntilItIsWhole()
    {
        SeriesSpec growing = spec(1, 0);
        growing.pixels = [](int slice, int, int) { return slice * 20; };
        growing.count = 3;
        auto part = std::make_shared<ImageSeries>(*addSeries(m_fake->reader, growing));
        part->complete = false;
        m_strip->setStudy(contextOf(part), {part});
        QTRY_VERIFY(m_strip->isComplete());
        QVERIFY(std::abs(grey(0) - 20) <= 1);
        growing.count = 7;
        auto more = std::make_shared<ImageSeries>(*addSeries(m_fake->reader, growing));
        more->complete = false;
        m_strip->updateSeries(1, {more});
        QVERIFY(m_strip->isComplete());
        QVERIFY(std::abs(grey(0) - 20) <= 1);
        m_strip->updateSeries(1, {addSeries(m_fake->reader, growing)});
        QVERIFY(std::abs(grey(0) - 20) <= 1); // no blinking meanwhile
        QTRY_VERIFY(m_strip->isComplete());
        QVERIFY(std::abs(grey(0) - 60) <= 1);
    }

    void opensByDoubleClickAndEnter()
    {
        const auto one = addSeries(m_fake->reader, spec(1, 40));
        const auto two = addSeries(m_fake->reader, spec(2, 80));
        m_strip->setStudy(contextOf(one), {one, two});
        QSignalSpy opened(m_strip.get(), &SeriesStrip::openRequested);
        QListView* view = m_strip->view();
        const QPoint second = view->visualRect(view->model()->index(1, 0)).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, second);
        QTest::mouseDClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, second);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.takeFirst().at(0).toString(), seriesKey(two));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Up);
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.takeFirst().at(0).toString(), seriesKey(one));
    }

    void rowsAreDraggedByKey()
    {
        const auto one = addSeries(m_fake->reader, spec(1, 40));
        m_strip->setStudy(contextOf(one), {one});
        const std::unique_ptr<QMimeData> mime(m_strip->model()->mimeData({m_strip->model()->index(0, 0)}));
        QCOMPARE(QString::fromUtf8(mime->data(QStringLiteral("application/x-isocenter-series"))), seriesKey(one));
        QVERIFY(m_strip->model()->flags(m_strip->model()->index(0, 0)) & Qt::ItemIsDragEnabled);
    }

    void theDotIsPainted()
    {
        const auto one = addSeries(m_fake->reader, spec(1, 0));
        m_strip->setStudy(contextOf(one), {one});
        QTRY_VERIFY(m_strip->isComplete());
        const auto accents = [this] {
            const QImage picture = m_strip->grab().toImage();
            const QColor accent = Theme::applied().color("current");
            int count = 0;
            for (int y = 0; y < 100; ++y) {
                for (int x = 10; x < 100; ++x) {
                    count += picture.pixelColor(x, y) == accent ? 1 : 0;
                }
            }
            return count;
        };
        QCOMPARE(accents(), 0);
        m_strip->setShown({seriesKey(one)}, {});
        QVERIFY(accents() > 8); // its inner part, the edge is blended
    }
};

QTEST_MAIN(TestSeriesStrip)
#include "tst_SeriesStrip.moc"
