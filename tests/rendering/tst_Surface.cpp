#include "rendering/Frames.h"
#include "surface/StlFile.h"
#include "surface/SurfaceModule.h"

#include <Eigen/Geometry>

#include <QFile>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>

#include <cmath>
#include <cstring>
#include <map>

using namespace isocenter;
using namespace isocenter::test;
using Eigen::Vector3d;

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kRadius = 20;
constexpr double kWhole = 4.0 / 3 * kPi * kRadius * kRadius * kRadius;

/// A sphere around (30, -40, 500) mm, 1000 inside and 0 outside with an edge of 2 mm as a scanner makes it, on a turned grid of
/// unequal voxels. `half`: cut in the middle by the end of the volume.
VolumePtr sphere(bool half = false)
{
    auto volume = std::make_shared<Volume>();
    volume->columns = 72;
    volume->rows = 60;
    volume->slices = half ? 20 : 40;
    volume->spacing = {0.8, 1.0, 1.5};
    const Eigen::Matrix3d turn =
        (Eigen::AngleAxisd(0.4, Vector3d::UnitZ()) * Eigen::AngleAxisd(-0.3, Vector3d::UnitX())).toRotationMatrix();
    volume->right = turn.col(0);
    volume->down = turn.col(1);
    const Vector3d middle(30, -40, 500);
    volume->origin = middle - turn * Vector3d(35.5 * 0.8, 29.5 * 1.0, 19.5 * 1.5);
    const std::size_t count = static_cast<std::size_t>(volume->columns) * volume->rows * volume->slices;
    const std::shared_ptr<std::byte> memory = allocatePixels(2 * count);
    auto* voxels = reinterpret_cast<std::int16_t*>(memory.get());
    for (int k = 0; k < volume->slices; ++k) {
        for (int j = 0; j < volume->rows; ++j) {
            for (int i = 0; i < volume->columns; ++i) {
                const Vector3d p = volume->origin + turn * Vector3d(i * 0.8, j * 1.0, k * 1.5);
                const double inside = std::clamp((kRadius - (p - middle).norm()) / 2 + 0.5, 0.0, 1.0);
                *voxels++ = static_cast<std::int16_t>(std::lround(1000 * inside));
            }
        }
    }
    volume->voxels = std::shared_ptr<const std::int16_t>(memory, reinterpret_cast<const std::int16_t*>(memory.get()));
    return volume;
}

SurfaceRequest atHalf()
{
    SurfaceRequest request;
    request.threshold = 500;
    return request;
}

QStringList plugins()
{
    return {QStringLiteral(ISOCENTER_PLUGINS)};
}

/// Volume and centre of what a binary STL file encloses, and whether it is closed.
struct Stl
{
    quint32 count = 0;
    double volume = 0;
    Vector3d centre = Vector3d::Zero();
    bool closed = false;
    bool normalsOutward = true;
};

Stl readStl(const QByteArray& bytes)
{
    Stl stl;
    stl.count = qFromLittleEndian<quint32>(bytes.constData() + 80);
    if (bytes.size() != 84 + 50 * static_cast<qsizetype>(stl.count)) {
        return {};
    }
    using Corner = std::array<float, 3>;
    std::map<std::pair<Corner, Corner>, int> edges;
    for (quint32 n = 0; n < stl.count; ++n) {
        float v[12];
        std::memcpy(v, bytes.constData() + 84 + 50 * n, sizeof v);
        Vector3d corner[4];
        Corner key[3];
        for (int i = 0; i < 4; ++i) {
            corner[i] = {v[3 * i], v[3 * i + 1], v[3 * i + 2]};
        }
        for (int i = 0; i < 3; ++i) {
            key[i] = {v[3 * i + 3], v[3 * i + 4], v[3 * i + 5]};
        }
        const double part = corner[1].dot(corner[2].cross(corner[3])) / 6;
        stl.volume += part;
        stl.centre += part * (corner[1] + corner[2] + corner[3]) / 4;
        stl.normalsOutward =
            stl.normalsOutward && corner[0].dot((corner[1] + corner[2] + corner[3]) / 3 - Vector3d(30, -40, 500)) > -1e-3;
        for (int i = 0; i < 3; ++i) {
            ++edges[{key[i], key[(i + 1) % 3]}];
            --edges[{key[(i + 1) % 3], key[i]}];
        }
    }
    stl.centre /= stl.volume;
    stl.closed = std::all_of(edges.begin(), edges.end(), [](const auto& edge) { return edge.second == 0; });
    return stl;
}

} // namespace

class TestSurface : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stlOfASphereHasItsVolume();
    void fewerTrianglesTheSameVolume();
    void closedWhereTheVolumeEnds();
    void clippedAndHiddenAreOutside();
    void nothingThereIsSaid();
    void missingModuleIsSaid();
    void cancelledHasNoResult();
    void fileIsWholeOrNotThere();
};

