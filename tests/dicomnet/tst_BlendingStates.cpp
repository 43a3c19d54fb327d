#include "reader/DicomImageReader.h"

#include "presentation/PresentationState.h"
#include "registration/SpatialRegistration.h"
#include "support/Blending.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

const QByteArray kIdentity = "1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1";

FrameRef frameOf(int series, int instance, int frame = 0)
{
    auto image = std::make_shared<ImageAttributes>();
    image->record.instance.uid = InstanceUid(QString::fromLatin1(imageUid(1, series, instance)));
    image->record.series.uid = SeriesUid(QStringLiteral("1.2.826.0.1.3680043.10.1.1.%1").arg(series));
    image->frames = 9;
    return {image, frame};
}

QByteArray input(int number, int series)
{
    InputSpec spec;
    spec.number = number;
    spec.series = series;
    return inputItem(spec);
}

} // namespace

/// Registrations (PS3.3 C.20.2) and advanced blending states (C.11.33, C.11.34) as files have them.
class TestBlendingStates : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_files = 0;
    DicomImageReader m_reader;

    ImagePtr header(const QByteArray& bytes)
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
    QString refusal(const QByteArray& bytes)
    {
        const ImagePtr object = header(bytes);
        const QString none = QStringLiteral("not refused");
        if (object && isRegistration(object->record.instance.sopClass)) {
            const auto read = m_reader.readRegistration(object);
            return read ? none : read.error().message;
        }
        const auto read = m_reader.readPresentationState(object);
        return read ? none : read.error().message;
    }
    /// For series 1 and 2, both whole.
    QString refusalOf(const std::vector<QByteArray>& steps)
    {
        return refusal(advancedStateFile({input(1, 1), input(2, 2)}, steps));
    }

