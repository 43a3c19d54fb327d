#include "annotation/AnnotationPainter.h"
#include "annotation/AnnotationShapes.h"
#include "layout/ViewportGrid.h"
#include "tools/StateCommands.h"
#include "viewport/ImageViewport.h"
#include "viewport/Overlay.h"
#include "viewport/PicturePlanes.h"
#include "viewport/StatePose.h"
#include "viewport/StillPicture.h"

#include "viewer/FakeSeries.h"

#include <QApplication>
#include <QPainter>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kSide = 64;

InstanceUid uidOf(int slice)
{
    return InstanceUid(QStringLiteral("1.2.3.%1").arg(slice));
}

/// Three slices of 64 x 64; slice i holds 100 * (i + 1) everywhere but in its upper left quarter, which is 0.
std::shared_ptr<ImageSeries> makeSeries()
{
    SeriesSpec spec;
    spec.count = 3;
    spec.window = Window{150, 300, VoiFunction::LinearExact, {}};
    auto series = stackOf(spec);
    for (int i = 0; i < spec.count; ++i) {
        FrameRef& ref = series->frames[static_cast<std::size_t>(i)];
        auto image = std::make_shared<ImageAttributes>(*ref.image);
        image->record.instance.uid = uidOf(i);
        ref.image = image;
    }
    return series;
}

FramePtr frameFor(const ImageAttributes& image)
{
    const int value = 100 * image.record.instance.number.value_or(0);
    return frameOf(kSide, kSide, [value](int row, int column) { return row < kSide / 2 && column < kSide / 2 ? 0 : value; });
}

std::shared_ptr<PresentationState> makeState(std::initializer_list<int> slices = {1})
{
    auto state = std::make_shared<PresentationState>();
    auto object = std::make_shared<ImageAttributes>();
    object->path = QStringLiteral("state");
    state->object = object;
    state->label = QStringLiteral("LABEL");
    for (const int slice : slices) {
        state->images.add(uidOf(slice), {});
    }
    SoftcopyVoi voi;
    voi.windows.push_back({200, 400, VoiFunction::LinearExact, {}});
    state->voi.push_back(voi);
    return state;
}

StillRequest stillOf(const ImageSeriesPtr& series, int index, const PresentationStatePtr& state)
{
    StillRequest request;
    request.series = series;
    request.index = index;
    request.frame = frameFor(*series->frames[static_cast<std::size_t>(index)].image);
    request.size = QSize(320, 320);
    request.view.presentation = state;
    request.view.interpolation = Interpolation::Nearest;
    request.stateView = true;
    request.texts = false;
    return request;
}

bool isNear(const QPointF& a, const QPointF& b)
{
    return std::abs(a.x() - b.x()) < 1e-6 && std::abs(a.y() - b.y()) < 1e-6;
}

QStringList marksOf(const ViewDescription& view)
{
    QStringList texts;
    for (const OverlayMark& mark : overlayMarks(view)) {
        texts << mark.text;
    }
    return texts;
}

} // namespace

class TestStateView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row20_spatial();
    void row20_displayedArea();
    void row20_sizeModes();
    void row20_lettersFollow();
    void row21_annotations();
    void row21_layersAndCompounds();
    void row21_paintsPointsWhereTheyAre();
    void row22_onlyListedFrames();
    void row22_imageIsNotAsked();
    void row22_shutterOfTheStateAlone();
    void row22_saidInWords();
    void row17_activationByTheState();
    void row17_regionStatistics();
    void viewportFollowsTheReader();
    void viewportRefusesStrangers();
};

/// Turned clockwise first, then flipped (PS3.3 C.10.6): the image's upper right corner.
void TestStateView::row20_spatial()
{
    const auto series = makeSeries();
    const auto state = makeState();
    const auto corner = [&](int turns, bool flip) {
        state->quarterTurns = turns;
        state->flipHorizontal = flip;
        const ViewPose pose = statePose(*state, series->frames[1], {});
        return ViewGeometry({200, 200}, {kSide, kSide}, 1, 1, pose).imageToWidget().map(QPointF(kSide, 0));
    };
    QVERIFY(isNear(corner(0, false), {200, 0}));
    QVERIFY(isNear(corner(1, false), {200, 200}));
    QVERIFY(isNear(corner(2, false), {0, 200}));
    QVERIFY(isNear(corner(3, false), {0, 0}));
    QVERIFY(isNear(corner(0, true), {0, 0}));
    QVERIFY(isNear(corner(1, true), {0, 200}));
    QVERIFY(isNear(corner(2, true), {200, 200}));
    QVERIFY(isNear(corner(3, true), {200, 0}));
}

