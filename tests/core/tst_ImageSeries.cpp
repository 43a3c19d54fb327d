#include "image/ImageSeries.h"

#include <QTest>

using namespace isocenter;

namespace {

struct Spec
{
    QString patient = QStringLiteral("P1");
    QString series = QStringLiteral("1.1");
    int seriesNumber = 1;
    int number = 1;
    std::optional<double> z = 0.0;
    bool sagittal = false;
    int rows = 4;
    int frames = 1;
};

ImagePtr image(const Spec& spec)
{
    auto result = std::make_shared<ImageAttributes>();
    result->record.study.uid = StudyUid(QStringLiteral("1"));
    result->record.study.patient.id = spec.patient;
    result->record.series.uid = SeriesUid(spec.series);
    result->record.series.number = spec.seriesNumber;
    result->record.instance.number = spec.number;
    result->rows = result->columns = spec.rows;
    result->frames = spec.frames;
    result->pixelData.offset = spec.rows > 0 ? 100 : -1;
    if (spec.z) {
        ImagePlane plane;
        plane.position = {0, 0, *spec.z};
        if (spec.sagittal) {
            plane.right = Eigen::Vector3d::UnitY();
            plane.down = -Eigen::Vector3d::UnitZ();
        }
        result->shared.plane = plane;
    }
    return result;
}

std::vector<int> numbers(const ImageSeriesPtr& series)
{
    std::vector<int> result;
    for (const FrameRef& ref : series->frames) {
        result.push_back(ref.image->record.instance.number.value_or(-1));
    }
    return result;
}

} // namespace

