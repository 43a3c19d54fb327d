#include "volumepage/ClipSection.h"

#include "volumepage/SectionParts.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace isocenter {

namespace {

constexpr int kSteps = 1000;

QSlider* slider(QWidget* parent, const QString& name)
{
    auto* made = new QSlider(Qt::Horizontal, parent);
    made->setRange(0, kSteps);
    made->setPageStep(kSteps / 20);
    made->setSingleStep(kSteps / 100);
    made->setAccessibleName(name);
    made->setToolTip(name);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

} // namespace

ClipSection::ClipSection(VolumeViewport& view, QWidget* parent)
    : QWidget(parent),
      m_view(view),
      m_box(new QCheckBox(tr("Box"), this)),
      m_plane(new QCheckBox(tr("Plane facing the viewer"), this)),
      m_reset(panelButton(this, tr("Show all"), tr("Take away clip box and clip plane")))
{
    setObjectName(QStringLiteral("clipSection"));
    m_box->setToolTip(tr("Clip by a box along the volume's axes; its handles can be dragged in the picture (C)"));
    m_plane->setToolTip(tr("Clip by a plane that faces you now; Shift with the wheel or the arrow keys pushes it (V)"));
    for (QCheckBox* check : {m_box, m_plane}) {
        check->setFocusPolicy(Qt::TabFocus);
        check->setAccessibleName(check->text());
    }
    QVBoxLayout* layout = sectionLayout(this, tr("CLIPPING"));
    layout->addWidget(m_box);
    layout->addWidget(buildBox());
    layout->addWidget(m_plane);
    layout->addWidget(buildPlane());
    layout->addWidget(m_reset, 0, Qt::AlignLeft);
    VolumeClips* clips = &m_view.clips();
    connect(m_box, &QCheckBox::clicked, clips, &VolumeClips::setBoxOn);
    connect(m_plane, &QCheckBox::clicked, this, [this](bool on) { m_view.clips().setPlaneOn(on, m_view.camera().direction); });
    connect(m_reset, &QPushButton::clicked, clips, &VolumeClips::reset);
    connect(clips, &VolumeClips::changed, this, &ClipSection::follow);
    follow();
}

QWidget* ClipSection::buildBox()
{
    auto* box = new QWidget(this);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    for (int face = 0; face < kClipFaces; ++face) {
        const auto at = static_cast<std::size_t>(face);
        m_names[at] = quietLabel(box, {});
        m_names[at]->setWordWrap(false);
        m_names[at]->setMinimumWidth(24);
        m_cuts[at] = slider(box, {});
        const int column = face % 2 * 2;
        grid->addWidget(m_names[at], face / 2, column);
        grid->addWidget(m_cuts[at], face / 2, column + 1);
        connect(m_cuts[at], &QSlider::valueChanged, this,
                [this, face](int value) { m_view.clips().setCut(face, value / static_cast<double>(kSteps)); });
    }
    return box;
}

QWidget* ClipSection::buildPlane()
{
    auto* row = new QWidget(this);
    m_depth = slider(row, tr("Depth of the clip plane"));
    m_depthText = quietLabel(row, {});
    m_depthText->setWordWrap(false);
    m_face = panelButton(row, tr("Face me"), tr("Turn the clip plane towards the viewer"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_depth, 1);
    layout->addWidget(m_depthText);
    layout->addWidget(m_face);
    connect(m_depth, &QSlider::valueChanged, this, [this](int value) {
        VolumeClips& clips = m_view.clips();
        clips.push(value * clips.depthRange() / kSteps - clips.depth());
    });
    connect(m_face, &QPushButton::clicked, this, [this] { m_view.clips().face(m_view.camera().direction); });
    return row;
}

void ClipSection::follow()
{
    const VolumeClips& clips = m_view.clips();
    setEnabled(clips.volume() != nullptr);
    m_box->setChecked(clips.isBoxOn());
    m_plane->setChecked(clips.isPlaneOn());
    m_reset->setEnabled(clips.isBoxOn() || clips.isPlaneOn());
    for (int face = 0; face < kClipFaces; ++face) {
        const auto at = static_cast<std::size_t>(face);
        const QSignalBlocker quiet(m_cuts[at]);
        m_cuts[at]->setValue(static_cast<int>(std::lround(clips.cut(face) * kSteps)));
        const QString side = clips.volume() ? orientationLetters(clips.outward(face)) : QString();
        m_names[at]->setText(side);
        const QString name = tr("Cut off from %1").arg(side);
        m_cuts[at]->setAccessibleName(name);
        m_cuts[at]->setToolTip(name);
    }
    for (QWidget* widget : {static_cast<QWidget*>(m_depth), static_cast<QWidget*>(m_depthText), static_cast<QWidget*>(m_face)}) {
        widget->setEnabled(clips.isPlaneOn());
    }
    const QSignalBlocker quiet(m_depth);
    const double range = clips.depthRange();
    m_depth->setValue(range > 0 ? static_cast<int>(std::lround(clips.depth() / range * kSteps)) : 0);
    m_depthText->setText(clips.isPlaneOn() ? tr("%1 mm").arg(clips.depth(), 0, 'f', 0) : QString());
}

} // namespace isocenter
