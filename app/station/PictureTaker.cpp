#include "station/PictureTaker.h"

#include "cli/CommandLine.h"
#include "station/Station.h"

#include <QCoreApplication>
#include <QPixmap>

namespace isocenter {

namespace {

constexpr int kCheckMs = 50;
constexpr int kSettledChecks = 4; // what was announced a moment ago has arrived too
constexpr int kLastCheck = 120 * 1000 / kCheckMs;

} // namespace

PictureTaker::PictureTaker(Station& station, const QString& file, QObject* parent)
    : QObject(parent), m_station(station), m_file(file)
{
    m_timer.setInterval(kCheckMs);
    connect(&m_timer, &QTimer::timeout, this, &PictureTaker::check);
}

void PictureTaker::start()
{
    m_timer.start();
}

void PictureTaker::check()
{
    m_settledFor = m_station.isSettled() ? m_settledFor + 1 : 0;
    if (m_settledFor >= kSettledChecks) {
        finish();
    } else if (++m_checks > kLastCheck) {
        m_timer.stop();
        cli::complain(tr("The picture was not complete after two minutes; nothing was written."));
        QCoreApplication::exit(cli::SomethingRefused);
    }
}

void PictureTaker::finish()
{
    m_timer.stop();
    const bool written = m_station.window().grab().save(m_file);
    if (!written) {
        cli::complain(tr("The picture could not be written to %1.").arg(m_file));
    }
    QCoreApplication::exit(written ? cli::AllWell : cli::SomethingRefused);
}

} // namespace isocenter
