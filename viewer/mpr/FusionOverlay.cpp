#include "mpr/FusionOverlay.h"

#include "theme/Theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Fusion)
};

QString ofName(const FusionDescription& fusion, const QString& text)
{
    return QStringLiteral("%1: %2").arg(fusion.name, text);
}

OverlayMark mark(const FusionDescription& fusion, const QString& text, TextTone tone = TextTone::Caution)
{
    return {ofName(fusion, text), tone};
}

void addFidelity(const FusionDescription& fusion, std::vector<OverlayMark>& marks)
{
    if (fusion.missing && fusion.loaded + fusion.failed >= fusion.total) {
        marks.push_back(mark(fusion, Text::tr("NO DATA in red: slices cannot be read"), TextTone::Danger));
    }
    if (fusion.overGap) {
        marks.push_back(mark(fusion, Text::tr("GUESSED where hatched: slices are missing or far apart")));
    }
    if (fusion.loaded + fusion.failed < fusion.total) {
        marks.push_back(mark(fusion, Text::tr("LOADING: %1 of %2 slices").arg(fusion.loaded).arg(fusion.total)));
    }
    if (fusion.lossy) {
        marks.push_back(mark(fusion, Text::tr("LOSSY compressed")));
    }
    if (fusion.reduction > 1) {
        marks.push_back(mark(fusion, Text::tr("REDUCED: 1 of %1 voxels, the volume is larger than the memory")
                                         .arg(fusion.reduction * fusion.reduction * fusion.reduction)));
    }
    if (fusion.phases > 1) {
        marks.push_back(mark(fusion, Text::tr("phase 1 of %1").arg(fusion.phases)));
    }
    if (fusion.meanOfSum) {
        marks.push_back(mark(fusion, Text::tr("mean of the slab"), TextTone::Quiet));
    }
    for (const QString& caution : fusion.cautions) {
        marks.push_back(mark(fusion, singleLine(caution, 160)));
    }
    if (fusion.draft) {
        marks.push_back(mark(fusion, Text::tr("coarse while moving"), TextTone::Quiet));
    }
}

} // namespace

QString fusionEndText(double value)
{
    return std::abs(value) >= 1000 && std::abs(value) < 1e7 ? QString::number(value, 'f', 0) : QString::number(value, 'g', 4);
}

QString fusionValueText(double value, const QString& unit)
{
    const int decimals = std::abs(value) >= 100 || unit == QLatin1String("HU") ? 0 : std::abs(value) >= 1 ? 2 : 4;
    return QStringLiteral("%1 %2").arg(value, 0, 'f', decimals).arg(unit).trimmed();
}

FusionDescription describeFusion(const FusedVolume& layer, const FusedPainter::Picture& picture)
{
    FusionDescription fusion;
    const ImageSeriesPtr& series = layer.series();
    if (!series) {
        return fusion;
    }
    const MprVolume& source = layer.source();
    fusion.name = fusionName(*series);
    fusion.modality = singleLine(series->series.modality, 8);
    fusion.registration = layer.placing().registration ? layer.placing().registration->name() : QString();
    fusion.on = layer.isOn();
    fusion.opacity = layer.opacity();
    fusion.colors = &layer.table();
    fusion.unit = layer.scale().unit;
    fusion.window = layer.window();
    fusion.reason = source.reason().isEmpty() ? picture.problem : source.reason();
    fusion.loaded = source.loaded();
    fusion.total = source.total();
    fusion.failed = source.failed();
    fusion.phases = source.layout() ? static_cast<int>(source.layout()->phases.size()) : 1;
    fusion.reduction = source.reduction();
    fusion.missing = picture.missing;
    fusion.overGap = picture.overGap;
    fusion.draft = picture.draft;
    fusion.lossy = layer.isLossy();
    fusion.cautions = source.cautions() + layer.warnings();
    if (!series->complete) {
        fusion.cautions << Text::tr("images of this series may be missing.");
    }
    return fusion;
}

std::vector<OverlayMark> fusionMarks(const FusionDescription& fusion)
{
    std::vector<OverlayMark> marks;
    if (fusion.name.isEmpty()) {
        return marks;
    }
    if (!fusion.reason.isEmpty()) {
        marks.push_back(mark(fusion, Text::tr("cannot be laid over: %1").arg(singleLine(fusion.reason, 200))));
        return marks;
    }
    if (!fusion.on) {
        marks.push_back({Text::tr("Fusion is off: %1").arg(fusion.name), TextTone::Quiet});
        return marks;
    }
    marks.push_back({Text::tr("Fused: %1, %2 %").arg(fusion.name).arg(std::lround(fusion.opacity * 100)), TextTone::Plain});
    if (!fusion.registration.isEmpty()) {
        marks.push_back(mark(fusion, Text::tr("placed by the registration \"%1\"").arg(fusion.registration)));
    }
    addFidelity(fusion, marks);
    return marks;
}

QString fusionWindowText(const FusionDescription& fusion)
{
    if (fusion.name.isEmpty() || !fusion.on || !fusion.window || !fusion.colors) {
        return {};
    }
    return QStringLiteral("%1 %2 · %3")
        .arg(fusion.modality,
             Text::tr("%1 to %2 %3")
                 .arg(fusionEndText(fusion.window->low))
                 .arg(fusionEndText(fusion.window->high))
                 .arg(fusion.unit)
                 .trimmed(),
             fusion.colors->name);
}

void paintFusionBar(QPainter& painter, const QSizeF& widget, const FusionDescription& fusion)
{
    if (fusion.name.isEmpty() || !fusion.on || !fusion.window || !fusion.colors || widget.height() < 160) {
        return;
    }
    const double width = Theme::scaled(10);
    const double height = std::min(0.24 * widget.height(), 200.0);
    const QRectF bar(widget.width() - width - Theme::scaled(12), 0.56 * widget.height(), width, height);
    const int steps = static_cast<int>(height);
    for (int i = 0; i < steps; ++i) {
        const float fraction = 1 - (static_cast<float>(i) + 0.5F) / static_cast<float>(steps);
        painter.fillRect(QRectF(bar.left(), bar.top() + i, width, 1), QColor(fusion.colors->at(fraction)));
    }
    painter.save();
    painter.setPen(QColor(0x98, 0xa2, 0xae));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(bar.adjusted(-1, -1, 0, 0));
    QFont font = painter.font();
    font.setPixelSize(Theme::scaled(11));
    painter.setFont(font);
    const auto write = [&](double y, const QString& text) {
        const QRectF place(bar.left() - Theme::scaled(126), y - Theme::scaled(8), Theme::scaled(120), Theme::scaled(16));
        painter.setPen(Qt::black);
        painter.drawText(place.translated(1, 1), Qt::AlignRight | Qt::AlignVCenter, text);
        painter.setPen(QColor(0xe4, 0xe7, 0xeb));
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, text);
    };
    write(bar.top() + Theme::scaled(4),
          QStringLiteral("%1 %2").arg(fusionEndText(fusion.window->high)).arg(fusion.unit).trimmed());
    write(bar.bottom() - Theme::scaled(4), fusionEndText(fusion.window->low));
    painter.restore();
}

} // namespace isocenter
