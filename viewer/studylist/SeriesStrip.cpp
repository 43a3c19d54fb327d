#include "studylist/SeriesStrip.h"

#include "studylist/SeriesStripDelegate.h"
#include "studylist/SeriesStripModel.h"

#include <QKeyEvent>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace isocenter {

namespace {

// Keys of a list that viewer commands have as well: within the strip they are the list's.
bool isListKey(const QKeyEvent& event)
{
    static const QList<int> keys{Qt::Key_Up,  Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home,
                                 Qt::Key_End, Qt::Key_Left, Qt::Key_Right,  Qt::Key_Return,   Qt::Key_Enter};
    return (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier && keys.contains(event.key());
}

} // namespace

struct SeriesStrip::Parts
{
    SeriesStripModel* model;
    QListView* view;
    StudyContextPtr context;

    std::vector<ImageSeriesPtr> own(const std::vector<ImageSeriesPtr>& series) const
    {
        std::vector<ImageSeriesPtr> result;
        std::copy_if(series.begin(), series.end(), std::back_inserter(result), [this](const ImageSeriesPtr& stack) {
            return context && stack && stack->generation == context->generation && stack->study.uid == context->study.uid &&
                   stack->study.patient.id == context->study.patient.id &&
                   stack->study.patient.issuer == context->study.patient.issuer;
        });
        return result;
    }
};

SeriesStrip::SeriesStrip(const ViewerServices& services, QWidget* parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    m->model = new SeriesStripModel(services, this);
    m->view = new QListView(this);
    m->view->setObjectName(QStringLiteral("seriesStrip"));
    m->view->setAccessibleName(tr("Series of the study"));
    m->view->setModel(m->model);
    m->view->setItemDelegate(new SeriesStripDelegate(m->view));
    m->view->setFrameShape(QFrame::NoFrame);
    m->view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m->view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m->view->setDragEnabled(true);
    m->view->setDragDropMode(QAbstractItemView::DragOnly);
    m->view->setMouseTracking(true);
    m->view->installEventFilter(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m->view);
    setFocusProxy(m->view);
    connect(m->view, &QListView::doubleClicked, this, &SeriesStrip::open);
    connect(m->model, &SeriesStripModel::completeChanged, this, &SeriesStrip::completeChanged);
}

SeriesStrip::~SeriesStrip() = default;

void SeriesStrip::setStudy(const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series)
{
    m->context = context;
    m->model->reset(m->own(series), qRound(SeriesStripDelegate::pictureSide() * devicePixelRatioF()));
}

void SeriesStrip::updateSeries(quint64 generation, const std::vector<ImageSeriesPtr>& series)
{
    if (!m->context || m->context->generation != generation) {
        return;
    }
    const QString key = m->view->currentIndex().data(SeriesStripModel::KeyRole).toString();
    m->model->update(m->own(series));
    select(key);
}

void SeriesStrip::setShown(const QStringList& keys, const QString& activeKey)
{
    m->model->setShown(keys, activeKey);
    if (!m->view->hasFocus()) {
        select(activeKey);
    }
}

void SeriesStrip::select(const QString& key)
{
    for (int row = 0; row < m->model->rowCount(); ++row) {
        const QModelIndex index = m->model->index(row);
        if (!key.isEmpty() && index.data(SeriesStripModel::KeyRole) == key && m->view->currentIndex() != index) {
            m->view->setCurrentIndex(index);
        }
    }
}

void SeriesStrip::open(const QModelIndex& index)
{
    if (index.isValid()) {
        Q_EMIT openRequested(index.data(SeriesStripModel::KeyRole).toString());
    }
}

QListView* SeriesStrip::view() const
{
    return m->view;
}

QAbstractItemModel* SeriesStrip::model() const
{
    return m->model;
}

bool SeriesStrip::isComplete() const
{
    return m->model->isComplete();
}

bool SeriesStrip::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isListKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            open(m->view->currentIndex());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace isocenter
