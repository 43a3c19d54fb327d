#include "volumepage/VolumePage.h"

#include "volumepage/SectionParts.h"
#include "volumepage/VolumePanel.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>

namespace isocenter {

VolumePage::VolumePage(const ViewerServices& services, const QStringList& pluginFolders, QWidget* parent)
    : QWidget(parent), m_view(new VolumeViewport(services, pluginFolders, this)), m_panel(new VolumePanel(*m_view, this))
{
    setObjectName(QStringLiteral("volumePage"));
    setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addWidget(buildRow());
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(column, 1);
    layout->addWidget(m_panel);
    setFocusProxy(m_view);
    setPanelVisible(false);
    connect(m_view, &VolumeViewport::exportRequested, this, [this] { setPanelVisible(true); }); // shows how it goes
    connect(m_view, &VolumeViewport::panelRequested, this, [this] { setPanelVisible(!isPanelVisible()); });
}

QWidget* VolumePage::buildRow()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(2);
    row->addStretch(1);
    addSides(row);
    row->addSpacing(16);
    addModes(row);
    row->addWidget(addPresets());
    addPhases(row);
    row->addSpacing(16);
    m_panelButton = wordButton(bar, tr("Tools"), tr("Colours, clipping, cutting and surface (T)"), true);
    connect(m_panelButton, &QToolButton::clicked, this, &VolumePage::setPanelVisible);
    QToolButton* reset = wordButton(bar, tr("Reset"), tr("Reset the 3D view (Backspace)"));
    connect(reset, &QToolButton::clicked, m_view, &VolumeViewport::reset);
    QToolButton* leave = wordButton(bar, tr("Back to the slices"), tr("Leave 3D (Escape)"));
    connect(leave, &QToolButton::clicked, m_view, &VolumeViewport::leaveRequested);
    for (QToolButton* button : {m_panelButton, reset, leave}) {
        row->addWidget(button);
    }
    row->addStretch(1);
    return bar;
}

void VolumePage::addSides(QBoxLayout* row)
{
    const std::pair<PatientSide, QString> sides[] = {
        {PatientSide::Anterior, tr("From the front (A)")}, {PatientSide::Posterior, tr("From behind (P)")},
        {PatientSide::Left, tr("From the left side (L)")}, {PatientSide::Right, tr("From the right side (R)")},
        {PatientSide::Head, tr("From the head (H)")},      {PatientSide::Feet, tr("From the feet (F)")},
    };
    const QString letters = QStringLiteral("APLRHF");
    for (int i = 0; i < letters.size(); ++i) {
        QToolButton* button = wordButton(this, letters.mid(i, 1), sides[i].second);
        row->addWidget(button);
        connect(button, &QToolButton::clicked, m_view, [this, side = sides[i].first] { m_view->lookFrom(side); });
    }
}

void VolumePage::addModes(QBoxLayout* row)
{
    const auto add = [&](const QString& text, const QString& tip, VolumeView::Mode mode) {
        QToolButton* button = wordButton(this, text, tip, true);
        row->addWidget(button);
        const auto follow = [this, button, mode] { button->setChecked(m_view->mode() == mode); };
        connect(button, &QToolButton::clicked, m_view, [this, mode, follow] {
            m_view->setMode(mode);
            follow();
        });
        connect(m_view, &VolumeViewport::modeChanged, button, follow);
        follow();
    };
    add(tr("MIP"), tr("Maximum intensity projection (M)"), VolumeView::Mode::MaximumIntensity);
    add(tr("VR"), tr("Volume rendering (M)"), VolumeView::Mode::Shaded);
}

/// Only where there are several.
void VolumePage::addPhases(QBoxLayout* row)
{
    QToolButton* before = wordButton(this, QStringLiteral("◂"), tr("Previous phase (Page Up)"));
    QToolButton* after = wordButton(this, QStringLiteral("▸"), tr("Next phase (Page Down)"));
    auto* place = quietLabel(this, {});
    place->setWordWrap(false);
    for (QWidget* widget : {static_cast<QWidget*>(before), static_cast<QWidget*>(place), static_cast<QWidget*>(after)}) {
        row->addWidget(widget);
    }
    connect(before, &QToolButton::clicked, m_view, [this] { m_view->showVolume(m_view->volumeIndex() - 1); });
    connect(after, &QToolButton::clicked, m_view, [this] { m_view->showVolume(m_view->volumeIndex() + 1); });
    const auto follow = [this, before, after, place] {
        const int count = m_view->volumeCount();
        for (QWidget* widget : {static_cast<QWidget*>(before), static_cast<QWidget*>(place), static_cast<QWidget*>(after)}) {
            widget->setVisible(count > 1);
        }
        place->setText(tr("%1 of %2").arg(m_view->volumeIndex() + 1).arg(count));
    };
    connect(m_view, &VolumeViewport::volumesChanged, place, follow);
    follow();
}

QToolButton* VolumePage::addPresets()
{
    QToolButton* button = wordButton(this, tr("Presets"), tr("Presets of colours and opacities (1 to 9)"));
    button->setObjectName(QStringLiteral("presetButton"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillPresets(menu); });
    VolumeLook* look = &m_view->look();
    const auto follow = [button, look] {
        button->setEnabled(look->chosen() >= 0);
        const QString name = look->chosen() >= 0 ? look->function()->name : tr("Presets");
        button->setText(name + QStringLiteral(" ▾"));
    };
    connect(look, &VolumeLook::choicesChanged, button, follow);
    connect(look, &VolumeLook::functionChanged, button, follow);
    follow();
    return button;
}

void VolumePage::fillPresets(QMenu* menu)
{
    menu->clear();
    auto* group = new QActionGroup(menu);
    const VolumeLook& look = m_view->look();
    bool own = false;
    for (int i = 0; i < static_cast<int>(look.choices().size()); ++i) {
        const VolumeLook::Choice& choice = look.choices()[static_cast<std::size_t>(i)];
        if (choice.own && !own) {
            menu->addSeparator();
            own = true;
        }
        // The key is shown by the text: over the picture it is the view's own, not a shortcut of the window.
        QAction* action = menu->addAction(choice.function->name + (i < 9 ? QStringLiteral("\t%1").arg(i + 1) : QString()));
        action->setCheckable(true);
        action->setChecked(i == look.chosen());
        group->addAction(action);
        connect(action, &QAction::triggered, m_view, [this, i] { m_view->look().choose(i); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Change and save presets…\tT")), &QAction::triggered, this, [this] { setPanelVisible(true); });
}

bool VolumePage::isPanelVisible() const
{
    return m_panel->isVisibleTo(this);
}

void VolumePage::setPanelVisible(bool visible)
{
    m_panel->setVisible(visible);
    m_panelButton->setChecked(visible);
}

/// Keys that would change viewports nobody sees are taken here too.
bool VolumePage::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_view->isOwnKey(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void VolumePage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && !m_view->hasFocus()) {
        m_view->setFocus(); // out of a field
        return;
    }
    m_view->takeKey(*event);
}

} // namespace isocenter
