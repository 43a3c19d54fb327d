#include "studylist/StudySeriesPane.h"

#include "studylist/StudyText.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QAbstractListModel>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace isocenter {

namespace {
enum SeriesRole { TitleRole = Qt::UserRole + 1, DetailRole, FailureRole };
}

/// The series of one stored study.
class StoredSeriesModel : public QAbstractListModel
{
public:
    StoredSeriesModel(ThumbnailSource& thumbnails, QObject* parent) : QAbstractListModel(parent), m_thumbnails(thumbnails)
    {
        connect(&thumbnails, &ThumbnailSource::ready, this, [this](const SeriesUid& uid) {
            for (int row = 0; row < rowCount(); ++row) {
                if (m_series[static_cast<std::size_t>(row)].uid == uid) {
                    Q_EMIT dataChanged(index(row), index(row));
                }
            }
        });
    }
    void set(std::vector<Series> series)
    {
        beginResetModel();
        m_series = std::move(series);
        endResetModel();
    }
    int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_series.size());
    }
    QVariant data(const QModelIndex& index, int role) const override
    {
        const Series& series = m_series[static_cast<std::size_t>(index.row())];
        const QString title = (series.number ? QString::number(*series.number) + QStringLiteral("  ") : QString()) +
                              singleLine(series.description.isEmpty() ? series.protocol : series.description, 80);
        const QString count = series.instanceCount == 1
                                  ? StudySeriesPane::tr("1 image")
                                  : StudySeriesPane::tr("%1 images").arg(QLocale().toString(series.instanceCount));
        switch (role) {
        case TitleRole:
            return title.trimmed().isEmpty() ? StudySeriesPane::tr("Series") : title;
        case DetailRole:
            return singleLine(series.modality, 16) + QStringLiteral("  ") + count;
        case FailureRole:
            return m_thumbnails.failure(series.uid);
        case Qt::DecorationRole:
            return m_thumbnails.thumbnail(series.uid);
        case Qt::AccessibleTextRole:
            return title + QStringLiteral(", ") + singleLine(series.modality, 16) + QStringLiteral(", ") + count;
        default:
            return {};
        }
    }

private:
    ThumbnailSource& m_thumbnails;
    std::vector<Series> m_series;
};

namespace {

/// Picture above, two lines of words below.
class SeriesDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {Theme::scaled(132), Theme::scaled(166)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const Theme theme = Theme::applied();
        painter->save();
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        const QRect cell = option.rect.adjusted(0, 0, -Theme::scaled(12), 0);
        const QRect picture(cell.left(), cell.top(), cell.width(), cell.width());
        painter->fillRect(picture, theme.color("image"));
        const QImage image = index.data(Qt::DecorationRole).value<QImage>();
        const QString failure = index.data(FailureRole).toString();
        if (!image.isNull()) {
            const QSize size = image.size().scaled(picture.size(), Qt::KeepAspectRatio);
            painter->drawImage(QRect(picture.center() - QPoint(size.width() / 2, size.height() / 2), size), image);
        } else {
            painter->setPen(theme.isDark() ? theme.color("text-quiet") : QColor(Qt::lightGray));
            painter->drawText(picture.adjusted(6, 6, -6, -6), Qt::AlignCenter | Qt::TextWordWrap,
                              failure.isEmpty() ? QStringLiteral("\u2026") : failure);
        }
        painter->setPen(theme.color(option.state.testFlag(QStyle::State_HasFocus) ? "current" : "line"));
        painter->drawRect(picture.adjusted(0, 0, -1, -1));
        const QFontMetrics metrics(option.font);
        QRect line(cell.left(), picture.bottom() + Theme::scaled(6), cell.width(), metrics.height());
        painter->setPen(theme.color("text"));
        painter->drawText(line, Qt::TextSingleLine,
                          metrics.elidedText(index.data(TitleRole).toString(), Qt::ElideRight, line.width()));
        line.translate(0, metrics.height());
        painter->setPen(theme.color("text-quiet"));
        painter->drawText(line, Qt::TextSingleLine,
                          metrics.elidedText(index.data(DetailRole).toString(), Qt::ElideRight, line.width()));
        painter->restore();
    }
};

} // namespace

StudySeriesPane::StudySeriesPane(const StudyIndex& index, WorkQueue& queue, ThumbnailSource& thumbnails, QWidget* parent)
    : QWidget(parent),
      m_index(index),
      m_queue(queue),
      m_thumbnails(thumbnails),
      m_answers(this),
      m_model(new StoredSeriesModel(thumbnails, this)),
      m_title(new QLabel(this)),
      m_note(new QLabel(this)),
      m_open(new QPushButton(tr("Open study"), this)),
      m_list(new QListView(this))
{
    setObjectName(QStringLiteral("seriesPane"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setTextFormat(Qt::PlainText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("quiet", true);
    m_open->setProperty("primary", true);
    m_open->setAutoDefault(false);
    connect(m_open, &QPushButton::clicked, this, &StudySeriesPane::openRequested);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new SeriesDelegate(m_list));
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(false);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMinimumHeight(Theme::scaled(178));
    m_list->setAccessibleName(tr("Series of the selected study"));
    m_list->viewport()->setAutoFillBackground(false);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title);
    head->addWidget(m_note, 1);
    head->addWidget(m_open);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 8);
    layout->setSpacing(10);
    layout->addLayout(head);
    layout->addWidget(m_list, 1);
    connect(&m_thumbnails, &ThumbnailSource::ready, this, &StudySeriesPane::completeChanged);
    setStudy(nullptr);
}

void StudySeriesPane::setStudy(const Study* study)
{
    m_answers.forget();
    m_reading = false;
    m_study = study ? study->uid : StudyUid();
    m_open->setEnabled(study != nullptr);
    m_model->set({});
    m_title->setText(study ? patientTitle(study->patient) : QString());
    m_title->setVisible(study != nullptr);
    m_note->setText(study ? shortDateTime(study->date, study->time) + QStringLiteral("   ") + singleLine(study->description)
                          : tr("Select a study to see its series."));
    if (study) {
        m_reading = true;
        m_answers.ask(
            m_queue, AnswerBox::Interactive, [&index = m_index, uid = m_study](const CancelToken&) { return index.series(uid); },
            [this](const Result<std::vector<Series>>& series) { take(series); });
    }
}

void StudySeriesPane::take(const Result<std::vector<Series>>& series)
{
    m_reading = false;
    if (series) {
        m_model->set(*series);
    } else {
        m_note->setText(series.error().message);
    }
    Q_EMIT completeChanged();
}

bool StudySeriesPane::isComplete() const
{
    return !m_reading && m_thumbnails.isIdle();
}

} // namespace isocenter
