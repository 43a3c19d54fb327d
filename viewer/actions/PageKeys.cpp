#include "actions/PageKeys.h"

#include <QAction>
#include <QKeyEvent>

namespace isocenter {

bool isPageKey(const QKeyEvent& event, const QAction* leave)
{
    if ((event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) != 0) {
        return false;
    }
    const int key = event.key();
    if ((key >= Qt::Key_F1 && key <= Qt::Key_F35) || key == Qt::Key_Question) {
        return false;
    }
    return !leave || !leave->shortcuts().contains(QKeySequence(event.keyCombination()));
}

} // namespace isocenter
