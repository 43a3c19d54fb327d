#include "page/WaveformRemarks.h"

#include "study/Study.h"
#include "theme/Theme.h"

#include <QHeaderView>
#include <QLocale>

#include <algorithm>
#include <tuple>

namespace isocenter {

namespace {

constexpr int kPlace = Qt::UserRole;

/// Name, value, where.
QStringList columnsOf(const WaveformAnnotation& annotation, const WaveformRecording& recording)
{
    const QString unit = singleLine(readableUnit(annotation.unit), 24);
    QString value = singleLine(annotation.text, 400);
    if (!unit.isEmpty()) {
        value += QLatin1Char(' ') + unit;
    }
    QString where;
    if (annotation.group >= 0 && annotation.group < static_cast<int>(recording.groups.size())) {
        const WaveformGroup& group = recording.groups[static_cast<std::size_t>(annotation.group)];
        if (annotation.channel >= 0 && annotation.channel < static_cast<int>(group.channels.size())) {
            where = singleLine(group.channels[static_cast<std::size_t>(annotation.channel)].name, 40);
        } else if (recording.groups.size() > 1 && annotation.group > 0) {
            where = singleLine(group.label, 40);
        }
    }
    if (!annotation.seconds.empty()) {
        const QString moment =
            WaveformRemarks::tr("at %1 s").arg(QLocale().toString(annotation.seconds.front(), 'f', 2)) +
            (annotation.seconds.size() > 1 ? WaveformRemarks::tr(" and %1 more").arg(annotation.seconds.size() - 1) : QString());
        where = where.isEmpty() ? moment : where + QLatin1Char(' ') + moment;
    }
    return {singleLine(annotation.name, 200), value, where};
}

int rankOf(const WaveformAnnotation& annotation)
{
    return annotation.name.isEmpty() && annotation.seconds.empty() ? 0 : annotation.channel < 0 ? 1 : 2;
}

} // namespace

WaveformRemarks::WaveformRemarks(std::shared_ptr<const WaveformRecording> recording, QWidget* parent)
    : QTreeWidget(parent), m_recording(std::move(recording))
{
    setObjectName(QStringLiteral("waveformRemarks"));
    setAccessibleName(tr("Remarks and measurements of the recording"));
    setColumnCount(3);
    setHeaderLabels({tr("Measurement"), tr("Value"), tr("Lead, time")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTextElideMode(Qt::ElideRight);
    std::vector<const WaveformAnnotation*> order;
    for (const WaveformAnnotation& annotation : m_recording->annotations) {
        order.push_back(&annotation);
    }
    std::stable_sort(order.begin(), order.end(), [](const WaveformAnnotation* a, const WaveformAnnotation* b) {
        const auto key = [](const WaveformAnnotation& one) {
            return std::tuple(rankOf(one), rankOf(one) == 2 ? one.group : 0, rankOf(one) == 2 ? one.channel : 0);
        };
        return key(*a) < key(*b);
    });
    QList<QTreeWidgetItem*> items;
    for (const WaveformAnnotation* annotation : order) {
        QStringList columns = columnsOf(*annotation, *m_recording);
        const bool statement = rankOf(*annotation) == 0;
        if (statement) {
            columns = {columns[1], {}, {}};
        }
        auto* item = new QTreeWidgetItem(columns);
        item->setToolTip(0, (columns.join(QStringLiteral("  "))).toHtmlEscaped());
        item->setData(0, kPlace, static_cast<int>(annotation - m_recording->annotations.data()));
        items << item;
    }
    addTopLevelItems(items);
    for (int row = 0; row < static_cast<int>(order.size()) && rankOf(*order[static_cast<std::size_t>(row)]) == 0; ++row) {
        setFirstColumnSpanned(row, {}, true);
    }
    header()->setStretchLastSection(true);
    setColumnWidth(0, Theme::scaled(130));
    setColumnWidth(1, Theme::scaled(84));
    connect(this, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem* item) {
        const WaveformAnnotation& annotation = m_recording->annotations[static_cast<std::size_t>(item->data(0, kPlace).toInt())];
        if (!annotation.seconds.empty()) {
            Q_EMIT momentRequested(annotation.group, annotation.seconds.front());
        }
    });
    connect(this, &QTreeWidget::itemClicked, this, &QTreeWidget::itemActivated);
}

} // namespace isocenter
