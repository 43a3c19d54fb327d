#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QRect>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <memory>
#include <vector>

namespace isocenter {

/// Part of a page, drawn.
struct PageRaster
{
    QSize size;            ///< pixels
    QByteArray pixels;     ///< rows from the top, each pixel a 32-bit number 0xffRRGGBB in the machine's order, no padding
    bool doubtful = false; ///< the file has faults here: something may be missing from the picture
};

/// A document of pages that is drawn somewhere else (a program of its own: the file is hostile). Answers come by signals on the
/// thread of this object, never from within a call. Pages count from 0; a point is 1/72 inch, (0, 0) the upper left corner.
class PageSource : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// Draws `part` (pixels, of the page at that scale). `ticket` comes back with the answer. Answered in the order asked.
    virtual void render(quint64 ticket, int page, double pixelsPerPoint, const QRect& part) = 0;
    /// Where a page has this text, upper and lower case alike.
    virtual void find(quint64 ticket, int page, const QString& text) = 0;
    /// Drops what has been asked and not begun.
    virtual void forget() = 0;

Q_SIGNALS:
    /// Once, before all else: sizes in points. `pages` is how many the document says it has; more than `sizes` cannot be
    /// shown. `doubtful`: the file is damaged, pages may be missing.
    void opened(const std::vector<QSizeF>& sizes, int pages, bool doubtful);
    /// Nothing will come any more.
    void refused(const isocenter::Error& error);
    void rendered(quint64 ticket, const isocenter::PageRaster& raster);
    void found(quint64 ticket, const QList<QRectF>& places); ///< points
    /// The answer to render() or find() where there is none; other pages go on.
    void failed(quint64 ticket, const isocenter::Error& error);
};

/// Opens documents for drawing. Implemented by app, handed in. GUI thread.
class PageRenderer
{
public:
    virtual ~PageRenderer() = default;
    /// Never null; opened() or refused() follows. Destroying the source ends what it has begun, without waiting.
    virtual std::unique_ptr<PageSource> open(const QByteArray& pdf) = 0;
};

} // namespace isocenter
