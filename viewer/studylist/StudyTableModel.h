#pragma once

#include "archive/StudyIndex.h"
#include "work/AnswerBox.h"

#include <QAbstractTableModel>

#include <list>
#include <unordered_map>
#include <unordered_set>

namespace isocenter {

/// The studies that match a query, row by row. Only keys are held for all rows; studies are read in pages around what is
/// asked for, on the work queue, and the last pages stay. Nothing blocks; a row that is not here yet has empty texts.
class StudyTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, PatientId, Sex, Born, Date, Modalities, Description, Accession, Images, ColumnCount };
    enum Role { KeyRole = Qt::UserRole + 1, SortedRole };
    static constexpr int PageSize = 100;
    static constexpr int MostPages = 64; ///< 6,400 studies stay in memory

    StudyTableModel(const StudyIndex& index, WorkQueue& queue, QObject* parent = nullptr);

    /// Starts the search; rows change when the answer comes (found). An answer to an earlier query is dropped.
    void setQuery(const StudyQuery& query);
    const StudyQuery& query() const { return m_query; }
    /// The same query again, because the index has changed.
    void refresh();
    bool isSearching() const { return m_searching; }
    /// Pages asked for and not yet here.
    int pending() const { return static_cast<int>(m_asked.size()); }

    /// The study of a row; null while it has not been read.
    const Study* study(int row) const;
    qint64 key(int row) const { return m_keys[static_cast<std::size_t>(row)]; }
    /// The row of a key, -1 if it is not among the results. O(rows).
    int rowOf(qint64 key) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Lets the index sort; columns without an order there are left alone.
    void sort(int column, Qt::SortOrder order) override;
    static bool isSortable(int column);
    static int columnOf(StudyQuery::Sort sort);

Q_SIGNALS:
    /// The answer to the latest query is in.
    void found(int count);
    void failed(const QString& reason);
    void pageArrived();

private:
    struct Page
    {
        std::vector<Study> studies; ///< by place; a default one where the key is gone
        std::list<int>::iterator use;
    };
    void search();
    void take(const Result<std::vector<qint64>>& keys);
    void askFor(int page) const;
    void takePage(int page, Result<std::vector<Study>> studies);
    QString text(const Study& study, int column) const;

    const StudyIndex& m_index;
    WorkQueue& m_queue;
    mutable AnswerBox m_searches;
    mutable AnswerBox m_pagesAsked;
    StudyQuery m_query;
    std::vector<qint64> m_keys;
    mutable std::unordered_map<int, Page> m_pages;
    mutable std::list<int> m_uses; ///< most recent first
    mutable std::unordered_set<int> m_asked;
    bool m_searching = false;
};

} // namespace isocenter
