#include "open/StudyCollector.h"

#include "support/Slides.h"

#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

std::shared_ptr<ImageAttributes> makeObject(const QString& uid, const QString& series, bool pixels)
{
    auto image = std::make_shared<ImageAttributes>();
    image->path = uid;
    image->record.study.uid = StudyUid(QStringLiteral("1.2"));
    image->record.study.patient.id = QStringLiteral("P1");
    image->record.series.uid = SeriesUid(series);
    image->record.instance.uid = InstanceUid(uid);
    if (pixels) {
        image->pixelData.offset = 0;
        image->rows = image->columns = 4;
    }
    return image;
}

PresentationStatePtr makeState(const ImagePtr& object, const QString& image, int day)
{
    auto state = std::make_shared<PresentationState>();
    state->object = object;
    state->created = QDateTime(QDate(2026, 1, day), QTime(1, 0));
    state->images.add(InstanceUid(image), {});
    return state;
}

KeyObjectSelectionPtr makeSelection(const ImagePtr& object, const QStringList& images)
{
    auto selection = std::make_shared<KeyObjectSelection>();
    selection->object = object;
    selection->title = QStringLiteral("Of Interest");
    for (const QString& image : images) {
        selection->references.push_back({InstanceUid(image), {}});
    }
    return selection;
}

} // namespace

class TestStudyCollector : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row22_statesGoWithTheirImages();
    void row22_statesOfAnotherPatientStayOut();
    void row22_registrationsGoWithBlendingStates();
    void row22_registrationsAreNotListedUnlessRefused();
    void row33_mappingsGoIntoTheirImages();
    void keyImagesAreASeries();
    void structuresOfOtherImagesSayWhy();
    void slidesAreOneStack();
};

void TestStudyCollector::row22_statesGoWithTheirImages()
{
    const ImagePtr first = makeObject(QStringLiteral("a"), QStringLiteral("1.2.1"), true);
    const ImagePtr second = makeObject(QStringLiteral("b"), QStringLiteral("1.2.2"), true);
    const ImagePtr old = makeObject(QStringLiteral("s1"), QStringLiteral("1.2.9"), false);
    const ImagePtr recent = makeObject(QStringLiteral("s2"), QStringLiteral("1.2.9"), false);
    const ImagePtr lost = makeObject(QStringLiteral("s3"), QStringLiteral("1.2.8"), false);
    StudyCollector collector;
    collector.add({first, second, old, recent, lost});
    collector.addState(makeState(old, QStringLiteral("a"), 1));
    collector.addState(makeState(recent, QStringLiteral("a"), 2));
    collector.addState(makeState(lost, QStringLiteral("not here"), 3));
    const StudyCollector::Grouped grouped = collector.group(7, true);
    QCOMPARE(grouped.series.size(), std::size_t{3}); // two of images, and the state that is for none of them
    for (const ImageSeriesPtr& series : grouped.series) {
        const bool isFirst = series->series.uid == first->record.series.uid;
        QCOMPARE(series->states.size(), std::size_t(isFirst ? 2 : 0));
        if (isFirst) {
            QCOMPARE(series->states.front()->object, recent); // newest first
        }
        QCOMPARE(series->notShown.size(), series->series.uid == lost->record.series.uid ? 1 : 0);
    }
}

/// The same UIDs under another patient: a state of one is never offered with images of the other.
void TestStudyCollector::row22_statesOfAnotherPatientStayOut()
{
    const ImagePtr image = makeObject(QStringLiteral("a"), QStringLiteral("1.2.1"), true);
    const auto foreign = makeObject(QStringLiteral("s"), QStringLiteral("1.2.9"), false);
    foreign->record.study.patient.id = QStringLiteral("P2");
    StudyCollector collector;
    collector.add({image, foreign});
    collector.addState(makeState(foreign, QStringLiteral("a"), 1));
    const StudyCollector::Grouped grouped = collector.group(1, true);
    QCOMPARE(grouped.series.size(), std::size_t{1});
    QVERIFY(grouped.series.front()->states.empty());
}

