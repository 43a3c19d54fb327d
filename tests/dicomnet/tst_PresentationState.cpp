#include "reader/DicomImageReader.h"

#include "presentation/KeyObjectSelection.h"
#include "presentation/PresentationState.h"
#include "support/States.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

FrameRef frameOf(const QByteArray& uid, int frame)
{
    auto image = std::make_shared<ImageAttributes>();
    image->record.instance.uid = InstanceUid(QString::fromLatin1(uid));
    image->frames = 9;
    return {image, frame};
}

QByteArray windowItem(const QByteArray& center, const std::vector<QByteArray>& images = {})
{
    DicomBytes d;
    if (!images.empty()) {
        d.sequence(0x00081140, images);
    }
    return d.text(0x00281050, "DS", center).text(0x00281051, "DS", "100").dataset();
}

QByteArray graphic(const QByteArray& type, const std::vector<float>& points, const QByteArray& units = "PIXEL")
{
    DicomBytes d;
    d.text(0x00700005, "CS", units).us(0x00700020, 2).us(0x00700021, static_cast<std::uint16_t>(points.size() / 2));
    return d.bytes(0x00700022, "FL", floats(points)).text(0x00700023, "CS", type).text(0x00700024, "CS", "Y").dataset();
}

} // namespace

class TestPresentationState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row22_identityWhereItIsSilent();
    void row22_onlyListedImagesAndFrames();
    void row22_voiOfEachImage();
    void row20_spatial();
    void row21_annotations();
    void row22_damagedStatesAreErrors();
    void colorsAndBlending();
    void keyObjectsInTheirOrder();

private:
    PresentationStatePtr read(const QByteArray& bytes);
    ImagePtr header(const QByteArray& bytes);

    QTemporaryDir m_dir;
    int m_files = 0;
    DicomImageReader m_reader;
};

ImagePtr TestPresentationState::header(const QByteArray& bytes)
{
    const QString path = m_dir.filePath(QString::number(++m_files));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        return nullptr;
    }
    file.close();
    const Result<ImagePtr> image = m_reader.readHeader(path);
    return image ? *image : nullptr;
}

PresentationStatePtr TestPresentationState::read(const QByteArray& bytes)
{
    const ImagePtr object = header(bytes);
    const Result<PresentationStatePtr> state = m_reader.readPresentationState(object);
    return state ? *state : nullptr;
}

void TestPresentationState::row22_identityWhereItIsSilent()
{
    StateSpec spec;
    spec.label = "CHEST";
    const PresentationStatePtr state = read(stateFile(spec));
    QVERIFY(state);
    QCOMPARE(state->name(), QStringLiteral("CHEST"));
    QCOMPARE(state->creator.display(), QStringLiteral("Reader, Rosa"));
    QCOMPARE(state->created, QDateTime(QDate(2026, 3, 4), QTime(5, 6)));
    QVERIFY(state->kind == PresentationState::Kind::Grayscale);
    QVERIFY(!state->modality.present && state->modality.slope == 1 && state->modality.intercept == 0);
    QVERIFY(state->voi.empty() && !state->inverse && !state->presentationTable && state->shutter.isEmpty());
    QVERIFY(state->quarterTurns == 0 && !state->flipHorizontal && state->annotations.empty() && state->problems.isEmpty());
}

void TestPresentationState::row22_onlyListedImagesAndFrames()
{
    StateSpec spec;
    spec.images = {imageItem(imageUid(1, 1, 1)), imageItem(imageUid(1, 1, 2), "2\\5")};
    const PresentationStatePtr state = read(stateFile(spec));
    QVERIFY(state);
    QVERIFY(state->appliesTo(frameOf(imageUid(1, 1, 1), 0)) && state->appliesTo(frameOf(imageUid(1, 1, 1), 8)));
    QVERIFY(state->appliesTo(frameOf(imageUid(1, 1, 2), 1)) && state->appliesTo(frameOf(imageUid(1, 1, 2), 4)));
    QVERIFY(!state->appliesTo(frameOf(imageUid(1, 1, 2), 0)) && !state->appliesTo(frameOf(imageUid(1, 1, 2), 2)));
    QVERIFY(!state->appliesTo(frameOf(imageUid(1, 1, 3), 0)));
}