/// Corners are 1-based pixels that belong to the area, in any order after a turn, and may lie beyond the image.
void TestStateView::row20_displayedArea()
{
    const auto series = makeSeries();
    const auto state = makeState();
    state->areas.push_back({});
    DisplayedArea& area = state->areas.front();
    const auto geometry = [&] {
        return ViewGeometry({320, 320}, {kSide, kSide}, 1, 1, statePose(*state, series->frames[1], {}));
    };
    area.first = {17, 17};
    area.last = {48, 48}; // 32 pixels on 320
    QCOMPARE(geometry().zoom(), 10.0);
    QVERIFY(isNear(geometry().imageToWidget().map(QPointF(16, 16)), {0, 0}));
    QVERIFY(isNear(geometry().imageToWidget().map(QPointF(48, 48)), {320, 320}));
    std::swap(area.first, area.last);
    QVERIFY(isNear(geometry().imageToWidget().map(QPointF(16, 16)), {0, 0}));
    area.first = {-31, 1};
    area.last = {96, 128}; // 128 pixels, half of them outside
    QCOMPARE(geometry().zoom(), 2.5);
    QVERIFY(isNear(geometry().imageToWidget().map(QPointF(0, 0)), {80, 0}));
    state->quarterTurns = 1;
    QVERIFY(isNear(geometry().imageToWidget().map(QPointF(0, 0)), {320, 80}));
}

void TestStateView::row20_sizeModes()
{
    const auto series = makeSeries();
    const auto state = makeState();
    state->areas.push_back({});
    DisplayedArea& area = state->areas.front();
    area.last = {kSide, kSide};
    area.mode = DisplayedArea::Mode::TrueSize;
    area.spacing = PixelSpacing{0.5, 0.25};
    QCOMPARE(statePose(*state, series->frames[1], {2, 4}).zoom.value(), 1.0); // 0.25 mm at 4 pixels a millimetre
    QCOMPARE(shownPixelAspect(state.get(), series->frames[1]), 2.0);
    area.mode = DisplayedArea::Mode::Magnify;
    area.magnification = 3;
    QCOMPARE(statePose(*state, series->frames[1], {2, 4}).zoom.value(), 1.5); // three device pixels, two of them a pixel
    area.spacing.reset();
    area.aspect = 0.5;
    QCOMPARE(shownPixelAspect(state.get(), series->frames[1]), 0.5);
}

void TestStateView::row20_lettersFollow()
{
    const auto series = makeSeries(); // axial: right edge L, lower edge P
    const auto state = makeState();
    state->quarterTurns = 1;
    state->flipHorizontal = true;
    const EdgeLetters letters = edgeLetters(series->frames[1], statePose(*state, series->frames[1], {}));
    // A clockwise turn brings L to the foot and P to the left; the flip brings P to the right.
    QCOMPARE(letters.bottom, QStringLiteral("L"));
    QCOMPARE(letters.top, QStringLiteral("R"));
    QCOMPARE(letters.right, QStringLiteral("P"));
    QCOMPARE(letters.left, QStringLiteral("A"));
}