/// All inputs of a blending state, whole series too, and the registrations of this patient's study.
void TestStudyCollector::row22_registrationsGoWithBlendingStates()
{
    const ImagePtr below = makeObject(QStringLiteral("a"), QStringLiteral("1.2.1"), true);
    const ImagePtr above = makeObject(QStringLiteral("b"), QStringLiteral("1.2.2"), true);
    const ImagePtr object = makeObject(QStringLiteral("s"), QStringLiteral("1.2.9"), false);
    const auto foreign = makeObject(QStringLiteral("r2"), QStringLiteral("1.2.8"), false);
    foreign->record.study.patient.id = QStringLiteral("P2");
    auto state = std::make_shared<PresentationState>();
    state->kind = PresentationState::Kind::AdvancedBlending;
    state->object = object;
    state->blending = Blending();
    state->blending->inputs.resize(2);
    state->blending->inputs[0].series = SeriesUid(QStringLiteral("1.2.1"));
    state->blending->inputs[1].series = SeriesUid(QStringLiteral("1.2.2"));
    state->blending->steps = {{BlendingStep::Mode::Equal, {0, 1}, 1}};
    const auto registrationOf = [](const ImagePtr& file) {
        auto registration = std::make_shared<SpatialRegistration>();
        registration->object = file;
        return registration;
    };
    const ImagePtr own = makeObject(QStringLiteral("r1"), QStringLiteral("1.2.8"), false);
    StudyCollector collector;
    collector.add({below, above, object, own, foreign});
    collector.addState(state);
    collector.addRegistration(registrationOf(own));
    collector.addRegistration(registrationOf(foreign));
    int found = 0;
    for (const ImageSeriesPtr& series : collector.group(1, true).series) {
        if (series->series.uid == below->record.series.uid) {
            ++found;
            QCOMPARE(series->states.size(), std::size_t{1});
            QCOMPARE(series->blended.size(), std::size_t{1});
            QCOMPARE(series->blended[0].inputs.size(), std::size_t{2});
            QVERIFY(series->blended[0].inputs[0].empty());
            QCOMPARE(series->blended[0].inputs[1].size(), std::size_t{1});
            QCOMPARE(series->blended[0].inputs[1][0].image, above);
            QCOMPARE(series->blended[0].registrations.size(), std::size_t{1});
            QCOMPARE(series->blended[0].registrations[0]->object, own);
        } else {
            QVERIFY(series->states.empty());
        }
    }
    QCOMPARE(found, 1);
}

/// One that places images is offered with them; one that cannot be used says why.
void TestStudyCollector::row22_registrationsAreNotListedUnlessRefused()
{
    const auto image = makeObject(QStringLiteral("a"), QStringLiteral("1.2.1"), true);
    image->record.series.frameOfReference = QStringLiteral("1.7");
    SpatialRegistration used;
    used.object = makeObject(QStringLiteral("r1"), QStringLiteral("1.2.7"), false);
    used.items.resize(1);
    used.items[0].frameOfReference = QStringLiteral("1.7");
    SpatialRegistration refused;
    refused.object = makeObject(QStringLiteral("r2"), QStringLiteral("1.2.8"), false);
    refused.problem = QStringLiteral("It deforms.");
    SpatialRegistration foreign = used;
    foreign.object = makeObject(QStringLiteral("r3"), QStringLiteral("1.2.9"), false);
    foreign.items[0].frameOfReference = QStringLiteral("1.8");
    StudyCollector collector;
    collector.add({image, used.object, refused.object, foreign.object});
    for (const SpatialRegistration& each : {used, refused, foreign}) {
        collector.addRegistration(std::make_shared<const SpatialRegistration>(each));
    }
    QStringList listed;
    for (const ImageSeriesPtr& series : collector.group(1, true).series) {
        for (qsizetype i = 0; i < qsizetype(series->objects.size()); ++i) {
            listed << series->objects[std::size_t(i)]->record.instance.uid.text();
            QCOMPARE(series->notShown[i] == refused.problem, series->objects[std::size_t(i)] == refused.object);
        }
    }
    QCOMPARE(listed, (QStringList{QStringLiteral("r2"), QStringLiteral("r3")}));
}

void TestStudyCollector::row33_mappingsGoIntoTheirImages()
{
    const ImagePtr first = makeObject(QStringLiteral("a"), QStringLiteral("1.2.1"), true);
    const ImagePtr second = makeObject(QStringLiteral("b"), QStringLiteral("1.2.2"), true);
    const auto mappingOf = [](const ImagePtr& object, const QString& image) {
        auto mapping = std::make_shared<ValueMapping>();
        mapping->object = object;
        ValueMapping::Item item;
        item.images.add(InstanceUid(image), {});
        item.maps = std::make_shared<RealWorldMaps>(1);
        mapping->items.push_back(item);
        return mapping;
    };
    const ImagePtr object = makeObject(QStringLiteral("m"), QStringLiteral("1.2.9"), false);
    auto stranger = makeObject(QStringLiteral("x"), QStringLiteral("1.2.8"), false);
    stranger->record.study.patient.id = QStringLiteral("P2");
    StudyCollector collector;
    collector.add({first, second, object, stranger});
    collector.addMapping(mappingOf(object, QStringLiteral("a")));
    collector.addMapping(mappingOf(stranger, QStringLiteral("b")));
    const StudyCollector::Grouped grouped = collector.group(1, true);
    QCOMPARE(grouped.series.size(), std::size_t(2)); // the mapping is no series of its own
    for (const ImageSeriesPtr& series : grouped.series) {
        const FrameRef& ref = series->frames.front();
        const bool meant = ref.image->record.instance.uid.text() == QLatin1String("a");
        QCOMPARE(ref.attributes().realWorld != nullptr, meant); // and never that of another patient
    }
}

