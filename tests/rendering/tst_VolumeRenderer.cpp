#include "offscreen/ScenePlugin.h"
#include "offscreen/VolumeRenderer.h"
#include "raycast/RayCaster.h"
#include "rendering/Volumes.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

const Eigen::Vector3d kMiddle(10, -20, 300);
/// Towards the patient's left, front (anterior) and head: every direction shows.
const Ball kBall{kMiddle + Eigen::Vector3d(14, -9, 17), 8, 800};
constexpr int kSize = 240;
constexpr double kHeight = 120; // 2 picture pixels a mm

QStringList plugins()
{
    return {QStringLiteral(ISOCENTER_PLUGINS)};
}

struct Disc
{
    double x = 0;
    double y = 0;
    int area = 0;
};

Disc findDisc(const QImage& picture)
{
    Disc disc;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            if (qRed(picture.pixel(x, y)) > 127) {
                disc.x += x + 0.5;
                disc.y += y + 0.5;
                ++disc.area;
            }
        }
    }
    disc.x /= std::max(1, disc.area);
    disc.y /= std::max(1, disc.area);
    return disc;
}

VolumeView mip(const Eigen::Vector3d& direction, const Eigen::Vector3d& up)
{
    VolumeView view;
    view.direction = direction;
    view.up = up;
    view.height = kHeight;
    view.window = Window{0, 1000, VoiFunction::Linear, {}};
    return view;
}

Result<std::shared_ptr<VolumeScene>> sceneOf(bool graphics)
{
    return graphics ? createGraphicsScene(plugins()) : std::shared_ptr<VolumeScene>(std::make_shared<RayCaster>());
}

} // namespace

class TestVolumeRenderer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void discLiesWhereTheBallIs_data();
    void discLiesWhereTheBallIs();
    void shadedPictureShowsTheBall();
    void newestRequestWins();
    void volumeIsExchanged();
    void endsWhileRendering();
    void withoutVolumeOrPlugin();

private:
    VolumePtr m_volume;
};

void TestVolumeRenderer::initTestCase()
{
    m_volume = makeVolume(makeSlices(kMiddle, Eigen::Matrix3d::Identity(), {kBall})).value();
}

void TestVolumeRenderer::discLiesWhereTheBallIs_data()
{
    QTest::addColumn<Eigen::Vector3d>("direction");
    QTest::addColumn<Eigen::Vector3d>("up");
    QTest::addColumn<Eigen::Vector3d>("right"); ///< what the viewer of this direction has at the right hand, LPS
    QTest::addColumn<double>("degrees");
    QTest::addColumn<bool>("graphics");
    const Eigen::Vector3d left(1, 0, 0);
    const Eigen::Vector3d back(0, 1, 0);
    const Eigen::Vector3d head(0, 0, 1);
    for (const auto& [degrees, graphics] : {std::pair(0.0, false), std::pair(35.0, false), std::pair(35.0, true)}) {
        const QByteArray turn = QByteArray(degrees > 0 ? " of an oblique volume" : "") + (graphics ? " by OpenGL" : "");
        QTest::newRow(("from the front" + turn).constData()) << back << head << left << degrees << graphics;
        QTest::newRow(("from behind" + turn).constData())
            << Eigen::Vector3d(-back) << head << Eigen::Vector3d(-left) << degrees << graphics;
        QTest::newRow(("from the left" + turn).constData()) << Eigen::Vector3d(-left) << head << back << degrees << graphics;
        QTest::newRow(("from the feet" + turn).constData()) << head << Eigen::Vector3d(-back) << left << degrees << graphics;
    }
}

void TestVolumeRenderer::discLiesWhereTheBallIs()
{
    QFETCH(Eigen::Vector3d, direction);
    QFETCH(Eigen::Vector3d, up);
    QFETCH(Eigen::Vector3d, right);
    QFETCH(double, degrees);
    QFETCH(bool, graphics);
    const Eigen::Matrix3d turn =
        Eigen::AngleAxisd(degrees * 3.14159265358979 / 180, Eigen::Vector3d(1, 2, 3).normalized()).toRotationMatrix();
    const Result<std::shared_ptr<VolumeScene>> scene = sceneOf(graphics);
    if (!scene) {
        QSKIP(qPrintable(scene.error().message + scene.error().detail));
    }
    (*scene)->setVolume(makeVolume(makeSlices(kMiddle, turn, {kBall})).value());
    const std::atomic<bool> stop{false};
    const Result<QImage> rendered = (*scene)->render(mip(direction, up), {kSize, kSize}, stop);
    QVERIFY(rendered);
    const QImage picture = *rendered;
    QCOMPARE(picture.format(), QImage::Format_RGB32);
    const Disc disc = findDisc(picture);
    const double scale = kSize / kHeight;
    const Eigen::Vector3d offset = kBall.centre - kMiddle;
    QVERIFY2(std::abs(disc.x - (kSize / 2.0 + scale * offset.dot(right))) < 1.5, qPrintable(QString::number(disc.x)));
    QVERIFY2(std::abs(disc.y - (kSize / 2.0 - scale * offset.dot(up))) < 1.5, qPrintable(QString::number(disc.y)));
    const double area = 3.14159 * std::pow(kBall.radius * scale, 2);
    QVERIFY2(std::abs(disc.area - area) < 0.12 * area, qPrintable(QString::number(disc.area)));
}

