#pragma once

#include "archive/ImportReport.h"

#include <QDialog>

class QLabel;

namespace isocenter {

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
