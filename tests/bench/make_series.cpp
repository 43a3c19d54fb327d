// make_series OUT SLICES: a CT of 512x512 16-bit slices, the same bytes each time. Slice k carries the value k in its corner.

#include "bench/BenchPhantom.h"
#include "demo/DemoHeader.h"

#include <QDir>
#include <QFile>

#include <cstdio>

using namespace isocenter;

namespace {

constexpr int kSize = 512;

bool writeSlice(const QDir& folder, int index)
{
    const demo::DemoStudy study{QStringLiteral("bench"), QStringLiteral("BENCH"),         QStringLiteral("PHANTOM^BENCH"),
                                QDate(2025, 1, 1),       QStringLiteral("Bench phantom"), QStringLiteral("BENCH1")};
    const demo::DemoSeries series{QStringLiteral("axial"),
                                  QStringLiteral("CT"),
                                  QStringLiteral("1.2.840.10008.5.1.4.1.1.2"),
                                  QStringLiteral("Axial"),
                                  QStringLiteral("CHEST"),
                                  QStringLiteral("Bench"),
                                  QStringLiteral("bench/frame"),
                                  1};
    const InstanceRecord record = demo::demoRecord(study, series, index + 1, kSize, kSize);
    DatasetWriter writer(record.instance.sopClass, record.instance.uid.text());
    demo::writeHeader(writer, record);
    ImagePlane plane;
    plane.position = {-178.85, -178.85, index * 0.5};
    plane.columnSpacing = plane.rowSpacing = 0.7;
    demo::writePlane(writer, plane, 0.5);
    writer.number(0x00281052, "DS", -1024).number(0x00281053, "DS", 1).number(0x00281050, "DS", 40).number(0x00281051, "DS", 400);
    demo::writeGreyPixels(writer, kSize, kSize, "MONOCHROME2", bench::phantomSlice(index, kSize));
    const Result<QByteArray> bytes = writer.part10();
    QFile file(folder.filePath(QStringLiteral("%1.dcm").arg(index + 1, 5, 10, QLatin1Char('0'))));
    return bytes && file.open(QIODevice::WriteOnly) && file.write(*bytes) == bytes->size();
}

} // namespace

int main(int argc, char* argv[])
{
    const int slices = argc == 3 ? QByteArray(argv[2]).toInt() : 0;
    if (slices < 1 || slices > 10000) {
        std::fputs("make_series OUT SLICES\n", stderr);
        return 2;
    }
    const QString out = QString::fromLocal8Bit(argv[1]);
    if (!QDir().mkpath(out)) {
        return 1;
    }
    for (int i = 0; i < slices; ++i) {
        if (!writeSlice(QDir(out), i)) {
            return 1;
        }
    }
    return 0;
}
