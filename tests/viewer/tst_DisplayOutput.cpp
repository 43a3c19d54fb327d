#include "viewport/DisplayOutput.h"
#include "viewport/FidelityMarks.h"
#include "viewport/ImageViewport.h"
#include "viewport/Overlay.h"

#include "viewer/FakeSeries.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

/// Bits of grey that reach the screen, and the screen's own colours.
class TestDisplayOutput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row12_depthByTheScreen()
    {
        using Grey = DisplayOutput::Grey;
        for (const int eightBits : {24, 32, 16}) {
            QCOMPARE(DisplayOutput::depthFor(Grey::Automatic, eightBits), ScreenDepth::Eight);
            QCOMPARE(DisplayOutput::depthFor(Grey::Dithered, eightBits), ScreenDepth::Dithered);
            QCOMPARE(DisplayOutput::depthFor(Grey::Eight, eightBits), ScreenDepth::Eight);
        }
        for (const int tenBits : {30, 48}) {
            QCOMPARE(DisplayOutput::depthFor(Grey::Automatic, tenBits), ScreenDepth::Ten);
            QCOMPARE(DisplayOutput::depthFor(Grey::Dithered, tenBits), ScreenDepth::Ten);
            QCOMPARE(DisplayOutput::depthFor(Grey::Eight, tenBits), ScreenDepth::Eight);
        }
        for (const Grey grey : {Grey::Automatic, Grey::Dithered, Grey::Eight}) {
            QCOMPARE(DisplayOutput::greyNamed(DisplayOutput::name(grey)), grey);
        }
        QCOMPARE(DisplayOutput::greyNamed(QStringLiteral("nonsense")), Grey::Automatic);
        QCOMPARE(DisplayOutput().depthFor(nullptr), ScreenDepth::Eight);
    }

    void row12_ditheredPicture()
    {
        // Seven grey levels of 8 bits over 128 columns: dithered, columns between two levels hold both.
        FakeReader reader([](const ImageAttributes& image, int) {
            return frameOf(image.rows, image.columns, [](int, int column) { return column; });
        });
        FrameCache cache(64 << 20);
        WorkQueue queue(1);
        DisplayOutput output;
        ViewerServices services{reader, cache, queue};
        services.output = &output;
        ImageViewport view(services);
        view.resize(260, 260);
        view.setOverlayVisible(false);
        SeriesSpec spec;
        spec.count = 1;
        spec.rows = spec.columns = 128;
        spec.window = Window{64, 4096, VoiFunction::LinearExact, {}};
        view.show();
        view.setSeries(stackOf(spec));
        QTRY_VERIFY(view.isPictureComplete());
        const auto mixedColumns = [&] {
            const QImage picture = view.grab().toImage();
            int mixed = 0;
            for (int x = 60; x < 200; ++x) {
                bool same = true;
                for (int y = 110; y < 150; ++y) {
                    same = same && qRed(picture.pixel(x, y)) == qRed(picture.pixel(x, 110));
                }
                mixed += same ? 0 : 1;
            }
            return mixed;
        };
        QCOMPARE(mixedColumns(), 0);
        QSignalSpy changed(&output, &DisplayOutput::changed);
        output.setGrey(DisplayOutput::Grey::Dithered);
        QCOMPARE(changed.count(), 1);
        QVERIFY(mixedColumns() > 100);
        output.setGrey(DisplayOutput::Grey::Eight);
        QCOMPARE(mixedColumns(), 0);
    }

    void row12_fidelityFollows()
    {
        SeriesSpec spec;
        spec.count = 1;
        ViewDescription description;
        description.series = stackOf(spec);
        description.index = 0;
        description.hasFrame = true;
        description.window = Window{0, 1024, VoiFunction::LinearExact, {}};
        QVERIFY(fidelityReasons(description).join(QString()).contains(QStringLiteral("8-bit output: 4.0 stored")));
        description.dithered = true;
        QVERIFY(fidelityReasons(description).join(QString()).contains(QStringLiteral("8-bit output, dithered: 4.0")));
        description.dithered = false;
        description.outputBits = 10;
        QVERIFY(fidelityReasons(description).isEmpty()); // 1,024 levels hold 1,024 values
    }

    void row16_screenProfileFromAFile()
    {
        QTemporaryDir folder;
        DisplayOutput output;
        QVERIFY(output.setScreenProfile(QString()));
        QVERIFY(!output.screenProfile());
        QVERIFY(!output.setScreenProfile(folder.filePath(QStringLiteral("none"))));
        QVERIFY(!output.screenProfile());
        QFile file(folder.filePath(QStringLiteral("screen.icc")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("profile");
        file.close();
        QSignalSpy changed(&output, &DisplayOutput::changed);
        QVERIFY(output.setScreenProfile(file.fileName()));
        QCOMPARE(output.screenProfile()->icc, QByteArray("profile"));
        QCOMPARE(changed.count(), 1);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize((8 << 20) + 1));
        file.close();
        QVERIFY(!output.setScreenProfile(file.fileName()));
        QVERIFY(!output.screenProfile());
    }
};

QTEST_MAIN(TestDisplayOutput)
#include "tst_DisplayOutput.moc"
