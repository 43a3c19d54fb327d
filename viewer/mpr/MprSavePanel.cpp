#include "mpr/MprSavePanel.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr int kMargin = 12;
constexpr int kWidth = 330;
constexpr int kFoot = 48; // the page's own controls stay free

} // namespace

MprSavePanel::MprSavePanel(MprScene& scene, DerivedSaver& saver, QWidget* parent) : QFrame(parent), m_scene(scene), m_saver(saver)
{
    setObjectName(QStringLiteral("mprSavePanel"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAttribute(Qt::WA_StyledBackground);
    hide();
    build();
    parent->installEventFilter(this);
    connect(&m_scene, &MprScene::changed, this, &MprSavePanel::follow);
    // Numbers of one volume mean nothing in another.
    connect(&m_scene, &MprScene::opened, this, &MprSavePanel::finish);
}

QDoubleSpinBox* MprSavePanel::addLength(const QString& name, double least, double most)
{
    auto* box = new QDoubleSpinBox(this);
    box->setRange(least, most);
    box->setDecimals(3);
    box->setSuffix(tr(" mm"));
    box->setAccessibleName(name);
    box->setKeyboardTracking(false);
    connect(box, &QDoubleSpinBox::valueChanged, this, &MprSavePanel::follow);
    return box;
}

void MprSavePanel::build()
{
    m_title = new QLabel(this);
    m_title->setProperty("section", true);
    m_one = new QRadioButton(tr("This picture"), this);
    m_stack = new QRadioButton(tr("A stack"), this);
    m_stack->setChecked(true);
    auto* kind = new QHBoxLayout;
    kind->addWidget(m_one);
    kind->addWidget(m_stack);
    kind->addStretch(1);
    m_from = addLength(tr("First plane, along the normal from the crosshair"), -5000, 5000);
    m_to = addLength(tr("Last plane, along the normal from the crosshair"), -5000, 5000);
    m_step = addLength(tr("From a plane to the next"), 0.01, 1000);
    m_pixel = addLength(tr("Size of a pixel"), 0.01, 100);
    m_name = new QLineEdit(this);
    m_name->setMaxLength(64);
    m_name->setAccessibleName(tr("Name of the series"));
    auto* form = new QFormLayout;
    form->setSpacing(6);
    form->addRow(tr("From"), m_from);
    form->addRow(tr("To"), m_to);
    form->addRow(tr("Step"), m_step);
    form->addRow(tr("Pixel"), m_pixel);
    form->addRow(tr("Name"), m_name);
    m_outcome = new QLabel(this);
    m_outcome->setTextFormat(Qt::PlainText);
    m_outcome->setProperty("quiet", true);
    m_outcome->setWordWrap(true);
    m_save = new QPushButton(tr("Save"), this);
    m_save->setProperty("primary", true);
    auto* close = new QPushButton(tr("Close"), this);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addLayout(kind);
    column->addLayout(form);
    column->addWidget(m_outcome);
    column->addLayout(buttons);
    connect(m_stack, &QRadioButton::toggled, this, &MprSavePanel::follow);
    connect(m_name, &QLineEdit::returnPressed, this, &MprSavePanel::save);
    connect(m_save, &QPushButton::clicked, this, &MprSavePanel::save);
    connect(close, &QPushButton::clicked, this, &MprSavePanel::finish);
}

void MprSavePanel::open(MprAxis axis)
{
    m_axis = axis;
    offer();
    show();
    follow();
    raise();
    m_name->setFocus();
    m_name->selectAll();
}

void MprSavePanel::setAxis(MprAxis axis)
{
    if (isVisible() && axis != m_axis) {
        m_axis = axis;
        offer();
        follow();
    }
}

void MprSavePanel::offer()
{
    const MprExportChoice choice = exportDefaults(m_scene, m_axis);
    const QSignalBlocker blockers[] = {QSignalBlocker(m_from), QSignalBlocker(m_to), QSignalBlocker(m_step),
                                       QSignalBlocker(m_pixel)};
    m_from->setValue(choice.from);
    m_to->setValue(choice.to);
    m_step->setValue(choice.step);
    m_pixel->setValue(choice.pixel);
    m_name->setText(choice.name);
    m_offeredName = choice.name;
}

MprExportChoice MprSavePanel::choice() const
{
    // What is shown rounded and was not changed is taken exactly: a stack keeps to the voxels.
    const MprExportChoice exact = exportDefaults(m_scene, m_axis);
    const auto value = [](const QDoubleSpinBox* box, double offered) {
        return std::abs(box->value() - offered) < 6e-4 ? offered : box->value();
    };
    MprExportChoice choice;
    choice.axis = m_axis;
    choice.stack = m_stack->isChecked();
    choice.from = value(m_from, exact.from);
    choice.to = value(m_to, exact.to);
    choice.step = value(m_step, exact.step);
    choice.pixel = value(m_pixel, exact.pixel);
    choice.name = m_name->text();
    return choice;
}

/// Says what would be saved now, or why nothing can be.
void MprSavePanel::follow()
{
    if (!isVisible()) {
        return;
    }
    // A name that nobody typed says what is set now.
    if (m_name->text() == m_offeredName) {
        m_offeredName = exportName(m_scene, m_axis);
        m_name->setText(m_offeredName);
    }
    static const char* const titles[] = {QT_TR_NOOP("Save the axial plane"), QT_TR_NOOP("Save the coronal plane"),
                                         QT_TR_NOOP("Save the sagittal plane")};
    m_title->setText(tr(titles[static_cast<int>(m_axis)]));
    for (QWidget* widget : {m_from, m_to, m_step}) {
        widget->setEnabled(m_stack->isChecked());
    }
    const Result<MprExportPlan> plan = planExport(m_scene, choice());
    m_save->setEnabled(plan.ok());
    if (plan) {
        const DerivedSeries& series = plan->series;
        const double megabytes = 2e-6 * series.columns * series.rows * series.count;
        m_outcome->setText(tr("%n picture(s) of %1 \u00d7 %2 pixels, %3 MB, as a new series of the study.", nullptr, series.count)
                               .arg(series.columns)
                               .arg(series.rows)
                               .arg(megabytes, 0, 'f', megabytes < 10 ? 1 : 0));
    } else {
        m_outcome->setText(plan.error().message);
    }
    place();
}

void MprSavePanel::save()
{
    Result<MprExportPlan> plan = planExport(m_scene, choice());
    if (!plan) {
        follow();
        return;
    }
    MprExportPlan wanted = std::move(plan).value();
    m_saver.save(wanted.series, std::move(wanted.planes));
    finish();
}

void MprSavePanel::finish()
{
    if (isVisible()) {
        hide();
        parentWidget()->setFocus();
    }
}

void MprSavePanel::place()
{
    const QSize size(kWidth, std::max(sizeHint().height(), heightForWidth(kWidth)));
    setGeometry(
        QRect(QPoint(parentWidget()->width() - size.width() - kMargin, parentWidget()->height() - size.height() - kFoot), size));
}

/// Nothing typed here reaches the pictures.
void MprSavePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        finish();
    }
    event->accept();
}

bool MprSavePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace isocenter
