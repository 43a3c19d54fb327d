#pragma once

#include "page/DocumentPage.h"
#include "paged/PagedView.h"

#include <memory>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace isocenter {

/// A document of pages (encapsulated PDF), with the number of the page, its size, search, and paper that can be inverted for
/// dark rooms, which is said while it is. Drawing is done by the source, in another process. GUI thread.
class PdfPage : public DocumentPage
{
    Q_OBJECT
public:
    PdfPage(std::unique_ptr<PageSource> source, QWidget* parent = nullptr);

    PagedView& view() const { return *m_view; }

    bool isComplete() const override;
    void zoom(int steps) override;
    void resetZoom() override; ///< fits the width
    void scrollLines(int lines) override;
    bool canFind() const override { return true; }
    void openFind() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* addButton(QHBoxLayout* bar, const QString& icon, const QString& tip, const QString& name);
    void buildBar(QHBoxLayout* bar);
    void follow();
    QString searchText() const;

    PagedView* m_view;
    QLabel* m_number = nullptr;
    QLabel* m_size = nullptr;
    QLabel* m_caution = nullptr;
    QLabel* m_hits = nullptr;
    QLineEdit* m_field = nullptr;
    QToolButton* m_width = nullptr;
    QToolButton* m_whole = nullptr;
    QToolButton* m_invert = nullptr;
};

} // namespace isocenter
