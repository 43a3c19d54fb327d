#pragma once

#include <QLabel>
#include <QPushButton>
#include <QString>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidget>

namespace isocenter {

/// A button of words with its tooltip (which names the key) as its accessible name.
QToolButton* wordButton(QWidget* parent, const QString& text, const QString& tip, bool checkable = false);
/// The same as a framed button.
QPushButton* panelButton(QWidget* parent, const QString& text, const QString& tip);
QLabel* quietLabel(QWidget* parent, const QString& text);
/// The heading of a section above its content.
QVBoxLayout* sectionLayout(QWidget* section, const QString& heading);

} // namespace isocenter
