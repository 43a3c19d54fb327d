#include "volumepage/SurfaceSection.h"

#include "volumepage/SectionParts.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QProgressBar>
#include <QStyle>

namespace isocenter {

SurfaceSection::SurfaceSection(VolumeViewport& view, QWidget* parent)
    : QWidget(parent),
      m_view(view),
      m_export(
          panelButton(this, tr("Export STL…"), tr("Write the surface as an STL file, without what is clipped or cut away (E)"))),
      m_note(quietLabel(this, {}))
{
    setObjectName(QStringLiteral("surfaceSection"));
    QVBoxLayout* layout = sectionLayout(this, tr("SURFACE"));
    layout->addWidget(buildFields());
    layout->addWidget(m_export, 0, Qt::AlignLeft);
    layout->addWidget(buildProgress());
    layout->addWidget(m_note);
    connect(m_export, &QPushButton::clicked, this, &SurfaceSection::ask);
    connect(&m_view, &VolumeViewport::exportRequested, this, &SurfaceSection::ask);
    connect(&m_view, &VolumeViewport::boneChanged, this, &SurfaceSection::followVolume); // with each volume
    connect(&m_view, &VolumeViewport::volumesChanged, this, [this] {
        if (m_dialog) {
            m_dialog->close(); // it was asked for another volume
        }
    });
    connect(&m_view.surfaces(), &SurfaceExport::changed, this, &SurfaceSection::follow);
    connect(&m_view.look(), &VolumeLook::choicesChanged, this, &SurfaceSection::follow);
    follow();
}

QWidget* SurfaceSection::buildFields()
{
    auto* fields = new QWidget(this);
    m_value = new QDoubleSpinBox(fields);
    m_value->setAccessibleName(tr("Value of the surface"));
    m_value->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_value->setToolTip(tr("Inside the surface voxels have at least this value"));
    m_kept = new QComboBox(fields);
    m_kept->setAccessibleName(tr("Triangles that are kept"));
    m_kept->setToolTip(tr("Fewer triangles make a smaller file; the enclosed volume stays"));
    for (const int percent : {100, 50, 25, 10}) {
        m_kept->addItem(percent == 100 ? tr("all triangles") : tr("%1 % of the triangles").arg(percent), percent / 100.0);
    }
    auto* grid = new QGridLayout(fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->addWidget(quietLabel(fields, tr("Surface at")), 0, 0);
    grid->addWidget(m_value, 0, 1);
    grid->addWidget(quietLabel(fields, tr("Keep")), 1, 0);
    grid->addWidget(m_kept, 1, 1);
    return fields;
}

QWidget* SurfaceSection::buildProgress()
{
    m_work = new QWidget(this);
    m_progress = new QProgressBar(m_work);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Making the surface"));
    QPushButton* stop = panelButton(m_work, tr("Cancel"), tr("Cancel the export"));
    auto* row = new QHBoxLayout(m_work);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_progress, 1);
    row->addWidget(stop);
    connect(stop, &QPushButton::clicked, &m_view.surfaces(), &SurfaceExport::cancel);
    return m_work;
}

void SurfaceSection::ask()
{
    if (!m_view.look().function() || m_view.surfaces().isRunning()) {
        return;
    }
    if (!m_dialog) {
        m_dialog = new QFileDialog(this, tr("Write the surface"));
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        m_dialog->setOption(QFileDialog::DontUseNativeDialog); // dark, as everything here
        m_dialog->setAcceptMode(QFileDialog::AcceptSave);
        m_dialog->setNameFilter(tr("Surfaces (*.stl)"));
        m_dialog->setDefaultSuffix(QStringLiteral("stl"));
        m_dialog->selectFile(QStringLiteral("surface.stl")); // no patient in a file's name
        connect(m_dialog, &QFileDialog::fileSelected, this, &SurfaceSection::write);
    }
    m_dialog->open();
}

void SurfaceSection::write(const QString& path)
{
    m_view.exportSurface(m_value->value(), m_kept->currentData().toDouble(), path);
}

void SurfaceSection::follow()
{
    const SurfaceExport& surfaces = m_view.surfaces();
    m_export->setEnabled(m_view.look().function() && !surfaces.isRunning());
    m_work->setVisible(surfaces.isRunning());
    m_progress->setValue(static_cast<int>(surfaces.progress() * 100));
    m_note->setProperty("caution", surfaces.hasFailed());
    m_note->setProperty("quiet", !surfaces.hasFailed());
    m_note->style()->unpolish(m_note);
    m_note->style()->polish(m_note);
    m_note->setText(surfaces.outcome());
    m_note->setVisible(!surfaces.outcome().isEmpty());
}

/// The value is the reader's once he has set it; a new volume brings its own.
void SurfaceSection::followVolume()
{
    const VolumeHistogram& histogram = m_view.look().histogram();
    const double width = histogram.high - histogram.low;
    m_value->setDecimals(width > 200 ? 0 : 3);
    m_value->setRange(histogram.low, histogram.high);
    m_value->setSingleStep(width > 200 ? 10 : width / 100);
    const QString unit = m_view.look().unit();
    m_value->setSuffix(unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
    m_value->setValue(m_view.bone().threshold);
}

} // namespace isocenter