void TestPresentationState::row22_voiOfEachImage()
{
    StateSpec spec;
    const QByteArray first = imageItem(imageUid(1, 1, 1));
    const QByteArray second = imageItem(imageUid(1, 1, 2));
    spec.images = {first, second};
    spec.rest = DicomBytes().sequence(0x00283110, {windowItem("11", {first}), windowItem("22", {second})}).dataset();
    const PresentationStatePtr state = read(stateFile(spec));
    QVERIFY(state);
    QCOMPARE(state->voiFor(frameOf(imageUid(1, 1, 1), 0))->windows.front().center, 11.0);
    QCOMPARE(state->voiFor(frameOf(imageUid(1, 1, 2), 0))->windows.front().center, 22.0);
    QVERIFY(!state->voiFor(frameOf(imageUid(1, 1, 3), 0)));
}

void TestPresentationState::row20_spatial()
{
    StateSpec spec;
    spec.rest = DicomBytes().text(0x00700041, "CS", "Y").us(0x00700042, 270).dataset();
    spec.area = areaItem({9, -3}, {2, 12}, "MAGNIFY", DicomBytes().bytes(0x00700103, "FL", floats({2.5F})).dataset());
    const PresentationStatePtr state = read(stateFile(spec));
    QVERIFY(state);
    QCOMPARE(state->quarterTurns, 3);
    QVERIFY(state->flipHorizontal);
    const DisplayedArea* area = state->areaFor(frameOf(imageUid(1, 1, 1), 0));
    QVERIFY(area);
    QCOMPARE(area->first, QPoint(9, -3));
    QCOMPARE(area->last, QPoint(2, 12));
    QVERIFY(area->mode == DisplayedArea::Mode::Magnify);
    QCOMPARE(area->magnification, 2.5);
    spec.area = areaItem({1, 1}, {8, 8}, "TRUE SIZE", DicomBytes().text(0x00700101, "DS", "0.25\\0.5").dataset());
    const PresentationStatePtr real = read(stateFile(spec));
    QVERIFY(real && real->areas.front().mode == DisplayedArea::Mode::TrueSize);
    QCOMPARE(real->areas.front().spacing->row, 0.25);
    QCOMPARE(real->areas.front().spacing->column, 0.5);
}

