#include "page/EcgPage.h"

#include "page/PageFactory.h"
#include "page/WaveformRemarks.h"
#include "support/FakeImageReader.h"
#include "theme/Theme.h"
#include "trace/TracePainter.h"
#include "viewport/ViewerServices.h"

#include <QComboBox>
#include <QLabel>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <set>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
const QStringList kLeads{QStringLiteral("I"),   QStringLiteral("II"),  QStringLiteral("III"), QStringLiteral("aVR"),
                         QStringLiteral("aVL"), QStringLiteral("aVF"), QStringLiteral("V1"),  QStringLiteral("V2"),
                         QStringLiteral("V3"),  QStringLiteral("V4"),  QStringLiteral("V5"),  QStringLiteral("V6")};

WaveformGroup groupOf(const QStringList& names, const QString& unit, double frequency, std::size_t samples)
{
    WaveformGroup group;
    group.label = QStringLiteral("RHYTHM");
    group.frequency = frequency;
    group.samples = samples;
    for (const QString& name : names) {
        WaveformChannel channel;
        channel.name = name;
        channel.unit = unit;
        channel.filters = QStringLiteral("0.05 to 150 Hz");
        channel.values.assign(samples, 0.0F);
        group.channels.push_back(channel);
    }
    return group;
}

WaveformRecording recordingOf(const WaveformGroup& group, bool electrocardiogram = true)
{
    WaveformRecording recording;
    recording.groups = {group};
    recording.electrocardiogram = electrocardiogram;
    return recording;
}

std::vector<TraceEnvelope> envelopesOf(const WaveformGroup& group)
{
    std::vector<TraceEnvelope> envelopes;
    for (const WaveformChannel& channel : group.channels) {
        envelopes.emplace_back(channel.values);
    }
    return envelopes;
}

/// A recording painted alone, 4 pixels a millimetre: 100 a second and 40 a millivolt.
struct Painted
{
    Painted(const WaveformRecording& recording, const TraceOptions& wish, const QSize& size, double start = 0)
        : options(wish), envelopes(envelopesOf(recording.groups[0])), image(size, QImage::Format_RGB32)
    {
        options.pixelsPerMm = 4;
        sheet = layOutTraces(recording.groups[0], envelopes, recording.electrocardiogram, options, start, QSizeF(size));
        QPainter painter(&image);
        paintTraces(painter, {recording, 0, envelopes, sheet, options, PaperColors::light(), {}, 0}, QRectF(image.rect()));
    }

    const TraceCell& cell(std::size_t channel) const
    {
        return *std::find_if(sheet.cells.begin(), sheet.cells.end(), [&](const TraceCell& c) { return c.channel == channel; });
    }
    /// Rows of a column that carry ink, first and last; -1 for none. Between y0 and y1.
    std::pair<int, int> ink(double x, double y0, double y1) const
    {
        std::pair<int, int> rows{-1, -1};
        for (int y = std::max(0, static_cast<int>(y0)); y < std::min(image.height(), static_cast<int>(y1)); ++y) {
            if (qGray(image.pixel(static_cast<int>(x), y)) < 150) {
                rows.first = rows.first < 0 ? y : rows.first;
                rows.second = y;
            }
        }
        return rows;
    }

    TraceOptions options;
    std::vector<TraceEnvelope> envelopes;
    TraceSheet sheet;
    QImage image;
};

struct Host
{
    explicit Host(WaveformRecording recording)
    {
        Document made;
        made.content = std::move(recording);
        auto document = std::make_shared<const Document>(std::move(made));
        page = dynamic_cast<EcgPage*>(makePage(document, pages, nullptr));
        page->resize(1400, 800);
        page->show();
    }
    ~Host() { delete page; }

    FakeServices services;
    ViewerServices views{services.reader, services.cache, services.queue};
    PageServices pages{views, {}};
    EcgPage* page = nullptr;
};

} // namespace

class TestEcgPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void envelopeKnowsExtremesAndGaps()
    {
        std::vector<float> values(5000);
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = static_cast<float>((i * 7919) % 1009);
        }
        values[3000] = kNone;
        values[3001] = std::numeric_limits<float>::infinity();
        const TraceEnvelope envelope(values);
        const std::pair<std::size_t, std::size_t> ranges[] = {{0, 5000}, {1, 31},      {31, 33},     {32, 64},
                                                              {5, 4097}, {2999, 3003}, {3000, 3002}, {1023, 2049},
                                                              {10, 10},  {4999, 9999}, {3002, 3100}};
        for (const auto& [from, to] : ranges) {
            float least = kNone;
            float most = kNone;
            bool gap = false;
            for (std::size_t i = from; i < std::min(to, values.size()); ++i) {
                gap = gap || !std::isfinite(values[i]);
                if (std::isfinite(values[i])) {
                    least = std::isnan(least) ? values[i] : std::min(least, values[i]);
                    most = std::isnan(most) ? values[i] : std::max(most, values[i]);
                }
            }
            const TraceEnvelope::Span span = envelope.over(from, to);
            QVERIFY2(std::isnan(least) ? std::isnan(span.least) : span.least == least, qPrintable(QString::number(from)));
            QVERIFY2(std::isnan(most) ? std::isnan(span.most) : span.most == most, qPrintable(QString::number(from)));
            QCOMPARE(span.gap, gap);
        }
        QVERIFY(!envelope.has(3000) && !envelope.has(3001) && !envelope.has(5000) && envelope.has(0));
    }

    void sizesOfScreens_data()
    {
        QTest::addColumn<QSizeF>("pixels");
        QTest::addColumn<QSizeF>("mm");
        QTest::addColumn<bool>("known");
        QTest::addColumn<double>("pixelsPerMm");
        QTest::newRow("24 inch") << QSizeF(1920, 1200) << QSizeF(518.4, 324) << true << 1920 / 518.4;
        QTest::newRow("3 MP medical") << QSizeF(1536, 2048) << QSizeF(324.9, 433.2) << true << 1536 / 324.9;
        QTest::newRow("none") << QSizeF(1920, 1080) << QSizeF(0, 0) << false << 96 / 25.4;
        QTest::newRow("aspect ratio for a size") << QSizeF(1920, 1080) << QSizeF(160, 90) << false << 96 / 25.4;
        QTest::newRow("a wall") << QSizeF(1920, 1080) << QSizeF(4000, 2250) << false << 96 / 25.4;
        QTest::newRow("pixels not square") << QSizeF(1920, 1080) << QSizeF(520, 520) << false << 96 / 25.4;
    }
    void sizesOfScreens()
    {
        QFETCH(QSizeF, pixels);
        QFETCH(QSizeF, mm);
        QFETCH(bool, known);
        QFETCH(double, pixelsPerMm);
        const PaperScale scale = paperScale(pixels, mm);
        QCOMPARE(scale.trueSize, known);
        QVERIFY(std::abs(scale.pixelsPerMm - pixelsPerMm) < 1e-3);
        QVERIFY(std::abs(paperScale(pixels, mm, 1.5).pixelsPerMm - 1.5 * pixelsPerMm) < 1e-3);
        QCOMPARE(scale.text() == QStringLiteral("true to size"), known);
        QVERIFY(paperScale(pixels, mm, 1.5).text().startsWith(QStringLiteral("150 %")));
    }

    void threeByFourIsTheUsualSheet()
    {
        const WaveformGroup group = groupOf(kLeads, QStringLiteral("uV"), 500, 5000);
        TraceOptions options;
        options.pixelsPerMm = 4;
        const TraceSheet sheet = layOutTraces(group, envelopesOf(group), true, options, 0, {1200, 800});
        QCOMPARE(sheet.cells.size(), std::size_t(13));
        QVERIFY(sheet.sequential);
        QCOMPARE(sheet.secondsPerCell, 2.5);
        QCOMPARE(sheet.pixelsPerSecond, 100.0);
        const char* names[] = {"I", "aVR", "V1", "V4", "II", "aVL", "V2", "V5", "III", "aVF", "V3", "V6", "II"};
        for (std::size_t i = 0; i < 13; ++i) {
            const TraceCell& cell = sheet.cells[i];
            QCOMPARE(group.channels[cell.channel].name, QLatin1String(names[i]));
            QCOMPARE(cell.from, i == 12 ? 0.0 : 2.5 * static_cast<double>(i % 4));
            QCOMPARE(cell.to, i == 12 ? 10.0 : cell.from + 2.5);
            QCOMPARE(cell.area.width(), 100 * (cell.to - cell.from));
            QVERIFY(std::abs(cell.yOf(0) - cell.yOf(1000) - 40) < 1e-9); // 1000 uV are 10 mm
        }
        // The strip runs under its columns.
        QCOMPARE(sheet.cells[12].xOf(5), sheet.cells[10].area.left());
    }

    void narrowRoomShowsLessTimeNotLessLeads()
    {
        const WaveformGroup group = groupOf(kLeads, QStringLiteral("uV"), 500, 5000);
        TraceOptions options;
        options.pixelsPerMm = 4;
        const TraceSheet sheet = layOutTraces(group, envelopesOf(group), true, options, 99, {500, 300});
        QCOMPARE(sheet.cells.size(), std::size_t(13));
        QVERIFY(sheet.secondsPerCell < 2.5);
        QCOMPARE(sheet.pixelsPerSecond, 100.0);
        QVERIFY(std::abs(sheet.cells[0].from + sheet.secondsShown - 10) < 1e-9); // clamped to the end
        QVERIFY(sheet.height > 300);
    }

    void aShortGroupIsWholeInEveryColumn() // the median beat
    {
        const WaveformGroup group = groupOf(kLeads, QStringLiteral("uV"), 1000, 1200);
        TraceOptions options;
        options.pixelsPerMm = 4;
        const TraceSheet sheet = layOutTraces(group, envelopesOf(group), true, options, 0, {1200, 800});
        QVERIFY(!sheet.sequential);
        for (const TraceCell& cell : sheet.cells) {
            QCOMPARE(cell.from, 0.0);
            QCOMPARE(cell.to, 1.2);
        }
    }

    void noChannelIsLeftOut()
    {
        WaveformGroup group =
            groupOf(kLeads + QStringList{QStringLiteral("V7"), QStringLiteral("Pulse")}, QStringLiteral("uV"), 500, 5000);
        TraceOptions options;
        for (const LeadArrangement arrangement :
             {LeadArrangement::ThreeByFour, LeadArrangement::SixByTwo, LeadArrangement::TwelveByOne, LeadArrangement::Stacked}) {
            options.arrangement = arrangement;
            const TraceSheet sheet = layOutTraces(group, envelopesOf(group), true, options, 0, {1200, 800});
            std::set<std::size_t> shown;
            for (const TraceCell& cell : sheet.cells) {
                shown.insert(cell.channel);
            }
            QCOMPARE(shown.size(), std::size_t(14));
        }
        group.channels[3].name = QStringLiteral("aVX"); // not the twelve any more: one below the other
        options.arrangement = LeadArrangement::ThreeByFour;
        QVERIFY(!standardLeads(group));
        QCOMPARE(layOutTraces(group, envelopesOf(group), true, options, 0, {1200, 800}).columns, 1);
        group.channels[3].name = QStringLiteral("V1"); // twice: which one?
        QVERIFY(!standardLeads(group));
    }

    void drawsMillivoltsAndSecondsToScale_data()
    {
        QTest::addColumn<double>("speed");
        QTest::addColumn<double>("gain");
        QTest::addColumn<QString>("unit");
        for (const double speed : {12.5, 25.0, 50.0}) {
            for (const double gain : {5.0, 10.0, 20.0}) {
                QTest::addRow("%g mm/s, %g mm/mV", speed, gain) << speed << gain << QStringLiteral("uV");
            }
        }
        QTest::newRow("millivolts") << 25.0 << 10.0 << QStringLiteral("mV");
    }
    void drawsMillivoltsAndSecondsToScale() // hazard: wrong measurement
    {
        QFETCH(double, speed);
        QFETCH(double, gain);
        QFETCH(QString, unit);
        WaveformGroup group = groupOf({QStringLiteral("A")}, unit, 1000, 4000);
        const float millivolt = unit == QLatin1String("mV") ? 1.0F : 1000.0F;
        for (std::size_t i = 1000; i < 2000; ++i) {
            group.channels[0].values[i] = millivolt; // 1 mV from 1 s to 2 s
        }
        TraceOptions options;
        options.mmPerSecond = speed;
        options.mmPerMillivolt = gain;
        const Painted painted(recordingOf(group), options, {1000, 400});
        const TraceCell& cell = painted.cell(0);
        const double left = cell.area.left();
        const double second = speed * 4;
        const auto low = painted.ink(left + 0.7 * second, cell.area.top() + 30, cell.area.bottom());
        const auto high = painted.ink(left + 1.5 * second, cell.area.top() - 100, cell.area.bottom());
        QVERIFY(low.first > 0 && high.first > 0);
        QVERIFY2(std::abs((low.first + low.second) / 2.0 - (high.first + high.second) / 2.0 - gain * 4) <= 1,
                 qPrintable(QStringLiteral("%1 %2").arg(low.first).arg(high.first)));
        // The edges stand where the seconds are.
        const double middle = (low.first + high.first) / 2.0;
        std::vector<int> edges;
        for (int x = static_cast<int>(left) + 4; x < static_cast<int>(left + 3 * second); ++x) {
            if (qGray(painted.image.pixel(x, static_cast<int>(middle))) < 150 && (edges.empty() || x - edges.back() > 3)) {
                edges.push_back(x);
            }
        }
        QCOMPARE(edges.size(), std::size_t(2));
        QVERIFY(std::abs(edges[0] - left - second) <= 1.5);
        QVERIFY(std::abs(edges[1] - edges[0] - second) <= 1);
        // The calibration pulse: 1 mV, 0.2 s.
        const double pulseLeft = left - 6 - 0.2 * second;
        const auto pulse = painted.ink(pulseLeft + 0.1 * second, 0, 400);
        QVERIFY(std::abs(pulse.first - (cell.baseline - gain * 4)) <= 1.5);
    }

    void paddingIsAGapAtEveryScale_data()
    {
        QTest::addColumn<double>("frequency");
        QTest::newRow("samples") << 100.0;
        QTest::newRow("columns") << 5000.0;
    }
    void paddingIsAGapAtEveryScale() // hazard: partial data shown as whole
    {
        QFETCH(double, frequency);
        const auto samples = static_cast<std::size_t>(4 * frequency);
        WaveformGroup group = groupOf({QStringLiteral("A")}, QStringLiteral("mV"), frequency, samples);
        for (std::size_t i = 0; i < samples; ++i) {
            const double t = static_cast<double>(i) / frequency;
            group.channels[0].values[i] = t < 1 ? -0.5F : t < 2 ? kNone : 0.5F;
        }
        const Painted painted(recordingOf(group), {}, {600, 300});
        const TraceCell& cell = painted.cell(0);
        const double top = cell.area.top() + 26; // below the name
        QVERIFY(painted.ink(cell.area.left() + 60, top, cell.area.bottom()).first > 0);
        for (double x = cell.area.left() + 103; x < cell.area.left() + 197; ++x) {
            QCOMPARE(painted.ink(x, top, cell.area.bottom()).first, -1);
        }
        QVERIFY(painted.ink(cell.area.left() + 230, top, cell.area.bottom()).first > 0);
    }

    void oneSampleAmongAMillionIsSeen()
    {
        WaveformGroup group = groupOf({QStringLiteral("Pressure")}, QStringLiteral("mm[Hg]"), 1000, 1'000'000);
        group.channels[0].values[500'123] = 100;
        const Painted painted(recordingOf(group, false), {}, {800, 300});
        const TraceCell& cell = painted.cell(0);
        const auto ink = painted.ink(cell.xOf(500.123), cell.area.top(), cell.area.bottom());
        QVERIFY(std::abs(ink.first - cell.yOf(100)) <= 2);
        QVERIFY(std::abs(ink.second - cell.yOf(0)) <= 2);
    }

    void saysWhatIsNotToScale() // hazard: wrong units
    {
        WaveformGroup group = groupOf({QStringLiteral("A"), QStringLiteral("B")}, QString(), 500, 2000);
        group.channels[1].unit = QStringLiteral("mV");
        const TraceSheet sheet = layOutTraces(group, envelopesOf(group), true, {}, 0, {800, 600});
        QVERIFY(!sheet.cells[0].toScale);
        QVERIFY(sheet.cells[1].toScale);
        const Painted painted(recordingOf(group), {}, {800, 600});
        const QColor caution = PaperColors::light().caution;
        int pixels = 0;
        const QRect name = painted.cell(0).area.toRect().adjusted(0, 0, 0, -40);
        for (int y = name.top(); y < name.bottom(); ++y) {
            for (int x = name.left(); x < name.right(); ++x) {
                pixels += painted.image.pixelColor(x, y) == caution ? 1 : 0;
            }
        }
        QVERIFY(pixels > 20);
    }

    void measuresFromSamples()
    {
        WaveformGroup group = groupOf({QStringLiteral("V1")}, QStringLiteral("uV"), 500, 5000);
        group.channels[0].values[250] = 100;
        group.channels[0].values[670] = 720;
        group.channels[0].values[700] = kNone;
        QCOMPARE(caliperText(group, {0, 250, 670}, true), QStringLiteral("840 ms (71 bpm), +0.62 mV"));
        QCOMPARE(caliperText(group, {0, 670, 250}, true), QStringLiteral("840 ms (71 bpm), -0.62 mV"));
        QCOMPARE(caliperText(group, {0, 250, 260}, true), QStringLiteral("20 ms, -0.10 mV")); // too short for a rate
        QCOMPARE(caliperText(group, {0, 250, 700}, true), QStringLiteral("900 ms (67 bpm), no value at one end"));
        QCOMPARE(caliperText(group, {0, 250, 670}, false), QStringLiteral("840 ms (71 /min), +620 µV"));
        QCOMPARE(sampleText(group, 0, 670, true), QStringLiteral("V1 at 1.340 s: 0.72 mV"));
        QCOMPARE(sampleText(group, 0, 700, true), QStringLiteral("V1 at 1.400 s: no value"));
        group.channels[0].skewSeconds = 0.01;
        QCOMPARE(sampleAt(group, 0, 0.510), std::size_t(250));
        group.channels[0].skewSeconds = 1e9;
        QCOMPARE(sampleAt(group, 0, 0.5), std::size_t(250));
    }

    void dragMeasuresAndEscapeForgets()
    {
        WaveformGroup group = groupOf(kLeads, QStringLiteral("uV"), 500, 5000);
        for (std::size_t i = 0; i < 5000; ++i) {
            group.channels[0].values[i] = static_cast<float>(i);
        }
        Host host(recordingOf(group));
        QTRY_VERIFY(host.page->isComplete());
        TraceView& view = host.page->view();
        const TraceCell cell = view.sheet().cells[0];
        const auto at = [&](double seconds) { return QPoint(qRound(cell.xOf(seconds)), qRound(cell.area.center().y())); };
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, at(0.5));
        QTest::mouseMove(view.viewport(), at(1.5));
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, at(1.5));
        QVERIFY(view.caliper());
        const CaliperValues values = measure(group, *view.caliper(), true);
        const double pixel = 1 / view.sheet().pixelsPerSecond;
        QVERIFY(std::abs(values.seconds - 1) <= pixel + 0.002);
        QVERIFY(std::abs(*values.difference - values.seconds * 0.5) < 1e-6); // 500 uV a second
        auto* readout = host.page->findChild<QLabel*>(QStringLiteral("waveformReadout"));
        QVERIFY2(readout->text().startsWith(QStringLiteral("I: ")) && readout->text().contains(QStringLiteral("bpm")),
                 qPrintable(readout->text()));
        QTest::keyClick(&view, Qt::Key_Escape);
        QVERIFY(!view.caliper());
        QVERIFY(readout->text().isEmpty());
    }

    void choicesChangeTheSheetAndAreWritten()
    {
        WaveformRecording recording = recordingOf(groupOf(kLeads, QStringLiteral("uV"), 500, 5000));
        WaveformGroup median = groupOf(kLeads, QStringLiteral("uV"), 1000, 1200);
        median.label = QStringLiteral("MEDIAN BEAT");
        median.derived = true;
        recording.groups.push_back(median);
        Host host(recording);
        QTRY_VERIFY(host.page->isComplete());
        TraceView& view = host.page->view();
        const auto choose = [&](const char* name, int index) {
            host.page->findChild<QComboBox*>(QString::fromLatin1(name))->setCurrentIndex(index);
        };
        QVERIFY(view.scaleText().startsWith(QStringLiteral("25 mm/s")));
        QVERIFY(view.scaleText().contains(QStringLiteral("10 mm/mV")));
        QVERIFY(view.scaleText().contains(QStringLiteral("0.05 to 150 Hz")));
        QVERIFY(view.scaleText().contains(QStringLiteral("500 samples/s")));
        choose("waveformSpeed", 2);
        choose("waveformGain", 2);
        choose("waveformArrangement", 2);
        QVERIFY(view.scaleText().startsWith(QStringLiteral("50 mm/s  ·  20 mm/mV")));
        QCOMPARE(view.sheet().cells.size(), std::size_t(12));
        QVERIFY(std::abs(view.sheet().pixelsPerSecond - 50 * view.scale().pixelsPerMm) < 1e-9);
        host.page->zoom(2);
        QVERIFY(view.scaleText().contains(QStringLiteral("156 %")));
        host.page->resetZoom();
        QCOMPARE(view.zoom(), 1.0);
        auto* groups = host.page->findChild<QComboBox*>(QStringLiteral("waveformGroup"));
        QVERIFY(groups->itemText(1).contains(QStringLiteral("computed")));
        groups->setCurrentIndex(1);
        QTRY_VERIFY(host.page->isComplete());
        QCOMPARE(host.page->group(), 1);
        QVERIFY(view.scaleText().contains(QStringLiteral("1,000 samples/s")));
        auto* paper = host.page->findChild<QToolButton*>(QStringLiteral("waveformPaper"));
        const bool dark = view.isPaperDark();
        paper->click();
        QCOMPARE(view.isPaperDark(), !dark);
    }

    void scrollsAlongTime()
    {
        Host host(recordingOf(groupOf({QStringLiteral("A")}, QStringLiteral("mV"), 100, 360'000))); // an hour
        QTRY_VERIFY(host.page->isComplete());
        TraceView& view = host.page->view();
        const double page = view.sheet().secondsShown;
        QVERIFY(page > 5 && page < 60);
        QTest::keyClick(&view, Qt::Key_PageDown);
        QVERIFY(std::abs(view.start() - page) < 1e-9);
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(std::abs(view.start() + page - 3600) < 1e-6);
        QCOMPARE(view.horizontalScrollBar()->value(), view.horizontalScrollBar()->maximum());
        view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->maximum() / 2);
        QVERIFY(std::abs(view.start() - view.sheet().lastStart / 2) < 0.01);
        QTest::keyClick(&view, Qt::Key_Home);
        QCOMPARE(view.start(), 0.0);
        host.page->scrollLines(10);
        QVERIFY(std::abs(view.start() - page) < 1e-9);
    }

    void listsRemarksAndGoesToThem()
    {
        WaveformRecording recording = recordingOf(groupOf({QStringLiteral("A")}, QStringLiteral("mV"), 100, 360'000));
        recording.annotations.push_back({QStringLiteral("QRS Duration"), QStringLiteral("75"), QStringLiteral("ms"), 0, -1, {}});
        recording.annotations.push_back({{}, QStringLiteral("Beat <b>early</b>\nsecond"), {}, 0, 0, {1800}});
        recording.annotations.push_back({{}, QStringLiteral("Sinus rhythm"), {}, 0, -1, {}});
        recording.notes << QStringLiteral("Group 2 of this recording is NOT shown: samples are missing from the file.");
        Host host(recording);
        QTRY_VERIFY(host.page->isComplete());
        auto* remarks = host.page->findChild<WaveformRemarks*>();
        QVERIFY(remarks);
        QCOMPARE(remarks->topLevelItemCount(), 3);
        QCOMPARE(remarks->topLevelItem(0)->text(0), QStringLiteral("Sinus rhythm"));
        QCOMPARE(remarks->topLevelItem(1)->text(1), QStringLiteral("75 ms"));
        QVERIFY(!remarks->topLevelItem(2)->text(1).contains(QLatin1Char('\n')));
        QVERIFY(!remarks->topLevelItem(2)->toolTip(0).contains(QStringLiteral("<b>")));
        Q_EMIT remarks->itemActivated(remarks->topLevelItem(2), 0);
        const TraceView& view = host.page->view();
        QVERIFY(view.start() < 1800 && view.start() + view.sheet().secondsShown > 1800);
        const auto* cautions = host.page->findChild<QLabel*>(QStringLiteral("waveformCautions"));
        QVERIFY(cautions && cautions->text().contains(QStringLiteral("NOT shown")));
    }

    void survivesEveryNumberOfAFile()
    {
        for (const double frequency : {1e-300, 1e-9, 1e12, 1e300}) {
            for (const float value : {0.0F, 1e30F, -1e30F, kNone, std::numeric_limits<float>::infinity()}) {
                for (const bool electrocardiogram : {true, false}) {
                    WaveformGroup group = groupOf({QStringLiteral("A"), QStringLiteral("B")}, QStringLiteral("mV"), frequency, 3);
                    group.channels[0].values = {value, 1, value};
                    group.channels[1].values = {value, value, value};
                    group.channels[1].skewSeconds = 1e300;
                    WaveformRecording recording = recordingOf(group, electrocardiogram);
                    recording.annotations.push_back({{}, QStringLiteral("x"), {}, 5, 900, {1e300, -1, std::nan("")}});
                    recording.annotations.push_back({{}, QStringLiteral("y"), {}, 0, 900, {0}});
                    Host host(recording);
                    QTRY_VERIFY(host.page->isComplete());
                    host.page->resize(1, 1);
                    host.page->grab();
                    host.page->resize(700, 500);
                    QVERIFY(!host.page->grab().isNull());
                    host.page->view().setStart(1e300);
                    host.page->grab();
                    host.page->zoom(-3);
                    host.page->grab();
                }
            }
        }
    }

    void aPageThatIsGoneGetsNoCurves()
    {
        auto host = std::make_unique<Host>(recordingOf(groupOf(kLeads, QStringLiteral("uV"), 1000, 100'000)));
        host.reset(); // the answer may be on its way
        QCoreApplication::sendPostedEvents();
    }
};

QTEST_MAIN(TestEcgPage)
#include "tst_EcgPage.moc"