void TestStudyCollector::keyImagesAreASeries()
{
    const ImagePtr first = makeObject(QStringLiteral("a"), QStringLiteral("1.2.1"), true);
    const ImagePtr second = makeObject(QStringLiteral("b"), QStringLiteral("1.2.1"), true);
    const ImagePtr one = makeObject(QStringLiteral("k1"), QStringLiteral("1.2.7"), false);
    const ImagePtr two = makeObject(QStringLiteral("k2"), QStringLiteral("1.2.7"), false);
    StudyCollector collector;
    collector.add({first, second, one, two});
    collector.addSelection(makeSelection(one, {QStringLiteral("b"), QStringLiteral("a")}));
    collector.addSelection(makeSelection(two, {QStringLiteral("a"), QStringLiteral("gone")}));
    const StudyCollector::Grouped grouped = collector.group(1, true);
    QCOMPARE(grouped.series.size(), std::size_t{3});
    const ImageSeriesPtr keys = grouped.series[1];
    QCOMPARE(keys->keyTitle, QStringLiteral("Of Interest"));
    QVERIFY(keys->frames.size() == 2 && keys->frames[0].image == second && keys->frames[1].image == first);
    QCOMPARE(grouped.series[2]->notShown.size(), 1);
    QVERIFY(seriesKey(grouped.series[1]) != seriesKey(grouped.series[2])); // two documents of one series
    QCOMPARE(grouped.series[2]->parts, 2);
}

void TestStudyCollector::structuresOfOtherImagesSayWhy()
{
    const auto image = makeObject(QStringLiteral("a"), QStringLiteral("1.2.1"), true);
    image->record.series.frameOfReference = QStringLiteral("1.1");
    const ImagePtr fitting = makeObject(QStringLiteral("r1"), QStringLiteral("1.2.7"), false);
    const ImagePtr strange = makeObject(QStringLiteral("r2"), QStringLiteral("1.2.8"), false);
    StudyCollector collector;
    collector.add({image, fitting, strange});
    for (const ImagePtr& object : {fitting, strange}) {
        auto set = std::make_shared<RegionSet>();
        set->object = object;
        set->frameOfReference = object == fitting ? QStringLiteral("1.1") : QStringLiteral("1.9");
        collector.addRegions(set);
    }
    const StudyCollector::Grouped grouped = collector.group(1, true);
    QCOMPARE(grouped.series.size(), std::size_t{2});
    QCOMPARE(grouped.series[1]->objects.size(), std::size_t{1});
    QVERIFY(grouped.series[1]->notShown.front().contains(QStringLiteral("another frame of reference")));
}

void TestStudyCollector::slidesAreOneStack()
{
    StudyCollector collector;
    SlideSpec base;
    SlideSpec coarse;
    coarse.number = 2;
    coarse.columns = 250;
    coarse.rows = 200;
    coarse.spacing = 0.002;
    SlideSpec label;
    label.number = 3;
    label.role = TileLayout::Role::Label;
    label.frames = 1;
    const ImagePtr first = slideImage(base);
    auto object = makeObject(QStringLiteral("s"), QStringLiteral("1.2.9"), false);
    object->record.study = first->record.study;
    collector.add({first, slideImage(coarse), slideImage(label), object});
    collector.addState(makeState(object, first->record.instance.uid.text(), 1));
    const StudyCollector::Grouped grouped = collector.group(7, true);
    QCOMPARE(grouped.series.size(), std::size_t(2));
    const ImageSeriesPtr& slide = grouped.series[0];
    QVERIFY(slide->slide);
    QCOMPARE(slide->slide->levels.size(), std::size_t(2));
    QCOMPARE(slide->states.size(), std::size_t(1));
    QVERIFY(slide->opensByItself() && slide->complete);
    QCOMPARE(grouped.series[1]->partTitle, QStringLiteral("Label"));
    QVERIFY(!grouped.series[1]->opensByItself());
}

QTEST_GUILESS_MAIN(TestStudyCollector)
#include "tst_StudyCollector.moc"
