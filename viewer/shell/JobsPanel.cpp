#include "shell/JobsPanel.h"

#include "study/Study.h"
#include "theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace isocenter {

namespace {

QLabel* plainLabel(QWidget* parent, const char* kind = nullptr)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    if (kind) {
        label->setProperty(kind, true);
    }
    return label;
}

} // namespace

struct JobsPanel::Row : public QWidget
{
    explicit Row(QWidget* parent)
        : QWidget(parent),
          title(plainLabel(this)),
          text(plainLabel(this, "quiet")),
          bar(new QProgressBar(this)),
          cancel(new QPushButton(JobsPanel::tr("Cancel"), this))
    {
        text->setWordWrap(true);
        cancel->setProperty("link", true);
        bar->setTextVisible(false);
        auto* words = new QVBoxLayout;
        words->setSpacing(3);
        words->addWidget(title);
        words->addWidget(bar);
        words->addWidget(text);
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 6, 0, 6);
        layout->addLayout(words, 1);
        layout->addWidget(cancel, 0, Qt::AlignTop);
    }
    QLabel* title;
    QLabel* text;
    QProgressBar* bar;
    QPushButton* cancel;
};

QString durationText(double seconds)
{
    const auto whole = static_cast<qint64>(seconds + 0.5);
    if (whole < 60) {
        return JobsPanel::tr("%1 s").arg(std::max<qint64>(whole, 1));
    }
    if (whole < 3600) {
        return JobsPanel::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    }
    return JobsPanel::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString jobText(const JobList::Job& job)
{
    if (job.state != JobList::State::Running) {
        return job.summary;
    }
    const QLocale locale;
    QStringList parts;
    parts << (job.total > 0 ? JobsPanel::tr("%1 of %2 files").arg(locale.toString(job.done), locale.toString(job.total))
                            : JobsPanel::tr("%1 files").arg(locale.toString(job.done)));
    if (job.bytesPerSecond > 0) {
        const double megabytes = job.bytesPerSecond / 1e6;
        parts << JobsPanel::tr("%1 MB/s").arg(locale.toString(megabytes, 'f', megabytes < 10 ? 1 : 0));
    }
    if (job.secondsLeft >= 0) {
        parts << JobsPanel::tr("%1 left").arg(durationText(job.secondsLeft));
    }
    return parts.join(QStringLiteral(", "));
}

JobsPanel::JobsPanel(JobList& jobs, QWidget* parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint),
      m_jobs(jobs),
      m_rows(new QVBoxLayout),
      m_empty(plainLabel(this, "quiet"))
{
    setObjectName(QStringLiteral("popup"));
    setAccessibleName(tr("Jobs"));
    setAttribute(Qt::WA_StyledBackground); // opaque from its first frame, also without a compositor
    setAutoFillBackground(true);
    auto* heading = plainLabel(this, "section");
    heading->setText(tr("JOBS"));
    auto* clear = new QPushButton(tr("Remove finished"), this);
    clear->setProperty("link", true);
    m_clear = clear;
    m_empty->setText(tr("Nothing is running. Imports show here with their rate and time left."));
    m_empty->setWordWrap(true);
    auto* top = new QHBoxLayout;
    top->addWidget(heading, 1);
    top->addWidget(clear);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 12, 12);
    layout->addLayout(top);
    layout->addWidget(m_empty);
    layout->addLayout(m_rows);
    setFixedWidth(Theme::scaled(420));
    connect(clear, &QPushButton::clicked, &m_jobs, &JobList::removeEnded);
    connect(&m_jobs, &JobList::changed, this, &JobsPanel::refresh);
    rebuild();
}

void JobsPanel::refresh(int id)
{
    const JobList::Job* job = m_jobs.job(id);
    if (job && m_byId.contains(id)) {
        fill(*job);
    } else {
        rebuild();
    }
}

void JobsPanel::rebuild()
{
    qDeleteAll(m_byId);
    m_byId.clear();
    for (auto job = m_jobs.jobs().rbegin(); job != m_jobs.jobs().rend() && m_byId.size() < 12; ++job) {
        auto* row = new Row(this);
        m_rows->addWidget(row);
        row->show();
        m_byId.insert(job->id, row);
        connect(row->cancel, &QPushButton::clicked, this, [this, id = job->id] { m_jobs.cancel(id); });
        fill(*job);
    }
    m_empty->setVisible(m_byId.isEmpty());
    m_clear->setVisible(std::any_of(m_jobs.jobs().begin(), m_jobs.jobs().end(),
                                    [](const JobList::Job& job) { return job.state != JobList::State::Running; }));
    adjustSize();
}

void JobsPanel::fill(const JobList::Job& job)
{
    Row* row = m_byId.value(job.id);
    const bool running = job.state == JobList::State::Running;
    row->title->setText(singleLine(job.title));
    row->text->setText(jobText(job));
    row->bar->setRange(0, job.total > 0 ? 1000 : 0);
    row->bar->setValue(job.total > 0 ? static_cast<int>(1000 * job.done / job.total) : 0);
    row->bar->setVisible(running);
    row->cancel->setVisible(running);
    row->cancel->setEnabled(!job.cancel.isCancelled());
    row->cancel->setAccessibleName(tr("Cancel: %1").arg(singleLine(job.title)));
    m_clear->setVisible(m_clear->isVisible() || !running);
}

} // namespace isocenter
