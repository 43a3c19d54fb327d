#pragma once

#include "study/StudyContext.h"

#include <QWidget>

namespace isocenter {

/// Who and what is in view, on one line: name, ID, sex, birth and age, accession, date, description. Always there while a study
/// is open. Where the room is short, the last facts go first; name and ID stay. Draws plain text only.
class PatientBanner : public QWidget
{
    Q_OBJECT
public:
    explicit PatientBanner(QWidget* parent = nullptr);

    /// Null: no study.
    void setContext(const StudyContextPtr& context);
    /// Said in place of the study while one is being read.
    void setNote(const QString& note);
    /// All facts in order, as shown when there is room.
    QStringList facts() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    StudyContextPtr m_context;
    QString m_note;
};

} // namespace isocenter
