#include "stack/PhaseSorting.h"

#include "StackFrames.h"

#include <QTest>

#include <cmath>

using namespace isocenter;
using namespace isocenter::test;

namespace {

using Texts = std::vector<std::pair<const char*, QString>>;

/// Phases of images whose place is their z; numbers of their instances by phase.
struct Sorted
{
    std::vector<SortedPhase> phases;
    std::vector<std::vector<int>> numbers;

    explicit Sorted(const std::vector<ImagePtr>& images)
    {
        std::vector<FrameRef> frames;
        std::vector<int> places;
        for (const ImagePtr& image : images) {
            for (int i = 0; i < image->frames; ++i) {
                frames.push_back({image, i});
                places.push_back(static_cast<int>(std::lround(image->frame(i).plane->position.z())));
            }
        }
        phases = sortPhases(frames, places);
        for (const SortedPhase& phase : phases) {
            numbers.emplace_back();
            for (const std::size_t frame : phase.frames) {
                numbers.back().push_back(frames[frame].image->record.instance.number.value_or(0));
            }
        }
    }
    QString mark(std::size_t phase) const
    {
        QStringList words;
        for (const auto& mark : phases[phase].marks) {
            words << mark.first + QLatin1Char('=') + mark.second;
        }
        return words.join(QLatin1Char(' '));
    }
};

Texts one(const char* keyword, const QString& value)
{
    return {{keyword, value}};
}

} // namespace

