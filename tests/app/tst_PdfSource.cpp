#include "pdf/PdfSource.h"

#include "page/PdfPage.h"
#include "support/Pdf.h"

#include <QLabel>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <map>

using namespace isocenter;
using namespace isocenter::test;

Q_DECLARE_METATYPE(isocenter::test::PdfPageSpec)

namespace {

QString program()
{
    return QStringLiteral(ISOCENTER_PDF);
}

/// A source and all that it says.
struct Asked
{
    explicit Asked(const QByteArray& pdf, PdfPatience patience = {}, const QString& path = program())
        : source(path, pdf, patience)
    {
        QObject::connect(&source, &PageSource::opened, [this](const std::vector<QSizeF>& s, int p, bool d) {
            sizes = s;
            pages = p;
            doubtful = d;
        });
        QObject::connect(&source, &PageSource::refused, [this](const Error& error) { refusal = error.message; });
        QObject::connect(&source, &PageSource::rendered, [this](quint64 ticket, const PageRaster& r) { rasters[ticket] = r; });
        QObject::connect(&source, &PageSource::failed, [this](quint64 ticket, const Error& e) { failures[ticket] = e.message; });
        QObject::connect(&source, &PageSource::found, [this](quint64 ticket, const QList<QRectF>& f) { places[ticket] = f; });
    }
    bool isOpen() const { return pages > 0 || !refusal.isEmpty(); }
    QRgb pixel(quint64 ticket, int x, int y) const
    {
        const PageRaster& raster = rasters.at(ticket);
        return reinterpret_cast<const QRgb*>(raster.pixels.constData())[y * raster.size.width() + x];
    }

    PdfSource source;
    std::vector<QSizeF> sizes;
    int pages = 0;
    bool doubtful = false;
    QString refusal;
    std::map<quint64, PageRaster> rasters;
    std::map<quint64, QString> failures;
    std::map<quint64, QList<QRectF>> places;
};

constexpr int kLong = 30'000;

} // namespace