void TestStateView::row21_annotations()
{
    const auto series = makeSeries();
    const auto state = makeState();
    GraphicAnnotation annotation;
    GraphicObject graphic;
    graphic.type = GraphicObject::Type::Circle;
    graphic.points = {{0.5, 0.5}, {1.5, 0.5}}; // about the centre of the first pixel
    annotation.graphics.push_back(graphic);
    graphic.type = GraphicObject::Type::Polyline;
    graphic.units = AnnotationUnits::Display;
    graphic.points = {{0, 0}, {1, 1}};
    annotation.graphics.push_back(graphic);
    graphic.type = GraphicObject::Type::Ellipse;
    graphic.units = AnnotationUnits::Pixel;
    graphic.points = {{2, 5}, {8, 5}, {5, 4}, {5, 6}};
    annotation.graphics.push_back(graphic);
    graphic.type = GraphicObject::Type::Interpolated;
    graphic.points = {{1, 1}, {3, 2}, {5, 1}};
    annotation.graphics.push_back(graphic);
    state->annotations.push_back(annotation);
    state->areas.push_back({});
    state->areas.front().first = {1, 1};
    state->areas.front().last = {32, 32};
    const ViewPose pose = statePose(*state, series->frames[1], {});
    const ViewGeometry geometry({320, 320}, {kSide, kSide}, 1, 1, pose);
    const auto shapes = annotationShapes(*state, series->frames[1], annotationPlace(*state, series->frames[1], geometry));
    QCOMPARE(shapes.size(), std::size_t{4});
    const QRectF circle = shapes[0].path.boundingRect();
    QVERIFY(isNear(circle.center(), {5, 5}));
    QVERIFY(std::abs(circle.width() - 20) < 0.01);
    const QRectF line = shapes[1].path.boundingRect(); // over the whole of the displayed area
    QVERIFY(isNear(line.topLeft(), {0, 0}) && isNear(line.bottomRight(), {320, 320}));
    const QRectF ellipse = shapes[2].path.boundingRect();
    QVERIFY(std::abs(ellipse.width() - 60) < 0.1 && std::abs(ellipse.height() - 20) < 0.1 && isNear(ellipse.center(), {50, 50}));
    QVERIFY(isNear(shapes[3].path.currentPosition(), {50, 10}));
    QVERIFY(shapes[3].path.contains(QPointF(30, 19)) || shapes[3].path.intersects(QRectF(29, 19, 2, 2))); // through its middle
    QVERIFY(annotationShapes(*state, series->frames[0], {}).empty());                                     // not for that slice
}

void TestStateView::row21_layersAndCompounds()
{
    const auto series = makeSeries();
    const auto state = makeState();
    state->layers.push_back({QStringLiteral("A"), 1, {}, std::uint16_t{0x8080}, {}});
    GraphicAnnotation annotation;
    annotation.layer = QStringLiteral("A");
    CompoundGraphic compound;
    compound.type = CompoundGraphic::Type::Rectangle;
    compound.points = {{1, 1}, {5, 4}};
    compound.compound = 7;
    annotation.compounds.push_back(compound);
    state->annotations.push_back(annotation);
    const AnnotationPlace place{QTransform(), QRectF(0, 0, 64, 64), QRectF(0, 0, 64, 64)};
    auto shapes = annotationShapes(*state, series->frames[1], place);
    QCOMPARE(shapes.size(), std::size_t{1});
    QCOMPARE(shapes[0].path.boundingRect(), QRectF(1, 1, 4, 3));
    QCOMPARE(shapes[0].color, QColor(128, 128, 128));
    GraphicObject plain; // what the state holds for viewers that do not know rectangles
    plain.points = {{1, 1}, {5, 1}};
    plain.compound = 7;
    state->annotations.front().graphics.push_back(plain);
    shapes = annotationShapes(*state, series->frames[1], place);
    QCOMPARE(shapes.size(), std::size_t{1}); // never both
    QCOMPARE(shapes[0].path.boundingRect(), QRectF(1, 1, 4, 0));
    TextObject text;
    text.text = QStringLiteral("a\tb\u202Ec\nd");
    text.boxUnits = AnnotationUnits::Display;
    text.boxFirst = QPointF(0.5, 0.75);
    text.boxLast = QPointF(0.25, 0.5);
    state->annotations.front().texts.push_back(text);
    shapes = annotationShapes(*state, series->frames[1], place);
    QCOMPARE(shapes[1].text, QStringLiteral("a b c\nd")); // no control characters
    QCOMPARE(*shapes[1].box, QRectF(16, 32, 16, 16));
}

void TestStateView::row21_paintsPointsWhereTheyAre()
{
    const auto series = makeSeries();
    const auto state = makeState();
    GraphicAnnotation annotation;
    GraphicObject point;
    point.type = GraphicObject::Type::Point;
    point.points = {{48.5, 16.5}};
    annotation.graphics.push_back(point);
    state->annotations.push_back(annotation);
    state->layers.push_back({QString(), 1, {}, std::uint16_t{65535}, {}});
    const QImage picture = paintStill(stillOf(series, 1, state)); // five pixels an image pixel
    QCOMPARE(picture.pixel(242, 82), qRgb(255, 255, 255));
    StillRequest hidden = stillOf(series, 1, state);
    hidden.view.overlays = false;
    QCOMPARE(paintStill(hidden).pixel(242, 82), qRgb(128, 128, 128)); // 200 in the middle of 0 to 400
}

