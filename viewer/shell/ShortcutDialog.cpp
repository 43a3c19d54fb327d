#include "shell/ShortcutDialog.h"

#include "shell/CommandPalette.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace isocenter {

namespace {

constexpr qint64 largestKeyMap = 1 << 20;

QPushButton* button(QWidget* parent, const QString& text)
{
    auto* made = new QPushButton(text, parent);
    made->setAutoDefault(false);
    return made;
}

void layOut(QTableView& table)
{
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(Theme::scaled(30));
    table.horizontalHeader()->setSectionResizeMode(ShortcutModel::Action, QHeaderView::Stretch);
    table.horizontalHeader()->setHighlightSections(false);
    table.setColumnWidth(ShortcutModel::Group, Theme::scaled(130));
    table.setColumnWidth(ShortcutModel::Keys, Theme::scaled(160));
    table.setTabKeyNavigation(false);
}

} // namespace

ShortcutDialog::ShortcutDialog(ActionRegistry& actions, QWidget* parent)
    : QDialog(parent),
      m_actions(actions),
      m_model(actions),
      m_filter(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit(this)),
      m_table(new QTableView(this)),
      m_key(new QKeySequenceEdit(this)),
      m_clear(button(this, tr("No key"))),
      m_prompt(new QLabel(this)),
      m_note(new QLabel(this))
{
    setWindowTitle(tr("Shortcuts"));
    resize(Theme::scaled(640), Theme::scaled(600));
    m_filter->setSourceModel(&m_model);
    m_filter->setFilterKeyColumn(-1);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_search->setProperty("search", true);
    m_search->setPlaceholderText(tr("Search actions and keys"));
    m_search->setAccessibleName(tr("Search actions and keys"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_table->setModel(m_filter);
    m_table->setAccessibleName(tr("Shortcuts"));
    layOut(*m_table);
    for (QLabel* label : {m_prompt, m_note}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_note->setProperty("quiet", true);
    m_key->setAccessibleName(tr("New key"));

    auto* edit = new QHBoxLayout;
    edit->addWidget(m_prompt, 1);
    edit->addWidget(m_key);
    edit->addWidget(m_clear);
    auto* exportButton = button(this, tr("Export\u2026"));
    auto* importButton = button(this, tr("Import\u2026"));
    auto* reset = button(this, tr("Reset all"));
    auto* closeButton = button(this, tr("Close"));
    auto* foot = new QHBoxLayout;
    foot->addWidget(exportButton);
    foot->addWidget(importButton);
    foot->addWidget(reset);
    foot->addStretch(1);
    foot->addWidget(closeButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_search);
    layout->addWidget(m_table, 1);
    layout->addLayout(edit);
    layout->addWidget(m_note);
    layout->addLayout(foot);

    connect(m_search, &QLineEdit::textChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ShortcutDialog::select);
    connect(m_key, &QKeySequenceEdit::editingFinished, this, [this] { assign(m_key->keySequence()); });
    connect(m_clear, &QPushButton::clicked, this, [this] { assign({}); });
    connect(reset, &QPushButton::clicked, this, [this] {
        m_actions.resetAll();
        select();
        say(tr("All keys are as delivered."), false);
    });
    connect(exportButton, &QPushButton::clicked, this, &ShortcutDialog::exportKeys);
    connect(importButton, &QPushButton::clicked, this, &ShortcutDialog::importKeys);
    connect(closeButton, &QPushButton::clicked, this, &QDialog::close);
    select();
}

int ShortcutDialog::sourceRow() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : m_filter->mapToSource(rows.first()).row();
}

void ShortcutDialog::select()
{
    const int row = sourceRow();
    m_key->setEnabled(row >= 0);
    m_clear->setEnabled(row >= 0);
    const QSignalBlocker quiet(m_key);
    QAction* action = row < 0 ? nullptr : m_actions.action(m_model.id(row));
    m_key->setKeySequence(action ? action->shortcut() : QKeySequence());
    m_prompt->setText(action ? tr("Key for \"%1\":").arg(actionTitle(*action)) : tr("Choose an action to give it another key."));
    say({}, false);
}

void ShortcutDialog::assign(const QKeySequence& key)
{
    const int row = sourceRow();
    if (row < 0 || (m_actions.action(m_model.id(row))->shortcut() == key && !key.isEmpty())) {
        return;
    }
    const QString conflict = m_model.setKey(row, key);
    if (!conflict.isEmpty()) {
        select();
    } else {
        const QSignalBlocker quiet(m_key);
        m_key->setKeySequence(key);
    }
    say(conflict.isEmpty() ? tr("Changed.") : conflict, !conflict.isEmpty());
}

void ShortcutDialog::say(const QString& sentence, bool caution)
{
    m_note->setText(sentence);
    QPalette palette = m_note->palette();
    palette.setColor(QPalette::WindowText, Theme::applied().color(caution ? "caution" : "text-quiet"));
    m_note->setPalette(palette);
    m_note->setStyleSheet(QStringLiteral("color: %1;").arg(Theme::applied().color(caution ? "caution" : "text-quiet").name()));
}

QString ShortcutDialog::exportTo(const QString& path, const ActionRegistry& actions)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(actions.save()) < 0 || !file.commit()) {
        return tr("The file could not be written: %1").arg(file.errorString());
    }
    return {};
}

QString ShortcutDialog::importFrom(const QString& path, ActionRegistry& actions)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return tr("The file could not be read: %1").arg(file.errorString());
    }
    return file.size() <= largestKeyMap && actions.load(file.readAll()) ? QString()
                                                                        : tr("This file is not a key map. Nothing was changed.");
}

void ShortcutDialog::exportKeys()
{
    auto* dialog = new QFileDialog(this, tr("Export shortcuts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(QStringLiteral("isocenter-shortcuts.json"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const QString failure = exportTo(path, m_actions);
        say(failure.isEmpty() ? tr("Exported.") : failure, !failure.isEmpty());
    });
    dialog->open();
}

void ShortcutDialog::importKeys()
{
    auto* dialog = new QFileDialog(this, tr("Import shortcuts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(tr("Key maps (*.json)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const QString failure = importFrom(path, m_actions);
        select();
        say(failure.isEmpty() ? tr("Imported.") : failure, !failure.isEmpty());
    });
    dialog->open();
}

} // namespace isocenter
