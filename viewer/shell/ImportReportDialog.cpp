#include "shell/ImportReportDialog.h"

#include "study/Study.h"
#include "theme/Theme.h"

#include <QAbstractTableModel>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace isocenter {

namespace {

/// Rows stay where the report keeps them: 100,000 of them cost nothing until they are seen.
class RefusedModel : public QAbstractTableModel
{
public:
    RefusedModel(const std::vector<RefusedFile>& rows, QObject* parent) : QAbstractTableModel(parent), m_rows(rows) {}
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 2; }
    QVariant data(const QModelIndex& index, int role) const override
    {
        const RefusedFile& row = m_rows[static_cast<std::size_t>(index.row())];
        return role == Qt::DisplayRole ? QVariant(singleLine(index.column() == 0 ? row.path : row.reason, 500)) : QVariant();
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation == Qt::Horizontal && role == Qt::DisplayRole) {
            return section == 0 ? ImportReportDialog::tr("File") : ImportReportDialog::tr("Why it was refused");
        }
        return role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignLeft | Qt::AlignVCenter)) : QVariant();
    }

private:
    const std::vector<RefusedFile>& m_rows;
};

} // namespace

ImportReportDialog::ImportReportDialog(ImportReport report, QWidget* parent)
    : QDialog(parent), m_report(std::move(report)), m_note(new QLabel(this))
{
    setWindowTitle(tr("Import report"));
    resize(Theme::scaled(860), Theme::scaled(480));
    auto* summary = new QLabel(m_report.summary(), this);
    summary->setTextFormat(Qt::PlainText);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setProperty("quiet", true);
    auto* table = new QTableView(this);
    table->setModel(new RefusedModel(m_report.refused, table));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(Theme::scaled(28));
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->setColumnWidth(0, Theme::scaled(400));
    table->setTextElideMode(Qt::ElideMiddle);
    table->setTabKeyNavigation(false);
    table->setAccessibleName(tr("Refused files"));
    auto* save = new QPushButton(tr("Export\u2026"), this);
    auto* closeButton = new QPushButton(tr("Close"), this);
    auto* foot = new QHBoxLayout;
    foot->addWidget(save);
    foot->addWidget(m_note, 1);
    foot->addWidget(closeButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(summary);
    layout->addWidget(table, 1);
    layout->addLayout(foot);
    connect(save, &QPushButton::clicked, this, &ImportReportDialog::exportRows);
    connect(closeButton, &QPushButton::clicked, this, &QDialog::close);
}

void ImportReportDialog::exportRows()
{
    auto* dialog = new QFileDialog(this, tr("Export the list of refused files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Table (*.csv)"), tr("JSON (*.json)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("refused-files.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        const Result<void> saved = saveReport(m_report, path);
        m_note->setText(saved ? tr("Exported.") : saved.error().message);
    });
    dialog->open();
}

} // namespace isocenter
