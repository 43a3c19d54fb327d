#include "mpr/FusionBar.h"

#include "theme/Theme.h"

#include <QActionGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <cmath>

namespace isocenter {

FusionBar::FusionBar(FusedVolume& layer, QWidget* parent)
    : QWidget(parent),
      m_layer(layer),
      m_menu(new QMenu(this)),
      m_choice(new QToolButton(this)),
      m_on(new QToolButton(this)),
      m_colors(new QComboBox(this)),
      m_opacity(new QSlider(Qt::Horizontal, this)),
      m_percent(new QLabel(this))
{
    m_choice->setText(tr("Fuse"));
    m_choice->setToolTip(tr("Lay another series of this study over this one (F)"));
    m_choice->setPopupMode(QToolButton::InstantPopup);
    m_choice->setMenu(m_menu);
    m_on->setText(tr("Shown"));
    m_on->setToolTip(tr("Show or hide what is laid over (F)"));
    m_on->setCheckable(true);
    for (const FusionColors& colors : FusionColors::shipped()) {
        m_colors->addItem(colors.name);
    }
    m_colors->setToolTip(tr("Colours of what is laid over (C)"));
    m_opacity->setRange(0, 100);
    m_opacity->setPageStep(10);
    m_opacity->setFixedWidth(Theme::scaled(90));
    m_opacity->setToolTip(tr("Opacity of what is laid over (O, Shift+O)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_choice, m_on, m_colors, m_opacity, m_percent}) {
        widget->setAccessibleName(widget->toolTip());
        widget->setFocusPolicy(Qt::NoFocus); // the keys stay with the pictures
        row->addWidget(widget);
    }
    m_percent->setMinimumWidth(m_percent->fontMetrics().horizontalAdvance(QStringLiteral("100 %")));
    connect(m_menu, &QMenu::aboutToShow, this, &FusionBar::fillMenu);
    connect(m_on, &QToolButton::clicked, &layer, &FusedVolume::setOn);
    connect(m_colors, &QComboBox::activated, &layer, &FusedVolume::setColors);
    connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) { m_layer.setOpacity(percent / 100.0); });
    connect(&layer, &FusedVolume::changed, this, &FusionBar::follow);
    follow();
}

void FusionBar::toggle()
{
    if (!m_layer.series()) {
        if (!m_layer.chooseFirst()) {
            m_menu->popup(m_choice->mapToGlobal(QPoint(0, 0))); // which says why; does not wait
        }
    } else {
        m_layer.setOn(!m_layer.isOn());
    }
}

void FusionBar::stepOpacity(int percent)
{
    m_layer.setOpacity(std::round(m_layer.opacity() * 100 + percent) / 100);
}

void FusionBar::nextColors()
{
    m_layer.setColors((m_layer.colors() + 1) % static_cast<int>(FusionColors::shipped().size()));
}

QMenu* FusionBar::menu()
{
    fillMenu();
    return m_menu;
}

void FusionBar::fillMenu()
{
    m_menu->clear();
    const std::vector<FusedVolume::Candidate> candidates = m_layer.candidates();
    for (const FusedVolume::Candidate& candidate : candidates) {
        addSeries(candidate);
    }
    if (candidates.empty()) {
        m_menu->addAction(tr("This study has no other series with pictures"))->setEnabled(false);
    }
    addScales();
    m_menu->addSeparator();
    QAction* none = m_menu->addAction(tr("Nothing laid over"));
    none->setEnabled(m_layer.series() != nullptr);
    connect(none, &QAction::triggered, this, [this] { (void)m_layer.choose(nullptr).ok(); });
    QAction* window = m_menu->addAction(tr("Its first window"));
    window->setEnabled(m_layer.windowChosen());
    connect(window, &QAction::triggered, &m_layer, &FusedVolume::resetWindow);
}

void FusionBar::addSeries(const FusedVolume::Candidate& candidate)
{
    const QString name = fusionName(*candidate.series);
    const QString part = candidate.series->parts > 1 ? tr(" (part %1)").arg(candidate.series->part + 1) : QString();
    const bool possible = candidate.reason.isEmpty();
    QString text = possible ? name + part : tr("%1: %2").arg(name + part, candidate.reason);
    QAction* action = m_menu->addAction(text.replace(QLatin1Char('&'), QLatin1String("&&")));
    action->setEnabled(possible);
    action->setCheckable(true);
    action->setChecked(candidate.series == m_layer.series());
    // Chosen again by name: the menu may have been open while the study grew or was closed.
    connect(action, &QAction::triggered, this, [this, series = candidate.series] { (void)m_layer.choose(series).ok(); });
}

void FusionBar::addScales()
{
    if (m_layer.scales().size() < 2) {
        return;
    }
    m_menu->addSeparator();
    for (std::size_t i = 0; i < m_layer.scales().size(); ++i) {
        const FusionScale& scale = m_layer.scales()[i];
        const QString name = scale.isSuv() ? scale.name : tr("As stored, %1").arg(scale.unit);
        QAction* action = m_menu->addAction(scale.isUsable() ? name : tr("%1: %2").arg(name, scale.reason));
        action->setEnabled(scale.isUsable());
        action->setCheckable(true);
        action->setChecked(static_cast<int>(i) == m_layer.scaleIndex());
        connect(action, &QAction::triggered, this, [this, i] { m_layer.setScale(static_cast<int>(i)); });
    }
}

void FusionBar::follow()
{
    const bool fused = m_layer.series() != nullptr;
    m_choice->setText(fused ? fusionName(*m_layer.series()).replace(QLatin1Char('&'), QLatin1String("&&")) : tr("Fuse"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_on, m_colors, m_opacity, m_percent}) {
        widget->setVisible(fused);
    }
    const int percent = static_cast<int>(std::lround(m_layer.opacity() * 100));
    const QSignalBlocker blocker(m_opacity);
    m_on->setChecked(m_layer.isOn());
    m_colors->setCurrentIndex(m_layer.colors());
    m_opacity->setValue(percent);
    m_percent->setText(tr("%1 %").arg(percent));
}

} // namespace isocenter
