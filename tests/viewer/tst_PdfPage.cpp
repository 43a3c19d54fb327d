#include "page/PdfPage.h"

#include "page/PageFactory.h"
#include "paged/PageSearch.h"
#include "paged/PageTiles.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "viewport/ViewerServices.h"

#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <deque>
#include <set>

using namespace isocenter;
using namespace isocenter::test;

namespace {

QRgb colorOf(int page)
{
    return qRgb(20 + page * 10 % 200, 100, 200);
}

/// Draws each page in one colour when told to; says the text of page n is "page n".
class FakeSource : public PageSource
{
public:
    struct Request
    {
        quint64 ticket;
        int page;
        double scale;
        QRect part;
        QString text;
    };

    void render(quint64 ticket, int page, double pixelsPerPoint, const QRect& part) override
    {
        requests.push_back({ticket, page, pixelsPerPoint, part, {}});
        ++rendered_;
        pixels = std::max<qint64>(pixels, qint64{part.width()} * part.height());
        later();
    }
    void find(quint64 ticket, int page, const QString& text) override
    {
        requests.push_back({ticket, page, 0, {}, text});
        later();
    }
    void forget() override { requests.clear(); }

    void setHolding(bool hold)
    {
        holding = hold;
        later();
    }
    void later()
    {
        if (!holding) {
            QMetaObject::invokeMethod(
                this, [this] { answer(); }, Qt::QueuedConnection);
        }
    }
    void answer()
    {
        if (holding || requests.empty()) {
            return;
        }
        const Request request = requests.front();
        requests.pop_front();
        if (!request.text.isEmpty()) {
            const bool there = QStringLiteral("page %1.").arg(request.page + 1).contains(request.text);
            Q_EMIT found(request.ticket, there ? QList<QRectF>{{10, 10, 50, 12}, {10, 100, 50, 12}} : QList<QRectF>{});
        } else if (bad.count(request.page)) {
            Q_EMIT failed(request.ticket, {QStringLiteral("This page cannot be drawn; it is not shown."), {}});
        } else {
            PageRaster raster;
            raster.size = request.part.size();
            QImage image(raster.size, QImage::Format_RGB32);
            image.fill(colorOf(request.page));
            raster.pixels = QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes());
            raster.doubtful = doubtful.count(request.page) > 0;
            Q_EMIT rendered(request.ticket, raster);
        }
        later();
    }

    std::deque<Request> requests;
    std::set<int> bad;
    std::set<int> doubtful;
    bool holding = false;
    int rendered_ = 0;
    qint64 pixels = 0;
};

struct Host
{
    explicit Host(int pages, const QSizeF& size = {200, 300})
    {
        auto made = std::make_unique<FakeSource>();
        source = made.get();
        page = std::make_unique<PdfPage>(std::move(made));
        page->resize(600, 500);
        page->show();
        sizes.assign(static_cast<std::size_t>(pages), size);
    }
    void open(int said = 0, bool damaged = false)
    {
        Q_EMIT source->opened(sizes, said ? said : static_cast<int>(sizes.size()), damaged);
    }
    template <typename T> T* part(const char* name) const { return page->findChild<T*>(QString::fromLatin1(name)); }
    QString text(const char* name) const { return part<QLabel>(name)->text(); }
    QImage picture() const { return page->view().viewport()->grab().toImage(); }

    FakeSource* source;
    std::unique_ptr<PdfPage> page;
    std::vector<QSizeF> sizes;
};

} // namespace

class TestPdfPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pagesStandBelowEachOther()
    {
        const PageColumn column({{100, 200}, {300, 100}, {100, 200}}, 2, 800);
        QCOMPARE(column.page(0), QRectF(300, 12, 200, 400));
        QCOMPARE(column.page(1), QRectF(100, 424, 600, 200));
        QCOMPARE(column.page(2), QRectF(300, 636, 200, 400));
        QCOMPARE(column.size(), QSizeF(800, 1048));
        QCOMPARE(column.between(0, 10), std::pair(0, 0));
        QCOMPARE(column.between(0, 424), std::pair(0, 1));
        QCOMPARE(column.between(411, 640), std::pair(0, 3));
        QCOMPARE(column.between(412, 425), std::pair(1, 2));
        QCOMPARE(column.mostVisible(300, 600), 1);
        QCOMPARE(column.mostVisible(0, 2000), 0);
        QCOMPARE(column.mostVisible(900, 1048), 2);
        QCOMPARE(PageColumn().mostVisible(0, 100), -1);
    }

    void tilesCoverAPageOnce()
    {
        const QSizeF points(595, 842);
        const std::int64_t scale = tileScale(8.3); // 4938.5 x 6988.6 pixels
        QCOMPARE(pagePixels(points, scale), QSize(4939, 6989));
        const std::vector<PageTileKey> keys = tilesOver(0, points, scale, QRectF(QPointF(), points));
        QCOMPARE(keys.size(), std::size_t(3 * 4));
        qint64 area = 0;
        for (const PageTileKey& key : keys) {
            const QRect part = tilePart(key, points);
            QVERIFY(QRect(0, 0, 4939, 6989).contains(part));
            area += qint64{part.width()} * part.height();
        }
        QCOMPARE(area, qint64{4939} * 6989);
        QCOMPARE(tilesOver(0, points, scale, QRectF(0, 0, 10, 10)).size(), std::size_t(1));
        QVERIFY(tilesOver(0, points, scale, QRectF()).empty());
    }

    void keepsWithinTheBudget()
    {
        PageTiles tiles(1000);
        const QImage image(10, 10, QImage::Format_RGB32); // 400 bytes
        for (int i = 0; i < 5; ++i) {
            tiles.put({i, 1, 0, 0}, image);
            tiles.find({0, 1, 0, 0}); // the first is looked at all the time
        }
        QCOMPARE(tiles.bytes(), std::size_t(800));
        QVERIFY(tiles.find({0, 1, 0, 0}));
        QVERIFY(tiles.find({4, 1, 0, 0}));
        QVERIFY(!tiles.find({2, 1, 0, 0}));
    }

    void showsThePagesOneByOne()
    {
        Host host(7);
        QVERIFY(!host.page->isComplete());
        host.open();
        QTRY_VERIFY(host.page->isComplete());
        PagedView& view = host.page->view();
        QCOMPARE(view.fit(), PagedView::Fit::Width);
        QCOMPARE(host.text("pdfNumber"), QStringLiteral("1 of 7"));
        QCOMPARE(host.picture().pixel(300, 200), colorOf(0));
        for (int page = 1; page < 7; ++page) {
            host.part<QToolButton>("pdfNext")->click();
            QCOMPARE(host.text("pdfNumber"), QStringLiteral("%1 of 7").arg(page + 1));
            QTRY_VERIFY(host.page->isComplete());
            QCOMPARE(host.picture().pixel(300, 200), colorOf(page));
        }
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.currentPage(), 0);
        QTest::keyClick(&view, Qt::Key_PageDown);
        QCOMPARE(view.verticalScrollBar()->value(), view.viewport()->height() - 40);
        QTest::keyClick(&view, Qt::Key_Home);
        host.page->scrollLines(2);
        QCOMPARE(view.verticalScrollBar()->value(), 2 * view.verticalScrollBar()->singleStep());
        host.part<QToolButton>("pdfWhole")->click();
        QCOMPARE(view.fit(), PagedView::Fit::Page);
        QVERIFY(view.column().page(0).height() <= view.viewport()->height());
        const int before = view.currentPage();
        QTest::keyClick(&view, Qt::Key_PageDown);
        QCOMPARE(view.currentPage(), before + 1);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.currentPage(), 6);
    }

    void zoomsSharplyAboutTheMiddle()
    {
        Host host(3);
        host.open();
        QTRY_VERIFY(host.page->isComplete());
        PagedView& view = host.page->view();
        host.page->resetZoom();
        view.verticalScrollBar()->setValue(300);
        const auto middle = [&] {
            const QPointF at = view.scrolled() + QPointF(view.viewport()->width() / 2.0, view.viewport()->height() / 2.0);
            const QRectF page = view.column().page(0);
            return QPointF((at.x() - page.left()) / page.width(), (at.y() - page.top()) / page.height());
        };
        const QPointF before = middle();
        const double scale = view.scale();
        QTest::keyClick(&view, Qt::Key_Plus);
        QVERIFY(std::abs(view.scale() / scale - 1.25) < 1e-9);
        QVERIFY(std::abs(middle().y() - before.y()) < 0.01);
        QVERIFY(std::abs(middle().x() - before.x()) < 0.01);
        QCOMPARE(view.fit(), PagedView::Fit::None);
        QTRY_VERIFY(host.page->isComplete());
        // Drawn at the scale at which it is seen, and never in pieces larger than a tile.
        view.setScale(16);
        host.source->pixels = 0;
        QTRY_VERIFY(host.page->isComplete());
        QVERIFY(host.source->pixels <= qint64{kPageTile} * kPageTile);
        QVERIFY(view.column().page(0).width() > 10 * 200); // 16 times its size on paper
        view.setScale(1e9);
        QVERIFY(view.scale() <= 16);
        view.setScale(0.05);
        QVERIFY(view.scale() >= 0.1);
    }

    void memoryIsBounded()
    {
        Host host(400, {2000, 2000});
        host.open();
        PagedView& view = host.page->view();
        view.setScale(1.0);
        for (int i = 0; i <= 40; ++i) {
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 40 * i);
            QTRY_VERIFY(host.page->isComplete());
        }
        QVERIFY(view.keptBytes() > 0);
        QVERIFY2(view.keptBytes() <= (std::size_t{192} << 20), qPrintable(QString::number(view.keptBytes())));
        // It comes to rest: nothing is drawn again and again.
        QTRY_VERIFY(host.source->requests.empty());
        const int drawn = host.source->rendered_;
        bool passed = false;
        QMetaObject::invokeMethod(
            host.source, [&passed] { passed = true; }, Qt::QueuedConnection);
        QTRY_VERIFY(passed);
        QCOMPARE(host.source->rendered_, drawn);
    }

    void whatIsInViewComesFirst()
    {
        Host host(50);
        host.source->setHolding(true);
        host.open();
        host.page->view().goToPage(30);
        host.source->setHolding(false);
        QTRY_VERIFY(host.page->isComplete());
        QVERIFY2(host.source->rendered_ < 8, qPrintable(QString::number(host.source->rendered_)));
        QCOMPARE(host.picture().pixel(300, 200), colorOf(30));
    }

    void aPageThatCannotBeDrawnSaysSo()
    {
        Host host(3);
        host.source->bad = {1};
        host.open();
        host.page->view().goToPage(1);
        QTRY_VERIFY(host.page->isComplete());
        const QImage image = host.picture();
        QVERIFY(image.pixel(300, 200) != colorOf(1));
        QVERIFY(image.pixel(300, 200) != qRgb(255, 255, 255)); // never as if the page were empty
        host.page->view().goToPage(2);
        QTRY_VERIFY(host.page->isComplete());
        QCOMPARE(host.picture().pixel(300, 200), colorOf(2));
    }

    void cautions()
    {
        Host host(3);
        host.source->doubtful = {1};
        host.open();
        QTRY_VERIFY(host.page->isComplete());
        QVERIFY(host.part<QLabel>("pdfCaution")->isHidden());
        host.page->view().goToPage(1);
        QTRY_VERIFY(host.text("pdfCaution").contains(QStringLiteral("Page 2 has faults")));
        QVERIFY(!host.part<QLabel>("pdfCaution")->isHidden());
        Host many(5);
        many.open(12345);
        QVERIFY(many.text("pdfCaution").contains(QStringLiteral("first 5 of 12,345")));
        QCOMPARE(many.text("pdfNumber"), QStringLiteral("1 of 12,345"));
        Host damaged(2);
        damaged.open(0, true);
        QVERIFY(damaged.text("pdfCaution").contains(QStringLiteral("damaged")));
    }

    void aRefusedDocumentIsASentence()
    {
        Host host(1);
        QSignalSpy complete(host.page.get(), &DocumentPage::completeChanged);
        Q_EMIT host.source->refused({QStringLiteral("This PDF is encrypted."), {}});
        QVERIFY(host.page->isComplete());
        QCOMPARE(complete.count(), 1);
        QCOMPARE(host.page->view().refusal(), QStringLiteral("This PDF is encrypted."));
        const QImage image = host.picture();
        std::set<QRgb> colors;
        for (int x = 0; x < image.width(); ++x) {
            colors.insert(image.pixel(x, image.height() / 2));
        }
        QVERIFY(colors.size() > 3); // words and hatching
        QVERIFY(host.text("pdfNumber").isEmpty());
        // Later: what was shown stays, and it is said.
        Host later(3);
        later.open();
        QTRY_VERIFY(later.page->isComplete());
        Q_EMIT later.source->refused({QStringLiteral("It had to be ended."), {}});
        QVERIFY(later.text("pdfCaution").contains(QStringLiteral("had to be ended")));
        QCOMPARE(later.picture().pixel(300, 200), colorOf(0));
    }

    void invertsAndSaysSo()
    {
        Host host(1);
        host.open();
        QTRY_VERIFY(host.page->isComplete());
        host.part<QToolButton>("pdfInvert")->click();
        const QRgb plain = colorOf(0);
        QCOMPARE(host.picture().pixel(300, 200), qRgb(255 - qRed(plain), 255 - qGreen(plain), 255 - qBlue(plain)));
        QVERIFY(host.text("pdfCaution").contains(QStringLiteral("inverted")));
    }

    void findsFromTheViewOnAndAround()
    {
        Host host(20);
        host.open();
        QTRY_VERIFY(host.page->isComplete());
        host.page->view().goToPage(12);
        auto* field = host.part<QLineEdit>("pdfFind");
        host.page->openFind();
        QTest::keyClicks(field, QStringLiteral("page 1")); // pages 1 and 10 to 19, two places each
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!host.page->view().search().isRunning());
        PageSearch& search = host.page->view().search();
        QCOMPARE(search.hits(), 22);
        QCOMPARE(search.current()->page, 12);
        QCOMPARE(host.text("pdfHits"), QStringLiteral("9 of 22")); // pages 1, 10, 11, 12 are before it
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(search.current()->page, 11);
        QCOMPARE(host.page->view().currentPage(), 11);
        for (int i = 0; i < 15; ++i) {
            QTest::keyClick(field, Qt::Key_Return);
        }
        QCOMPARE(host.text("pdfHits"), QStringLiteral("1 of 22")); // around the end
        QCOMPARE(host.page->view().currentPage(), 0);
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(search.hits(), 0);
        QVERIFY(host.text("pdfHits").isEmpty());
        QTest::keyClicks(field, QStringLiteral("nowhere"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(host.text("pdfHits"), QStringLiteral("not found"));
    }

    void withoutARendererItIsASentence()
    {
        FakeServices services;
        const ViewerServices views{services.reader, services.cache, services.queue};
        const PageServices pages{views, {}};
        Document document;
        document.content = EncapsulatedFile{QStringLiteral("application/pdf"), {}, "%PDF-1.4"};
        const std::unique_ptr<DocumentPage> page(makePage(std::make_shared<const Document>(document), pages, nullptr));
        QVERIFY(!dynamic_cast<PdfPage*>(page.get()));
        QVERIFY(page->isComplete());
    }
};

QTEST_MAIN(TestPdfPage)
#include "tst_PdfPage.moc"
