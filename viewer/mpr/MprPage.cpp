#include "mpr/MprPage.h"

#include "actions/PageKeys.h"
#include "mpr/MprSavePanel.h"
#include "theme/Theme.h"
#include "volume/VolumeViewport.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QShortcut>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kFirstSlab = 10; // mm
constexpr int kPhaseTime = 150;   // ms

/// Entry 0 is the plane alone, then the modes in their order.
int entryOf(const MprState& state)
{
    return state.thickness > 0 ? static_cast<int>(state.mode) + 1 : 0;
}

} // namespace

MprPage::MprPage(const ViewerServices& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_scene(services), m_grid(new QGridLayout), m_presets(WindowPresets::shipped())
{
    setObjectName(QStringLiteral("mprPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(1);
    for (const MprAxis axis : kMprAxes) {
        auto* view = new MprViewport(m_scene, services, axis, this);
        m_views[static_cast<std::size_t>(axis)] = view;
        connect(view, &MprViewport::activated, this, [this, axis] { setActive(axis); });
        connect(view, &MprViewport::doubleClicked, this, [this, axis] {
            setActive(axis);
            setAlone(!m_alone);
        });
    }
    m_grid->setRowStretch(0, 1);
    m_grid->setRowStretch(1, 1);
    arrange();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_grid, 1);
    column->addWidget(buildControls(services));
    m_cine.setInterval(kPhaseTime);
    connect(&m_cine, &QTimer::timeout, this, [this] {
        if (!m_scene.source().isLoading()) {
            const int phases = static_cast<int>(m_scene.source().layout() ? m_scene.source().layout()->phases.size() : 1);
            m_scene.source().setPhase((m_scene.source().phase() + 1) % std::max(1, phases));
        }
    });
    connect(&m_scene, &MprScene::opened, this, &MprPage::fitOnce);
    connect(&m_scene, &MprScene::changed, this, &MprPage::followScene);
    connect(&m_scene, &MprScene::changed, this, &MprPage::pictureChanged);
    setFocusProxy(m_views[0]);
    setActive(MprAxis::Axial);
    followScene();
}

QWidget* MprPage::buildControls(const ViewerServices& services)
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    row->addStretch(1);
    m_mode = new QComboBox(bar);
    m_mode->addItems({tr("Plane"), tr("MIP"), tr("MinIP"), tr("Mean"), tr("Sum")});
    m_mode->setToolTip(tr("What is shown of a slab (T)"));
    m_mode->setAccessibleName(m_mode->toolTip());
    m_thickness = new QDoubleSpinBox(bar);
    m_thickness->setRange(0, 500);
    m_thickness->setDecimals(1);
    m_thickness->setSuffix(tr(" mm"));
    m_thickness->setToolTip(tr("Thickness of the slab ([ and ])"));
    m_thickness->setAccessibleName(m_thickness->toolTip());
    m_thickness->setFocusPolicy(Qt::ClickFocus);
    m_interpolation = new QComboBox(bar);
    m_interpolation->addItems({tr("Nearest"), tr("Linear"), tr("Cubic")});
    m_interpolation->setToolTip(tr("Interpolation between voxels (N)"));
    m_interpolation->setAccessibleName(m_interpolation->toolTip());
    for (QComboBox* box : {m_mode, m_interpolation}) {
        box->setFocusPolicy(Qt::NoFocus); // the keys stay with the pictures
    }
    row->addWidget(m_mode);
    row->addWidget(m_thickness);
    row->addWidget(m_interpolation);
    connect(m_mode, &QComboBox::activated, this, [this](int entry) {
        const MprState& state = m_scene.state();
        m_scene.setSlab(entry == 0            ? 0
                        : state.thickness > 0 ? state.thickness
                                              : kFirstSlab,
                        entry == 0 ? state.mode : static_cast<SlabMode>(entry - 1));
    });
    connect(m_thickness, &QDoubleSpinBox::valueChanged, this,
            [this](double millimetres) { m_scene.setSlab(millimetres, m_scene.state().mode); });
    connect(m_interpolation, &QComboBox::activated, this,
            [this](int entry) { m_scene.setInterpolation(static_cast<ResliceInterpolation>(entry)); });
    row->addSpacing(12);
    m_phase = new QLabel(bar);
    row->addWidget(m_phase);
    m_play = addButton(row, tr("Play"), tr("Play the phases (P)"));
    m_play->setCheckable(true);
    connect(m_play, &QToolButton::clicked, this, &MprPage::setPlaying);
    m_fusion = new FusionBar(m_scene.fusion(), bar);
    row->addWidget(m_fusion);
    row->addSpacing(12);
    m_volumeButton = addButton(row, tr("3D"), tr("3D beside the planes (V)"));
    m_volumeButton->setCheckable(true);
    connect(m_volumeButton, &QToolButton::clicked, this, &MprPage::setVolumeShown);
    if (services.saver) {
        addSaving(row, *services.saver);
    }
    connect(addButton(row, tr("Reset"), tr("Straight planes through the middle (Backspace)")), &QToolButton::clicked, this,
            &MprPage::reset);
    connect(addButton(row, tr("Back to the slices"), tr("Leave the reconstruction (Escape)")), &QToolButton::clicked, this,
            &MprPage::leaveRequested);
    row->addStretch(1);
    return bar;
}

void MprPage::addSaving(QBoxLayout* row, DerivedSaver& saver)
{
    m_savePanel = new MprSavePanel(m_scene, saver, this);
    const auto open = [this] { m_savePanel->open(m_active); };
    QToolButton* button = addButton(row, tr("Save\u2026"), tr("Save planes as a series of the study (Ctrl+S)"));
    button->setObjectName(QStringLiteral("mprSave"));
    connect(button, &QToolButton::clicked, this, open);
    auto* key = new QShortcut(QKeySequence(QStringLiteral("Ctrl+S")), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, this, open);
}

QToolButton* MprPage::addButton(QBoxLayout* row, const QString& text, const QString& tip)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::NoFocus);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    row->addWidget(button);
    return button;
}

