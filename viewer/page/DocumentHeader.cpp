#include "page/DocumentHeader.h"

#include "document/PageText.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <cmath>

namespace isocenter {

namespace {

constexpr int kMostCautions = 8;

QLabel* label(QWidget* parent, const char* property)
{
    auto* made = new QLabel(parent);
    made->setTextFormat(Qt::PlainText); // what a file says is never mark-up
    made->setWordWrap(true);
    made->setProperty(property, true);
    return made;
}

QString whoText(const Study& study)
{
    const Patient& patient = study.patient;
    QStringList parts;
    parts << DocumentHeader::tr("ID %1").arg(patient.id.isEmpty() ? DocumentHeader::tr("none") : singleLine(patient.id, 64));
    const QString born = momentText(patient.birthDate, {});
    const QString age = ageText(patient.birthDate, study.date);
    if (!born.isEmpty()) {
        parts << DocumentHeader::tr("born %1").arg(age.isEmpty() ? born : QStringLiteral("%1 (%2)").arg(born, age));
    }
    parts << singleLine(patient.sex, 16);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace

DocumentHeader::DocumentHeader(QWidget* parent)
    : QWidget(parent),
      m_identity(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_name(label(this, "strong")),
      m_who(label(this, "plain")),
      m_title(label(this, "heading")),
      m_facts(label(this, "quiet")),
      m_cautionRows(new QVBoxLayout),
      m_stepper(new QWidget(this)),
      m_number(new QLabel(m_stepper))
{
    setObjectName(QStringLiteral("documentHeader"));
    setAttribute(Qt::WA_StyledBackground);
    m_identity->addWidget(m_name);
    m_identity->addWidget(m_who, 1);
    auto* steps = new QHBoxLayout(m_stepper);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->setSpacing(2);
    m_previous = addButton("chevron-left", tr("Previous object of this series (Up)"));
    m_next = addButton("chevron-right", tr("Next object of this series (Down)"));
    steps->addWidget(m_previous);
    steps->addWidget(m_number);
    steps->addWidget(m_next);
    m_find = addButton("search", tr("Find in this document (Ctrl+F)"));
    m_smaller = addButton("minus", tr("Smaller (-)"));
    m_larger = addButton("plus", tr("Larger (+)"));
    QToolButton* tags = addButton("tags", tr("DICOM tags of this object"));
    auto* tools = new QHBoxLayout;
    tools->setSpacing(2);
    tools->addWidget(m_stepper);
    for (QToolButton* button : {m_find, m_smaller, m_larger, tags}) {
        tools->addWidget(button);
    }
    auto* top = new QHBoxLayout;
    top->addLayout(m_identity, 1);
    top->addLayout(tools);
    top->setAlignment(tools, Qt::AlignTop);
    top->setAlignment(m_identity, Qt::AlignTop);
    m_cautionRows->setSpacing(2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::scaled(14), Theme::scaled(8), Theme::scaled(8), Theme::scaled(8));
    column->setSpacing(Theme::scaled(4));
    column->addLayout(top);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addLayout(m_cautionRows);
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT stepRequested(1); });
    connect(m_find, &QToolButton::clicked, this, &DocumentHeader::findRequested);
    connect(m_smaller, &QToolButton::clicked, this, [this] { Q_EMIT zoomRequested(-1); });
    connect(m_larger, &QToolButton::clicked, this, [this] { Q_EMIT zoomRequested(1); });
    connect(tags, &QToolButton::clicked, this, &DocumentHeader::tagsRequested);
}

QToolButton* DocumentHeader::addButton(const char* icon, const QString& name)
{
    auto* button = new QToolButton(this);
    button->setIcon(themedIcon(QLatin1String(icon)));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::NoFocus); // the keys stay with the page
    return button;
}

void DocumentHeader::setDocument(const Study& study, const Headline& headline)
{
    const QString name = study.patient.name.display();
    m_name->setText(name.isEmpty() ? tr("No name") : name);
    m_who->setText(whoText(study));
    arrange();
    m_title->setText(headline.title);
    QStringList facts{headline.kind};
    facts += headline.facts;
    facts.removeAll(QString());
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_facts->setVisible(!facts.isEmpty());
    setCautions(headline.cautions);
    setAccessibleName(tr("Document of %1, %2").arg(identity(), headline.title));
}

/// Name and ID on one line where they fit, else one below the other.
void DocumentHeader::arrange()
{
    const auto widthOf = [](const QLabel* text) {
        return text->fontMetrics().horizontalAdvance(text->text()) + Theme::scaled(8);
    };
    const int tools = (m_stepper->isHidden() ? 4 : 7) * Theme::scaled(30) + Theme::scaled(40);
    const bool fits = widthOf(m_name) + widthOf(m_who) + Theme::scaled(12) <= width() - tools;
    m_name->setWordWrap(!fits);
    m_who->setWordWrap(!fits);
    m_identity->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_identity->setSpacing(fits ? Theme::scaled(12) : 0);
}

void DocumentHeader::setCautions(const QStringList& cautions)
{
    for (QLabel* row : m_cautions) {
        row->setObjectName({});
        row->deleteLater();
        m_cautionRows->removeWidget(row);
        row->hide();
    }
    m_cautions.clear();
    QStringList lines = cautions.mid(0, kMostCautions);
    if (cautions.size() > kMostCautions) {
        lines << tr("and %1 more cautions").arg(cautions.size() - kMostCautions);
    }
    for (const QString& text : lines) {
        QLabel* row = label(this, "caution");
        row->setText(QStringLiteral("! ") + singleLine(text, 400));
        m_cautionRows->addWidget(row);
        m_cautions.push_back(row);
    }
}

void DocumentHeader::setNumber(int index, int count)
{
    m_stepper->setVisible(count > 1);
    m_number->setText(tr("%1 of %2").arg(index + 1).arg(count));
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < count);
}

void DocumentHeader::setAbilities(bool find, bool zoom)
{
    m_find->setVisible(find);
    m_smaller->setVisible(zoom);
    m_larger->setVisible(zoom);
}

QString DocumentHeader::identity() const
{
    return m_name->text() + QStringLiteral(" · ") + m_who->text();
}

QString DocumentHeader::title() const
{
    return m_title->text();
}

QString DocumentHeader::facts() const
{
    return m_facts->text();
}

QStringList DocumentHeader::cautions() const
{
    QStringList texts;
    for (const QLabel* row : m_cautions) {
        texts << row->text().mid(2);
    }
    return texts;
}

QString DocumentHeader::number() const
{
    return m_stepper->isHidden() ? QString() : m_number->text();
}

void DocumentHeader::wheelEvent(QWheelEvent* event)
{
    m_wheelRest -= event->angleDelta().y() / 120.0;
    const int steps = static_cast<int>(std::trunc(m_wheelRest));
    m_wheelRest -= steps;
    if (steps != 0) {
        Q_EMIT stepRequested(steps);
    }
    event->accept();
}

void DocumentHeader::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        layout()->setContentsMargins(Theme::scaled(14), Theme::scaled(8), Theme::scaled(8), Theme::scaled(8));
        arrange();
    }
}

void DocumentHeader::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace isocenter
