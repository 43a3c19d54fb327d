#include "studylist/StudyFilterBar.h"

#include "studylist/FlowLayout.h"
#include "studylist/StudyText.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHash>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <functional>

namespace isocenter {

namespace {

std::optional<int> years(const QString& text)
{
    bool ok = false;
    const int number = text.trimmed().toInt(&ok);
    return ok && number >= 0 && number < 200 ? std::optional<int>(number) : std::nullopt;
}

QStringList modalitiesIn(const QString& text)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    return text.toUpper().split(between, Qt::SkipEmptyParts);
}

} // namespace

struct StudyFilterBar::Parts
{
    struct Fact
    {
        QString label;
        QString name; ///< of one field, or of the first part of a range (nameFrom, nameTo)
        bool range = false;
    };

    QHash<QString, QLineEdit*> fields;
    std::vector<Fact> facts;
    QButtonGroup* sex = nullptr; ///< none or one of them is checked
    QWidget* fold = nullptr;
    QGridLayout* grid = nullptr;
    QToolButton* more = nullptr;
    QWidget* chips = nullptr;
    QLabel* found = nullptr;
    QVBoxLayout* layout = nullptr;
    QDate today;

    QAbstractButton* chosenSex() const
    {
        for (QAbstractButton* button : sex->buttons()) {
            if (button->isChecked()) {
                return button;
            }
        }
        return nullptr;
    }
    QString text(const QString& name) const { return fields.value(name)->text().trimmed(); }
    std::optional<QDate> date(const QString& name, bool last) const { return parseDate(text(name), last); }
};

StudyFilterBar::StudyFilterBar(QWidget* parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setObjectName(QStringLiteral("filterBar"));
    setAttribute(Qt::WA_StyledBackground);
    m->layout = new QVBoxLayout(this);
    m->layout->setContentsMargins(16, 12, 16, 12);
    m->layout->setSpacing(10);
    buildTop();
    buildFields();
    m->chips = new QWidget(this);
    m->chips->setLayout(new FlowLayout(Theme::scaled(6)));
    m->layout->addWidget(m->chips);
    m->chips->hide();
    setFieldsVisible(false);
}

StudyFilterBar::~StudyFilterBar() = default;

void StudyFilterBar::buildTop()
{
    auto* any = new QLineEdit(this);
    any->setProperty("search", true);
    any->setPlaceholderText(tr("Search name, ID, accession, description"));
    any->setAccessibleName(tr("Search studies"));
    any->setClearButtonEnabled(true);
    any->addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    any->setMinimumWidth(Theme::scaled(280));
    any->setMaximumWidth(Theme::scaled(520));
    any->installEventFilter(this);
    connect(any, &QLineEdit::textChanged, this, &StudyFilterBar::edited);
    m->fields.insert(QStringLiteral("any"), any);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(any, 1);
    const auto chip = [this, row](const QString& text, int days) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setProperty("chip", true);
        button->setAccessibleName(tr("Study date: %1").arg(text));
        connect(button, &QToolButton::clicked, this, [this, days] { lastDays(days); });
        row->addWidget(button);
    };
    chip(tr("Today"), 1);
    chip(tr("7 days"), 7);
    chip(tr("31 days"), 31);
    m->more = new QToolButton(this);
    m->more->setText(tr("Filters"));
    m->more->setIcon(themedIcon(QStringLiteral("filter")));
    m->more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m->more->setCheckable(true);
    connect(m->more, &QToolButton::toggled, this, &StudyFilterBar::setFieldsVisible);
    row->addWidget(m->more);
    row->addStretch(1);
    m->found = new QLabel(this);
    m->found->setTextFormat(Qt::PlainText);
    m->found->setProperty("quiet", true);
    row->addWidget(m->found);
    m->layout->addLayout(row);
}

