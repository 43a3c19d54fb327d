#pragma once

#include "document/Headline.h"
#include "study/Study.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace isocenter {

/// What always stands above a page: whose it is, what it is and from when, in large words what is wrong with it, which of how
/// many it is. Texts are wrapped, never cut. GUI thread.
class DocumentHeader : public QWidget
{
    Q_OBJECT
public:
    explicit DocumentHeader(QWidget* parent = nullptr);

    /// Before the document is read its title is what kind of object it is.
    void setDocument(const Study& study, const Headline& headline);
    void setNumber(int index, int count); ///< hidden for one
    /// Buttons for what the page can do.
    void setAbilities(bool find, bool zoom);
    /// One line each, as shown: for tests and screen readers.
    QString identity() const;
    QString title() const;
    QString facts() const;
    QStringList cautions() const;
    QString number() const;

Q_SIGNALS:
    void stepRequested(int steps);
    void findRequested();
    void zoomRequested(int steps);
    void tagsRequested();

protected:
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* addButton(const char* icon, const QString& name);
    void arrange();
    void setCautions(const QStringList& cautions);

    QBoxLayout* m_identity;
    QLabel* m_name;
    QLabel* m_who;
    QLabel* m_title;
    QLabel* m_facts;
    QVBoxLayout* m_cautionRows;
    std::vector<QLabel*> m_cautions;
    QWidget* m_stepper;
    QLabel* m_number;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_find;
    QToolButton* m_smaller;
    QToolButton* m_larger;
    double m_wheelRest = 0;
};

} // namespace isocenter
