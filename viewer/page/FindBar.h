#pragma once

#include <QTextCursor>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QTextEdit;

namespace isocenter {

/// Finds words in the text below which it stands: marks every place, goes from one to the next, says which of how many.
/// Hidden until open(). GUI thread.
class FindBar : public QWidget
{
    Q_OBJECT
public:
    /// `text` must outlive this.
    explicit FindBar(QTextEdit& text, QWidget* parent = nullptr);

    void open();
    void leave(); ///< hides the bar and its marks, and gives the focus back to the text
    void next(bool forward);
    /// The text was set anew: the marks come back, the view stays.
    void refresh();
    int count() const { return static_cast<int>(m_found.size()); }
    int current() const { return m_current; } ///< 0-based; -1: none
    QLineEdit& field() const { return *m_field; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void find();
    void search();
    void tell(); ///< count and marks
    void show(int index);

    QTextEdit& m_text;
    QLineEdit* m_field;
    QLabel* m_count;
    std::vector<QTextCursor> m_found;
    int m_current = -1;
};

} // namespace isocenter
