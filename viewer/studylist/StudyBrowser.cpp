#include "studylist/StudyBrowser.h"

#include "studylist/SeriesThumbnails.h"
#include "studylist/StudyFilterBar.h"
#include "studylist/StudySeriesPane.h"
#include "studylist/WelcomePage.h"
#include "theme/Theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace isocenter {

namespace {

constexpr int refreshDelay = 150; ///< ms; an import says many times a second that the index has changed

QWidget* nothingFound(QWidget* parent, QPushButton* clear)
{
    auto* page = new QWidget(parent);
    auto* text = new QLabel(StudyBrowser::tr("No study matches this search."), page);
    text->setProperty("heading", true);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(text, 0, Qt::AlignHCenter);
    layout->addWidget(clear, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    return page;
}

} // namespace

StudyBrowser::StudyBrowser(const StudyIndex& index, const ViewerServices& services, QWidget* parent)
    : QWidget(parent),
      m_filters(new StudyFilterBar(this)),
      m_model(new StudyTableModel(index, services.queue, this)),
      m_table(new QTableView(this)),
      m_places(new QStackedWidget(this)),
      m_welcome(new WelcomePage(this)),
      m_thumbnails(new SeriesThumbnails(index, services, this)),
      m_series(new StudySeriesPane(index, services.queue, *m_thumbnails, this))
{
    setObjectName(QStringLiteral("page"));
    buildTable();
    auto* split = new QSplitter(Qt::Vertical, this);
    split->addWidget(m_table);
    split->addWidget(m_series);
    split->setStretchFactor(0, 1);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(1);
    split->setSizes({10'000, Theme::scaled(250)});
    auto* clear = new QPushButton(tr("Clear the search"), this);
    connect(clear, &QPushButton::clicked, m_filters, &StudyFilterBar::clear);
    m_nothing = nothingFound(this, clear);
    m_places->addWidget(split);
    m_places->addWidget(m_welcome);
    m_places->addWidget(m_nothing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filters);
    layout->addWidget(m_places, 1);
    setFocusProxy(m_table);
    wire();
    search();
}

StudyBrowser::~StudyBrowser() = default;

void StudyBrowser::buildTable()
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Studies"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->installEventFilter(this);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(Theme::scaled(30));
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setMinimumSectionSize(Theme::scaled(40));
    const int widths[] = {216, 148, 56, 152, 160, 100, 220, 128, 176};
    for (int column = 0; column < StudyTableModel::ColumnCount; ++column) {
        header->resizeSection(column, Theme::scaled(widths[column]));
    }
    header->setSectionResizeMode(StudyTableModel::Description, QHeaderView::Stretch);
    connect(header, &QHeaderView::sectionClicked, this, [this](int column) {
        const bool same = StudyTableModel::columnOf(m_model->query().sort) == column;
        const bool descendingFirst = column == StudyTableModel::Date;
        const bool ascending = same ? !m_model->query().ascending : !descendingFirst;
        m_model->sort(column, ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
    });
}

void StudyBrowser::wire()
{
    m_refresh.setSingleShot(true);
    connect(&m_refresh, &QTimer::timeout, m_model, &StudyTableModel::refresh);
    connect(m_filters, &StudyFilterBar::queryChanged, this, &StudyBrowser::search);
    connect(m_filters, &StudyFilterBar::leave, this, &StudyBrowser::goToResults);
    connect(m_model, &StudyTableModel::found, this, &StudyBrowser::found);
    connect(m_model, &StudyTableModel::failed, this, &StudyBrowser::failed);
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] { m_restoring = true; });
    connect(m_model, &StudyTableModel::pageArrived, this, [this] {
        selectionChanged();
        Q_EMIT completeChanged();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &StudyBrowser::selectionChanged);
    connect(m_table, &QTableView::doubleClicked, this, &StudyBrowser::openSelected);
    connect(m_series, &StudySeriesPane::openRequested, this, &StudyBrowser::openSelected);
    connect(m_series, &StudySeriesPane::completeChanged, this, &StudyBrowser::completeChanged);
    connect(m_welcome, &WelcomePage::importFolderRequested, this, &StudyBrowser::importFolderRequested);
    connect(m_welcome, &WelcomePage::importFilesRequested, this, &StudyBrowser::importFilesRequested);
    connect(m_welcome, &WelcomePage::demoRequested, this, &StudyBrowser::demoRequested);
}

void StudyBrowser::search()
{
    StudyQuery query = m_filters->query();
    query.sort = m_model->query().sort;
    query.ascending = m_model->query().ascending;
    m_goWhenFound = false;
    m_model->setQuery(query);
}

void StudyBrowser::refresh()
{
    if (!m_refresh.isActive()) {
        m_refresh.start(refreshDelay);
    }
}

void StudyBrowser::found(int count)
{
    m_filters->setFound(count);
    showPlace(count);
    // The rows were replaced: the same study is selected again wherever it stands now, and no other one ever.
    if (m_restoring) {
        m_restoring = false;
        const int row = m_selected ? m_model->rowOf(*m_selected) : -1;
        if (row >= 0) {
            m_table->setCurrentIndex(m_model->index(row, 0));
        } else {
            m_selected.reset();
            m_shownSeries.reset();
            m_series->setStudy(nullptr);
        }
    }
    if (m_goWhenFound) {
        goToResults();
    }
    Q_EMIT completeChanged();
}

void StudyBrowser::showPlace(int count)
{
    const bool empty = count == 0 && m_filters->isEmpty();
    m_filters->setVisible(!empty);
    m_places->setCurrentIndex(count > 0 ? 0 : empty ? 1 : 2);
}

void StudyBrowser::selectionChanged()
{
    if (m_restoring) {
        return;
    }
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    m_selected = rows.isEmpty() ? std::optional<qint64>() : m_model->key(rows.first().row());
    const Study* study = rows.isEmpty() ? nullptr : m_model->study(rows.first().row());
    const std::optional<StudyUid> uid = study ? std::optional<StudyUid>(study->uid) : std::nullopt;
    if (uid != m_shownSeries) {
        m_shownSeries = uid;
        m_series->setStudy(study);
    }
}

std::optional<Study> StudyBrowser::selectedStudy() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    const Study* study = rows.isEmpty() ? nullptr : m_model->study(rows.first().row());
    return study ? std::optional<Study>(*study) : std::nullopt;
}

void StudyBrowser::openSelected()
{
    if (const std::optional<Study> study = selectedStudy()) {
        Q_EMIT openRequested(study->uid);
    }
}

void StudyBrowser::focusSearch()
{
    m_filters->focusSearch();
}

void StudyBrowser::goToResults()
{
    if (m_model->isSearching()) {
        m_goWhenFound = true; // never into the results of an earlier search
        return;
    }
    m_goWhenFound = false;
    if (m_model->rowCount() > 0) {
        m_table->setFocus(Qt::OtherFocusReason);
        if (m_table->selectionModel()->selectedRows().isEmpty()) {
            m_table->setCurrentIndex(m_model->index(0, 0));
        }
    }
}

bool StudyBrowser::isComplete() const
{
    return !m_model->isSearching() && m_model->pending() == 0 && !m_refresh.isActive() && m_series->isComplete();
}

QByteArray StudyBrowser::columns() const
{
    return m_table->horizontalHeader()->saveState();
}

void StudyBrowser::applyColumns(const QByteArray& state)
{
    m_table->horizontalHeader()->restoreState(state);
}

bool StudyBrowser::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            openSelected();
            return true;
        }
        const bool atTop = m_table->currentIndex().row() <= 0;
        if (key->key() == Qt::Key_Up && atTop) {
            focusSearch();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace isocenter
