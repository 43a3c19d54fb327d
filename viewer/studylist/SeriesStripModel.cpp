#include "studylist/SeriesStripModel.h"

#include "pyramid/SlidePyramid.h"
#include "study/SopClasses.h"
#include "viewport/ImageViewport.h"

#include <QMimeData>

#include <algorithm>
#include <utility>

namespace isocenter {

namespace {

// Behind the frames of every viewport (SeriesLoader).
constexpr int kThumbnailPriority = 100;

FrameKey keyOf(const FrameRef& ref)
{
    return {ref.image->path, ref.frame};
}

bool holds(const ImageSeries& series, const FrameKey& frame)
{
    return std::any_of(series.frames.begin(), series.frames.end(), [&](const FrameRef& ref) { return keyOf(ref) == frame; });
}

QString numberText(const ImageSeries& series)
{
    return series.series.number ? QString::number(*series.series.number) : QStringLiteral("–");
}

int pageCount(const ImageSeries& series)
{
    return static_cast<int>(std::count_if(series.objects.begin(), series.objects.end(), [](const ImagePtr& object) {
        return hasPage(objectKind(object->record.instance.sopClass));
    }));
}

/// The kind of all objects of the stack; Other where they differ.
ObjectKind kindOf(const ImageSeries& series)
{
    const ObjectKind first = objectKind(series.objects.front()->record.instance.sopClass);
    const bool same = std::all_of(series.objects.begin(), series.objects.end(), [first](const ImagePtr& object) {
        return objectKind(object->record.instance.sopClass) == first;
    });
    return same ? first : ObjectKind::Other;
}

QString iconOf(const ImageSeries& series)
{
    if (series.objects.empty()) {
        return {};
    }
    switch (kindOf(series)) {
    case ObjectKind::Report:
    case ObjectKind::KeyObjects:
        return QStringLiteral("report");
    case ObjectKind::EncapsulatedDocument:
        return QStringLiteral("document");
    case ObjectKind::Waveform:
        return QStringLiteral("waveform");
    default:
        return QStringLiteral("object");
    }
}

QString cautionText(const ImageSeries& series)
{
    QStringList parts;
    if (!series.complete) {
        parts << SeriesStripModel::tr("still arriving");
    }
    if (!series.order.gaps.empty()) {
        parts << (series.order.gaps.size() == 1
                      ? SeriesStripModel::tr("1 gap between slices")
                      : SeriesStripModel::tr("%n gaps between slices", nullptr, static_cast<int>(series.order.gaps.size())));
    }
    // Each object without a picture is named there; those with a page are shown all the same.
    const int missing = static_cast<int>(series.notShown.size()) - pageCount(series);
    if (missing > 0) {
        parts << (missing == 1 ? SeriesStripModel::tr("1 object not shown")
                               : SeriesStripModel::tr("%n objects not shown", nullptr, missing));
    }
    return parts.join(QStringLiteral(", "));
}

QString partText(const ImageSeries& series)
{
    if (series.parts < 2) {
        return {};
    }
    const QString part = SeriesStripModel::tr("part %1 of %2").arg(series.part + 1).arg(series.parts);
    return series.partTitle.isEmpty() ? part : part + QStringLiteral(" · ") + series.partTitle;
}

QString objectsText(const ImageSeries& series)
{
    const int count = static_cast<int>(series.objects.size());
    switch (kindOf(series)) {
    case ObjectKind::Report:
        return count == 1 ? SeriesStripModel::tr("1 report") : SeriesStripModel::tr("%n reports", nullptr, count);
    case ObjectKind::KeyObjects:
        return count == 1 ? SeriesStripModel::tr("1 selection of key objects")
                          : SeriesStripModel::tr("%n selections of key objects", nullptr, count);
    case ObjectKind::EncapsulatedDocument:
        return count == 1 ? SeriesStripModel::tr("1 document") : SeriesStripModel::tr("%n documents", nullptr, count);
    case ObjectKind::Waveform:
        return count == 1 ? SeriesStripModel::tr("1 recording") : SeriesStripModel::tr("%n recordings", nullptr, count);
    default:
        return count == 1 ? SeriesStripModel::tr("1 object") : SeriesStripModel::tr("%n objects", nullptr, count);
    }
}

/// Its description, else what kind of object it holds.
QString titleText(const ImageSeries& series)
{
    const QString title = singleLine(series.series.description);
    return title.isEmpty() && !series.objects.empty() ? sopClassName(series.objects.front()->record.instance.sopClass) : title;
}

QString countText(const ImageSeries& series)
{
    if (!series.objects.empty()) {
        return objectsText(series);
    }
    if (series.slide) {
        const int levels = static_cast<int>(series.slide->levels.size());
        return levels == 1 ? SeriesStripModel::tr("1 slide") : SeriesStripModel::tr("1 slide, %1 resolutions").arg(levels);
    }
    return series.count() == 1 ? SeriesStripModel::tr("1 image") : SeriesStripModel::tr("%n images", nullptr, series.count());
}

} // namespace

SeriesStripModel::SeriesStripModel(const ViewerServices& services, QObject* parent)
    : QAbstractListModel(parent), m_services(services), m_answers(this)
{
}

void SeriesStripModel::reset(const std::vector<ImageSeriesPtr>& series, int side)
{
    beginResetModel();
    m_answers.forget();
    m_rows.clear();
    m_shown.clear();
    m_active.clear();
    m_pending = 0;
    m_side = side;
    for (const ImageSeriesPtr& stack : series) {
        m_rows.push_back({stack, {}, {}, 0});
        ask(m_rows.back());
    }
    endResetModel();
}

void SeriesStripModel::update(const std::vector<ImageSeriesPtr>& series)
{
    const bool sameRows = std::equal(series.begin(), series.end(), m_rows.begin(), m_rows.end(),
                                     [](const ImageSeriesPtr& a, const Row& b) { return seriesKey(a) == seriesKey(b.series); });
    if (!sameRows) {
        beginResetModel();
    }
    std::vector<Row> before = std::exchange(m_rows, {});
    for (const ImageSeriesPtr& stack : series) {
        const auto known =
            std::find_if(before.begin(), before.end(), [&](const Row& row) { return seriesKey(row.series) == seriesKey(stack); });
        m_rows.push_back(known == before.end() ? Row{} : std::exchange(*known, Row{}));
        Row& row = m_rows.back();
        row.series = stack;
        const bool has = row.request != 0 || !row.thumbnail.image.isNull();
        const bool fits = !stack->frames.empty() && holds(*stack, row.frame);
        if (!has || !fits || (stack->complete && !(keyOf(thumbnailFrame(*stack)) == row.frame))) {
            ask(row);
        }
    }
    for (const Row& row : before) {
        m_pending -= row.request != 0 ? 1 : 0;
    }
    if (!sameRows) {
        endResetModel();
    } else if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

void SeriesStripModel::ask(Row& row)
{
    m_pending -= std::exchange(row.request, 0) != 0 ? 1 : 0;
    const ImageSeries& series = *row.series;
    if (series.frames.empty()) {
        const QString reason = series.notShown.isEmpty() ? tr("There is no picture in this series.") : series.notShown.first();
        row.thumbnail = {{}, series.objects.empty() ? reason : QString()};
        row.frame = {};
        return;
    }
    const FrameRef ref = thumbnailFrame(series);
    if (!holds(series, row.frame)) {
        row.thumbnail = {}; // that of another stack
    }
    row.frame = keyOf(ref);
    row.request = ++m_requests;
    ++m_pending;
    m_answers.ask(
        m_services.queue, kThumbnailPriority,
        [&reader = m_services.reader, &cache = m_services.cache, ref, side = m_side](const CancelToken& cancel) {
            return makeThumbnail(reader, cache, ref, side, cancel);
        },
        [this, request = row.request](const SeriesThumbnail& thumbnail) { answered(request, thumbnail); });
}

void SeriesStripModel::answered(quint64 request, const SeriesThumbnail& thumbnail)
{
    const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& r) { return r.request == request; });
    if (row == m_rows.end()) {
        return; // the stack has changed since
    }
    row->request = 0;
    row->thumbnail = thumbnail;
    --m_pending;
    const QModelIndex changed = index(static_cast<int>(row - m_rows.begin()));
    Q_EMIT dataChanged(changed, changed);
    if (m_pending == 0) {
        Q_EMIT completeChanged();
    }
}

