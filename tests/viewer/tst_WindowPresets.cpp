#include "tools/WindowPresets.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace isocenter;
using Kind = WindowPreset::Kind;

class TestWindowPresets : public QObject
{
    Q_OBJECT

    static const WindowPreset* named(const std::vector<WindowPreset>& list, const char* name)
    {
        const auto found =
            std::find_if(list.begin(), list.end(), [&](const WindowPreset& p) { return p.name == QLatin1String(name); });
        return found == list.end() ? nullptr : &*found;
    }

private Q_SLOTS:
    void firstTwoKeysAreTheSameEverywhere()
    {
        const WindowPresets presets = WindowPresets::shipped();
        for (const char* modality : {"CT", "MR", "PT", "NM", "CR", "DX", "MG", "US", "XA", "", "??"}) {
            const auto list = presets.forImage(QString::fromLatin1(modality), QStringLiteral("HU"));
            QVERIFY2(list.size() > 2, modality);
            QVERIFY(list.size() <= static_cast<std::size_t>(WindowPresets::kMost));
            QCOMPARE(list[0].kind, Kind::ImageDefault);
            QCOMPARE(list[1].kind, Kind::FullRange);
            QSet<QString> names;
            for (const WindowPreset& preset : list) {
                QVERIFY(!preset.name.isEmpty());
                names.insert(preset.name);
            }
            QCOMPARE(static_cast<std::size_t>(names.size()), list.size());
        }
    }

    void computedTomographyInHounsfieldUnits()
    {
        struct Expected
        {
            const char* name;
            double center;
            double width;
        };
        const auto list = WindowPresets::shipped().forImage(QStringLiteral("CT"), QStringLiteral("HU"));
        for (const Expected& e : {Expected{"Brain", 40, 80}, Expected{"Lung", -600, 1500}, Expected{"Bone", 400, 1800},
                                  Expected{"Mediastinum", 50, 350}, Expected{"Abdomen", 50, 400}, Expected{"Liver", 30, 150},
                                  Expected{"Stroke", 40, 40}, Expected{"Subdural", 75, 215}, Expected{"Angiography", 300, 600}}) {
            const WindowPreset* preset = named(list, e.name);
            QVERIFY2(preset, e.name);
            QCOMPARE(preset->kind, Kind::Fixed);
            QCOMPARE(preset->center, e.center);
            QCOMPARE(preset->width, e.width);
        }
    }

    // Hazard: wrong units. A window in HU on values that are not HU would hide everything.
    void hounsfieldWindowsNeedHounsfieldUnits()
    {
        for (const char* unit : {"", "US", "mg/ml"}) {
            const auto list = WindowPresets::shipped().forImage(QStringLiteral("CT"), QString::fromLatin1(unit));
            QVERIFY(std::none_of(list.begin(), list.end(), [](const WindowPreset& p) { return p.kind == Kind::Fixed; }));
            QVERIFY(list.size() > 2);
        }
        const auto mr = WindowPresets::shipped().forImage(QStringLiteral("MR"), QString());
        QVERIFY(std::none_of(mr.begin(), mr.end(), [](const WindowPreset& p) { return p.kind == Kind::Fixed; }));
    }

    void relativeOnesAreMeasuredFromTheDefault()
    {
        WindowPreset preset;
        preset.kind = Kind::Relative;
        preset.shift = -0.25;
        preset.scale = 0.5;
        const Window window = WindowPresets::resolve(preset, {100, 400, VoiFunction::Linear, {}});
        QCOMPARE(window.center, 0.0); // 100 - 0.25 * 400
        QCOMPARE(window.width, 200.0);
        // LINEAR allows no width below 1 (PS3.3 C.11.2.1.2.1).
        QCOMPARE(WindowPresets::resolve(preset, {0, 1, VoiFunction::Linear, {}}).width, 1.0);
        QCOMPARE(WindowPresets::resolve(preset, {0, 1, VoiFunction::LinearExact, {}}).width, 0.5);
    }

    void badListsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("not json") << QByteArray("{");
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("no name") << QByteArray(R"({"CT":[{"center":1,"width":2}]})");
        QTest::newRow("no centre") << QByteArray(R"({"CT":[{"name":"x","width":2}]})");
        QTest::newRow("width 0") << QByteArray(R"({"CT":[{"name":"x","center":1,"width":0}]})");
        QTest::newRow("scale 0") << QByteArray(R"({"MR":[{"name":"x","shift":0,"scale":0}]})");
    }

    void badListsAreRefused()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!WindowPresets::fromJson(json));
    }

    void withoutAListTheTwoRemain()
    {
        QCOMPARE(WindowPresets().forImage(QStringLiteral("CT"), QStringLiteral("HU")).size(), std::size_t{2});
    }
};

QTEST_MAIN(TestWindowPresets)
#include "tst_WindowPresets.moc"