void TestPresentationState::row21_annotations()
{
    DicomBytes text;
    text.text(0x00700003, "CS", "DISPLAY").text(0x00700006, "ST", "two\r\nlines").bytes(0x00700010, "FL", floats({0.1F, 0.2F}));
    text.bytes(0x00700011, "FL", floats({0.5F, 0.3F})).text(0x00700012, "CS", "CENTER");
    text.text(0x00700004, "CS", "PIXEL").bytes(0x00700014, "FL", floats({3, 4})).text(0x00700015, "CS", "Y");
    const auto annotation = [&](const QByteArray& layer, const std::vector<QByteArray>& graphics) {
        return DicomBytes()
            .text(0x00700002, "CS", layer)
            .sequence(0x00700008, {text.dataset()})
            .sequence(0x00700009, graphics)
            .dataset();
    };
    const auto layer = [](const QByteArray& name, const QByteArray& order, std::uint16_t grey) {
        return DicomBytes().text(0x00700002, "CS", name).text(0x00700062, "IS", order).us(0x00700066, grey).dataset();
    };
    StateSpec spec;
    spec.rest = DicomBytes()
                    .sequence(0x00700001, {annotation("TOP", {graphic("CIRCLE", {1, 2, 3, 2})}),
                                           annotation("LOW", {graphic("ELLIPSE", {0, 1, 4, 1, 2, 0, 2, 2}, "DISPLAY"),
                                                              graphic("POLYLINE", {1, 1}), graphic("SPIRAL", {1, 1, 2, 2})})})
                    .sequence(0x00700060, {layer("TOP", "2", 65535), layer("LOW", "1", 1000)})
                    .dataset();
    const PresentationStatePtr state = read(stateFile(spec));
    QVERIFY(state);
    QCOMPARE(state->layers.front().name, QStringLiteral("LOW"));
    QCOMPARE(int(*state->layer(QStringLiteral("LOW"))->grey), 1000);
    QCOMPARE(state->annotations.size(), std::size_t{2});
    QCOMPARE(state->annotations[0].layer, QStringLiteral("LOW")); // drawn first
    QCOMPARE(state->annotations[0].graphics.size(), std::size_t{1});
    QVERIFY(state->annotations[0].graphics[0].units == AnnotationUnits::Display);
    QVERIFY(!state->problems.isEmpty()); // the two that make no sense are not forgotten
    const GraphicObject& circle = state->annotations[1].graphics[0];
    QVERIFY(circle.type == GraphicObject::Type::Circle && circle.filled);
    QCOMPARE(circle.points, (std::vector<QPointF>{{1, 2}, {3, 2}}));
    const TextObject& read = state->annotations[1].texts[0];
    QCOMPARE(read.text, QStringLiteral("two\nlines"));
    QCOMPARE(read.justification, QStringLiteral("CENTER"));
    QCOMPARE(*read.anchor, QPointF(3, 4));
    QVERIFY(read.anchorVisible && read.anchorUnits == AnnotationUnits::Pixel && read.boxUnits == AnnotationUnits::Display);
}

void TestPresentationState::row22_damagedStatesAreErrors()
{
    StateSpec spec;
    const QByteArray whole = stateFile(spec);
    for (qsizetype size = 200; size < whole.size() - 8; size += 37) {
        const ImagePtr object = header(whole.left(size));
        if (object) {
            m_reader.readPresentationState(object).ok(); // whatever it says, it comes back
        }
    }
    const ImagePtr cut = header(whole.left(whole.size() - 3)); // within the last element
    QVERIFY(cut && !m_reader.readPresentationState(cut));
    spec.images.clear(); // for nothing
    QVERIFY(!read(stateFile(spec)));
    const ImagePtr image = header(imageFile({}));
    QVERIFY(image && !m_reader.readPresentationState(image) && !m_reader.readKeyObjects(image));
}

void TestPresentationState::colorsAndBlending()
{
    StateSpec spec;
    spec.kind = 3;
    DicomBytes palette;
    for (std::uint32_t i = 0; i < 3; ++i) {
        palette.bytes(0x00281101 + i, "US", shorts({256, 0, 16}));
    }
    for (std::uint32_t i = 0; i < 3; ++i) {
        palette.bytes(0x00281201 + i, "OW",
                      shorts(std::vector<std::uint16_t>(256, static_cast<std::uint16_t>(0x1000 * (i + 1)))));
    }
    spec.rest = palette.dataset();
    const PresentationStatePtr pseudo = read(stateFile(spec));
    QVERIFY(pseudo && pseudo->kind == PresentationState::Kind::PseudoColor);
    QCOMPARE(int(pseudo->palette[2]->data[7]), 0x3000);
    const auto input = [](const QByteArray& position, int series) {
        DicomBytes one;
        one.sequence(0x00081140, {imageItem(imageUid(1, series, 1))});
        return DicomBytes().sequence(0x00081115, {one.dataset()}).text(0x00700405, "CS", position).dataset();
    };
    spec.kind = 4;
    spec.rest += DicomBytes()
                     .sequence(0x00700402, {input("SUPERIMPOSED", 2), input("UNDERLYING", 1)})
                     .bytes(0x00700403, "FL", floats({0.25F}))
                     .dataset();
    const PresentationStatePtr blending = read(stateFile(spec));
    QVERIFY(blending && blending->blending);
    const Blending& mixture = *blending->blending;
    QCOMPARE(mixture.inputs.size(), std::size_t{2});
    QCOMPARE(mixture.below, std::size_t{0});
    QCOMPARE(mixture.steps.size(), std::size_t{1});
    QVERIFY(mixture.steps[0].mode == BlendingStep::Mode::Foreground);
    QCOMPARE(mixture.steps[0].operands, (std::vector<int>{1, 0}));
    QCOMPARE(mixture.steps[0].opacity, 0.25);
    QCOMPARE(int(mixture.inputs[1].palette[1]->data[7]), 0x2000);
    QVERIFY(!mixture.inputs[0].palette[0] && !mixture.inputs[0].ownModality);
    QVERIFY(blending->appliesTo(frameOf(imageUid(1, 1, 1), 0)) && !blending->appliesTo(frameOf(imageUid(1, 2, 1), 0)));
    QVERIFY(mixture.inputs[1].contains(frameOf(imageUid(1, 2, 1), 0)));
    QVERIFY(mixture.inputs[1].registrations.empty());
}

