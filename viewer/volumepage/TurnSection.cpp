#include "volumepage/TurnSection.h"

#include "theme/Icons.h"
#include "volumepage/SectionParts.h"

#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace isocenter {

TurnSection::TurnSection(VolumeViewport& view, QWidget* parent)
    : QWidget(parent),
      m_view(view),
      m_play(panelButton(this, tr("Turn"), tr("Turn by itself about the axis upwards on the screen (Space)"))),
      m_speed(new QSlider(Qt::Horizontal, this)),
      m_text(quietLabel(this, {}))
{
    setObjectName(QStringLiteral("turnSection"));
    m_play->setCheckable(true);
    const QString name = tr("Speed of turning (comma and full stop)");
    m_speed->setAccessibleName(name);
    m_speed->setToolTip(name);
    m_speed->setFocusPolicy(Qt::TabFocus);
    m_speed->setRange(static_cast<int>(VolumeSpin::kSlowest), static_cast<int>(VolumeSpin::kFastest));
    m_speed->setPageStep(15);
    m_text->setWordWrap(false);
    auto* row = new QHBoxLayout;
    row->addWidget(m_play);
    row->addWidget(m_speed, 1);
    row->addWidget(m_text);
    sectionLayout(this, tr("TURNTABLE"))->addLayout(row);
    VolumeSpin* spin = &m_view.spin();
    connect(m_play, &QPushButton::clicked, spin, &VolumeSpin::setOn);
    connect(m_speed, &QSlider::valueChanged, spin, &VolumeSpin::setSpeed);
    connect(spin, &VolumeSpin::changed, this, &TurnSection::follow);
    follow();
}

void TurnSection::follow()
{
    const VolumeSpin& spin = m_view.spin();
    m_play->setChecked(spin.isOn());
    m_play->setIcon(themedIcon(spin.isOn() ? QStringLiteral("pause") : QStringLiteral("play")));
    const QSignalBlocker quiet(m_speed);
    m_speed->setValue(static_cast<int>(std::lround(spin.speed())));
    m_text->setText(tr("%1° a second").arg(spin.speed(), 0, 'f', 0));
}

} // namespace isocenter