class TestPhaseSorting : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSimpleStackHasOnePhase()
    {
        // Each slice has an acquisition, a time and a trigger of its own: no phases.
        std::vector<ImagePtr> images;
        for (int i = 0; i < 6; ++i) {
            append(images, axial({double(i)}, i + 1,
                                 {{"AcquisitionNumber", QString::number(i)},
                                  {"TriggerTime", QString::number(30 * i)},
                                  {"ContentTime", QStringLiteral("10200%1").arg(i)}}));
        }
        const Sorted sorted(images);
        QCOMPARE(sorted.phases.size(), std::size_t(1));
        QVERIFY(sorted.phases[0].marks.empty());
        QCOMPARE(sorted.phases[0].places, std::vector<int>({0, 1, 2, 3, 4, 5}));
    }

    void row25_phasesByAttribute_data()
    {
        QTest::addColumn<QString>("keyword");
        for (const char* keyword : {"EchoTime", "EchoNumbers", "DiffusionBValue", "TemporalPositionIdentifier",
                                    "NominalPercentageOfCardiacPhase", "InversionTime", "KVP", "TriggerTime", "AcquisitionNumber",
                                    "FrameReferenceTime", "AcquisitionTime", "ContentTime"}) {
            QTest::newRow(keyword) << QString::fromLatin1(keyword);
        }
    }

    void row25_phasesByAttribute()
    {
        QFETCH(QString, keyword);
        const QByteArray key = keyword.toLatin1();
        // 9 before 10 before 100: in order of size, not of letters. Numbers of instances run through the places.
        std::vector<ImagePtr> images;
        int number = 1;
        const bool isTime = keyword.endsWith(QLatin1String("Time")) && keyword.startsWith(QLatin1Char('A'));
        const QStringList values =
            isTime || keyword == QLatin1String("ContentTime")
                ? QStringList{QStringLiteral("095959"), QStringLiteral("100000"), QStringLiteral("1000005")}
                : QStringList{QStringLiteral("9"), QStringLiteral("10"), QStringLiteral("100")};
        for (int place = 0; place < 4; ++place) {
            for (const QString& value : {values[2], values[0], values[1]}) {
                append(images, axial({double(place)}, number++, one(key.constData(), value)));
            }
        }
        images.erase(images.begin() + 4); // the first phase lacks place 1: it must not take another's image
        const Sorted sorted(images);
        QCOMPARE(sorted.phases.size(), std::size_t(3));
        QCOMPARE(sorted.numbers[0], std::vector<int>({2, 8, 11}));
        QCOMPARE(sorted.phases[0].places, std::vector<int>({0, 2, 3}));
        QCOMPARE(sorted.numbers[1], std::vector<int>({3, 6, 9, 12}));
        QCOMPARE(sorted.numbers[2], std::vector<int>({1, 4, 7, 10}));
        QVERIFY(sorted.mark(0).startsWith(keyword));
        QVERIFY(!sorted.phases[0].title.isEmpty());
        QVERIFY(sorted.phases[0].title != sorted.phases[1].title);
    }

    void row25_diffusion()
    {
        // b 0 once, b 1000 in three directions that only the numbers tell apart.
        std::vector<ImagePtr> images = axial({0, 1, 2, 3}, 1, one("DiffusionBValue", QStringLiteral("0")));
        for (int direction = 0; direction < 3; ++direction) {
            append(images, axial({0, 1, 2, 3}, 10 * (direction + 1), one("DiffusionBValue", QStringLiteral("1000"))));
        }
        const Sorted sorted(images);
        QCOMPARE(sorted.phases.size(), std::size_t(4));
        QCOMPARE(sorted.mark(0), QStringLiteral("DiffusionBValue=0"));
        QCOMPARE(sorted.mark(2), QStringLiteral("DiffusionBValue=1000 Order=2"));
        QCOMPARE(sorted.numbers[2], std::vector<int>({20, 21, 22, 23}));
    }

    void row25_echoesByTimes()
    {
        std::vector<ImagePtr> images;
        for (int time = 0; time < 2; ++time) {
            for (int echo = 0; echo < 2; ++echo) {
                append(images, axial({0, 1, 2}, 100 * time + 10 * echo,
                                     {{"EchoTime", QString::number(5 + 5 * echo)},
                                      {"AcquisitionTime", QStringLiteral("12000%1").arg(time)}}));
            }
        }
        const Sorted sorted(images);
        QCOMPARE(sorted.phases.size(), std::size_t(4));
        QCOMPARE(sorted.numbers[0], std::vector<int>({0, 1, 2}));
        QCOMPARE(sorted.numbers[1], std::vector<int>({100, 101, 102}));
        QCOMPARE(sorted.numbers[2], std::vector<int>({10, 11, 12}));
    }

    void triggerTimesThatDifferFromSliceToSliceStillOrder()
    {
        // A cine of the heart: 4 phases at 5 places, each at a time of its own; numbers run against the time.
        std::vector<ImagePtr> images;
        int number = 100;
        for (int place = 0; place < 5; ++place) {
            for (int phase = 0; phase < 4; ++phase) {
                append(images, axial({double(place)}, number--, one("TriggerTime", QString::number(phase * 30.5 + place))));
            }
        }
        const Sorted sorted(images);
        QCOMPARE(sorted.phases.size(), std::size_t(4));
        QCOMPARE(sorted.numbers[0], std::vector<int>({100, 96, 92, 88, 84}));
        QCOMPARE(sorted.numbers[3], std::vector<int>({97, 93, 89, 85, 81}));
    }

    void echoesAreApartWhereNothingLiesAtOnePlace()
    {
        std::vector<ImagePtr> images = axial({0, 2, 4}, 1, one("EchoTime", QStringLiteral("10")));
        append(images, axial({1, 3, 5}, 4, one("EchoTime", QStringLiteral("20"))));
        QCOMPARE(Sorted(images).phases.size(), std::size_t(2));
        // The last digit of a computed echo time is no echo.
        std::vector<ImagePtr> same = axial({0, 2, 4}, 1, one("EchoTime", QStringLiteral("30.001")));
        append(same, axial({1, 3, 5}, 4, one("EchoTime", QStringLiteral("30.0"))));
        QCOMPARE(Sorted(same).phases.size(), std::size_t(1));
    }

    void row25_dimensionsOfAnEnhancedObject()
    {
        // Two repetitions of three places by the object's own indices (place, repetition), frames out of order.
        const auto image = makeSlice({});
        const std::vector<std::vector<std::uint32_t>> indices{{2, 2}, {1, 1}, {3, 1}, {1, 2}, {2, 1}, {3, 2}};
        image->frames = 6;
        image->perFrame.assign(6, image->shared);
        for (std::size_t i = 0; i < 6; ++i) {
            auto details = std::make_shared<FrameDetails>();
            details->dimension = indices[i];
            details->label = QStringLiteral("Repetition %1").arg(indices[i][1]);
            image->perFrame[i].details = details;
            image->perFrame[i].plane->position.z() = indices[i][0];
        }
        const Sorted sorted({image});
        QCOMPARE(sorted.phases.size(), std::size_t(2));
        QCOMPARE(sorted.phases[0].frames, std::vector<std::size_t>({1, 4, 2}));
        QCOMPARE(sorted.phases[1].frames, std::vector<std::size_t>({3, 0, 5}));
        QCOMPARE(sorted.mark(1), QStringLiteral("DimensionIndex2=2"));
        QCOMPARE(sorted.phases[1].title, QStringLiteral("Repetition 2"));
    }

    void aFewMoreImagesAtAPlaceAreRepeats()
    {
        std::vector<ImagePtr> images = axial({0, 1, 2, 3, 4, 5, 6, 7});
        append(images, axial({3, 5}, 20));
        const Sorted sorted(images);
        QCOMPARE(sorted.phases.size(), std::size_t(1));
        QCOMPARE(sorted.numbers[0], std::vector<int>({1, 2, 3, 4, 5, 6, 7, 8}));
        QCOMPARE(sorted.phases[0].repeats.size(), std::size_t(2));
        QCOMPARE(sorted.phases[0].repeats[0].first, 3);
        QVERIFY(!sorted.phases[0].ambiguous);
    }

    void aSeriesSentTwiceIsNoSeriesOfTwoTimes()
    {
        // New UIDs, but the same numbers and times: copies.
        std::vector<ImagePtr> images = axial({0, 1, 2, 3}, 1, one("ContentTime", QStringLiteral("101500")));
        append(images, axial({0, 1, 2, 3}, 1, one("ContentTime", QStringLiteral("101500"))));
        const Sorted copies(images);
        QCOMPARE(copies.phases.size(), std::size_t(1));
        QCOMPARE(copies.phases[0].repeats.size(), std::size_t(4));
        QVERIFY(!copies.phases[0].ambiguous);
        // With numbers that go on it is a repetition in time.
        std::vector<ImagePtr> times = axial({0, 1, 2, 3}, 1);
        append(times, axial({0, 1, 2, 3}, 5));
        const Sorted repeated(times);
        QCOMPARE(repeated.phases.size(), std::size_t(2));
        QCOMPARE(repeated.numbers[1], std::vector<int>({5, 6, 7, 8}));
    }

    void whatCannotBeToldApartIsAmbiguous()
    {
        std::vector<ImagePtr> images = axial({0, 1, 2, 3});
        append(images, axial({0, 1, 2}, 20));
        const Sorted sorted(images);
        QCOMPARE(sorted.phases.size(), std::size_t(1));
        QVERIFY(sorted.phases[0].ambiguous);
    }
};

QTEST_GUILESS_MAIN(TestPhaseSorting)
#include "tst_PhaseSorting.moc"