void TestPresentationState::keyObjectsInTheirOrder()
{
    const auto reference = [](int instance, const QByteArray& frames) {
        return DicomBytes()
            .sequence(0x00081199, {imageItem(imageUid(1, 1, instance), frames)})
            .text(0x0040A040, "CS", "IMAGE")
            .dataset();
    };
    DicomBytes d;
    d.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.59").text(0x00080018, "UI", "1.2.9").text(0x00080060, "CS", "KO");
    d.text(0x0020000D, "UI", "1.2.826.0.1.3680043.10.1.1").text(0x0020000E, "UI", "1.2.8").text(0x00200011, "IS", "7");
    d.sequence(0x0040A043,
               {DicomBytes().text(0x00080100, "SH", "113002").text(0x00080104, "LO", "For Referring Provider").dataset()});
    d.sequence(0x0040A730, {DicomBytes().text(0x0040A040, "CS", "TEXT").text(0x0040A160, "UT", "look here").dataset(),
                            reference(3, {}), reference(1, "2\\9"), reference(8, {})});
    const ImagePtr object = header(d.file("1.2.840.10008.5.1.4.1.1.88.59", "1.2.9"));
    const Result<KeyObjectSelectionPtr> selection = m_reader.readKeyObjects(object);
    QVERIFY(selection);
    QCOMPARE((*selection)->title, QStringLiteral("For Referring Provider"));
    QCOMPARE((*selection)->description, QStringLiteral("look here"));
    std::vector<ImagePtr> images;
    for (int i = 1; i <= 3; ++i) {
        auto image = std::make_shared<ImageAttributes>();
        image->record.instance.uid = InstanceUid(QString::fromLatin1(imageUid(1, 1, i)));
        image->pixelData.offset = 0;
        image->rows = image->columns = 4;
        image->frames = 3;
        images.push_back(image);
    }
    const ImageSeriesPtr series = keyImageSeries(**selection, images, 5);
    QCOMPARE(series->keyTitle, QStringLiteral("For Referring Provider"));
    QCOMPARE(series->series.description, QStringLiteral("For Referring Provider: look here"));
    QCOMPARE(series->count(), 4); // three frames of the third, one of the first
    QVERIFY(series->frames[0].image == images[2] && series->frames[3].image == images[0]);
    QCOMPARE(series->frames[3].frame, 1);
    QCOMPARE(series->notShown.size(), 2); // frame 9 and image 8 are named
    QVERIFY(series->notShown[1].contains(QString::fromLatin1(imageUid(1, 1, 8))));
    QCOMPARE(series->generation, quint64{5});
}

QTEST_GUILESS_MAIN(TestPresentationState)
#include "tst_PresentationState.moc"