/// The plane that is read large, the others beside it: three narrow columns would waste most of a screen. With 3D: two by two.
void MprPage::arrange()
{
    for (MprViewport* view : m_views) {
        m_grid->removeWidget(view);
    }
    m_grid->addWidget(m_views[0], 0, 0, m_volumeShown ? 1 : 2, 1);
    m_grid->addWidget(m_views[1], 0, 1);
    m_grid->addWidget(m_views[2], 1, 1);
    m_grid->setColumnStretch(0, m_volumeShown ? 1 : 3);
    m_grid->setColumnStretch(1, m_volumeShown ? 1 : 2);
}

void MprPage::setVolumeShown(bool shown)
{
    m_volumeButton->setChecked(shown);
    if (shown == m_volumeShown) {
        return;
    }
    m_volumeShown = shown;
    if (!m_volume) {
        m_volume = new VolumeViewport(m_services, {}, this);
        m_volume->setMode(VolumeViewport::Mode::Shaded);
        connect(m_volume, &VolumeViewport::pointPicked, &m_scene, &MprScene::moveTo);
        connect(m_volume, &VolumeViewport::leaveRequested, this, [this] { setVolumeShown(false); });
        connect(m_volume, &VolumeViewport::pictureChanged, this, &MprPage::pictureChanged);
        m_grid->addWidget(m_volume, 1, 0);
    }
    m_volume->setSeries(shown ? series() : nullptr);
    m_volume->setVisible(shown && !m_alone);
    arrange();
    followScene();
    view(m_active).setFocus();
}

void MprPage::setSeries(const ImageSeriesPtr& series, const std::vector<ImageSeriesPtr>& study)
{
    if (m_volumeShown && m_volume) {
        m_volume->setSeries(series);
    }
    setPlaying(false);
    m_fitted = false;
    m_scene.setSeries(series);
    setStudy(study);
}

void MprPage::setStudy(const std::vector<ImageSeriesPtr>& study)
{
    m_scene.fusion().setStudy(study);
}

void MprPage::setLeaveAction(QAction* action)
{
    m_leave = action;
}

