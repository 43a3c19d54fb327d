#include "viewport/Overlay.h"
#include "viewport/OverlayPainter.h"

#include "region/RegionSet.h"
#include "viewer/FakeSeries.h"

#include <QGuiApplication>
#include <QTest>

#include <algorithm>

using namespace isocenter;
using namespace isocenter::test;

class TestOverlay : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row35_marksAreWords();
    void fidelityInFigures();
    void row28_sideOfPairedParts();
    void row26_gapsAreNamedWhereTheyAre();
    void whatOfRegionsIsNotDrawn();
    void row23_missingPartsOfAConcatenation();
    void row23_frameLabel();
    void everyCompressionHasAName();
    void flipIsMarkedAlways();
    void identityStaysWithoutTexts();
    void missingIdentityIsSaid();
    void loadingAndFailure();
    void windowIsSaid();
    void sliceAndPosition();
    void paintsInEverySize_data();
    void paintsInEverySize();
    void identityIsPaintedAtTheTopLeft();
};

namespace {

struct Case
{
    explicit Case(const SeriesSpec& spec = {}) : series(stackOf(spec))
    {
        image = std::make_shared<ImageAttributes>(*series->frames[0].image);
        view.series = series;
        view.index = 0;
        view.hasFrame = true;
        view.loaded = series->count();
        view.geometry = ViewGeometry({512, 512}, {spec.columns, spec.rows}, 1, 1, {});
    }
    void useImage() { series->frames[static_cast<std::size_t>(view.index)].image = image; }

    std::shared_ptr<ImageSeries> series;
    std::shared_ptr<ImageAttributes> image;
    ViewDescription view;
};

QStringList markTexts(const ViewDescription& view)
{
    QStringList texts;
    for (const OverlayMark& mark : overlayMarks(view)) {
        texts << mark.text;
    }
    return texts;
}

} // namespace

void TestOverlay::row35_marksAreWords()
{
    Case c;
    QVERIFY(markTexts(c.view).isEmpty());
    c.image->lossy = {true, QStringLiteral("ISO_10918_1"), QStringLiteral("12.5")};
    c.image->derived = c.image->burnedIn = c.image->forProcessing = true;
    c.image->warnings << QStringLiteral("The slope is zero.");
    c.useImage();
    const QStringList marks = markTexts(c.view);
    for (const char* word : {"LOSSY 12.5:1", "DERIVED", "BURNED-IN TEXT", "FOR PROCESSING", "The slope is zero."}) {
        QVERIFY2(marks.contains(QLatin1String(word)), word);
    }
    for (const OverlayMark& mark : overlayMarks(c.view)) {
        QVERIFY(mark.tone == TextTone::Caution || mark.tone == TextTone::Danger);
    }
    c.image->lossy.ratio.clear();
    QVERIFY(markTexts(c.view).contains(QLatin1String("LOSSY, ratio unknown")));
    c.image->rows = 200;
    c.image->columns = 100;
    c.image->bitsAllocated = 16;
    c.image->pixelData.encapsulated = true;
    c.image->pixelData.length = 4000; // of 40,000 bytes
    QVERIFY2(markTexts(c.view).contains(QLatin1String("LOSSY about 10:1")), qPrintable(markTexts(c.view).join(QLatin1Char('|'))));
}

