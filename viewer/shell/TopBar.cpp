#include "shell/TopBar.h"

#include "shell/JobsButton.h"
#include "shell/PatientBanner.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QAction>
#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace isocenter {

TopBar::TopBar(JobList& jobs, QMenu* menu, QWidget* parent)
    : QWidget(parent),
      m_places(new QHBoxLayout),
      m_ends(new QHBoxLayout),
      m_tools(new QWidget(this)),
      m_banner(new PatientBanner(this)),
      m_jobs(new JobsButton(jobs, this))
{
    setObjectName(QStringLiteral("topBar"));
    setAttribute(Qt::WA_StyledBackground);
    auto* menuButton = new QToolButton(this);
    menuButton->setIcon(themedIcon(QStringLiteral("menu")));
    menuButton->setIconSize(QSize(Theme::scaled(20), Theme::scaled(20)));
    menuButton->setToolTip(tr("Menu"));
    menuButton->setAccessibleName(tr("Menu"));
    menuButton->setMenu(menu);
    menuButton->setPopupMode(QToolButton::InstantPopup);
    auto* tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(2);
    m_places->setSpacing(2);
    m_ends->setSpacing(2);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 5, 8, 6);
    layout->setSpacing(6);
    layout->addWidget(menuButton);
    layout->addLayout(m_places);
    layout->addSpacing(10);
    layout->addWidget(m_banner, 1);
    layout->addWidget(m_tools);
    layout->addWidget(m_jobs);
    layout->addLayout(m_ends);
    setToolsVisible(false);
}

QToolButton* TopBar::button(QAction* action)
{
    auto* made = new QToolButton(this);
    made->setDefaultAction(action);
    made->setIconSize(QSize(Theme::scaled(20), Theme::scaled(20)));
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

QToolButton* TopBar::addPlace(QAction* action)
{
    QToolButton* place = button(action);
    place->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_places->addWidget(place);
    return place;
}

void TopBar::addTools(const QList<QAction*>& actions)
{
    bool any = false;
    for (QAction* action : actions) {
        if (action) {
            m_tools->layout()->addWidget(button(action));
            any = true;
        }
    }
    if (any) {
        auto* line = new QFrame(m_tools);
        line->setObjectName(QStringLiteral("toolLine"));
        line->setFixedSize(1, Theme::scaled(20));
        m_tools->layout()->addWidget(line);
    }
}

QToolButton* TopBar::addTool(const QString& icon, const QString& name)
{
    auto* made = new QToolButton(m_tools);
    made->setIcon(themedIcon(icon));
    made->setIconSize(QSize(Theme::scaled(20), Theme::scaled(20)));
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setFocusPolicy(Qt::TabFocus);
    m_tools->layout()->addWidget(made);
    return made;
}

void TopBar::addEnd(QAction* action)
{
    m_ends->addWidget(button(action));
}

void TopBar::setToolsVisible(bool visible)
{
    m_tools->setVisible(visible);
}

} // namespace isocenter