MprScene::Sizes MprPage::sizes() const
{
    MprScene::Sizes result;
    std::transform(m_views.begin(), m_views.end(), result.begin(), [](const MprViewport* view) { return QSizeF(view->size()); });
    return result;
}

/// Once the views have their sizes.
void MprPage::fitOnce()
{
    if (!m_fitted && m_scene.source().layout() && isVisible()) {
        m_fitted = true;
        m_scene.fit(sizes());
    }
}

void MprPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_fitted = false;
    fitOnce();
}

void MprPage::setActive(MprAxis axis)
{
    m_active = axis;
    for (MprViewport* view : m_views) {
        view->setActive(view->axis() == axis);
    }
    setFocusProxy(&view(axis));
    if (m_savePanel) {
        m_savePanel->setAxis(axis);
    }
    if (m_alone) {
        setAlone(true);
    }
}

void MprPage::setAlone(bool alone)
{
    m_alone = alone;
    for (MprViewport* view : m_views) {
        view->setVisible(!alone || view->axis() == m_active);
    }
    if (m_volume) {
        m_volume->setVisible(m_volumeShown && !alone);
    }
    view(m_active).setFocus();
}

void MprPage::reset()
{
    m_scene.reset(sizes());
}

void MprPage::followScene()
{
    const MprState& state = m_scene.state();
    const QSignalBlocker blocker(m_thickness);
    m_mode->setCurrentIndex(entryOf(state));
    m_thickness->setValue(state.thickness);
    m_interpolation->setCurrentIndex(static_cast<int>(state.interpolation));
    const VolumeLayout* layout = m_scene.source().layout();
    if (m_volume && m_volumeShown) {
        m_volume->setCrosshair(layout && state.crosshair ? std::optional(state.planes.centre()) : std::nullopt);
    }
    const bool phases = layout && layout->phases.size() > 1;
    m_phase->setVisible(phases);
    m_play->setVisible(phases);
    if (phases) {
        m_phase->setText(tr("Phase %1 of %2").arg(m_scene.source().phase() + 1).arg(layout->phases.size()));
    }
}

void MprPage::changeThickness(double factor)
{
    const MprState& state = m_scene.state();
    const double least = m_scene.stepOf(m_active);
    const double now = state.thickness;
    const double wanted = factor > 1 ? std::max(now * factor, 2 * least) : now * factor;
    m_scene.setSlab(wanted < 1.5 * least ? 0 : std::round(wanted * 10) / 10, state.mode);
}

void MprPage::cycleMode()
{
    const MprState& state = m_scene.state();
    const int next = (entryOf(state) + 1) % 5;
    m_scene.setSlab(next == 0             ? 0
                    : state.thickness > 0 ? state.thickness
                                          : kFirstSlab,
                    next == 0 ? SlabMode::Max : static_cast<SlabMode>(next - 1));
}

void MprPage::cycleInterpolation()
{
    m_scene.setInterpolation(static_cast<ResliceInterpolation>((static_cast<int>(m_scene.state().interpolation) + 1) % 3));
}

void MprPage::stepPhase(int steps)
{
    setPlaying(false);
    m_scene.source().setPhase(m_scene.source().phase() + steps);
}

void MprPage::setPlaying(bool playing)
{
    const VolumeLayout* layout = m_scene.source().layout();
    const bool possible = layout && layout->phases.size() > 1;
    m_play->setChecked(playing && possible);
    if (playing && possible) {
        m_cine.start();
    } else {
        m_cine.stop();
    }
}

void MprPage::usePreset(int number)
{
    const FrameRef& ref = m_scene.source().reference();
    if (!ref.image) {
        return;
    }
    const std::vector<WindowPreset> presets = m_presets.forImage(ref.image->record.series.modality, m_scene.unit());
    if (number < 0 || number >= static_cast<int>(presets.size())) {
        return;
    }
    const WindowPreset& preset = presets[static_cast<std::size_t>(number)];
    MprState state = m_scene.state();
    state.display = state.display.withoutWindow();
    m_scene.setState(state);
    const ResliceVolume* volume = m_scene.source().volume();
    if (preset.kind == WindowPreset::Kind::FullRange && volume && volume->range()) {
        const double a = volume->range()->first * volume->slope() + volume->intercept();
        const double b = volume->range()->second * volume->slope() + volume->intercept();
        Window window;
        window.center = (a + b) / 2;
        window.width = std::max(std::abs(b - a), 1.0);
        m_scene.setWindow(window);
    } else if (preset.kind != WindowPreset::Kind::ImageDefault && m_scene.window()) {
        m_scene.setWindow(WindowPresets::resolve(preset, *m_scene.window()));
    }
}