/// What is shown is less than what is stored: said in figures, and no longer when it is not.
void TestOverlay::fidelityInFigures()
{
    Case c;
    c.view.window = Window{40, 400, VoiFunction::Linear, {}};
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("8-bit output: 1.6 stored values a grey level")});
    c.view.outputBits = 10;
    QVERIFY(markTexts(c.view).isEmpty());
    c.view.outputBits = 8;
    c.view.window->width = 256;
    QVERIFY(markTexts(c.view).isEmpty());
    c.view.window->width = 512;
    c.image->shared.modality.slope = 2; // 256 stored values
    c.useImage();
    QVERIFY(markTexts(c.view).isEmpty());
    c.image->shared.modality.slope = -0.5;
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("8-bit output: 4.0 stored values a grey level")});
    c.view.window.reset();
    ViewPose half;
    half.zoom = 0.5;
    c.view.geometry = ViewGeometry({512, 512}, {64, 64}, 1, 1, half);
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("reduced: 1 of 4.0 pixels")});
    c.view.hasFrame = false; // loading: nothing is shown yet
    QVERIFY(markTexts(c.view).isEmpty());
    half.zoom = 1;
    c.view.hasFrame = true;
    c.view.geometry = ViewGeometry({512, 512}, {64, 64}, 1, 1, half);
    QVERIFY(markTexts(c.view).isEmpty());
}

void TestOverlay::row28_sideOfPairedParts()
{
    Case c;
    c.image->shared.plane.reset();
    c.image->perFrame.clear();
    c.image->record.series.bodyPart = QStringLiteral("Knee");
    c.useImage();
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("SIDE NOT GIVEN")});
    c.image->laterality = QStringLiteral("R");
    QVERIFY(markTexts(c.view).isEmpty());
    QCOMPARE(overlayValue(QStringLiteral("laterality"), c.view), QStringLiteral("RIGHT"));
    c.image->laterality.clear();
    c.image->record.series.bodyPart = QStringLiteral("ABDOMEN");
    QVERIFY(markTexts(c.view).isEmpty());
}

/// Hazard: incomplete series unnoticed.
void TestOverlay::row26_gapsAreNamedWhereTheyAre()
{
    Case c;
    c.series->order.gaps = {1}; // between the second and the third
    c.view.index = 0;
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("slices missing after 2")});
    c.view.index = 1;
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("SLICES MISSING after this one")});
    c.view.index = 2;
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("SLICES MISSING before this one")});
    c.series->order.gaps.clear();
    c.series->complete = false;
    QCOMPARE(markTexts(c.view), QStringList{QStringLiteral("INCOMPLETE: 5 images so far")});
    c.series->complete = true;
    c.view.loaded = 3;
    c.view.failed = 1;
    QCOMPARE(markTexts(c.view),
             (QStringList{QStringLiteral("1 of 5 images cannot be shown"), QStringLiteral("loading: 3 of 5")}));
}

void TestOverlay::whatOfRegionsIsNotDrawn()
{
    Case c;
    auto set = std::make_shared<RegionSet>();
    set->label = QStringLiteral("Plan");
    set->warnings << QStringLiteral("2 structures lie elsewhere.");
    c.series->regions.push_back(set);
    QVERIFY(markTexts(c.view).contains(QStringLiteral("Plan: 2 structures lie elsewhere.")));
    c.view.regionsShown = false;
    QCOMPARE(markTexts(c.view).filter(QStringLiteral("elsewhere")), QStringList());
}

void TestOverlay::row23_missingPartsOfAConcatenation()
{
    Case c;
    c.series->missingParts = 2;
    c.series->notShown = {QStringLiteral("x"), QStringLiteral("y")};
    const std::vector<OverlayMark> marks = overlayMarks(c.view);
    QVERIFY(std::any_of(marks.begin(), marks.end(), [](const OverlayMark& mark) {
        return mark.text == QStringLiteral("2 PARTS OF THIS IMAGE ARE MISSING") && mark.tone == TextTone::Danger;
    }));
}

void TestOverlay::row23_frameLabel()
{
    Case c;
    QCOMPARE(overlayValue(QStringLiteral("frameLabel"), c.view), QString());
    auto details = std::make_shared<FrameDetails>();
    details->label = QStringLiteral("TE 60 ms");
    details->texts.insert(QStringLiteral("EchoTime"), QStringLiteral("60"));
    c.image->texts.insert(QStringLiteral("EchoTime"), QStringLiteral("30"));
    c.image->shared.details = details;
    c.image->perFrame.clear();
    c.useImage();
    c.series->partTitle = QStringLiteral("PHASE");
    QCOMPARE(overlayValue(QStringLiteral("frameLabel"), c.view), QStringLiteral("PHASE · TE 60 ms"));
    QCOMPARE(overlayValue(QStringLiteral("EchoTime"), c.view), QStringLiteral("60"));
}

