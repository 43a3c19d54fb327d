#pragma once

#include "document/Report.h"

#include <QWidget>

#include <functional>

namespace isocenter {

struct ViewerServices; // viewport/ViewerServices.h

/// What a page may ask for. A value; what it refers to outlives every page.
struct PageServices
{
    const ViewerServices& viewer;
    /// Where an object lies in the open study, as a link says it ("series 3, image 12"); empty: the study does not hold it.
    std::function<QString(const ObjectReference&)> placeOf;
};

/// The content of one document (report, text, PDF, ECG) below the header that DocumentView draws with the patient's identity,
/// title, number and the document's `notes`: a page needs none of its own. It shows one immutable Document and is thrown away
/// with it. GUI thread; never waits: what takes time is asked for on the WorkQueue by an AnswerBox.
///
/// Keys while the focus is within: a page takes the keys it needs by accepting their ShortcutOverride; the wheel scrolls it,
/// Ctrl+wheel is zoom(). It takes the focus itself, or by a focus proxy.
class DocumentPage : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// False while something of what is visible is still to come; pictures of the window wait for it. completeChanged() follows.
    virtual bool isComplete() const { return true; }
    virtual bool canZoom() const { return true; }
    /// Larger (> 0) or smaller by so many steps.
    virtual void zoom(int steps) { Q_UNUSED(steps) }
    virtual void resetZoom() {}
    /// By lines, down > 0: the arrow keys where they do not step through several documents.
    virtual void scrollLines(int lines) { Q_UNUSED(lines) }
    /// Whether text can be searched, and the field for it (Ctrl+F).
    virtual bool canFind() const { return false; }
    virtual void openFind() {}
    /// The study has grown: PageServices::placeOf may answer differently.
    virtual void updateReferences() {}

Q_SIGNALS:
    void referenceActivated(const isocenter::ObjectReference& reference); ///< a link to another object of the study
    void tagsRequested();                                                 ///< the data elements of this object
    void completeChanged();
};

} // namespace isocenter