void StudyFilterBar::buildFields()
{
    m->fold = new QWidget(this);
    m->grid = new QGridLayout(m->fold);
    m->grid->setContentsMargins(0, 2, 0, 0);
    m->grid->setHorizontalSpacing(16);
    m->grid->setVerticalSpacing(4);
    addField(QStringLiteral("name"), tr("Name"), tr("any part"));
    addField(QStringLiteral("patientId"), tr("Patient ID"), tr("any part, or * and ?"));
    addField(QStringLiteral("accession"), tr("Accession"), tr("any part"));
    addField(QStringLiteral("description"), tr("Description"), tr("study or series"));
    addField(QStringLiteral("modality"), tr("Modality"), tr("CT, MR"));
    addRange(QStringLiteral("date"), tr("Study date"), tr("from 2024-03"));
    addRange(QStringLiteral("born"), tr("Born"), tr("from 1961"));
    addRange(QStringLiteral("age"), tr("Age, years"), tr("from"));
    auto* label = new QLabel(tr("Sex"), m->fold);
    label->setProperty("small", true);
    label->setProperty("quiet", true);
    m->sex = new QButtonGroup(m->fold);
    m->sex->setExclusive(false);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(6);
    for (const auto& [text, code] : {std::pair(tr("Female"), 'F'), std::pair(tr("Male"), 'M'), std::pair(tr("Other"), 'O')}) {
        auto* choice = new QToolButton(m->fold);
        choice->setText(text);
        choice->setProperty("chip", true);
        choice->setCheckable(true);
        choice->setAccessibleName(tr("Sex: %1").arg(text));
        m->sex->addButton(choice, code);
        choices->addWidget(choice);
    }
    choices->addStretch(1);
    connect(m->sex, &QButtonGroup::buttonToggled, this, &StudyFilterBar::chooseSex);
    const int place = static_cast<int>(m->facts.size());
    m->grid->addWidget(label, 2 * (place / 5), place % 5);
    m->grid->addLayout(choices, 2 * (place / 5) + 1, place % 5);
    auto* clearAll = new QToolButton(m->fold);
    clearAll->setText(tr("Clear all"));
    connect(clearAll, &QToolButton::clicked, this, &StudyFilterBar::clear);
    m->grid->addWidget(clearAll, 2 * ((place + 1) / 5) + 1, (place + 1) % 5, Qt::AlignRight);
    for (int column = 0; column < 5; ++column) {
        m->grid->setColumnStretch(column, 1);
    }
    m->layout->addWidget(m->fold);
}

void StudyFilterBar::chooseSex(QAbstractButton* button, bool checked)
{
    if (checked) {
        for (QAbstractButton* other : m->sex->buttons()) {
            const QSignalBlocker block(m->sex);
            other->setChecked(other == button);
        }
    }
    edited();
}

void StudyFilterBar::addField(const QString& name, const QString& label, const QString& hint)
{
    const int place = static_cast<int>(m->facts.size());
    m->facts.push_back({label, name, false});
    auto* caption = new QLabel(label, m->fold);
    caption->setProperty("small", true);
    caption->setProperty("quiet", true);
    auto* field = new QLineEdit(m->fold);
    field->setPlaceholderText(hint);
    field->setAccessibleName(label);
    field->setClearButtonEnabled(true);
    field->installEventFilter(this);
    caption->setBuddy(field);
    connect(field, &QLineEdit::textChanged, this, &StudyFilterBar::edited);
    m->fields.insert(name, field);
    m->grid->addWidget(caption, 2 * (place / 5), place % 5);
    m->grid->addWidget(field, 2 * (place / 5) + 1, place % 5);
}

void StudyFilterBar::addRange(const QString& name, const QString& label, const QString& hint)
{
    const int place = static_cast<int>(m->facts.size());
    m->facts.push_back({label, name, true});
    auto* caption = new QLabel(label, m->fold);
    caption->setProperty("small", true);
    caption->setProperty("quiet", true);
    auto* pair = new QHBoxLayout;
    pair->setSpacing(6);
    for (const bool last : {false, true}) {
        auto* field = new QLineEdit(m->fold);
        field->setPlaceholderText(last ? tr("to") : hint);
        field->setAccessibleName(last ? tr("%1, to").arg(label) : tr("%1, from").arg(label));
        field->installEventFilter(this);
        connect(field, &QLineEdit::textChanged, this, &StudyFilterBar::edited);
        m->fields.insert(name + (last ? QStringLiteral("To") : QStringLiteral("From")), field);
        pair->addWidget(field);
    }
    m->grid->addWidget(caption, 2 * (place / 5), place % 5);
    m->grid->addLayout(pair, 2 * (place / 5) + 1, place % 5);
}

StudyQuery StudyFilterBar::query() const
{
    StudyQuery query;
    query.anyText = m->text(QStringLiteral("any"));
    query.name = m->text(QStringLiteral("name"));
    query.patientId = m->text(QStringLiteral("patientId"));
    query.accession = m->text(QStringLiteral("accession"));
    query.description = m->text(QStringLiteral("description"));
    query.modalities = modalitiesIn(m->text(QStringLiteral("modality")));
    query.sex = m->chosenSex() ? QString(QChar(m->sex->id(m->chosenSex()))) : QString();
    query.dateFrom = m->date(QStringLiteral("dateFrom"), false);
    query.dateTo = m->date(QStringLiteral("dateTo"), true);
    query.bornFrom = m->date(QStringLiteral("bornFrom"), false);
    query.bornTo = m->date(QStringLiteral("bornTo"), true);
    query.ageFrom = years(m->text(QStringLiteral("ageFrom")));
    query.ageTo = years(m->text(QStringLiteral("ageTo")));
    return query;
}

bool StudyFilterBar::isEmpty() const
{
    for (const QLineEdit* field : m->fields) {
        if (!field->text().trimmed().isEmpty()) {
            return false;
        }
    }
    return !m->chosenSex();
}