class TestImageSeries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sortsASeriesByPlace()
    {
        Spec a, b, c;
        a.z = 3, a.number = 1;
        b.z = 1, b.number = 2;
        c.z = 2, c.number = 3;
        const auto series = groupIntoSeries({image(a), image(b), image(c)}, 7);
        QCOMPARE(series.size(), std::size_t(1));
        QCOMPARE(numbers(series[0]), std::vector<int>({2, 3, 1}));
        QCOMPARE(series[0]->generation, quint64(7));
        QCOMPARE(series[0]->order.order, std::vector<int>({0, 1, 2}));
    }

    void row23_partsOfAConcatenationAreOneStack()
    {
        const auto part = [](int number, double z) {
            Spec spec;
            spec.number = number;
            spec.frames = 2;
            const auto result = std::make_shared<ImageAttributes>(*image(spec));
            result->perFrame = {result->shared, result->shared};
            result->perFrame[0].plane->position.z() = z;
            result->perFrame[1].plane->position.z() = z + 1;
            result->concatenation = Concatenation{QStringLiteral("9"), number, 3, 0};
            return ImagePtr(result);
        };
        const auto whole = groupIntoSeries({part(2, 2), part(3, 4), part(1, 0)}, 1);
        QCOMPARE(whole.size(), std::size_t(1));
        QCOMPARE(numbers(whole[0]), std::vector<int>({1, 1, 2, 2, 3, 3}));
        QVERIFY(whole[0]->order.gaps.empty());
        QCOMPARE(whole[0]->missingParts, 0);
        const auto broken = groupIntoSeries({part(3, 4), part(1, 0)}, 1);
        QCOMPARE(broken[0]->missingParts, 1);
        QCOMPARE(broken[0]->notShown.size(), 1);
    }

    void row23_stacksOfOneObjectApart()
    {
        const auto result = std::make_shared<ImageAttributes>(*image({}));
        result->frames = 4;
        result->perFrame.assign(4, result->shared);
        for (int i = 0; i < 4; ++i) {
            auto details = std::make_shared<FrameDetails>();
            details->stack = i % 2;
            details->stackName = i % 2 == 0 ? QStringLiteral("Stack 1") : QStringLiteral("Stack 2");
            result->perFrame[static_cast<std::size_t>(i)].details = details;
            result->perFrame[static_cast<std::size_t>(i)].plane->position.z() = i;
        }
        const auto series = groupIntoSeries({result}, 1);
        QCOMPARE(series.size(), std::size_t(2));
        QCOMPARE(series[1]->partTitle, QStringLiteral("Stack 2"));
        QCOMPARE(series[1]->frames[0].frame, 1);
        QCOMPARE(series[1]->frames[1].frame, 3);
    }

    void row23_dimensionsOrderFramesAtOnePlace()
    {
        const auto result = std::make_shared<ImageAttributes>(*image({}));
        result->frames = 4; // two places, two times, stored last time first
        result->perFrame.assign(4, result->shared);
        for (std::uint32_t i = 0; i < 4; ++i) {
            auto details = std::make_shared<FrameDetails>();
            details->dimension = {i < 2 ? 2u : 1u, i % 2 + 1};
            result->perFrame[i].details = details;
            result->perFrame[i].plane->position.z() = i % 2;
        }
        const auto series = groupIntoSeries({result}, 1);
        QCOMPARE(series.size(), std::size_t(1));
        std::vector<int> frames;
        for (const FrameRef& ref : series[0]->frames) {
            frames.push_back(ref.frame);
        }
        QCOMPARE(frames, std::vector<int>({2, 0, 3, 1}));
    }

    void neverMixesPatientsThatShareUids() // hazard: wrong patient opened
    {
        Spec other;
        other.patient = QStringLiteral("P2");
        const auto series = groupIntoSeries({image({}), image(other)}, 1);
        QCOMPARE(series.size(), std::size_t(2));
        QVERIFY(series[0]->study.patient.id != series[1]->study.patient.id);
    }

    void putsMultiFrameInstancesAlone()
    {
        Spec multi;
        multi.number = 2;
        multi.frames = 5;
        const auto series = groupIntoSeries({image(multi), image({})}, 1);
        QCOMPARE(series.size(), std::size_t(2));
        QCOMPARE(series[0]->count(), 1);
        QCOMPARE(series[1]->count(), 5);
        QCOMPARE(series[1]->part, 1);
        QCOMPARE(series[1]->parts, 2);
    }

    void splitsTwoStacksOfOneSeriesButKeepsALooseImage()
    {
        std::vector<ImagePtr> images;
        for (int i = 0; i < 3; ++i) {
            Spec axial, sagittal;
            axial.number = i + 1, axial.z = i;
            sagittal.number = i + 4, sagittal.z = i, sagittal.sagittal = true;
            images.push_back(image(axial));
            images.push_back(image(sagittal));
        }
        QCOMPARE(groupIntoSeries(images, 1).size(), std::size_t(2));
        images.pop_back();
        images.pop_back();
        images.pop_back();
        images.pop_back(); // one axial, one sagittal: a localizer, read by number
        QCOMPARE(groupIntoSeries(images, 1).size(), std::size_t(1));
    }

    void namesWhatHasNoPicture()
    {
        Spec report;
        report.rows = 0;
        report.series = QStringLiteral("1.2");
        report.seriesNumber = 2;
        const auto series = groupIntoSeries({image(report), image({})}, 1);
        QCOMPARE(series.size(), std::size_t(2));
        QCOMPARE(series[1]->count(), 0);
        QCOMPARE(series[1]->notShown.size(), 1);
        QCOMPARE(series[1]->objects.size(), std::size_t(1));
    }

    void ordersSeriesByNumber()
    {
        Spec late, early;
        late.series = QStringLiteral("1.1"), late.seriesNumber = 10;
        early.series = QStringLiteral("1.9"), early.seriesNumber = 2;
        const auto series = groupIntoSeries({image(late), image(early)}, 1);
        QCOMPARE(*series[0]->series.number, 2);
    }
};

QTEST_GUILESS_MAIN(TestImageSeries)
#include "tst_ImageSeries.moc"