void TestSurface::stlOfASphereHasItsVolume()
{
    const auto mesh = makeSurface(*sphere(), atHalf(), {}, plugins());
    QVERIFY2(mesh, mesh ? "" : qPrintable(mesh.error().message + mesh.error().detail));
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("ball.stl"));
    QVERIFY(!writeStl(*mesh, path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(!bytes.startsWith("solid")); // would be taken for text
    const Stl stl = readStl(bytes);
    QVERIFY(stl.count > 1000);
    QVERIFY2(std::abs(stl.volume / kWhole - 1) < 0.01, qPrintable(QString::number(stl.volume / kWhole)));
    QVERIFY2((stl.centre - Vector3d(30, -40, 500)).norm() < 0.05,
             qPrintable(QString::number((stl.centre - Vector3d(30, -40, 500)).norm())));
    QVERIFY(stl.closed);
    QVERIFY(stl.normalsOutward);
}

void TestSurface::fewerTrianglesTheSameVolume()
{
    const auto whole = makeSurface(*sphere(), atHalf(), {}, plugins());
    SurfaceRequest request = atHalf();
    request.kept = 0.25;
    const auto fewer = makeSurface(*sphere(), request, {}, plugins());
    QVERIFY(whole && fewer);
    const double share = static_cast<double>(fewer->triangles.size()) / static_cast<double>(whole->triangles.size());
    QVERIFY2(share < 0.3 && share > 0.2, qPrintable(QString::number(share)));
    QVERIFY(std::abs(fewer->enclosedVolume() / kWhole - 1) < 0.01);
}

void TestSurface::closedWhereTheVolumeEnds()
{
    const auto mesh = makeSurface(*sphere(true), atHalf(), {}, plugins());
    QVERIFY(mesh);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("half.stl"));
    QVERIFY(!writeStl(*mesh, path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Stl stl = readStl(file.readAll());
    QVERIFY(stl.closed);
    QVERIFY2(std::abs(stl.volume / (kWhole / 2) - 1) < 0.03,
             qPrintable(QString::number(stl.volume / (kWhole / 2)))); // to the last slice
}

void TestSurface::clippedAndHiddenAreOutside()
{
    const VolumePtr volume = sphere();
    SurfaceRequest request = atHalf();
    const Vector3d normal = Vector3d(1, 2, -1).normalized();
    request.clips = {{normal, normal.dot(Vector3d(30, -40, 500))}}; // through the middle
    const auto half = makeSurface(*volume, request, {}, plugins());
    QVERIFY(half);
    QVERIFY2(std::abs(half->enclosedVolume() / (kWhole / 2) - 1) < 0.04, qPrintable(QString::number(half->enclosedVolume())));
    for (const Eigen::Vector3f& point : half->points) {
        QVERIFY(normal.dot(point.cast<double>() - Vector3d(30, -40, 500)) > -1.6); // not more than a voxel before the plane
    }
    request.clips.clear();
    auto hidden = std::make_shared<HiddenVoxels>();
    hidden->bits.assign((72 * 60 * 40 + 63) / 64, 0);
    for (std::size_t i = 0; i < 72 * 60 * 40; ++i) {
        if (i % 72 >= 36) {
            hidden->bits[i >> 6U] |= std::uint64_t{1} << (i & 63U);
        }
    }
    request.hidden = hidden;
    const auto cut = makeSurface(*volume, request, {}, plugins());
    QVERIFY(cut);
    QVERIFY2(std::abs(cut->enclosedVolume() / (kWhole / 2) - 1) < 0.04, qPrintable(QString::number(cut->enclosedVolume())));
}

void TestSurface::nothingThereIsSaid()
{
    for (const double threshold : {1001.0, 1e9, std::nan("")}) {
        SurfaceRequest request;
        request.threshold = threshold;
        const auto mesh = makeSurface(*sphere(), request, {}, plugins());
        QVERIFY(!mesh && !mesh.error().message.isEmpty());
    }
}

void TestSurface::missingModuleIsSaid()
{
    QTemporaryDir folder;
    QFile damaged(folder.filePath(QStringLiteral("isocenter_surface.so")));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("not a library");
    damaged.close();
    const auto mesh = makeSurface(*sphere(), atHalf(), {}, {folder.path()});
    QVERIFY(!mesh && mesh.error().message.contains(QLatin1String("not installed")));
}

void TestSurface::cancelledHasNoResult()
{
    SculptWatch watch;
    watch.progress = [&watch](double) { watch.cancel.cancel(); };
    const auto mesh = makeSurface(*sphere(), atHalf(), watch, plugins());
    QVERIFY(!mesh && mesh.error().message.isEmpty());
}

void TestSurface::fileIsWholeOrNotThere()
{
    const auto mesh = makeSurface(*sphere(), atHalf(), {}, plugins());
    QVERIFY(mesh);
    QTemporaryDir folder;
    const auto nowhere = writeStl(*mesh, folder.filePath(QStringLiteral("no/such/folder.stl")));
    QVERIFY(nowhere && !nowhere->message.isEmpty());
    SculptWatch watch;
    watch.cancel.cancel();
    const QString path = folder.filePath(QStringLiteral("a.stl"));
    const auto cancelled = writeStl(*mesh, path, watch);
    QVERIFY(cancelled && cancelled->message.isEmpty());
    QVERIFY(!QFile::exists(path));
}

QTEST_GUILESS_MAIN(TestSurface)
#include "tst_Surface.moc"