void TestOverlay::everyCompressionHasAName()
{
    Case c;
    const auto name = [&](const char* syntax, bool encapsulated) {
        c.image->transferSyntax = QString::fromLatin1(syntax);
        c.image->pixelData.encapsulated = encapsulated;
        c.useImage();
        return overlayValue(QStringLiteral("compression"), c.view).section(QStringLiteral(", "), -1);
    };
    QCOMPARE(name("1.2.840.10008.1.2.1", false), QStringLiteral("uncompressed"));
    QCOMPARE(name("1.2.840.10008.1.2.1.99", false), QStringLiteral("deflated"));
    QCOMPARE(name("1.2.840.10008.1.2.4.51", true), QStringLiteral("JPEG extended"));
    QCOMPARE(name("1.2.840.10008.1.2.4.102.1", true), QStringLiteral("H.264 video"));
    QCOMPARE(name("1.2.840.10008.1.2.4.110", true), QStringLiteral("JPEG XL lossless"));
    QCOMPARE(name("1.2.840.10008.1.2.4.92", true), QStringLiteral("compressed")); // never "uncompressed"
}

void TestOverlay::flipIsMarkedAlways()
{
    Case c;
    ViewPose pose;
    pose.flipHorizontal = true;
    c.view.geometry = ViewGeometry({512, 512}, {64, 64}, 1, 1, pose);
    c.view.texts = false;
    const Overlay overlay = describeOverlay(c.view, CornerTexts::shipped());
    QCOMPARE(overlay.marks.front().text, QStringLiteral("FLIPPED"));
    QCOMPARE(overlay.letters->left, QStringLiteral("L"));
}

void TestOverlay::identityStaysWithoutTexts()
{
    Case c;
    c.view.texts = false;
    const Overlay overlay = describeOverlay(c.view, CornerTexts::shipped());
    QCOMPARE(overlay.corners[TopLeft].front().text, QStringLiteral("Tester, a"));
    QVERIFY(overlay.corners[TopRight].empty() && overlay.corners[BottomLeft].empty() && overlay.corners[BottomRight].empty());
    QVERIFY(overlay.letters);
    QVERIFY(!overlay.scale);
}

void TestOverlay::missingIdentityIsSaid()
{
    Case c;
    c.series->study.patient = Patient();
    QCOMPARE(overlayValue(QStringLiteral("patientName"), c.view), QStringLiteral("No patient name"));
    QCOMPARE(overlayValue(QStringLiteral("patientId"), c.view), QStringLiteral("No patient ID"));
    QCOMPARE(overlayValue(QStringLiteral("patientSex"), c.view), QStringLiteral("sex unknown"));
    c.series->study.patient.birthDate = QDate(1931, 2, 3);
    QVERIFY(overlayValue(QStringLiteral("patientBirthDate"), c.view).contains(QLatin1String("1931"))); // never two digits
}

void TestOverlay::loadingAndFailure()
{
    Case c;
    c.view.hasFrame = false;
    Overlay overlay = describeOverlay(c.view, CornerTexts::shipped());
    QVERIFY(overlay.title.startsWith(QLatin1String("Loading")));
    QVERIFY(!overlay.hatched);
    c.view.failure = QStringLiteral("Half of the pixel data is missing.");
    overlay = describeOverlay(c.view, CornerTexts::shipped());
    QVERIFY(overlay.hatched);
    QCOMPARE(overlay.message, QStringLiteral("Half of the pixel data is missing."));
    overlay = describeOverlay(ViewDescription(), CornerTexts::shipped());
    QVERIFY(!overlay.title.isEmpty() && !overlay.message.isEmpty());
}

