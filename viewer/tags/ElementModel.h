#pragma once

#include "study/Elements.h"

#include <QAbstractItemModel>

#include <deque>
#include <memory>
#include <vector>

namespace isocenter {

/// The data elements of one object as a tree. Texts are given on one line, without characters that could deceive.
class ElementModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Tag, Name, Vr, Length, Value, ColumnCount };
    enum Role { SearchRole = Qt::UserRole + 1, FullValueRole, RowRole };

    explicit ElementModel(QObject* parent = nullptr);
    ~ElementModel() override;

    void setElements(std::vector<Element> elements);
    const Element* element(const QModelIndex& index) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node
    {
        const Element* element = nullptr;
        const Node* parent = nullptr;
        int row = 0;
        std::vector<const Node*> children;
    };
    void add(const std::vector<Element>& elements, Node* parent);
    QString text(const Node& node, int column) const;

    std::vector<Element> m_elements;
    std::deque<Node> m_nodes; ///< the first is the root
};

/// "(0010,0010)".
QString tagText(std::uint32_t tag);
/// One row as it is copied: tag, VR, name and value, separated by tabs.
QString rowText(const Element& element);

} // namespace isocenter
