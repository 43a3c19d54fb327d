#include "slide/SlidePage.h"

#include "pyramid/SlidePyramid.h"
#include "theme/Icons.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

namespace isocenter {

SlidePage::SlidePage(const ViewerServices& services, QWidget* parent)
    : QWidget(parent),
      m_view(new SlideView(services, this)),
      m_bar(new QHBoxLayout),
      m_paths(new QComboBox(this)),
      m_planes(new QComboBox(this))
{
    setObjectName(QStringLiteral("panel")); // its ground by the style sheet
    setAttribute(Qt::WA_StyledBackground);
    setAutoFillBackground(true);
    setAttribute(Qt::WA_NoMousePropagation); // nothing of it is for the viewport below
    buildBar();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    column->addLayout(m_bar);
    setFocusProxy(m_view);
    for (QWidget* child : findChildren<QWidget*>()) {
        child->installEventFilter(this);
    }
    connect(m_view, &SlideView::viewChanged, this, &SlidePage::follow);
    follow();
}

QToolButton* SlidePage::addButton(const QString& text, const QString& icon, const QString& tip, const QString& name)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    if (!icon.isEmpty()) {
        button->setIcon(themedIcon(icon));
    }
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::NoFocus); // the keys stay with the slide
    m_bar->addWidget(button);
    return button;
}

void SlidePage::buildBar()
{
    m_bar->setContentsMargins(8, 4, 8, 4);
    m_bar->setSpacing(2);
    connect(addButton(tr("All"), {}, tr("All of the slide (Home)"), QStringLiteral("slideFit")), &QToolButton::clicked, m_view,
            &SlideView::fit);
    for (const int value : {2, 5, 10, 20, 40}) {
        const QToolButton* button =
            addButton(tr("%1×").arg(value), {}, tr("Magnified %1 times").arg(value), QStringLiteral("slide%1x").arg(value));
        connect(button, &QToolButton::clicked, m_view, [this, value] { m_view->setMagnification(value); });
    }
    connect(addButton(tr("1:1"), {}, tr("One image pixel a screen pixel"), QStringLiteral("slideOneToOne")),
            &QToolButton::clicked, m_view, &SlideView::oneToOne);
    m_bar->addStretch(1);
    const auto addChoice = [this](QComboBox* box, const QString& name, const QString& tip) {
        box->setObjectName(name);
        box->setToolTip(tip);
        box->setAccessibleName(tip);
        box->setFocusPolicy(Qt::TabFocus);
        box->setMinimumContentsLength(6);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_bar->addWidget(box);
    };
    addChoice(m_paths, QStringLiteral("slidePath"), tr("Optical path"));
    addChoice(m_planes, QStringLiteral("slidePlane"), tr("Focal plane (Page Up, Page Down)"));
    connect(m_paths, &QComboBox::currentIndexChanged, m_view, [this](int path) {
        m_view->setChannel({path, m_view->channel().plane});
    });
    connect(m_planes, &QComboBox::currentIndexChanged, m_view, [this](int plane) {
        m_view->setChannel({m_view->channel().path, plane});
    });
    m_label = addButton(tr("Label"), {}, tr("The label of the slide"), QStringLiteral("slideLabel"));
    m_map = addButton(tr("Map"), {}, tr("Map of the slide"), QStringLiteral("slideMap"));
    m_label->setCheckable(true);
    m_map->setCheckable(true);
    connect(m_label, &QToolButton::toggled, m_view, &SlideView::setLabelVisible);
    connect(m_map, &QToolButton::toggled, m_view, &SlideView::setMapVisible);
}

void SlidePage::setSeries(const ImageSeriesPtr& series)
{
    m_view->setSeries(series);
    const QSignalBlocker quietPaths(m_paths);
    const QSignalBlocker quietPlanes(m_planes);
    m_paths->clear();
    m_planes->clear();
    if (const SlidePyramid* slide = m_view->series() ? m_view->series()->slide.get() : nullptr) {
        for (const OpticalPath& path : slide->paths) {
            m_paths->addItem(singleLine(path.description.isEmpty() ? path.identifier : path.description, 60));
        }
        for (int plane = 0; plane < slide->planes; ++plane) {
            m_planes->addItem(tr("Focus %1 of %2").arg(plane + 1).arg(slide->planes));
        }
        m_label->setEnabled(slide->label != nullptr);
    }
    m_paths->setVisible(m_paths->count() > 1);
    m_planes->setVisible(m_planes->count() > 1);
    follow();
}

void SlidePage::follow()
{
    const QSignalBlocker quietPaths(m_paths);
    const QSignalBlocker quietPlanes(m_planes);
    m_paths->setCurrentIndex(m_view->channel().path);
    m_planes->setCurrentIndex(m_view->channel().plane);
    m_map->setChecked(m_view->isMapVisible());
    m_label->setChecked(m_view->isLabelVisible());
}

bool SlidePage::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::MouseButtonDblClick:
        if (watched == m_view) {
            Q_EMIT doubleClicked();
            return true;
        }
        break;
    case QEvent::MouseButtonPress:
        Q_EMIT touched();
        Q_EMIT activated();
        break;
    case QEvent::FocusIn:
        Q_EMIT activated();
        break;
    case QEvent::Wheel:
    case QEvent::KeyPress:
        Q_EMIT touched();
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace isocenter