void StudyFilterBar::clear()
{
    {
        const QSignalBlocker blockSex(m->sex);
        if (QAbstractButton* chosen = m->chosenSex()) {
            chosen->setChecked(false);
        }
        for (QLineEdit* field : m->fields) {
            const QSignalBlocker block(field);
            field->clear();
        }
    }
    edited();
}

void StudyFilterBar::focusSearch()
{
    QLineEdit* any = m->fields.value(QStringLiteral("any"));
    any->setFocus(Qt::ShortcutFocusReason);
    any->selectAll();
}

void StudyFilterBar::setFound(int count)
{
    m->found->setText(count < 0    ? tr("Searching\u2026")
                      : count == 1 ? tr("1 study")
                                   : tr("%1 studies").arg(QLocale().toString(count)));
}

void StudyFilterBar::setFieldsVisible(bool visible)
{
    m->fold->setVisible(visible);
    const QSignalBlocker block(m->more);
    m->more->setChecked(visible);
    refreshChips();
}

QLineEdit* StudyFilterBar::field(const QString& name) const
{
    return m->fields.value(name);
}

void StudyFilterBar::setToday(const QDate& today)
{
    m->today = today;
}

void StudyFilterBar::lastDays(int days)
{
    const QDate today = m->today.isValid() ? m->today : QDate::currentDate();
    {
        const QSignalBlocker block(m->fields.value(QStringLiteral("dateTo")));
        m->fields.value(QStringLiteral("dateTo"))->clear();
    }
    const QString from = shortDate(today.addDays(1 - days));
    QLineEdit* field = m->fields.value(QStringLiteral("dateFrom"));
    field->setText(field->text() == from ? QString() : from); // a second click takes it back
    edited();
}

void StudyFilterBar::edited()
{
    for (auto it = m->fields.begin(); it != m->fields.end(); ++it) {
        const QString text = it.value()->text().trimmed();
        const bool date = it.key().startsWith(QLatin1String("date")) || it.key().startsWith(QLatin1String("born"));
        const bool wrong =
            !text.isEmpty() && ((date && !parseDate(text, false)) || (it.key().startsWith(QLatin1String("age")) && !years(text)));
        it.value()->setStyleSheet(wrong ? QStringLiteral("border-color: %1;").arg(Theme::applied().color("caution").name())
                                        : QString());
        it.value()->setToolTip(wrong ? (date ? tr("Not a date yet, so it does not restrict. Write 2024, 2024-03 or 2024-03-31.")
                                             : tr("Not a number of years, so it does not restrict."))
                                     : QString());
    }
    refreshChips();
    Q_EMIT queryChanged();
}

void StudyFilterBar::refreshChips()
{
    if (!m->chips) {
        return;
    }
    qDeleteAll(m->chips->findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly));
    const auto add = [this](const QString& text, const std::function<void()>& clear) {
        auto* chip = new QToolButton(m->chips);
        chip->setText(text);
        chip->setIcon(themedIcon(QStringLiteral("close")));
        chip->setIconSize(QSize(Theme::scaled(12), Theme::scaled(12)));
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setLayoutDirection(Qt::RightToLeft); // the cross stands after the words
        chip->setProperty("chip", true);
        chip->setAccessibleName(tr("Clear filter %1").arg(text));
        // The chip goes while it is being clicked, so the clearing waits for the click to end.
        connect(chip, &QToolButton::clicked, this, clear, Qt::QueuedConnection);
        m->chips->layout()->addWidget(chip);
        chip->show();
    };
    int shown = 0;
    for (const Parts::Fact& fact : m->facts) {
        QLineEdit* first = m->fields.value(fact.range ? fact.name + QStringLiteral("From") : fact.name);
        QLineEdit* second = fact.range ? m->fields.value(fact.name + QStringLiteral("To")) : nullptr;
        const QString from = first->text().trimmed();
        const QString to = second ? second->text().trimmed() : QString();
        if (from.isEmpty() && to.isEmpty()) {
            continue;
        }
        const QString value = !fact.range      ? from
                              : to.isEmpty()   ? tr("from %1").arg(from)
                              : from.isEmpty() ? tr("to %1").arg(to)
                                               : tr("%1 to %2").arg(from, to);
        add(fact.label + QStringLiteral(": ") + singleLine(value, 40), [first, second] {
            first->clear();
            if (second) {
                second->clear();
            }
        });
        ++shown;
    }
    if (QAbstractButton* chosen = m->chosenSex()) {
        add(tr("Sex: %1").arg(chosen->text()), [chosen] { chosen->setChecked(false); });
        ++shown;
    }
    m->chips->setVisible(shown > 0 && !m->more->isChecked());
    m->more->setText(shown > 0 ? tr("Filters (%1)").arg(shown) : tr("Filters"));
}

bool StudyFilterBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            Q_EMIT leave();
            return true;
        }
        if (key == Qt::Key_Escape && !isEmpty()) {
            clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace isocenter
