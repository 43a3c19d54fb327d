#pragma once

#include "archive/StudyIndex.h"

#include <QWidget>

#include <memory>

class QAbstractButton;
class QLineEdit;

namespace isocenter {

/// What is searched for: one field for any text, quick choices of the study date, and a fold with a field for each fact. What
/// restricts stands as chips that a click clears. Keys: Down from a field goes to the results (leave).
class StudyFilterBar : public QWidget
{
    Q_OBJECT
public:
    explicit StudyFilterBar(QWidget* parent = nullptr);
    ~StudyFilterBar() override;

    /// Without an order; fields that make no sense (a date that is none) are marked and left out.
    StudyQuery query() const;
    bool isEmpty() const; ///< nothing restricts
    void clear();
    void focusSearch();
    /// "50,000 studies", or "Searching..." while `count` is negative.
    void setFound(int count);
    void setFieldsVisible(bool visible);
    /// The field of that name: "any", "patientId", "name", "sex", "bornFrom", "bornTo", "ageFrom", "ageTo", "accession",
    /// "dateFrom", "dateTo", "modality", "description"; null for "sex" and unknown ones.
    QLineEdit* field(const QString& name) const;
    /// The day that "today" means; for tests.
    void setToday(const QDate& today);

Q_SIGNALS:
    void queryChanged();
    void leave(); ///< the person goes on to the results

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Parts;
    void buildTop();
    void buildFields();
    void addField(const QString& name, const QString& label, const QString& hint);
    void addRange(const QString& name, const QString& label, const QString& hint);
    void chooseSex(QAbstractButton* button, bool checked);
    void lastDays(int days);
    void edited();
    void refreshChips();

    std::unique_ptr<Parts> m;
};

} // namespace isocenter