private Q_SLOTS:
    void row22_registration()
    {
        // Items of a Matrix Sequence are a product in their order: a point is turned by the last, then moved by the first.
        const QByteArray move = "1\\0\\0\\10\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1";
        const QByteArray turn = "0\\-1\\0\\0\\1\\0\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1";
        const ImagePtr object =
            header(registrationFile({registrationItem("1.2.2", {matrixItem(move), matrixItem(turn)}),
                                     registrationItem({}, {matrixItem(kIdentity, "AFFINE")},
                                                      {imageItem(imageUid(1, 1, 1)), imageItem(imageUid(1, 1, 2))})}));
        const auto read = m_reader.readRegistration(object);
        QVERIFY(read);
        const SpatialRegistration& registration = **read;
        QCOMPARE(registration.registeredSpace(), QStringLiteral("1.2.1"));
        QCOMPARE(registration.name(), QStringLiteral("FUSION"));
        QCOMPARE(registration.created, QDateTime(QDate(2026, 3, 4), QTime(5, 6)));
        QCOMPARE(registration.items.size(), std::size_t{2});
        QCOMPARE(registration.items[0].frameOfReference, QStringLiteral("1.2.2"));
        QVERIFY(registration.items[0].images.isEmpty());
        QVERIFY((registration.items[0].toRegistered * Eigen::Vector3d(1, 0, 0) - Eigen::Vector3d(10, 1, 0)).norm() < 1e-12);
        QVERIFY(registration.items[1].images.contains(frameOf(1, 2).image->record.instance.uid, 0));
    }

    void row22_registrationsThatCannotBeTrusted()
    {
        const auto of = [&](const QByteArray& matrix, const QByteArray& type) {
            return refusal(registrationFile({registrationItem("1.2.2", {matrixItem(matrix, type)})}));
        };
        QVERIFY(of("2\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1", "RIGID").contains(QStringLiteral("rigid")));
        QVERIFY(of("1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\1\\1", "AFFINE").contains(QStringLiteral("last row")));
        QVERIFY(of("1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1", "AFFINE").contains(QStringLiteral("inverted")));
        QVERIFY(of("-1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1", "AFFINE").contains(QStringLiteral("mirror")));
        QVERIFY(of("1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1\\0", "RIGID").contains(QStringLiteral("damaged")));
        QVERIFY(of("1\\0\\x\\0\\0\\1\\0\\0\\0\\0\\1\\0\\0\\0\\0\\1", "RIGID").contains(QStringLiteral("damaged")));
        QVERIFY(of(kIdentity, "ELASTIC").contains(QStringLiteral("not known")));
        QVERIFY(refusal(registrationFile({})).contains(QStringLiteral("nothing")));
        QVERIFY(refusal(registrationFile({registrationItem("1.2.2", {})})).contains(QStringLiteral("no matrices")));
        QVERIFY(refusal(registrationFile({registrationItem({}, {matrixItem(kIdentity)})})).contains(QStringLiteral("what it")));
        const std::vector<QByteArray> sound{registrationItem("1.2.2", {matrixItem(kIdentity)})};
        QVERIFY(refusal(registrationFile(sound, 1, {})).contains(QStringLiteral("frame of reference")));
        QVERIFY(refusal(registrationFile(sound, 1, "1.2.1", "1.2.840.10008.5.1.4.1.1.66.3")).contains(QStringLiteral("deform")));
        const QByteArray whole = registrationFile(sound);
        QCOMPARE(refusal(whole), QStringLiteral("not refused"));
        for (qsizetype size = 200; size < whole.size(); size += 7) {
            const ImagePtr object = header(whole.left(size));
            if (object) {
                m_reader.readRegistration(object).ok(); // whatever it says, it comes back
            }
        }
        const ImagePtr cut = header(whole.left(whole.size() - 3));
        QVERIFY(cut && !m_reader.readRegistration(cut));
    }

    void row22_advancedBlendingWhole()
    {
        InputSpec ct;
        ct.geometry = "TRUE";
        ct.window = "40,400";
        InputSpec pet;
        pet.number = 2;
        pet.series = 2;
        pet.images = {imageItem(imageUid(1, 2, 1)), imageItem(imageUid(1, 2, 2), "3")};
        pet.palette = {shorts({0, 0xFFFF}), shorts({0, 0x8000}), shorts({0, 0})};
        pet.registration = 5;
        pet.thresholds = {thresholdItem("RANGE_INCL", {2, 4}), thresholdItem("GREATER_THAN", {9})};
        InputSpec mr;
        mr.number = 3;
        mr.series = 3;
        mr.more = DicomBytes().text(0x00281052, "DS", "7").text(0x00281053, "DS", "2").text(0x00281054, "LO", "US").dataset();
        // The steps stand in the wrong order: 4 is made of 2 and 3 and laid over 1.
        const auto read = m_reader.readPresentationState(
            header(advancedStateFile({inputItem(pet), inputItem(ct), inputItem(mr)},
                                     {stepItem("FOREGROUND", {4, 1}, 0, 0.25F), stepItem("EQUAL", {2, 3}, 4)})));
        QVERIFY(read && (*read)->blending);
        const PresentationState& state = **read;
        const Blending& blending = *state.blending;
        QVERIFY(state.problems.isEmpty());
        QCOMPARE(blending.inputs.size(), std::size_t{3});
        QCOMPARE(blending.below, std::size_t{1});
        QVERIFY(state.appliesTo(frameOf(1, 1)) && state.appliesTo(frameOf(1, 99, 5)) && !state.appliesTo(frameOf(2, 1)));
        QVERIFY(state.concerns(*frameOf(1, 7).image) && !state.concerns(*frameOf(3, 1).image));
        QCOMPARE(state.voiFor(frameOf(1, 4))->windows.front().width, 400.0);
        const BlendingInput& read2 = blending.inputs[0];
        QVERIFY(read2.contains(frameOf(2, 1, 8)) && read2.contains(frameOf(2, 2, 2)) && !read2.contains(frameOf(2, 2, 1)));
        QVERIFY(read2.ownModality && !blending.inputs[2].ownModality);
        QCOMPARE(blending.inputs[2].modality.slope, 2.0);
        QCOMPARE(int(read2.palette[1]->data[1]), 0x8000);
        QVERIFY(!blending.inputs[1].palette[0]);
        QCOMPARE(read2.registrations, (std::vector<InstanceUid>{InstanceUid(QString::fromLatin1(imageUid(1, 8, 5)))}));
        QVERIFY(read2.isShown(2) && read2.isShown(4) && read2.isShown(9.5) && !read2.isShown(1.9) && !read2.isShown(9));
        QCOMPARE(blending.steps.size(), std::size_t{2});
        QVERIFY(blending.steps[0].mode == BlendingStep::Mode::Equal);
        QCOMPARE(blending.steps[0].operands, (std::vector<int>{0, 2}));
        QCOMPARE(blending.steps[1].operands, (std::vector<int>{3, 1})); // the step's result, and the CT
        QCOMPARE(blending.steps[1].opacity, 0.25);
        QCOMPARE(blending.shares(), (std::vector<double>{0.125, 0.75, 0.125}));
    }

    void row22_thresholdsOfEveryKind()
    {
        const auto shows = [&](const QByteArray& item, const std::vector<double>& values) {
            InputSpec spec;
            spec.thresholds = {item};
            const auto read =
                m_reader.readPresentationState(header(advancedStateFile({inputItem(spec)}, {stepItem("EQUAL", {1})})));
            QString shown;
            for (const double value : values) {
                shown += !read                                         ? QLatin1Char('?')
                         : (*read)->blending->inputs[0].isShown(value) ? QLatin1Char('+')
                                                                       : QLatin1Char('-');
            }
            return shown;
        };
        QCOMPARE(shows(thresholdItem("RANGE_INCL", {2, 4}), {1, 2, 3, 4, 5}), QStringLiteral("-+++-"));
        QCOMPARE(shows(thresholdItem("RANGE_EXCL", {2, 4}), {1, 2, 3, 4, 5}), QStringLiteral("+---+"));
        QCOMPARE(shows(thresholdItem("RANGE_INCL", {4, 2}), {1, 3}), QStringLiteral("-+")); // ends in either order
        QCOMPARE(shows(thresholdItem("GREATER_OR_EQUAL", {2}), {1, 2, 3}), QStringLiteral("-++"));
        QCOMPARE(shows(thresholdItem("LESS_OR_EQUAL", {2}), {1, 2, 3}), QStringLiteral("++-"));
        QCOMPARE(shows(thresholdItem("GREATER_THAN", {2}), {1, 2, 3}), QStringLiteral("--+"));
        QCOMPARE(shows(thresholdItem("LESS_THAN", {2}), {1, 2, 3}), QStringLiteral("+--"));
        QCOMPARE(shows(thresholdItem("RANGE_INCL", {2}), {2}), QStringLiteral("?"));
        QCOMPARE(shows(thresholdItem("ABOUT", {2}), {2}), QStringLiteral("?"));
    }

    void row22_advancedBlendingThatMakesNoSense()
    {
        QCOMPARE(refusalOf({stepItem("EQUAL", {1, 2})}), QStringLiteral("not refused"));
        QVERIFY(refusalOf({stepItem("FOREGROUND", {1, 3}, 4, 0.5F), stepItem("EQUAL", {4, 2}, 3), stepItem("EQUAL", {3})})
                    .contains(QStringLiteral("circle")));
        QVERIFY(refusalOf({stepItem("EQUAL", {3}, 3), stepItem("EQUAL", {3})}).contains(QStringLiteral("circle")));
        QVERIFY(refusalOf({stepItem("EQUAL", {1, 7})}).contains(QStringLiteral("does not describe")));
        QVERIFY(refusalOf({stepItem("EQUAL", {1, 0})}).contains(QStringLiteral("does not describe")));
        QVERIFY(refusalOf({stepItem("EQUAL", {1}), stepItem("EQUAL", {2})}).contains(QStringLiteral("not unique")));
        QVERIFY(refusalOf({stepItem("EQUAL", {1}, 2), stepItem("EQUAL", {2})}).contains(QStringLiteral("not unique")));
        QVERIFY(refusalOf({stepItem("EQUAL", {1}, 3)}).contains(QStringLiteral("which of its steps")));
        QVERIFY(refusalOf({}).contains(QStringLiteral("how the images")));
        QVERIFY(refusalOf({stepItem("FOREGROUND", {1}, 0, 0.5F)}).contains(QStringLiteral("no sense")));
        QVERIFY(refusalOf({stepItem("FOREGROUND", {1, 2})}).contains(QStringLiteral("no sense"))); // no opacity
        QVERIFY(refusalOf({stepItem("SCREEN", {1, 2})}).contains(QStringLiteral("no sense")));
        QVERIFY(refusalOf(std::vector<QByteArray>(33, stepItem("EQUAL", {1}))).contains(QStringLiteral("more steps")));
        const std::vector<QByteArray> step{stepItem("EQUAL", {1})};
        QVERIFY(refusal(advancedStateFile({}, step)).contains(QStringLiteral("which images")));
        QVERIFY(refusal(advancedStateFile({input(1, 1), input(1, 2)}, step)).contains(QStringLiteral("not unique")));
        QVERIFY(refusal(advancedStateFile({input(0, 1)}, step)).contains(QStringLiteral("not unique")));
        std::vector<QByteArray> many;
        for (int i = 1; i <= 17; ++i) {
            many.push_back(input(i, i));
        }
        QVERIFY(refusal(advancedStateFile(many, step)).contains(QStringLiteral("more sets")));
        InputSpec spec;
        spec.geometry = "TRUE";
        const QByteArray first = inputItem(spec);
        spec.number = 2;
        QVERIFY(refusal(advancedStateFile({first, inputItem(spec)}, step)).contains(QStringLiteral("geometry")));
        const QByteArray whole = advancedStateFile({input(1, 1), input(2, 2)}, step);
        for (qsizetype size = 200; size < whole.size(); size += 7) {
            const ImagePtr object = header(whole.left(size));
            if (object) {
                m_reader.readPresentationState(object).ok();
            }
        }
    }

    void row22_unneededStepsAreLeftOut()
    {
        const auto read = m_reader.readPresentationState(
            header(advancedStateFile({input(1, 1), input(2, 2)}, {stepItem("EQUAL", {1, 2}, 3), stepItem("EQUAL", {1})})));
        QVERIFY(read);
        QCOMPARE((*read)->blending->steps.size(), std::size_t{1});
        QVERIFY((*read)->blending->uses(0) && !(*read)->blending->uses(1));
        QCOMPARE((*read)->blending->below, std::size_t{0}); // without Geometry for Display the first
    }

    void row22_classicNamesItsRegistrations()
    {
        StateSpec spec;
        spec.kind = 4;
        const auto set = [](const QByteArray& position, int series) {
            const QByteArray images = DicomBytes().sequence(0x00081140, {imageItem(imageUid(1, series, 1))}).dataset();
            return DicomBytes().sequence(0x00081115, {images}).text(0x00700405, "CS", position).dataset();
        };
        spec.rest = DicomBytes()
                        .sequence(0x00700402, {set("UNDERLYING", 1), set("SUPERIMPOSED", 2)})
                        .bytes(0x00700403, "FL", floats({0.5F}))
                        .sequence(0x00700404, {registrationReference(3), registrationReference(4)})
                        .dataset();
        const auto read = m_reader.readPresentationState(header(stateFile(spec)));
        QVERIFY(read && (*read)->blending);
        QCOMPARE((*read)->blending->inputs[1].registrations.size(), std::size_t{2});
        QVERIFY(!(*read)->problems.isEmpty()); // it has no palette
    }
};

QTEST_GUILESS_MAIN(TestBlendingStates)
#include "tst_BlendingStates.moc"
