#include "tags/ElementModel.h"

#include "study/Study.h"

#include <QLocale>

namespace isocenter {

namespace {

constexpr std::uint32_t item = 0xFFFEE000;
constexpr std::uint32_t undefinedLength = 0xFFFFFFFF;
constexpr int longestValue = 1024;

} // namespace

QString tagText(std::uint32_t tag)
{
    return QStringLiteral("(%1,%2)").arg(tag >> 16, 4, 16, QLatin1Char('0')).arg(tag & 0xFFFF, 4, 16, QLatin1Char('0')).toUpper();
}

QString rowText(const Element& element)
{
    return QStringList{tagText(element.tag), element.vr, singleLine(element.name), singleLine(element.value, longestValue)}.join(
        QLatin1Char('\t'));
}

ElementModel::ElementModel(QObject* parent) : QAbstractItemModel(parent)
{
    m_nodes.emplace_back();
}

ElementModel::~ElementModel() = default;

void ElementModel::setElements(std::vector<Element> elements)
{
    beginResetModel();
    m_nodes.clear();
    m_elements = std::move(elements);
    m_nodes.emplace_back();
    add(m_elements, &m_nodes.front());
    endResetModel();
}

void ElementModel::add(const std::vector<Element>& elements, Node* parent)
{
    for (const Element& element : elements) {
        Node& node = m_nodes.emplace_back();
        node.element = &element;
        node.parent = parent;
        node.row = static_cast<int>(parent->children.size());
        parent->children.push_back(&node);
        add(element.children, &node);
    }
}

const Element* ElementModel::element(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<const Node*>(index.internalPointer())->element : nullptr;
}

QModelIndex ElementModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node* above = parent.isValid() ? static_cast<const Node*>(parent.internalPointer()) : &m_nodes.front();
    const bool inside = row >= 0 && row < static_cast<int>(above->children.size()) && column >= 0 && column < ColumnCount;
    return inside ? createIndex(row, column, above->children[static_cast<std::size_t>(row)]) : QModelIndex();
}

QModelIndex ElementModel::parent(const QModelIndex& child) const
{
    const Node* above = child.isValid() ? static_cast<const Node*>(child.internalPointer())->parent : nullptr;
    return above && above->element ? createIndex(above->row, 0, above) : QModelIndex();
}

int ElementModel::rowCount(const QModelIndex& parent) const
{
    if (parent.column() > 0) {
        return 0;
    }
    const Node* above = parent.isValid() ? static_cast<const Node*>(parent.internalPointer()) : &m_nodes.front();
    return static_cast<int>(above->children.size());
}

int ElementModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QString ElementModel::text(const Node& node, int column) const
{
    const Element& element = *node.element;
    switch (column) {
    case Tag:
        return tagText(element.tag);
    case Name:
        return element.tag == item ? tr("Item %1").arg(node.row + 1) : singleLine(element.name);
    case Vr:
        return element.tag == item ? QString() : element.vr;
    case Length:
        return element.length == undefinedLength ? tr("undefined") : QLocale().toString(element.length);
    case Value:
        if (element.vr == QLatin1String("SQ")) {
            return element.children.size() == 1 ? tr("1 item") : tr("%1 items").arg(element.children.size());
        }
        return singleLine(element.value, longestValue);
    default:
        return {};
    }
}

QVariant ElementModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Node& node = *static_cast<const Node*>(index.internalPointer());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(node, index.column());
    case SearchRole: {
        // The tag also without its brackets and comma, the name also as the keyword people know.
        const QString name = singleLine(node.element->name);
        const QString bare = QStringLiteral("%1").arg(node.element->tag, 8, 16, QLatin1Char('0'));
        return tagText(node.element->tag) + QLatin1Char('\n') + bare + QLatin1Char('\n') + name + QLatin1Char('\n') +
               QString(name).remove(QLatin1Char(' ')) + QLatin1Char('\n') + singleLine(node.element->value, longestValue);
    }
    case FullValueRole:
        return node.element->value;
    case RowRole:
        return rowText(*node.element);
    case Qt::TextAlignmentRole:
        return int(index.column() == Length ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant ElementModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole) {
        const QString titles[] = {tr("Tag"), tr("Name"), tr("VR"), tr("Length"), tr("Value")};
        return section >= 0 && section < ColumnCount ? titles[section] : QVariant();
    }
    if (role == Qt::TextAlignmentRole) {
        return int(section == Length ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    }
    return {};
}

} // namespace isocenter
