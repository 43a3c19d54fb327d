#include "surface/StlFile.h"

#include <Eigen/Geometry>

#include <QCoreApplication>
#include <QSaveFile>
#include <QtEndian>

#include <cstring>

namespace isocenter {

namespace {

constexpr std::size_t kHeader = 80;
constexpr std::size_t kTriangle = 50;
constexpr std::size_t kAtOnce = 20000; // triangles

void putVector(const Eigen::Vector3f& vector, char* out)
{
    for (int axis = 0; axis < 3; ++axis) {
        quint32 bits = 0;
        std::memcpy(&bits, &vector[axis], sizeof bits);
        qToLittleEndian(bits, out + 4 * axis);
    }
}

void putTriangle(const SurfaceMesh& mesh, const std::array<std::uint32_t, 3>& triangle, char* out)
{
    const Eigen::Vector3f& a = mesh.points[triangle[0]];
    const Eigen::Vector3f& b = mesh.points[triangle[1]];
    const Eigen::Vector3f& c = mesh.points[triangle[2]];
    const Eigen::Vector3f normal = (b - a).cross(c - a);
    const float length = normal.norm();
    putVector(length > 0 ? Eigen::Vector3f(normal / length) : Eigen::Vector3f::Zero().eval(), out);
    putVector(a, out + 12);
    putVector(b, out + 24);
    putVector(c, out + 36);
}

Error cannotWrite(const QString& detail)
{
    return {QCoreApplication::translate("Surface", "The surface could not be written there."), detail};
}

} // namespace

std::optional<Error> writeStl(const SurfaceMesh& mesh, const QString& path, const SculptWatch& watch)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return cannotWrite(file.errorString());
    }
    QByteArray head("Isocenter surface, LPS, mm");
    head.resize(static_cast<qsizetype>(kHeader + 4), ' ');
    qToLittleEndian(static_cast<quint32>(mesh.triangles.size()), head.data() + kHeader);
    bool written = file.write(head) == head.size();
    for (std::size_t i = 0; i < mesh.triangles.size() && written; i += kAtOnce) {
        if (watch.cancel.isCancelled()) {
            return Error{};
        }
        const std::size_t count = std::min(kAtOnce, mesh.triangles.size() - i);
        QByteArray bytes(static_cast<qsizetype>(count * kTriangle), '\0');
        for (std::size_t n = 0; n < count; ++n) {
            putTriangle(mesh, mesh.triangles[i + n], bytes.data() + n * kTriangle);
        }
        written = file.write(bytes) == bytes.size();
        watch.tell(0.9 + 0.1 * static_cast<double>(i + count) / static_cast<double>(mesh.triangles.size()));
    }
    return written && file.commit() ? std::nullopt : std::optional(cannotWrite(file.errorString()));
}

} // namespace isocenter
