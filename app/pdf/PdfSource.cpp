#include "pdf/PdfSource.h"

#include <QCoreApplication>
#include <QDataStream>
#include <QtEndian>
#include <QThread>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace isocenter {

using pdf::Kind;

namespace {

constexpr int kMostRestarts = 8;
constexpr qint64 kOverhead = 256;
constexpr int kEndMs = 1000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Pdf)
};

void prepare(QDataStream& stream)
{
    stream.setVersion(QDataStream::Qt_6_4);
    stream.setByteOrder(QDataStream::LittleEndian);
}

Error pageError(const QString& detail)
{
    return {Text::tr("This page cannot be drawn; it is not shown."), detail};
}

bool isSane(const QSizeF& size)
{
    return size.width() >= pdf::kLeastPoints && size.height() >= pdf::kLeastPoints && size.width() <= pdf::kMostPoints &&
           size.height() <= pdf::kMostPoints;
}

} // namespace

PdfSource::PdfSource(const QString& program, const QByteArray& pdf, PdfPatience patience)
    : m_program(program), m_pdf(pdf), m_patience(patience)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { giveUp(QStringLiteral("no answer in time")); });
    // Later: who asked is not connected yet.
    QMetaObject::invokeMethod(this, &PdfSource::start, Qt::QueuedConnection);
}

PdfSource::~PdfSource()
{
    dropProcess();
}

void PdfSource::start()
{
    if (m_program.isEmpty()) {
        return refuse({Text::tr("The program that draws PDF is not installed."), {}});
    }
    if (m_pdf.size() > pdf::kMostFileBytes) {
        return refuse({Text::tr("This PDF is too large to be shown."), QStringLiteral("%1 bytes").arg(m_pdf.size())});
    }
    m_process = new QProcess;
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process, &QProcess::readyReadStandardOutput, this, &PdfSource::read);
    connect(m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        read();
        giveUp(QStringLiteral("ended, %1 %2")
                   .arg(status == QProcess::CrashExit ? QStringLiteral("signal") : QStringLiteral("status"))
                   .arg(code));
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            refuse({Text::tr("The program that draws PDF cannot be started."), m_process ? m_process->errorString() : QString()});
        }
    });
    m_process->start(m_program, {}, QIODevice::ReadWrite);
    m_read.clear();
    Request open;
    m_current = open;
    send(open);
}

/// Ends the process without waiting for it while the station runs.
void PdfSource::dropProcess()
{
    m_timer.stop();
    m_read.clear();
    if (QProcess* process = std::exchange(m_process, nullptr)) {
        process->disconnect(this);
        if (process->state() == QProcess::NotRunning) {
            process->deleteLater();
            return;
        }
        process->setParent(QCoreApplication::instance());
        connect(process, &QProcess::finished, process, &QObject::deleteLater);
        process->kill();
        if (QThread::currentThread()->loopLevel() == 0) {
            process->waitForFinished(kEndMs); // the station itself is ending: there is nobody to wait for it later
        }
    }
}

void PdfSource::send(const Request& request)
{
    QByteArray bytes(4, '\0');
    {
        QDataStream out(&bytes, QIODevice::WriteOnly);
        prepare(out);
        out << quint32{0} << static_cast<quint8>(request.kind);
        if (request.kind == Kind::Open) {
            out << m_pdf;
        } else if (request.kind == Kind::Render) {
            out << static_cast<qint32>(request.page) << request.pixelsPerPoint << request.part;
        } else {
            out << static_cast<qint32>(request.page) << request.text;
        }
    }
    qToLittleEndian(static_cast<quint32>(bytes.size() - 4), bytes.data());
    m_process->write(bytes);
    m_timer.start(request.kind == Kind::Open ? m_patience.opening : m_patience.drawing);
}

void PdfSource::next()
{
    if (m_over || m_pages == 0 || m_current || m_waiting.empty() || !m_process) {
        return;
    }
    m_current = m_waiting.front();
    m_waiting.pop_front();
    send(*m_current);
}

void PdfSource::render(quint64 ticket, int page, double pixelsPerPoint, const QRect& part)
{
    Request request;
    request.kind = Kind::Render;
    request.ticket = ticket;
    request.page = page;
    request.pixelsPerPoint = pixelsPerPoint;
    request.part = part;
    m_waiting.push_back(request);
    QMetaObject::invokeMethod(this, &PdfSource::next, Qt::QueuedConnection);
}

void PdfSource::find(quint64 ticket, int page, const QString& text)
{
    Request request;
    request.kind = Kind::Find;
    request.ticket = ticket;
    request.page = page;
    request.text = text.left(200);
    m_waiting.push_back(request);
    QMetaObject::invokeMethod(this, &PdfSource::next, Qt::QueuedConnection);
}

