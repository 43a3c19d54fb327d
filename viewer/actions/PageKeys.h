#pragma once

class QAction;
class QKeyEvent;

namespace isocenter {

/// Whether a page that stands in place of the viewports takes a key, so that it does not change viewports nobody sees: all keys
/// without Ctrl, Alt and Meta but for function keys, '?' and those of the action that leaves the page (null: none).
bool isPageKey(const QKeyEvent& event, const QAction* leave);

} // namespace isocenter