void TestStateView::row22_onlyListedFrames()
{
    const auto series = makeSeries();
    const auto state = makeState({1});
    const auto level = [&](int index) { return qRed(paintStill(stillOf(series, index, state)).pixel(240, 240)); };
    QCOMPARE(level(1), 128); // the state's window: 200 of 0 to 400
    QCOMPARE(level(0), 85);  // the image's own: 100 of 0 to 300
    QCOMPARE(level(2), 255);
}

/// What the state does not say is the identity, whatever the image says.
void TestStateView::row22_imageIsNotAsked()
{
    const auto series = makeSeries();
    auto image = std::make_shared<ImageAttributes>(*series->frames[1].image);
    image->photometric = Photometric::Monochrome1;
    image->presentationInverse = true;
    image->shared.modality.slope = 7;
    image->shared.modality.intercept = -500;
    series->frames[1].image = image;
    const auto state = makeState();
    QCOMPARE(qRed(paintStill(stillOf(series, 1, state)).pixel(240, 240)), 128);
    state->modality.slope = 2;
    state->modality.intercept = -100;
    state->modality.present = true;
    QCOMPARE(qRed(paintStill(stillOf(series, 1, state)).pixel(240, 240)), 191); // 300 of 0 to 400
    state->inverse = true;
    QCOMPARE(qRed(paintStill(stillOf(series, 1, state)).pixel(240, 240)), 64);
}

void TestStateView::row22_shutterOfTheStateAlone()
{
    const auto series = makeSeries();
    auto image = std::make_shared<ImageAttributes>(*series->frames[1].image);
    image->shutter.rectangle = Shutter::Rectangle{1, 8, 1, 64};
    series->frames[1].image = image;
    const auto state = makeState();
    const auto level = [&](const PresentationStatePtr& shown, bool shutter) {
        StillRequest request = stillOf(series, 1, shown);
        request.view.shutter = shutter;
        return qRed(paintStill(request).pixel(240, 240));
    };
    QCOMPARE(level(nullptr, true), 0); // the image's own covers it
    QCOMPARE(level(nullptr, false), 170);
    QCOMPARE(level(state, true), 128); // the state says nothing of a shutter
    state->shutter.circle = Shutter::Circle{1, 1, 5};
    state->shutter.value = 0x4040;
    QCOMPARE(level(state, true), 64);
    QCOMPARE(level(state, false), 128);
}

void TestStateView::row22_saidInWords()
{
    const auto series = makeSeries();
    ViewDescription view;
    view.series = series;
    view.index = 1;
    view.loaded = 3;
    view.statesForFrame = 2;
    QVERIFY(marksOf(view).contains(QStringLiteral("2 presentation states can be applied")));
    view.presentation = makeState();
    view.presentationApplies = true;
    QVERIFY(marksOf(view).contains(QStringLiteral("Presentation state: LABEL")));
    view.presentationModified = true;
    QVERIFY(marksOf(view).contains(QStringLiteral("Presentation state: LABEL, modified")));
    view.presentationApplies = false;
    QVERIFY(marksOf(view).contains(QStringLiteral("Presentation state: LABEL is not for this image")));
    view.hasShutter = true;
    QVERIFY(marksOf(view).contains(QStringLiteral("shutter")));
    view.shutterShown = false;
    QVERIFY(marksOf(view).contains(QStringLiteral("SHUTTER REMOVED")));
    view.hasOverlays = true;
    view.overlaysShown = false;
    QVERIFY(marksOf(view).contains(QStringLiteral("OVERLAYS HIDDEN")));
    series->keyTitle = QStringLiteral("Of Interest");
    QVERIFY(marksOf(view).contains(QStringLiteral("KEY IMAGES: Of Interest")));
}

