#include "pdf/program/PdfServer.h"

#include <QImage>
#include <QRect>
#include <QRectF>
#include <QSizeF>

#include <poppler/qt6/poppler-qt6.h>

#include <algorithm>
#include <cmath>

namespace isocenter::pdf {

namespace {

int faults = 0;

void countFault(const QString&, const QVariant&)
{
    ++faults; // the text may quote the document: it goes nowhere
}

template <typename... Fields> QByteArray message(Kind kind, const Fields&... fields)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out.setByteOrder(QDataStream::LittleEndian);
    out << static_cast<quint8>(kind);
    ((out << fields), ...);
    return bytes;
}

} // namespace

PdfServer::PdfServer()
{
    Poppler::setDebugErrorFunction(countFault, {});
}

PdfServer::~PdfServer() = default;

QByteArray PdfServer::answer(const QByteArray& request)
{
    QDataStream in(request);
    in.setVersion(QDataStream::Qt_6_4);
    in.setByteOrder(QDataStream::LittleEndian);
    quint8 kind = 0;
    in >> kind;
    faults = 0;
    switch (static_cast<Kind>(kind)) {
    case Kind::Open:
        return open(in);
    case Kind::Render:
        return render(in);
    case Kind::Find:
        return find(in);
    default:
        return {};
    }
}

QByteArray PdfServer::open(QDataStream& in)
{
    in >> m_file;
    m_document = Poppler::Document::loadFromData(m_file);
    if (!m_document) {
        return message(Kind::Damaged);
    }
    if (m_document->isLocked()) {
        return message(Kind::Locked);
    }
    m_document->setRenderHint(Poppler::Document::Antialiasing);
    m_document->setRenderHint(Poppler::Document::TextAntialiasing);
    const int pages = m_document->numPages();
    if (pages < 1) {
        return message(Kind::Damaged);
    }
    QList<QSizeF> sizes;
    for (int i = 0; i < std::min(pages, kMostPages); ++i) {
        const std::unique_ptr<Poppler::Page> page = m_document->page(i);
        QSizeF size = page ? page->pageSizeF() : QSizeF();
        if (!(size.width() >= kLeastPoints && size.height() >= kLeastPoints && size.width() <= kMostPoints &&
              size.height() <= kMostPoints)) {
            size = QSizeF(595, 842);
            ++faults;
        }
        sizes << size;
    }
    return message(Kind::Opened, static_cast<qint32>(pages), faults > 0, sizes);
}

QByteArray PdfServer::render(QDataStream& in)
{
    qint32 number = -1;
    double scale = 0;
    QRect part;
    in >> number >> scale >> part;
    const std::unique_ptr<Poppler::Page> page =
        m_document && number >= 0 && number < m_document->numPages() ? m_document->page(number) : nullptr;
    if (!page || !(scale > 0 && scale <= 100) || part.isEmpty() || qint64{part.width()} * part.height() > kMostPixels) {
        return message(Kind::Failed);
    }
    const double dots = 72 * scale;
    QImage image = page->renderToImage(dots, dots, part.x(), part.y(), part.width(), part.height());
    if (image.size() != part.size()) {
        return message(Kind::Failed);
    }
    image = std::move(image).convertToFormat(QImage::Format_RGB32);
    QByteArray pixels;
    pixels.reserve(image.sizeInBytes());
    for (int y = 0; y < image.height(); ++y) {
        pixels.append(reinterpret_cast<const char*>(image.constScanLine(y)), qsizetype{4} * image.width());
    }
    return message(Kind::Rendered, image.size(), faults > 0, pixels);
}

QByteArray PdfServer::find(QDataStream& in)
{
    qint32 number = -1;
    QString text;
    in >> number >> text;
    const std::unique_ptr<Poppler::Page> page =
        m_document && number >= 0 && number < m_document->numPages() ? m_document->page(number) : nullptr;
    if (!page || text.isEmpty()) {
        return message(Kind::Failed);
    }
    QList<QRectF> places = page->search(text, Poppler::Page::IgnoreCase);
    places.resize(std::min<qsizetype>(places.size(), kMostPlaces));
    return message(Kind::Found, places);
}

} // namespace isocenter::pdf
