#include "tags/TagViewer.h"

#include "study/Study.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <functional>

namespace isocenter {

namespace {

constexpr int restMilliseconds = 120;

QToolButton* headButton(QWidget* parent, const QString& icon, const QString& name)
{
    auto* button = new QToolButton(parent);
    button->setIcon(themedIcon(icon));
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

} // namespace

TagViewer::TagViewer(const ImageReader& reader, WorkQueue& queue, QWidget* parent)
    : QWidget(parent),
      m_reader(reader),
      m_queue(queue),
      m_answers(this),
      m_proxy(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit(this)),
      m_tree(new QTreeView(this)),
      m_title(new QLabel(this)),
      m_note(new QLabel(this))
{
    setObjectName(QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_proxy->setSourceModel(&m_model);
    m_proxy->setFilterRole(ElementModel::SearchRole);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setRecursiveFilteringEnabled(true);
    m_wait.setSingleShot(true);
    m_wait.setInterval(restMilliseconds);
    connect(&m_wait, &QTimer::timeout, this, &TagViewer::read);
    build();
    setFile({});
}

void TagViewer::build()
{
    auto* heading = new QLabel(tr("DICOM TAGS"), this);
    heading->setProperty("section", true);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setProperty("quiet", true);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setProperty("quiet", true);
    auto* copy = headButton(this, QStringLiteral("copy"), tr("Copy all rows shown"));
    auto* closeButton = headButton(this, QStringLiteral("close"), tr("Close the tag viewer"));
    m_search->setProperty("search", true);
    m_search->setPlaceholderText(tr("Search tag, name or value"));
    m_search->setAccessibleName(tr("Search tags"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_tree->setModel(m_proxy);
    m_tree->setAccessibleName(tr("Data elements"));
    m_tree->setUniformRowHeights(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setIndentation(Theme::scaled(14));
    m_tree->setTextElideMode(Qt::ElideRight);
    const int widths[] = {96, 186, 32, 56, 220};
    for (int column = 0; column < ElementModel::ColumnCount; ++column) {
        m_tree->setColumnWidth(column, Theme::scaled(widths[column]));
    }
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(heading);
    head->addWidget(m_title, 1);
    head->addWidget(copy);
    head->addWidget(closeButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_search);
    layout->addWidget(m_note);
    layout->addWidget(m_tree, 1);
    connect(copy, &QToolButton::clicked, this, &TagViewer::copyAll);
    connect(closeButton, &QToolButton::clicked, this, &TagViewer::closeRequested);
    connect(m_search, &QLineEdit::textChanged, this, &TagViewer::filter);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &TagViewer::menu);
    auto* copyKey = new QAction(this);
    copyKey->setShortcut(QKeySequence::Copy);
    copyKey->setShortcutContext(Qt::WidgetShortcut);
    m_tree->addAction(copyKey);
    connect(copyKey, &QAction::triggered, this, &TagViewer::copyValue);
}

void TagViewer::setFile(const QString& path, const QString& title)
{
    m_title->setText(singleLine(title));
    if (path == m_path && !path.isEmpty()) {
        return;
    }
    m_path = path;
    m_answers.forget();
    m_reading = false;
    m_dirty = !path.isEmpty();
    if (path.isEmpty()) {
        m_wait.stop();
        m_model.setElements({});
        m_note->setText(tr("Open an image to see its data elements here."));
        m_note->show();
    } else if (isVisible()) {
        m_wait.start();
    }
}

void TagViewer::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_dirty) {
        m_wait.start();
    }
}

void TagViewer::read()
{
    m_dirty = false;
    m_reading = true;
    m_answers.forget();
    m_answers.ask(
        m_queue, AnswerBox::Interactive + 2,
        [&reader = m_reader, path = m_path](const CancelToken&) { return reader.readElements(path); },
        [this](Result<std::vector<Element>> elements) { take(std::move(elements)); });
}

void TagViewer::take(Result<std::vector<Element>> elements)
{
    m_reading = false;
    const QModelIndex at = current();
    const Element* chosen = m_model.element(at);
    const std::uint32_t tag = chosen ? chosen->tag : 0;
    m_note->setVisible(!elements.ok());
    if (!elements) {
        m_note->setText(elements.error().message);
    }
    m_model.setElements(elements ? std::move(*elements) : std::vector<Element>());
    filter(m_search->text());
    // The same element stays in view while the reader scrolls through the stack.
    for (int row = 0; tag != 0 && row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, 0);
        if (m_model.element(index)->tag == tag) {
            m_tree->setCurrentIndex(m_proxy->mapFromSource(index));
            break;
        }
    }
    Q_EMIT completeChanged();
}

void TagViewer::filter(const QString& text)
{
    m_proxy->setFilterFixedString(text.trimmed());
    if (!text.trimmed().isEmpty()) {
        m_tree->expandAll();
    }
}

QModelIndex TagViewer::current() const
{
    return m_proxy->mapToSource(m_tree->currentIndex());
}

void TagViewer::copyValue()
{
    if (const Element* element = m_model.element(current())) {
        QApplication::clipboard()->setText(element->value);
    }
}

void TagViewer::copyRow()
{
    if (const Element* element = m_model.element(current())) {
        QApplication::clipboard()->setText(rowText(*element));
    }
}

void TagViewer::copyAll()
{
    QApplication::clipboard()->setText(allText());
}

QString TagViewer::allText() const
{
    QString text;
    const std::function<void(const QModelIndex&, int)> add = [&](const QModelIndex& parent, int depth) {
        for (int row = 0; row < m_proxy->rowCount(parent); ++row) {
            const QModelIndex index = m_proxy->index(row, 0, parent);
            text += QString(2 * depth, QLatin1Char(' ')) + index.data(ElementModel::RowRole).toString() + QLatin1Char('\n');
            add(index, depth + 1);
        }
    };
    add({}, 0);
    return text;
}

void TagViewer::menu(const QPoint& position)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool chosen = current().isValid();
    menu->addAction(tr("Copy value"), this, &TagViewer::copyValue)->setEnabled(chosen);
    menu->addAction(tr("Copy row"), this, &TagViewer::copyRow)->setEnabled(chosen);
    menu->addAction(tr("Copy all rows shown"), this, &TagViewer::copyAll);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

} // namespace isocenter