class TestPdfSource : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theStationLinksNoPdfLibrary()
    {
        QProcess readelf;
        readelf.start(QStringLiteral("readelf"), {QStringLiteral("-d"), QStringLiteral(ISOCENTER_BINARY)});
        if (!readelf.waitForStarted()) {
            QSKIP("no readelf here");
        }
        QVERIFY(readelf.waitForFinished());
        const QByteArray libraries = readelf.readAllStandardOutput();
        QVERIFY(libraries.contains("libQt6Core"));
        QVERIFY(!libraries.contains("poppler"));
    }

    void theProgramMayDoLittle() // hazard: a hostile PDF
    {
        QProcess check;
        check.start(program(), {QStringLiteral("--check")});
        QVERIFY(check.waitForFinished());
        const QString said = QString::fromLatin1(check.readAllStandardOutput());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        QVERIFY2(said.contains(QStringLiteral("memory denied")), qPrintable(said));
#endif
        if (!said.contains(QStringLiteral("network denied")) || !said.contains(QStringLiteral("writing denied"))) {
            QSKIP("this kernel has neither seccomp nor Landlock");
        }
        QVERIFY2(said.contains(QStringLiteral("programs denied")), qPrintable(said));
    }

    void opensAndDraws()
    {
        Asked asked(pdfOf({redSquarePage("First page"), {400, 100, "0 0 1 rg 0 0 400 100 re f", {}}}));
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        QCOMPARE(asked.pages, 2);
        QVERIFY(!asked.doubtful);
        QCOMPARE(asked.sizes, (std::vector<QSizeF>{{200, 300}, {400, 100}}));
        asked.source.render(1, 0, 2.0, {0, 0, 400, 600});
        asked.source.render(2, 0, 2.0, {190, 190, 20, 20}); // about the corner of the square
        asked.source.render(3, 1, 1.0, {0, 0, 400, 100});
        QTRY_COMPARE_WITH_TIMEOUT(asked.rasters.size(), std::size_t(3), kLong);
        QCOMPARE(asked.rasters[1].size, QSize(400, 600));
        QVERIFY(!asked.rasters[1].doubtful);
        QCOMPARE(asked.pixel(1, 5, 5), qRgb(255, 0, 0));
        QCOMPARE(asked.pixel(1, 198, 198), qRgb(255, 0, 0));
        QCOMPARE(asked.pixel(1, 202, 198), qRgb(255, 255, 255));
        QCOMPARE(asked.pixel(2, 5, 5), qRgb(255, 0, 0));
        QCOMPARE(asked.pixel(2, 15, 15), qRgb(255, 255, 255));
        QCOMPARE(asked.pixel(3, 399, 99), qRgb(0, 0, 255));
    }

    void findsText()
    {
        Asked asked(pdfOf({redSquarePage("No change"), redSquarePage("Nodule in the left lung")}));
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        asked.source.find(1, 0, QStringLiteral("nodule"));
        asked.source.find(2, 1, QStringLiteral("nodule"));
        QTRY_COMPARE_WITH_TIMEOUT(asked.places.size(), std::size_t(2), kLong);
        QCOMPARE(asked.places[1].size(), 0);
        QCOMPARE(asked.places[2].size(), 1);
        const QRectF place = asked.places[2].front();
        QVERIFY(std::abs(place.left() - 20) < 3); // the line begins 20 points from the left, 100 from the foot
        QVERIFY(place.top() < 200 && place.bottom() > 190);
    }

    void refusesInWords_data()
    {
        QTest::addColumn<QByteArray>("pdf");
        QTest::addColumn<QString>("word");
        const QByteArray secret(32, 'x');
        const QByteArray locked =
            pdfOf({redSquarePage("a")}, "/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O (" + secret + ") /U (" + secret +
                                            ") >> /ID [ (0123456789abcdef) (0123456789abcdef) ]");
        QTest::newRow("encrypted") << locked << QStringLiteral("password");
        QTest::newRow("no PDF") << QByteArray("GIF89a and something else") << QStringLiteral("damaged");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("damaged");
        QTest::newRow("only a head") << QByteArray("%PDF-1.4\n%%EOF\n") << QStringLiteral("damaged");
        QTest::newRow("no pages") << pdfOf({}) << QStringLiteral("damaged");
    }
    void refusesInWords()
    {
        QFETCH(QByteArray, pdf);
        QFETCH(QString, word);
        Asked asked(pdf);
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        QVERIFY2(asked.refusal.contains(word), qPrintable(asked.refusal));
        QCOMPARE(asked.pages, 0);
        QCOMPARE(asked.source.processId(), 0);
    }

    void aDamagedFileIsNotTakenAsWhole() // hazard: partial data shown as whole
    {
        const QByteArray whole = pdfOf({redSquarePage("a"), redSquarePage("b"), redSquarePage("c")});
        Asked asked(whole.left(whole.indexOf("trailer") - 200)); // no table, no trailer: pages are gathered from what is there
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        QVERIFY(asked.doubtful || !asked.refusal.isEmpty());
        PdfPageSpec broken = redSquarePage("a");
        broken.content += " /Im1 Do q q q (";
        Asked page(pdfOf({broken}));
        QTRY_VERIFY_WITH_TIMEOUT(page.isOpen(), kLong);
        page.source.render(1, 0, 1, {0, 0, 200, 300});
        QTRY_COMPARE_WITH_TIMEOUT(page.rasters.size() + page.failures.size(), std::size_t(1), kLong);
        QVERIFY(page.failures.count(1) == 1 || page.rasters[1].doubtful);
    }

    void anEndedProgramCostsOnePage()
    {
        Asked asked(pdfOf({redSquarePage("a"), redSquarePage("b")}));
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        QVERIFY(asked.source.processId() > 0);
        QCOMPARE(kill(static_cast<pid_t>(asked.source.processId()), SIGSTOP), 0); // so that the request is on its way
        asked.source.render(1, 0, 1, {0, 0, 200, 300});
        asked.source.render(2, 1, 1, {0, 0, 200, 300});
        const qint64 first = asked.source.processId();
        bool sent = false;
        QMetaObject::invokeMethod(
            &asked.source, [&sent] { sent = true; }, Qt::QueuedConnection);
        QTRY_VERIFY(sent);
        QCOMPARE(kill(static_cast<pid_t>(first), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(asked.failures.size() + asked.rasters.size(), std::size_t(2), kLong);
        QVERIFY(asked.failures.count(1) == 1);
        QVERIFY(!asked.failures[1].isEmpty());
        QCOMPARE(asked.pixel(2, 5, 5), qRgb(255, 0, 0)); // the rest goes on
        QVERIFY(asked.source.processId() > 0 && asked.source.processId() != first);
        QVERIFY(asked.refusal.isEmpty());
    }

    void aSilentProgramIsEnded()
    {
        PdfPatience patience;
        patience.drawing = 300;
        Asked asked(pdfOf({redSquarePage("a"), redSquarePage("b")}), patience);
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        const auto first = static_cast<pid_t>(asked.source.processId());
        QCOMPARE(kill(first, SIGSTOP), 0);
        asked.source.render(1, 0, 1, {0, 0, 200, 300});
        asked.source.render(2, 1, 1, {0, 0, 200, 300});
        QTRY_COMPARE_WITH_TIMEOUT(asked.failures.size() + asked.rasters.size(), std::size_t(2), kLong);
        QCOMPARE(asked.failures.size(), std::size_t(1));
        QTRY_VERIFY_WITH_TIMEOUT(kill(first, 0) != 0, kLong); // it is gone
    }

    void aProgramThatEndsAgainAndAgainIsLeftAlone()
    {
        Asked asked(pdfOf({redSquarePage("a")}));
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        for (int i = 0; i < 20 && asked.refusal.isEmpty(); ++i) {
            const qint64 id = asked.source.processId();
            kill(static_cast<pid_t>(id), SIGKILL);
            QTRY_VERIFY_WITH_TIMEOUT(asked.source.processId() != id, kLong);
        }
        QVERIFY(asked.refusal.contains(QStringLiteral("too often")));
    }

    void otherProgramsAreNotBelieved_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("none") << QString();
        QTest::newRow("not there") << QStringLiteral("/nonexistent/isocenter-pdf");
        QTest::newRow("ends at once") << QStringLiteral("/bin/true");
        QTest::newRow("echoes") << QStringLiteral("/bin/cat");
        QTest::newRow("talks") << QStringLiteral("/usr/bin/yes");
    }
    void otherProgramsAreNotBelieved()
    {
        QFETCH(QString, path);
        Asked asked(pdfOf({redSquarePage("a")}), {}, path);
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        QVERIFY(!asked.refusal.isEmpty());
        QCOMPARE(asked.pages, 0);
    }

    void greedyPagesEndInTime_data()
    {
        QTest::addColumn<PdfPageSpec>("page");
        QTest::addColumn<QByteArrayList>("objects");
        PdfPageSpec picture = redSquarePage("a");
        picture.content += " q 200 0 0 300 0 0 cm /Im Do Q";
        picture.resources = "/XObject << /Im 8 0 R >>";
        QTest::newRow("picture of 100,000 x 100,000")
            << picture
            << QByteArrayList{"<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace "
                              "/DeviceRGB /Length 8 >>\nstream\nabcdefgh\nendstream"};
        PdfPageSpec loop = redSquarePage("a");
        loop.content += " /Fm Do";
        loop.resources = "/XObject << /Fm 8 0 R >>";
        QTest::newRow("form that draws itself")
            << loop
            << QByteArrayList{"<< /Type /XObject /Subtype /Form /BBox [0 0 200 300] /Resources << /XObject << /Fm 8 0 R >> >> "
                              "/Length 15 >>\nstream\n/Fm Do /Fm Do  \nendstream"};
        PdfPageSpec many = redSquarePage("a");
        many.content += QByteArray(" 0 0 m 200 300 l 0 300 l 200 0 l b* ").repeated(200'000);
        QTest::newRow("a million lines") << many << QByteArrayList();
    }
    void greedyPagesEndInTime() // hazard: a hostile PDF
    {
        QFETCH(PdfPageSpec, page);
        QFETCH(QByteArrayList, objects);
        PdfPatience patience;
        patience.drawing = 4000;
        Asked asked(pdfOf({page, redSquarePage("b")}, {}, {}, objects), patience);
        QTRY_VERIFY_WITH_TIMEOUT(asked.isOpen(), kLong);
        asked.source.render(1, 0, 1, {0, 0, 200, 300});
        asked.source.render(2, 1, 1, {0, 0, 200, 300});
        QTRY_COMPARE_WITH_TIMEOUT(asked.failures.size() + asked.rasters.size(), std::size_t(2), kLong);
        QVERIFY(asked.rasters.count(2) == 1);
        QCOMPARE(asked.pixel(2, 5, 5), qRgb(255, 0, 0));
    }

    void aSourceThatIsGoneEndsItsProgram()
    {
        auto asked = std::make_unique<Asked>(pdfOf({redSquarePage("a")}));
        QTRY_VERIFY_WITH_TIMEOUT(asked->isOpen(), kLong);
        const auto id = static_cast<pid_t>(asked->source.processId());
        asked.reset();
        QTRY_VERIFY_WITH_TIMEOUT(kill(id, 0) != 0, kLong);
    }

    void thePageShowsIt()
    {
        PdfRenderer renderer(program());
        std::vector<PdfPageSpec> pages(7, redSquarePage("Findings"));
        PdfPage page(renderer.open(pdfOf(pages)));
        page.resize(500, 600);
        page.show();
        QTRY_VERIFY_WITH_TIMEOUT(page.isComplete(), kLong);
        const auto* number = page.findChild<QLabel*>(QStringLiteral("pdfNumber"));
        QCOMPARE(number->text(), QStringLiteral("1 of 7"));
        PagedView& view = page.view();
        const QImage image = view.viewport()->grab().toImage();
        const QPointF corner = view.column().page(0).topLeft() - view.scrolled();
        QCOMPARE(image.pixel(static_cast<int>(corner.x()) + 8, static_cast<int>(corner.y()) + 8), qRgb(255, 0, 0));
        QTest::keyClick(&view, Qt::Key_End);
        QTRY_VERIFY_WITH_TIMEOUT(page.isComplete(), kLong);
        QCOMPARE(number->text(), QStringLiteral("7 of 7"));
    }
};

QTEST_MAIN(TestPdfSource)
#include "tst_PdfSource.moc"