void PdfSource::forget()
{
    m_waiting.clear();
}

qint64 PdfSource::processId() const
{
    return m_process ? m_process->processId() : 0;
}

qint64 PdfSource::mostBytes() const
{
    if (!m_current) {
        return 0;
    }
    switch (m_current->kind) {
    case Kind::Render:
        return kOverhead + qint64{4} * m_current->part.width() * m_current->part.height();
    case Kind::Find:
        return kOverhead + qint64{32} * pdf::kMostPlaces;
    default:
        return kOverhead + qint64{16} * pdf::kMostPages;
    }
}

void PdfSource::read()
{
    while (m_process) {
        m_read += m_process->readAllStandardOutput();
        if (m_read.size() < 4) {
            return;
        }
        const qint64 length = qFromLittleEndian<quint32>(m_read.constData());
        if (length < 1 || length > mostBytes()) {
            return giveUp(QStringLiteral("an answer that was not asked for"));
        }
        if (m_read.size() < length + 4) {
            m_read.reserve(static_cast<qsizetype>(length) + 4);
            return;
        }
        const QByteArray message = m_read.mid(4, static_cast<qsizetype>(length));
        m_read.remove(0, static_cast<qsizetype>(length) + 4);
        if (!take(message)) {
            return giveUp(QStringLiteral("an answer that makes no sense"));
        }
        next();
    }
}

bool PdfSource::take(const QByteArray& message)
{
    QDataStream in(message);
    prepare(in);
    quint8 code = 0;
    in >> code;
    const Kind kind = static_cast<Kind>(code);
    if (m_current->kind != Kind::Open) {
        return takeAnswer(kind, in);
    }
    if (kind == Kind::Locked) {
        refuse({Text::tr("This PDF is encrypted and asks for a password; it cannot be shown."), {}});
        return true;
    }
    if (kind == Kind::Damaged) {
        refuse({Text::tr("This PDF is damaged; it cannot be shown."), {}});
        return true;
    }
    return kind == Kind::Opened && takeOpened(in);
}

bool PdfSource::takeOpened(QDataStream& in)
{
    qint32 pages = 0;
    bool doubtful = false;
    QList<QSizeF> sizes;
    in >> pages >> doubtful >> sizes;
    if (in.status() != QDataStream::Ok || pages < 1 || sizes.size() != std::min<qsizetype>(pages, pdf::kMostPages) ||
        !std::all_of(sizes.begin(), sizes.end(), isSane) || (m_pages > 0 && m_pages != pages)) {
        return false;
    }
    m_timer.stop();
    m_current.reset();
    if (m_pages == 0) {
        m_pages = pages;
        Q_EMIT opened(std::vector<QSizeF>(sizes.begin(), sizes.end()), pages, doubtful);
    }
    return true;
}

bool PdfSource::takeAnswer(Kind kind, QDataStream& in)
{
    const Request request = *m_current;
    PageRaster raster;
    QList<QRectF> places;
    if (kind == Kind::Rendered && request.kind == Kind::Render) {
        in >> raster.size >> raster.doubtful >> raster.pixels;
        if (raster.size != request.part.size() ||
            raster.pixels.size() != qsizetype{4} * raster.size.width() * raster.size.height()) {
            return false;
        }
    } else if (kind == Kind::Found && request.kind == Kind::Find) {
        in >> places;
    } else if (kind != Kind::Failed) {
        return false;
    }
    if (in.status() != QDataStream::Ok) {
        return false;
    }
    m_timer.stop();
    m_current.reset();
    if (kind == Kind::Rendered) {
        Q_EMIT rendered(request.ticket, raster);
    } else if (kind == Kind::Found) {
        Q_EMIT found(request.ticket, places);
    } else {
        Q_EMIT failed(request.ticket, pageError(QStringLiteral("refused by the program")));
    }
    return true;
}

/// The program has ended, is silent, or talks nonsense.
void PdfSource::giveUp(const QString& why)
{
    if (m_over || !m_process) {
        return;
    }
    dropProcess();
    const std::optional<Request> lost = std::exchange(m_current, std::nullopt);
    if (m_pages == 0) {
        return refuse({Text::tr("This PDF cannot be shown: the program that draws it had to be ended."), why});
    }
    if (++m_restarts > kMostRestarts) {
        return refuse({Text::tr("This PDF is shown no further: the program that draws it had to be ended too often."), why});
    }
    start();
    if (lost && lost->kind != Kind::Open) {
        Q_EMIT failed(lost->ticket, pageError(why));
    }
}

void PdfSource::refuse(const Error& error)
{
    if (m_over) {
        return;
    }
    m_over = true;
    m_waiting.clear();
    m_current.reset();
    dropProcess();
    Q_EMIT refused(error);
}

} // namespace isocenter
