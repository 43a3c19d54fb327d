#pragma once

#include "archive/ImportReport.h"

#include <QDialog>

class QLabel;

namespace isocenter {

/// "612 of 620 files stored in 1.4 s, 6 were here already, 2 were refused."
QString importSummary(const ImportReport& report);
/// The refused files as text: path, tab, reason, one a line; for the export.
QByteArray refusedAsText(const ImportReport& report);

/// What an import refused, with path and reason; can be exported as a file. Not modal.
class ImportReportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ImportReportDialog(ImportReport report, QWidget* parent = nullptr);

private:
    void exportRows();

    ImportReport m_report;
    QLabel* m_note;
};

} // namespace isocenter