void SeriesStripModel::setShown(const QStringList& keys, const QString& activeKey)
{
    if (keys == m_shown && activeKey == m_active) {
        return;
    }
    m_shown = keys;
    m_active = activeKey;
    if (!m_rows.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ShownRole, ActiveRole, Qt::AccessibleTextRole});
    }
}

int SeriesStripModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QString SeriesStripModel::spoken(const Row& row) const
{
    const ImageSeries& series = *row.series;
    const QString key = seriesKey(row.series);
    QStringList parts{tr("Series %1").arg(numberText(series)),
                      series.series.modality,
                      titleText(series),
                      partText(series),
                      countText(series),
                      cautionText(series)};
    if (m_shown.contains(key)) {
        parts << (key == m_active ? tr("in the active viewport") : tr("on the screen"));
    }
    parts << row.thumbnail.reason;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QVariant SeriesStripModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const ImageSeries& series = *row.series;
    switch (role) {
    case Qt::DisplayRole:
        return titleText(series);
    case IconRole:
        return iconOf(series);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return spoken(row);
    case KeyRole:
        return seriesKey(row.series);
    case PictureRole:
        return row.thumbnail.image;
    case ReasonRole:
        return row.thumbnail.reason;
    case NumberRole:
        return numberText(series);
    case ModalityRole:
        return singleLine(series.series.modality, 16);
    case CountRole:
        return countText(series);
    case CautionRole:
        return cautionText(series);
    case PartRole:
        return partText(series);
    case ShownRole:
        return m_shown.contains(seriesKey(row.series));
    case ActiveRole:
        return seriesKey(row.series) == m_active;
    default:
        return {};
    }
}

Qt::ItemFlags SeriesStripModel::flags(const QModelIndex& index) const
{
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren
                           : Qt::NoItemFlags;
}

QStringList SeriesStripModel::mimeTypes() const
{
    return {QString::fromLatin1(kSeriesMimeType)};
}

QMimeData* SeriesStripModel::mimeData(const QModelIndexList& indexes) const
{
    if (indexes.isEmpty()) {
        return nullptr;
    }
    auto* mime = new QMimeData;
    mime->setData(QString::fromLatin1(kSeriesMimeType), indexes.first().data(KeyRole).toString().toUtf8());
    return mime;
}

} // namespace isocenter
