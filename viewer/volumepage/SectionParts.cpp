#include "volumepage/SectionParts.h"

namespace isocenter {

QToolButton* wordButton(QWidget* parent, const QString& text, const QString& tip, bool checkable)
{
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the picture
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setCheckable(checkable);
    return button;
}

QPushButton* panelButton(QWidget* parent, const QString& text, const QString& tip)
{
    auto* button = new QPushButton(text, parent);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QLabel* quietLabel(QWidget* parent, const QString& text)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("quiet", true);
    label->setWordWrap(true);
    return label;
}

QVBoxLayout* sectionLayout(QWidget* section, const QString& heading)
{
    auto* title = new QLabel(heading, section);
    title->setTextFormat(Qt::PlainText);
    title->setProperty("section", true);
    auto* layout = new QVBoxLayout(section);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    layout->addWidget(title);
    return layout;
}

} // namespace isocenter
