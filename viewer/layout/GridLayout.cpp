#include "layout/GridLayout.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace isocenter {

namespace {

bool hasPictures(const ImageSeriesPtr& series)
{
    return series && series->opensByItself();
}

bool isProjection(const QString& modality)
{
    static const QStringList projections{QStringLiteral("CR"), QStringLiteral("DX"), QStringLiteral("RG"),
                                         QStringLiteral("PX"), QStringLiteral("IO"), QStringLiteral("MG")};
    return projections.contains(modality);
}

// Up to this many series a modality is read side by side at once; the others wait in the strip.
int mostAtOnce(const QString& modality)
{
    return modality == QLatin1String("CT") ? 4 : 6;
}

} // namespace

GridLayout GridLayout::bounded() const
{
    return {std::clamp(rows, 1, kMost), std::clamp(columns, 1, kMost)};
}

QString leadingModality(const std::vector<ImageSeriesPtr>& series)
{
    QHash<QString, int> counts;
    QString best;
    for (const ImageSeriesPtr& stack : series) {
        if (!hasPictures(stack)) {
            continue;
        }
        const QString& modality = stack->series.modality;
        ++counts[modality];
        if (best.isEmpty() || counts[modality] > counts[best]) {
            best = modality;
        }
    }
    return best.isEmpty() ? QStringLiteral("OT") : best;
}

GridLayout defaultLayout(const std::vector<ImageSeriesPtr>& series, bool portrait)
{
    const QString modality = leadingModality(series);
    const int stacks = static_cast<int>(std::count_if(series.begin(), series.end(), hasPictures));
    GridLayout layout{2, 3};
    switch (std::clamp(stacks, 1, mostAtOnce(modality))) {
    case 1:
        layout = {1, 1};
        break;
    case 2:
        layout = {1, 2};
        break;
    case 3:
        // Upright pictures stand well in a row; square ones would be made small by it.
        layout = isProjection(modality) ? GridLayout{1, 3} : GridLayout{2, 2};
        break;
    case 4:
        layout = {2, 2};
        break;
    default:
        break;
    }
    if (portrait) {
        std::swap(layout.rows, layout.columns);
    }
    return layout;
}

} // namespace isocenter