void TestVolumeRenderer::shadedPictureShowsTheBall()
{
    VolumeRenderer renderer(plugins());
    renderer.setVolume(m_volume);
    QSignalSpy spy(&renderer, &VolumeRenderer::rendered);
    VolumeView view = mip({0, 1, 0}, {0, 0, 1});
    view.mode = VolumeView::Mode::Shaded;
    view.window = Window{400, 400, VoiFunction::Linear, {}};
    renderer.request(view, {kSize, kSize}, 1);
    QTRY_COMPARE_WITH_TIMEOUT(spy.count(), 1, 60000);
    const QImage picture = spy[0][0].value<QImage>();
    const QPoint ball(kSize / 2 + 28, kSize / 2 - 34);
    QVERIFY(qRed(picture.pixel(ball)) > 60);
    QCOMPARE(picture.pixel(20, 200), qRgb(0, 0, 0));
}

void TestVolumeRenderer::newestRequestWins()
{
    VolumeRenderer renderer(plugins());
    renderer.setVolume(m_volume);
    QSignalSpy spy(&renderer, &VolumeRenderer::rendered);
    QElapsedTimer timer;
    timer.start();
    for (quint64 i = 1; i <= 200; ++i) {
        VolumeView view = mip({std::sin(0.1 * static_cast<double>(i)), 1, 0}, {0, 0, 1});
        view.draft = i < 200;
        renderer.request(view, {kSize, kSize}, i);
    }
    QVERIFY2(timer.elapsed() < 1000, "asking must not wait for pictures");
    QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty() && spy.last()[1].toULongLong() == 200, 60000);
    QVERIFY(spy.count() < 200);
}

void TestVolumeRenderer::volumeIsExchanged()
{
    VolumeRenderer renderer(plugins());
    QSignalSpy spy(&renderer, &VolumeRenderer::rendered);
    const Ball other{kMiddle + Eigen::Vector3d(-14, 0, -17), 8, 800};
    renderer.setVolume(m_volume);
    renderer.request(mip({0, 1, 0}, {0, 0, 1}), {kSize, kSize}, 1);
    QTRY_COMPARE_WITH_TIMEOUT(spy.count(), 1, 60000);
    renderer.setVolume(makeVolume(makeSlices(kMiddle, Eigen::Matrix3d::Identity(), {other})).value());
    renderer.request(mip({0, 1, 0}, {0, 0, 1}), {kSize, kSize}, 2);
    QTRY_COMPARE_WITH_TIMEOUT(spy.count(), 2, 60000);
    QVERIFY(findDisc(spy[0][0].value<QImage>()).x > kSize / 2.0 + 20);
    QVERIFY(findDisc(spy[1][0].value<QImage>()).x < kSize / 2.0 - 20);
}

void TestVolumeRenderer::endsWhileRendering()
{
    for (int i = 0; i < 3; ++i) {
        VolumeRenderer renderer(plugins());
        renderer.setVolume(m_volume);
        renderer.request(mip({0, 1, 0}, {0, 0, 1}), {600, 600}, 1);
    }
}

void TestVolumeRenderer::withoutVolumeOrPlugin()
{
    VolumeRenderer renderer(plugins());
    QSignalSpy spy(&renderer, &VolumeRenderer::failed);
    renderer.request(mip({0, 1, 0}, {0, 0, 1}), {kSize, kSize}, 5);
    QTRY_COMPARE_WITH_TIMEOUT(spy.count(), 1, 60000);
    QCOMPARE(spy[0][1].toULongLong(), 5ULL);
    const auto scene = createGraphicsScene({QStringLiteral("/nonexistent")});
    QVERIFY(scene || !scene.error().message.isEmpty());
}

QTEST_GUILESS_MAIN(TestVolumeRenderer)
#include "tst_VolumeRenderer.moc"
