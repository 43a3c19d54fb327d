#pragma once

#include "document/PageRenderer.h"
#include "pdf/PdfProtocol.h"
#include "pdf/PdfRenderer.h"

#include <QProcess>
#include <QTimer>

#include <deque>
#include <optional>

namespace isocenter {

/// One PDF in its own isocenter-pdf. What the program answers is checked as if it came from the file itself. A program that
/// ends or is silent too long is started again without the page that it was drawing, a few times.
class PdfSource : public PageSource
{
    Q_OBJECT
public:
    PdfSource(const QString& program, const QByteArray& pdf, PdfPatience patience);
    ~PdfSource() override;

    void render(quint64 ticket, int page, double pixelsPerPoint, const QRect& part) override;
    void find(quint64 ticket, int page, const QString& text) override;
    void forget() override;

    qint64 processId() const; ///< 0 while none runs

private:
    struct Request
    {
        pdf::Kind kind = pdf::Kind::Open;
        quint64 ticket = 0;
        int page = 0;
        double pixelsPerPoint = 0;
        QRect part;
        QString text;
    };

    void start();
    void dropProcess();
    void send(const Request& request);
    void next();
    void read();
    bool take(const QByteArray& message);
    bool takeOpened(QDataStream& in);
    bool takeAnswer(pdf::Kind kind, QDataStream& in);
    qint64 mostBytes() const; ///< that the answer awaited may have
    void giveUp(const QString& why);
    void refuse(const Error& error);

    QString m_program;
    QByteArray m_pdf;
    PdfPatience m_patience;
    QProcess* m_process = nullptr; ///< not a child: it outlives this until it has ended
    QByteArray m_read;
    QTimer m_timer;
    std::deque<Request> m_waiting;
    std::optional<Request> m_current; ///< sent and not answered
    int m_pages = 0;                  ///< 0: not open yet
    int m_restarts = 0;
    bool m_over = false;
};

} // namespace isocenter