bool MprPage::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && isPageKey(*static_cast<QKeyEvent*>(event), m_leave)) {
        event->accept();
        return true;
    }
    // Tab belongs to the planes, not to the chain of widgets.
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab) {
        keyPressEvent(static_cast<QKeyEvent*>(event));
        return true;
    }
    return QWidget::event(event);
}

bool MprPage::moveByKey(int key)
{
    switch (key) {
    case Qt::Key_Up:
        m_scene.scroll(m_active, -1);
        return true;
    case Qt::Key_Down:
        m_scene.scroll(m_active, 1);
        return true;
    case Qt::Key_PageUp:
        m_scene.scroll(m_active, -10);
        return true;
    case Qt::Key_PageDown:
        m_scene.scroll(m_active, 10);
        return true;
    case Qt::Key_Tab:
        setActive(static_cast<MprAxis>((static_cast<int>(m_active) + 1) % kMprPlanes));
        view(m_active).setFocus();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
        const QSizeF size(view(m_active).size());
        m_scene.zoomAt(m_active, size, {size.width() / 2, size.height() / 2}, key == Qt::Key_Minus ? 0.8 : 1.25);
        return true;
    }
    case Qt::Key_Comma:
        stepPhase(-1);
        return true;
    case Qt::Key_Period:
        stepPhase(1);
        return true;
    default:
        return false;
    }
}

bool MprPage::changeByKey(int key)
{
    switch (key) {
    case Qt::Key_Escape:
        Q_EMIT leaveRequested();
        return true;
    case Qt::Key_Backspace:
        reset();
        return true;
    case Qt::Key_Space:
        setAlone(!m_alone);
        return true;
    case Qt::Key_V:
        setVolumeShown(!m_volumeShown);
        return true;
    case Qt::Key_X:
        m_scene.setCrosshair(!m_scene.state().crosshair);
        return true;
    case Qt::Key_I:
        m_scene.setInvert(!m_scene.state().display.invert);
        return true;
    case Qt::Key_T:
        cycleMode();
        return true;
    case Qt::Key_N:
        cycleInterpolation();
        return true;
    case Qt::Key_BracketLeft:
        changeThickness(0.8);
        return true;
    case Qt::Key_BracketRight:
        changeThickness(1.25);
        return true;
    case Qt::Key_P:
        setPlaying(!m_cine.isActive());
        return true;
    default:
        return false;
    }
}

bool MprPage::fuseByKey(const QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_F:
        m_fusion->toggle();
        return true;
    case Qt::Key_O:
        m_fusion->stepOpacity((event.modifiers() & Qt::ShiftModifier) != 0 ? -10 : 10);
        return true;
    case Qt::Key_C:
        m_fusion->nextColors();
        return true;
    default:
        return false;
    }
}

void MprPage::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (!isPageKey(*event, m_leave)) {
        QWidget::keyPressEvent(event);
    } else if (key >= Qt::Key_0 && key <= Qt::Key_9) {
        usePreset(key == Qt::Key_0 ? 9 : key - Qt::Key_1);
    } else if (!moveByKey(key) && !fuseByKey(*event)) {
        changeByKey(key);
    }
}

bool MprPage::isPictureComplete() const
{
    if (m_volume && m_volume->isVisibleTo(this) && !m_volume->isPictureComplete()) {
        return false;
    }
    return std::all_of(m_views.begin(), m_views.end(),
                       [this](MprViewport* view) { return !view->isVisibleTo(this) || view->isPictureComplete(); });
}

} // namespace isocenter
