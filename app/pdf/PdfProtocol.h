#pragma once

#include <QtGlobal>

namespace isocenter::pdf {

/// What station and program say to each other over the program's standard input and output. Every message is its length in
/// bytes (quint32, little endian) and so many bytes: a kind (quint8) and the fields named here, as QDataStream of version
/// Qt_6_4, little endian, writes them. The program answers every request once, in order. Neither trusts the other's numbers.
enum class Kind : quint8 {
    Open = 1, ///< QByteArray: the file
    Render,   ///< qint32 page, double pixels a point, QRect part in pixels
    Find,     ///< qint32 page, QString text

    Opened = 101, ///< qint32 pages, bool faults, QList<QSizeF> points of those that can be shown
    Locked,       ///< encrypted: a password is needed
    Damaged,      ///< cannot be opened
    Rendered,     ///< QSize, bool faults, QByteArray pixels
    Found,        ///< QList<QRectF> points
    Failed        ///< that page cannot be drawn or searched
};

constexpr qint64 kMostFileBytes = qint64{512} << 20;
constexpr int kMostPages = 5000;      ///< sizes sent
constexpr int kMostPixels = 1 << 24;  ///< of one raster
constexpr int kMostPlaces = 1000;     ///< of a search on one page
constexpr double kLeastPoints = 1;    ///< of a page's side
constexpr double kMostPoints = 14400; ///< PDF 32000-1 annex C: 200 inches

} // namespace isocenter::pdf
