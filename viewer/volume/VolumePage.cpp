#include "volume/VolumePage.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace isocenter {

VolumePage::VolumePage(const ViewerServices& services, const QStringList& pluginFolders, QWidget* parent)
    : QWidget(parent), m_view(new VolumeViewport(services, pluginFolders, this))
{
    setObjectName(QStringLiteral("volumePage"));
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(2);
    row->addStretch(1);
    const std::pair<PatientSide, QString> sides[] = {
        {PatientSide::Anterior, tr("From the front (A)")}, {PatientSide::Posterior, tr("From behind (P)")},
        {PatientSide::Left, tr("From the left side (L)")}, {PatientSide::Right, tr("From the right side (R)")},
        {PatientSide::Head, tr("From the head (H)")},      {PatientSide::Feet, tr("From the feet (F)")},
    };
    const QString letters = QStringLiteral("APLRHF");
    for (int i = 0; i < letters.size(); ++i) {
        const PatientSide side = sides[i].first;
        connect(addButton(row, letters.mid(i, 1), sides[i].second), &QToolButton::clicked, m_view,
                [this, side] { m_view->lookFrom(side); });
    }
    row->addSpacing(16);
    const auto addMode = [&](const QString& text, const QString& tip, VolumeView::Mode mode) {
        QToolButton* button = addButton(row, text, tip);
        button->setCheckable(true);
        const auto follow = [this, button, mode] { button->setChecked(m_view->mode() == mode); };
        connect(button, &QToolButton::clicked, m_view, [this, mode, follow] {
            m_view->setMode(mode);
            follow();
        });
        connect(m_view, &VolumeViewport::modeChanged, button, follow);
        follow();
    };
    addMode(tr("MIP"), tr("Maximum intensity projection (M)"), VolumeView::Mode::MaximumIntensity);
    addMode(tr("VR"), tr("Volume rendering (M)"), VolumeView::Mode::Shaded);
    row->addSpacing(16);
    connect(addButton(row, tr("Reset"), tr("Reset the 3D view (Backspace)")), &QToolButton::clicked, m_view,
            &VolumeViewport::reset);
    connect(addButton(row, tr("Back to the slices"), tr("Leave 3D (Escape)")), &QToolButton::clicked, m_view,
            &VolumeViewport::leaveRequested);
    row->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addLayout(row);
    setFocusProxy(m_view);
}

QToolButton* VolumePage::addButton(QHBoxLayout* row, const QString& text, const QString& tip)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::NoFocus); // the keys stay with the picture
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    row->addWidget(button);
    return button;
}

} // namespace isocenter
