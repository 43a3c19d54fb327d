#include "mpr/FusionColors.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace isocenter {

namespace {

constexpr int kRamp = 256;

double number(const QJsonArray& row, int index)
{
    return row.at(index).toDouble();
}

QRgb colorOf(const QJsonArray& row, int first)
{
    const auto channel = [&](int offset) { return std::clamp(row.at(first + offset).toInt(), 0, 255); };
    return qRgb(channel(0), channel(1), channel(2));
}

QRgb mixed(QRgb a, QRgb b, double part)
{
    const auto channel = [part](int x, int y) { return static_cast<int>(x + (y - x) * part + 0.5); };
    return qRgb(channel(qRed(a), qRed(b)), channel(qGreen(a), qGreen(b)), channel(qBlue(a), qBlue(b)));
}

/// Points of [position, red, green, blue], the positions rising from 0 to 1.
std::vector<QRgb> ramp(const QJsonArray& points)
{
    std::vector<QRgb> colors;
    for (int i = 0; i < kRamp && points.size() > 1; ++i) {
        const double at = static_cast<double>(i) / (kRamp - 1);
        int next = 1;
        while (next < points.size() - 1 && number(points.at(next).toArray(), 0) < at) {
            ++next;
        }
        const QJsonArray before = points.at(next - 1).toArray();
        const QJsonArray after = points.at(next).toArray();
        const double width = std::max(number(after, 0) - number(before, 0), 1e-9);
        const double part = std::clamp((at - number(before, 0)) / width, 0.0, 1.0);
        colors.push_back(mixed(colorOf(before, 1), colorOf(after, 1), part));
    }
    return colors;
}

std::vector<FusionColors> load()
{
    std::vector<FusionColors> result;
    QFile file(QStringLiteral(":/isocenter/colour-tables/fusion.json"));
    const QJsonArray tables = file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
    for (const auto& value : tables) {
        const QJsonObject table = value.toObject();
        FusionColors colors;
        colors.name = QCoreApplication::translate("FusionColors", table[QLatin1String("name")].toString().toUtf8().constData());
        const QJsonArray steps = table[QLatin1String("steps")].toArray();
        colors.steps = !steps.isEmpty();
        colors.colors = ramp(table[QLatin1String("points")].toArray());
        for (const auto& step : steps) {
            colors.colors.push_back(colorOf(step.toArray(), 0));
        }
        if (colors.colors.size() > 1) {
            result.push_back(std::move(colors));
        }
    }
    if (result.empty()) {
        result.push_back({QCoreApplication::translate("FusionColors", "Grey"), {qRgb(0, 0, 0), qRgb(255, 255, 255)}, false});
    }
    return result;
}

} // namespace

const std::vector<FusionColors>& FusionColors::shipped()
{
    static const std::vector<FusionColors> tables = load();
    return tables;
}

} // namespace isocenter
