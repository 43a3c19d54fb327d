#include "shell/JobsButton.h"

#include "shell/JobsPanel.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QPainter>
#include <QScreen>
#include <QStyle>
#include <QStyleOptionToolButton>

#include <algorithm>

namespace isocenter {

JobsButton::JobsButton(JobList& jobs, QWidget* parent) : QToolButton(parent), m_jobs(jobs)
{
    setAccessibleName(tr("Jobs"));
    setFocusPolicy(Qt::TabFocus);
    connect(&m_jobs, &JobList::changed, this, &JobsButton::refresh);
    connect(this, &QToolButton::clicked, this, &JobsButton::openPanel);
    refresh();
}

QSize JobsButton::sizeHint() const
{
    return {Theme::scaled(32), Theme::scaled(32)};
}

void JobsButton::openPanel()
{
    if (!m_panel) {
        m_panel = new JobsPanel(m_jobs, this);
    }
    m_panel->adjustSize();
    const QPoint corner = mapToGlobal(QPoint(width(), height() + Theme::scaled(6)));
    m_panel->move(std::max(corner.x() - m_panel->width(), screen()->availableGeometry().left()), corner.y());
    m_panel->show();
}

double JobsButton::progress() const
{
    double sum = 0;
    int running = 0;
    for (const JobList::Job& job : m_jobs.jobs()) {
        if (job.state == JobList::State::Running) {
            if (job.total <= 0) {
                return -1;
            }
            sum += static_cast<double>(job.done) / static_cast<double>(job.total);
            ++running;
        }
    }
    return running > 0 ? std::clamp(sum / running, 0.0, 1.0) : 0.0;
}

void JobsButton::refresh()
{
    const int running = m_jobs.runningCount();
    setToolTip(running == 0 ? tr("No jobs running") : running == 1 ? tr("1 job running") : tr("%1 jobs running").arg(running));
    setAccessibleDescription(toolTip());
    update();
}

void JobsButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    style()->drawComplexControl(QStyle::CC_ToolButton, &option, &painter, this);
    const Theme theme = Theme::applied();
    const int running = m_jobs.runningCount();
    const qreal side = Theme::scaled(20);
    const QRectF ring((width() - side) / 2, (height() - side) / 2, side, side);
    if (running == 0) {
        painter.drawPixmap(ring.topLeft(),
                           iconPixmap(QStringLiteral("jobs"), ring.size().toSize(), theme.color("text"), devicePixelRatioF()));
        return;
    }
    const double done = progress();
    painter.setPen(QPen(theme.color("line"), Theme::scaled(2)));
    painter.drawEllipse(ring);
    painter.setPen(QPen(theme.color("current"), Theme::scaled(2), Qt::SolidLine, Qt::RoundCap));
    painter.drawArc(ring, 90 * 16, -static_cast<int>((done < 0 ? 0.25 : std::max(done, 0.02)) * 360 * 16));
    QFont font = this->font();
    font.setPixelSize(Theme::scaled(11));
    painter.setFont(font);
    painter.setPen(theme.color("text"));
    painter.drawText(ring, Qt::AlignCenter, QString::number(running));
}

} // namespace isocenter
