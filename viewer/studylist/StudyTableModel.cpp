#include "studylist/StudyTableModel.h"

#include "studylist/StudyText.h"

#include <algorithm>

namespace isocenter {

namespace {

/// One study a key. A key may have gone since the search; then they are read one by one, so that each stays in its own row.
Result<std::vector<Study>> readInPlace(const StudyIndex& index, const std::vector<qint64>& keys)
{
    Result<std::vector<Study>> together = index.studies(keys);
    if (!together || together->size() == keys.size()) {
        return together;
    }
    std::vector<Study> inPlace;
    for (qint64 key : keys) {
        const Result<std::vector<Study>> one = index.studies({key});
        if (!one) {
            return one.error();
        }
        inPlace.push_back(one->empty() ? Study() : one->front());
    }
    return inPlace;
}

} // namespace

StudyTableModel::StudyTableModel(const StudyIndex& index, WorkQueue& queue, QObject* parent)
    : QAbstractTableModel(parent), m_index(index), m_queue(queue), m_searches(this), m_pagesAsked(this)
{
}

void StudyTableModel::setQuery(const StudyQuery& query)
{
    m_query = query;
    search();
}

void StudyTableModel::refresh()
{
    search();
}

void StudyTableModel::search()
{
    m_searching = true;
    m_searches.forget();
    m_searches.ask(
        m_queue, AnswerBox::Interactive,
        [&index = m_index, query = m_query](const CancelToken& cancel) { return index.find(query, cancel); },
        [this](const Result<std::vector<qint64>>& keys) { take(keys); });
}

void StudyTableModel::take(const Result<std::vector<qint64>>& keys)
{
    m_searching = false;
    if (!keys) {
        Q_EMIT failed(keys.error().message);
        return;
    }
    m_pagesAsked.forget();
    m_asked.clear();
    m_pages.clear();
    m_uses.clear();
    if (*keys == m_keys) {
        // The same studies: what they say may have changed, where they stand has not.
        if (!m_keys.empty()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        }
    } else {
        beginResetModel();
        m_keys = *keys;
        endResetModel();
    }
    Q_EMIT found(rowCount());
}

const Study* StudyTableModel::study(int row) const
{
    if (row < 0 || row >= rowCount()) {
        return nullptr;
    }
    const int page = row / PageSize;
    const auto found = m_pages.find(page);
    if (found == m_pages.end()) {
        askFor(page);
        return nullptr;
    }
    m_uses.splice(m_uses.begin(), m_uses, found->second.use);
    const Study& study = found->second.studies[static_cast<std::size_t>(row % PageSize)];
    return study.uid.isEmpty() ? nullptr : &study;
}

int StudyTableModel::rowOf(qint64 key) const
{
    const auto found = std::find(m_keys.begin(), m_keys.end(), key);
    return found == m_keys.end() ? -1 : static_cast<int>(found - m_keys.begin());
}

void StudyTableModel::askFor(int page) const
{
    if (!m_asked.insert(page).second) {
        return;
    }
    const auto first = m_keys.begin() + page * PageSize;
    const auto last = m_keys.begin() + std::min<qsizetype>(static_cast<qsizetype>(m_keys.size()), (page + 1) * PageSize);
    std::vector<qint64> keys(first, last);
    // A row read is a row seen: the const model fills itself, as a cache does.
    auto* self = const_cast<StudyTableModel*>(this);
    m_pagesAsked.ask(
        m_queue, AnswerBox::Interactive, [&index = m_index, keys](const CancelToken&) { return readInPlace(index, keys); },
        [self, page](Result<std::vector<Study>> studies) { self->takePage(page, std::move(studies)); });
}

void StudyTableModel::takePage(int page, Result<std::vector<Study>> studies)
{
    m_asked.erase(page);
    if (!studies) {
        Q_EMIT failed(studies.error().message);
        return;
    }
    const int count = static_cast<int>(studies->size());
    m_uses.push_front(page);
    m_pages[page] = Page{std::move(*studies), m_uses.begin()};
    while (m_pages.size() > MostPages) {
        m_pages.erase(m_uses.back());
        m_uses.pop_back();
    }
    const int first = page * PageSize;
    Q_EMIT dataChanged(index(first, 0), index(first + count - 1, ColumnCount - 1));
    Q_EMIT pageArrived();
}

int StudyTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_keys.size());
}

int StudyTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StudyTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    if (role == KeyRole) {
        return key(index.row());
    }
    if (role == Qt::TextAlignmentRole) {
        return int(index.column() == Images ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) {
        return {};
    }
    const Study* found = study(index.row());
    return found ? text(*found, index.column()) : QString();
}

QString StudyTableModel::text(const Study& study, int column) const
{
    switch (column) {
    case Name:
        return patientTitle(study.patient);
    case PatientId:
        return singleLine(study.patient.id, 64);
    case Sex:
        return singleLine(study.patient.sex, 8);
    case Born:
        return birthText(study);
    case Date:
        return shortDateTime(study.date, study.time);
    case Modalities:
        return singleLine(study.modalities.join(QStringLiteral(", ")), 40);
    case Description:
        return singleLine(study.description);
    case Accession:
        return singleLine(study.accession, 32);
    case Images:
        return countsText(study.seriesCount, study.instanceCount);
    default:
        return {};
    }
}

QVariant StudyTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == SortedRole) {
        return section == columnOf(m_query.sort);
    }
    if (role == Qt::TextAlignmentRole) {
        return int(section == Images ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const QString titles[] = {tr("Patient"),  tr("Patient ID"),  tr("Sex"),       tr("Born, age"), tr("Study date"),
                              tr("Modality"), tr("Description"), tr("Accession"), tr("Images")};
    if (section < 0 || section >= ColumnCount) {
        return {};
    }
    const QString arrow = section == columnOf(m_query.sort)
                              ? (m_query.ascending ? QStringLiteral("  \u2191") : QStringLiteral("  \u2193"))
                              : QString();
    return titles[section] + arrow;
}

int StudyTableModel::columnOf(StudyQuery::Sort sort)
{
    switch (sort) {
    case StudyQuery::Sort::Name:
        return Name;
    case StudyQuery::Sort::PatientId:
        return PatientId;
    case StudyQuery::Sort::BirthDate:
        return Born;
    case StudyQuery::Sort::Modality:
        return Modalities;
    case StudyQuery::Sort::Description:
        return Description;
    case StudyQuery::Sort::Accession:
        return Accession;
    case StudyQuery::Sort::Date:
        break;
    }
    return Date;
}

bool StudyTableModel::isSortable(int column)
{
    return column != Sex && column != Images && column >= 0 && column < ColumnCount;
}

void StudyTableModel::sort(int column, Qt::SortOrder order)
{
    if (!isSortable(column)) {
        return;
    }
    for (auto by : {StudyQuery::Sort::Date, StudyQuery::Sort::Name, StudyQuery::Sort::PatientId, StudyQuery::Sort::BirthDate,
                    StudyQuery::Sort::Modality, StudyQuery::Sort::Description, StudyQuery::Sort::Accession}) {
        if (columnOf(by) == column) {
            m_query.sort = by;
        }
    }
    m_query.ascending = order == Qt::AscendingOrder;
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    search();
}

} // namespace isocenter
