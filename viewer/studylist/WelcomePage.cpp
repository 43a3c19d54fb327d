#include "studylist/WelcomePage.h"

#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace isocenter {

namespace {

QPushButton* step(QWidget* parent, const QString& text, const QString& icon)
{
    auto* button = new QPushButton(themedIcon(icon), QLatin1Char(' ') + text, parent);
    button->setIconSize(QSize(Theme::scaled(18), Theme::scaled(18)));
    button->setAutoDefault(true);
    return button;
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent)
{
    auto* heading = new QLabel(tr("No studies here yet"), this);
    heading->setProperty("heading", true);
    auto* text = new QLabel(tr("Import a folder, single DICOM files, a DICOMDIR or a .zip. Images are copied into the "
                               "short-term storage of this program; the originals are never changed. You can also drop "
                               "files and folders anywhere on this window to read them at once."),
                            this);
    text->setWordWrap(true);
    text->setProperty("quiet", true);
    text->setFixedWidth(Theme::scaled(520));
    auto* folder = step(this, tr("Import folder\u2026"), QStringLiteral("import-folder"));
    auto* files = step(this, tr("Import files\u2026"), QStringLiteral("import-files"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(10);
    buttons->addWidget(folder);
    buttons->addWidget(files);
    buttons->addStretch(1);

    auto* rule = new QFrame(this);
    rule->setFixedHeight(1);
    rule->setFixedWidth(Theme::scaled(520));
    rule->setStyleSheet(QStringLiteral("background: %1;").arg(Theme::applied().color("line").name()));
    auto* demoText =
        new QLabel(tr("Nothing at hand? Isocenter can make phantom studies to try everything on: CT with spheres of known "
                      "size, MR, a radiograph and an ultrasound clip, with a prior of the same patient."),
                   this);
    demoText->setWordWrap(true);
    demoText->setProperty("quiet", true);
    demoText->setFixedWidth(Theme::scaled(520));
    auto* demo = step(this, tr("Make demonstration studies"), QStringLiteral("demo"));

    auto* column = new QVBoxLayout;
    column->setSpacing(14);
    column->addStretch(2);
    column->addWidget(heading);
    column->addWidget(text);
    column->addLayout(buttons);
    column->addSpacing(12);
    column->addWidget(rule);
    column->addSpacing(4);
    column->addWidget(demoText);
    column->addWidget(demo, 0, Qt::AlignLeft);
    column->addStretch(3);
    auto* layout = new QHBoxLayout(this);
    layout->addStretch(1);
    layout->addLayout(column);
    layout->addStretch(1);

    connect(folder, &QPushButton::clicked, this, &WelcomePage::importFolderRequested);
    connect(files, &QPushButton::clicked, this, &WelcomePage::importFilesRequested);
    connect(demo, &QPushButton::clicked, this, &WelcomePage::demoRequested);
}

} // namespace isocenter
