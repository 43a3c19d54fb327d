#include "volumepage/CutSection.h"

#include "volumepage/SectionParts.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QProgressBar>
#include <QSignalBlocker>

namespace isocenter {

CutSection::CutSection(VolumeViewport& view, QWidget* parent) : QWidget(parent), m_view(view)
{
    setObjectName(QStringLiteral("cutSection"));
    QVBoxLayout* layout = sectionLayout(this, tr("CUTTING AWAY"));
    layout->addWidget(buildTools());
    layout->addWidget(buildFields());
    layout->addWidget(buildSteps());
    layout->addWidget(buildProgress());
    m_note = quietLabel(this, {});
    m_note->setProperty("quiet", false);
    m_note->setProperty("caution", true);
    layout->addWidget(m_note);
    connect(&m_view.cuts(), &VolumeCuts::stateChanged, this, &CutSection::follow);
    connect(&m_view.cuts(), &VolumeCuts::changed, this, &CutSection::follow);
    connect(&m_view, &VolumeViewport::toolChanged, this, &CutSection::follow);
    connect(&m_view, &VolumeViewport::boneChanged, this, &CutSection::followBone);
    connect(&m_view, &VolumeViewport::volumesChanged, this, &CutSection::follow);
    followBone();
    follow();
}

QWidget* CutSection::buildTools()
{
    auto* tools = new QWidget(this);
    m_outline = panelButton(tools, tr("Outline"), tr("Draw around what is to go; with Shift all else goes (X)"));
    m_bone = panelButton(tools, tr("Bone"), tr("Click on bone to take away what hangs together with it (B)"));
    m_all = panelButton(tools, tr("All bone"), tr("Take away all large bright pieces (Shift+B)"));
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    for (QPushButton* button : {m_outline, m_bone, m_all}) {
        row->addWidget(button);
    }
    using Tool = VolumeViewport::Tool;
    const auto toggle = [this](QPushButton* button, Tool tool) {
        button->setCheckable(true);
        connect(button, &QPushButton::clicked, this, [this, tool](bool on) { m_view.setTool(on ? tool : Tool::Turn); });
    };
    toggle(m_outline, Tool::Outline);
    toggle(m_bone, Tool::Bone);
    connect(m_all, &QPushButton::clicked, &m_view, &VolumeViewport::removeAllBone);
    return tools;
}

QWidget* CutSection::buildFields()
{
    auto* fields = new QWidget(this);
    const auto field = [fields](const QString& name) {
        auto* box = new QDoubleSpinBox(fields);
        box->setAccessibleName(name);
        box->setToolTip(name);
        box->setKeyboardTracking(false);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        return box;
    };
    m_threshold = field(tr("Bone is at least so bright"));
    m_margin = field(tr("Margin around bone that goes too"));
    m_margin->setRange(0, 10);
    m_margin->setDecimals(1);
    m_margin->setSingleStep(0.5);
    m_margin->setSuffix(tr(" mm"));
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(quietLabel(fields, tr("Bone from")), 0, 0);
    grid->addWidget(m_threshold, 0, 1);
    grid->addWidget(quietLabel(fields, tr("Margin")), 1, 0);
    grid->addWidget(m_margin, 1, 1);
    const auto change = [this] {
        BoneRequest bone = m_view.bone();
        bone.threshold = m_threshold->value();
        bone.margin = m_margin->value();
        m_view.setBone(bone);
    };
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, change);
    connect(m_margin, &QDoubleSpinBox::valueChanged, this, change);
    return fields;
}

QWidget* CutSection::buildSteps()
{
    auto* steps = new QWidget(this);
    m_undo = panelButton(steps, tr("Undo"), tr("Undo the last cut (Ctrl+Z)"));
    m_redo = panelButton(steps, tr("Redo"), tr("Cut again (Ctrl+Shift+Z)"));
    m_restore = panelButton(steps, tr("Put back all"), tr("Put back all that was cut away"));
    auto* row = new QHBoxLayout(steps);
    row->setContentsMargins(0, 0, 0, 0);
    for (QPushButton* button : {m_undo, m_redo, m_restore}) {
        row->addWidget(button);
    }
    VolumeCuts* cuts = &m_view.cuts();
    connect(m_undo, &QPushButton::clicked, cuts, &VolumeCuts::undo);
    connect(m_redo, &QPushButton::clicked, cuts, &VolumeCuts::redo);
    connect(m_restore, &QPushButton::clicked, cuts, &VolumeCuts::restore);
    return steps;
}

QWidget* CutSection::buildProgress()
{
    m_work = new QWidget(this);
    m_progress = new QProgressBar(m_work);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Cutting"));
    QPushButton* stop = panelButton(m_work, tr("Cancel"), tr("Cancel the cut (Escape)"));
    auto* row = new QHBoxLayout(m_work);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_progress, 1);
    row->addWidget(stop);
    connect(stop, &QPushButton::clicked, &m_view.cuts(), &VolumeCuts::cancel);
    return m_work;
}

void CutSection::follow()
{
    const VolumeCuts& cuts = m_view.cuts();
    using Tool = VolumeViewport::Tool;
    m_outline->setChecked(m_view.tool() == Tool::Outline);
    m_bone->setChecked(m_view.tool() == Tool::Bone);
    m_all->setEnabled(!cuts.isRunning());
    m_undo->setEnabled(cuts.canUndo() && !cuts.isRunning());
    m_redo->setEnabled(cuts.canRedo() && !cuts.isRunning());
    m_restore->setEnabled(cuts.hidden() != nullptr);
    m_work->setVisible(cuts.isRunning());
    m_progress->setValue(static_cast<int>(cuts.progress() * 100));
    m_note->setText(cuts.failure());
    m_note->setVisible(!cuts.failure().isEmpty());
}

void CutSection::followBone()
{
    const BoneRequest& bone = m_view.bone();
    const QSignalBlocker quietThreshold(m_threshold);
    const QSignalBlocker quietMargin(m_margin);
    const VolumeHistogram& histogram = m_view.look().histogram();
    const double width = histogram.high - histogram.low;
    m_threshold->setDecimals(width > 200 ? 0 : 3);
    m_threshold->setRange(histogram.low, histogram.high);
    m_threshold->setSingleStep(width > 200 ? 10 : width / 100);
    const QString unit = m_view.look().unit();
    m_threshold->setSuffix(unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
    m_threshold->setValue(bone.threshold);
    m_margin->setValue(bone.margin);
}

} // namespace isocenter