/// Overlays of the image are shown without a state; with one only those that it activates, in the order of their layers.
void TestStateView::row17_activationByTheState()
{
    const auto series = makeSeries();
    auto image = std::make_shared<ImageAttributes>(*series->frames[1].image);
    OverlayPlane plane;
    plane.rows = plane.columns = 4;
    image->overlays.push_back(plane);
    plane.group = 0x6002;
    image->overlays.push_back(plane);
    const FrameRef ref{image, 0};
    QCOMPARE(shownOverlays(ref, nullptr).size(), std::size_t{2});
    const auto state = makeState();
    QVERIFY(shownOverlays(ref, state).empty());
    auto object = std::make_shared<ImageAttributes>(*state->object);
    OverlayPlane activation;
    activation.group = 0x6002;
    activation.activationLayer = QStringLiteral("UPPER");
    object->overlays.push_back(activation);
    OverlayPlane own = plane; // a group of the state takes the place of the image's
    own.group = 0x6000;
    own.activationLayer = QStringLiteral("LOWER");
    object->overlays.push_back(own);
    state->object = object;
    state->layers.push_back({QStringLiteral("LOWER"), 1, {}, std::uint16_t{65535}, {}});
    state->layers.push_back({QStringLiteral("UPPER"), 2, {}, std::uint16_t{0}, {}});
    const auto shown = shownOverlays(ref, state);
    QCOMPARE(shown.size(), std::size_t{2});
    QVERIFY(shown[0].source == state->object && shown[0].plane.group == 0x6000 && shown[0].color == QColor(Qt::white));
    QVERIFY(shown[1].source == image && shown[1].plane.group == 0x6002 && shown[1].color == QColor(Qt::black));
}

void TestStateView::row17_regionStatistics()
{
    OverlayPlane plane;
    plane.group = 0x6002;
    QCOMPARE(overlayText(plane), QStringLiteral("Overlay 2"));
    plane.label = QStringLiteral("LESION");
    plane.description = QStringLiteral("left lobe");
    QCOMPARE(overlayText(plane), QStringLiteral("LESION, left lobe"));
    plane.region = true;
    plane.regionArea = 300;
    plane.regionMean = 40.5;
    plane.regionDeviation = 2.25;
    QCOMPARE(overlayText(plane), QStringLiteral("LESION, left lobe · region of 300 pixels, mean 40.5, SD 2.25"));
}

void TestStateView::viewportFollowsTheReader()
{
    const FakeReader reader([](const ImageAttributes& image, int) { return frameFor(image); });
    FrameCache cache(std::size_t{16} << 20);
    WorkQueue queue(1);
    ImageViewport view({reader, cache, queue});
    view.resize(320, 320);
    view.show();
    const auto series = makeSeries();
    const auto turned = makeState({1});
    turned->quarterTurns = 1;
    series->states = {turned, makeState({2})};
    view.setSeries(series, 1);
    QTRY_VERIFY(view.isPictureComplete());
    QCOMPARE(view.presentations().size(), std::size_t{1});
    nextPresentation(view);
    QVERIFY(view.presentation() == turned);
    QCOMPARE(view.viewState().pose.quarterTurns, 1);
    QCOMPARE(view.window()->center, 200.0);
    view.setIndex(0); // a slice that the state is not for
    QTRY_VERIFY(view.isPictureComplete());
    QCOMPARE(view.viewState().pose.quarterTurns, 0);
    QCOMPARE(view.window()->center, 150.0);
    view.setIndex(1);
    QTRY_VERIFY(view.isPictureComplete());
    view.rotateBy(1);
    QCOMPARE(view.viewState().pose.quarterTurns, 2);
    view.setWindow({10, 20, VoiFunction::Linear, {}});
    QCOMPARE(view.window()->center, 10.0);
    view.resetView(); // back to what the state says
    QCOMPARE(view.viewState().pose.quarterTurns, 1);
    QCOMPARE(view.window()->center, 200.0);
    QCOMPARE(view.probe(QPointF(280, 280))->stored[0], 200.0); // values are those of the image
    nextPresentation(view);                                    // after the last: none
    QVERIFY(!view.presentation());
    QCOMPARE(view.window()->center, 150.0);
}

void TestStateView::viewportRefusesStrangers()
{
    const FakeReader reader([](const ImageAttributes& image, int) { return frameFor(image); });
    FrameCache cache(std::size_t{16} << 20);
    WorkQueue queue(1);
    ImageViewport view({reader, cache, queue});
    view.setSeries(makeSeries(), 1);
    view.setPresentation(makeState()); // not one of the series
    QVERIFY(!view.presentation());
}

QTEST_MAIN(TestStateView)
#include "tst_StateView.moc"
