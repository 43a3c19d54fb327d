#include "shell/PatientBanner.h"

#include "studylist/StudyText.h"
#include "theme/Theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace isocenter {

PatientBanner::PatientBanner(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("patientBanner"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setContext({});
}

void PatientBanner::setContext(const StudyContextPtr& context)
{
    m_context = context;
    m_note.clear();
    setAccessibleName(context ? tr("Study in view: %1").arg(facts().join(QStringLiteral(", "))) : tr("No study is open"));
    update();
}

void PatientBanner::setNote(const QString& note)
{
    m_note = singleLine(note);
    update();
}

QStringList PatientBanner::facts() const
{
    if (!m_context) {
        return {};
    }
    const Study& study = m_context->study;
    QStringList facts{patientTitle(study.patient),
                      tr("ID %1").arg(study.patient.id.isEmpty() ? tr("none") : singleLine(study.patient.id, 64))};
    facts << sexText(study.patient.sex) << birthText(study);
    facts << (study.accession.isEmpty() ? QString() : tr("Acc. %1").arg(singleLine(study.accession, 32)));
    facts << shortDateTime(study.date, study.time) << singleLine(study.description);
    facts.removeAll(QString());
    return facts;
}

QSize PatientBanner::sizeHint() const
{
    return {Theme::scaled(600), Theme::scaled(32)};
}

QSize PatientBanner::minimumSizeHint() const
{
    return {Theme::scaled(240), Theme::scaled(32)};
}

void PatientBanner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme theme = Theme::applied();
    if (!m_context || !m_note.isEmpty()) {
        painter.setPen(theme.color("text-quiet"));
        painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, m_note.isEmpty() ? tr("No study open") : m_note);
        return;
    }
    QFont strong = font();
    strong.setPixelSize(Theme::scaled(15));
    strong.setWeight(QFont::DemiBold);
    const int gap = Theme::scaled(16);
    const QStringList all = facts();
    const int idWidth = QFontMetrics(font()).horizontalAdvance(all.value(1));
    int x = 0;
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QFont& face = i == 0 ? strong : font();
        const QFontMetrics metrics(face);
        // The name leaves room for the ID; what comes after takes what is left, and goes when that is too little.
        const int room = width() - x - (i == 0 ? gap + idWidth : 0);
        const QString text = metrics.elidedText(all[i], Qt::ElideRight, room);
        if (i > 1 && room < std::min(metrics.horizontalAdvance(all[i]), Theme::scaled(60))) {
            break;
        }
        painter.setFont(face);
        painter.setPen(theme.color(i == 0 ? "text" : i <= 3 ? "text" : "text-quiet"));
        painter.drawText(QRect(x, 0, room, height()), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
        x += metrics.horizontalAdvance(text) + gap;
    }
}

bool PatientBanner::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        // A tool tip would read markup: escaped text in a plain paragraph.
        QStringList lines;
        for (const QString& fact : facts()) {
            lines << fact.toHtmlEscaped();
        }
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), lines.join(QStringLiteral("<br>")), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace isocenter