void TestOverlay::windowIsSaid()
{
    Case c;
    Window window;
    window.center = 40;
    window.width = 400;
    window.explanation = QStringLiteral("ABDOMEN");
    c.view.window = window;
    const auto value = [&](const char* keyword) { return overlayValue(QString::fromLatin1(keyword), c.view); };
    QCOMPARE(value("window"), QStringLiteral("W 400 C 40"));
    QCOMPARE(value("windowName"), QStringLiteral("ABDOMEN"));
    c.view.inverted = true;
    QVERIFY(value("window").contains(QLatin1String("INVERTED")));
    c.view.automaticWindow = true;
    QCOMPARE(value("windowName"), QStringLiteral("automatic"));
    c.view.window->function = VoiFunction::Sigmoid;
    QVERIFY(value("window").contains(QLatin1String("sigmoid")));
}

void TestOverlay::sliceAndPosition()
{
    Case c;
    c.view.index = 2; // z = 4 mm; the middle of 64 pixels of 1 mm from -10, -20
    QCOMPARE(overlayValue(QStringLiteral("slice"), c.view), QStringLiteral("Slice 3 / 5"));
    QCOMPARE(overlayValue(QStringLiteral("slicePosition"), c.view), QStringLiteral("H 4.0 mm"));
    QCOMPARE(overlayValue(QStringLiteral("sliceSpacing"), c.view), QStringLiteral("2 mm"));
    QCOMPARE(overlayValue(QStringLiteral("NoSuchKeyword"), c.view), QString());
}

void TestOverlay::paintsInEverySize_data()
{
    QTest::addColumn<QSize>("size");
    for (const QSize& size :
         {QSize(1, 1), QSize(40, 30), QSize(96, 96), QSize(150, 600), QSize(256, 256), QSize(1024, 1024), QSize(2000, 200)}) {
        QTest::addRow("%dx%d", size.width(), size.height()) << size;
    }
}

void TestOverlay::paintsInEverySize()
{
    QFETCH(QSize, size);
    Case c;
    c.series->study.patient.name = PersonName::fromDicom(QString(90, QLatin1Char('W')) + QStringLiteral("^Anna"));
    c.image->warnings = QStringList(9, QString(300, QLatin1Char('w')));
    c.useImage();
    c.view.geometry = ViewGeometry(size, {64, 64}, 1, 1, {});
    c.view.failure = QString(200, QLatin1Char('f'));
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    OverlayPainter(8).paint(painter, size, describeOverlay(c.view, CornerTexts::shipped()));
}

void TestOverlay::identityIsPaintedAtTheTopLeft()
{
    Case c;
    QImage image(512, 512, QImage::Format_RGB32);
    const auto brightest = [&](const QRect& rect) {
        int most = 0;
        for (int y = rect.top(); y <= rect.bottom(); ++y) {
            for (int x = rect.left(); x <= rect.right(); ++x) {
                most = std::max(most, qGray(image.pixel(x, y)));
            }
        }
        return most;
    };
    for (const QColor& ground : {QColor(Qt::black), QColor(Qt::white)}) {
        image.fill(ground);
        QPainter painter(&image);
        OverlayPainter(8).paint(painter, QSizeF(512, 512), describeOverlay(c.view, CornerTexts::shipped()));
        painter.end();
        if (ground == QColor(Qt::black)) {
            QVERIFY(brightest(QRect(8, 6, 60, 17)) > 200);
            QCOMPARE(brightest(QRect(150, 60, 80, 80)), 0); // nothing where the image is looked at
        } else {
            int darkest = 255;
            for (int x = 8; x < 70; ++x) {
                darkest = std::min(darkest, qGray(image.pixel(x, 14)));
            }
            QVERIFY(darkest < 60); // the outline keeps it legible
        }
    }
}

QTEST_MAIN(TestOverlay)
#include "tst_Overlay.moc"
