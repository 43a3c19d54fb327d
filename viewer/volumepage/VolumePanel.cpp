#include "volumepage/VolumePanel.h"

#include "theme/Theme.h"
#include "volume/VolumeViewport.h"
#include "volumepage/ClipSection.h"
#include "volumepage/CutSection.h"
#include "volumepage/LookSection.h"
#include "volumepage/SurfaceSection.h"
#include "volumepage/TurnSection.h"

#include <QFrame>
#include <QScrollArea>
#include <QVBoxLayout>

namespace isocenter {

VolumePanel::VolumePanel(VolumeViewport& view, QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("volumePanel"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(sizeHint().width());
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("panel"));
    content->setAttribute(Qt::WA_StyledBackground);
    auto* sections = new QVBoxLayout(content);
    sections->setContentsMargins(0, 0, 0, 0);
    sections->setSpacing(0);
    QWidget* const all[] = {new LookSection(view.look(), content), new ClipSection(view, content), new CutSection(view, content),
                            new TurnSection(view, content), new SurfaceSection(view, content)};
    for (QWidget* section : all) {
        if (sections->count() > 0) {
            auto* line = new QFrame(content);
            line->setObjectName(QStringLiteral("sectionLine"));
            line->setFixedHeight(1);
            sections->addWidget(line);
        }
        sections->addWidget(section);
    }
    sections->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

QSize VolumePanel::sizeHint() const
{
    return {Theme::scaled(300), Theme::scaled(600)};
}

} // namespace isocenter
