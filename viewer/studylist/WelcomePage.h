#pragma once

#include <QWidget>

namespace isocenter {

/// What the study browser says while nothing is stored: what belongs here and the first steps.
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);

Q_SIGNALS:
    void importFolderRequested();
    void importFilesRequested();
    void demoRequested();
};

} // namespace isocenter
