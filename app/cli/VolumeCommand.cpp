#include "cli/CommandLine.h"
#include "cli/Commands.h"
#include "cli/HeaderWalk.h"
#include "cli/OptionValues.h"

#include "stack/VolumeLayout.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>

namespace isocenter::cli {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(VolumeCommand)
};

void add(QJsonArray& array, const Eigen::Vector3d& v)
{
    for (int i = 0; i < 3; ++i) {
        array << v[i] + 0.0; // no minus before a zero
    }
}

QJsonArray gapsOf(const VolumeLayout& layout)
{
    QJsonArray gaps;
    for (const VolumeGap& gap : layout.gaps) {
        gaps << QJsonObject{{QStringLiteral("after"), gap.after},
                            {QStringLiteral("missing"), gap.missing},
                            {QStringLiteral("distance"), gap.distance}};
    }
    return gaps;
}

/// One object a phase: what tells it from the others, as far as it is a number as a number.
QJsonArray phasesOf(const VolumeLayout& layout)
{
    QJsonArray phases;
    for (const VolumePhase& phase : layout.phases) {
        QJsonObject object;
        for (const auto& mark : phase.marks) {
            bool isNumber = false;
            const double number = mark.second.toDouble(&isNumber);
            object.insert(mark.first, isNumber ? QJsonValue(number) : QJsonValue(mark.second));
        }
        if (phase.missing > 0) {
            object.insert(QStringLiteral("missing"), phase.missing);
        }
        phases << object;
    }
    return phases;
}

QJsonObject describe(const VolumeLayout& layout)
{
    QJsonArray spacing;
    QJsonArray origin;
    QJsonArray direction;
    QJsonArray positions;
    add(spacing, layout.spacing);
    add(origin, layout.origin);
    add(direction, layout.right);
    add(direction, layout.down);
    add(direction, layout.normal());
    for (const double position : layout.positions) {
        positions << position;
    }
    QJsonObject object{{QStringLiteral("seriesInstanceUid"), layout.series.uid.text()},
                       {QStringLiteral("dimensions"), QJsonArray{layout.columns, layout.rows, layout.slices}},
                       {QStringLiteral("spacing"), spacing},
                       {QStringLiteral("origin"), origin},
                       {QStringLiteral("direction"), direction},
                       {QStringLiteral("positions"), positions},
                       {QStringLiteral("tilt"), layout.tilt},
                       {QStringLiteral("uniform"), layout.uniform},
                       {QStringLiteral("gaps"), gapsOf(layout)},
                       {QStringLiteral("phases"), phasesOf(layout)}};
    if (!layout.isUsable()) {
        object.insert(QStringLiteral("reason"), layout.reason);
    }
    return object;
}

} // namespace

int volume(const QStringList& given)
{
    const std::optional<QStringList> words = pathsOf(given);
    if (!words) {
        complain(Text::tr("Usage: isocenter volume PATH..."));
        return WrongUsage;
    }
    std::vector<ImagePtr> images;
    bool refused = readHeaders(*words, images).all() > 0;
    const std::vector<VolumeLayout> layouts = layoutVolumes(images);
    for (const VolumeLayout& layout : layouts) {
        print(describe(layout));
        for (const QString& caution : layout.cautions) {
            complain(QStringLiteral("%1: %2").arg(layout.series.uid.text(), caution));
        }
        refused = refused || !layout.isUsable();
    }
    if (layouts.empty()) {
        complain(Text::tr("There are no images."));
        refused = true;
    }
    return refused ? SomethingRefused : AllWell;
}

} // namespace isocenter::cli
